"""Orthogonal routes: the cheapest way on a sparse grid of lines around everything that stands near.

Cost is length, plus so much for each bend, for crossing another flow, for running along one or along a
boundary, and for covering a name or a label. Shapes are never crossed.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import pairwise

from dfdmodeler.drawing.field import Field
from dfdmodeler.drawing.geometry import Point, Polyline, crosses_box, simplified
from dfdmodeler.drawing.ports import STEPS, Lane, Port, ports
from dfdmodeler.drawing.primitives import Box
from dfdmodeler.drawing.simple import ALONG, BEND, BLOCKED, CROSSING, NEAR

_ALONG_FRAME = (0.0, 0.8)
_OVER_NAME = (30.0, 1.5)
_OVER_LABEL = (16.0, 0.6)
"""Cost of running along or over something: once, and for each unit of length."""
_NEAR_FRAME = 7.0
_EFFORT_PER_SHAPE = 50
_UNLOVED = 0.02
"""Extra cost, for each unit of length, of lines other than those in the middle between the ends."""
_CLEARANCES = ((10.0, 12.0, (12.0, 24.0, 36.0)), (3.0, 5.0, (5.0, 12.0)))
"""Distance kept from shapes, length of the first piece, where lines run around shapes: usual, then tight."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What a route has to regard: shapes in its way, and everything that costs."""

    shapes: tuple[Box, ...]
    lines: tuple[tuple[Point, Point], ...]
    frames: tuple[Box, ...]
    names: tuple[Box, ...]
    labels: tuple[Box, ...]
    region: Box


def survey(flow: str, ends: tuple[str | None, str | None], around: Box, field: Field) -> Ground:
    """Look up what stands in a region, apart from the flow itself and the shapes at its ends."""
    shapes = sorted((key, box) for key, box in field.shapes.near(around).items() if key not in ends)
    return Ground(
        shapes=tuple(box for _, box in shapes),
        lines=tuple(sorted(line for other, line in field.lines_near(around) if other != flow)),
        frames=tuple(frame for _, frame in sorted(field.frames.near(around).items()) if frame.meets(around)),
        names=tuple(sorted(box for key, box in field.names.near(around).items() if key != flow)),
        labels=tuple(sorted(box for key, box in field.labels.near(around).items() if key != flow)),
        region=around,
    )


def cheapest_route(
    flow: str,
    ids: tuple[str | None, str | None],
    source: Box,
    target: Box,
    lane: Lane,
    field: Field,
    limit: float,
    effort: int,
) -> Polyline | None:
    """The cheapest course between two boxes that costs less than the limit, or None if none is found.

    `effort` bounds the places looked at, and with them the region.
    """
    apart = max(abs(source.center[0] - target.center[0]), abs(source.center[1] - target.center[1]))
    for margin in (64.0 + apart * 0.1, 160.0 + apart * 0.5):
        ground = survey(flow, ids, source.united(target).grown(margin), field)
        if len(ground.shapes) > effort // _EFFORT_PER_SHAPE:
            return None
        for clearance, stub, tracks in _CLEARANCES:
            found = _Search(source, target, lane, ground, clearance, stub, tracks).run(limit, effort)
            if found is not None:
                return simplified(found)
            if limit < BLOCKED:
                return None
    return None


class _Search:
    """One search on one grid."""

    def __init__(
        self,
        source: Box,
        target: Box,
        lane: Lane,
        ground: Ground,
        clearance: float,
        stub: float,
        tracks: tuple[float, ...],
    ) -> None:
        self.source, self.target, self.ground = source, target, ground
        self.clearance, self.stub = clearance, stub
        self.starts = self._open(source, ports(source, target, ground.lines, lane, stub))
        self.goals = self._open(target, ports(target, source, ground.lines, lane.back, stub))
        solid = (source, target, *ground.shapes)
        middle_x, middle_y = _middle(source, target, 0), _middle(source, target, 1)
        loved_x = [p.away[0] for p in (*self.starts, *self.goals)] + middle_x
        loved_y = [p.away[1] for p in (*self.starts, *self.goals)] + middle_y
        region = ground.region
        self.xs = _lines(loved_x, [(b.x, b.right) for b in solid], tracks, region.x, region.right)
        self.ys = _lines(loved_y, [(b.y, b.bottom) for b in solid], tracks, region.y, region.bottom)
        self.across = _Costs(self.xs, self.ys)
        self.down = _Costs(self.ys, self.xs)
        self._price(set(loved_x), set(loved_y))

    def _open(self, box: Box, offered: list[Port]) -> list[Port]:
        """The ports from which the first piece of a route is free."""
        around = box.grown(self.stub)
        near = [other for other in self.ground.shapes if other.meets(around)]
        return [p for p in offered if not any(crosses_box(p.point, p.away, other) for other in near)]

    def _price(self, loved_x: set[float], loved_y: set[float]) -> None:
        ground = self.ground
        for box in (self.source, self.target, *ground.shapes):
            solid = box.grown(self.clearance) if box.width else box
            self.across.block(solid.x, solid.right, solid.y, solid.bottom)
            self.down.block(solid.y, solid.bottom, solid.x, solid.right)
        for a, b in ground.lines:
            self.across.cross(a, b)
            self.down.cross((a[1], a[0]), (b[1], b[0]))
        for frame in ground.frames:
            for y in (frame.y, frame.bottom):
                self.across.along(frame.x, frame.right, y, _NEAR_FRAME, _ALONG_FRAME)
            for x in (frame.x, frame.right):
                self.down.along(frame.y, frame.bottom, x, _NEAR_FRAME, _ALONG_FRAME)
        for boxes, cost in ((ground.names, _OVER_NAME), (ground.labels, _OVER_LABEL)):
            for box in boxes:
                (cx, cy), (w, h) = box.center, (box.width / 2 + 3, box.height / 2 + 3)
                self.across.along(cx - w, cx + w, cy, h, cost)
                self.down.along(cy - h, cy + h, cx, w, cost)
        self.across.prefer(loved_y)
        self.down.prefer(loved_x)

    def run(self, limit: float, effort: int) -> Polyline | None:
        """The cheapest course: Dijkstra with a lower bound (A*) over (place, direction of the last step)."""
        cost, course = limit, None
        straight = self._straight()
        if straight and straight[0] < limit:
            cost, course = straight
        self._begin()
        goal: tuple[int, Port] | None = None
        while self._heap and self._heap[0][0] < cost and effort:
            effort -= 1
            estimate, state = heappop(self._heap)
            place, side = divmod(state, 4)
            reached = self._cheapest[state]
            if estimate > reached + self._bound(place) + 1e-6:
                continue
            for port in self._finish.get(place, ()):
                turn = (side - port.side) % 4
                total = reached + port.cost + self.stub + (0.0 if turn == 2 else BEND)
                if turn != 0 and total < cost:
                    cost, goal = total, (state, port)
            self._expand(place, side, state, reached)
        return self._course(*goal) if goal else course

    def _begin(self) -> None:
        box = self.target
        self._apart_x = [max(box.x - x, 0.0, x - box.right) for x in self.xs]
        self._apart_y = [max(box.y - y, 0.0, y - box.bottom) for y in self.ys]
        self._cheapest: dict[int, float] = {}
        self._came: dict[int, int] = {}
        self._first: dict[int, Port] = {}
        self._heap: list[tuple[float, int]] = []
        self._finish: dict[int, list[Port]] = {}
        for port in self.goals:
            self._finish.setdefault(self._place(port.away), []).append(port)
        for port in self.starts:
            place = self._place(port.away)
            state, cost = place * 4 + port.side, port.cost + self.stub
            if cost < self._cheapest.get(state, BLOCKED):
                self._cheapest[state], self._first[state] = cost, port
                heappush(self._heap, (cost + self._bound(place), state))

    def _expand(self, place: int, side: int, state: int, reached: float) -> None:
        width = len(self.xs)
        row, column = divmod(place, width)
        across, down = self.across.cost[row], self.down.cost[column]
        cheapest = self._cheapest
        for way, line, step, next_place, next_row, next_column in (
            (0, across, column, place + 1, row, column + 1),
            (1, down, row, place + width, row + 1, column),
            (2, across, column - 1, place - 1, row, column - 1),
            (3, down, row - 1, place - width, row - 1, column),
        ):
            if (way - side) % 4 == 2 or not 0 <= step < len(line):
                continue
            cost = reached + line[step] + (BEND if way != side else 0.0)
            following = next_place * 4 + way
            if cost < cheapest.get(following, BLOCKED):
                cheapest[following], self._came[following] = cost, state
                self._first.pop(following, None)
                heappush(self._heap, (cost + self._apart_x[next_column] + self._apart_y[next_row], following))

    def _course(self, state: int, goal: Port) -> Polyline:
        points = [goal.point, goal.away]
        while True:
            place = state // 4
            points.append((self.xs[place % len(self.xs)], self.ys[place // len(self.xs)]))
            if state in self._first:
                break
            state = self._came[state]
        points.append(self._first[state].point)
        return tuple(reversed(points))

    def _bound(self, place: int) -> float:
        row, column = divmod(place, len(self.xs))
        return self._apart_x[column] + self._apart_y[row]

    def _place(self, point: Point) -> int:
        return bisect_left(self.ys, point[1]) * len(self.xs) + bisect_left(self.xs, point[0])

    def _straight(self) -> tuple[float, Polyline] | None:
        """The cheapest straight course between ports that face each other, and its cost."""
        best: tuple[float, Polyline] | None = None
        for start in self.starts:
            for goal in self.goals:
                if (start.side - goal.side) % 4 != 2 or not _faces(start, goal):
                    continue
                cost = start.cost + goal.cost + self._straight_cost(start.point, goal.point)
                if best is None or cost < best[0]:
                    best = (cost, (start.point, goal.point))
        return best if best and best[0] < BLOCKED else None

    def _straight_cost(self, a: Point, b: Point) -> float:
        if any(crosses_box(a, b, box.grown(self.clearance * 0.5)) for box in self.ground.shapes):
            return BLOCKED
        if a[1] == b[1]:
            return self.across.total(a, b)
        return self.down.total((a[1], a[0]), (b[1], b[0]))


class _Costs:
    """Cost of each step along the lines of one direction: cost[line][step], from stop to stop."""

    def __init__(self, stops: list[float], lines: list[float]) -> None:
        self.stops, self.lines = stops, lines
        self.lengths = [b - a for a, b in pairwise(stops)]
        self.cost = [self.lengths.copy() for _ in lines]
        self._extras: list[tuple[float, float, float, float, tuple[float, float]]] = []
        self._crossings: list[tuple[Point, Point]] = []

    def block(self, low: float, high: float, line_low: float, line_high: float) -> None:
        """Close the inside of a box, given as its extent along and across the lines."""
        steps = range(
            max(bisect_right(self.stops, low) - 1, 0), min(bisect_left(self.stops, high), len(self.lengths))
        )
        for line in range(bisect_right(self.lines, line_low), bisect_left(self.lines, line_high)):
            row = self.cost[line]
            for step in steps:
                row[step] = BLOCKED

    def along(self, low: float, high: float, at: float, reach: float, cost: tuple[float, float]) -> None:
        """Make it dear to run near a stretch at `at`."""
        self._extras.append((low, high, at, reach, cost))
        first, last = (
            max(bisect_right(self.stops, low) - 1, 0),
            min(bisect_left(self.stops, high), len(self.lengths)),
        )
        for line in range(bisect_left(self.lines, at - reach), bisect_right(self.lines, at + reach)):
            row = self.cost[line]
            for step in range(first, last):
                shared = min(high, self.stops[step + 1]) - max(low, self.stops[step])
                if shared > 0:
                    row[step] += cost[0] * shared / (high - low) + cost[1] * shared

    def cross(self, a: Point, b: Point) -> None:
        """Another flow's segment: dear to cross, and very dear to run along."""
        if abs(a[1] - b[1]) < 0.05:
            self.along(min(a[0], b[0]), max(a[0], b[0]) or 1.0, a[1], NEAR, ALONG)
            return
        self._crossings.append((a, b))
        low, high = min(a[1], b[1]) - 1, max(a[1], b[1]) + 1
        slope = (b[0] - a[0]) / (b[1] - a[1])
        for line in range(bisect_left(self.lines, low), bisect_right(self.lines, high)):
            step = bisect_right(self.stops, a[0] + (self.lines[line] - a[1]) * slope) - 1
            if 0 <= step < len(self.lengths):
                self.cost[line][step] += CROSSING

    def prefer(self, loved: set[float]) -> None:
        """Make all other lines a little dearer."""
        for at, row in zip(self.lines, self.cost, strict=True):
            if at not in loved:
                row[:] = [cost + length * _UNLOVED for cost, length in zip(row, self.lengths, strict=True)]

    def total(self, a: Point, b: Point) -> float:
        """Cost of a straight course off the grid."""
        low, high, at = min(a[0], b[0]), max(a[0], b[0]), a[1]
        result = high - low
        for start, stop, line, reach, cost in self._extras:
            shared = min(high, stop) - max(low, start)
            if shared > 0 and abs(line - at) <= reach:
                result += cost[0] * shared / (stop - start) + cost[1] * shared
        for c, d in self._crossings:
            if min(c[1], d[1]) - 1 < at < max(c[1], d[1]) + 1:
                where = c[0] + (at - c[1]) * (d[0] - c[0]) / (d[1] - c[1])
                result += CROSSING * (low < where < high)
        return result


def _faces(start: Port, goal: Port) -> bool:
    axis = start.side % 2
    ahead = (goal.point[axis] - start.point[axis]) * STEPS[start.side][axis]
    return start.point[1 - axis] == goal.point[1 - axis] and ahead > 0


def _middle(source: Box, target: Box, axis: int) -> list[float]:
    """The coordinate half-way between two boxes, if they are apart on an axis."""
    low, high = sorted(
        ((source[axis], source[axis] + source[axis + 2]), (target[axis], target[axis] + target[axis + 2]))
    )
    return [round((low[1] + high[0]) / 2, 1)] if high[0] - low[1] > 20 else []


def _lines(
    fixed: list[float], extents: list[tuple[float, float]], tracks: tuple[float, ...], low: float, high: float
) -> list[float]:
    """Where the grid's lines run on one axis: through ports and middles, and around boxes."""
    around = [edge for start, stop in extents for track in tracks for edge in (start - track, stop + track)]
    return sorted({*fixed, *(round(at, 1) for at in around if low <= at <= high)})
