"""The picture of the viewport, kept: what did not change is copied, not drawn again.

Scrolling moves it, a change makes a part of it stale, another zoom scales it. What is stale is drawn in
tiles, of a crowded picture only a few at a time; until its turn comes each tile shows the old picture.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPixmap, QRegion, QTransform

Draw = Callable[[QPainter, QRect], int]
"""Draws what lies in a rectangle of the viewport, its background included; how many items that were."""

TILE = 256
"""Pixels; what is stale is drawn in squares of this size, or in strips of no more area."""
_FEW_RECTS = 6
"""A stale region of more rectangles than this is drawn clipped, not rectangle by rectangle."""


class Backing:
    """A pixmap as large as the viewport, what it shows, and which part of it is stale."""

    def __init__(self) -> None:
        self.pixmap = QPixmap()
        self.transform = QTransform()
        """From diagram units to pixels, of what the pixmap shows."""
        self.stale = QRegion()

    def match(self, size: QSize, ratio: float, transform: QTransform) -> None:
        """Makes it the picture of a viewport of this size and pixel ratio, seen through this transform."""
        wanted = QSize(round(size.width() * ratio), round(size.height() * ratio))
        same = self.pixmap.size() == wanted and self.pixmap.devicePixelRatio() == ratio
        if not same or (self.transform != transform and not self._scrolled(transform, ratio)):
            self._renew(wanted, ratio, transform)

    def forget(self) -> None:
        """All is stale."""
        self.stale = QRegion(self._area())

    def touch(self, rect: QRect) -> None:
        """What lies there is stale."""
        self.stale += rect & self._area()

    def draw(self, region: QRegion, draw: Draw, most: int) -> QRegion:
        """Draws what is stale in a region, in tiles, until `most` items were drawn; where it did so."""
        waiting, done, drawn = self.stale & region, QRegion(), 0
        if waiting.isEmpty():
            return done
        painter = QPainter(self.pixmap)
        for part in _tiles(waiting):
            if drawn >= most:
                break
            painter.resetTransform()
            painter.setClipRegion(part)
            drawn += draw(painter, part.boundingRect())
            done += part
        painter.end()
        self.stale -= done
        return done

    def paint(self, painter: QPainter) -> None:
        """Copies it to where it belongs, as far as the painter's clip goes; the painter works in pixels.

        Never a part of it: at a ratio of 1.5 a part would begin between two pixels.
        """
        painter.drawPixmap(0, 0, self.pixmap)

    def paint_scaled(self, painter: QPainter, transform: QTransform) -> None:
        """Copies it as seen through another transform."""
        painter.save()
        painter.setTransform(self.transform.inverted()[0] * transform, combine=True)
        painter.drawPixmap(0, 0, self.pixmap)
        painter.restore()

    def _area(self) -> QRect:
        return QRect(QPoint(), self.pixmap.deviceIndependentSize().toSize())

    def _renew(self, size: QSize, ratio: float, transform: QTransform) -> None:
        """Begins another picture with the present one, scaled."""
        fresh = Backing()
        fresh.pixmap = QPixmap(size)
        fresh.pixmap.setDevicePixelRatio(ratio)
        fresh.pixmap.fill(Qt.GlobalColor.white)
        if not self.pixmap.isNull():
            painter = QPainter(fresh.pixmap)
            self.paint_scaled(painter, transform)
            painter.end()
        self.pixmap, self.transform = fresh.pixmap, transform
        self.forget()

    def _scrolled(self, transform: QTransform, ratio: float) -> bool:
        """Moves the picture where that is all there is to do."""
        before = self.transform
        if (before.m11(), before.m22()) != (transform.m11(), transform.m22()):
            return False
        dx, dy = transform.dx() - before.dx(), transform.dy() - before.dy()
        across, down = dx * ratio, dy * ratio
        if not (across.is_integer() and down.is_integer() and dx.is_integer() and dy.is_integer()):
            return False
        area = self._area()
        self.pixmap.scroll(int(across), int(down), self.pixmap.rect())
        moved = area.translated(int(dx), int(dy)) & area
        self.stale = (self.stale.translated(int(dx), int(dy)) & area) + (QRegion(area) - moved)
        self.transform = transform
        return True


def _tiles(region: QRegion) -> Iterator[QRegion]:
    """A region in parts that each lie in one tile; a strip, as scrolling exposes it, stays whole."""
    parts = [QRegion(rect) for rect in region] if region.rectCount() <= _FEW_RECTS else [region]
    for part in parts:
        box = part.boundingRect()
        if box.width() * box.height() <= TILE * TILE:
            yield part
            continue
        for y in range(box.top() - box.top() % TILE, box.bottom() + 1, TILE):
            for x in range(box.left() - box.left() % TILE, box.right() + 1, TILE):
                tile = part & QRect(x, y, TILE, TILE)
                if not tile.isEmpty():
                    yield tile
