"""A model's diagram as a picture: one truth for screen, SVG and PDF."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import copy
from dataclasses import dataclass, field

from dfdmodeler.catalog.catalog import Catalog
from dfdmodeler.drawing import boundaries, flows, shapes
from dfdmodeler.drawing.badges import badge_primitives, badge_width
from dfdmodeler.drawing.field import Field
from dfdmodeler.drawing.geometry import Polyline, box_of, crosses_box, length, point_along
from dfdmodeler.drawing.index import Index, Key, back_to_front, key_of
from dfdmodeler.drawing.labels import middle_place, placing
from dfdmodeler.drawing.metrics import Metrics
from dfdmodeler.drawing.primitives import Box, Item, Marks, Picture, Primitive
from dfdmodeler.drawing.routing import Style, routing, sketch
from dfdmodeler.drawing.scene import Scene, flow_text, look
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Boundary, Element, Flow, Note

_Z_FLOW, _Z_SHAPE, _Z_LABEL = 10_000, 20_000, 30_000
_MAX_Z = 4_000
_SKETCHED_FROM = 60
"""With more flows than this, a change that is not followed thoroughly is merely sketched."""
_BATCH = 400
"""Flows that are routed, labelled and drawn together; what is done stays done when finishing is dropped."""
_NO_MARKS = Marks()
_EMPTY = Box(0.0, 0.0, 0.0, 0.0)
_CORNER = Box(-26.0, -12.0, 38.0, 24.0)
"""Room for a badge, from the upper right corner of a shape."""


@dataclass(slots=True)
class Pending:
    """What changed since flows were last routed."""

    subjects: set[str] = field(default_factory=set)
    flows: set[str] = field(default_factory=set)
    places: list[Box] = field(default_factory=list)
    """Where the subjects were and are."""

    def copy(self) -> Pending:
        return Pending(set(self.subjects), set(self.flows), list(self.places))


def picture(
    model: Model,
    catalog: Catalog,
    diagram_id: str,
    metrics: Metrics,
    marks: Marks = _NO_MARKS,
    routing: Style = "orthogonal",
) -> Picture:
    """The picture of one diagram. The same arguments give an equal picture."""
    return DiagramPicture(model, catalog, diagram_id, metrics, marks, routing).picture


class DiagramPicture:
    """A picture that follows its model: after a change only what it touches is drawn and routed again.

    A change can also be followed at once with flows that are merely sketched; `finishing` routes them later.

    Flows that the change does not touch keep their courses, so a picture that went through many changes may
    differ from one made afresh, which routed all flows together; `settle` makes it equal.
    """

    def __init__(
        self,
        model: Model,
        catalog: Catalog,
        diagram_id: str,
        metrics: Metrics,
        marks: Marks = _NO_MARKS,
        routing: Style = "orthogonal",
        thorough: bool = True,
    ) -> None:
        """If not thorough, the flows of a large diagram are sketched and stay so until `finishing`."""
        self._catalog, self._metrics, self._marks, self._style = catalog, metrics, marks, routing
        self._scene = Scene(model, diagram_id)
        self.settle(thorough)

    @property
    def picture(self) -> Picture:
        """The picture as it stands."""
        items = tuple(sorted(self.items.values(), key=back_to_front))
        bounds = items[0].bounds if items else _EMPTY
        for item in items[1:]:
            bounds = bounds.united(item.bounds)
        return Picture(items, bounds, {item.subject: item for item in items if item.role != "label"})

    def copy(self) -> DiagramPicture:
        """The same picture, to be changed apart from this one, as for showing a change before it is made."""
        other = copy(self)
        other._scene, other._field = self._scene.copy(), self._field.copy()
        other.items, other.index = dict(self.items), self.index.copy()
        other._pending = self._pending.copy()
        return other

    def settle(self, thorough: bool = True) -> None:
        """Draw and route everything afresh."""
        self.items: dict[Key, Item] = {}
        self.index = Index()
        self._field = Field()
        self._pending = Pending()
        scene = self._scene
        for boundary in scene.boundaries():
            self._frame(boundary)
        for element in scene.elements():
            self._draw_element(element)
        for note in sorted(scene.notes.values(), key=lambda n: n.id):
            self._draw_note(note)
        for boundary in scene.boundaries():
            self._draw_boundary(boundary)
        shown = scene.flows()
        if not thorough and len(shown) > _SKETCHED_FROM:
            self._pending.flows = {flow.id for flow in shown}
            self._sketch(self._pending.flows)
            return
        for _ in self._routing(shown):
            pass

    def refresh(self, model: Model, changed: Iterable[str], thorough: bool = True) -> frozenset[str]:
        """Follow a change of these records; ids of the subjects that were drawn again or have gone.

        If not thorough, on a small diagram flows take the first good course; on a large one they are sketched
        and stay so until `finishing`. For previews while something is dragged, and for large changes.
        """
        scene, pending = self._scene, self._pending
        subjects = scene.update(model, changed)
        touched = self._touched_flows(subjects)
        pending.places += [self.items[key].bounds for key in self._keys(subjects)]
        for subject in sorted(subjects):
            self._erase(subject)
        for subject in sorted(subjects):
            if boundary := scene.boundary(subject):
                self._frame(boundary)
            elif element := scene.element(subject):
                self._draw_element(element)
            elif subject in scene.notes:
                self._draw_note(scene.notes[subject])
        pending.places += [self.items[key].bounds for key in self._keys(subjects)]
        pending.subjects |= subjects
        pending.flows |= touched
        for flow in sorted(touched - subjects):
            if flow in self._field.courses and not scene.flow(flow):
                self._erase(flow)
        if not thorough and scene.flow_count > _SKETCHED_FROM:
            for boundary in filter(None, map(scene.boundary, sorted(subjects))):
                self._draw_boundary(boundary)
            self._sketch(touched)
            return frozenset(subjects | touched)
        return frozenset().union(subjects, *self.finishing(thorough))

    @property
    def is_sketchy(self) -> bool:
        """Whether there is something to finish."""
        return bool(self._pending.subjects or self._pending.flows)

    def finishing(self, thorough: bool = True) -> Iterator[frozenset[str]]:
        """Route what was sketched, in slices; each tells the subjects that were drawn again.

        Can be dropped half-way and begun anew, also after other changes.
        """
        pending, scene = self._pending, self._scene
        framed = [
            b for b in scene.boundaries() if b.id in pending.subjects or self._borders(b.id, pending.places)
        ]
        for boundary in framed:
            self._draw_boundary(boundary)
        yield frozenset(boundary.id for boundary in framed)
        pending.flows |= self._disturbed_flows(pending.subjects)
        flows = frozenset(pending.flows)
        pending.subjects, pending.places = set(), []
        shown = [flow for flow in map(scene.flow, sorted(flows)) if flow]
        yield from self._routing(shown, thorough)
        self._pending = Pending()
        yield flows

    def mark(self, marks: Marks) -> frozenset[str]:
        """Change badges and highlights without moving anything; ids of the subjects that were drawn again."""
        before, self._marks = self._marks, marks
        subjects = set(before.highlighted ^ marks.highlighted)
        ids = before.badges.keys() | marks.badges.keys()
        subjects |= {i for i in ids if before.badges.get(i) != marks.badges.get(i)}
        for subject in sorted(subjects):
            if element := self._scene.element(subject):
                self._draw_element(element)
            elif boundary := self._scene.boundary(subject):
                self._draw_boundary(boundary)
            elif (flow := self._scene.flow(subject)) and subject in self._field.courses:
                self._draw_flow(flow)
        return frozenset(subjects)

    def _touched_flows(self, subjects: set[str]) -> set[str]:
        touched = self._scene.flows_at(subjects) | subjects
        mates = [self._scene.companions(flow) for flow in map(self._scene.flow, sorted(touched)) if flow]
        return touched.union(*mates)

    def _disturbed_flows(self, subjects: set[str]) -> set[str]:
        """Flows that now run through one of these shapes, or have their label on it."""
        disturbed: set[str] = set()
        for subject in subjects:
            if subject in self._field.shapes:
                box = self._field.shapes.box(subject).grown(-1)
                disturbed |= {flow for flow, _ in self._field.lines_near(box)}
                disturbed |= set(self._field.labels.near(box))
        return disturbed

    def _keys(self, subjects: set[str]) -> list[Key]:
        roles = ("boundary", "flow", "element", "note", "label")
        keys = (Key(subject, role) for subject in sorted(subjects) for role in roles)  # type: ignore[arg-type]
        return [key for key in keys if key in self.items]

    def _borders(self, boundary_id: str, places: list[Box]) -> bool:
        frames = self._field.frames
        return boundary_id in frames and any(frames.box(boundary_id).meets(place) for place in places)

    def _erase(self, subject: str) -> None:
        for key in self._keys({subject}):
            del self.items[key]
            self.index.drop(key)
        field = self._field
        for grid in (field.shapes, field.names, field.frames, field.corners, field.labels):
            grid.drop(subject)
        field.lift(subject)

    def _put(self, item: Item) -> None:
        self.items[key_of(item)] = item
        self.index.put(item)

    def _box(self, subject: str, size: tuple[float, float] = (0.0, 0.0)) -> Box:
        placement = self._scene.placements[subject]
        return Box(placement.x, placement.y, placement.width or size[0], placement.height or size[1])

    def _draw_element(self, element: Element) -> None:
        appearance = look(element.type, self._catalog)
        box = self._box(element.id, shapes.element_size(element.name, appearance, self._metrics))
        primitives: tuple[Primitive, ...] = shapes.element_primitives(
            element.name,
            appearance,
            box,
            self._metrics,
            element.id in self._marks.highlighted,
            element.properties.get("out_of_scope") == "yes",
        )
        bounds = box.grown(2)
        if badge := self._marks.badges.get(element.id):
            primitives += shapes.badge_at_corner(badge, box, self._metrics)
            bounds = bounds.united(shapes.badge_box(badge, box, self._metrics).grown(1))
        self._field.shapes.put(element.id, box)
        self._field.corners.put(
            element.id, Box(box.right + _CORNER.x, box.y + _CORNER.y, _CORNER.width, _CORNER.height)
        )
        z = _Z_SHAPE + max(-_MAX_Z, min(_MAX_Z, self._scene.placements[element.id].z))
        self._put(Item(element.id, "element", z, bounds, primitives, shape=box))

    def _draw_note(self, note: Note) -> None:
        box = Box(note.x, note.y, max(note.width, 24.0), max(note.height, 24.0))
        self._field.shapes.put(note.id, box)
        z = _Z_SHAPE + max(-_MAX_Z, min(_MAX_Z, note.z))
        drawn = shapes.note_primitives(note.text, box, self._metrics)
        self._put(Item(note.id, "note", z, box.grown(1), drawn, shape=box))

    def _frame(self, boundary: Boundary) -> None:
        if not self._is_line(boundary):
            self._field.frames.put(boundary.id, self._box(boundary.id))

    def _is_line(self, boundary: Boundary) -> bool:
        return boundary.shape == "line" and len(self._scene.placements[boundary.id].points) > 1

    def _boundary_name(self, boundary: Boundary) -> str:
        kind = self._catalog.boundary_kinds.get(boundary.type)
        return boundary.name or (kind.label if kind else "")

    def _draw_boundary(self, boundary: Boundary) -> None:
        name = self._boundary_name(boundary)
        marked = boundary.id in self._marks.highlighted
        course: Polyline = ()
        if self._is_line(boundary):
            course = boundaries.curve(self._scene.placements[boundary.id].points)
            shape = box_of(course)
            place = boundaries.curve_name_box(name, course, self._metrics, self._crowd)
            primitives = boundaries.curve_primitives(course, marked)
            if name:
                primitives += boundaries.curve_name_primitives(name, place, self._metrics)
        else:
            shape = self._box(boundary.id)
            place = boundaries.name_box(name, shape, self._metrics, self._crowd)
            primitives = boundaries.frame_primitives(shape, marked)
            primitives += boundaries.name_primitives(name, shape, place, self._metrics)
        bounds = shape.grown(2).united(place) if name else shape.grown(2)
        if badge := self._marks.badges.get(boundary.id):
            primitives += shapes.badge_at_corner(badge, shape, self._metrics)
            bounds = bounds.united(shapes.badge_box(badge, shape, self._metrics).grown(1))
        self._field.names.drop(boundary.id)
        if name:
            self._field.names.put(boundary.id, place)
        z = self._scene.depth(boundary)
        self._put(
            Item(boundary.id, "boundary", z, bounds, primitives, shape, course, place if name else None)
        )

    def _crowd(self, box: Box) -> int:
        near = self._field.frames.near(box).values()
        frames = sum(frame.meets(box) and not _around(frame, box) for frame in near)
        lines = sum(crosses_box(a, b, box) for _, (a, b) in self._field.lines_near(box))
        return 2 * len(self._field.shapes.near(box)) + frames + lines

    def _sketch(self, touched: set[str]) -> None:
        """Draw flows without regard to anything but their ends."""
        for flow in map(self._scene.flow, sorted(touched)):
            if flow is None:
                continue
            course = sketch(self._scene.ends(flow), self._field, self._style)
            text = flow_text(flow, self._catalog)
            size = flows.label_size(text, self._metrics) if text else None
            self._field.sketch(flow.id, course, middle_place(course, size)[0] if size else None)
            self._draw_flow(flow)

    def _routing(self, shown: list[Flow], thorough: bool = True) -> Iterator[frozenset[str]]:
        """Route flows, then place their labels, then draw them; tells what is drawn again."""
        for start in range(0, len(shown), _BATCH):
            batch = shown[start : start + _BATCH]
            yield from self._routing_together(batch, thorough)
            self._pending.flows.difference_update(flow.id for flow in batch)

    def _routing_together(self, shown: list[Flow], thorough: bool) -> Iterator[frozenset[str]]:
        nothing: frozenset[str] = frozenset()
        for flow in shown:
            self._field.labels.drop(flow.id)
        ends = [self._scene.ends(flow) for flow in shown]
        for _ in routing(ends, self._field, self._style, thorough):
            yield nothing
        yield frozenset(self._clear_names())
        texts = {flow.id: flow_text(flow, self._catalog) for flow in shown}
        sizes = {flow: flows.label_size(text, self._metrics) for flow, text in texts.items() if text}
        for _ in placing(sizes, self._field):
            yield nothing
        for flow in shown:
            self._draw_flow(flow)
            yield frozenset((flow.id,))

    def _clear_names(self) -> set[str]:
        """Move names of boundaries that a flow runs through to a better corner, if there is one."""
        struck = {
            name
            for name, box in self._field.names.items()
            if any(crosses_box(a, b, box) for _, (a, b) in self._field.lines_near(box))
        }
        for name in sorted(struck):
            if boundary := self._scene.boundary(name):
                self._draw_boundary(boundary)
        return struck

    def _draw_flow(self, flow: Flow) -> None:
        course = self._field.courses[flow.id]
        marked = flow.id in self._marks.highlighted
        labels = self._field.labels
        label = labels.box(flow.id) if flow.id in labels else self._field.sketched.get(flow.id)
        two_way = flow.properties.get("bidirectional") == "yes"
        start = self._end(flow.source, flow.directed and two_way)
        line = flows.flow_primitives(course, start, self._end(flow.target, flow.directed), marked)
        bounds = box_of(course).grown(flows.REACH)
        self._put(Item(flow.id, "flow", _Z_FLOW + marked, bounds, line, line=course, label=label))
        self._draw_label(flow, course, label, marked)

    def _end(self, element: str | None, head: bool) -> flows.End:
        if self._scene.element(element) is None:
            return "loose"
        return "head" if head else "plain"

    def _draw_label(self, flow: Flow, course: Polyline, label: Box | None, marked: bool) -> None:
        badge = self._marks.badges.get(flow.id)
        primitives: tuple[Primitive, ...] = ()
        bounds = label
        if label:
            text = flow_text(flow, self._catalog)
            primitives = flows.label_primitives(text, label, self._metrics, marked)
        if badge:
            x, y = (label.right - 8, label.y - 14) if label else point_along(course, length(course) / 2)
            place = Box(x, y if label else y - 10, badge_width(badge, self._metrics), 20.0)
            primitives += badge_primitives(badge, place.x, place.y, self._metrics)
            bounds = place.grown(1) if bounds is None else bounds.united(place.grown(1))
        key = Key(flow.id, "label")
        if bounds is None:
            self.items.pop(key, None)
            self.index.drop(key)
        else:
            self._put(
                Item(flow.id, "label", _Z_LABEL + bool(badge), bounds, primitives, shape=bounds, label=label)
            )


def _around(frame: Box, box: Box) -> bool:
    return frame.contains(box.x, box.y) and frame.contains(box.right, box.bottom)
