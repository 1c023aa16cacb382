"""A picture as a file: PNG with the canvas' own painter. SVG needs no Qt and is made by `drawing.svg`."""

from __future__ import annotations

import os

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter

from dfdmodeler import paths
from dfdmodeler.drawing import tokens
from dfdmodeler.drawing.metrics import Metrics
from dfdmodeler.drawing.primitives import Picture
from dfdmodeler.gui.canvas.detail import Detail
from dfdmodeler.gui.canvas.painter import Painter

SCALE = 2.0
MARGIN = 24.0
FILLED = 0.9
"""How much of a thumbnail the diagram takes at most."""
MOST_PIXELS = 16_000
"""Longest side in pixels; a larger picture is scaled down."""


def png(picture: Picture, scale: float = SCALE, theme: str = "light") -> bytes:
    """The picture as PNG, `scale` pixels for a unit, in the colours of a theme."""
    box = picture.bounds.grown(MARGIN)
    scale = min(scale, MOST_PIXELS / max(box.width, box.height, 1.0))
    width, height = (max(1, round(side * scale)) for side in (box.width, box.height))
    return _painted(picture, (width, height), scale, theme, Detail.ALL)


def thumbnail(picture: Picture, width: int, height: int, theme: str) -> bytes:
    """The picture as PNG of this many pixels, whole and in the middle, without what cannot be read."""
    box = picture.bounds
    scale = FILLED * min(width / max(box.width, 1.0), height / max(box.height, 1.0))
    return _painted(picture, (width, height), min(1.0, scale), theme, Detail.OUTLINES)


def _painted(picture: Picture, size: tuple[int, int], scale: float, theme: str, detail: Detail) -> bytes:
    app = _application()

    def color(token: str) -> QColor:
        return QColor(tokens.color(token, "dark" if theme == "dark" else "light"))

    image = QImage(*size, QImage.Format.Format_RGB32)
    image.fill(color("canvas"))
    painter = QPainter(image)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    x, y = picture.bounds.center
    painter.translate(size[0] / 2, size[1] / 2)
    painter.scale(scale, scale)
    painter.translate(-x, -y)
    Painter(color, Metrics(paths.fonts())).paint(painter, picture.items, detail)
    painter.end()
    content = _encoded(image)
    del app
    return content


def _encoded(image: QImage) -> bytes:
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(content.data())


def _application() -> QGuiApplication:
    """What Qt needs for fonts: the running program, or one without a screen for the command line."""
    known = QGuiApplication.instance()
    if isinstance(known, QGuiApplication):
        return known
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    return QGuiApplication(["dfdmodeler"])
