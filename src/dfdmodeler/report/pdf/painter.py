"""Painting on a PDF canvas: single lines of text in the shipped fonts, and display lists."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path as FilePath
from typing import Any

from reportlab import rl_config
from reportlab.lib.colors import Color, HexColor
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from dfdmodeler.drawing.metrics import Metrics, Run, Weight
from dfdmodeler.drawing.primitives import Box, Item, Path, Primitive, Rectangle, Style, Text
from dfdmodeler.drawing.tokens import color

# Whatever the user's own settings of reportlab say: short files, and equal ones everywhere.
rl_config.useA85 = 0

_ANCHORS = {"start": 0.0, "middle": 0.5, "end": 1.0}


class Painter:
    """Paints on one canvas, whose vertical axis points upwards; heights are given downwards."""

    def __init__(self, canvas: Canvas, metrics: Metrics, fonts: FilePath) -> None:
        self._canvas, self._metrics, self._fonts = canvas, metrics, fonts
        self._runs: dict[tuple[str, Weight], tuple[Run, ...]] = {}
        """The runs of texts at size 1: a report says many things more than once."""

    def text(self, x: float, y: float, text: str, size: float, weight: Weight, token: str) -> None:
        """One line of text from `x` on the base line `y`."""
        runs = self._runs.get((text, weight))
        if runs is None:
            runs = self._runs[text, weight] = self._metrics.runs(text, 1.0, weight)
        for run in runs:
            if run.font is None:
                self._unknown(x, y, run, size, token)
            else:
                written = self._canvas.beginText(x, y)
                written.setFont(font_name(self._fonts / run.font), size)
                written.setFillColor(ink(token))
                written.textOut(run.text)
                self._canvas.drawText(written)
            x += run.width * size

    def _unknown(self, x: float, y: float, run: Run, size: float, token: str) -> None:
        """A character that no font has: its code point in a box."""
        canvas, shade = self._canvas, ink(token)
        canvas.setStrokeColor(shade)
        canvas.setFillColor(shade)
        canvas.setLineWidth(size * 0.04)
        width = run.width * size
        canvas.rect(x + size * 0.06, y - size * 0.1, width - size * 0.12, size * 0.86, stroke=1, fill=0)
        code = f"{ord(run.text):04X}"
        half = (len(code) + 1) // 2
        small = size * 0.36
        font = font_name(self._fonts / _PLAIN)
        canvas.setFont(font, small * (2.0 / max(half, 2)) ** 0.8)
        for line, height in ((code[:half], 0.4), (code[half:], 0.0)):
            canvas.drawCentredString(x + width / 2, y + size * height, line)

    def primitive(self, primitive: Primitive) -> None:
        """One primitive of a display list, in the coordinates in force (vertical axis downwards)."""
        if isinstance(primitive, Text):
            self._turned_text(primitive)
        elif isinstance(primitive, Rectangle):
            path = self._canvas.beginPath()
            box: Box = primitive.box
            radius = min(primitive.radius, box.width / 2, box.height / 2)
            if radius > 0:
                path.roundRect(box.x, box.y, box.width, box.height, radius)
            else:
                path.rect(box.x, box.y, box.width, box.height)
            self._draw(path, primitive.style)
        else:
            self._path(primitive)

    def _path(self, primitive: Path) -> None:
        path = self._canvas.beginPath()
        steps = {"M": path.moveTo, "L": path.lineTo, "C": path.curveTo, "Z": path.close}
        for command, numbers in primitive.segments:
            steps[command](*numbers)
        self._draw(path, primitive.style)

    def _draw(self, path: Any, style: Style) -> None:
        canvas = self._canvas
        if style.fill:
            canvas.setFillColor(ink(style.fill, style.fill_opacity))
        if style.stroke:
            canvas.setStrokeColor(ink(style.stroke))
            canvas.setLineWidth(style.width)
            if style.dash:
                canvas.setDash(list(style.dash))
        canvas.drawPath(path, stroke=bool(style.stroke), fill=bool(style.fill))
        if style.fill and style.fill_opacity < 1:
            canvas.setFillAlpha(1)
        if style.stroke and style.dash:
            canvas.setDash()

    def _turned_text(self, text: Text) -> None:
        width = self._metrics.width(text.text, text.size, text.weight)
        canvas = self._canvas
        canvas.saveState()
        canvas.translate(text.x - width * _ANCHORS[text.anchor], text.y)
        canvas.scale(1, -1)
        self.text(0.0, 0.0, text.text, text.size, text.weight, text.color)
        canvas.restoreState()

    def primitives(self, primitives: Iterable[Primitive], x: float, y: float) -> None:
        """Primitives with their origin at (x, y) of the page."""
        canvas = self._canvas
        canvas.saveState()
        canvas.setLineCap(1)
        canvas.setLineJoin(1)
        canvas.translate(x, y)
        canvas.scale(1, -1)
        for primitive in primitives:
            self.primitive(primitive)
        canvas.restoreState()

    def items(self, items: Iterable[Item], scale: float, x: float, y: float) -> None:
        """What a picture shows at a scale, with its origin at (x, y) of the page."""
        canvas = self._canvas
        canvas.saveState()
        canvas.translate(x, y)
        canvas.scale(scale, scale)
        self.primitives((p for item in items for p in item.primitives), 0.0, 0.0)
        canvas.restoreState()


_PLAIN = "NotoSans-Regular.ttf"


@cache
def ink(token: str, opacity: float = 1.0) -> Color:
    """A colour of the light theme by its token."""
    ink = HexColor(color(token, "light"))
    return Color(ink.red, ink.green, ink.blue, opacity)


def ink_code(token: str) -> str:
    """The same as a number sign and six digits."""
    return color(token, "light")


@cache
def font_name(path: FilePath) -> str:
    """The name of a font file in reportlab; each file is read once, when text first needs it."""
    name = str(path)
    pdfmetrics.registerFont(TTFont(name, name))
    return name
