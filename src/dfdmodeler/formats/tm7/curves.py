"""The curves of the drawing: flows and line boundaries are parabolas between their ends through a handle."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle: of a shape, or around a curve."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """Length from left to right."""
        return round(self.right - self.left, 3)

    @property
    def height(self) -> float:
        """Length from top to bottom."""
        return round(self.bottom - self.top, 3)

    @property
    def area(self) -> float:
        """Width times height."""
        return self.width * self.height

    @property
    def centre(self) -> Point:
        """The point in the middle."""
        return ((self.left + self.right) / 2, (self.top + self.bottom) / 2)

    def holds(self, point: Point) -> bool:
        """Whether the point lies inside or on the edge."""
        return self.left <= point[0] <= self.right and self.top <= point[1] <= self.bottom

    def meets(self, other: Box) -> bool:
        """Whether the two rectangles share a point."""
        return (
            self.left <= other.right
            and other.left <= self.right
            and self.top <= other.bottom
            and other.top <= self.bottom
        )


def around(points: tuple[Point, ...]) -> Box:
    """The smallest rectangle that holds all points."""
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return Box(min(xs), min(ys), max(xs), max(ys))


def sample(start: Point, handle: Point | None, end: Point, pieces: int) -> tuple[Point, ...]:
    """Points on the quadratic curve from start to end whose middle is the handle; a chord without one."""
    if handle is None:
        return (start, end)
    control = tuple(2 * h - (s + e) / 2 for s, h, e in zip(start, handle, end, strict=True))
    return tuple(_at(start, (control[0], control[1]), end, i / pieces) for i in range(pieces + 1))


def _at(start: Point, control: Point, end: Point, t: float) -> Point:
    a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t**2
    return (
        a * start[0] + b * control[0] + c * end[0],
        a * start[1] + b * control[1] + c * end[1],
    )


def bent(start: Point, handle: Point, end: Point, tolerance: float) -> bool:
    """Whether the handle lies off the straight line between the ends."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = math.hypot(dx, dy)
    hx, hy = handle[0] - start[0], handle[1] - start[1]
    if length == 0:
        return math.hypot(hx, hy) > tolerance
    along = (hx * dx + hy * dy) / length
    return abs(hx * dy - hy * dx) / length > tolerance or not -tolerance <= along <= length + tolerance


def crossings(one: tuple[Point, ...], other: tuple[Point, ...]) -> int:
    """How often two polylines cross."""
    return sum(_cross(a, b, c, d) for a, b in pairwise(one) for c, d in pairwise(other))


def _cross(a: Point, b: Point, c: Point, d: Point) -> bool:
    """Whether the segments cross; a point on a line counts as right of it, so that a corner is met once."""
    apart = _left(c, d, a) is not _left(c, d, b)
    return apart and _left(a, b, c) is not _left(a, b, d)


def _left(a: Point, b: Point, p: Point) -> bool:
    return (b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0]) > 0
