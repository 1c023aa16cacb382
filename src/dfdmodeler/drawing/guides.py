"""Alignment guides: where a box that is being moved, placed or resized lines up with what is near.

A box lines up where one of its edges is level with an edge of another, or its middle with the middle of
another, or where the gaps in its row or column are equal. `pull` says how far it would have to go; `lines`
shows what lines up.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from dfdmodeler.drawing.index import Index
from dfdmodeler.drawing.primitives import Box

Axis = Literal[0, 1]
"""0 across, 1 down: the index of a coordinate."""
Side = Literal["low", "middle", "high"]
ALL: tuple[Side, ...] = ("low", "middle", "high")
EDGES: tuple[Side, ...] = ("low", "high")
_MIDDLE: tuple[Side, ...] = ("middle",)
Point = tuple[float, float]

_LEVEL = 0.05
"""Coordinates that differ by no more than this are the same: files keep a tenth of a unit."""


class Free(NamedTuple):
    """Which sides of a box may be moved to line up, across and down; with all of them it moves as a whole."""

    across: tuple[Side, ...] = ALL
    down: tuple[Side, ...] = ALL


WHOLE = Free()


class Near(NamedTuple):
    """What a box may line up with, and at which of its sides."""

    box: Box
    sides: tuple[Side, ...] = ALL


class Line(NamedTuple):
    """A guide to be drawn. A gap is one of several equal ones and has a mark at each end."""

    start: Point
    end: Point
    is_gap: bool = False


def candidates(index: Index, box: Box, view: Box, moving: Collection[str], reach: float) -> list[Near]:
    """What a box could line up with: the shapes in view in its row and its column that do not move with it.

    What lies around the box counts with its middle alone; other boundaries, whose middles nobody sees, with
    their edges.
    """
    row = Box(view.x, box.y - reach, view.width, box.height + 2 * reach)
    column = Box(box.x - reach, view.y, box.width + 2 * reach, view.height)
    found = {key: shape for band in (row, column) for key, shape in index.shapes(band).items()}
    return [
        Near(shape, _MIDDLE if _is_around(shape, box) else EDGES if key.role == "boundary" else ALL)
        for key, shape in found.items()
        if key.subject not in moving
    ]


def pull(
    box: Box, others: Sequence[Near], reach: float, free: Free = WHOLE
) -> tuple[float | None, float | None]:
    """How far to move across and down so that the box lines up; None where nothing is within reach."""
    return _pull(box, others, reach, 0, free.across), _pull(box, others, reach, 1, free.down)


def lines(box: Box, others: Sequence[Near], free: Free = WHOLE) -> tuple[Line, ...]:
    """The guides of a box where it is: one along each level that it shares, and the equal gaps."""
    return tuple(
        line
        for axis, sides in ((0, free.across), (1, free.down))
        for line in (*_levels(box, others, axis, sides), *_gaps(box, others, axis, sides))  # type: ignore[arg-type]
    )


def _pull(
    box: Box, others: Sequence[Near], reach: float, axis: Axis, sides: tuple[Side, ...]
) -> float | None:
    shifts = [to - value for value, to, _ in _shared(box, others, reach, axis, sides)]
    if sides == ALL:
        spaced = (to - box[axis] for to in _evenly_spaced(box, others, axis, reach))
        shifts += [shift for shift in spaced if abs(shift) <= reach]
    return min(shifts, key=lambda shift: (abs(shift), shift)) if shifts else None


def _levels(box: Box, others: Sequence[Near], axis: Axis, sides: tuple[Side, ...]) -> Iterable[Line]:
    ends: dict[float, list[float]] = {}
    for value, _, other in _shared(box, others, _LEVEL, axis, sides):
        ends.setdefault(value, []).extend(_extent(other, axis))
    along: Axis = 1 if axis == 0 else 0
    if len(ends) == len(ALL):  # of equal sizes the line through the middles says it all
        ends = {middle: ends[middle] for middle in [_value(box, axis, "middle")]}
    for value, found in ends.items():
        low, high = min(*found, box[along]), max(*found, _value(box, along, "high"))
        yield Line(_point(axis, value, low), _point(axis, value, high))


def _extent(near: Near, axis: Axis) -> tuple[float, float]:
    """From where to where a level along an axis is drawn at something: at what lies around, to its middle."""
    along: Axis = 1 if axis == 0 else 0
    low, high = ("middle", "middle") if near.sides == _MIDDLE else ("low", "high")
    return _value(near.box, along, low), _value(near.box, along, high)  # type: ignore[arg-type]


def _shared(
    box: Box, others: Sequence[Near], within: float, axis: Axis, sides: tuple[Side, ...]
) -> list[tuple[float, float, Near]]:
    """Levels of a box, those of others near them (edges by edges, middles by middle), and whose these are."""
    own = [(side == "middle", _value(box, axis, side)) for side in sides]
    found = []
    for near in others:
        start, size = near.box[axis], near.box[axis + 2]
        edges = (start, start + size) if near.sides != _MIDDLE else ()
        middles = (start + size / 2,) if near.sides != EDGES else ()
        for is_middle, value in own:
            found += [
                (value, to, near)
                for to in (middles if is_middle else edges)
                if -within <= to - value <= within
            ]
    return found


def _evenly_spaced(box: Box, others: Sequence[Near], axis: Axis, reach: float) -> list[float]:
    """Where the box would begin with equal gaps: between its neighbours, or going on from two of them."""
    row = _row(box, others, axis)
    before = _two(row, axis, box[axis] + reach, after=False)
    after = _two(row, axis, _value(box, axis, "high") - reach, after=True)
    size = box[axis + 2]
    found = []
    if before and after:
        found.append((_value(before[0], axis, "high") + after[0][axis] - size) / 2)
    if len(before) == 2:
        found.append(_value(before[0], axis, "high") + before[0][axis] - _value(before[1], axis, "high"))
    if len(after) == 2:
        found.append(after[0][axis] - (after[1][axis] - _value(after[0], axis, "high")) - size)
    return found


def _gaps(box: Box, others: Sequence[Near], axis: Axis, sides: tuple[Side, ...]) -> Iterable[Line]:
    """The gaps beside the box that are equal to the next one in its row or column."""
    if sides != ALL:
        return
    row = _row(box, others, axis)
    before = _two(row, axis, box[axis], after=False)
    after = _two(row, axis, _value(box, axis, "high"), after=True)
    chain, at = [*reversed(before), box, *after], len(before)
    sizes = [b[axis] - _value(a, axis, "high") for a, b in pairwise(chain)]
    equal: set[int] = set()
    for i, (one, other) in enumerate(pairwise(sizes)):
        if abs(one - other) <= _LEVEL and at in (i, i + 1, i + 2):
            equal |= {i, i + 1}
    for i in sorted(equal):
        yield _gap(chain[i], chain[i + 1], axis)


def _gap(a: Box, b: Box, axis: Axis) -> Line:
    along: Axis = 1 if axis == 0 else 0
    low = max(a[along], b[along])
    high = min(_value(a, along, "high"), _value(b, along, "high"))
    middle = (low + high) / 2
    start, end = _value(a, axis, "high"), b[axis]
    return Line(_point(axis, start, middle), _point(axis, end, middle), is_gap=True)


def _row(box: Box, others: Sequence[Near], axis: Axis) -> list[Box]:
    """What lies beside the box, along an axis."""
    along = 1 - axis
    low, high = box[along], box[along] + box[along + 2]
    boxes = (other.box for other in others if other.sides != _MIDDLE)
    return [o for o in boxes if o[along] < high and low < o[along] + o[along + 2]]


def _two(row: Sequence[Box], axis: Axis, edge: float, *, after: bool) -> list[Box]:
    """The nearest box that ends before an edge, or begins after it, and the nearest to that; if there are."""
    found: list[Box] = []
    while len(found) < 2:
        if after:
            one = min((o for o in row if o[axis] >= edge), key=lambda o: (o[axis], o), default=None)
        else:
            ends = ((_value(o, axis, "high"), o) for o in row if _value(o, axis, "high") <= edge)
            one = max(ends, default=(0.0, None))[1]
        if one is None:
            break
        found.append(one)
        edge = _value(one, axis, "high") if after else one[axis]
    return found


def _value(box: Box, axis: Axis, side: Side) -> float:
    if side == "low":
        return box[axis]
    return box[axis] + box[axis + 2] / (2 if side == "middle" else 1)


def _point(axis: Axis, value: float, along: float) -> Point:
    return (value, along) if axis == 0 else (along, value)


def _is_around(outer: Box, box: Box) -> bool:
    return outer[2] > box[2] and outer[3] > box[3] and outer.contains(*box.center)
