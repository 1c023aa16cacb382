"""Notes as primitives: free text on a tinted card."""

from __future__ import annotations

from dfdmodeler.drawing.metrics import LINE_HEIGHT, Metrics
from dfdmodeler.drawing.primitives import Box, Item, Path, Primitive, Style
from dfdmodeler.drawing.shapes import stacked
from dfdmodeler.model.records import Note

NOTE_SIZE = 12.0


def note_item(note: Note, box: Box, z: int, metrics: Metrics) -> Item:
    """A note in its box."""
    return Item(note.id, "note", z, box.grown(1), note_primitives(note.text, box, metrics), shape=box)


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
    step = NOTE_SIZE * LINE_HEIGHT
    room = max(1, int((box.height - 16) // step))
    lines: list[str] = []
    for paragraph in text.splitlines():
        lines += metrics.lines(paragraph, NOTE_SIZE, box.width - 24, max(1, room - len(lines))) or ("",)
        if len(lines) >= room:
            break
    texts = stacked(lines[:room], box.x + 12, box.y + 8, NOTE_SIZE, "ink")
    return (Path(outline, Style(fill="accent_tint", stroke="line")), *texts)  # type: ignore[arg-type]
