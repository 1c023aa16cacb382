"""The farthest level of detail: boxes and lines in batches, without antialiasing, text or arrow heads."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import pairwise

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from dfdmodeler.drawing.badges import HEIGHT as BADGE_HEIGHT
from dfdmodeler.drawing.primitives import Item, Rectangle, Style

Colors = Callable[[str], QColor]


def paint_outlines(painter: QPainter, items: Iterable[Item], color: Colors) -> None:
    """Draws boundaries, then flows, then elements and notes, then badges as plain dots of their colour."""
    boxes: dict[str, list[QRectF]] = {}
    frames: list[QRectF] = []
    lines: dict[str, list[QLineF]] = {}
    marks: dict[str, list[QRectF]] = {}
    for item in items:
        token = _stroke(item)
        if item.line:
            points = item.line
            lines.setdefault(token, []).extend(QLineF(*a, *b) for a, b in pairwise(points))
        elif item.role == "boundary" and item.shape:
            frames.append(QRectF(*item.shape))
        elif item.shape and item.role != "label":
            boxes.setdefault(token, []).append(QRectF(*item.shape))
        for badge in _badges(item):
            marks.setdefault(str(badge.style.fill), []).append(QRectF(*badge.box))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    _frames(painter, frames, color("boundary"))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for token, batch in lines.items():
        painter.setPen(_hairline(color(token), 2 if token == "explained" else 1))
        painter.drawLines(batch)
    painter.setBrush(color("panel"))
    for token, rects in boxes.items():
        painter.setPen(_hairline(color(token)))
        painter.drawRects(rects)
    painter.setPen(Qt.PenStyle.NoPen)
    for token, rects in marks.items():
        painter.setBrush(color(token))
        painter.drawRects(rects)


def _frames(painter: QPainter, frames: list[QRectF], color: QColor) -> None:
    tint = QColor(color)
    tint.setAlphaF(0.07)
    painter.setBrush(tint)
    painter.setPen(_hairline(color))
    if frames:
        painter.drawRects(frames)


def _hairline(color: QColor, width: int = 1) -> QPen:
    pen = QPen(color, width)
    pen.setCosmetic(True)
    return pen


def _stroke(item: Item) -> str:
    """The colour token of an item's outline."""
    styles = (part.style for part in item.primitives if hasattr(part, "style"))
    return next((style.stroke for style in styles if isinstance(style, Style) and style.stroke), "flow")


def _badges(item: Item) -> Iterable[Rectangle]:
    pills = (part for part in item.primitives if isinstance(part, Rectangle))
    return (part for part in pills if part.radius == BADGE_HEIGHT / 2 and part.box.height == BADGE_HEIGHT)
