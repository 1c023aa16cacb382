"""Figures on pages: the whole diagram on one, and enlarged parts on more if it would be too small to read."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from dfdmodeler.drawing.fit import Fit, fit
from dfdmodeler.drawing.index import Index
from dfdmodeler.drawing.primitives import Box, Item
from dfdmodeler.report.document import Figure

MARGIN = 42.0
CAPTION = 34.0
"""Height of the title above a diagram."""
BELOW = 60.0
"""Room below a diagram, where the page has its number."""
_LARGEST = 0.9
_READABLE, _ENLARGED = 0.46, 0.62
"""A diagram smaller than the first (names of 6 points) is also shown in parts, each at the second scale."""
_OVERLAP = 110.0
"""How far parts overlap, in diagram units: about an element and its label."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page that shows a diagram or a part of it."""

    size: tuple[float, float]
    figure: Figure
    caption: str
    window: Box
    """Where on the page, from its upper left corner, the diagram is drawn."""
    place: Fit
    items: tuple[Item, ...] = ()
    """What shows there, from back to front."""
    clipped: bool = False


def sheets(figure: Figure, paper: tuple[float, float]) -> Iterator[Sheet]:
    """The pages of a figure, upright or across, whichever shows it larger."""
    bounds = figure.picture.bounds
    sizes = (paper, paper[::-1])
    size = max(sizes, key=lambda size: fit(bounds, _window(size), _LARGEST).scale)
    place = fit(bounds, _window(size), _LARGEST)
    yield Sheet(size, figure, figure.title, _window(size), place, figure.picture.items)
    if place.scale < _READABLE:
        yield from _parts(figure, size)


def _window(size: tuple[float, float]) -> Box:
    width, height = size
    return Box(MARGIN, MARGIN + CAPTION, width - 2 * MARGIN, height - MARGIN - CAPTION - BELOW)


def _parts(figure: Figure, size: tuple[float, float]) -> Iterator[Sheet]:
    parts = list(_visible(figure, size))
    window = _window(size)
    for number, (x, y, items) in enumerate(parts, 1):
        place = Fit(_ENLARGED, window.x - x * _ENLARGED, window.y - y * _ENLARGED)
        caption = f"{figure.title}, part {number} of {len(parts)}"
        yield Sheet(size, figure, caption, window, place, items, clipped=True)


def _visible(figure: Figure, size: tuple[float, float]) -> Iterator[tuple[float, float, tuple[Item, ...]]]:
    """The parts that show more than boundaries, row by row: their upper left corners, and what they show."""
    bounds, window = figure.picture.bounds, _window(size)
    shown = Index(figure.picture.items)
    width, height = window.width / _ENLARGED, window.height / _ENLARGED
    columns = _count(bounds.width, width)
    rows = _count(bounds.height, height)
    for row in range(rows):
        for column in range(columns):
            x = bounds.x + _start(column, columns, bounds.width, width)
            y = bounds.y + _start(row, rows, bounds.height, height)
            items = tuple(shown.visible(Box(x, y, width, height)))
            if any(item.role != "boundary" for item in items):
                yield x, y, items


def _count(whole: float, part: float) -> int:
    return max(1, math.ceil((whole - _OVERLAP) / (part - _OVERLAP)))


def _start(number: int, count: int, whole: float, part: float) -> float:
    """Parts lie evenly; a single one has the diagram in its middle."""
    return (whole - part) / 2 if count == 1 else number * (whole - part) / (count - 1)
