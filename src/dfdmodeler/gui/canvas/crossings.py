"""Flows whose crossings would change, over the diagram: the flow stands out, a word tells at the border which
way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from dfdmodeler.drawing.crossing_marks import CrossingMark
from dfdmodeler.drawing.primitives import Box
from dfdmodeler.gui.canvas.fonts import font

_SIZE = 12.0
_PAD = 7.0
_HEIGHT = 20.0
_ROOM = 80.0
"""Pixels that a word may reach beyond the line that it stands on."""
_WIDTH = 3.0


class CrossingItem(QGraphicsItem):
    """Lines and words of the crossings that would change. Words keep their size at any zoom."""

    def __init__(self, color: Callable[[str], QColor]) -> None:
        super().__init__()
        self._color = color
        self.marks: tuple[CrossingMark, ...] = ()
        self._bounds, self._free = QRectF(), QPainterPath()

    def show_marks(self, marks: Sequence[CrossingMark], zoom: float, labels: Iterable[Box] = ()) -> None:
        """Shows these marks and no others; lines leave the labels of their flows free."""
        if not marks and not self.marks:
            return
        self.prepareGeometryChange()
        self.marks, self._bounds = tuple(marks), QRectF()
        room = _ROOM / zoom
        for mark in marks:
            course = QPolygonF([QPointF(*point) for point in (*mark.line, mark.at)])
            self._bounds = self._bounds.united(course.boundingRect().adjusted(-room, -room, room, room))
        whole, taken = QPainterPath(), QPainterPath()
        whole.addRect(self._bounds)
        for label in labels:
            taken.addRect(QRectF(*label))
        self._free = whole.subtracted(taken)
        self.update()

    # What Qt calls.

    def boundingRect(self) -> QRectF:
        return self._bounds

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.save()
        painter.setClipPath(self._free, Qt.ClipOperation.IntersectClip)
        for mark in self.marks:
            pen = QPen(self._color("accent"), _WIDTH)
            pen.setCosmetic(True)
            if mark.lost:
                pen.setStyle(Qt.PenStyle.DotLine)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPolyline(QPolygonF([QPointF(*point) for point in mark.line]))
        painter.restore()
        for mark in self.marks:
            self._paint_word(painter, mark)

    def _paint_word(self, painter: QPainter, mark: CrossingMark) -> None:
        """A pill in pixels: filled for what begins, outlined for what ends."""
        accent, ground = self._color("accent"), self._color("panel")
        letters = font(_SIZE, 600)
        width = QFontMetricsF(letters).horizontalAdvance(mark.word) + 2 * _PAD
        pill = QRectF(-width / 2, -_HEIGHT / 2, width, _HEIGHT)
        scale = painter.worldTransform().m11() or 1.0
        painter.save()
        painter.translate(*mark.at)
        painter.scale(1 / scale, 1 / scale)
        painter.setPen(QPen(accent if mark.lost else ground, 1.5))
        painter.setBrush(ground if mark.lost else accent)
        painter.drawRoundedRect(pill, _HEIGHT / 2, _HEIGHT / 2)
        painter.setPen(accent if mark.lost else self._color("on_mark"))
        painter.setFont(letters)
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, mark.word)
        painter.restore()
