"""The dotted grid behind the diagram: it fades when zoomed out, and then is not drawn at all."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

SPACING = 24.0
"""Distance of dots in diagram units: three steps of the snapping grid."""
_GONE, _FULL = 0.4, 0.9
"""Zooms where dots vanish, and where they have their full colour."""


def paint_backdrop(painter: QPainter, area: QRectF, zoom: float, canvas: QColor, dots: QColor) -> None:
    """Fills the area with the canvas colour and its dots."""
    painter.fillRect(area, canvas)
    strength = min(1.0, (zoom - _GONE) / (_FULL - _GONE))
    if strength <= 0:
        return
    color = QColor(dots)
    color.setAlphaF(color.alphaF() * strength)
    pen = QPen(color, 1.5 if zoom < 2 else 2.0)
    pen.setCosmetic(True)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.drawPoints(_dots(area))


def _dots(area: QRectF) -> list[QPointF]:
    left, right = math.floor(area.left() / SPACING), math.ceil(area.right() / SPACING)
    top, bottom = math.floor(area.top() / SPACING), math.ceil(area.bottom() / SPACING)
    xs = [i * SPACING for i in range(left, right + 1)]
    return [QPointF(x, j * SPACING) for j in range(top, bottom + 1) for x in xs]
