"""A path on its own, small: its elements in a row, with arrows, what flows, and the boundaries crossed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dfdmodeler.drawing.flows import LABEL_SIZE, flow_primitives
from dfdmodeler.drawing.metrics import LINE_HEIGHT, Metrics
from dfdmodeler.drawing.primitives import Box, Item, Path, Picture, Primitive, Style
from dfdmodeler.drawing.shapes import Look, element_primitives, stacked

BOX_WIDTH, BOX_HEIGHT = 110.0, 63.0
ARROW = 104.0
"""From one element to the next."""
_ROW = BOX_HEIGHT + 18.0
_MIDDLE = BOX_HEIGHT / 2
_PAD = 8.0
_CLEAR = 11.0
"""From the arrow to its words."""
_BORDER, _BESIDE = 10.0, 7.0
"""Half the length of a boundary that is crossed, and the distance of two of them."""
_MOST_LINES = 2


@dataclass(frozen=True, slots=True)
class Stop:
    """An element of a path."""

    subject: str
    name: str
    look: Look


@dataclass(frozen=True, slots=True)
class Link:
    """A flow of a path: its label, and the names of the boundaries that it crosses."""

    subject: str
    label: str
    crosses: tuple[str, ...] = ()


def strip(stops: Sequence[Stop], links: Sequence[Link], width: float, metrics: Metrics) -> Picture:
    """The path, in as many rows as the width asks for; a further row begins with the arrow to its element."""
    items: list[Item] = []
    x, y = 0.0, 0.0
    for place, stop in enumerate(stops):
        if place:
            if x + ARROW + BOX_WIDTH > width and x > 0:
                x, y = 0.0, y + _ROW
            items.append(_link(links[place - 1], x, y, metrics))
            x += ARROW
        box = Box(x, y, BOX_WIDTH, BOX_HEIGHT)
        shape = element_primitives(stop.name, stop.look, box, metrics)
        items.append(Item(stop.subject, "element", place, box.grown(1.0), shape, shape=box))
        x += BOX_WIDTH
    right = max((item.bounds.right for item in items), default=0.0)
    bounds = Box(-1.0, -_CLEAR, right + 1.0, y + BOX_HEIGHT + 2 * _CLEAR)
    return Picture(tuple(items), bounds, {item.subject: item for item in items})


def _link(link: Link, x: float, y: float, metrics: Metrics) -> Item:
    middle = y + _MIDDLE
    course = ((x + 1.0, middle), (x + ARROW - 1.0, middle))
    primitives = (
        *_crossings(link.crosses, x, middle, metrics),
        *flow_primitives(course, "plain", "head", highlighted=True),
        *_texts(link.label, x, middle, above=True, color="ink", metrics=metrics),
    )
    return Item(link.subject, "flow", 0, Box(x, y, ARROW, BOX_HEIGHT), primitives, line=course)


def _crossings(names: Sequence[str], x: float, middle: float, metrics: Metrics) -> Iterator[Primitive]:
    """A dashed line across the arrow for each boundary, and what they are called."""
    first = x + ARROW / 2 - _BESIDE * (len(names) - 1) / 2
    for place in range(len(names)):
        at = first + place * _BESIDE
        line = (("M", (at, middle - _BORDER)), ("L", (at, middle + _BORDER)))
        yield Path(line, Style(stroke="boundary", width=1.4, dash=(3.0, 2.0)))  # type: ignore[arg-type]
    yield from _texts(", ".join(names), x, middle, above=False, color="muted", metrics=metrics)


def _texts(
    text: str, x: float, middle: float, *, above: bool, color: str, metrics: Metrics
) -> list[Primitive]:
    """A few words above or below an arrow, clear of the boundaries that it crosses."""
    lines = metrics.lines(text, LABEL_SIZE, ARROW - 2 * _PAD, _MOST_LINES)
    height = len(lines) * LABEL_SIZE * LINE_HEIGHT
    top = middle - _CLEAR - height if above else middle + _CLEAR
    return [*stacked(lines, x + ARROW / 2, top, LABEL_SIZE, color, 400, "middle")]
