"""Notes as primitives: free text on a tinted card."""

from __future__ import annotations

import math

from dfdmodeler.drawing.metrics import ELLIPSIS, LINE_HEIGHT, Metrics
from dfdmodeler.drawing.primitives import Box, Item, Path, Primitive, Style
from dfdmodeler.drawing.shapes import stacked
from dfdmodeler.model.records import Note

NOTE_SIZE = 12.0
_LEAST, _GRID = 24.0, 8.0
_PAD_X, _PAD_Y = 12.0, 8.0


def note_item(note: Note, z: int, metrics: Metrics) -> Item:
    """A note in its box."""
    box = Box(note.x, note.y, max(note.width, _LEAST), max(note.height, _LEAST))
    return Item(note.id, "note", z, box.grown(1), note_primitives(note.text, box, metrics), shape=box)


def note_height(text: str, width: float, metrics: Metrics) -> float:
    """How high a note of a width has to be for all of its text, in steps of the grid."""
    count = len(_wrapped(text, width, metrics, len(text) + 1))
    return math.ceil((count * NOTE_SIZE * LINE_HEIGHT + 2 * _PAD_Y) / _GRID) * _GRID


def note_primitives(text: str, box: Box, metrics: Metrics) -> tuple[Primitive, ...]:
    """A note: free text on a tinted card, with a folded corner."""
    fold = min(12.0, box.width / 4, box.height / 4)
    outline = (
        ("M", (box.x, box.y)),
        ("L", (box.right - fold, box.y)),
        ("L", (box.right, box.y + fold)),
        ("L", (box.right, box.bottom)),
        ("L", (box.x, box.bottom)),
        ("Z", ()),
    )
    room = max(1, int((box.height - 2 * _PAD_Y) // (NOTE_SIZE * LINE_HEIGHT)))
    lines = _wrapped(text, box.width, metrics, room)
    texts = stacked(lines, box.x + _PAD_X, box.y + _PAD_Y, NOTE_SIZE, "ink")
    return (Path(outline, Style(fill="accent_tint", stroke="line")), *texts)  # type: ignore[arg-type]


def _wrapped(text: str, width: float, metrics: Metrics, most: int) -> list[str]:
    """The lines of a note, at most so many; the last one tells by an ellipsis that there are more."""
    lines: list[str] = []
    paragraphs = text.splitlines()
    for number, paragraph in enumerate(paragraphs):
        room = most - len(lines)
        if room <= 0:
            break
        if room == 1 and any(rest.strip() for rest in paragraphs[number + 1 :]):
            paragraph += ELLIPSIS
        lines += metrics.lines(paragraph, NOTE_SIZE, width - 2 * _PAD_X, room) or ("",)
    return lines
