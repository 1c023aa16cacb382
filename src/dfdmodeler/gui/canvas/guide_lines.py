"""Alignment guides as thin lines over the diagram."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtGui import QColor, QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsPathItem, QGraphicsScene

from dfdmodeler.drawing.guides import Line

_TICK = 4.0
"""Half the length of the mark at the end of a gap, in pixels."""


class GuideLines:
    """An item for each line, so that only a thin strip is painted again; empty until some are shown."""

    def __init__(self, scene: QGraphicsScene, color: Callable[[str], QColor], z: float) -> None:
        self._scene, self._color, self._z = scene, color, z
        self.shown: tuple[Line, ...] = ()
        self._items: list[QGraphicsPathItem] = []

    def show(self, lines: Sequence[Line], zoom: float = 1.0) -> None:
        """Shows these lines and no others, at a number of pixels per unit."""
        if not lines and not self.shown:
            return
        self.shown = tuple(lines)
        while len(self._items) < len(lines):
            self._items.append(self._item())
        for item, line in zip(self._items, lines, strict=False):
            item.setPath(_path(line, _TICK / zoom))
        for i, item in enumerate(self._items):
            item.setVisible(i < len(lines))

    def recolor(self) -> None:
        for item in self._items:
            item.setPen(self._pen())

    def _item(self) -> QGraphicsPathItem:
        item = QGraphicsPathItem()
        item.setZValue(self._z)
        item.setPen(self._pen())
        self._scene.addItem(item)
        return item

    def _pen(self) -> QPen:
        pen = QPen(self._color("guide"), 1)
        pen.setCosmetic(True)
        return pen


def _path(line: Line, tick: float) -> QPainterPath:
    (x, y), (to_x, to_y) = line.start, line.end
    path = QPainterPath()
    path.moveTo(x, y)
    path.lineTo(to_x, to_y)
    if line.is_gap:
        across = (0.0, tick) if y == to_y else (tick, 0.0)
        for end_x, end_y in (line.start, line.end):
            path.moveTo(end_x - across[0], end_y - across[1])
            path.lineTo(end_x + across[0], end_y + across[1])
    return path
