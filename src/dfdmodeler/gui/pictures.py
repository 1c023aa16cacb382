"""The shown diagram as a file: SVG from the display list, PNG with the canvas' own painter."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QColor, QImage, QPainter

from dfdmodeler.drawing import svg, tokens
from dfdmodeler.drawing.metrics import Metrics
from dfdmodeler.drawing.primitives import Picture
from dfdmodeler.gui.canvas.detail import Detail
from dfdmodeler.gui.canvas.painter import Painter

PNG_SCALE = 2.0
MARGIN = 24.0
MOST_PIXELS = 16_000
"""Longest side of a picture in pixels; a larger diagram is scaled down."""


def svg_bytes(picture: Picture, title: str) -> bytes:
    """The picture as SVG in the light colours."""
    return svg.svg(picture, "light", title).encode()


def png_bytes(picture: Picture, metrics: Metrics) -> bytes:
    """The picture as PNG in the light colours, two pixels for a unit where that is not too large."""
    box = picture.bounds.grown(MARGIN)
    scale = min(PNG_SCALE, MOST_PIXELS / max(box.width, box.height, 1.0))
    image = QImage(
        round(box.width * scale), round(box.height * scale), QImage.Format.Format_ARGB32_Premultiplied
    )
    image.fill(_light("canvas"))
    painter = QPainter(image)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    painter.scale(scale, scale)
    painter.translate(-box.x, -box.y)
    Painter(_light, metrics).paint(painter, picture.items, Detail.ALL)
    painter.end()
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(content.data())


def _light(token: str) -> QColor:
    return QColor(tokens.color(token, "light"))
