"""The predicates about an element or flow and what is next to it, each in the words of its definition."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from reference.graph import Graph, Kinds, Thing
from reference.words import CHANNELS, KEY_ATTRIBUTES, TRUST, lineage_of_type

SECURE = ("https", "tls", "mtls", "wss", "grpcs", "ssh", "ipsec")
QUERY, OUTPUT, TRAIN, IND = (CHANNELS[name] for name in ("QUERY", "OUTPUT", "TRAIN", "IND"))
ACT, INPUT, ARTIFACT = (CHANNELS[name] for name in ("ACT", "INPUT", "ARTIFACT"))


def among(value: Any, *wanted: str) -> bool:
    return value in wanted if isinstance(value, str) else any(one in wanted for one in value)


class Near:
    """The predicates over one graph; with `granted`, controls that nobody answered count as present."""

    def __init__(self, graph: Graph, *, granted: bool) -> None:
        self.graph = graph
        self.granted = granted
        self.nodes, self.flows, self.boundaries = graph.nodes, graph.flows, graph.boundaries

    def names(self) -> dict[str, Any]:
        """All words of a condition."""
        own = {name: getattr(self, name) for name in dir(self) if not name.startswith("_")}
        python = {"any": any, "all": all, "len": len, "bool": bool, "__builtins__": {}}
        return {**own, **CHANNELS, **python}

    def done_all(self, answers: Iterable[Any]) -> bool:
        listed = list(answers)
        return bool(listed) and all(listed)

    # Values

    def yes(self, value: Any) -> bool:
        return value == "yes"

    def has(self, value: Any, *wanted: str) -> bool:
        return among(value, *wanted)

    def lacks(self, value: Any) -> bool:
        if value == "unknown" and self.granted:
            return False
        return value not in ("yes", "n/a")

    def short_of(self, value: Any, *safe: str) -> bool:
        if value == "unknown" and self.granted:
            return False
        return not among(value, *safe) and not among(value, "n/a")

    # Elements and flows

    def isa(self, thing: Thing, *types: str) -> bool:
        return any(type_ in lineage_of_type(thing.type) for type_ in types)

    def inflows(self, e: Thing) -> list[Thing]:
        return [f for f in self.flows if f.target is e]

    def outflows(self, e: Thing) -> list[Thing]:
        return [f for f in self.flows if f.source is e]

    def carries(self, f: Thing, *kinds: str | Kinds) -> bool:
        wanted = {one for kind in kinds for one in ([kind] if isinstance(kind, str) else kind)}
        return bool(f.kinds & wanted)

    def crossed(self, f: Thing) -> list[str]:
        return [b.id for b in self.graph.crossed_boundaries(f)]

    def crosses(self, f: Thing, *kinds: str) -> bool:
        crossed = self.graph.crossed_boundaries(f)
        return any(b.kind in kinds for b in crossed) if kinds else bool(crossed)

    def network(self, f: Thing) -> bool:
        return f.channel not in ("physical", "manual", "in_process")

    def pulled(self, f: Thing) -> bool:
        if self.isa(f.source, "web_content", "public_dataset", "package_registry", "pretrained_model"):
            return True
        if f.initiator != "unknown":
            return bool(f.initiator == "destination")
        only_answers = f.kinds and f.kinds <= OUTPUT | {"tool_result", "context"}
        return bool(only_answers) and any(
            g.source is f.target and g.target is f.source and g.kinds & (QUERY | ACT) for g in self.flows
        )

    def _secure(self, f: Thing) -> bool:
        return f.protocol in SECURE or (self.granted and f.protocol == "unknown")

    def enc(self, f: Thing) -> bool:
        return f.encrypted in ("yes", "n/a") or (f.encrypted == "unknown" and self._secure(f))

    def integ(self, f: Thing) -> bool:
        return f.integrity in ("yes", "n/a") or (f.integrity == "unknown" and self._secure(f))

    def src_auth(self, f: Thing) -> bool:
        return (
            f.authn in ("source", "mutual", "n/a")
            or (f.authn == "unknown" and (f.protocol == "mtls" or self.granted))
            or (self.pulled(f) and (f.authn == "destination" or self._secure(f)))
        )

    def dst_auth(self, f: Thing) -> bool:
        return (
            self.pulled(f)
            or f.authn in ("destination", "mutual", "n/a")
            or (f.authn in ("unknown", "source") and self._secure(f))
            or (f.authn == "unknown" and self.granted)
        )

    def undeclared(self, f: Thing) -> bool:
        return not f.declared

    def isolated(self, e: Thing) -> bool:
        return not self.inflows(e) and not self.outflows(e)

    def inside(self, b: Thing) -> list[Thing]:
        return self.graph.inside(b)

    def open_line(self, b: Thing) -> bool:
        return b.__dict__.get("shape") == "line"

    def unanswered(self, e: Thing) -> bool:
        if not self.graph.report_unknowns:
            return False
        lists = [KEY_ATTRIBUTES[type_] for type_ in lineage_of_type(e.type) if type_ in KEY_ATTRIBUTES]
        return any(getattr(e, name) == "unknown" for name in lists[0].split()) if lists else False

    # Trust and data

    def third_party(self, x: Thing) -> bool:
        if x.operator == "third_party" or self.isa(x, "mlaas_provider"):
            return True
        return x.operator == "unknown" and any(b.kind == "third_party" for b in self.graph.enclosing(x))

    def trust_of(self, x: Thing) -> str:
        if x.trust not in ("unknown", "n/a"):
            return str(x.trust)
        default = next((TRUST[type_] for type_ in lineage_of_type(x.type) if type_ in TRUST), "trusted")
        if self.isa(x, "physical_sensor") and x.physical_access == "controlled":
            default = "trusted"
        if default == "trusted" and self.third_party(x) and not self.isa(x, "model"):
            return "semi_trusted"
        return default

    def low(self, x: Thing) -> bool:
        return self.trust_of(x) != "trusted"

    def cls(self, x: Thing) -> Any:
        if x.data_class == "unknown" and isinstance(x.source, Thing) and self.isa(x.source, "data_store"):
            return x.source.data_class
        return x.data_class

    def sens(self, x: Thing) -> bool:
        return self.cls(x) in ("confidential", "personal", "special")

    def pers(self, x: Thing) -> bool:
        return self.cls(x) in ("personal", "special")
