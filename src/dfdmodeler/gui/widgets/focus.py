"""Where the keyboard is, in a list in which no row is current yet."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QGuiApplication, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView

RADIUS = 6.0


def paint_focus(view: QAbstractItemView) -> None:
    """Frames a list that has the focus but no current row that would show it; call it after painting."""
    if not view.hasFocus() or view.currentIndex().isValid():
        return
    painter = QPainter(view.viewport())
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QGuiApplication.palette().highlight().color(), 1.0))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(view.viewport().rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
    painter.end()
