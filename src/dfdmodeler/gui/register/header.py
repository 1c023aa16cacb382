"""The heads of columns: by which the register is sorted, which way, and in which place."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QHeaderView, QWidget

from dfdmodeler.gui.register.rows import RegisterModel
from dfdmodeler.gui.theme import SMALL_PIXELS, Theme, body_font

LEAST_WIDTH = 48
_ARROW = 12


def paint_chevron(painter: QPainter, x: float, y: float, degrees: float) -> None:
    """A small arrow around a point: to the right, turned clockwise by some degrees."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(painter.pen().color(), 1.5)
    painter.setPen(pen)
    painter.translate(x, y)
    painter.rotate(degrees)
    painter.drawPolyline([QPointF(-2, -4), QPointF(2, 0), QPointF(-2, 4)])
    painter.restore()


class SortHeader(QHeaderView):
    """Draws an arrow at columns that are sorted by, with a number where there are several."""

    def __init__(self, theme: Theme, rows: RegisterModel, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme, self._rows = theme, rows
        self.setSectionsMovable(True)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(LEAST_WIDTH)
        self.setAccessibleName("Columns")
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        painter.save()
        super().paintSection(painter, rect, logicalIndex)
        painter.restore()
        columns, query = self._rows.columns, self._rows.query
        way = query.direction(columns[logicalIndex].id) if logicalIndex < len(columns) else 0
        if not way:
            return
        painter.save()
        painter.setFont(body_font(SMALL_PIXELS, strong=True))
        painter.setPen(self._theme.color("accent"))
        nth = str(query.place_in_sort(columns[logicalIndex].id)) if len(query.sort) > 1 else ""
        taken = QFontMetrics(painter.font()).horizontalAdvance(nth)
        room = QRect(rect.right() - _ARROW - taken - 6, rect.top(), _ARROW + taken + 6, rect.height() - 1)
        painter.fillRect(room, self._theme.color("panel"))
        paint_chevron(painter, room.left() + _ARROW / 2, room.center().y() + 0.5, -90 if way > 0 else 90)
        painter.drawText(room.adjusted(_ARROW, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, nth)
        painter.restore()
