"""Courses through bends that a person made: level and upright pieces with as few corners as can be.

A bend that lies beside a shape is reached straight from its side, at the height of the bend; any other one
from the middle of a side.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from dfdmodeler.drawing.geometry import Point, Polyline, crosses_box, length, simplified
from dfdmodeler.drawing.primitives import Box

_ROOM = 4.0
"""A bend this near to a shape counts as under it."""
_INSET = 8.0
"""Least distance of a flow's end from the corners of its shape."""
_CORNER, _TURN_BACK = 40.0, 4_000.0
"""Cost of a corner, and of going back the way one came, in units of length."""


def standing(source: Box, target: Box, bends: Sequence[Point]) -> tuple[Point, ...]:
    """The bends that still make sense where the ends are now: not those under an end or behind it."""
    return _before(source, _before(target, tuple(bends))[::-1])[::-1]


def _before(box: Box, bends: tuple[Point, ...]) -> tuple[Point, ...]:
    """The bends that come before a box at the end of the way."""
    inner = box.grown(_ROOM)
    if not box.width:
        return bends
    for i, bend in enumerate(bends):
        if inner.contains(*bend) or (i and crosses_box(bends[i - 1], bend, box.grown(-1))):
            return bends[:i]
    return bends


def square_course(source: Box, target: Box, bends: Sequence[Point]) -> Polyline:
    """The cheapest level and upright course from box to box through the bends."""
    ways = _exits(source, bends[0])
    for a, b in pairwise(bends):
        ways = _extended(ways, _links(a, b))
    ways = _extended(ways, [way[::-1] for way in _exits(target, bends[-1])])
    return simplified(_cheapest(ways))


def _extended(ways: Sequence[Polyline], links: Sequence[Polyline]) -> list[Polyline]:
    """For each link the cheapest way that leads over it; both meet in a point."""
    return [_cheapest([(*way, *link[1:]) for way in ways]) for link in links]


def _cheapest(ways: Sequence[Polyline]) -> Polyline:
    return min(ways, key=_cost)


def _exits(box: Box, bend: Point) -> list[Polyline]:
    """Ways from the border of a box to a bend."""
    (x, y), (cx, cy) = bend, box.center
    if box.contains(x, y):
        return [((cx, box.y), bend)] if not box.width else [(_border(box, bend), bend)]
    ways: list[Polyline] = []
    across, down = min(_INSET, box.width / 2), min(_INSET, box.height / 2)
    if box.y + down <= y <= box.bottom - down:
        ways.append(((box.right if x > cx else box.x, y), bend))
    elif not box.x <= x <= box.right:
        ways.append(((box.right if x > cx else box.x, cy), (x, cy), bend))
    if box.x + across <= x <= box.right - across:
        ways.append(((x, box.bottom if y > cy else box.y), bend))
    elif not box.y <= y <= box.bottom:
        ways.append(((cx, box.bottom if y > cy else box.y), (cx, y), bend))
    return ways or [(_border(box, bend), bend)]


def _border(box: Box, bend: Point) -> Point:
    """The point of the border that is nearest to a bend inside or at a corner."""
    x, y = min(max(bend[0], box.x), box.right), min(max(bend[1], box.y), box.bottom)
    edges = ((box.x, y), (box.right, y), (x, box.y), (x, box.bottom))
    return min(edges, key=lambda edge: math.dist(edge, bend))


def _links(a: Point, b: Point) -> list[Polyline]:
    if a[0] == b[0] or a[1] == b[1]:
        return [(a, b)]
    return [(a, (b[0], a[1]), b), (a, (a[0], b[1]), b)]


def _cost(way: Polyline) -> float:
    cost = length(way)
    steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(way) if a != b]
    for (ax, ay), (bx, by) in pairwise(steps):
        if ax * bx + ay * by < 0:
            cost += _TURN_BACK
        elif ax * by - ay * bx:
            cost += _CORNER
    return cost
