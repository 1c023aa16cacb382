"""The grid that positions and sizes keep to, and boxes under resizing."""

from __future__ import annotations

from dfdmodeler.drawing.primitives import Box

STEP = 8.0
"""Grid step in diagram units."""
SMALLEST = 32.0
"""Least width and height that a shape is resized to."""


def snapped(value: float, on: bool = True) -> float:
    """The nearest grid line; without snapping, whole units."""
    return round(value / STEP) * STEP if on else float(round(value))


def snapped_shift(start: float, by: float, on: bool = True) -> float:
    """How far to move so that what began at `start` ends on the grid; nothing moves it nowhere."""
    return snapped(start + by, on) - start if by else 0.0


def resized(box: Box, horizontal: int, vertical: int, x: float, y: float, on: bool = True) -> Box:
    """The box with a handle pulled to a point. `horizontal` is -1, 0, 1 for a left, no or right edge; so
    `vertical`.
    """
    left, right = _span(box.x, box.right, horizontal, x, on)
    top, bottom = _span(box.y, box.bottom, vertical, y, on)
    return Box(left, top, right - left, bottom - top)


def spanned(x: float, y: float, to_x: float, to_y: float, on: bool = True) -> Box:
    """The box between two corners, on the grid."""
    left, right = sorted((snapped(x, on), snapped(to_x, on)))
    top, bottom = sorted((snapped(y, on), snapped(to_y, on)))
    return Box(left, top, right - left, bottom - top)


def _span(low: float, high: float, side: int, to: float, on: bool) -> tuple[float, float]:
    if side < 0:
        return min(snapped(to, on), high - SMALLEST), high
    if side > 0:
        return low, max(snapped(to, on), low + SMALLEST)
    return low, high
