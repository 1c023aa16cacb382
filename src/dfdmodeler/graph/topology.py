"""The one index of a model that rules and paths read: nodes, directed flows and nested boundaries.

A bidirectional flow stands here twice, once per direction. A process that others may call from outside the
drawing has a virtual caller. Flows without two ends are kept apart. Lists are in the order of ids, with
callers that are not drawn last; `graph.renewal` brings an index up to date with an edited model.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
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
    is_line: bool = False
    """Whether it is an open line, which flows cross and which holds nothing."""


@dataclass(eq=False, slots=True)
class Node:
    """An element, or a caller that is not drawn. Compared by identity."""

    index: int
    """Its place in the rows of tables; means nothing besides. Stand-ins share that of `nowhere`."""
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
    def order(self) -> tuple[bool, str]:
        """The key by which nodes are sorted."""
        return not self.drawn, self.id

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
    def order(self) -> tuple[bool, str]:
        """The key by which flows are sorted, both directions of one in their order."""
        return not self.drawn, self.id

    @property
    def out_of_scope(self) -> bool:
        return self.props.get("out_of_scope") == "yes"


Step = tuple[int, int, Hop]
"""One way on from a node: what the flow carries, the index of its other end, and the flow."""


class Topology:
    """Nodes, flows and boundaries of a model under a catalog."""

    def __init__(self, model: Model, catalog: Catalog, kinds: Kinds) -> None:
        self.catalog = catalog
        self.kinds = kinds
        self.areas: list[Area] = []
        self.nodes: list[Node] = []
        self.flows: list[Hop] = []
        self.halves: dict[str, tuple[Hop, ...]] = {}
        """The one or two directions of each sound flow, by id; in no particular order."""
        self.bad_flows: list[Hop] = []
        """Flows without direction or without two ends; a missing end is `nowhere`."""
        self.path_graphs: dict[object, Any] = {}
        """What `graph.paths` keeps, by the way that paths may take."""
        self.area_of: dict[str, Area] = {}
        self.boxes: frozenset[str] = frozenset()
        """The boundaries that can hold something: all but open lines."""
        self.node_by_id: dict[str, Node] = {}
        self._lineage: dict[str, frozenset[str]] = {}
        self.borders: dict[tuple[str, str], frozenset[str]] = {}
        """What a flow crosses between two innermost boundaries, as far as it was asked."""
        self.nowhere = self.make("", "", "", {}, (), drawn=False)
        self.places: list[Node] = []
        """Nodes by index; `nowhere` at its own, and where there is none."""
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
        return self.node_by_id.get(element_id)

    def area(self, boundary_id: str) -> Area | None:
        return self.area_of.get(boundary_id)

    def stand_in(self, *halves: Hop) -> Node:
        """A node without flows that has the attributes of a flow; of nothing at all, without halves."""
        id_, name, props = (halves[0].id, halves[0].name, halves[0].props) if halves else ("", "", {})
        node = self.make("", id_, name, props, (), drawn=False)
        node.index, node.stands_for = self.nowhere.index, halves
        return node

    def _build(self, model: Model) -> Iterator[None]:
        self.area_of, self.boxes = areas_of(model)
        self.areas = list(self.area_of.values())
        yield
        for done, element in enumerate(model.of(Element), 1):
            self._add(self.node_of(element))
            if done % SLICE == 0:
                yield
        for done, flow in enumerate(model.of(Flow), 1):
            sound, halves = self.hops_of(flow)
            if sound:
                self.halves[flow.id] = halves
                self._join(halves)
            else:
                self.bad_flows += halves
            if done % SLICE == 0:
                yield
        for node in list(self.nodes):
            callers = self.callers_of(node)
            if callers:
                self._add(callers[0])
                self._join(callers[1])
        yield
        self._link()

    def _link(self) -> None:
        """Files by index what paths and tables read."""
        self.flows.sort(key=attrgetter("order"))
        self.nowhere.index = len(self.nodes)
        self.places = [*self.nodes, self.nowhere]
        self.forward = [steps_from(node) for node in self.places]
        self.backward = [steps_to(node) for node in self.places]
        self.conducting = [node.conducts for node in self.places]
        self.by_type = {}
        for node in self.nodes:
            self.by_type.setdefault(node.type, []).append(node)

    def _add(self, node: Node) -> None:
        node.index = len(self.nodes)
        self.nodes.append(node)
        self.node_by_id[node.id] = node
        for area in node.areas:
            area.members.append(node)

    def _join(self, hops: Iterable[Hop]) -> None:
        for hop in hops:
            self.flows.append(hop)
            hop.source.outflows.append(hop)
            hop.target.inflows.append(hop)

    # What stands for one record, not yet filed anywhere

    def enclosing(self, parent: str | None) -> tuple[Area, ...]:
        """The boundaries that hold what names this one as its innermost."""
        if parent is None or parent not in self.boxes:
            return ()
        area = self.area_of[parent]
        return (area, *area.around)

    def node_of(self, element: Element) -> Node:
        """The node of an element."""
        areas = self.enclosing(element.parent)
        return self.make(element.type, element.id, element.name, element.properties.plain(), areas)

    def make(
        self,
        type_: str,
        id_: str,
        name: str,
        props: Properties,
        areas: tuple[Area, ...],
        *,
        drawn: bool = True,
    ) -> Node:
        """A node without flows and without a place."""
        types = self._lineage.get(type_)
        if types is None:
            types = self._lineage[type_] = frozenset(self.catalog.ancestors(type_))
        conducts = "external_entity" not in types or self.catalog.relay(type_)
        node = Node(0, id_, type_, types, name or id_, props, areas, conducts, drawn)
        node.third_party = is_third_party(types, props, tuple(area.kind for area in areas))
        node.trust = trust_of(types, props, self.catalog.trust(type_, props), node.third_party)
        return node

    def hops_of(self, flow: Flow) -> tuple[bool, tuple[Hop, ...]]:
        """Whether a flow is sound, and its one or two directions."""
        source = self.node_by_id.get(flow.source or "")
        target = self.node_by_id.get(flow.target or "")
        props = flow.properties.plain()
        if source is None or target is None or not flow.directed:
            return False, (self._hop(flow, source or self.nowhere, target or self.nowhere, props),)
        there = self._hop(flow, source, target, props)
        if props.get("bidirectional") != "yes":
            return True, (there,)
        return True, (there, self._hop(flow, target, source, _reversed(props)))

    def callers_of(self, node: Node) -> tuple[Node, tuple[Hop, ...]] | None:
        """A caller outside every boundary and its flows, if partners or the public may call this process."""
        caller_type = CALLERS.get(str(node.props.get("exposure")))
        if not caller_type or not node.isa("process"):
            return None
        id_ = f"{CALLERS_PREFIX}{node.id}"
        caller = self.make(caller_type, id_, CALLERS_NAME, {}, (), drawn=False)
        asks, answers = self.kinds.mask(("query", "prompt")), _answers(node, self.kinds)
        calls = self._undrawn(f"calls@{node.id}", caller, node, asks)
        if not answers:
            return caller, (calls,)
        return caller, (calls, self._undrawn(f"answers@{node.id}", node, caller, answers))

    def _hop(self, flow: Flow, source: Node, target: Node, props: dict[str, Value]) -> Hop:
        carried = _values(props.get("carries"))
        kinds = carried or self.catalog.default_kinds(source.type, target.type)
        crossed = self._crossed(source, target, _values(props.get("line_crossings")))
        return Hop(
            flow.id,
            source,
            target,
            self.kinds.mask(kinds),
            bool(carried),
            props,
            crossed,
            self._kinds_of(crossed),
            flow.name or f"{source.name} to {target.name}",
        )

    def _undrawn(self, id_: str, source: Node, target: Node, kinds: int) -> Hop:
        crossed = self._crossed(source, target, ())
        crossed_kinds = self._kinds_of(crossed)
        return Hop(id_, source, target, kinds, True, {}, crossed, crossed_kinds, CALLERS_NAME, drawn=False)

    def _crossed(self, source: Node, target: Node, lines: tuple[str, ...]) -> frozenset[str]:
        inner = source.areas[0].id if source.areas else "", target.areas[0].id if target.areas else ""
        crossed = self.borders.get(inner)
        if crossed is None:
            ends = [{area.id for area in end.areas} for end in (source, target)]
            crossed = self.borders[inner] = frozenset(ends[0] ^ ends[1])
        return crossed.union(line for line in lines if line in self.area_of) if lines else crossed

    def _kinds_of(self, crossed: frozenset[str]) -> frozenset[str]:
        return frozenset([self.area_of[id_].kind for id_ in crossed]) - {""} if crossed else crossed


def steps_from(node: Node) -> list[Step]:
    """The ways on from a node."""
    return [(f.kinds, f.target.index, f) for f in node.outflows]


def steps_to(node: Node) -> list[Step]:
    """The ways that lead to a node, from its side."""
    return [(f.kinds, f.source.index, f) for f in node.inflows]


def areas_of(model: Model) -> tuple[dict[str, Area], frozenset[str]]:
    """The boundaries of a model by id, nested but empty; and those of them that can hold something."""
    records = {record.id: record for record in model.of(Boundary)}
    areas = {id_: Area(id_, record.type, record.name or id_) for id_, record in records.items()}
    for id_, record in records.items():
        areas[id_].is_line = record.shape == "line"
        areas[id_].around = tuple(areas[outer.id] for outer in _around(record, records))
    return areas, frozenset(id_ for id_, record in records.items() if record.shape == "box")


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
