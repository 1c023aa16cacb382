"""Curved courses: one swing from side to side, as a polyline fine enough to be drawn smoothly.

A curve leaves and enters its shapes at right angles, on a short straight piece that carries the head. Where
no swing is free, `rounded` makes a curve of an orthogonal course, which goes around what stands in the way.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise

from dfdmodeler.drawing.field import Field
from dfdmodeler.drawing.geometry import (
    Point,
    Polyline,
    box_of,
    distance_to_segment,
    goes_on,
    length,
    line_crosses_box,
    point_along,
    simplified,
)
from dfdmodeler.drawing.ports import STEPS, Lane, Port, favourite_ports
from dfdmodeler.drawing.primitives import Box
from dfdmodeler.drawing.simple import ALONG, BEND, BLOCKED, NEAR, cheapest_ports, trouble

STUB = 10.0
"""How far a curve runs straight out of a shape."""
_STEPS = 14
"""Pieces of a swing."""
_CORNER_STEPS, _SPAN_STEPS = 5, 8
_REACH = 0.42
"""How far the handles of a swing reach, as a share of the way."""
_LEAST_REACH, _FLAT_REACH, _MOST_REACH = 18.0, 48.0, 240.0
_FLAT = 16.0
"""Extra cost of a flat swing: it is less of a curve."""
_CLEARANCE = 6.0
_RADIUS, _LEAST_RADIUS = 56.0, 7.0
_PORTS_PER_SIDE = 2
_LOOKS = 4
"""Swings looked at for each one that may be compared."""


def swing(start: Port, goal: Port, flat: bool = False) -> Polyline:
    """The curve between two ports; a flat one keeps close to the straight line between them."""
    a, d = start.away, goal.away
    reach = min(max(math.dist(a, d) * _REACH, _LEAST_REACH), _FLAT_REACH if flat else _MOST_REACH)
    b, c = _ahead(a, start.side, reach), _ahead(d, goal.side, reach)
    between = (_cubic(a, b, c, d, i / _STEPS) for i in range(_STEPS + 1))
    return simplified((start.point, *between, goal.point))


def quick_swing(source: Box, target: Box, lane: Lane) -> Polyline:
    """The nearest curve between two boxes, whatever stands around them."""
    starts, goals = (
        favourite_ports(source, target, lane, STUB),
        favourite_ports(target, source, lane.back, STUB),
    )
    _, start, goal = min(_pairs(starts, goals), key=lambda pair: pair[0])
    return swing(start, goal)


def free_swing(
    flow: str,
    ids: tuple[str | None, str | None],
    source: Box,
    target: Box,
    lane: Lane,
    field: Field,
    tries: int,
) -> tuple[float, Polyline] | None:
    """The cheapest curve that runs through no shape, of at most `tries`, with its cost; None if there is
    none.
    """
    starts, goals = (
        [port for side in cheapest_ports(*ends, field, _PORTS_PER_SIDE, range(4)) for port in side]
        for ends in ((source, target, flow, lane), (target, source, flow, lane.back))
    )
    best: tuple[float, Polyline] | None = None
    limit = BLOCKED
    pairs = sorted(_pairs(starts, goals), key=_order)[: _LOOKS * (tries + 1)]
    for least, start, goal in pairs:
        if least >= limit or tries <= 0:
            break
        for flat in (False, True):
            course = swing(start, goal, flat)
            if not _is_fair(course) or _blocked(course, ids, (source, target), field):
                continue
            tries -= 1
            cost = start.cost + goal.cost + _FLAT * flat + effort(flow, course, field, limit)
            if cost < limit:
                best, limit = (cost, course), cost
    return best


def effort(flow: str, course: Polyline, field: Field, limit: float = BLOCKED) -> float:
    """What a curve costs: its way, its turns and what it meets. Stops counting at the limit."""
    cost = length(course) + BEND * _turning(course) / (math.pi / 2)
    cost += trouble(flow, course, field, limit - cost) if cost < limit else 0.0
    return cost + (_nearness(flow, course, field) if cost < limit else 0.0)


def through(points: Sequence[Point]) -> Polyline:
    """A curve through some points that does not swing out where two of them are close."""
    result = [points[0]]
    last = len(points) - 2
    for i, (a, b) in enumerate(pairwise(points)):
        before, after = points[i - 1] if i else a, points[i + 2] if i < last else b
        third, leaving, entering = math.dist(a, b) / 3, _heading(before, b), _heading(a, after)
        out = min(third, math.dist(before, a)) if i else third
        into = min(third, math.dist(b, after)) if i < last else third
        handles = (
            (a[0] + leaving[0] * out, a[1] + leaving[1] * out),
            (b[0] - entering[0] * into, b[1] - entering[1] * into),
        )
        result += [_cubic(a, *handles, b, step / _SPAN_STEPS) for step in range(1, _SPAN_STEPS)]
        result.append(b)
    return simplified(result)


def rounded(line: Polyline, obstacles: Sequence[Box] = ()) -> Polyline:
    """A course with its bends rounded as far as they go, and not through obstacles."""
    points: list[Point] = [line[0]]
    last = len(line) - 2
    for i, (before, corner, after) in enumerate(zip(line, line[1:], line[2:], strict=False)):
        room = (
            _outer_room(math.dist(before, corner)) if i == 0 else math.dist(before, corner) / 2,
            _outer_room(math.dist(corner, after)) if i + 1 == last else math.dist(corner, after) / 2,
        )
        points += _corner(before, corner, after, min(_RADIUS, *room), obstacles)
    return simplified((*points, line[-1]))


def _outer_room(stretch: float) -> float:
    """How far the first or last stretch may give way to a bend, as the head needs some of it."""
    return max(stretch - STUB, stretch * 0.6)


def _corner(
    before: Point, corner: Point, after: Point, radius: float, obstacles: Sequence[Box]
) -> list[Point]:
    while radius >= _LEAST_RADIUS:
        start = point_along((corner, before), radius)
        stop = point_along((corner, after), radius)
        curve = [_quadratic(start, corner, stop, i / _CORNER_STEPS) for i in range(_CORNER_STEPS + 1)]
        if not any(line_crosses_box(curve, box) for box in obstacles):
            return curve
        radius /= 2
    return [corner]


def _pairs(starts: list[Port], goals: list[Port]) -> Iterator[tuple[float, Port, Port]]:
    """Pairs of ports with what a swing between them costs at least: its way, and its turns."""
    for start in starts:
        for goal in goals:
            (ax, ay), (bx, by) = start.away, goal.away
            away = math.dist((ax, ay), (bx, by)) or 1.0
            leaving = ((bx - ax) * STEPS[start.side][0] + (by - ay) * STEPS[start.side][1]) / away
            entering = ((ax - bx) * STEPS[goal.side][0] + (ay - by) * STEPS[goal.side][1]) / away
            turns = (math.acos(_unit(leaving)) + math.acos(_unit(entering))) / (math.pi / 2)
            yield start.cost + goal.cost + 2 * STUB + away + BEND * turns, start, goal


def _order(pair: tuple[float, Port, Port]) -> tuple[float, Point, Point]:
    return pair[0], pair[1].point, pair[2].point


def _unit(value: float) -> float:
    return max(-1.0, min(1.0, value))


def _is_fair(course: Polyline) -> bool:
    """Whether it turns nowhere so sharply that it would have a corner."""
    return all(goes_on(a, b, c) for a, b, c in zip(course, course[1:], course[2:], strict=False))


def _blocked(
    course: Polyline, ids: tuple[str | None, str | None], ends: tuple[Box, Box], field: Field
) -> bool:
    if any(line_crosses_box(course, box.grown(-1)) for box in ends if box.width):
        return True
    near = field.shapes.near(box_of(course).grown(_CLEARANCE))
    return any(line_crosses_box(course, box.grown(_CLEARANCE)) for key, box in near.items() if key not in ids)


def _turning(course: Polyline) -> float:
    """How much a course turns in all, to both sides."""
    angles = [math.atan2(b[1] - a[1], b[0] - a[0]) for a, b in pairwise(course)]
    return sum(abs(math.remainder(b - a, 2 * math.pi)) for a, b in pairwise(angles))


def _nearness(flow: str, course: Polyline, field: Field) -> float:
    """What it costs to run close beside other flows."""
    cost = 0.0
    for a, b in pairwise(course):
        middle = ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2)
        near = field.lines_near(Box(*middle, 0, 0).grown(NEAR))
        if any(other != flow and distance_to_segment(*line, middle) < NEAR for other, line in near):
            cost += ALONG[1] * math.dist(a, b)
    return cost


def _heading(a: Point, b: Point) -> Point:
    distance = math.dist(a, b) or 1.0
    return (b[0] - a[0]) / distance, (b[1] - a[1]) / distance


def _ahead(point: Point, side: int, by: float) -> Point:
    return point[0] + STEPS[side][0] * by, point[1] + STEPS[side][1] * by


def _cubic(a: Point, b: Point, c: Point, d: Point, t: float) -> Point:
    p, q, r, s = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3
    return p * a[0] + q * b[0] + r * c[0] + s * d[0], p * a[1] + q * b[1] + r * c[1] + s * d[1]


def _quadratic(a: Point, b: Point, c: Point, t: float) -> Point:
    p, q, r = (1 - t) ** 2, 2 * t * (1 - t), t * t
    return p * a[0] + q * b[0] + r * c[0], p * a[1] + q * b[1] + r * c[1]
