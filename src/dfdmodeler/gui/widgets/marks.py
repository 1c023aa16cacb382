"""Icons and severity marks as Qt draws them, from the same paths as the diagram."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap

from dfdmodeler.drawing import icons
from dfdmodeler.drawing.badges import severity_mark, token
from dfdmodeler.drawing.primitives import Box, Path, Segment

RATIOS = (1.0, 2.0)
"""Pixel ratios that an icon is drawn for."""

BOUNDARY_ICON = "M3 6V3H6 M8 3h2.5 M12.5 3H15V6 M15 8v2.5 M15 12.5V15H12 M10 15H7.5 M5.5 15H3V12 M3 10V8"
LINE_ICON = "M5 2 V5 M5 7.5 V10.5 M5 13 V16 M5 4 H8.5 M5 9 H8.5 M5 14 H8.5"
FLOW_ICON = "M3 9 H14 M10.5 5.5 L14 9 L10.5 12.5"
NOTE_ICON = "M3 3 h12 v8 l-4 4 h-8 Z M11 15 v-4 h4"

severity_token = token


def path_of(segments: Iterable[Segment]) -> QPainterPath:
    """Display-list segments as a path of Qt."""
    path = QPainterPath()
    for command, numbers in segments:
        match command:
            case "M":
                path.moveTo(*numbers)
            case "L":
                path.lineTo(*numbers)
            case "C":
                path.cubicTo(*numbers)
            case "Z":
                path.closeSubpath()
    return path


def line_icon(data: str, color: QColor, size: int = 18) -> QIcon:
    """An icon from SVG path data, drawn as a stroke."""
    icon = QIcon()
    for ratio in RATIOS:
        pixmap = QPixmap(round(size * ratio), round(size * ratio))
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        paint_line_icon(painter, data, color, 0, 0, size)
        painter.end()
        icon.addPixmap(pixmap)
    return icon


def paint_line_icon(
    painter: QPainter, data: str, color: QColor, x: float, y: float, size: float = icons.GRID
) -> None:
    """The same, straight onto a widget."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(color, icons.STROKE * size / icons.GRID)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(path_of(icons.placed(data, x, y, size)))
    painter.restore()


def paint_severity(painter: QPainter, severity: str, rect: QRectF, color: QColor) -> None:
    """The mark of a severity level: its shape tells as much as its colour."""
    mark = severity_mark(severity, Box(rect.x(), rect.y(), rect.width(), rect.height()), token(severity))
    _paint(painter, mark, color)


def _paint(painter: QPainter, mark: Path, color: QColor) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if mark.style.stroke:
        painter.setPen(QPen(color, mark.style.width))
        painter.setBrush(Qt.BrushStyle.NoBrush)
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
    painter.drawPath(path_of(mark.segments))
    painter.restore()
