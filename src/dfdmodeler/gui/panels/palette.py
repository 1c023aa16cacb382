"""The palette: what can be drawn, in groups, with a search."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QVBoxLayout, QWidget

from dfdmodeler.catalog.catalog import Catalog
from dfdmodeler.catalog.offers import offers
from dfdmodeler.catalog.search import find_offers
from dfdmodeler.gui.theme import Theme
from dfdmodeler.gui.widgets.labels import label
from dfdmodeler.gui.widgets.rows import RowList, RowModel
from dfdmodeler.gui.widgets.search import SearchField
from dfdmodeler.gui.widgets.stencil_rows import grouped_rows

MIME = "application/x-dfdmodeler-stencil"


class StencilModel(RowModel):
    """Rows that can be dragged onto the canvas."""

    mime = MIME


class PalettePanel(QWidget):
    """A click takes a stencil in hand, Enter or a double-click puts it in the middle, dragging anywhere."""

    taken = Signal(str)
    placed = Signal(str)

    def __init__(self, catalog: Catalog, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._offers = offers(catalog)
        self.search = SearchField("Search stencils", self)
        self.search.textChanged.connect(self._fill)
        self.search.installEventFilter(self)
        self.list = RowList(theme, StencilModel(self), self)
        self.list.setAccessibleName("Stencils")
        self.list.setDragEnabled(True)
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.list.clicked.connect(lambda index: self._take(index.row()))
        self.list.opened.connect(self.placed)
        self.empty = label("No stencil is called or described so. Try a more general word.", "empty")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 12, 0, 0)
        layout.setSpacing(4)
        inset = QVBoxLayout()
        inset.setContentsMargins(12, 0, 12, 0)
        inset.addWidget(self.search)
        layout.addLayout(inset)
        layout.addWidget(self.empty, 1)
        layout.addWidget(self.list, 1)
        self._fill()

    def _take(self, row: int) -> None:
        key = self.list.rows.rows[row].key
        if key:
            self.taken.emit(key)

    def _fill(self) -> None:
        rows = grouped_rows(find_offers(self._offers, self.search.text()))
        self.list.set_rows(rows)
        self.empty.setVisible(not rows)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Down:
                self.list.setFocus()
                self._first()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._first()
                if self.list.current_key:
                    self.placed.emit(self.list.current_key)
                return True
        return super().eventFilter(watched, event)

    def _first(self) -> None:
        """Moves to the first stencil found, unless the person is at one already."""
        if not self.list.current_key:
            self.list.show_key(next((row.key for row in self.list.rows.rows if row.key), None))
