"""The graph that rules see, made of a system written as lists of mappings: nothing indexed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from reference.words import ANY, CHANNELS, RELAYS, default_kinds, lineage_of_type

Kinds = frozenset[str]


class Thing:
    """An element, a flow or a boundary. What it does not say of itself is unknown."""

    def __init__(self, **said: Any) -> None:
        self.__dict__.update(said)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return "unknown"

    def __repr__(self) -> str:
        return f"<{self.id}>"


def members(value: Any) -> frozenset[str]:
    """A value as a set: a text is a set of one, unknown and n/a are empty."""
    if value in ("unknown", "n/a", None):
        return frozenset()
    return frozenset([value]) if isinstance(value, str) else frozenset(value)


class Graph:
    """All elements, directed flows and boundaries of one system."""

    def __init__(self, system: Mapping[str, Any]) -> None:
        self.report_unknowns = system.get("report_unknowns") == "yes"
        self.boundaries = [Thing(**row) for row in system.get("boundaries", ())]
        self.nodes = [Thing(**{"drawn": True, **row}) for row in system.get("elements", ())]
        self.flows: list[Thing] = []
        self.bad_flows: list[Thing] = []
        for row in system.get("flows", ()):
            self._add_flow(row)
        for node in list(self.nodes):
            self._add_callers(node)

    # Boundaries

    def around(self, boundary_id: Any) -> list[Thing]:
        """The boundary of this id and those around it. An open line holds nothing."""
        found: list[Thing] = []
        waiting = boundary_id
        while waiting is not None:
            here = [b for b in self.boundaries if b.id == waiting and b not in found]
            found += here
            waiting = here[0].__dict__.get("parent") if here else None
        return [b for b in found if b.__dict__.get("shape") != "line"]

    def enclosing(self, node: Thing) -> list[Thing]:
        named = node.__dict__.get("boundary")
        held = any(b.id == named and b.__dict__.get("shape") != "line" for b in self.boundaries)
        return self.around(named) if held else []

    def inside(self, boundary: Thing) -> list[Thing]:
        return [node for node in self.nodes if boundary in self.enclosing(node)]

    def crossed_boundaries(self, flow: Thing) -> list[Thing]:
        one, other = self.enclosing(flow.source), self.enclosing(flow.target)
        lines = members(flow.line_crossings)
        return [b for b in self.boundaries if (b in one) != (b in other) or b.id in lines]

    # Flows

    def _add_flow(self, row: Mapping[str, Any]) -> None:
        said = {**row, "drawn": True}
        ends = said.pop("from", None), said.pop("to", None)
        source, target = ([n for n in self.nodes if n.id == end] for end in ends)
        if not source or not target or row.get("direction") == "none":
            self.bad_flows.append(Thing(**said))
            return
        self.flows.append(self._directed(said, source[0], target[0], members(said.get("carries"))))
        if said.get("bidirectional") == "yes":
            back = dict(said)
            for name in ("authn", "initiator"):
                swapped = {"source": "destination", "destination": "source"}
                if name in back:
                    back[name] = swapped.get(back[name], back[name])
            self.flows.append(self._directed(back, target[0], source[0], members(said.get("carries_back"))))

    def _directed(self, said: Mapping[str, Any], source: Thing, target: Thing, kinds: Kinds) -> Thing:
        flow = Thing(**said)
        flow.source, flow.target = source, target
        flow.declared = bool(kinds)
        flow.kinds = kinds or default_kinds(source.type, target.type)
        return flow

    def _add_callers(self, node: Thing) -> None:
        """Callers that are not drawn, of a process that says that partners or the public may call it."""
        types = lineage_of_type(node.type)
        if "process" not in types or node.exposure not in ("partner", "public"):
            return
        kind = {"partner": "api_consumer", "public": "human_user"}[node.exposure]
        caller = Thing(id=f"callers@{node.id}", type=kind, drawn=False)
        if "llm" in types or "agent" in types:
            answers = frozenset(["generated_content"])
        elif "embedding_model" in types:
            answers = frozenset(["embeddings"])
        elif "model" in types:
            answers = frozenset(["prediction"])
        else:
            answers = (
                frozenset(kind for flow in self.flows if flow.target is node for kind in flow.kinds)
                & CHANNELS["OUTPUT"]
            )
        self.nodes.append(caller)
        asking = Thing(id=f"calls@{node.id}", source=caller, target=node, drawn=False, declared=True)
        asking.kinds = CHANNELS["QUERY"]
        self.flows.append(asking)
        if answers:
            answering = Thing(id=f"answers@{node.id}", source=node, target=caller, drawn=False, declared=True)
            answering.kinds = answers
            self.flows.append(answering)

    # Paths

    def reached(
        self,
        start: Thing,
        channel: Kinds,
        inside: Callable[[Thing], bool] = lambda node: True,
        along: Callable[[Thing], bool] = lambda flow: True,
    ) -> list[Thing]:
        """All ends of paths from an element: tries every way on until nothing new is met.

        `inside` says which elements may lie within a path, `along` which flows it may use.
        """
        later = channel | CHANNELS["QUERY"] if CHANNELS["IND"] <= channel and channel != ANY else channel
        found: list[Thing] = [
            flow.target
            for flow in self.flows
            if flow.source is start and flow.kinds & channel and along(flow)
        ]
        for here in found:  # grows as it goes
            if conducts(here) and inside(here):
                found += [
                    flow.target
                    for flow in self.flows
                    if flow.source is here and flow.kinds & later and along(flow) and flow.target not in found
                ]
        return unique(found)

    def reaching(self, end: Thing, channel: Kinds, **restrictions: Any) -> list[Thing]:
        """All elements from which a path leads to this one."""
        return [node for node in self.nodes if end in self.reached(node, channel, **restrictions)]


def conducts(node: Thing) -> bool:
    """Whether an element may lie within a path."""
    types = lineage_of_type(node.type)
    return "external_entity" not in types or not RELAYS.isdisjoint(types)


def unique(things: Iterable[Any]) -> list[Any]:
    return list(dict.fromkeys(things))
