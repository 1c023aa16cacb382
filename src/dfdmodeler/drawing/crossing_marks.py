"""Where crossings that an edit would bring or end are shown: a word on each flow, at the border."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from dfdmodeler.drawing.crossings import Outcome
from dfdmodeler.drawing.geometry import Point, Polyline, length, meeting, point_along, segments
from dfdmodeler.drawing.lines import Way, line_curve
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Placement, layout_id

LOST = "no longer"
MOST = 60
"""Of more flows than this only the first are marked; the words beside the pointer count them all."""


@dataclass(frozen=True, slots=True)
class CrossingMark:
    """A flow that would begin to cross a boundary, or cease to, and where its word stands."""

    flow: str
    line: Polyline
    at: Point
    word: str

    @property
    def lost(self) -> bool:
        return self.word == LOST


def crossing_marks(
    found: Outcome, after: Model, diagram: str, course_of: Callable[[str], Polyline]
) -> tuple[CrossingMark, ...]:
    """The marks of an outcome, by flow; a flow that is not drawn has none."""
    shown = ((turn, course_of(turn.flow)) for turn in found.turns[:MOST])
    marks: list[CrossingMark] = []
    for turn, line in shown:
        if len(line) < 2:
            continue
        for crossing in turn.gained:
            at = _place(line, after, diagram, crossing.boundary, crossing.way)
            marks.append(CrossingMark(turn.flow, line, at, crossing.way))
        if turn.lost and not turn.gained:
            marks.append(CrossingMark(turn.flow, line, point_along(line, length(line) / 2), LOST))
    return tuple(marks)


def border(model: Model, diagram: str, boundary: str) -> Polyline:
    """The edge of a boundary as it is placed on a diagram: a closed course, or the curve of a line."""
    if line := line_curve(model, diagram, boundary):
        return line
    placement = model.find(Placement, layout_id(diagram, boundary))
    if placement is None:
        return ()
    x, y, right, bottom = (
        placement.x,
        placement.y,
        placement.x + placement.width,
        placement.y + placement.height,
    )
    return ((x, y), (right, y), (right, bottom), (x, bottom), (x, y))


def _place(line: Polyline, model: Model, diagram: str, boundary: str, way: Way) -> Point:
    """Where a flow meets a border: on its way in the last time, else the first; its middle if it does not."""
    met = list(_met(line, border(model, diagram, boundary)))
    if not met:
        return point_along(line, length(line) / 2)
    return met[-1] if way == "enters" else met[0]


def _met(line: Polyline, edge: Polyline) -> Iterator[Point]:
    for a, b in segments(line):
        found = [point for c, d in segments(edge) if (point := meeting(a, b, c, d)) is not None]
        yield from sorted(found, key=lambda p: abs(p[0] - a[0]) + abs(p[1] - a[1]))
