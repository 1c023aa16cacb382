"""A model's diagram as a picture: one truth for screen, SVG and PDF."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from dataclasses import replace
from itertools import islice

from dfdmodeler.catalog.catalog import Catalog
from dfdmodeler.drawing import boundaries, notes, shading, shapes
from dfdmodeler.drawing.field import Field
from dfdmodeler.drawing.index import Index, Key, back_to_front, key_of, painted
from dfdmodeler.drawing.metrics import Metrics
from dfdmodeler.drawing.notation import NotationRow, may_differ, notation, notation_item
from dfdmodeler.drawing.pending import Pending
from dfdmodeler.drawing.primitives import Box, Item, Marks, Picture
from dfdmodeler.drawing.routing import Style
from dfdmodeler.drawing.scene import Scene, look
from dfdmodeler.drawing.stretching import Origin
from dfdmodeler.drawing.wiring import Wiring
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Boundary, Element, Note

_Z_SHAPE = 20_000
_MAX_Z = 4_000
_SKETCHED_FROM = 60
"""With more flows than this, a change that is not followed thoroughly is merely sketched."""
_MARKED = 80
"""Subjects that are marked together."""
_NO_MARKS = Marks()
_CORNER = Box(-26.0, -12.0, 38.0, 24.0)
"""Room for a badge, from the upper right corner of a shape."""


def picture(
    model: Model,
    catalog: Catalog,
    diagram_id: str,
    metrics: Metrics,
    marks: Marks = _NO_MARKS,
    routing: Style = "orthogonal",
) -> Picture:
    """The picture of one diagram. The same arguments give an equal picture."""
    drawn = DiagramPicture(model, catalog, diagram_id, metrics, replace(marks, shades=None), routing)
    drawn.mark(marks)  # an overlay moves nothing: it finds its room among what stands there
    return drawn.picture


class DiagramPicture(Wiring):
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
        return Picture(items, self.bounds, {item.subject: item for item in items if item.role != "label"})

    @property
    def bounds(self) -> Box:
        """The box around everything drawn; empty for an empty diagram."""
        return self.index.bounds

    @property
    def items(self) -> Mapping[Key, Item]:
        """What is drawn, by subject and role."""
        return self.index.items

    def copy(self) -> DiagramPicture:
        """The same picture, to be changed apart from this one, as for showing a change before it is made."""
        other = copy(self)
        other._scene, other._field = self._scene.copy(), self._field.copy()
        other.index = self.index.copy()
        other._pending, other.damage = self._pending.copy(), []
        return other

    def settle(self, thorough: bool = True) -> None:
        """Draw and route everything afresh."""
        self.damage: list[Box] = []
        """Where something was painted or has gone; who paints takes it and empties the list."""
        self.index = Index()
        self._field = Field()
        self._pending = Pending()
        scene = self._scene
        self._rows: tuple[NotationRow, ...] = ()
        self._draw_legends()
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
        for _ in self._routing([flow.id for flow in shown]):
            pass

    def refresh(
        self, model: Model, changed: Iterable[str], thorough: bool = True, most: int | None = None
    ) -> frozenset[str]:
        """Follow a change of these records; ids of the subjects that were drawn again or have gone.

        If not thorough, on a small diagram flows take the first good course; on a large one they are sketched
        and stay so until `finishing`. For previews while something is dragged, and for large changes. Nor are
        more than `most` flows routed at once.
        """
        if not thorough and self.is_large:
            return self.sketch(model, changed)
        subjects, touched = self._redraw(model, changed)
        if most is not None and sum(self._scene.flow(i) is not None for i in touched) > most:
            return self._sketched(subjects, touched)
        return frozenset().union(subjects, touched, *self.finishing(thorough))

    def sketch(self, model: Model, changed: Iterable[str]) -> frozenset[str]:
        """Follow a change with flows that keep their bends as far as they can; `finishing` routes them.

        Looks at nothing but what changed and the flows that end there. Ids of the subjects drawn again.
        """
        return self._sketched(*self._redraw(model, changed))

    def _sketched(self, subjects: set[str], touched: set[str]) -> frozenset[str]:
        for boundary in filter(None, map(self._scene.boundary, sorted(subjects))):
            self._draw_boundary(boundary)
        self._sketch(touched)
        return frozenset(subjects | touched)

    def _redraw(self, model: Model, changed: Iterable[str]) -> tuple[set[str], set[str]]:
        """Draw again what changed, but for flows; ids of that, and of the flows that it touches."""
        scene, pending = self._scene, self._pending
        ids = frozenset(changed)
        retold = may_differ(scene.model, model, ids)
        routed = self._field.courses
        relabelled = {i for i in scene.relabelled(model, ids) if i in routed and i not in pending.flows}
        subjects = scene.update(model, ids) - relabelled
        touched = self._touched_flows(subjects)
        self._remember(touched - subjects)
        pending.places += self._places(subjects)
        for subject in sorted(subjects):
            self._erase(subject)
        for subject in sorted(subjects):
            if boundary := scene.boundary(subject):
                self._frame(boundary)
            elif element := scene.element(subject):
                self._draw_element(element)
            elif subject in scene.notes:
                self._draw_note(scene.notes[subject])
        subjects |= self._draw_legends(retold)
        pending.places += self._places(subjects)
        pending.subjects |= subjects
        pending.flows |= touched
        for subject in subjects:
            pending.origins.pop(subject, None)
        for flow in sorted(touched - subjects):
            if flow in self._field.courses and not scene.flow(flow):
                self._erase(flow)
        for shown in filter(None, map(scene.flow, sorted(relabelled - touched))):
            self._relabel(shown)
        return subjects | relabelled - touched, touched

    def _remember(self, flows: Iterable[str]) -> None:
        """Keep how flows run that are going to be sketched, and between which boxes."""
        courses, origins = self._field.courses, self._pending.origins
        for flow in map(self._scene.flow, flows):
            if flow is not None and flow.id in courses and flow.id not in origins:
                item = self.items[Key(flow.id, "flow")]
                ends = self._shape(flow.source), self._shape(flow.target)
                origins[flow.id] = Origin(courses[flow.id], ends, item.label, self._is_curved(flow.id))

    @property
    def is_large(self) -> bool:
        """Whether so much is drawn that routing takes longer than a frame."""
        return self._scene.flow_count > _SKETCHED_FROM

    @property
    def is_sketchy(self) -> bool:
        """Whether there is something to finish."""
        return bool(self._pending.subjects or self._pending.flows or self._pending.marks)

    def finishing(self, thorough: bool = True) -> Iterator[frozenset[str]]:
        """Route what was sketched, in slices; each tells the subjects that were drawn again.

        Can be dropped half-way and begun anew, also after other changes.
        """
        pending, scene = self._pending, self._scene
        yield from iter(self._remark, frozenset())
        near = {frame for place in pending.places for frame in self._field.frames.near(place)}
        framed = [b for b in map(scene.boundary, sorted(pending.subjects | near)) if b]
        for boundary in framed:
            self._draw_boundary(boundary)
        yield frozenset(boundary.id for boundary in framed)
        pending.flows |= self._disturbed_flows(pending.subjects)
        flows = frozenset(pending.flows)
        pending.subjects, pending.places = set(), []
        yield from self._routing(sorted(flows), thorough)
        yield from iter(self._remark, frozenset())
        self._pending = Pending()
        yield flows

    def mark(self, marks: Marks, thorough: bool = True) -> frozenset[str]:
        """Change badges, highlights and the overlay without moving anything; ids of the subjects that look
        different. If not thorough, of many only some are drawn again at once, the rest by `finishing`.
        """
        before, self._marks = self._marks, marks
        subjects = shading.differing(before, marks, (key.subject for key in self.items))
        courses, waiting = self._field.courses, subjects.union(self._pending.marks)
        self._pending.marks = dict.fromkeys(sorted(waiting, key=lambda i: (i in courses, i)))
        self._remark(None if thorough else _MARKED)
        return subjects | self._draw_legends()

    def _remark(self, most: int | None = _MARKED) -> frozenset[str]:
        """Draw again some of what is marked differently, shapes before flows, whose chips keep off theirs."""
        waiting = tuple(islice(self._pending.marks, most))
        for subject in waiting:
            del self._pending.marks[subject]
            if element := self._scene.element(subject):
                self._draw_element(element)
            elif boundary := self._scene.boundary(subject):
                self._draw_boundary(boundary)
            elif (flow := self._scene.flow(subject)) and subject in self._field.courses:
                self._field.corners.drop(subject)
                self._draw_flow(flow)
        return frozenset(waiting)

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

    def _places(self, subjects: set[str]) -> list[Box]:
        """Where subjects other than flows are drawn."""
        keys = (key for key in self._keys(subjects) if key.role not in ("flow", "label"))
        return [self.items[key].bounds for key in keys]

    def _erase(self, subject: str) -> None:
        for key in self._keys({subject}):
            self._drop(key)
        field = self._field
        for grid in (field.shapes, field.names, field.frames, field.corners, field.labels):
            grid.drop(subject)
        field.lift(subject)

    def _put(self, item: Item) -> None:
        if self._marks.shades is not None:
            item = shading.shaded(item, self._marks, self._field, self._metrics)
        key = key_of(item)
        self.damage += painted(item)
        if key in self.items:
            self.damage += painted(self.items[key])
        self.index.put(item)

    def _drop(self, key: Key) -> None:
        if key in self.items:
            self.damage += painted(self.items[key])
            self.index.drop(key)

    def _box(self, subject: str, size: tuple[float, float] = (0.0, 0.0)) -> Box:
        placement = self._scene.placements[subject]
        return Box(placement.x, placement.y, placement.width or size[0], placement.height or size[1])

    def _draw_element(self, element: Element) -> None:
        appearance = look(element.type, self._catalog)
        size = shapes.element_size(shapes.shown_name(element), appearance, self._metrics)
        box = self._box(element.id, size)
        self._field.shapes.put(element.id, box)
        self._field.corners.put(
            element.id, Box(box.right + _CORNER.x, box.y + _CORNER.y, _CORNER.width, _CORNER.height)
        )
        z = _Z_SHAPE + max(-_MAX_Z, min(_MAX_Z, self._scene.placements[element.id].z))
        marked, badge = element.id in self._marks.highlighted, self._marks.badge(element.id)
        item = shapes.element_item(element, appearance, box, z, self._metrics, badge, marked)
        self._put(shapes.with_door(item, appearance.color) if self._scene.opens(element.id) else item)

    def _draw_note(self, note: Note) -> None:
        z = _Z_SHAPE + max(-_MAX_Z, min(_MAX_Z, note.z))
        if note.shows:
            item = notation_item(note, self._rows, z, self._metrics)
        else:
            item = notes.note_item(note, z, self._metrics)
        self._field.shapes.put(note.id, item.shape or item.bounds)
        self._put(item)

    def _draw_legends(self, retold: bool = True) -> set[str]:
        """Draw legends again if they are to say something else; the ids of those drawn."""
        if not retold:
            return set()
        legends = self._scene.legends
        rows = notation(self._scene, self._catalog, self._marks) if legends else ()
        if rows == self._rows:
            return set()
        self._rows = rows
        for note in legends:
            self._draw_note(note)
        return {note.id for note in legends}

    def _frame(self, boundary: Boundary) -> None:
        if not self._is_line(boundary):
            self._field.frames.put(boundary.id, self._box(boundary.id))

    def _is_line(self, boundary: Boundary) -> bool:
        return boundary.shape == "line" and len(self._scene.placements[boundary.id].points) > 1

    def _draw_boundary(self, boundary: Boundary) -> None:
        name = shapes.shown_name(boundary)
        marked, badge = boundary.id in self._marks.highlighted, self._marks.badge(boundary.id)
        z, metrics, crowded = self._scene.depth(boundary), self._metrics, self._field.crowding
        if self._is_line(boundary):
            points = self._scene.placements[boundary.id].points
            item = boundaries.line_item(
                boundary.id, name, points, z, metrics, crowded, badge, marked, boundary.inside
            )
        else:
            box = self._box(boundary.id)
            item = boundaries.box_item(boundary.id, name, box, z, metrics, crowded, badge, marked)
        self._field.names.drop(boundary.id)
        if item.label:
            self._field.names.put(boundary.id, item.label)
        self._put(item)
