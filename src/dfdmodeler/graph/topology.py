"""The one index of a model that rules and paths read: nodes, directed flows and nested boundaries.

A bidirectional flow stands here twice, once per direction. A process that others may call from outside the
drawing has a virtual caller. Flows without two ends are kept apart. Everything is in the order of ids.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dfdmodeler.catalog.catalog import Catalog
from dfdmodeler.graph.kinds import Kinds
from dfdmodeler.graph.trust import is_third_party, trust_of
from dfdmodeler.model.model import EMPTY_MODEL, Model
from dfdmodeler.model.records import Boundary, Element, Flow
from dfdmodeler.model.values import Value

Properties = Mapping[str, Value]
CALLERS = {"partner": "api_consumer", "public": "human_user"}
"""Who calls a process of this exposure although nobody is drawn."""
CALLERS_NAME = "callers not drawn"
CALLERS_PREFIX = "callers@"
"""How the ids of elements begin that stand for callers that nobody drew."""
SLICE = 250
"""Elements or flows between two pauses of the building."""
SWAPPED = {"source": "destination", "destination": "source"}


@dataclass(eq=False, slots=True)
class Area:
    """A trust boundary with the nodes in it and in the boundaries below it."""

    id: str
    kind: str
    name: str
    around: tuple[Area, ...] = ()
    """The boundaries that hold it, innermost first."""
    members: list[Node] = field(default_factory=list)
    out_of_scope: bool = False


@dataclass(eq=False, slots=True)
class Node:
    """An element, or a caller that is not drawn. Compared by identity."""

    index: int
    id: str
    type: str
    types: frozenset[str]
    """The type and its ancestors."""
    name: str
    props: Properties
    areas: tuple[Area, ...]
    """The boundaries that hold it, innermost first."""
    conducts: bool
    """Whether paths go on behind it: all but external entities, and those that relay."""
    drawn: bool = True
    third_party: bool = False
    trust: str = "untrusted"
    inflows: list[Hop] = field(default_factory=list)
    outflows: list[Hop] = field(default_factory=list)
    stands_for: tuple[Hop, ...] = ()
    """The directions of a flow, on its stand-in where something about elements is asked of a flow."""

    def isa(self, *types: str) -> bool:
        return not self.types.isdisjoint(types)

    @property
    def out_of_scope(self) -> bool:
        return self.props.get("out_of_scope") == "yes"


@dataclass(eq=False, slots=True)
class Hop:
    """One direction of a flow. Both directions of a bidirectional flow share its id. Compared by identity."""

    id: str
    source: Node
    target: Node
    kinds: int
    """What it carries, stated or by default."""
    declared: bool
    props: Properties
    crossed: frozenset[str]
    """Ids of the boundaries that it crosses."""
    crossed_kinds: frozenset[str]
    name: str = ""
    drawn: bool = True

    @property
    def out_of_scope(self) -> bool:
        return self.props.get("out_of_scope") == "yes"


Step = tuple[int, int, Hop]
"""One way on from a node: what the flow carries, the index of its other end, and the flow."""


class Topology:
    """Nodes, flows and boundaries of a model under a catalog. Built once, never changed."""

    def __init__(self, model: Model, catalog: Catalog, kinds: Kinds) -> None:
        self.catalog = catalog
        self.kinds = kinds
        self.areas: list[Area] = []
        self.nodes: list[Node] = []
        self.flows: list[Hop] = []
        self.halves: dict[str, tuple[Hop, ...]] = {}
        """The one or two directions of each sound flow."""
        self.bad_flows: list[Hop] = []
        """Flows without direction or without two ends; a missing end is `nowhere`."""
        self.path_graphs: dict[object, Any] = {}
        """What `graph.paths` keeps, by the way that paths may take."""
        self._area: dict[str, Area] = {}
        self._node: dict[str, Node] = {}
        self._lineage: dict[str, frozenset[str]] = {}
        self._borders: dict[tuple[str, str], frozenset[str]] = {}
        self.nowhere = self._make("", "", "", {}, (), drawn=False)
        self.forward: list[list[Step]] = []
        self.backward: list[list[Step]] = []
        self.conducting: list[bool] = []
        self.by_type: dict[str, list[Node]] = {}
        for _ in self._build(model):
            pass

    @classmethod
    def in_slices(cls, model: Model, catalog: Catalog, kinds: Kinds) -> Generator[None, None, Topology]:
        """The topology of a model, built with a pause after every few records."""
        topology = cls(EMPTY_MODEL, catalog, kinds)
        yield from topology._build(model)
        return topology

    def node(self, element_id: str) -> Node | None:
        return self._node.get(element_id)

    def area(self, boundary_id: str) -> Area | None:
        return self._area.get(boundary_id)

    def stand_in(self, *halves: Hop) -> Node:
        """A node without flows that has the attributes of a flow; of nothing at all, without halves."""
        id_, name, props = (halves[0].id, halves[0].name, halves[0].props) if halves else ("", "", {})
        node = self._make("", id_, name, props, (), drawn=False, index=self.nowhere.index)
        node.stands_for = halves
        return node

    def _build(self, model: Model) -> Iterator[None]:
        self._add_areas(model)
        yield
        for done, element in enumerate(model.of(Element), 1):
            self._add_element(element)
            if done % SLICE == 0:
                yield
        for done, flow in enumerate(model.of(Flow), 1):
            self._add_flow(flow)
            if done % SLICE == 0:
                yield
        self._add_callers()
        yield
        self._link()

    def _link(self) -> None:
        """Files by index what paths and tables read."""
        self.nowhere.index = len(self.nodes)
        places = (*self.nodes, self.nowhere)
        self.forward = [[(f.kinds, f.target.index, f) for f in node.outflows] for node in places]
        self.backward = [[(f.kinds, f.source.index, f) for f in node.inflows] for node in places]
        self.conducting = [node.conducts for node in places]
        self.by_type = {}
        for node in self.nodes:
            self.by_type.setdefault(node.type, []).append(node)

    def _add_areas(self, model: Model) -> None:
        records = {record.id: record for record in model.of(Boundary)}
        for record in records.values():
            area = Area(record.id, record.type, record.name or record.id)
            self._area[record.id] = area
            self.areas.append(area)
        for record in records.values():
            self._area[record.id].around = tuple(self._area[b.id] for b in _around(record, records))
        self._boxes = {record.id for record in records.values() if record.shape == "box"}

    def _enclosing(self, parent: str | None) -> tuple[Area, ...]:
        if parent is None or parent not in self._boxes:
            return ()
        area = self._area[parent]
        return (area, *area.around)

    def _add_element(self, element: Element) -> None:
        areas = self._enclosing(element.parent)
        node = self._make(element.type, element.id, element.name, dict(element.properties), areas)
        self._add(node)

    def _make(
        self,
        type_: str,
        id_: str,
        name: str,
        props: Properties,
        areas: tuple[Area, ...],
        *,
        drawn: bool = True,
        index: int | None = None,
    ) -> Node:
        types = self._lineage.get(type_)
        if types is None:
            types = self._lineage[type_] = frozenset(self.catalog.ancestors(type_))
        conducts = "external_entity" not in types or self.catalog.relay(type_)
        place = len(self.nodes) if index is None else index
        node = Node(place, id_, type_, types, name or id_, props, areas, conducts, drawn)
        node.third_party = is_third_party(types, props, tuple(area.kind for area in areas))
        node.trust = trust_of(types, props, self.catalog.trust(type_, props), node.third_party)
        return node

    def _add(self, node: Node) -> None:
        self.nodes.append(node)
        self._node[node.id] = node
        for area in node.areas:
            area.members.append(node)

    def _add_flow(self, flow: Flow) -> None:
        source = self._node.get(flow.source or "")
        target = self._node.get(flow.target or "")
        props = dict(flow.properties)
        if source is None or target is None or not flow.directed:
            ends = source or self.nowhere, target or self.nowhere
            self.bad_flows.append(self._hop(flow, *ends, props))
            return
        halves = [self._hop(flow, source, target, props)]
        if props.get("bidirectional") == "yes":
            halves.append(self._hop(flow, target, source, _reversed(props)))
        self.halves[flow.id] = tuple(halves)
        for half in halves:
            self._join(half)

    def _hop(self, flow: Flow, source: Node, target: Node, props: dict[str, Value]) -> Hop:
        carried = _values(props.get("carries"))
        kinds = carried or self.catalog.default_kinds(source.type, target.type)
        crossed = self._crossed(source, target, _values(props.get("line_crossings")))
        crossed_kinds = frozenset(self._area[id_].kind for id_ in crossed) - {""}
        return Hop(
            flow.id,
            source,
            target,
            self.kinds.mask(kinds),
            bool(carried),
            props,
            crossed,
            crossed_kinds,
            flow.name or f"{source.name} to {target.name}",
        )

    def _crossed(self, source: Node, target: Node, lines: tuple[str, ...]) -> frozenset[str]:
        inner = source.areas[0].id if source.areas else "", target.areas[0].id if target.areas else ""
        crossed = self._borders.get(inner)
        if crossed is None:
            ends = [{area.id for area in end.areas} for end in (source, target)]
            crossed = self._borders[inner] = frozenset(ends[0] ^ ends[1])
        return crossed.union(line for line in lines if line in self._area) if lines else crossed

    def _join(self, hop: Hop) -> None:
        self.flows.append(hop)
        hop.source.outflows.append(hop)
        hop.target.inflows.append(hop)

    def _add_callers(self) -> None:
        """A caller outside every boundary for each process that says partners or the public may call it."""
        for node in list(self.nodes):
            caller_type = CALLERS.get(str(node.props.get("exposure")))
            if caller_type and node.isa("process"):
                answers = _answers(node, self.kinds)
                caller = self._make(
                    caller_type, f"{CALLERS_PREFIX}{node.id}", CALLERS_NAME, {}, (), drawn=False
                )
                self._add(caller)
                asks = self.kinds.mask(("query", "prompt"))
                self._join(self._undrawn(f"calls@{node.id}", caller, node, asks))
                if answers:
                    self._join(self._undrawn(f"answers@{node.id}", node, caller, answers))

    def _undrawn(self, id_: str, source: Node, target: Node, kinds: int) -> Hop:
        crossed = self._crossed(source, target, ())
        crossed_kinds = frozenset(self._area[area].kind for area in crossed) - {""}
        return Hop(id_, source, target, kinds, True, {}, crossed, crossed_kinds, CALLERS_NAME, drawn=False)


def _around(record: Boundary, records: Mapping[str, Boundary]) -> Iterator[Boundary]:
    """The boxes around a boundary, innermost first; a cycle of parents ends where it closes."""
    seen = {record.id}
    parent = records.get(record.parent or "")
    while parent is not None and parent.id not in seen:
        if parent.shape == "box":
            yield parent
        seen.add(parent.id)
        parent = records.get(parent.parent or "")


def _values(value: Value | None) -> tuple[str, ...]:
    if value is None or value == "n/a":
        return ()
    return (value,) if isinstance(value, str) else value


def _reversed(props: Mapping[str, Value]) -> dict[str, Value]:
    """The attributes of a bidirectional flow as its way back has them."""
    back = dict(props)
    for name in ("authn", "initiator"):
        if isinstance(end := back.get(name), str) and end in SWAPPED:
            back[name] = SWAPPED[end]
    back.pop("carries", None)
    if carried := back.get("carries_back"):
        back["carries"] = carried
    return back


def _answers(node: Node, kinds: Kinds) -> int:
    """What goes back to callers that are not drawn."""
    by_type: Sequence[tuple[str, str]] = (
        ("llm", "generated_content"),
        ("agent", "generated_content"),
        ("embedding_model", "embeddings"),
        ("model", "prediction"),
    )
    for type_, kind in by_type:
        if node.isa(type_):
            return kinds.mask((kind,))
    carried = 0
    for hop in node.inflows:
        carried |= hop.kinds
    return carried & kinds.channels.get("OUTPUT", 0)
