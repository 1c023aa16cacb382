"""Where on a diagram there is room for one thing more: near a point, or beside what is there already."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import product
from math import ceil, floor

from dfdmodeler.drawing.geometry import around, box_of, line_crosses_box, segments
from dfdmodeler.drawing.index import Index
from dfdmodeler.drawing.primitives import Box, Item

MARGIN = 16.0
"""Room that stays free around a shape, in units."""
GAP = 96.0
"""Room for a flow and its label between an element and the next one in its row."""
ROW = 56.0
"""Room between an element and one in the row below."""
_HEAD = 40.0
"""Room below the upper edge of a boundary, where its name is."""
_STEP = 16.0
_REACH, _NEAR = 48, 12
"""Steps that are looked away from a point, in each direction, and those that are still near by."""
_TOUCH = 1e-6
_ROWS = (0, 1, -1, 2, -2, 3, -3)
_COLUMNS = 4


def is_free(index: Index, box: Box) -> bool:
    """Whether nothing is in the way of a shape, with a little room around it.

    A boundary is in the way where its frame or its name is; what lies wholly inside is inside it.
    """
    wide = box.grown(MARGIN)
    return not any(_in_way(item, box, wide) for item in index.visible(wide))


def near(index: Index, wanted: Box, home: str | None) -> Box:
    """The nearest free place to a wanted one in a boundary, or in none if there is no room in it.

    The wanted place itself, if all is taken as far as is looked.
    """
    places = list(_round(index, wanted, _REACH))
    return _first(index, places, home) or _first(index, places, None) or wanted


def beside(index: Index, start: Box, size: tuple[float, float], *, forward: bool, home: str | None) -> Box:
    """A free place right of an element (left of it, if not forward), else above or below, else further off.

    Inside the boundary `home` where there is room near by, be it less than flows like to have; near by in no
    boundary before far off in this one. The place right beside it, if all is taken.
    """
    close = list(_close(start, size, forward))
    found = _first(index, close, home)
    if found is None and home is not None:
        found = _first(index, _round(index, close[0], _NEAR), home) or _first(index, close, None)
    found = found or _first(index, _far(start, size, forward), home)
    return found or near(index, close[0], None)


def wrapped(boxes: Iterable[Box]) -> Box:
    """The box that a boundary around some shapes takes: room on every side, and for its name at the top."""
    wide = around(boxes).grown(2 * MARGIN)
    more = _HEAD - MARGIN
    return Box(wide.x, wide.y - more, wide.width, wide.height + more)


def _first(index: Index, places: Iterable[Box], home: str | None) -> Box | None:
    """The first free place whose innermost boundary is `home`."""
    return next((box for box in places if index.inside(*box.center) == home and is_free(index, box)), None)


def _round(index: Index, wanted: Box, reach: int) -> Iterator[Box]:
    """A place and those around it, the nearest first, without those that shapes and flows plainly take."""
    taken: set[tuple[int, int]] = set()
    span = reach * _STEP + MARGIN
    area = Box(wanted.x - span, wanted.y - span, wanted.width + 2 * span, wanted.height + 2 * span)
    for item in index.visible(area):
        for box in _solid(item):
            columns = _steps(box.x, box.right, wanted.x, wanted.width, reach)
            rows = _steps(box.y, box.bottom, wanted.y, wanted.height, reach)
            taken.update(product(columns, rows))
    for x, y in _spiral(reach):
        if (x, y) not in taken:
            yield Box(wanted.x + x * _STEP, wanted.y + y * _STEP, wanted.width, wanted.height)


@cache
def _spiral(reach: int) -> tuple[tuple[int, int], ...]:
    """Steps right and down, the nearest first."""
    span = range(-reach, reach + 1)
    steps = [(x, y) for x in span for y in span]
    return tuple(sorted(steps, key=lambda step: (step[0] ** 2 + step[1] ** 2, step)))


def _solid(item: Item) -> list[Box]:
    """What nothing may be put over: shapes with some room around, level and upright stretches of flows.

    What only touches a flow is not over it.
    """
    if item.line:
        straight = [(a, b) for a, b in segments(item.line) if (a[0] == b[0]) != (a[1] == b[1])]
        return [box_of(part).grown(-_TOUCH) for part in straight]
    return [] if item.role == "boundary" else [(item.shape or item.label or item.bounds).grown(MARGIN)]


def _steps(low: float, high: float, start: float, size: float, reach: int) -> range:
    """By how many steps something that starts somewhere may be moved and still meets a stretch."""
    first = ceil((low - start - size) / _STEP)
    last = floor((high - start) / _STEP)
    return range(max(first, -reach), min(last, reach) + 1)


def _close(start: Box, size: tuple[float, float], forward: bool) -> Iterator[Box]:
    """The places in the next column, then those above and below."""
    for row in _ROWS:
        yield _at(start, size, forward, 0, row)
    width, height = size
    x, y = start.center
    for rows in (1, -1, 2, -2):
        yield Box(x - width / 2, y - height / 2 + rows * (height + ROW), width, height)


def _far(start: Box, size: tuple[float, float], forward: bool) -> Iterator[Box]:
    """The places in the columns further off."""
    for column in range(1, _COLUMNS):
        for row in _ROWS:
            yield _at(start, size, forward, column, row)


def _at(start: Box, size: tuple[float, float], forward: bool, column: int, row: int) -> Box:
    width, height = size
    away = GAP + column * (width + GAP)
    x = start.right + away if forward else start.x - away - width
    return Box(x, start.center[1] - height / 2 + row * (height + ROW), width, height)


def _in_way(item: Item, box: Box, wide: Box) -> bool:
    if item.role == "flow" or item.line:
        return line_crosses_box(item.line, box)
    if item.role != "boundary" or item.shape is None:
        return (item.shape or item.label or item.bounds).meets(wide)
    frame = item.shape
    if not frame.meets(box):
        return False
    inside = frame.contains(wide.x, box.y - _HEAD) and frame.contains(wide.right, wide.bottom)
    return not inside
