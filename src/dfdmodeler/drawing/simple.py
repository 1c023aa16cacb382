"""Simple orthogonal routes: straight, one bend, two bends, tried from the cheapest up.

Most flows need no more, and a large diagram has no time for more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise, product

from dfdmodeler.drawing.field import Field
from dfdmodeler.drawing.geometry import Point, Polyline, box_of, crosses_box, overlap_length, segments_cross
from dfdmodeler.drawing.ports import STEPS, Lane, Port, ports
from dfdmodeler.drawing.primitives import Box

BEND = 42.0
CROSSING = 36.0
ALONG = (40.0, 3.0)
"""Cost of running along another flow: once, and for each unit of length."""
OVER_NAME = 40.0
NEAR = 9.0
"""Flows closer than this count as running along each other."""
BLOCKED = float("inf")

_CLEARANCE = 7.0
_STUB = 12.0
_DETOURS = (20.0, 36.0, 56.0)
_SHIFTS = (0.0, -16.0, 16.0, -32.0, 32.0)
_PORTS_PER_SIDE = 3
_ALL_SIDES = ((0, 1, 2, 3), (0, 1, 2, 3))


def simple_route(
    flow: str,
    ids: tuple[str | None, str | None],
    source: Box,
    target: Box,
    lane: Lane,
    field: Field,
    good: float,
    tries: int,
) -> tuple[float, Polyline] | None:
    """The cheapest simple course with its cost, or None if shapes are in the way of all.

    A straight course no dearer than `good` is taken at once. At most `tries` free courses are compared.
    """
    each = min(tries, _PORTS_PER_SIDE)
    best: tuple[float, Polyline] | None = None
    for kind in (_straight_courses, _bent_courses, _long_courses):
        sides = _facing_sides(source, target) if kind is _straight_courses else _ALL_SIDES
        if kind is not _long_courses:
            starts = cheapest_ports(source, target, flow, lane, field, each, sides[0])
            goals = cheapest_ports(target, source, flow, lane.back, field, each, sides[1])
        offers = sorted(_offers(starts, goals, kind), key=lambda offer: offer[0])
        found = _best(flow, ids, offers, field, tries, best[0] if best else BLOCKED)
        best = found or best
        if best and (kind is not _straight_courses or best[0] <= good):
            return best
    return best


def _facing_sides(source: Box, target: Box) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The sides between which a straight course could run, if any."""
    if source.y <= target.bottom and target.y <= source.bottom:
        return ((0,), (2,)) if target.x > source.x else ((2,), (0,))
    if source.x <= target.right and target.x <= source.right:
        return ((1,), (3,)) if target.y > source.y else ((3,), (1,))
    return ((), ())


def _best(
    flow: str,
    ids: tuple[str | None, str | None],
    offers: list[tuple[float, Polyline]],
    field: Field,
    tries: int,
    limit: float,
) -> tuple[float, Polyline] | None:
    """The cheapest free course below a limit; offers come in the order of what they cost by themselves."""
    best: tuple[float, Polyline] | None = None
    for cost, course in offers:
        if not tries or cost >= limit:
            break
        if _blocked(ids, course, field):
            continue
        tries -= 1
        total = cost + trouble(flow, course, field, limit - cost)
        if total < limit:
            best, limit = (total, course), total
    return best


def _blocked(ids: tuple[str | None, str | None], course: Polyline, field: Field) -> bool:
    """Whether a course meets a shape."""
    last = len(course) - 2
    for i, (a, b) in enumerate(pairwise(course)):
        for key, box in field.shapes.near(box_of((a, b)).grown(_CLEARANCE)).items():
            own = (key == ids[0] and i == 0) or (key == ids[1] and i == last)
            if crosses_box(a, b, box.grown(-0.5 if own else _CLEARANCE)):
                return True
    return False


def trouble(flow: str, course: Polyline, field: Field, limit: float = BLOCKED) -> float:
    """What a course costs for the flows and names that it meets. Stops counting at the limit."""
    cost = 0.0
    for a, b in pairwise(course):
        around = box_of((a, b)).grown(NEAR)
        for other, (c, d) in field.lines_near(around):
            if other == flow:
                continue
            if shared := overlap_length(a, b, c, d, NEAR):
                cost += ALONG[0] + ALONG[1] * shared
            elif segments_cross(a, b, c, d):
                cost += CROSSING
        cost += OVER_NAME * sum(name != flow for name in field.names.near(around))
        if cost >= limit:
            break
    return cost


def cheapest_ports(
    box: Box, other: Box, flow: str, lane: Lane, field: Field, each: int, sides: Iterable[int]
) -> list[list[Port]]:
    """The best few ports of some sides."""
    lines = [line for key, line in field.lines_near(box.grown(1)) if key != flow]
    found: list[list[Port]] = [[], [], [], []]
    for port in sorted(ports(box, other, lines, lane, _STUB, sides), key=lambda p: (p.cost, p.point)):
        found[port.side].append(port)
    return [side[:each] + _facing(side[each:], other) for side in found]


def _facing(side: list[Port], other: Box) -> list[Port]:
    """Ports further down the list that lie straight across from the other box's middle."""
    middle = other.center
    return [p for p in side if p.cost < 60 and middle[1 - p.side % 2] == p.point[1 - p.side % 2]]


def _offers(
    starts: list[list[Port]], goals: list[list[Port]], courses: Callable[[Port, Port], Iterator[Polyline]]
) -> Iterator[tuple[float, Polyline]]:
    for start in (port for side in starts for port in side):
        for goal in (port for side in goals for port in side):
            for points in courses(start, goal):
                length = sum(abs(a[0] - b[0]) + abs(a[1] - b[1]) for a, b in pairwise(points))
                cost = start.cost + goal.cost + length + BEND * (len(points) - 2)
                yield cost, points


def _straight_courses(start: Port, goal: Port) -> Iterator[Polyline]:
    axis = start.side % 2
    level = (start.side - goal.side) % 4 == 2 and start.point[1 - axis] == goal.point[1 - axis]
    if level and _ahead(start, goal.point) > 0:
        yield (start.point, goal.point)


def _bent_courses(start: Port, goal: Port) -> Iterator[Polyline]:
    """One bend between level and upright sides, else two."""
    (ax, ay), (bx, by) = start.point, goal.point
    axis = start.side % 2
    if axis != goal.side % 2:
        corner = (bx, ay) if axis == 0 else (ax, by)
        if _ahead(start, corner) >= _STUB and _ahead(goal, corner) >= _STUB:
            yield (start.point, corner, goal.point)
        return
    if start.side == goal.side:
        outer = max((start.point, goal.point), key=lambda p: p[axis] * STEPS[start.side][axis])[axis]
        turns = [outer + STEPS[start.side][axis] * detour for detour in _DETOURS]
    else:
        middle = round((start.point[axis] + goal.point[axis]) / 2, 1)
        turns = [middle + shift for shift in _SHIFTS]
    for turn in turns:
        first = (turn, ay) if axis == 0 else (ax, turn)
        second = (turn, by) if axis == 0 else (bx, turn)
        if _ahead(start, first) >= _STUB and _ahead(goal, second) >= _STUB:
            yield (start.point, first, second, goal.point)


def _long_courses(start: Port, goal: Port) -> Iterator[Polyline]:
    """Three bends: out of the way at once, and into line with the goal shortly before it."""
    axis = start.side % 2
    if axis == goal.side % 2:
        return
    for out, into in product(_DETOURS, _DETOURS):
        first = _moved(start, out)
        last = _moved(goal, into)
        corner = (first[0], last[1]) if axis == 0 else (last[0], first[1])
        yield (start.point, first, corner, last, goal.point)


def _moved(port: Port, by: float) -> Point:
    dx, dy = STEPS[port.side]
    return (port.point[0] + dx * by, port.point[1] + dy * by)


def _ahead(port: Port, point: Point) -> float:
    axis = port.side % 2
    return (point[axis] - port.point[axis]) * STEPS[port.side][axis]
