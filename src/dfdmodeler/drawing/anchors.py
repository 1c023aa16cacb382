"""Labels that a person put somewhere: how far along their flow, and how far beside it.

So they keep their place when the flow runs otherwise: a label on the line stays on the line, and one beside
it keeps to its side and its distance.
"""

from __future__ import annotations

import math

from dfdmodeler.drawing.geometry import Point, Polyline, direction_along, length, nearest_along, point_along
from dfdmodeler.drawing.primitives import Box

Size = tuple[float, float]

WHOLE = 100.0
"""The length of a flow, as anchors count it."""
_ON_LINE = 9.0
"""A label whose middle is nearer to the line than this is put on it, as is one that lies half on it."""
_MIDDLE = 8.0
"""A label nearer than this to the middle of the flow's length snaps there."""
_LEAST_GAP, _MOST_GAP = 3.0, 120.0


def anchored(course: Polyline, anchor: Point, size: Size) -> Box:
    """Where a label stands: along the course in hundredths, beside it in units, positive to the right of its
    way.
    """
    along, beside = anchor
    at = length(course) * min(max(along / WHOLE, 0.0), 1.0)
    x, y = point_along(course, at)
    if beside:
        right = _right(course, at)
        away = math.copysign(_extent(right, size) + abs(beside), beside)
        x, y = x + right[0] * away, y + right[1] * away
    return Box(round(x - size[0] / 2, 1), round(y - size[1] / 2, 1), size[0], size[1])


def anchor_at(course: Polyline, middle: Point, size: Size, snap: bool = True) -> Point:
    """The anchor of a label whose middle was put somewhere; it stays near its flow."""
    total = length(course)
    at = nearest_along(course, middle)
    if snap and abs(at - total / 2) < _MIDDLE:
        at = total / 2
    x, y = point_along(course, at)
    right = _right(course, at)
    off = (middle[0] - x) * right[0] + (middle[1] - y) * right[1]
    far, reach = math.dist((x, y), middle), _extent(right, size)
    beside = 0.0
    if far >= max(_ON_LINE, reach / 2):
        gap = min(max(far - reach, _LEAST_GAP), _MOST_GAP)
        beside = math.copysign(gap, off or 1.0)
    return round(at / total * WHOLE if total else WHOLE / 2, 1), round(beside, 1)


def nudged(course: Polyline, anchor: Point, dx: float, dy: float) -> Point:
    """The anchor moved by a step: along the flow, or off its line and back on it."""
    (along, beside), total = anchor, length(course) or 1.0
    ahead = direction_along(course, total * along / WHOLE)
    forward, aside = dx * ahead[0] + dy * ahead[1], dy * ahead[0] - dx * ahead[1]
    if abs(forward) >= abs(aside):
        return round(min(max(along + forward / total * WHOLE, 0.0), WHOLE), 1), beside
    if not beside:
        return along, math.copysign(_LEAST_GAP, aside)
    moved = min(max(beside + aside, -_MOST_GAP), _MOST_GAP)
    return along, moved if moved * beside > 0 and abs(moved) >= _LEAST_GAP else 0.0


def _right(course: Polyline, at: float) -> Point:
    dx, dy = direction_along(course, at)
    return -dy, dx


def _extent(direction: Point, size: Size) -> float:
    """How far a label reaches from its middle in a direction."""
    return abs(direction[0]) * size[0] / 2 + abs(direction[1]) * size[1] / 2
