"""The one painter: display list items into QPainter calls.

Each item is compiled once into ready Qt objects and drawn from those until another item takes its place; a
change of theme compiles afresh.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFontMetricsF,
    QPainter,
    QPainterPath,
    QPen,
    QPolygonF,
    QStaticText,
)

from dfdmodeler.drawing.metrics import Metrics
from dfdmodeler.drawing.primitives import Item, Path, Primitive, Rectangle, Style, Text
from dfdmodeler.gui.canvas.detail import Detail
from dfdmodeler.gui.canvas.fonts import font_for
from dfdmodeler.gui.canvas.outlines import Outlines

Stroke = Callable[[QPainter], None]
Colors = Callable[[str], QColor]

_ANCHOR_SHARE = {"start": 0.0, "middle": 0.5, "end": 1.0}
_NAME_FROM = 12.0
"""Names are semibold and at least this large; counts on badges are smaller."""
_MAX_COMPILED = 40_000
"""Items kept compiled; far more than a screen shows."""


class Painter:
    """Draws items in the colours of a theme. `metrics` says how wide a centred text is."""

    def __init__(self, color: Colors, metrics: Metrics) -> None:
        self._color = color
        self._metrics = metrics
        self._outlines = Outlines(color)
        self._compiled: dict[int, tuple[Item, list[Stroke], list[Stroke]]] = {}
        """By the identity of the item, which is kept alive with its strokes."""
        self._pens: dict[Style, QPen] = {}
        self._brushes: dict[Style, QBrush] = {}

    def forget(self) -> None:
        """Drops what was compiled: the colours are others now."""
        self._compiled.clear()
        self._pens.clear()
        self._brushes.clear()

    def paint(self, painter: QPainter, items: Iterable[Item], detail: Detail) -> None:
        """Draws items in the order given. The painter's transform leads from diagram units to the device."""
        if detail is Detail.OUTLINES:
            self._outlines.paint(painter, items)
            return
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        for item in items:
            shapes, texts = self._strokes(item)
            if detail is Detail.SHAPES:
                shapes, texts = _reduced(item, shapes, texts)
            for stroke in shapes:
                stroke(painter)
            for stroke in texts:
                stroke(painter)

    def _strokes(self, item: Item) -> tuple[list[Stroke], list[Stroke]]:
        known = self._compiled.get(id(item))
        if known is None:
            if len(self._compiled) > _MAX_COMPILED:
                self._compiled.clear()
            parts = item.primitives
            shapes = [self._compile(part) for part in parts if not isinstance(part, Text)]
            texts = [self._compile(part) for part in parts if isinstance(part, Text)]
            known = self._compiled[id(item)] = (item, shapes, texts)
        return known[1], known[2]

    def _compile(self, part: Primitive) -> Stroke:
        if isinstance(part, Text):
            return self._text(part)
        if isinstance(part, Rectangle):
            return self._rectangle(part)
        return self._path(part)

    def _rectangle(self, part: Rectangle) -> Stroke:
        pen, brush, rect, radius = (
            self._pen(part.style),
            self._brush(part.style),
            QRectF(*part.box),
            part.radius,
        )

        def stroke(painter: QPainter) -> None:
            painter.setPen(pen)
            painter.setBrush(brush)
            if radius:
                painter.drawRoundedRect(rect, radius, radius)
            else:
                painter.drawRect(rect)

        return stroke

    def _path(self, part: Path) -> Stroke:
        pen, brush = self._pen(part.style), self._brush(part.style)
        polyline = _polyline(part)
        if polyline is not None:

            def stroke_line(painter: QPainter) -> None:
                painter.setPen(pen)
                painter.drawPolyline(polyline)

            return stroke_line
        path = painter_path(part)

        def stroke_path(painter: QPainter) -> None:
            painter.setPen(pen)
            painter.setBrush(brush)
            painter.drawPath(path)

        return stroke_path

    def _text(self, part: Text) -> Stroke:
        font = font_for(part.text, part.size, part.weight)
        width = self._metrics.width(part.text, part.size, part.weight)
        x = part.x - width * _ANCHOR_SHARE[part.anchor]
        at = QPointF(x, part.y - QFontMetricsF(font).ascent())
        text = QStaticText(part.text)
        text.setTextFormat(Qt.TextFormat.PlainText)
        text.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
        color = self._color(part.color)

        def stroke(painter: QPainter) -> None:
            painter.setPen(color)
            painter.setFont(font)
            painter.drawStaticText(at, text)

        return stroke

    def _pen(self, style: Style) -> QPen:
        pen = self._pens.get(style)
        if pen is None:
            pen = self._pens[style] = _made_pen(style, self._color)
        return pen

    def _brush(self, style: Style) -> QBrush:
        brush = self._brushes.get(style)
        if brush is None:
            brush = QBrush(Qt.BrushStyle.NoBrush)
            if style.fill:
                color = QColor(self._color(style.fill))
                color.setAlphaF(style.fill_opacity)
                brush = QBrush(color)
            self._brushes[style] = brush
        return brush


def painter_path(part: Path) -> QPainterPath:
    """The path's segments as Qt has them."""
    path = QPainterPath()
    for command, numbers in part.segments:
        if command == "M":
            path.moveTo(*numbers)
        elif command == "L":
            path.lineTo(*numbers)
        elif command == "C":
            path.cubicTo(*numbers)
        else:
            path.closeSubpath()
    return path


def _reduced(item: Item, shapes: list[Stroke], texts: list[Stroke]) -> tuple[list[Stroke], list[Stroke]]:
    """What is drawn of an item where small text cannot be read: of a label its badge, of others the name."""
    if item.role == "label":
        return (shapes[1:] if item.label else shapes), []
    if item.role == "note":
        return shapes, []
    parts = [part for part in item.primitives if isinstance(part, Text)]
    names = sum(part.weight == 600 and part.size >= _NAME_FROM for part in parts)
    if item.role != "element":
        return shapes, texts[:names]
    drawn = [part for part in item.primitives if not isinstance(part, Text)]
    return [shape for shape, part in zip(shapes, drawn, strict=True) if not _is_icon(part)], texts[:names]


def _is_icon(part: Primitive) -> bool:
    return isinstance(part, Path) and part.style.fill is None and len(part.segments) > 2


def _polyline(part: Path) -> QPolygonF | None:
    """Straight lines are several times faster drawn as such than as a path."""
    straight = all(command == ("L" if i else "M") for i, (command, _) in enumerate(part.segments))
    if not straight or part.style.fill or not part.segments:
        return None
    return QPolygonF([QPointF(*numbers) for _, numbers in part.segments])


def _made_pen(style: Style, color: Colors) -> QPen:
    if not style.stroke:
        return QPen(Qt.PenStyle.NoPen)
    pen = QPen(color(style.stroke), style.width)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap if style.dash else Qt.PenCapStyle.RoundCap)
    if style.dash:
        pen.setDashPattern([length / style.width for length in style.dash])
    return pen
