"""What a diagram shows: the placed elements and boundaries of a model, its flows, routes and notes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set

from dfdmodeler.catalog.catalog import Catalog
from dfdmodeler.drawing.geometry import Point
from dfdmodeler.drawing.ports import Lane
from dfdmodeler.drawing.routing import Ends
from dfdmodeler.drawing.shapes import Look
from dfdmodeler.model.model import EMPTY_MODEL, Model
from dfdmodeler.model.records import (
    Boundary,
    Diagram,
    Element,
    Flow,
    FlowStyle,
    Note,
    Placement,
    Route,
    evolve,
)

Pair = tuple[str, str]

MAX_DEPTH = 64
"""Boundaries nested deeper than this (or in a circle) are drawn as if nested this deep."""


class Scene:
    """The records of one diagram, kept up to date change by change."""

    def __init__(self, model: Model, diagram_id: str) -> None:
        self.diagram_id = diagram_id
        self.model = model
        self.placements: dict[str, Placement] = {}
        self.routes: dict[str, Route] = {}
        self.notes: dict[str, Note] = {}
        self._openers: dict[str, str] = {}
        """The element that opens a diagram, by the diagram."""
        self._flows: dict[str, Flow] = {}
        self._by_end: dict[str, set[str]] = {}
        self._shared = False
        """Whether a copy has the same sets in `_by_end`."""
        for record_id in model:
            self._take(record_id)

    def copy(self) -> Scene:
        """The same scene, to be changed apart from this one."""
        other = Scene(EMPTY_MODEL, self.diagram_id)
        other.model = self.model
        other.placements, other.routes, other.notes = (
            dict(self.placements),
            dict(self.routes),
            dict(self.notes),
        )
        other._flows, other._openers = dict(self._flows), dict(self._openers)
        other._by_end = dict(self._by_end)
        self._shared = other._shared = True
        return other

    def update(self, model: Model, changed: Iterable[str]) -> set[str]:
        """Show another model that differs in these records; the subjects that may look different now."""
        before, self.model = self.model, model
        subjects: set[str] = set()
        if self._own_style(before) != self._own_style(model):
            subjects.update(self._flows)
        for record_id in sorted(changed):
            subjects |= self._leave(record_id, before)
            subjects |= self._take(record_id)
        return subjects

    def elements(self) -> list[Element]:
        """The placed elements, by id."""
        return [e for e in map(self.element, sorted(self.placements)) if e is not None]

    @property
    def legends(self) -> list[Note]:
        """The notes that show a legend, by id."""
        return sorted((note for note in self.notes.values() if note.shows), key=lambda note: note.id)

    def boundaries(self) -> list[Boundary]:
        """The placed boundaries, by id."""
        return [b for b in map(self.boundary, sorted(self.placements)) if b is not None]

    @property
    def flow_count(self) -> int:
        """The number of flows, those included that do not show."""
        return len(self._flows)

    def flows(self) -> list[Flow]:
        """The flows that show, by id."""
        return [f for f in map(self.flow, sorted(self._flows)) if f is not None]

    def element(self, subject: str | None) -> Element | None:
        return self.model.find(Element, subject) if subject in self.placements else None

    def boundary(self, subject: str | None) -> Boundary | None:
        return self.model.find(Boundary, subject) if subject in self.placements else None

    def opens(self, element: str) -> bool:
        """Whether an element has a diagram of its own."""
        return element in self._openers.values()

    def flow(self, flow_id: str) -> Flow | None:
        """A flow, if it shows: each end is placed here or missing altogether; with none it needs a route."""
        flow = self._flows.get(flow_id)
        if flow is None:
            return None
        ends = [flow.source, flow.target]
        placed = [self.element(end) is not None for end in ends]
        missing = [self.model.element(end) is None for end in ends]
        whole = all(here or gone for here, gone in zip(placed, missing, strict=True))
        return flow if whole and (any(placed) or flow_id in self.routes) else None

    def flows_at(self, subjects: Iterable[str]) -> set[str]:
        """Ids of the flows that end at any of these elements."""
        return set().union(*(self._by_end.get(subject, ()) for subject in subjects))

    def companions(self, flow: Flow) -> list[str]:
        """Ids of the flows that show between the same two elements, this one included."""
        if flow.source is None or flow.target is None:
            return [flow.id]
        both = self._by_end.get(flow.source, set()) & self._by_end.get(flow.target, set())
        pair = {flow.source, flow.target}
        return sorted(
            i for i in both if self.flow(i) and {self._flows[i].source, self._flows[i].target} == pair
        )

    def ends(self, flow: Flow) -> Ends:
        """What the router needs to know of a flow."""
        mates = self.companions(flow)
        lane = Lane(mates.index(flow.id) - (len(mates) - 1) / 2, len(mates))
        forward = (flow.source or "") <= (flow.target or "")
        route = self.routes.get(flow.id)
        return Ends(
            flow=flow.id,
            source=flow.source if self.element(flow.source) else None,
            target=flow.target if self.element(flow.target) else None,
            bends=route.bends if route else (),
            source_point=route.source_point if route else None,
            target_point=route.target_point if route else None,
            lane=lane if forward else lane.back,
            style=self.style(flow.id),
        )

    def style(self, flow: str) -> FlowStyle:
        """How a flow is to run; empty where neither it nor the diagram says."""
        route = self.routes.get(flow)
        return (route.style if route else "") or self._own_style(self.model)

    def anchor(self, flow: str) -> Point | None:
        """Where a person put the label of a flow, if anybody did."""
        route = self.routes.get(flow)
        return route.label if route else None

    def relabelled(self, model: Model, changed: Set[str]) -> set[str]:
        """The flows of which a change moves the label and nothing else."""
        found = set()
        for record_id in changed:
            before, after = self.model.get(record_id), model.get(record_id)
            route = after or before
            if isinstance(route, Route) and route.diagram == self.diagram_id:
                plain = Route(id=route.id, diagram=route.diagram, subject=route.subject)
                if evolve(before or plain, label=None) == evolve(after or plain, label=None):
                    found.add(route.subject)
        return found - changed

    def _own_style(self, model: Model) -> FlowStyle:
        diagram = model.find(Diagram, self.diagram_id)
        return diagram.style if diagram else ""

    def depth(self, boundary: Boundary) -> int:
        """How many boundaries lie around a boundary."""
        depth, parent = 0, boundary.parent
        while parent is not None and depth < MAX_DEPTH:
            outer = self.model.find(Boundary, parent)
            depth, parent = depth + 1, outer.parent if outer else None
        return depth

    def _at_end(self, end: str | None) -> set[str]:
        """The flows at an end, to be changed."""
        flows = self._by_end.get(end or "", set())
        if self._shared:
            flows = set(flows)
        self._by_end[end or ""] = flows
        return flows

    def _take(self, record_id: str) -> set[str]:
        record = self.model.get(record_id)
        match record:
            case Placement() if record.diagram == self.diagram_id:
                self.placements[record.subject] = record
                return {record.subject}
            case Route() if record.diagram == self.diagram_id:
                self.routes[record.subject] = record
                return {record.subject}
            case Note() if record.diagram == self.diagram_id:
                self.notes[record.id] = record
            case Diagram(owner=str(owner)):
                self._openers[record.id] = owner
                return {owner}
            case Flow():
                self._flows[record.id] = record
                for end in (record.source, record.target):
                    self._at_end(end).add(record.id)
        return {record_id} if record else set()

    def _leave(self, record_id: str, model: Model) -> set[str]:
        record = model.get(record_id)
        match record:
            case Placement() if record.diagram == self.diagram_id:
                self.placements.pop(record.subject, None)
                return {record.subject}
            case Route() if record.diagram == self.diagram_id:
                self.routes.pop(record.subject, None)
                return {record.subject}
            case Note():
                self.notes.pop(record.id, None)
            case Diagram(owner=str(owner)):
                self._openers.pop(record.id, None)
                return {owner}
            case Flow():
                self._flows.pop(record.id, None)
                for end in (record.source, record.target):
                    self._at_end(end).discard(record.id)
        return {record_id} if record else set()


def look(element_type: str, catalog: Catalog) -> Look:
    """How elements of a type look."""
    return Look(
        catalog.shape(element_type),
        catalog.color(element_type),
        catalog.icon(element_type),
        catalog.label(element_type),
    )


def flow_text(flow: Flow, catalog: Catalog) -> str:
    """What a flow's label says: its name, or else the kinds of data it is said to carry."""
    if flow.name.strip():
        return flow.name
    there = _kinds(flow.properties, "carries", catalog)
    back = (
        _kinds(flow.properties, "carries_back", catalog)
        if flow.properties.get("bidirectional") == "yes"
        else ""
    )
    return " / ".join(text for text in (there, back) if text)


def _kinds(properties: Mapping[str, str | tuple[str, ...]], name: str, catalog: Catalog) -> str:
    value = properties.get(name, ())
    ids = (value,) if isinstance(value, str) else value
    labels = [catalog.data_kinds[i].label if i in catalog.data_kinds else i.replace("_", " ") for i in ids]
    return ", ".join([*labels[:1], *(_lowered(label) for label in labels[1:])])


def _lowered(label: str) -> str:
    """A label within a sentence: its first letter small, unless it is an abbreviation."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]
