"""The flows of a picture: routed together, labelled together, then drawn."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from dfdmodeler.catalog.catalog import Catalog
from dfdmodeler.drawing import flows, shading
from dfdmodeler.drawing.anchors import anchored
from dfdmodeler.drawing.field import Field
from dfdmodeler.drawing.geometry import box_of, crosses_box
from dfdmodeler.drawing.index import Key
from dfdmodeler.drawing.labels import Size, middle_place, place_label, placing
from dfdmodeler.drawing.metrics import Metrics
from dfdmodeler.drawing.pending import Pending
from dfdmodeler.drawing.primitives import Box, Item, Marks
from dfdmodeler.drawing.routing import Style, routing, sketch
from dfdmodeler.drawing.scene import Scene, flow_text
from dfdmodeler.model.records import Boundary, Flow

_BATCH = 400
"""Flows that are routed, labelled and drawn together; what is done stays done when finishing is dropped."""
_NOTHING: frozenset[str] = frozenset()


class Wiring(ABC):
    """The part of a picture that draws flows; whose it is draws everything else."""

    _scene: Scene
    _field: Field
    _pending: Pending
    _catalog: Catalog
    _metrics: Metrics
    _marks: Marks
    _style: Style

    @abstractmethod
    def _put(self, item: Item) -> None:
        """Draw an item, in place of an earlier one of the same subject and role."""

    @abstractmethod
    def _drop(self, key: Key) -> None:
        """Take an item away, if it is there."""

    @abstractmethod
    def _draw_boundary(self, boundary: Boundary) -> None:
        """Draw a boundary, its name where there is room."""

    def _shape(self, element: str | None) -> Box | None:
        return self._field.shapes.box(element) if element in self._field.shapes else None  # type: ignore[arg-type]

    def _sketch(self, touched: set[str]) -> None:
        """Draw flows without regard to anything but their ends, near to how they ran before."""
        for flow in map(self._scene.flow, sorted(touched)):
            if flow is None:
                continue
            ends, origin = self._scene.ends(flow), self._pending.origins.get(flow.id)
            kept = (
                origin
                and not ends.bends
                and origin
                and origin.stretched((self._shape(flow.source), self._shape(flow.target)))
            )
            course = kept or sketch(ends, self._field, self._style)
            if course == self._field.courses.get(flow.id):
                continue
            size, anchor = self._size(flow), self._scene.anchor(flow.id)
            place = anchored(course, anchor, size) if size and anchor else None
            place = place or (origin.label_on(kept) if kept and origin else None)
            self._field.sketch(flow.id, course, place or (middle_place(course, size)[0] if size else None))
            self._draw_flow(flow)

    def _routing(self, waiting: list[str], thorough: bool = True) -> Iterator[frozenset[str]]:
        """Route flows, then place their labels, then draw them; tells what is drawn again."""
        for start in range(0, len(waiting), _BATCH):
            batch = waiting[start : start + _BATCH]
            shown = [flow for flow in map(self._scene.flow, batch) if flow]
            yield from self._routing_together(shown, thorough)
            self._pending.settle(batch)

    def _routing_together(self, shown: list[Flow], thorough: bool) -> Iterator[frozenset[str]]:
        for flow in shown:
            for grid in (self._field.labels, self._field.corners, self._field.names):
                grid.drop(flow.id)
        yield from self._laying(shown, thorough)
        covered = self._anchor_labels(shown)
        struck = sorted(flow for flow in covered if self._is_struck(flow))
        if struck:
            yield from self._laying([flow for flow in map(self._scene.flow, struck) if flow], thorough)
            self._anchor_labels([flow for flow in map(self._scene.flow, struck) if flow])
        shown += [f for f in map(self._scene.flow, sorted(covered - {f.id for f in shown})) if f]
        yield frozenset(self._clear_names())
        for _ in placing(self._free_labels(shown), self._field):
            yield _NOTHING
        for flow in shown:
            self._draw_flow(flow)
            yield frozenset((flow.id,))

    def _laying(self, shown: Sequence[Flow], thorough: bool) -> Iterator[frozenset[str]]:
        for _ in routing([self._scene.ends(flow) for flow in shown], self._field, self._style, thorough):
            yield _NOTHING

    def _free_labels(self, shown: Sequence[Flow]) -> Mapping[str, Size]:
        """The sizes of labels that nobody put anywhere."""
        sizes = {flow.id: self._size(flow) for flow in shown if not self._scene.anchor(flow.id)}
        return {flow: size for flow, size in sizes.items() if size}

    def _anchor_labels(self, shown: Sequence[Flow]) -> set[str]:
        """Put labels where people want them; the other flows that run or have their label there."""
        covered: set[str] = set()
        for flow in shown:
            size, anchor = self._size(flow), self._scene.anchor(flow.id)
            if size and anchor:
                box = anchored(self._field.courses[flow.id], anchor, size)
                self._field.labels.put(flow.id, box)
                self._field.names.put(flow.id, box)
                covered |= self._covered_by(flow.id, box)
        return covered

    def _covered_by(self, flow: str, box: Box) -> set[str]:
        """Other flows that run through a label, or have a label there that may stand elsewhere."""
        struck = {other for other, line in self._field.lines_near(box) if crosses_box(*line, box)}
        labelled = {other for other in self._field.labels.near(box) if not self._scene.anchor(other)}
        return (struck | labelled) - {flow}

    def _is_struck(self, flow: str) -> bool:
        """Whether a flow that nobody bent runs through a label that a person put somewhere."""
        course, route = self._field.courses.get(flow, ()), self._scene.routes.get(flow)
        if not course or (route and route.bends):
            return False
        names = self._field.names.near(box_of(course)).items()
        others = [box for name, box in names if name != flow and self._scene.anchor(name)]
        return any(crosses_box(a, b, box) for a, b in pairwise(course) for box in others)

    def _relabel(self, flow: Flow) -> None:
        """Follow a label that was put elsewhere, or given back; its flow stays as it is."""
        field, size, anchor = self._field, self._size(flow), self._scene.anchor(flow.id)
        field.labels.drop(flow.id)
        field.names.drop(flow.id)
        if size and anchor:
            self._pending.flows |= self._anchor_labels([flow])
        elif size:
            field.labels.put(flow.id, place_label(flow.id, field.courses[flow.id], size, field)[0])
        self._draw_flow(flow)

    def _size(self, flow: Flow) -> Size | None:
        """The size of a flow's label, if it has one."""
        text = flow_text(flow, self._catalog)
        return flows.label_size(text, self._metrics) if text else None

    def _clear_names(self) -> set[str]:
        """Move names of boundaries that a flow runs through to a better corner, if there is one."""
        struck = {
            name
            for name, box in self._field.names.items()
            if not self._scene.anchor(name)
            and any(crosses_box(a, b, box) for _, (a, b) in self._field.lines_near(box))
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
        ends = self._end(flow.source, flow.directed and two_way), self._end(flow.target, flow.directed)
        self._put(flows.flow_item(flow.id, course, ends, label, marked, self._is_curved(flow.id)))
        badge, text = self._marks.badge(flow.id), flow_text(flow, self._catalog) if label else ""
        drawn = flows.label_item(flow.id, text, course, label, badge, marked, self._metrics)
        drawn = drawn or shading.bare_label(flow.id, course, self._marks)
        if drawn is None:
            self._drop(Key(flow.id, "label"))
        else:
            self._put(drawn)

    def _is_curved(self, flow: str) -> bool:
        return (self._scene.style(flow) or self._style) == "curved"

    def _end(self, element: str | None, head: bool) -> flows.End:
        if self._scene.element(element) is None:
            return "loose"
        return "head" if head else "plain"
