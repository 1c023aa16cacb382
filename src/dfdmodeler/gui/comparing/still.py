"""A diagram to look at: it pans and zooms, and tells what was clicked, but nothing on it can be changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QWidget

from dfdmodeler.catalog.catalog import Catalog
from dfdmodeler.drawing.metrics import Metrics
from dfdmodeler.drawing.primitives import Box, Item, Marks, Shade
from dfdmodeler.drawing.versions import ghost
from dfdmodeler.gui.canvas.backdrop import paint_backdrop
from dfdmodeler.gui.canvas.content import Content
from dfdmodeler.gui.canvas.detail import detail_at
from dfdmodeler.gui.canvas.overlay import Overlay
from dfdmodeler.gui.canvas.painter import Painter
from dfdmodeler.gui.canvas.viewport import WHEEL_STEP, Viewport
from dfdmodeler.gui.theme import Theme
from dfdmodeler.model.model import Model

_HIT = 4.0
_CLICK = 4
"""Pixels that the pointer may move in a click."""
_CROWDED = 1500
_SCROLL = 60
_ARROWS = {
    Qt.Key.Key_Left: (_SCROLL, 0),
    Qt.Key.Key_Right: (-_SCROLL, 0),
    Qt.Key.Key_Up: (0, _SCROLL),
    Qt.Key.Key_Down: (0, -_SCROLL),
}
_ZOOMS = {Qt.Key.Key_Plus: WHEEL_STEP, Qt.Key.Key_Equal: WHEEL_STEP, Qt.Key.Key_Minus: 1 / WHEEL_STEP}


class StillView(Viewport):
    """Shows one diagram of a model with marks on it."""

    clicked = Signal(str)
    """What was clicked; empty for nothing."""
    moved = Signal()
    """It shows another part, or at another zoom."""
    drawn = Signal()
    """Nothing is merely sketched any more."""

    def __init__(
        self, catalog: Catalog, metrics: Metrics, theme: Theme, name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self.content = Content(catalog, metrics)
        self._painter = Painter(theme.color, metrics)
        self._overlay = Overlay(self.scene(), theme.color)
        self._ghosts: frozenset[str] = frozenset()
        self._ghostly: dict[int, tuple[Item, Item]] = {}
        """Items with their ghosts, by the identity of the item."""
        self.current = ""
        self._pressed: QPoint | None = None
        self._last = QPoint()
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setCursor(Qt.CursorShape.OpenHandCursor)
        self._finishing = QTimer(self)
        self._finishing.setInterval(0)
        self._finishing.timeout.connect(self._finish)
        self._telling = QTimer(self)
        self._telling.setSingleShot(True)
        self._telling.setInterval(0)
        self._telling.timeout.connect(self.moved)
        for bar in (self.horizontalScrollBar(), self.verticalScrollBar()):
            bar.valueChanged.connect(lambda _: self._telling.start())
        self.zoom_changed.connect(lambda _: self._telling.start())
        stop = theme.changed.connect(self._recolor)
        self.destroyed.connect(lambda: stop())

    def show_model(
        self, model: Model, diagram: str, shades: Mapping[str, Shade], ghosts: frozenset[str] = frozenset()
    ) -> None:
        """Shows a diagram with what differs marked on it, and with some things as ghosts."""
        self._ghosts, self._ghostly = ghosts, {}
        self.content.open(model, diagram)
        self.content.mark(Marks(shades=shades))
        self.set_content_bounds(self.content.bounds)
        self._finishing.start()
        self.show_current("")
        self.redraw()

    def show_current(self, subject: str) -> None:
        """Frames one thing."""
        self.current = subject
        found = self.content.item(subject) if subject else None
        label = self.content.label(subject) if subject else None
        self._overlay.select([found] if found else [], [label] if label else [])

    def box_of(self, subject: str) -> Box | None:
        """Where something is drawn; None if it is not."""
        item = self.content.item(subject)
        return (item.shape or item.bounds) if item else None

    def follow(self, other: StillView) -> None:
        """Shows the same part as another view, as large."""
        if self.middle != other.middle or self.zoom != other.zoom:
            self.look_at(*other.middle, other.zoom)

    def ground(self) -> QColor:
        return self._theme.color("canvas")

    def is_crowded(self) -> bool:
        return self.content.is_crowded(self.visible_box(), _CROWDED)

    def draw_area(self, painter: QPainter, rect: QRect) -> int:
        area = self.viewportTransform().inverted()[0].mapRect(QRectF(rect.adjusted(-1, -1, 1, 1)))
        painter.setTransform(self.viewportTransform())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_backdrop(painter, area, self.zoom, self.ground(), self._theme.color("line"))
        items = self.content.visible(Box(area.x(), area.y(), area.width(), area.height()))
        detail = detail_at(self.zoom, len(self.content.drawn.items))
        self._painter.paint(painter, [self._shown(item) for item in items], detail)
        return len(items)

    def _shown(self, item: Item) -> Item:
        if item.subject not in self._ghosts:
            return item
        if id(item) not in self._ghostly:
            self._ghostly[id(item)] = item, ghost(item)
        return self._ghostly[id(item)][1]

    def _finish(self) -> None:
        """Routes some of what is merely sketched."""
        if self.content.is_sketchy:
            self._repaint(self.content.finish())
            return
        self._finishing.stop()
        self.set_content_bounds(self.content.bounds)
        self.show_current(self.current)
        self.drawn.emit()

    def _repaint(self, boxes: Iterable[Box]) -> None:
        for box in boxes:
            shown = self.viewportTransform().mapRect(QRectF(*box)).toAlignedRect()
            self.redraw_rect(shown.adjusted(-2, -2, 2, 2) & self.viewport().rect())

    def _recolor(self, _: None) -> None:
        self._painter.forget()
        self._overlay.recolor()
        self.redraw()

    # What Qt calls.

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed = self._last = event.position().toPoint()
        self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is not None:
            at = event.position().toPoint()
            by, self._last = at - self._last, at
            self.pan_by(by.x(), by.y())
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        at, pressed = event.position().toPoint(), self._pressed
        self._pressed = None
        self.viewport().setCursor(Qt.CursorShape.OpenHandCursor)
        if pressed is not None and (at - pressed).manhattanLength() < _CLICK:
            point = self.to_scene(QPointF(at))
            self.clicked.emit(self.content.hit(point.x(), point.y(), _HIT / self.zoom) or "")
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key in _ARROWS and not held:
            self.pan_by(*_ARROWS[key])
        elif key in _ZOOMS and held in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.ControlModifier,
            Qt.KeyboardModifier.ShiftModifier,
        ):
            self.zoom_by(_ZOOMS[key])
        else:
            event.ignore()
