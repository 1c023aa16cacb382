"""Routing: how a flow runs from one shape to another.

The user's bends win; else a flow is straight, or curved, or orthogonal with few bends around everything
else. Flows between the same two elements are kept apart. A route is chosen by the routes already laid, so
only the flows of a moved box need new ones.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from dfdmodeler.drawing.bends import square_course, standing
from dfdmodeler.drawing.curves import effort, free_swing, quick_swing, rounded, through
from dfdmodeler.drawing.field import Field
from dfdmodeler.drawing.geometry import (
    Point,
    Polyline,
    around,
    border_point,
    box_of,
    exit_point,
    length,
    line_crosses_box,
    simplified,
)
from dfdmodeler.drawing.orthogonal import cheapest_route
from dfdmodeler.drawing.ports import ALONE, LANE, Lane
from dfdmodeler.drawing.primitives import Box
from dfdmodeler.drawing.simple import BEND, BLOCKED, simple_route, trouble
from dfdmodeler.model.records import FlowStyle

Style = Literal["straight", "orthogonal", "curved"]

STUB = 72.0
"""Length of a flow whose other end is missing."""
_LOOP = 28.0
_DENSEST = 9.0
"""Straight flows between the same two elements that would be nearer to each other than this fan out."""
_BERTH = 18.0
"""Room that a straight flow leaves to what it goes around."""
_MANY = 60
"""With more flows than this on a diagram, simple courses are good enough."""
_MANY_SHAPES = 120
_SHARED = 12.0
"""Room that a straight sketch needs on a side, and an elbow behind its bend."""
_EFFORT, _LITTLE_EFFORT = 60_000, 5_000
_SWINGS, _FEW_SWINGS = 12, 4
_BUSY, _WORTH_A_LOOK = 24, 60.0
"""With more flows than this on a diagram, a swing that crosses one other flow is good enough."""
_TRIES, _SOME_TRIES, _FEW_TRIES = 60, 12, 2


@dataclass(frozen=True, slots=True)
class Ends:
    """What a flow connects. An end without a shape is a point, or None where nobody said where it lies."""

    flow: str
    source: str | None
    target: str | None
    bends: tuple[Point, ...] = ()
    source_point: Point | None = None
    target_point: Point | None = None
    lane: Lane = ALONE
    style: FlowStyle = ""
    """How it is to run; empty is as all do."""

    @property
    def is_loop(self) -> bool:
        return self.source is not None and self.source == self.target


def route(ends: Ends, field: Field, style: Style = "orthogonal", thorough: bool = True) -> Polyline:
    """The course of one flow; does not enter it into the field.

    If not thorough, a simple orthogonal course is good enough.
    """
    source, target = _end_boxes(ends, field)
    style = ends.style or style
    if bends := standing(source, target, ends.bends):
        return _bent(source, target, bends, style)
    if ends.is_loop:
        loop = _loop(source, ends, field)
        return rounded(loop) if style == "curved" else loop
    found = None
    if style == "curved":
        found = _curved(ends, source, target, field, thorough)
    elif style == "orthogonal":
        found = _orthogonal(ends, source, target, field, thorough)
    return found or _direct(ends, source, target, field)


def route_all(
    flows: Iterable[Ends], field: Field, style: Style = "orthogonal", thorough: bool = True
) -> None:
    """Route flows and enter them into the field: bent and short ones first, as they have the least choice."""
    for _ in routing(flows, field, style, thorough):
        pass


def routing(
    flows: Iterable[Ends], field: Field, style: Style = "orthogonal", thorough: bool = True
) -> Iterator[None]:
    """The same, with a pause after each flow."""
    waiting = list(flows)
    thorough = thorough and max(len(waiting), len(field.courses)) <= _MANY
    for ends in waiting:
        field.lift(ends.flow)
    waiting.sort(key=lambda e: (not e.bends, round(_span(e, field)), e.flow))
    for ends in waiting:
        field.lay(ends.flow, route(ends, field, style, thorough))
        yield
    if thorough:
        yield from _reconsider([e for e in waiting if (e.style or style) != "straight"], field, style)


def _reconsider(flows: Iterable[Ends], field: Field, style: Style) -> Iterator[None]:
    """Route flows anew that meet others, now that all are there."""
    for ends in flows:
        if trouble(ends.flow, field.courses[ends.flow], field) > 0:
            field.lift(ends.flow)
            field.lay(ends.flow, route(ends, field, style))
        yield


def sketch(ends: Ends, field: Field, style: Style = "orthogonal") -> Polyline:
    """A course that looks at nothing but its ends; costs next to nothing."""
    source, target = _end_boxes(ends, field)
    style = ends.style or style
    if bends := standing(source, target, ends.bends):
        return _bent(source, target, bends, style)
    if ends.is_loop:
        loop = _corner_loop(source, 1, -1, _LOOP, 20.0)
        return rounded(loop) if style == "curved" else loop
    if style == "curved" and _are_apart(source, target):
        return quick_swing(source, target, ends.lane)
    elbow = _elbow(source, target, ends.lane.place * LANE) if style == "orthogonal" else None
    return elbow or _straight(source, target, ends.lane)


def _elbow(source: Box, target: Box, offset: float) -> Polyline | None:
    """Straight where both boxes share enough of an axis, else with one bend; None if they are too close."""
    for axis in (1, 0):
        low, high = (
            max(source[axis], target[axis]),
            min(source[axis] + source[axis + 2], target[axis] + target[axis + 2]),
        )
        if high - low > 2 * abs(offset) + _SHARED:
            at, along = (low + high) / 2 + offset, 1 - axis
            ahead = target.center[along] > source.center[along]
            near, far = (source, target) if ahead else (target, source)
            start, end = near[along] + near[along + 2], far[along]
            if end <= start:
                return None
            ends = ((start, at), (end, at)) if axis == 1 else ((at, start), (at, end))
            return ends if ahead else ends[::-1]
    (ax, ay), (bx, by) = source.center, target.center
    ay, bx = ay + offset, bx + offset
    if (
        source.x - _SHARED <= bx <= source.right + _SHARED
        or target.y - _SHARED <= ay <= target.bottom + _SHARED
    ):
        return None
    edge = source.right if bx > ax else source.x
    return ((edge, ay), (bx, ay), (bx, target.y if by > ay else target.bottom))


def _orthogonal(ends: Ends, source: Box, target: Box, field: Field, thorough: bool) -> Polyline | None:
    """An orthogonal course between boxes that do not overlap."""
    if not _are_apart(source, target):
        return None
    ids = (ends.source, ends.target)
    small = thorough or len(field.shapes) <= _MANY_SHAPES
    good, tries = _unavoidable(source, target), (_TRIES if thorough else _SOME_TRIES if small else _FEW_TRIES)
    offer = simple_route(ends.flow, ids, source, target, ends.lane, field, good, tries)
    if offer and (not thorough or offer[0] <= good):
        return offer[1]
    effort = _EFFORT if small else _LITTLE_EFFORT
    limit = offer[0] if offer else BLOCKED
    better = cheapest_route(ends.flow, ids, source, target, ends.lane, field, limit, effort)
    return better or (offer[1] if offer else None)


def _curved(ends: Ends, source: Box, target: Box, field: Field, thorough: bool) -> Polyline | None:
    """A swing if one is free, else an orthogonal course with round bends."""
    if not _are_apart(source, target):
        return None
    ids = (ends.source, ends.target)
    tries = _SWINGS if thorough else _FEW_SWINGS
    swing = free_swing(ends.flow, ids, source, target, ends.lane, field, tries)
    most = _WORTH_A_LOOK if len(field.courses) > _BUSY else 0.0
    if swing and (not thorough or trouble(ends.flow, swing[1], field) <= most):
        return swing[1]
    course = _orthogonal(ends, source, target, field, thorough)
    if course is None:
        return swing[1] if swing else None
    near = field.shapes.near(box_of(course)).items()
    bowed = rounded(course, [box.grown(2) for key, box in sorted(near) if key not in ids])
    return swing[1] if swing and swing[0] <= effort(ends.flow, bowed, field) else bowed


def _are_apart(source: Box, target: Box) -> bool:
    return not source.grown(-1).meets(target.grown(-1))


def _unavoidable(source: Box, target: Box) -> float:
    """A cost so low that looking for a better course is not worth while."""
    apart_x = max(source.x - target.right, target.x - source.right, 0.0)
    apart_y = max(source.y - target.bottom, target.y - source.bottom, 0.0)
    return apart_x + apart_y + 12.0 + (BEND + 30.0 if apart_x and apart_y else 0.0)


def _span(ends: Ends, field: Field) -> float:
    source, target = _end_boxes(ends, field)
    return math.dist(source.center, target.center)


def _end_boxes(ends: Ends, field: Field) -> tuple[Box, Box]:
    source = _end_box(ends.source, ends.source_point, field)
    target = _end_box(ends.target, ends.target_point, field)
    if source is None and target is None:
        return Box(0, 0, 0, 0), Box(STUB, 0, 0, 0)
    if source is None:
        assert target is not None
        source = _stub_end(target, field, (1, 3, 0, 2))
    return source, target or _stub_end(source, field, (0, 2, 1, 3))


def _end_box(shape: str | None, point: Point | None, field: Field) -> Box | None:
    if shape is not None and shape in field.shapes:
        return field.shapes.box(shape)
    return None if point is None else Box(point[0], point[1], 0.0, 0.0)


def _stub_end(box: Box, field: Field, order: tuple[int, ...]) -> Box:
    """Where a missing end is drawn: beside the box, on the first side that has room."""
    x, y = box.center
    sides = (
        Box(box.right, y - 8, STUB, 16),
        Box(box.x - STUB, y - 8, STUB, 16),
        Box(x - 8, box.bottom, 16, STUB),
        Box(x - 8, box.y - STUB, 16, STUB),
    )
    points = ((box.right + STUB, y), (box.x - STUB, y), (x, box.bottom + STUB), (x, box.y - STUB))
    free = [i for i in order if len(field.shapes.near(sides[i])) <= 1 and not field.lines_near(sides[i])]
    end = points[free[0] if free else order[0]]
    return Box(end[0], end[1], 0.0, 0.0)


def _straight(source: Box, target: Box, lane: Lane) -> Polyline:
    (ax, ay), (bx, by) = source.center, target.center
    distance = math.dist((ax, ay), (bx, by)) or 1.0
    limit = (
        min(source.width or 80.0, source.height or 80.0, target.width or 80.0, target.height or 80.0) / 2 - 6
    )
    shift = lane.offset(2 * limit, abs(by - ay) > abs(bx - ax)) if limit > 0 else 0.0
    aside = (-(by - ay) / distance, (bx - ax) / distance)
    start, end = ((x + aside[0] * shift, y + aside[1] * shift) for x, y in ((ax, ay), (bx, by)))
    if abs(shift) >= abs(lane.place) * _DENSEST:
        return simplified((exit_point(source, start, end), exit_point(target, end, start)))
    out = lane.place * LANE
    bow = ((start[0] + end[0]) / 2 + aside[0] * out, (start[1] + end[1]) / 2 + aside[1] * out)
    return simplified((exit_point(source, start, bow), bow, exit_point(target, end, bow)))


def _direct(ends: Ends, source: Box, target: Box, field: Field) -> Polyline:
    """Straight, or with a bend or two around what stands between."""
    straight, ids = _straight(source, target, ends.lane), (ends.source, ends.target)
    near = field.shapes.near(box_of(straight)).items()
    between = [
        box for key, box in sorted(near) if key not in ids and line_crosses_box(straight, box.grown(1))
    ]
    if not between or not _are_apart(source, target):
        return straight
    berth = _BERTH + abs(ends.lane.place) * LANE
    offers = [
        _bent(source, target, bends, "straight")
        for box in {*between, around(between)}
        for bends in _ways_around(box.grown(berth))
    ]
    free = [line for line in offers if not _runs_through(line, ids, field)]
    costs = [(length(line) + trouble(ends.flow, line, field), line) for line in free]
    return min(costs)[1] if costs else straight


def _ways_around(box: Box) -> Iterator[tuple[Point, ...]]:
    """Corners of a box, and its sides in both directions."""
    corners = ((box.x, box.y), (box.right, box.y), (box.right, box.bottom), (box.x, box.bottom))
    for corner, next_ in zip(corners, (*corners[1:], corners[0]), strict=True):
        yield from ((corner,), (corner, next_), (next_, corner))


def _runs_through(line: Polyline, ids: tuple[str | None, str | None], field: Field) -> bool:
    near = field.shapes.near(box_of(line)).items()
    return any(line_crosses_box(line, box.grown(-1 if key in ids else 4)) for key, box in near)


def _bent(source: Box, target: Box, bends: tuple[Point, ...], style: Style) -> Polyline:
    if style == "orthogonal":
        return square_course(source, target, bends)
    course = (border_point(source, bends[0]), *bends, border_point(target, bends[-1]))
    return through(course) if style == "curved" else simplified(course)


def _loop(box: Box, ends: Ends, field: Field) -> Polyline:
    """A loop at the corner where it meets least."""
    number = ends.lane.place + (ends.lane.mates - 1) / 2
    reach, inset = _LOOP + number * LANE, 20.0 + number * LANE / 2
    loops = [
        _corner_loop(box, right, down, reach, inset) for right, down in ((1, -1), (-1, -1), (1, 1), (-1, 1))
    ]

    def meets(loop: Polyline) -> int:
        near = box.grown(reach + 2)
        foreign = [b for key, b in field.shapes.near(near).items() if key != ends.source]
        return sum(line_crosses_box(loop, other.grown(4)) for other in foreign) * 10 + len(
            [1 for flow, (a, b) in field.lines_near(near) if flow != ends.flow and _meets((a, b), loop)]
        )

    return min(loops, key=meets)


def _corner_loop(box: Box, right: int, down: int, reach: float, inset: float) -> Polyline:
    edge_x, edge_y = (box.right if right > 0 else box.x), (box.bottom if down > 0 else box.y)
    dx, dy = min(inset, box.width / 2), min(inset, box.height / 2)
    far_x, far_y = edge_x + right * reach, edge_y + down * reach
    start, end = (edge_x, edge_y - down * dy), (edge_x - right * dx, edge_y)
    return simplified((start, (far_x, start[1]), (far_x, far_y), (end[0], far_y), end))


def _meets(segment: tuple[Point, Point], loop: Polyline) -> bool:
    xs, ys = [p[0] for p in loop], [p[1] for p in loop]
    return line_crosses_box(segment, Box(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)))
