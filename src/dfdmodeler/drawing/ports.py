"""Ports: where on the border of a box a flow may begin or end."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from dfdmodeler.drawing.geometry import Point
from dfdmodeler.drawing.primitives import Box

STEPS = ((1, 0), (0, 1), (-1, 0), (0, -1))
"""Outward direction of each side: right, bottom, left, top."""

LANE = 16.0
"""Least distance between flows that connect the same two elements, where there is room."""
_WIDE_LANES = {False: {2: 20.0, 3: 18.0}, True: {2: 24.0, 3: 38.0, 4: 30.0}}
"""Better distances, by whether the flows are upright and by their number: room for labels between them."""
_INSET = 10.0
"""Distance kept from the corners."""
_SPACING = 8.0
_OFF_CENTER = 0.3
_TAKEN = 220.0
_CROWDED = 30.0
_BADGE = 26.0
"""How much of a shape's upper side a badge may cover, from its right end: a head there could not be seen."""


class Lane(NamedTuple):
    """Which one a flow is among those between the same two elements."""

    place: float = 0.0
    """From the middle, in lanes; positive is to the right of its way."""
    mates: int = 1

    @property
    def back(self) -> Lane:
        """The same lane, seen by who goes the other way."""
        return Lane(-self.place, self.mates)

    def offset(self, room: float, upright: bool) -> float:
        """Distance from the middle of a side that has so much room."""
        wanted = _WIDE_LANES[upright].get(self.mates, LANE)
        return self.place * min(wanted, room / max(self.mates - 1, 1))


ALONE = Lane()


class Port(NamedTuple):
    """A point on a side, the end of the first piece outwards, and what the choice costs."""

    point: Point
    away: Point
    side: int
    cost: float = 0.0


def ports(
    box: Box,
    other: Box,
    lines: Iterable[tuple[Point, Point]],
    lane: Lane,
    stub: float,
    sides: Iterable[int] = range(4),
) -> list[Port]:
    """The ports on some sides of a box for a flow to or from another box.

    `lane` shifts the favourite place of flows between the same two boxes; where other flows end is dear.
    """
    taken = [p for line in lines for p in line if _on_border(box, p)]
    result = []
    for side in sides:
        favourite = _favourite(box, other, side, lane)
        for at in _places(box, other, 1 - side % 2, favourite):
            port = _port(box, side, at, stub)
            cost = abs(at - favourite) * _OFF_CENTER + _crowding(port.point, taken)
            if STEPS[side][1] < 0 and at > box.right - _BADGE:
                cost += _CROWDED
            result.append(port._replace(cost=cost))
    return result


def favourite_ports(box: Box, other: Box, lane: Lane, stub: float) -> list[Port]:
    """One port for each side, where a flow of this lane would like it, whatever else ends there."""
    return [_port(box, side, round(_favourite(box, other, side, lane), 1), stub) for side in range(4)]


def _favourite(box: Box, other: Box, side: int, lane: Lane) -> float:
    """The coordinate on a side where a flow would like to begin or end."""
    (dx, dy), along = STEPS[side], 1 - side % 2
    room = min(box[along + 2], other[along + 2] or 1000.0) - 2 * _INSET
    return box.center[along] + lane.offset(max(room, 0.0), bool(dy)) * (dx or -dy)


def _port(box: Box, side: int, at: float, stub: float) -> Port:
    dx, dy = STEPS[side]
    edge = (box.right if dx > 0 else box.x) if dx else (box.bottom if dy > 0 else box.y)
    point = (edge, at) if dx else (at, edge)
    return Port(point, (round(point[0] + dx * stub, 1), round(point[1] + dy * stub, 1)), side)


def _places(box: Box, other: Box, along: int, favourite: float) -> list[float]:
    """Coordinates on a side: the favourite, steps to both sides, and what lies straight across."""
    low, high = box[along] + _INSET, box[along] + box[along + 2] - _INSET
    if low >= high:
        return [round(box.center[along], 1)]
    center = box.center[along]
    count = int((high - center) // _SPACING)
    wide = 2 if high - low > 64 else 1
    places = {center + i * _SPACING * wide for i in range(-count // wide, count // wide + 1)}
    other_low, other_high = other[along] + _INSET, other[along] + other[along + 2] - _INSET
    shared_low, shared_high = max(low, other_low), min(high, other_high)
    if shared_low <= shared_high:
        middle = (shared_low + shared_high) / 2
        places |= {middle, middle - LANE / 2, middle + LANE / 2, middle - LANE, middle + LANE}
    places |= {favourite, other.center[along], *(other.center[along] + i * _SPACING for i in (-2, -1, 1, 2))}
    return sorted({round(min(max(at, low), high), 1) for at in places if low - 4 <= at <= high + 4})


def _on_border(box: Box, point: Point) -> bool:
    x, y = point
    near = box.x - 1 <= x <= box.right + 1 and box.y - 1 <= y <= box.bottom + 1
    return near and not (box.x + 1 < x < box.right - 1 and box.y + 1 < y < box.bottom - 1)


def _crowding(point: Point, taken: list[Point]) -> float:
    cost = 0.0
    for x, y in taken:
        distance = abs(x - point[0]) + abs(y - point[1])
        if distance < 7.5:
            cost += _TAKEN
        elif distance < 13:
            cost += _CROWDED
    return cost
