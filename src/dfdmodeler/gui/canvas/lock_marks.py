"""Small padlocks at what is locked: on the screen only, of one size at any zoom."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from dfdmodeler.drawing.primitives import Item

_RADIUS = 8.0
"""Of the disc behind a padlock, in pixels."""
_LEAST_ZOOM = 0.4
"""Below this a padlock would cover what it stands at."""


class LockMarks(QGraphicsItem):
    """The padlocks, at the upper left corner of shapes and at the start of lines."""

    def __init__(self, color: Callable[[str], QColor]) -> None:
        super().__init__()
        self._color = color
        self._bounds = QRectF()
        self.places: tuple[QPointF, ...] = ()
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)

    def show_items(self, items: Sequence[Item]) -> None:
        """Marks these items and no others."""
        places = tuple(QPointF(*_place(item)) for item in items)
        if places == self.places:
            return
        self.prepareGeometryChange()
        self.places = places
        self._bounds = QRectF()
        for place in places:
            self._bounds = self._bounds.united(_around(place, _RADIUS / _LEAST_ZOOM + 2))
        self.update()

    # What Qt calls.

    def boundingRect(self) -> QRectF:
        return self._bounds

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        zoom = painter.worldTransform().m11()
        if zoom < _LEAST_ZOOM:
            return
        exposed = option.exposedRect  # type: ignore[attr-defined]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for place in self.places:
            if _around(place, _RADIUS / zoom + 2).intersects(exposed):
                painter.save()
                painter.translate(place)
                painter.scale(1 / zoom, 1 / zoom)
                _paint_padlock(painter, self._color("canvas"), self._color("line"), self._color("muted"))
                painter.restore()


def _place(item: Item) -> tuple[float, float]:
    if item.line:
        return item.line[0]
    return (item.shape.x, item.shape.y) if item.shape else (item.bounds.x, item.bounds.y)


def _around(place: QPointF, by: float) -> QRectF:
    return QRectF(place.x() - by, place.y() - by, 2 * by, 2 * by)


def _paint_padlock(painter: QPainter, ground: QColor, edge: QColor, ink: QColor) -> None:
    """A padlock of 7 by 9 pixels on a disc, its middle at the origin."""
    painter.setPen(QPen(edge, 1))
    painter.setBrush(ground)
    painter.drawEllipse(QRectF(-_RADIUS, -_RADIUS, 2 * _RADIUS, 2 * _RADIUS))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    painter.drawRoundedRect(QRectF(-3.5, -0.5, 7, 5), 1, 1)
    bow = QPainterPath(QPointF(-2, 0))
    bow.lineTo(-2, -1.5)
    bow.arcTo(QRectF(-2, -4, 4, 4), 180, -180)
    bow.lineTo(2, 0)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(ink, 1.3))
    painter.drawPath(bow)
