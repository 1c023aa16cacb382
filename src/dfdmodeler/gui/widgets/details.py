"""Choices with a quiet word at their right: what choosing one would do."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QPen
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

DETAIL_ROLE = Qt.ItemDataRole.UserRole + 20
GAP = 24
"""Pixels between a choice and its detail."""
MARGIN = 10
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def faint() -> QColor:
    """The colour of what is said in passing; a style sheet makes that of widgets too pale to read."""
    return QGuiApplication.palette().placeholderText().color()


class DetailDelegate(QStyledItemDelegate):
    """Paints the detail of a row in faint ink; a screen reader gets it with the row's description."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().paint(painter, option, index)
        detail = index.data(DETAIL_ROLE)
        if detail:
            painter.save()
            painter.setPen(faint())
            painter.setFont(option.font)
            painter.drawText(option.rect.adjusted(0, 0, -MARGIN, 0), _RIGHT, detail)
            painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        size = super().sizeHint(option, index)
        detail = index.data(DETAIL_ROLE)
        if detail:
            size.setWidth(size.width() + GAP + option.fontMetrics.horizontalAdvance(detail) + MARGIN)
        return size


def paint_arrow(painter: QPainter, x: float, y: float) -> None:
    """The small arrow of what opens below."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(faint(), 1.4))
    painter.drawPolyline([QPointF(x, y), QPointF(x + 4, y + 4), QPointF(x + 8, y)])


def paint_mark(painter: QPainter, rect: QRect, text: str, taken: int) -> None:
    """A word at the right of a field whose own text takes some pixels; left out where it does not fit."""
    painter.setPen(faint())
    if text and rect.width() - taken - GAP // 2 >= painter.fontMetrics().horizontalAdvance(text):
        painter.drawText(rect, _RIGHT, text)
