"""Paths of lines that are being drawn."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainterPath, QPolygonF

_LONG, _HALF = 10.0, 4.5


def line_path(points: Sequence[tuple[float, float]]) -> QPainterPath:
    """A polyline as a path."""
    path = QPainterPath()
    path.addPolygon(QPolygonF([QPointF(*point) for point in points]))
    return path


def arrow(points: Sequence[tuple[float, float]]) -> QPainterPath:
    """A polyline with an open head at its end."""
    path = line_path(points)
    (ax, ay), (x, y) = points[-2], points[-1]
    distance = math.dist((ax, ay), (x, y))
    if distance < _LONG:
        return path
    dx, dy = (x - ax) / distance, (y - ay) / distance
    for side in (-1, 1):
        path.moveTo(x, y)
        path.lineTo(x - dx * _LONG - dy * _HALF * side, y - dy * _LONG + dx * _HALF * side)
    return path
