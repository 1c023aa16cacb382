"""Stretching: how a flow runs while what it connects is being moved.

It keeps the places where it leaves its shapes, its bends and its label as far as they make sense, so nothing
jumps under the pointer and no other flow is looked at.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from dfdmodeler.drawing.geometry import (
    Point,
    Polyline,
    crosses_box,
    distance_to_segment,
    length,
    segments,
    simplified,
)
from dfdmodeler.drawing.primitives import Box

Boxes = tuple[Box | None, Box | None]

_STUB = 8.0
"""How far a flow runs straight out of a shape at least."""


@dataclass(frozen=True, slots=True)
class Origin:
    """How a flow ran, between which boxes, and where its label stood."""

    course: Polyline
    ends: Boxes
    label: Box | None
    curved: bool = False

    def stretched(self, ends: Boxes) -> Polyline | None:
        """The course between the boxes where they are now; None if it would be a poor one."""
        if ends == self.ends:
            return self.course
        if (self.ends[0] is None, self.ends[1] is None) != (ends[0] is None, ends[1] is None):
            return None
        start, goal = (
            _carried(point, before, now)
            for point, before, now in zip((self.course[0], self.course[-1]), self.ends, ends, strict=True)
        )
        if _shift(self.course[0], start) == _shift(self.course[-1], goal) and not _resized(self.ends, ends):
            dx, dy = _shift(self.course[0], start)
            return tuple((x + dx, y + dy) for x, y in self.course)
        if self.curved:
            swung = _swung(self.course, start, goal)
            return swung if len(swung) > 2 and _is_clear(swung, ends) else None
        if any(a[0] != b[0] and a[1] != b[1] for a, b in segments(self.course)):
            return None
        course = simplified(_bent(self.course, start, goal))
        return course if _is_decent(course, self.course, ends) else None

    def label_on(self, course: Polyline) -> Box | None:
        """Where the label goes along with a stretched course; None if its stretch is there no more."""
        if self.label is None or len(course) != len(self.course):
            return None
        x, y = self.label.center
        before = list(segments(self.course))
        number = min(range(len(before)), key=lambda i: distance_to_segment(*before[i], (x, y)))
        (a, b), (c, d) = before[number], list(segments(course))[number]
        span = math.dist(a, b) ** 2 or 1.0
        share = max(0.0, min(1.0, ((x - a[0]) * (b[0] - a[0]) + (y - a[1]) * (b[1] - a[1])) / span))
        dx = c[0] + (d[0] - c[0]) * share - a[0] - (b[0] - a[0]) * share
        dy = c[1] + (d[1] - c[1]) * share - a[1] - (b[1] - a[1]) * share
        return Box(self.label.x + dx, self.label.y + dy, self.label.width, self.label.height)


def _carried(point: Point, before: Box | None, now: Box | None) -> Point:
    """A point on a box, where the box is now."""
    if before is None or now is None:
        return point
    across, down = (
        (now.width / before.width if before.width else 1.0),
        (now.height / before.height if before.height else 1.0),
    )
    return now.x + (point[0] - before.x) * across, now.y + (point[1] - before.y) * down


def _shift(before: Point, now: Point) -> Point:
    return round(now[0] - before[0], 3), round(now[1] - before[1], 3)


def _resized(before: Boxes, now: Boxes) -> bool:
    return any(a and b and a[2:] != b[2:] for a, b in zip(before, now, strict=True))


def _bent(course: Polyline, start: Point, goal: Point) -> list[Point]:
    """A level and upright course between other ends: the stretches next to the ends give way."""
    points = [start, *course[1:-1], goal]
    level = course[0][1] == course[1][1]
    if len(points) == 2:
        across = 1 if level else 0
        if start[across] == goal[across]:
            return points
        points = [start, start, goal, goal]
        return _halved(points, level)
    last_level = course[-1][1] == course[-2][1]
    points[1] = (points[1][0], start[1]) if level else (start[0], points[1][1])
    points[-2] = (points[-2][0], goal[1]) if last_level else (goal[0], points[-2][1])
    leaves, enters = _ahead(points[0], points[1], course[:2]), _ahead(points[-1], points[-2], course[:-3:-1])
    if len(points) == 4 and level == last_level and min(leaves, enters) < _STUB:
        return _halved(points, level)
    return points


def _swung(course: Polyline, start: Point, goal: Point) -> Polyline:
    """A curve between other ends: each point goes along with an end the more, the nearer it is to it."""
    (ax, ay), (bx, by) = _shift(course[0], start), _shift(course[-1], goal)
    total, gone = length(course) or 1.0, 0.0
    result = [start]
    for before, (x, y) in segments(course):
        gone += math.dist(before, (x, y))
        share = gone / total
        share = share * share * (3 - 2 * share)
        result.append((x + ax * (1 - share) + bx * share, y + ay * (1 - share) + by * share))
    return simplified(result)


def _halved(points: list[Point], level: bool) -> list[Point]:
    """Four points with the stretch across in the middle."""
    start, goal = points[0], points[-1]
    if level:
        x = (start[0] + goal[0]) / 2
        return [start, (x, start[1]), (x, goal[1]), goal]
    y = (start[1] + goal[1]) / 2
    return [start, (start[0], y), (goal[0], y), goal]


def _ahead(end: Point, next_: Point, before: Polyline) -> float:
    """How far a course runs out of a shape in the direction in which it did before."""
    dx, dy = before[1][0] - before[0][0], before[1][1] - before[0][1]
    size = math.hypot(dx, dy) or 1.0
    return ((next_[0] - end[0]) * dx + (next_[1] - end[1]) * dy) / size


def _is_decent(course: Polyline, before: Polyline, ends: Boxes) -> bool:
    """Whether it leaves and enters its shapes as before, and does not run through them."""
    if min(_ahead(course[0], course[1], before[:2]), _ahead(course[-1], course[-2], before[:-3:-1])) < _STUB:
        return False
    return _is_clear(course, ends)


def _is_clear(course: Polyline, ends: Boxes) -> bool:
    """Whether it does not run through its own shapes."""
    inner = [box.grown(-1) for box in ends if box]
    return not any(crosses_box(a, b, box) for a, b in segments(course) for box in inner)
