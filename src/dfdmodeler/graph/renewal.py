"""An index brought up to date with an edited model, in place and by a patch, so that it can be taken back.

Nodes and flows about which nothing is new stay the same objects at the same places. Afterwards the index
equals one that is built of the edited model, but for the numbers of places.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any

from dfdmodeler.graph.patch import Patch
from dfdmodeler.graph.topology import (
    CALLERS_PREFIX,
    SLICE,
    Area,
    Hop,
    Node,
    Topology,
    areas_of,
    steps_from,
    steps_to,
)
from dfdmodeler.model.change import Change
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Boundary, Element, Flow

FACTS = ("type", "types", "name", "props", "areas", "conducts", "third_party", "trust")
"""What a node has from its element and the boundaries around it."""
_order = attrgetter("order")


@dataclass(slots=True)
class Renewed:
    """What is new in an index."""

    nodes: set[Node] = field(default_factory=set)
    """Nodes that are new or have another fact."""
    beside: set[Node] = field(default_factory=set)
    """Nodes at which flows came or went."""
    hops: set[Hop] = field(default_factory=set)
    """Flows that are new, or run against one that came or went."""
    gone: set[Node | Hop] = field(default_factory=set)
    types: set[str] = field(default_factory=set)
    """What nodes were that are of another type now."""
    replaced: list[tuple[Hop, Hop]] = field(default_factory=list)
    """Flows that are gone, with those that lead the same way now."""
    areas: set[Area] = field(default_factory=set)
    """Boundaries that are new or hold something else."""
    rewired: bool = False
    """Whether flows lead elsewhere than before."""
    met: int = 0
    """What the flows carry that paths may use now and could not before, or the other way round."""


class Renewal:
    """One update of one index."""

    def __init__(self, topology: Topology, change: Change, model: Model, patch: Patch) -> None:
        self.renewed = Renewed()
        self._topology, self._change, self._model, self._patch = topology, change, model, patch
        self._came: list[Node] = []
        self._flows: set[str] = set()
        """Ids of flows to be made again."""
        self._new_hops: list[Hop] = []
        self._gone_hops: list[Hop] = []
        self._old_types: dict[Node, str] = {}
        self._reframed = any(isinstance(r, Boundary) for pair in change.values() for r in pair)

    def steps(self) -> Iterator[None]:
        """Does it all, with pauses."""
        topology, patch = self._topology, self._patch
        patch.set(topology, "path_graphs", {})
        if self._reframed:
            self._reframe()
        yield from self._pausing(self._elements())
        if self._reframed:
            yield from self._pausing(self._moved())
        self._file_nodes()
        yield from self._pausing(self._remake())
        self._file_hops()
        self._callers()
        self._file_nodes()
        self._file_hops()
        if self._reframed:
            self._fill_areas()

    def _pausing(self, things: Iterable[Any]) -> Iterator[None]:
        for done, _ in enumerate(things, 1):
            if done % SLICE == 0:
                yield

    # Boundaries

    def _reframe(self) -> None:
        topology, patch = self._topology, self._patch
        areas, boxes = areas_of(self._model)
        self.renewed.areas.update(areas.values())
        for name, value in (
            ("area_of", areas),
            ("areas", list(areas.values())),
            ("boxes", boxes),
            ("borders", {}),
        ):
            patch.set(topology, name, value)
        crossing = (id_ for id_, halves in topology.halves.items() if halves[0].props.get("line_crossings"))
        self._flows |= {*crossing, *(hop.id for hop in topology.bad_flows)}

    def _moved(self) -> Iterator[None]:
        """Tells all nodes the new boundaries, and finds those that another boundary holds now."""
        for node in self._topology.nodes:
            element = self._model.element(node.id)
            if node.drawn and element is not None and node not in self.renewed.gone:
                areas = self._topology.enclosing(element.parent)
                if _frame(areas) == _frame(node.areas):
                    self._patch.set(node, "areas", areas)
                else:
                    self._update(node, element)
            yield

    def _fill_areas(self) -> None:
        for node in self._topology.nodes:
            for area in node.areas:
                area.members.append(node)

    def _rehouse(self, node: Node, before: tuple[Area, ...], after: tuple[Area, ...]) -> None:
        """Moves a node from some boundaries to others."""
        if self._reframed:
            return
        for area in {*before} ^ {*after}:
            members = [member for member in area.members if member is not node]
            if area in after:
                insort(members, node, key=_order)
            self._patch.set(area, "members", members)
            self.renewed.areas.add(area)

    # Elements

    def _elements(self) -> Iterator[None]:
        for id_, (before, after) in sorted(self._change.items()):
            node = self._topology.node(id_) if isinstance(before, Element) else None
            if node is not None and isinstance(after, Element):
                self._update(node, after)
            elif node is not None:
                self._remove(node)
            elif isinstance(after, Element):
                node = self._topology.node_of(after)
                self._add(node)
                self._flows |= {hop.id for hop in self._topology.bad_flows if self._names(hop.id, id_)}
            yield

    def _names(self, flow_id: str, element_id: str) -> bool:
        flow = self._model.find(Flow, flow_id)
        return flow is not None and element_id in (flow.source, flow.target)

    def _update(self, node: Node, element: Element) -> None:
        fresh = self._topology.node_of(element)
        before = node.type, _frame(node.areas), node.name
        if node.conducts != fresh.conducts:
            self._patch.put(self._topology.conducting, node.index, fresh.conducts)
            self.renewed.met |= _carried(node)
        self._rehouse(node, node.areas, fresh.areas)
        if node.type != fresh.type:
            self._old_types.setdefault(node, node.type)
            self.renewed.types.add(node.type)
        for name in FACTS:
            if getattr(node, name) != getattr(fresh, name):
                self._patch.set(node, name, getattr(fresh, name))
        self.renewed.nodes.add(node)
        if before != (node.type, _frame(node.areas), node.name):
            self._flows |= {hop.id for hop in (*node.inflows, *node.outflows) if hop.drawn}
            self._flows |= self._bad_at(node)

    def _bad_at(self, node: Node) -> set[str]:
        return {hop.id for hop in self._topology.bad_flows if node in (hop.source, hop.target)}

    def _add(self, node: Node) -> None:
        """Gives a new node a place of its own. All rows grow, which changes nothing that they say."""
        topology, patch = self._topology, self._patch
        node.index = len(topology.places)
        topology.places.append(topology.nowhere)
        topology.conducting.append(False)
        topology.forward.append([])
        topology.backward.append([])
        patch.put(topology.places, node.index, node)
        patch.put(topology.conducting, node.index, node.conducts)
        patch.put(topology.node_by_id, node.id, node)
        self._rehouse(node, (), node.areas)
        self._came.append(node)
        self.renewed.nodes.add(node)

    def _remove(self, node: Node) -> None:
        topology, patch = self._topology, self._patch
        patch.put(topology.places, node.index, topology.nowhere)
        patch.put(topology.conducting, node.index, False)
        patch.drop(topology.node_by_id, node.id)
        self._rehouse(node, node.areas, ())
        self._flows |= {hop.id for hop in (*node.inflows, *node.outflows) if hop.drawn}
        self._flows |= self._bad_at(node)
        self.renewed.gone.add(node)

    def _file_nodes(self) -> None:
        """Brings the lists of all nodes and of those of each type up to date."""
        topology, gone = self._topology, self.renewed.gone
        left = {node for node in gone if isinstance(node, Node) and topology.places[node.index] is not node}
        if self._came or left:
            nodes = [node for node in topology.nodes if node not in left]
            for node in self._came:
                insort(nodes, node, key=_order)
            self._patch.set(topology, "nodes", nodes)
        types = {node.type for node in (*self._came, *left, *self._old_types)} | {*self._old_types.values()}
        moved = {*self._came, *self._old_types}
        for type_ in types:
            members = [n for n in topology.by_type.get(type_, ()) if n not in left and n not in moved]
            for node in moved:
                if node.type == type_ and node not in left:
                    insort(members, node, key=_order)
            self._patch.put(topology.by_type, type_, members)
        self._came, self._old_types = [], {}

    # Flows

    def _remake(self) -> Iterator[None]:
        """Makes flows again that changed, or whose ends did."""
        topology = self._topology
        changed = {id_ for id_, pair in self._change.items() if any(isinstance(r, Flow) for r in pair)}
        bad = {hop.id: hop for hop in topology.bad_flows}
        bad_before = dict(bad)
        for id_ in sorted(self._flows | changed):
            record = self._model.find(Flow, id_)
            old = topology.halves.get(id_) or ((bad[id_],) if id_ in bad else ())
            sound, new = topology.hops_of(record) if record is not None else (False, ())
            if sound == (id_ in topology.halves) and list(map(_facts, old)) == list(map(_facts, new)):
                continue
            self._replace(id_, sound, old, new)
            if new and not sound:
                bad[id_] = new[0]
            else:
                bad.pop(id_, None)
            yield
        if bad != bad_before:
            self._patch.set(topology, "bad_flows", [bad[id_] for id_ in sorted(bad)])

    def _replace(self, id_: str, sound: bool, old: tuple[Hop, ...], new: tuple[Hop, ...]) -> None:
        topology, renewed = self._topology, self.renewed
        was_sound = id_ in topology.halves
        before, after = old if was_sound else (), new if sound else ()
        if list(map(_ends, before)) != list(map(_ends, after)):
            renewed.rewired = True
            for hop in (*before, *after):
                renewed.met |= hop.kinds
        else:
            renewed.replaced += zip(before, after, strict=True)
        self._gone_hops += before
        self._new_hops += after
        renewed.gone.update(old)
        renewed.hops.update(new)
        if sound:
            self._patch.put(topology.halves, id_, new)
        elif was_sound:
            self._patch.drop(topology.halves, id_)

    def _file_hops(self) -> None:
        """Brings the lists of flows up to date: of all, and at each node."""
        topology, patch, renewed = self._topology, self._patch, self.renewed
        new, gone = self._new_hops, set(self._gone_hops)
        if not new and not gone:
            return
        flows = [hop for hop in topology.flows if hop not in gone]
        arriving: dict[Node, list[Hop]] = {}
        leaving: dict[Node, list[Hop]] = {}
        for hop in new:
            insort(flows, hop, key=_order)
            arriving.setdefault(hop.target, []).append(hop)
            leaving.setdefault(hop.source, []).append(hop)
        patch.set(topology, "flows", flows)
        touched = {end for hop in (*new, *gone) for end in (hop.source, hop.target)}
        for node in touched:
            inflows = [hop for hop in node.inflows if hop not in gone] + arriving.get(node, [])
            outflows = [hop for hop in node.outflows if hop not in gone] + leaving.get(node, [])
            patch.set(node, "inflows", sorted(inflows, key=_order))
            patch.set(node, "outflows", sorted(outflows, key=_order))
            patch.put(topology.forward, node.index, steps_from(node))
            patch.put(topology.backward, node.index, steps_to(node))
        renewed.beside |= touched
        for hop in (*new, *gone):
            renewed.hops |= {back for back in hop.target.outflows if back.target is hop.source}
        self._new_hops, self._gone_hops = [], []

    def _callers(self) -> None:
        """Draws callers that nobody drew anew where what is said of them is another."""
        topology, renewed = self._topology, self.renewed
        for node in sorted((n for n in self._called() if n.drawn), key=_order):
            wanted = None if node in renewed.gone else topology.callers_of(node)
            known = topology.node(f"{CALLERS_PREFIX}{node.id}")
            hops = (*known.outflows, *known.inflows) if known else ()
            if not known and not wanted:
                continue
            if known and wanted and (known.type, _said(hops)) == (wanted[0].type, _said(wanted[1])):
                continue
            if known:
                self._remove(known)
                self._gone_hops += hops
                renewed.gone.update(hops)
            if wanted:
                self._add(wanted[0])
                self._new_hops += wanted[1]
                renewed.hops.update(wanted[1])
            renewed.rewired = True
            for hop in (*hops, *(wanted[1] if wanted else ())):
                renewed.met |= hop.kinds

    def _called(self) -> set[Node]:
        return {*self.renewed.nodes, *self.renewed.beside} | {
            node for node in self.renewed.gone if isinstance(node, Node)
        }


def _frame(areas: tuple[Area, ...]) -> list[tuple[str, str]]:
    return [(area.id, area.kind) for area in areas]


def _carried(node: Node) -> int:
    """All that flows at a node carry."""
    carried = 0
    for hop in (*node.inflows, *node.outflows):
        carried |= hop.kinds
    return carried


def _facts(hop: Hop) -> tuple[Any, ...]:
    """Everything that can be said of a flow."""
    return (
        *(hop.source, hop.target, hop.kinds, hop.declared, dict(hop.props), hop.crossed),
        *(hop.crossed_kinds, hop.name),
    )


def _ends(hop: Hop) -> tuple[Any, ...]:
    """What paths ask of a flow."""
    return hop.source, hop.target, hop.kinds


def _said(hops: Iterable[Hop]) -> list[tuple[Any, ...]]:
    """What is said of the flows of a caller."""
    return [(hop.id, hop.kinds, hop.crossed, hop.crossed_kinds) for hop in hops]
