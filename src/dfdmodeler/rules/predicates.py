"""The primitive predicates: what can be seen of an element, its flows, their ends and boundaries.

Facts that enable a threat must be stated. Controls must be claimed; in the *granted* reading an unknown
control counts as present. The names are those of the rule language (see `vocabulary`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from dfdmodeler.graph.topology import Area, Hop, Node, Topology
from dfdmodeler.model.values import NOT_APPLICABLE, UNKNOWN, Value

SECURE_PROTOCOLS = frozenset({"https", "tls", "mtls", "wss", "grpcs", "ssh", "ipsec"})
NOT_NETWORK = frozenset({"physical", "manual", "in_process"})
PULLED_FROM = ("web_content", "public_dataset", "package_registry", "pretrained_model")
"""Sources that wait to be asked: whoever receives from them opened the connection."""
CLAIMED = ("yes", NOT_APPLICABLE)
CONTROLS = frozenset({"lacks", "short_of", "enc", "integ", "src_auth", "dst_auth"})
"""Predicates that differ between the two readings."""


def yes(value: Value) -> bool:
    return value == "yes"


def has(value: Value, *wanted: str) -> bool:
    """Whether a value, or a member of a set, is among those wanted."""
    return value in wanted if isinstance(value, str) else not set(wanted).isdisjoint(value)


def lacks(value: Value) -> bool:
    return value not in CLAIMED


def lacks_if_granted(value: Value) -> bool:
    return value not in CLAIMED and value != UNKNOWN


def short_of(value: Value, *safe: str) -> bool:
    """Whether a value is neither among the safe ones nor n/a."""
    return not has(value, NOT_APPLICABLE, *safe)


def short_of_if_granted(value: Value, *safe: str) -> bool:
    return value != UNKNOWN and short_of(value, *safe)


class Predicates:
    """The primitive predicates over one topology, in one reading."""

    def __init__(self, topology: Topology, *, granted: bool, report_unknowns: bool) -> None:
        self._topology = topology
        self._granted = granted
        self._report_unknowns = report_unknowns
        channels = topology.kinds.channels
        self._asks = channels.get("QUERY", 0) | channels.get("ACT", 0)
        self._answers = channels.get("OUTPUT", 0) | topology.kinds.mask(("tool_result", "context"))

    def functions(self) -> dict[str, Callable[..., Any]]:
        """All of them by name."""
        methods = (
            self.isa, self.exactly, self.conducts, self.third_party, self.trust_of, self.carries,
            self.crosses, self.crossed, self.network, self.pulled, self.enc, self.integ, self.src_auth,
            self.dst_auth, self.undeclared, self.cls, self.inflows, self.outflows, self.adj, self.mind,
            self.inside, self.open_line, self.unanswered, self.itself, self.touching,
        )  # fmt: skip
        return {
            "yes": yes,
            "has": has,
            "lacks": lacks_if_granted if self._granted else lacks,
            "short_of": short_of_if_granted if self._granted else short_of,
            **{method.__name__: method for method in methods},
        }

    def isa(self, node: Node, *types: str) -> bool:
        return not types or node.isa(*types)

    def exactly(self, node: Node, *types: str) -> bool:
        return node.type in types

    def conducts(self, node: Node) -> bool:
        return node.conducts

    def third_party(self, thing: Node | Hop) -> bool:
        return isinstance(thing, Node) and thing.third_party

    def trust_of(self, node: Node) -> str:
        return node.trust

    def carries(self, hop: Hop, kinds: int) -> bool:
        return bool(hop.kinds & kinds)

    def crosses(self, hop: Hop, *kinds: str) -> bool:
        return not hop.crossed_kinds.isdisjoint(kinds) if kinds else bool(hop.crossed)

    def crossed(self, hop: Hop) -> frozenset[str]:
        return hop.crossed

    def network(self, hop: Hop) -> bool:
        return hop.props.get("channel") not in NOT_NETWORK

    def pulled(self, hop: Hop) -> bool:
        """Whether the receiver opened the connection."""
        return hop.source.isa(*PULLED_FROM) or self._is_answer(hop)

    def _is_answer(self, hop: Hop) -> bool:
        initiator = hop.props.get("initiator", UNKNOWN)
        if initiator != UNKNOWN:
            return initiator == "destination"
        if not hop.kinds or hop.kinds & ~self._answers:
            return False
        return any(back.target is hop.source and back.kinds & self._asks for back in hop.target.outflows)

    def _secure(self, hop: Hop) -> bool:
        protocol = hop.props.get("protocol", UNKNOWN)
        return protocol in SECURE_PROTOCOLS or (self._granted and protocol == UNKNOWN)

    def enc(self, hop: Hop) -> bool:
        return self._protected(hop, "encrypted")

    def integ(self, hop: Hop) -> bool:
        return self._protected(hop, "integrity")

    def _protected(self, hop: Hop, attribute: str) -> bool:
        stated = hop.props.get(attribute, UNKNOWN)
        return stated in CLAIMED or (stated == UNKNOWN and self._secure(hop))

    def src_auth(self, hop: Hop) -> bool:
        """Whether the source proves itself to the destination."""
        authn = hop.props.get("authn", UNKNOWN)
        if authn in ("source", "mutual", NOT_APPLICABLE):
            return True
        if authn == UNKNOWN and (self._granted or hop.props.get("protocol") == "mtls"):
            return True
        return self.pulled(hop) and (authn == "destination" or self._secure(hop))

    def dst_auth(self, hop: Hop) -> bool:
        """Whether the destination proves itself to the source, or was the one that asked."""
        authn = hop.props.get("authn", UNKNOWN)
        if authn in ("destination", "mutual", NOT_APPLICABLE) or self.pulled(hop):
            return True
        if authn == UNKNOWN and self._granted:
            return True
        return authn in (UNKNOWN, "source") and self._secure(hop)

    def undeclared(self, hop: Hop) -> bool:
        return not hop.declared

    def cls(self, thing: Node | Hop) -> Value:
        """The data class of an element or flow; a flow without one takes that of the store it comes from."""
        hop = next(iter(thing.stands_for), None) if isinstance(thing, Node) else thing
        if hop is None:
            return thing.props.get("data_class", UNKNOWN)
        stated = hop.props.get("data_class", UNKNOWN)
        if stated == UNKNOWN and hop.source.isa("data_store"):
            return hop.source.props.get("data_class", UNKNOWN)
        return stated

    def inflows(self, node: Node) -> list[Hop]:
        return node.inflows

    def outflows(self, node: Node) -> list[Hop]:
        return node.outflows

    def touching(self, node: Node) -> list[Hop]:
        return _unique([*node.inflows, *node.outflows])

    def itself(self, node: Node) -> list[Hop]:
        return list(node.stands_for)

    def adj(self, node: Node, *types: str) -> list[Node]:
        """Elements of these types that any flow joins to the element."""
        ends = [*(hop.source for hop in node.inflows), *(hop.target for hop in node.outflows)]
        return _unique(end for end in ends if end.isa(*types))

    def mind(self, node: Node) -> list[Node]:
        """An agent with its language models, a language model with its agents; other elements alone."""
        partners = [*(self.adj(node, "llm") if node.isa("agent") else ())]
        partners += self.adj(node, "agent") if node.isa("llm") else ()
        return _unique([node, *partners])

    def inside(self, area: Area) -> list[Node]:
        return area.members

    def open_line(self, area: Area) -> bool:
        """Whether a boundary divides without enclosing."""
        return area.is_line

    def unanswered(self, node: Node) -> bool:
        """Whether a key attribute is unknown, in documents that ask for a report of that."""
        if not self._report_unknowns:
            return False
        keys = self._topology.catalog.key_attributes(node.type)
        return any(node.props.get(key, UNKNOWN) == UNKNOWN for key in keys)


def _unique(items: Iterable[Any]) -> list[Any]:
    return list(dict.fromkeys(items))
