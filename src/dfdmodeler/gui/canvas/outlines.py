"""The farthest level of detail: boxes and lines in batches, without antialiasing, text or arrow heads."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import pairwise

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from dfdmodeler.drawing.badges import HEIGHT as BADGE_HEIGHT
from dfdmodeler.drawing.primitives import Item, Rectangle

Colors = Callable[[str], QColor]
_FRAME = "boundary"
_MAX_KNOWN = 100_000


class Outline:
    """What is drawn of one item: lines or a box in the colour of its stroke, and its badges."""

    __slots__ = ("boxes", "is_frame", "item", "lines", "marks", "tint", "token")

    def __init__(self, item: Item) -> None:
        self.item = item
        self.token = _stroke(item)
        self.is_frame = item.role == "boundary"
        self.lines = [QLineF(*a, *b) for a, b in pairwise(item.line)]
        boxed = item.shape is not None and not item.line and item.role != "label"
        self.boxes = [QRectF(*item.shape)] if boxed and item.shape else []
        self.tint = _tint(item)
        badges = [] if self.tint else badges_of(item)  # what is filled with a colour says it once
        self.marks = [(str(badge.style.fill), QRectF(*badge.box)) for badge in badges]


class Outlines:
    """Draws boundaries, then flows, then elements and notes, then badges as plain boxes of their colour."""

    def __init__(self, color: Colors) -> None:
        self._color = color
        self._known: dict[int, Outline] = {}
        """By the identity of the item, which the outline keeps alive."""

    def paint(self, painter: QPainter, items: Iterable[Item]) -> None:
        frames: list[QRectF] = []
        boxes: dict[tuple[str, str], list[QRectF]] = {}
        lines: dict[str, list[QLineF]] = {}
        marks: dict[str, list[QRectF]] = {}
        for item in items:
            outline = self._outline(item)
            if outline.lines:
                lines.setdefault(outline.token, []).extend(outline.lines)
            elif outline.boxes:
                place = (outline.token, outline.tint)
                (frames if outline.is_frame else boxes.setdefault(place, [])).extend(outline.boxes)
            for token, mark in outline.marks:
                marks.setdefault(token, []).append(mark)
        self._draw(painter, frames, lines, boxes, marks)

    def _draw(
        self,
        painter: QPainter,
        frames: list[QRectF],
        lines: dict[str, list[QLineF]],
        boxes: dict[tuple[str, str], list[QRectF]],
        marks: dict[str, list[QRectF]],
    ) -> None:
        color = self._color
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        tint = QColor(color(_FRAME))
        tint.setAlphaF(0.07)
        painter.setBrush(tint)
        painter.setPen(_hairline(color(_FRAME)))
        if frames:
            painter.drawRects(frames)
        for token, batch in lines.items():
            painter.setPen(_hairline(color(token), 2 if token == "explained" else 1))
            painter.drawLines(batch)
        for (token, tint_token), rects in boxes.items():
            painter.setBrush(color(tint_token or "panel"))
            painter.setPen(_hairline(color(token)))
            painter.drawRects(rects)
        painter.setPen(Qt.PenStyle.NoPen)
        for token, rects in marks.items():
            painter.setBrush(color(token))
            painter.drawRects(rects)

    def _outline(self, item: Item) -> Outline:
        known = self._known.get(id(item))
        if known is None:
            if len(self._known) > _MAX_KNOWN:
                self._known.clear()
            known = self._known[id(item)] = Outline(item)
        return known


def _hairline(color: QColor, width: int = 1) -> QPen:
    pen = QPen(color, width)
    pen.setCosmetic(True)
    return pen


def _stroke(item: Item) -> str:
    """The colour token of an item's outline."""
    strokes = (part.style.stroke for part in item.primitives if hasattr(part, "style"))
    return next((stroke for stroke in strokes if stroke), "flow")


def _tint(item: Item) -> str:
    """The colour token of what an overlay says of an element: so small, it is filled with it."""
    fills = (part.style for part in item.primitives if isinstance(part, Rectangle))
    tints = (style.fill for style in fills if style.fill and style.fill_opacity < 1)
    return next(tints, "") if item.role == "element" else ""


def badges_of(item: Item) -> list[Rectangle]:
    """The badges among what is drawn of an item."""
    pills = (part for part in item.primitives if isinstance(part, Rectangle))
    return [part for part in pills if part.radius == BADGE_HEIGHT / 2 and part.box.height == BADGE_HEIGHT]
