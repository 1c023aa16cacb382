"""A legend: what the colours and marks of an overlay mean, as a value and as part of a picture."""

from __future__ import annotations

from dataclasses import dataclass

from dfdmodeler.drawing.badges import HEIGHT, chip_primitives, chip_width
from dfdmodeler.drawing.metrics import LINE_HEIGHT, MIDDLE, Metrics
from dfdmodeler.drawing.primitives import Box, Item, Path, Picture, Primitive, Rectangle, Shade, Style, Text
from dfdmodeler.drawing.shapes import stacked

SUBJECT = "legend"
"""What the item of a legend goes by; it is about no record."""
_GAP = 32.0
"""Room between a diagram and its legend."""
_PAD, _STEP, _BETWEEN = 16.0, 26.0, 12.0
_TITLE_SIZE, _SIZE = 13.0, 11.0
_MOST_WIDTH, _MOST_LINES = 420.0, 3
_LINE, _LINE_WIDTH = 28.0, 2.4
_Z = 100_000


@dataclass(frozen=True, slots=True)
class LegendRow:
    """One meaning: its shade, without a mark where marks differ, and how many have it."""

    shade: Shade
    count: int
    is_line: bool = False
    """Whether only lines have it, which are drawn in its colour without a mark."""


@dataclass(frozen=True, slots=True)
class Legend:
    """What an overlay is called, what it asks, its answers, and what should be known besides."""

    title: str
    help: str
    rows: tuple[LegendRow, ...] = ()
    note: str = ""
    hint: str = ""
    """What a person could do, where there is somebody."""


def with_legend(picture: Picture, legend: Legend, metrics: Metrics) -> Picture:
    """The picture with a legend below it."""
    item = legend_item(legend, picture.bounds.x, picture.bounds.bottom + _GAP, metrics)
    return Picture((*picture.items, item), picture.bounds.united(item.bounds), picture.by_subject)


def legend_item(legend: Legend, x: float, y: float, metrics: Metrics) -> Item:
    """The legend as a card with its upper left corner at (x, y)."""
    chips = [swatch_width(row, metrics) for row in legend.rows]
    texts_at = x + _PAD + max(chips, default=0.0) + _BETWEEN
    said = [f"{row.shade.words}: {row.count}" for row in legend.rows]
    heads = [metrics.lines(text, _SIZE, _MOST_WIDTH, _MOST_LINES) for text in (legend.help, legend.note)]
    parts: list[Primitive] = []
    down = y + _PAD
    parts += stacked((legend.title,), x + _PAD, down, _TITLE_SIZE, "ink", 600)
    down += _TITLE_SIZE * LINE_HEIGHT
    parts += stacked(heads[0], x + _PAD, down, _SIZE, "muted")
    down += len(heads[0]) * _SIZE * LINE_HEIGHT + (8.0 if legend.rows else 0.0)
    for row, text in zip(legend.rows, said, strict=True):
        middle = down + _STEP / 2
        parts += swatch(row, x + _PAD, middle, metrics)
        parts.append(Text(texts_at, round(middle + _SIZE * MIDDLE, 2), text, _SIZE, "ink"))
        down += _STEP
    if heads[1]:
        parts += stacked(heads[1], x + _PAD, down + 4, _SIZE, "muted")
        down += 4 + len(heads[1]) * _SIZE * LINE_HEIGHT
    widths = [
        metrics.width(legend.title, _TITLE_SIZE, 600),
        *(metrics.width(line, _SIZE) for lines in heads for line in lines),
        *(texts_at - x - _PAD + metrics.width(text, _SIZE) for text in said),
    ]
    box = Box(x, y, max(widths) + 2 * _PAD, down + _PAD - y)
    card = Rectangle(box, Style(fill="panel", stroke="line"), 8.0)
    return Item(SUBJECT, "note", _Z, box.grown(1), (card, *parts), shape=box)


def swatch_width(row: LegendRow, metrics: Metrics) -> float:
    """How wide the swatch of a row is; it is as high as a badge."""
    return _LINE if row.is_line else chip_width(row.shade, metrics)


def swatch(row: LegendRow, x: float, middle: float, metrics: Metrics) -> tuple[Primitive, ...]:
    """What the row explains, as it looks on the diagram, from `x` on."""
    if row.is_line:
        style = Style(stroke=row.shade.color, width=_LINE_WIDTH)
        return (Path((("M", (x, middle)), ("L", (x + _LINE, middle))), style),)
    return chip_primitives(row.shade, x, middle - HEIGHT / 2, metrics)
