"""A view that zooms at the pointer, scrolls and pans without bounds, and fits."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QRegion,
    QResizeEvent,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QGestureEvent, QGraphicsScene, QGraphicsView, QPinchGesture, QWidget

from dfdmodeler.drawing.primitives import Box
from dfdmodeler.gui.canvas.backing import Backing

SMALLEST, LARGEST = 0.05, 4.0
"""Limits of the zoom."""
WHEEL_STEP = 1.2
"""Zoom factor of one notch of the wheel."""
_MARGIN, _MARGIN_SHARE = 48, 1 / 16
"""Pixels left free around what is fitted, and how much of a small view they take at most."""
_NOTCH = 120
_AT_ONCE = 500
"""Items that are drawn at once; more are drawn in slices, between events."""
_REST = 80
"""Milliseconds after the last step of a zoom gesture until all is drawn crisply again."""


def _inside(length: int) -> float:
    """What is left of a side of the view within the margins."""
    return max(length - 2 * min(_MARGIN, length * _MARGIN_SHARE), 1.0)


def _factor(box: Box, room: QRect, largest: float) -> float:
    """How large a box is shown to fit into a room."""
    across = _inside(room.width()) / max(box.width, 1.0)
    down = _inside(room.height()) / max(box.height, 1.0)
    return min(LARGEST, max(SMALLEST, min(across, down, largest)))


class Viewport(QGraphicsView):
    """Zoom, position and the kept picture; what is drawn is for others to say."""

    zoom_changed = Signal(float)
    jumping = Signal()
    """The view is going to be moved to another place by more than a person scrolls."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        scene = QGraphicsScene(self)
        # The few items of the overlay need no index, and move all the time.
        scene.setItemIndexMethod(QGraphicsScene.ItemIndexMethod.NoIndex)
        self.setScene(scene)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setResizeAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.MinimalViewportUpdate)
        self.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.viewport().grabGesture(Qt.GestureType.PinchGesture)
        self._content = QRectF()
        self._fitted: tuple[Box, float] | None = None
        """What `fit_box` was asked to show, until a person zooms, scrolls or draws."""
        self._backing, self._exposed = Backing(), QRegion()
        self.covered: Callable[[], int] = lambda: 0
        """How many pixels at the lower edge something floats over, which what is fitted keeps clear of."""
        self.is_gliding = False
        """Whether a zoom gesture is under way that scales the last picture."""
        self._drawing = QTimer(self)
        self._drawing.setInterval(0)
        self._drawing.timeout.connect(self._draw_more)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST)
        self._rest.timeout.connect(self._end_glide)
        self._make_room()

    @property
    def zoom(self) -> float:
        """Pixels per diagram unit."""
        return self.transform().m11()

    def zoom_to(self, factor: float, at: QPointF | None = None) -> None:
        """Zooms to a factor; a point of the viewport stays where it is: the middle, unless one is given."""
        factor = min(LARGEST, max(SMALLEST, factor))
        if factor == self.zoom:
            return
        at = QPointF(self.viewport().rect().center()) if at is None else at
        fixed = self.to_scene(at)
        self.setTransform(QTransform.fromScale(factor, factor))
        self._show_at(fixed, at)
        self.zoom_changed.emit(self.zoom)

    def glide_by(self, factor: float, at: QPointF) -> None:
        """Zooms in a gesture: where much is in view, the last picture is scaled until the gesture rests."""
        if not self.is_gliding and self.is_crowded():
            self.is_gliding = True
            self._drawing.stop()
        if self.is_gliding:
            self._rest.start()
            self.viewport().update()
        self.zoom_by(factor, at)

    def ground(self) -> QColor:
        """The colour where nothing is drawn."""
        return QColor(Qt.GlobalColor.white)

    def is_crowded(self) -> bool:
        """Whether so much is in view that drawing it takes longer than a frame."""
        return False

    def zoom_by(self, factor: float, at: QPointF | None = None) -> None:
        """Zooms in (above 1) or out."""
        self.zoom_to(self.zoom * factor, at)

    def fit_box(self, box: Box, largest: float = 1.0) -> None:
        """Shows a box whole and in the middle, not larger than `largest`, and not below what floats there."""
        room, covered = self.viewport().rect(), self.covered()
        factor = _factor(box, room, largest)
        if covered and (room.height() - box.height * factor) / 2 < covered:
            room.setBottom(room.bottom() - covered)
            factor = _factor(box, room, largest)
        self.setTransform(QTransform.fromScale(factor, factor))
        self._show_at(QPointF(*box.center), QPointF(room.center()))
        self._fitted = box, largest
        self.zoom_changed.emit(self.zoom)

    def show_box(self, box: Box) -> None:
        """Scrolls so that a box is in view, if it is not; one larger than the view is centred."""
        shown = self.visible_box()
        if not (shown.contains(box.x, box.y) and shown.contains(box.right, box.bottom)):
            self.jumping.emit()
            self._show_at(QPointF(*box.center), QPointF(self.viewport().rect().center()))

    @property
    def is_fitted(self) -> bool:
        """Whether a box was fitted into the view and nobody moved it since."""
        return self._fitted is not None

    @property
    def middle(self) -> tuple[float, float]:
        """The point of the diagram in the middle of the view: what `look_at` brings back exactly."""
        at = self.to_scene(QPointF(self.viewport().rect().center()))
        return at.x(), at.y()

    def look_at(self, x: float, y: float, zoom: float) -> None:
        """Shows a point of the diagram in the middle, at a zoom."""
        self.setTransform(QTransform.fromScale(zoom, zoom))
        self._show_at(QPointF(x, y), QPointF(self.viewport().rect().center()))
        self.zoom_changed.emit(self.zoom)

    def pan_by(self, dx: int, dy: int) -> None:
        """Moves the picture by pixels."""
        self._fitted = None
        bars = self.horizontalScrollBar(), self.verticalScrollBar()
        for bar, by in zip(bars, (dx, dy), strict=True):
            if not bar.minimum() <= bar.value() - by <= bar.maximum():
                self._make_room()
            bar.setValue(bar.value() - by)

    def visible_box(self) -> Box:
        """What is in view, in diagram units."""
        top_left = self.to_scene(QPointF(0, 0))
        size = self.viewport().size()
        return Box(top_left.x(), top_left.y(), size.width() / self.zoom, size.height() / self.zoom)

    def to_scene(self, at: QPointF) -> QPointF:
        """A point of the viewport in diagram units, not rounded."""
        return self.viewportTransform().inverted()[0].map(at)

    def set_content_bounds(self, box: Box) -> None:
        """Says how far the diagram reaches, so that it can be scrolled to."""
        if self._fitted and self._fitted[0] != box:
            self._fitted = None
        self._content = QRectF(*box)
        self._make_room()

    def draw_area(self, painter: QPainter, rect: QRect) -> int:
        """Draws what stands still in a rectangle of the viewport; how many items that were."""
        return 0

    def draw_moving(self, painter: QPainter, area: QRectF) -> None:
        """Draws what is being moved, in diagram units, over what stands still."""

    def redraw(self) -> None:
        """Draws everything anew."""
        self._backing.forget()
        self.viewport().update()

    def redraw_rect(self, rect: QRect) -> None:
        """Draws a rectangle of the viewport anew."""
        self._match()
        self._backing.touch(rect)
        self.viewport().update(rect)

    @property
    def is_drawn(self) -> bool:
        """Whether nothing in view waits to be drawn."""
        return not self.is_gliding and self._backing.stale.isEmpty()

    def _match(self) -> None:
        ratio = self.viewport().devicePixelRatioF()
        self._backing.match(self.viewport().size(), ratio, self.viewportTransform())

    def _draw_more(self) -> None:
        """Draws some of what is stale, between events."""
        self._match()
        self.viewport().update(self._backing.draw(self._backing.stale, self.draw_area, _AT_ONCE))
        if self._backing.stale.isEmpty():
            self._drawing.stop()

    def _end_glide(self) -> None:
        self.is_gliding = False
        self.viewport().update()

    def _show_at(self, point: QPointF, at: QPointF) -> None:
        """Scrolls so that a diagram point comes to lie at a point of the viewport."""
        self._fitted = None
        self._make_room(point)
        now = self.viewportTransform().map(point)
        for bar, by in (
            (self.horizontalScrollBar(), now.x() - at.x()),
            (self.verticalScrollBar(), now.y() - at.y()),
        ):
            bar.setValue(bar.value() + round(by))

    def _make_room(self, around: QPointF | None = None) -> None:
        """Lets the view scroll a screen beyond the diagram and beyond where it is now."""
        shown = QRectF(*self.visible_box())
        room = self._content.united(shown)
        if around is not None:
            room = room.united(QRectF(around.x(), around.y(), 1, 1))
        across, down = shown.width(), shown.height()
        self.setSceneRect(room.adjusted(-across, -down, across, down))

    # What Qt calls.

    def paintEvent(self, event: QPaintEvent) -> None:
        self._exposed = event.region()
        if not self.is_gliding:
            self._match()
            self._backing.draw(self._exposed, self.draw_area, _AT_ONCE)
            if not (self._backing.stale & self._exposed).isEmpty():
                self._drawing.start()
        super().paintEvent(event)

    def drawBackground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        painter.save()
        painter.resetTransform()
        if self.is_gliding:
            painter.fillRect(self.viewport().rect(), self.ground())
            self._backing.paint_scaled(painter, self.viewportTransform())
        else:
            self._backing.paint(painter)
        painter.restore()
        if not self.is_gliding:
            self.draw_moving(painter, QRectF(rect))

    def wheelEvent(self, event: QWheelEvent) -> None:
        turn, pixels = event.angleDelta(), event.pixelDelta()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.glide_by(WHEEL_STEP ** (turn.y() / _NOTCH), event.position())
        elif not pixels.isNull():
            self.pan_by(pixels.x(), pixels.y())
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier and not turn.x():
            self.pan_by(turn.y() // 2, 0)
        else:
            self.pan_by(turn.x() // 2, turn.y() // 2)
        event.accept()

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QNativeGestureEvent):
            if event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
                self.glide_by(1.0 + event.value(), event.position())
                return True
        elif event.type() == QEvent.Type.Gesture and isinstance(event, QGestureEvent):
            pinch = event.gesture(Qt.GestureType.PinchGesture)
            if isinstance(pinch, QPinchGesture):
                center = self.viewport().mapFromGlobal(pinch.centerPoint())
                self.glide_by(pinch.scaleFactor(), center)
                return True
        return super().viewportEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._fitted:
            self.fit_box(*self._fitted)
        else:
            self._make_room()
