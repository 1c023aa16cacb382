"""The marks of list items and severities, in a column of text whose vertical zero is the top of a line."""

from __future__ import annotations

from dfdmodeler.drawing.badges import circle, severity_mark, token
from dfdmodeler.drawing.primitives import Box, Path, Primitive
from dfdmodeler.drawing.primitives import Style as Ink
from dfdmodeler.report.pdf.styles import Style

_SIDE, _ROOM = 0.72, 1.25
"""Side of a severity mark, and its width with the space after it, as multiples of the size of the text."""


def severity_room(style: Style) -> float:
    """How far text stands in from the severity mark before it."""
    return style.size * _ROOM


def severity_shape(severity: str, style: Style, x: float) -> Primitive:
    """The mark of a severity, standing on the first base line."""
    side = style.size * _SIDE
    return severity_mark(severity, Box(x, style.size - side, side, side), token(severity))


def _bullet(x: float, y: float) -> Path:
    return Path(circle(x + 4.0, y, 1.6), Ink(fill="muted"))


def _open(x: float, y: float) -> Path:
    return Path(circle(x + 4.0, y, 3.2), Ink(stroke="muted", width=1.0))


def _done(x: float, y: float) -> Path:
    tick = (("M", (x + 0.8, y)), ("L", (x + 3.2, y + 2.6)), ("L", (x + 7.6, y - 3.0)))
    return Path(tick, Ink(stroke="ink", width=1.5))  # type: ignore[arg-type]


MARKS = {"bullet": _bullet, "open": _open, "done": _done}
"""By their names in the document; drawn at the left edge `x` around the height `y`."""
