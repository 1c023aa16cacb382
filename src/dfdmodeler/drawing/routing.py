"""Routing: how a flow runs from one shape to another.

The user's bends win; else a flow is straight, or orthogonal with few bends around everything else. Flows
between the same two elements are kept apart. A route is chosen by the routes already laid, so only the flows
of a moved box need new ones.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from dfdmodeler.drawing.field import Field
from dfdmodeler.drawing.geometry import (
    Point,
    Polyline,
    border_point,
    exit_point,
    line_crosses_box,
    simplified,
)
from dfdmodeler.drawing.orthogonal import cheapest_route
from dfdmodeler.drawing.ports import ALONE, LANE, Lane
from dfdmodeler.drawing.primitives import Box
from dfdmodeler.drawing.simple import BEND, BLOCKED, simple_route, trouble

Style = Literal["straight", "orthogonal"]

STUB = 72.0
"""Length of a flow whose other end is missing."""
_LOOP = 28.0
_MANY = 60
"""With more flows than this on a diagram, simple courses are good enough."""
_MANY_SHAPES = 120
_SHARED = 12.0
"""Room that a straight sketch needs on a side, and an elbow behind its bend."""
_EFFORT, _LITTLE_EFFORT = 60_000, 5_000
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

    @property
    def is_loop(self) -> bool:
        return self.source is not None and self.source == self.target


def route(ends: Ends, field: Field, style: Style = "orthogonal", thorough: bool = True) -> Polyline:
    """The course of one flow; does not enter it into the field.

    If not thorough, a simple orthogonal course is good enough.
    """
    source, target = _end_boxes(ends, field)
    if ends.bends:
        return _bent(source, target, ends.bends)
    if ends.is_loop:
        return _loop(source, ends, field)
    if style == "orthogonal":
        found = _orthogonal(ends, source, target, field, thorough)
        if found is not None:
            return found
    return _straight(source, target, ends.lane.place * LANE)


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
    if thorough and style == "orthogonal":
        yield from _reconsider(waiting, field)


def _reconsider(flows: Iterable[Ends], field: Field) -> Iterator[None]:
    """Route flows anew that meet others, now that all are there."""
    for ends in flows:
        if trouble(ends.flow, field.courses[ends.flow], field) > 0:
            field.lift(ends.flow)
            field.lay(ends.flow, route(ends, field))
        yield


def sketch(ends: Ends, field: Field, style: Style = "orthogonal") -> Polyline:
    """A course that looks at nothing but its ends; costs next to nothing."""
    source, target = _end_boxes(ends, field)
    if ends.bends:
        return _bent(source, target, ends.bends)
    if ends.is_loop:
        return _corner_loop(source, 1, -1, _LOOP, 20.0)
    offset = ends.lane.place * LANE
    elbow = _elbow(source, target, offset) if style == "orthogonal" else None
    return elbow or _straight(source, target, offset)


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
    if source.grown(-1).meets(target.grown(-1)):
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


def _straight(source: Box, target: Box, offset: float) -> Polyline:
    (ax, ay), (bx, by) = source.center, target.center
    distance = math.dist((ax, ay), (bx, by)) or 1.0
    limit = (
        min(source.width or 80.0, source.height or 80.0, target.width or 80.0, target.height or 80.0) / 2 - 6
    )
    shift = max(-limit, min(limit, offset)) if limit > 0 else 0.0
    dx, dy = -(by - ay) / distance * shift, (bx - ax) / distance * shift
    start, end = (ax + dx, ay + dy), (bx + dx, by + dy)
    return simplified((exit_point(source, start, end), exit_point(target, end, start)))


def _bent(source: Box, target: Box, bends: tuple[Point, ...]) -> Polyline:
    start, end = border_point(source, bends[0]), border_point(target, bends[-1])
    return simplified((start, *bends, end))


def _loop(box: Box, ends: Ends, field: Field) -> Polyline:
    """A loop at the corner where it meets least."""
    number = ends.lane.place + (ends.lane.mates - 1) / 2
    reach, inset = _LOOP + number * LANE, 20.0 + number * LANE / 2
    loops = [
        _corner_loop(box, right, down, reach, inset) for right, down in ((1, -1), (-1, -1), (1, 1), (-1, 1))
    ]

    def trouble(loop: Polyline) -> int:
        around = box.grown(reach + 2)
        foreign = [b for key, b in field.shapes.near(around).items() if key != ends.source]
        return sum(line_crosses_box(loop, other.grown(4)) for other in foreign) * 10 + len(
            [1 for flow, (a, b) in field.lines_near(around) if flow != ends.flow and _meets((a, b), loop)]
        )

    return min(loops, key=trouble)


def _corner_loop(box: Box, right: int, down: int, reach: float, inset: float) -> Polyline:
    edge_x, edge_y = (box.right if right > 0 else box.x), (box.bottom if down > 0 else box.y)
    dx, dy = min(inset, box.width / 2), min(inset, box.height / 2)
    far_x, far_y = edge_x + right * reach, edge_y + down * reach
    start, end = (edge_x, edge_y - down * dy), (edge_x - right * dx, edge_y)
    return simplified((start, (far_x, start[1]), (far_x, far_y), (end[0], far_y), end))


def _meets(segment: tuple[Point, Point], loop: Polyline) -> bool:
    xs, ys = [p[0] for p in loop], [p[1] for p in loop]
    return line_crosses_box(segment, Box(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)))
