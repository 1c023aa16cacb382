"""The legend of a diagram: what the shapes, colours, lines and badges mean that occur on it."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from dfdmodeler.catalog.catalog import Catalog
from dfdmodeler.drawing import boundaries, flows
from dfdmodeler.drawing.badges import HEIGHT, chip_primitives, token
from dfdmodeler.drawing.metrics import LINE_HEIGHT, MIDDLE, Metrics
from dfdmodeler.drawing.primitives import Box, Item, Marks, Primitive, Rectangle, Shade, Style, Text
from dfdmodeler.drawing.scene import Scene
from dfdmodeler.drawing.shapes import OUTLINE, outline, stacked
from dfdmodeler.drawing.tokens import FAMILIES, SEVERITIES
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Note, Placement, Route

TITLE = "Legend"
_PAD, _STEP, _BETWEEN = 14.0, 24.0, 12.0
_SAMPLE, _COLUMN_GAP = 34.0, 28.0
_ONE_COLUMN = 6
"""Rows; more stand in two columns."""
_TITLE_SIZE, _SIZE = 12.0, 11.0

Kind = Literal["shape", "family", "scope", "boundary", "flow", "badge"]


@dataclass(frozen=True, slots=True)
class NotationRow:
    """One meaning: what is shown, of which colour or form, and the words beside it."""

    kind: Kind
    form: str
    words: str


_SHAPES = {"entity": "External entity", "process": "Process", "store": "Data store"}
_NAMES = {
    "data": "Data",
    "training": "Training",
    "serving": "Serving",
    "llm": "LLM and agents",
    "people": "People and parties",
}
_BOUNDARIES = {
    "box": "Trust boundary",
    "line": "Trust boundary line",
    "inside": "Trust boundary line, ticks on its inside",
}
_FLOWS = {"one": "Data flow", "both": "Data flow, both ways", "none": "Data flow without direction"}


def notation(scene: Scene, catalog: Catalog, marks: Marks) -> tuple[NotationRow, ...]:
    """The rows of the legend: what occurs on a diagram, in the same order always. Overlays have their own."""
    elements, shown = scene.elements(), scene.flows()
    types = {element.type for element in elements}
    shapes, colors = {catalog.shape(t) for t in types}, {catalog.color(t) for t in types}
    lines = {_line_form(b.shape, b.inside) for b in scene.boundaries()}
    ways = {"none" if not f.directed else "both" if _is_both(f.properties) else "one" for f in shown}
    ids = {record.id for record in (*elements, *shown, *scene.boundaries())}
    badges = [badge for badge in map(marks.badge, ids) if badge is not None]
    levels = {token(badge.severity) for badge in badges}
    out = any(e.properties.get("out_of_scope") == "yes" for e in elements)
    return (
        *_found("shape", _SHAPES, shapes),
        *_found("family", {color: _NAMES[color] for color in FAMILIES}, colors),
        *((NotationRow("scope", "", "Out of scope"),) if out else ()),
        *_found("boundary", _BOUNDARIES, lines),
        *_found("flow", _FLOWS, ways),
        *_found("badge", {level: f"Open threats, gravest {level}" for level in SEVERITIES}, levels),
    )


def may_differ(before: Model, after: Model, changed: Iterable[str]) -> bool:
    """Whether a change can touch a legend; moving and bending cannot."""
    pairs = ((before.get(i), after.get(i)) for i in changed)
    return any(type(was) is not type(now) or not isinstance(now, Placement | Route) for was, now in pairs)


def notation_item(note: Note, rows: tuple[NotationRow, ...], z: int, metrics: Metrics) -> Item:
    """The legend as a card, as large as it needs, at the place of its note; long ones in two columns."""
    title = note.text.strip() or TITLE
    parts: list[Primitive] = [*stacked((title,), note.x + _PAD, note.y + _PAD, _TITLE_SIZE, "ink", 600)]
    left, top = note.x + _PAD, note.y + _PAD + _TITLE_SIZE * LINE_HEIGHT + 4
    right = left + metrics.width(title, _TITLE_SIZE, 600)
    height = math.ceil(len(rows) / 2) if len(rows) > _ONE_COLUMN else max(len(rows), 1)
    for start in range(0, len(rows), height):
        column = rows[start : start + height]
        parts += _column(column, left, top, metrics)
        widest = max(metrics.width(row.words, _SIZE) for row in column)
        right = max(right, left + _SAMPLE + _BETWEEN + widest)
        left += _SAMPLE + _BETWEEN + widest + _COLUMN_GAP
    bottom = top + (height if rows else 0) * _STEP - 4
    box = Box(note.x, note.y, right + _PAD - note.x, bottom + _PAD - note.y)
    card = Rectangle(box, Style(fill="panel", stroke="line"), 8.0)
    return Item(note.id, "note", z, box.grown(1), (card, *parts), shape=box)


def _column(rows: Iterable[NotationRow], x: float, top: float, metrics: Metrics) -> list[Primitive]:
    parts: list[Primitive] = []
    for number, row in enumerate(rows):
        sample = Box(x, top + number * _STEP + 3, _SAMPLE, _STEP - 6)
        parts += _SAMPLES[row.kind](row.form, sample, metrics)
        line = round(sample.center[1] + _SIZE * MIDDLE, 2)
        parts.append(Text(x + _SAMPLE + _BETWEEN, line, row.words, _SIZE, "ink"))
    return parts


def title_place(item: Item) -> Box:
    """Where the title of a drawn legend stands, to be edited in place."""
    box = item.shape or item.bounds
    return Box(box.x + _PAD - 6, box.y + _PAD - 6, box.width - 2 * _PAD + 12, _STEP)


def _found(kind: Kind, words: Mapping[str, str], forms: Collection[str]) -> list[NotationRow]:
    return [NotationRow(kind, form, text) for form, text in words.items() if form in forms]


def _line_form(shape: str, inside: str) -> str:
    return "inside" if shape == "line" and inside else shape


def _is_both(properties: Mapping[str, object]) -> bool:
    return properties.get("bidirectional") == "yes"


def _shape(form: str, box: Box, metrics: Metrics) -> Iterable[Primitive]:
    return outline(form, box, Style(stroke="muted", width=OUTLINE))


def _family(form: str, box: Box, metrics: Metrics) -> Iterable[Primitive]:
    return outline("process", box, Style(stroke=form, width=OUTLINE))


def _scope(form: str, box: Box, metrics: Metrics) -> Iterable[Primitive]:
    return outline("process", box, Style(stroke="muted", width=OUTLINE, dash=(5.0, 4.0)))


def _boundary(form: str, box: Box, metrics: Metrics) -> Iterable[Primitive]:
    if form == "box":
        return boundaries.frame_primitives(box)
    middle = box.center[1]
    course = ((box.x, middle), (box.right, middle))
    return boundaries.curve_primitives(course) + boundaries.ticks(course, "right" if form == "inside" else "")


def _flow(form: str, box: Box, metrics: Metrics) -> Iterable[Primitive]:
    middle = box.center[1]
    start: flows.End = "head" if form == "both" else "plain"
    end: flows.End = "plain" if form == "none" else "head"
    return flows.flow_primitives(((box.x, middle), (box.right, middle)), start, end)


def _badge(form: str, box: Box, metrics: Metrics) -> Iterable[Primitive]:
    shade = Shade(form, "", "")
    return chip_primitives(shade, box.x, box.center[1] - HEIGHT / 2, metrics)


_SAMPLES: Mapping[Kind, Callable[[str, Box, Metrics], Iterable[Primitive]]] = {
    "shape": _shape,
    "family": _family,
    "scope": _scope,
    "boundary": _boundary,
    "flow": _flow,
    "badge": _badge,
}
