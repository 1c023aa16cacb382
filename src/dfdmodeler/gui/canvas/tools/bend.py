"""Bending flows: a segment or a bend follows the pointer, and the flow then runs where it was put."""

from __future__ import annotations

from dfdmodeler.drawing.geometry import distance_to_segment, is_round, nearest_along
from dfdmodeler.gui.canvas.handles import Handle, segment_at
from dfdmodeler.gui.canvas.snapping import snapped
from dfdmodeler.gui.canvas.tools.tool import Edit, Pointer, Stage, Tool
from dfdmodeler.model import edits
from dfdmodeler.model.records import Flow, Route, layout_id

Point = tuple[float, float]

_STRAIGHT = 5.0
"""A bend this near to the line between its neighbours is dropped."""


class Bend(Tool):
    """An inner segment shifts sideways; any other place gets a new bend; a bend moves freely."""

    def __init__(self, stage: Stage, start: Pointer, flow: str, bend: int | None = None) -> None:
        super().__init__(stage)
        self._start, self._flow, self._bend = start, flow, bend
        item = stage.content.item(flow)
        assert item is not None
        self._line = item.line
        self._segment = segment_at(item.line, start.x, start.y)
        self._bends: tuple[Point, ...] | None = None

    def drag(self, at: Pointer) -> None:
        if self._bends is None and not at.far_from(self._start):
            return
        bends = self._bent(at)
        if bends != self._bends:
            self._bends = bends
            self.stage.preview(self._edit(bends))
            self.stage.foresee(self._edit(bends), at)

    def release(self, at: Pointer) -> None:
        if self._bends is not None:
            self.stage.commit("Bend flow", self._edit(_pruned(self._ends(), self._bends)))
        self.stage.leave()

    def cancel(self) -> bool:
        self.stage.leave()
        return True

    @staticmethod
    def without(stage: Stage, handle: Handle) -> Edit:
        """The edit that takes one bend out."""
        route = stage.session.model.find(Route, layout_id(stage.diagram, handle.subject))
        bends = list(route.bends) if route else []
        del bends[handle.index : handle.index + 1]
        return lambda model: edits.bend(model, stage.diagram, handle.subject, bends)

    def _ends(self) -> tuple[Point, Point]:
        """Where the flow would run without bends: from middle to middle, or to its loose ends."""
        flow = self.stage.session.model.find(Flow, self._flow)
        items = (self.stage.content.item(end or "") for end in (flow.source, flow.target)) if flow else ()
        shapes = [item.shape.center if item and item.shape else None for item in items] or [None, None]
        return shapes[0] or self._line[0], shapes[1] or self._line[-1]

    def _edit(self, bends: tuple[Point, ...]) -> Edit:
        return lambda model: edits.bend(model, self.stage.diagram, self._flow, bends)

    def _bent(self, at: Pointer) -> tuple[Point, ...]:
        on = self.stage.snap and not at.free
        x, y = snapped(at.x, on), snapped(at.y, on)
        if self._bend is not None:
            return self._with_bend_at(x, y)
        if is_round(self._line):
            return self._with_new_bend(x, y)
        inner, first = list(self._line[1:-1]), self._segment - 1
        if first >= 0 and self._segment < len(inner):
            a, b = inner[first], inner[self._segment]
            if a[0] == b[0]:
                inner[first], inner[self._segment] = (x, a[1]), (x, b[1])
                return tuple(inner)
            if a[1] == b[1]:
                inner[first], inner[self._segment] = (a[0], y), (b[0], y)
                return tuple(inner)
        inner.insert(self._segment, (x, y))
        return tuple(inner)

    def _bends_now(self) -> list[Point]:
        route = self.stage.session.model.find(Route, layout_id(self.stage.diagram, self._flow))
        return list(route.bends) if route else []

    def _with_new_bend(self, x: float, y: float) -> tuple[Point, ...]:
        """A bend more on a curve, after those that come before it on its way."""
        bends = self._bends_now()
        along = nearest_along(self._line, (self._start.x, self._start.y))
        place = sum(nearest_along(self._line, bend) < along for bend in bends)
        return (*bends[:place], (x, y), *bends[place:])

    def _with_bend_at(self, x: float, y: float) -> tuple[Point, ...]:
        bends = self._bends_now()
        bends[self._bend] = (x, y)  # type: ignore[index]
        return tuple(bends)


def _pruned(ends: tuple[Point, Point], bends: tuple[Point, ...]) -> tuple[Point, ...]:
    """The bends that bend anything."""
    kept: list[Point] = [ends[0]]
    for bend, after in zip(bends, (*bends[1:], ends[1]), strict=True):
        if distance_to_segment(kept[-1], after, bend) > _STRAIGHT:
            kept.append(bend)
    return tuple(kept[1:])
