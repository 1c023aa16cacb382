"""The whole diagram in small, in a corner of the canvas, with what is in view framed."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from dfdmodeler.drawing.primitives import Box, Item
from dfdmodeler.gui.canvas.board import Board, Colors
from dfdmodeler.gui.canvas.outlines import Outline

SIZE = QSize(208, 144)
FROM = 30
"""Elements, boundaries and notes; of fewer one keeps track without."""
_LEAST = QSize(96, 64)
_CORNER = 12
_MARGIN = 6.0
_RADIUS = 8.0
_REST = 250
"""Milliseconds after a change until it is drawn anew."""
_AT_ONCE = 400
"""Items drawn between two events."""
_LOUD = ("explained",)
_ORDER = ("boundary", "flow", "element", "note")


class Overview(QWidget):
    """A press or drag in it moves the view. Hidden where there is little, or all of it is in view."""

    def __init__(self, canvas: Board, theme: Colors) -> None:
        super().__init__(canvas)
        self._canvas, self._theme = canvas, theme
        self._wanted = True
        self._bar: QWidget | None = None
        self._picture = QPixmap()
        self._area = Box(0, 0, 0, 0)
        """The part of the diagram that the picture shows."""
        self._drawing: Iterator[None] | None = None
        self._resting = QTimer(self)
        self._resting.setSingleShot(True)
        self._resting.setInterval(_REST)
        self._resting.timeout.connect(self._begin)
        self._slices = QTimer(self)
        self._slices.setInterval(0)
        self._slices.timeout.connect(self._draw_more)
        self.setFixedSize(SIZE)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName("Overview")
        self.setToolTip("Press or drag to move the view")
        self.hide()
        canvas.installEventFilter(self)
        for bar in (canvas.horizontalScrollBar(), canvas.verticalScrollBar()):
            bar.valueChanged.connect(lambda _: self._follow_view())
        canvas.zoom_changed.connect(lambda _: self._follow_view())
        canvas.diagram_changed.connect(lambda _: self._renew())
        canvas.settled.connect(self.renew_later)
        session = canvas.session
        stops = [
            session.changed.connect(lambda _: self.renew_later()),
            session.opened.connect(lambda _: self._renew()),
            session.threats_changed.connect(lambda _: self.renew_later()),
            theme.changed.connect(lambda _: self._renew()),
        ]
        self.destroyed.connect(lambda: [stop() for stop in stops])

    def want(self, wanted: bool) -> None:
        """Whether it is shown where it helps, or never."""
        self._wanted = wanted
        self._follow_view()

    def stand_above(self, bar: QWidget) -> None:
        """Where there is no room beside a bar at the lower edge, it stands above it."""
        self._bar = bar
        self._place()

    def _place(self) -> None:
        parent, bar = self.parentWidget(), self._bar
        left = parent.width() - self.width() - _CORNER
        beside = bar is None or bar.geometry().right() + _CORNER < left
        lower = parent.height() if beside or bar is None else bar.y()
        self.move(left, max(_CORNER, lower - self.height() - _CORNER))

    def renew_later(self) -> None:
        """What is drawn is different; a pause in what changes it is waited for."""
        self._resting.start()

    def _renew(self) -> None:
        """Another diagram: the picture of the old one is of no use."""
        self._picture, self._drawing = QPixmap(), None
        self._resting.start(0)
        self._follow_view()

    def _is_useful(self) -> bool:
        content = self._canvas.content
        shapes = (item for item in content.drawn.items.values() if item.role not in ("label", "flow"))
        if not self._wanted or next(islice(shapes, FROM - 1, None), None) is None:
            return False
        bounds, shown = content.bounds, self._canvas.visible_box()
        whole = shown.contains(bounds.x, bounds.y) and shown.contains(bounds.right, bounds.bottom)
        return not whole

    def _follow_view(self) -> None:
        useful = self._is_useful()
        if useful and self._picture.isNull() and not self._slices.isActive():
            self._begin()
        self.setVisible(useful)
        if useful:
            self.update()

    # The picture.

    def _begin(self) -> None:
        """Draws the picture anew, in slices, if it is to be seen; until it is ready the old one stays."""
        if not self._is_useful():
            self._picture, self._drawing = QPixmap(), None
            self.hide()
            return
        self._drawing = self._drawn()
        self._slices.start()
        self.setVisible(True)

    def _draw_more(self) -> None:
        if self._drawing is None or next(self._drawing, True):
            self._slices.stop()
            self._drawing = None

    def _drawn(self) -> Iterator[None]:
        area, ratio = self._canvas.content.bounds, self.devicePixelRatioF()
        self._take_shape(area)
        picture = QPixmap(self.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        items = [item for item in self._canvas.content.drawn.items.values() if item.role in _ORDER]
        items.sort(key=lambda item: _ORDER.index(item.role))
        scale, at = self._scale_of(area)
        for start in range(0, len(items), _AT_ONCE):
            painter = QPainter(picture)
            painter.translate(at)
            painter.scale(scale, scale)
            painter.translate(-area.x, -area.y)
            self._paint(painter, items[start : start + _AT_ONCE])
            painter.end()
            yield None
        self._picture, self._area = picture, area
        self.update()

    def _take_shape(self, area: Box) -> None:
        """As wide or high as the diagram is, so that it covers no more of the canvas than it needs."""
        scale = min(SIZE.width() / max(area.width, 1.0), SIZE.height() / max(area.height, 1.0))
        shape = QSize(round(area.width * scale), round(area.height * scale))
        self.setFixedSize(shape.expandedTo(_LEAST).boundedTo(SIZE))
        self._place()

    def _paint(self, painter: QPainter, items: list[Item]) -> None:
        """Boundaries as frames, flows as faint lines, the rest filled: so small, outlines are mere noise."""
        color = self._theme.color
        boxes: dict[str, list[QRectF]] = {}
        for outline in map(Outline, items):
            if outline.is_frame:
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(_hairline(color(outline.token)))
                painter.drawRects(outline.boxes)
            elif outline.lines:
                painter.setPen(_hairline(color(outline.token if outline.token in _LOUD else "line")))
            else:
                boxes.setdefault(outline.tint or outline.token, []).extend(outline.boxes)
            if outline.lines:
                painter.drawLines(outline.lines)
        painter.setPen(Qt.PenStyle.NoPen)
        for token, rects in boxes.items():
            painter.setBrush(color(token))
            painter.drawRects(rects)

    def _scale_of(self, area: Box) -> tuple[float, QPointF]:
        """How much smaller an area is shown, and where in this widget it begins."""
        across = (self.width() - 2 * _MARGIN) / max(area.width, 1.0)
        down = (self.height() - 2 * _MARGIN) / max(area.height, 1.0)
        scale = min(across, down)
        left = (self.width() - area.width * scale) / 2
        return scale, QPointF(left, (self.height() - area.height * scale) / 2)

    def frame(self) -> QRectF:
        """What is in view, in this widget."""
        scale, at = self._scale_of(self._area)
        shown = self._canvas.visible_box()
        left, top = at.x() + (shown.x - self._area.x) * scale, at.y() + (shown.y - self._area.y) * scale
        frame = QRectF(left, top, shown.width * scale, shown.height * scale)
        return frame.intersected(QRectF(self.rect()).adjusted(1, 1, -1, -1))

    def _look(self, at: QPointF) -> None:
        """Moves the view so that its middle is what lies at a point of this widget."""
        scale, start = self._scale_of(self._area)
        x = self._area.x + (at.x() - start.x()) / scale
        y = self._area.y + (at.y() - start.y()) / scale
        self._canvas.look_at(x, y, self._canvas.zoom)

    # What Qt calls.

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show):
            self._place()
            self._follow_view()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.color("line"), 1))
        painter.setBrush(self._theme.color("panel"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)
        if not self._picture.isNull():
            painter.drawPixmap(0, 0, self._picture)
            self._frame_view(painter)
        painter.end()

    def _frame_view(self, painter: QPainter) -> None:
        """What is not in view is faded."""
        frame, veil = self.frame(), QColor(self._theme.color("panel"))
        veil.setAlphaF(0.6)
        outside = QPainterPath()
        outside.addRect(QRectF(self.rect()).adjusted(_RADIUS / 2, _RADIUS / 2, -_RADIUS / 2, -_RADIUS / 2))
        outside.addRect(frame)  # what is inside both is left out
        painter.fillPath(outside, veil)
        painter.setPen(QPen(self._theme.color("accent"), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(frame, 2, 2)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._canvas.jumping.emit()
            self._look(event.position())
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._look(event.position())
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()


def _hairline(color: QColor) -> QPen:
    pen = QPen(color, 1)
    pen.setCosmetic(True)
    return pen
