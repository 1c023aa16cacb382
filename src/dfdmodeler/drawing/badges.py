"""Badges: how many open threats a subject has, in the colour of the gravest, and with its shape. The chips of
overlays look alike.
"""

from __future__ import annotations

from dfdmodeler.drawing.metrics import MIDDLE, Metrics
from dfdmodeler.drawing.primitives import Badge, Box, Path, Primitive, Rectangle, Segment, Shade, Style, Text
from dfdmodeler.drawing.tokens import SEVERITIES

HEIGHT = 20.0
_MARK = 8.0
_PADDING = 7.0
_GAP = 5.0
_SIZE = 11.0
_ARC = 0.5523
"""Control distance of a quarter circle."""


def token(severity: str) -> str:
    """The colour token of a severity level; levels without one of their own count as low."""
    name = severity.lower()
    return name if name in SEVERITIES else "low"


def badge_width(badge: Badge, metrics: Metrics) -> float:
    """How wide the badge is drawn."""
    return _width(True, str(badge.count), metrics)


def badge_primitives(badge: Badge, x: float, y: float, metrics: Metrics) -> tuple[Primitive, ...]:
    """The badge with its upper left corner at (x, y)."""
    return _pill(token(badge.severity), True, str(badge.count), x, y, metrics)


def chip_width(shade: Shade, metrics: Metrics) -> float:
    """How wide the chip of a shade is drawn, which is as high as a badge."""
    return _width(shade.color in SEVERITIES, shade.mark, metrics)


def chip_primitives(shade: Shade, x: float, y: float, metrics: Metrics) -> tuple[Primitive, ...]:
    """What a shade says in short, like a badge: a colour of a severity has its shape."""
    return _pill(shade.color, shade.color in SEVERITIES, shade.mark, x, y, metrics)


def _width(signed: bool, text: str, metrics: Metrics) -> float:
    parts = ([_MARK] if signed else []) + ([metrics.width(text, _SIZE, 600)] if text else [])
    return 2 * _PADDING + sum(parts) + _GAP * (len(parts) - 1)


def _pill(color: str, signed: bool, text: str, x: float, y: float, metrics: Metrics) -> tuple[Primitive, ...]:
    box = Box(x, y, _width(signed, text, metrics), HEIGHT)
    parts: tuple[Primitive, ...] = (
        Rectangle(box, Style(fill=color, stroke="canvas", width=1.5), radius=HEIGHT / 2),
    )
    at = x + _PADDING
    if signed:
        mark = Box(at, y + (HEIGHT - _MARK) / 2, _MARK, _MARK)
        parts += (severity_mark(color, mark, "on_mark"),)
        at = mark.right + _GAP
    return (*parts, Text(at, y + HEIGHT / 2 + _SIZE * MIDDLE, text, _SIZE, "on_mark", 600)) if text else parts


def severity_mark(severity: str, box: Box, color: str) -> Path:
    """Triangle, diamond, square, circle or ring for critical, important, moderate, low or privacy."""
    level = token(severity)
    if level == "privacy":
        return Path(_circle(box.grown(-0.9)), Style(stroke=color, width=1.8))
    return Path(_OUTLINES[level](box) if level in _OUTLINES else _circle(box), Style(fill=color))


def _triangle(box: Box) -> tuple[Segment, ...]:
    middle = box.center[0]
    return (("M", (middle, box.y)), ("L", (box.right, box.bottom)), ("L", (box.x, box.bottom)), ("Z", ()))


def _diamond(box: Box) -> tuple[Segment, ...]:
    x, y = box.center
    return (("M", (x, box.y)), ("L", (box.right, y)), ("L", (x, box.bottom)), ("L", (box.x, y)), ("Z", ()))


def _square(box: Box) -> tuple[Segment, ...]:
    x, y, right, bottom = box.x + 0.5, box.y + 0.5, box.right - 0.5, box.bottom - 0.5
    return (("M", (x, y)), ("L", (right, y)), ("L", (right, bottom)), ("L", (x, bottom)), ("Z", ()))


_OUTLINES = {"critical": _triangle, "important": _diamond, "moderate": _square}


def circle(x: float, y: float, radius: float) -> tuple[Segment, ...]:
    """A full circle as a path."""
    return _circle(Box(x - radius, y - radius, 2 * radius, 2 * radius))


def _circle(box: Box) -> tuple[Segment, ...]:
    (x, y), r = box.center, box.width / 2
    k = r * _ARC
    return (
        ("M", (x + r, y)),
        ("C", (x + r, y + k, x + k, y + r, x, y + r)),
        ("C", (x - k, y + r, x - r, y + k, x - r, y)),
        ("C", (x - r, y - k, x - k, y - r, x, y - r)),
        ("C", (x + k, y - r, x + r, y - k, x + r, y)),
        ("Z", ()),
    )
