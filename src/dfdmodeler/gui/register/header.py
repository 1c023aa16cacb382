"""The heads of columns: by which the register is sorted, which way, and in which place."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QHeaderView, QWidget

from dfdmodeler.gui.register.rows import RegisterModel
from dfdmodeler.gui.theme import SMALL_PIXELS, Theme, body_font

LEAST_WIDTH = 48
_ARROW, _MARGIN = 12, 8


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
        """Draws a head; Qt would look at every row to find out which columns are selected."""
        columns, query = self._rows.columns, self._rows.query
        if logicalIndex >= len(columns):
            return
        column = columns[logicalIndex]
        painter.save()
        painter.fillRect(rect, self._theme.color("panel"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, self._theme.color("line"))
        painter.setFont(body_font(strong=True))
        painter.setPen(self._theme.color("muted"))
        room = rect.adjusted(_MARGIN, 0, -_MARGIN, 0)
        shown = painter.fontMetrics().elidedText(column.title, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)
        if way := query.direction(column.id):
            nth = query.place_in_sort(column.id) if len(query.sort) > 1 else 0
            self._arrow(painter, rect, way, str(nth or ""))
        painter.restore()

    def _arrow(self, painter: QPainter, rect: QRect, way: int, nth: str) -> None:
        """Which way it is sorted, and in which place it counts."""
        painter.setFont(body_font(SMALL_PIXELS, strong=True))
        painter.setPen(self._theme.color("accent"))
        taken = QFontMetrics(painter.font()).horizontalAdvance(nth)
        room = QRect(rect.right() - _ARROW - taken - 6, rect.top(), _ARROW + taken + 6, rect.height() - 1)
        painter.fillRect(room, self._theme.color("panel"))
        paint_chevron(painter, room.left() + _ARROW / 2, room.center().y() + 0.5, -90 if way > 0 else 90)
        painter.drawText(room.adjusted(_ARROW, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, nth)
