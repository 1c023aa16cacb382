"""What lies over the diagram while it is handled: frames, handles, the rubber band, the flow being drawn.

These are the only real items in the scene. None of them takes events: tools ask where they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF
from PySide6.QtWidgets import (
    QGraphicsEllipseItem,
    QGraphicsItem,
    QGraphicsPathItem,
    QGraphicsRectItem,
    QGraphicsScene,
    QStyleOptionGraphicsItem,
    QWidget,
)

from dfdmodeler.drawing.primitives import Box, Item
from dfdmodeler.drawing.shapes import door_of
from dfdmodeler.gui.canvas.arrows import arrow, line_path
from dfdmodeler.gui.canvas.crossings import CrossingItem
from dfdmodeler.gui.canvas.guide_lines import GuideLines
from dfdmodeler.gui.canvas.handles import Handle
from dfdmodeler.gui.canvas.lock_marks import LockMarks
from dfdmodeler.gui.canvas.outlines import badges_of

Colors = Callable[[str], QColor]
Point = tuple[float, float]

GAP = 4.0
"""Room between a shape and its selection frame, in units."""
REACH = 9
"""Pixels around a handle that still take hold of it."""
_HANDLE = 8.0
_MAX_HOLED = 60
"""Of more selected things than this the frames run over badges and labels: cutting those out takes long."""
_MARKS = {"connect": 9.0, "between": 6.0}


class Overlay:
    """The items over the diagram, by purpose; each is empty until something is shown."""

    def __init__(self, scene: QGraphicsScene, color: Colors) -> None:
        self._scene, self._color = scene, color
        self.handles: tuple[Handle, ...] = ()
        self.dots: tuple[Handle, ...] = ()
        self._marks: dict[str, list[QGraphicsItem]] = {"handles": [], "dots": []}
        self._hover = Frames(1.2)
        self._selected = Frames(1.6)
        self._target = Frames(2.4)
        self._taking, self._taken = Frames(2.4, tint=0.12), Frames(1.6)
        self.crossings = CrossingItem(color)
        self._band = QGraphicsRectItem()
        self._line = QGraphicsPathItem()
        self.guides = GuideLines(scene, color, z=8)
        self.locks = LockMarks(color)
        self.locks.setZValue(9)
        scene.addItem(self.locks)
        frames = (self._taking, self._taken, self._hover, self._selected, self._target)
        for z, item in enumerate((*frames, self._band, self._line, self.crossings)):
            item.setZValue(z)
            scene.addItem(item)
        self._band.hide()
        self._line.hide()
        self.recolor()

    def recolor(self) -> None:
        """Takes the theme's colours."""
        accent = self._color("accent")
        for frames in (self._taking, self._taken, self._hover, self._selected, self._target):
            frames.color = accent
            frames.update()
        self._band.setPen(_hairline(accent, 1))
        self._band.setBrush(_tinted(accent, 0.08))
        self._line.setPen(_hairline(accent, 2))
        self._line.setBrush(Qt.BrushStyle.NoBrush)
        self.guides.recolor()
        self.locks.update()
        self.show_handles(self.handles)
        self.show_dots(self.dots)

    def select(self, items: Sequence[Item], labels: Sequence[Item] = ()) -> None:
        """Frames what is selected, and leaves what is written at it free."""
        self._selected.show_items(items, labels)

    def shift(self, dx: float, dy: float) -> None:
        """Draws the frames of what is selected elsewhere, where it is going to be."""
        self._selected.setPos(dx, dy)

    def hover(self, item: Item | None) -> None:
        """Frames what the pointer is on, lightly."""
        self._hover.show_items([item] if item else [])

    def target(self, item: Item | None) -> None:
        """Frames what would take in what is dropped or connected."""
        self._target.show_items([item] if item else [])

    def take(self, boundaries: Sequence[Item], members: Sequence[Item]) -> None:
        """Frames and tints the boundaries that would take something in, and frames what they would take."""
        self._taking.show_items(boundaries)
        self._taken.show_items(members)

    def band(self, box: Box | None, *, dashed: bool = False) -> None:
        """The rubber band, or the box being drawn; a band that takes all it touches is dashed."""
        pen = self._band.pen()
        pen.setStyle(Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine)
        self._band.setPen(pen)
        self._band.setVisible(box is not None)
        if box is not None:
            self._band.setRect(QRectF(*box))

    def line(self, points: Sequence[Point], head: bool = True) -> None:
        """The flow being drawn; no points take it away."""
        self._line.setVisible(bool(points))
        if points:
            self._line.setPath(arrow(points) if head else line_path(points))

    def show_handles(self, handles: Iterable[Handle]) -> None:
        self.handles = tuple(handles)
        self._show("handles", self.handles)

    def show_dots(self, dots: Iterable[Handle]) -> None:
        """The dots that flows are drawn from."""
        self.dots = tuple(dots)
        self._show("dots", self.dots)

    def clear(self) -> None:
        """Takes away all but the selection."""
        self.hover(None)
        self.target(None)
        self.band(None)
        self.line(())
        self.guides.show(())
        self.show_dots(())

    def handle_at(self, view: QPoint, to_view: Callable[[QPointF], QPoint]) -> Handle | None:
        """The handle or dot within reach of a point of the viewport; the last drawn wins."""
        for handle in reversed((*self.dots, *self.handles)):
            away = to_view(QPointF(*_mark_at(handle))) - view
            if max(abs(away.x()), abs(away.y())) <= REACH:
                return handle
        return None

    def _show(self, purpose: str, handles: tuple[Handle, ...]) -> None:
        marks = self._marks[purpose]
        for mark in marks:
            self._scene.removeItem(mark)
        marks.clear()
        for handle in handles:
            mark = self._mark(handle)
            mark.setPos(*_mark_at(handle))
            mark.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIgnoresTransformations)
            mark.setZValue(10)
            self._scene.addItem(mark)
            marks.append(mark)

    def _mark(self, handle: Handle) -> QGraphicsRectItem | QGraphicsEllipseItem:
        size = _MARKS.get(handle.grip, _HANDLE)
        rect = QRectF(-size / 2, -size / 2, size, size)
        round_ = handle.grip != "size"
        mark = QGraphicsEllipseItem(rect) if round_ else QGraphicsRectItem(rect)
        filled = handle.grip in ("connect", "end")
        mark.setPen(QPen(self._color("canvas" if filled else "accent"), 1.5))
        mark.setBrush(self._color("accent" if filled else "canvas"))
        return mark


class Frames(QGraphicsItem):
    """Rounded frames around shapes, and strokes along lines; only those in view are drawn."""

    def __init__(self, width: float, tint: float = 0.0) -> None:
        super().__init__()
        self.color, self._tint = QColor(), tint
        self._width = width
        self._rects: list[QRectF] = []
        self._lines: list[QPolygonF] = []
        self._bounds = QRectF()
        self._holes: list[QRectF] = []
        """What the frames leave free: badges and labels, which are read while something is selected."""
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)

    def show_items(self, items: Sequence[Item], labels: Sequence[Item] = ()) -> None:
        """Frames these items and no others; their labels, which hold the badges of flows, stay free."""
        if not items and not self._rects and not self._lines:
            return
        self.prepareGeometryChange()
        self._rects = [QRectF(*item.shape.grown(GAP)) for item in items if item.shape and not item.line]
        self._lines = [QPolygonF([QPointF(*point) for point in item.line]) for item in items if item.line]
        few = len(items) <= _MAX_HOLED
        self._holes = [hole for item in (*items, *labels) for hole in _holes(item)] if few else []
        self._bounds = QRectF()
        for rect in (*self._rects, *(line.boundingRect() for line in self._lines)):
            self._bounds = self._bounds.united(rect.adjusted(-6, -6, 6, 6))
        self.update()

    # What Qt calls.

    def boundingRect(self) -> QRectF:
        return self._bounds

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        exposed = option.exposedRect  # type: ignore[attr-defined]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._holes:
            painter.setClipPath(_without(self._bounds, self._holes), Qt.ClipOperation.IntersectClip)
        painter.setPen(_hairline(self.color, self._width))
        painter.setBrush(_tinted(self.color, self._tint) if self._tint else Qt.BrushStyle.NoBrush)
        for rect in self._rects:
            if rect.intersects(exposed):
                painter.drawRoundedRect(rect, 8, 8)
        for line in self._lines:
            if line.boundingRect().adjusted(-6, -6, 6, 6).intersects(exposed):
                painter.drawPolyline(line)


def _without(bounds: QRectF, holes: Iterable[QRectF]) -> QPainterPath:
    """A rectangle with holes in it, which may overlap."""
    free, taken = QPainterPath(), QPainterPath()
    free.addRect(bounds)
    taken.setFillRule(Qt.FillRule.WindingFill)
    for hole in holes:
        taken.addRect(hole)
    return free.subtracted(taken)


def _holes(item: Item) -> list[QRectF]:
    boxes = [badge.box for badge in badges_of(item)]
    boxes += [door] if (door := door_of(item)) else []
    return [QRectF(*box) for box in (*boxes, *([item.label] if item.label else []))]


def _mark_at(handle: Handle) -> Point:
    """Size handles stand on the selection frame, off the corner where a badge may be."""
    gap = GAP if handle.grip == "size" else 0.0
    return handle.x + handle.horizontal * gap, handle.y + handle.vertical * gap


def _tinted(color: QColor, share: float) -> QColor:
    tint = QColor(color)
    tint.setAlphaF(share)
    return tint


def _hairline(color: QColor, width: float) -> QPen:
    pen = QPen(color, width)
    pen.setCosmetic(True)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return pen
