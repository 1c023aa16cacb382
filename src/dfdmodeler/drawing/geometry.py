"""Points, segments and polylines: the plane geometry that routing, labels and hit tests share."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from dfdmodeler.drawing.primitives import Box

Point = tuple[float, float]
Polyline = tuple[Point, ...]
Segment = tuple[Point, Point]

_PIECE = 240.0
_SLIGHT = 0.75
"""Cosine of the turn from which on a line is said to bend."""


def box_of(points: Sequence[Point]) -> Box:
    """The smallest box around some points."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return Box(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))


def around(boxes: Iterable[Box]) -> Box:
    """The smallest box around some boxes; an empty one at the origin if there are none."""
    found = list(boxes)
    if not found:
        return Box(0.0, 0.0, 0.0, 0.0)
    left, top = min(box[0] for box in found), min(box[1] for box in found)
    right, bottom = max(box[0] + box[2] for box in found), max(box[1] + box[3] for box in found)
    return Box(left, top, right - left, bottom - top)


def segments(line: Sequence[Point]) -> Iterator[tuple[Point, Point]]:
    """The segments of a polyline."""
    return pairwise(line)


def pieces(line: Sequence[Point]) -> list[Segment]:
    """The segments of a polyline, slanting ones cut into short pieces, so that the box of each is small."""
    return [piece for a, b in segments(line) for piece in _cut(a, b)]


def _cut(a: Point, b: Point) -> list[Segment]:
    distance = math.dist(a, b)
    if a[0] == b[0] or a[1] == b[1] or distance <= _PIECE:
        return [(a, b)]
    count = math.ceil(distance / _PIECE)
    stops = [a, *(point_along((a, b), distance * i / count) for i in range(1, count)), b]
    return list(segments(stops))


def length(line: Sequence[Point]) -> float:
    return sum(math.dist(a, b) for a, b in segments(line))


def point_along(line: Sequence[Point], distance: float) -> Point:
    """The point at a distance from the start, or the end if the line is shorter."""
    for a, b in segments(line):
        step = math.dist(a, b)
        if step > 0 and distance <= step:
            share = distance / step
            return (a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share)
        distance -= step
    return line[-1]


def stretches(line: Sequence[Point]) -> list[Polyline]:
    """The parts of a polyline between its sharp bends: segments, or the whole of a curve."""
    found: list[list[Point]] = []
    for a, b in segments(line):
        if found and goes_on(found[-1][-2], a, b):
            found[-1].append(b)
        else:
            found.append([a, b])
    return [tuple(part) for part in found]


def goes_on(a: Point, b: Point, c: Point) -> bool:
    """Whether a line turns only slightly on its way from a over b to c."""
    before, after = (b[0] - a[0], b[1] - a[1]), (c[0] - b[0], c[1] - b[1])
    along = before[0] * after[0] + before[1] * after[1]
    return along > _SLIGHT * math.hypot(*before) * math.hypot(*after)


def is_round(line: Sequence[Point]) -> bool:
    """Whether a polyline stands for a curve: somewhere it turns, but only slightly."""
    return any(goes_on(a, b, c) for a, b, c in zip(line, line[1:], line[2:], strict=False))


def direction_along(line: Sequence[Point], distance: float) -> Point:
    """The way a polyline goes at a distance from its start, as a vector of length 1."""
    pieces_ = [(a, b) for a, b in segments(line) if a != b] or [((0.0, 0.0), (1.0, 0.0))]
    a, b = pieces_[-1]
    for piece in pieces_:
        step = math.dist(*piece)
        if distance <= step:
            a, b = piece
            break
        distance -= step
    step = math.dist(a, b)
    return (b[0] - a[0]) / step, (b[1] - a[1]) / step


def nearest_along(line: Sequence[Point], point: Point) -> float:
    """How far along a polyline its point nearest to another one lies."""
    best, found, gone = math.inf, 0.0, 0.0
    for a, b in segments(line):
        step = math.dist(a, b)
        share = share_along(a, b, point)
        near = (a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share)
        if (away := math.dist(near, point)) < best - 1e-9:
            best, found = away, gone + share * step
        gone += step
    return found


def shortened(line: Sequence[Point], by: float) -> Polyline:
    """A polyline without a stretch of that length at its end; nothing is taken from one that is too short."""
    for i in range(len(line) - 1, 0, -1):
        step = math.dist(line[i - 1], line[i])
        if step > by:
            return (*line[:i], point_along((line[i - 1], line[i]), step - by))
        by -= step
    return tuple(line)


def crosses_box(a: Point, b: Point, box: Box) -> bool:
    """Whether a segment passes through the inside of a box; touching its edge does not count."""
    (x, y), (dx, dy) = a, (b[0] - a[0], b[1] - a[1])
    enter, leave = 0.0, 1.0
    for start, delta, low, high in ((x, dx, box.x, box.right), (y, dy, box.y, box.bottom)):
        if abs(delta) < 1e-9:
            if not low < start < high:
                return False
            continue
        first, last = sorted(((low - start) / delta, (high - start) / delta))
        enter, leave = max(enter, first), min(leave, last)
        if enter >= leave:
            return False
    return enter < leave


def line_crosses_box(line: Sequence[Point], box: Box) -> bool:
    """Whether any segment of a polyline passes through the inside of a box."""
    return any(crosses_box(a, b, box) for a, b in segments(line))


def border_point(box: Box, toward: Point) -> Point:
    """Where the line from the centre of a box towards a point leaves the box."""
    cx, cy = box.center
    dx, dy = toward[0] - cx, toward[1] - cy
    if not dx and not dy:
        return (cx, box.y)
    shares = [half / abs(d) for half, d in ((box.width / 2, dx), (box.height / 2, dy)) if d]
    share = min(shares)
    return (cx + dx * share, cy + dy * share)


def exit_point(box: Box, inside: Point, toward: Point) -> Point:
    """Where the segment from a point in the box to another point leaves the box, or that point."""
    dx, dy = toward[0] - inside[0], toward[1] - inside[1]
    share = 1.0
    for start, delta, low, high in ((inside[0], dx, box.x, box.right), (inside[1], dy, box.y, box.bottom)):
        if delta:
            share = min(share, ((high if delta > 0 else low) - start) / delta)
    share = max(share, 0.0)
    return (inside[0] + dx * share, inside[1] + dy * share)


def distance_to_line(line: Sequence[Point], point: Point) -> float:
    """Distance from a point to a polyline."""
    return min(distance_to_segment(a, b, point) for a, b in segments(line))


def distance_to_segment(a: Point, b: Point, point: Point) -> float:
    share = share_along(a, b, point)
    return math.dist((a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share), point)


def share_along(a: Point, b: Point, point: Point) -> float:
    """Where on a segment its point nearest to another one lies, from 0 at its start to 1 at its end."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    squared = dx * dx + dy * dy
    share = ((point[0] - a[0]) * dx + (point[1] - a[1]) * dy) / squared if squared else 0.0
    return min(1.0, max(0.0, share))


def segments_cross(a: Point, b: Point, c: Point, d: Point) -> bool:
    """Whether two segments properly cross: in one point that is no end of either."""
    return _side(a, b, c) * _side(a, b, d) < 0 and _side(c, d, a) * _side(c, d, b) < 0


def meeting(a: Point, b: Point, c: Point, d: Point) -> Point | None:
    """The point that two segments share, ends included; None for parallel ones."""
    (px, py), (qx, qy) = (b[0] - a[0], b[1] - a[1]), (d[0] - c[0], d[1] - c[1])
    area = px * qy - py * qx
    if abs(area) < 1e-9:
        return None
    along = ((c[0] - a[0]) * qy - (c[1] - a[1]) * qx) / area
    across = ((c[0] - a[0]) * py - (c[1] - a[1]) * px) / area
    if not (0 <= along <= 1 and 0 <= across <= 1):
        return None
    return (a[0] + px * along, a[1] + py * along)


def overlap_length(a: Point, b: Point, c: Point, d: Point, tolerance: float = 2.0) -> float:
    """How far two axis-parallel segments run on the same line, within a tolerance; 0 for others."""
    for along, across in ((0, 1), (1, 0)):
        flat = abs(a[across] - b[across]) < 0.01 and abs(c[across] - d[across]) < 0.01
        if flat and abs(a[across] - c[across]) <= tolerance:
            low = max(min(a[along], b[along]), min(c[along], d[along]))
            high = min(max(a[along], b[along]), max(c[along], d[along]))
            return max(0.0, high - low)
    return 0.0


def _side(a: Point, b: Point, c: Point) -> float:
    turn = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
    return 0.0 if abs(turn) < 1e-9 else turn


def simplified(line: Sequence[Point]) -> Polyline:
    """The same polyline, rounded to 0.1, without repeated points and points on a straight stretch."""
    result: list[Point] = []
    for x, y in line:
        point = (round(x, 1), round(y, 1))
        if result and result[-1] == point:
            continue
        if len(result) > 1 and _continues(result[-2], result[-1], point):
            result.pop()
        result.append(point)
    return tuple(result) if len(result) > 1 else (result[0], result[0])


def _continues(a: Point, b: Point, c: Point) -> bool:
    """Whether c lies straight ahead of a and b, on one axis."""
    vertical = a[0] == b[0] == c[0] and (b[1] - a[1]) * (c[1] - b[1]) >= 0
    return vertical or (a[1] == b[1] == c[1] and (b[0] - a[0]) * (c[0] - b[0]) >= 0)


def curve_through(points: Sequence[Point], steps: int = 8) -> Polyline:
    """A smooth polyline through some points (Catmull-Rom)."""
    if len(points) < 3:
        return tuple(points)
    padded = [points[0], *points, points[-1]]
    result: list[Point] = [points[0]]
    for p0, p1, p2, p3 in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        result += [_spline(p0, p1, p2, p3, i / steps) for i in range(1, steps + 1)]
    return tuple((round(x, 1), round(y, 1)) for x, y in result)


def curve_middle(points: Sequence[Point], stretch: int) -> Point:
    """The middle of the curve between a point and the next one."""
    if len(points) < 3:
        (ax, ay), (bx, by) = points
        return ((ax + bx) / 2, (ay + by) / 2)
    padded = [points[0], *points, points[-1]]
    before, start, end, beyond = padded[stretch : stretch + 4]
    x, y = _spline(before, start, end, beyond, 0.5)
    return (round(x, 1), round(y, 1))


def _spline(p0: Point, p1: Point, p2: Point, p3: Point, t: float) -> Point:
    def coordinate(i: int) -> float:
        a, b, c, d = p0[i], p1[i], p2[i], p3[i]
        return 0.5 * (
            2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t**3
        )

    return (coordinate(0), coordinate(1))
