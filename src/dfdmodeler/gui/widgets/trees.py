"""Trees with an arrow that opens and closes, rows below rows, and where the menu of a row belongs."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, QPoint, QPointF, QRect
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QAbstractItemView, QTreeView

from dfdmodeler.gui.widgets.focus import paint_focus

Index = QModelIndex | QPersistentModelIndex
NO_INDEX = QModelIndex()


class ArrowTree(QTreeView):
    """What holds others has an arrow that opens and closes it."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        paint_focus(self)

    def drawBranches(self, painter: QPainter, rect: QRect, index: QModelIndex) -> None:
        """The arrow alone: the style sheet leaves none, and lines would only add noise."""
        if not self.model().hasChildren(index):
            return
        size = 4.0
        center = QPointF(rect.right() - self.indentation() / 2, rect.center().y() + 0.5)
        arrow = QPolygonF([QPointF(-size / 2, -size), QPointF(size / 2, 0), QPointF(-size / 2, size)])
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(center)
        painter.rotate(90 if self.isExpanded(index) else 0)
        painter.setPen(QPen(self.palette().text().color(), 1.5))
        painter.drawPolyline(arrow)
        painter.restore()


class BranchModel(QAbstractItemModel):
    """Branches with leaves and nothing below these: an index holds the number of its branch from 1, or 0."""

    def branch_count(self) -> int:
        """How many branches there are."""
        raise NotImplementedError

    def leaf_count(self, branch: int) -> int:
        """How many leaves a branch has."""
        raise NotImplementedError

    def index(self, row: int, column: int, parent: Index = NO_INDEX) -> QModelIndex:
        if not (0 <= row < self.rowCount(parent) and 0 <= column < self.columnCount(parent)):
            return NO_INDEX
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else 0)

    def parent(self, index: Index = NO_INDEX) -> QModelIndex:  # type: ignore[override]
        above = index.internalId() if index.isValid() else 0
        return self.createIndex(above - 1, 0, 0) if above else NO_INDEX

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        if not parent.isValid():
            return self.branch_count()
        return 0 if parent.internalId() or parent.column() else self.leaf_count(parent.row())


def menu_place(view: QAbstractItemView, at: QPoint) -> QPoint | None:
    """Where on the screen the menu of the current row belongs: where it was asked for, if that is on the row,
    or else below it. None if there is no such row.
    """
    current = view.currentIndex()
    if not current.isValid():
        return None
    row = view.visualRect(current)
    return view.viewport().mapToGlobal(at if row.contains(at) else row.bottomLeft())
