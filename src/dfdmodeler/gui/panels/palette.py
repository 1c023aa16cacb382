"""The palette: what can be drawn, in groups, with a search."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QVBoxLayout, QWidget

from dfdmodeler.catalog.catalog import Catalog
from dfdmodeler.catalog.stencil import BoundaryKind, Stencil
from dfdmodeler.gui.theme import Theme
from dfdmodeler.gui.widgets.labels import label
from dfdmodeler.gui.widgets.marks import BOUNDARY_ICON, NOTE_ICON
from dfdmodeler.gui.widgets.rows import Row, RowList, RowModel
from dfdmodeler.gui.widgets.search import SearchField

MIME = "application/x-dfdmodeler-stencil"
BOUNDARY = "boundary"
NOTE = "note"
_PLAIN_BOUNDARY = Row(
    "Trust boundary",
    BOUNDARY,
    icon=BOUNDARY_ICON,
    color="boundary",
    help="A line around what is trusted alike.",
)
_NOTE = Row("Note", NOTE, icon=NOTE_ICON, help="Free text on the diagram.")


class StencilModel(RowModel):
    """Rows that can be dragged onto the canvas."""

    mime = MIME


class PalettePanel(QWidget):
    """A click takes a stencil in hand, Enter or a double-click puts it in the middle, dragging anywhere."""

    taken = Signal(str)
    placed = Signal(str)

    def __init__(self, catalog: Catalog, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._catalog = catalog
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
        words = self.search.text().casefold().split()
        rows = self._found(words, _named) or self._found(words, _described)
        self.list.set_rows(rows)
        self.empty.setVisible(not rows)

    def _found(self, words: list[str], text_of: Callable[[Row, str], str]) -> list[Row]:
        """The stencils in whose text all words are, below the titles of their groups."""
        rows: list[Row] = []
        for title, group in self._groups():
            found = [row for row in group if all(word in text_of(row, title).casefold() for word in words)]
            rows += [Row(title), *found] if found else []
        return rows

    def _groups(self) -> list[tuple[str, list[Row]]]:
        catalog = self._catalog
        groups = [(title, [self._stencil(s) for s in stencils]) for title, stencils in catalog.palettes()]
        kinds = [self._boundary(kind) for kind in catalog.boundary_kinds.values()]
        return [*groups, ("Boundary", [_PLAIN_BOUNDARY, *kinds]), ("Text", [_NOTE])]

    def _stencil(self, stencil: Stencil) -> Row:
        icon, color = self._catalog.icon(stencil.type), self._catalog.color(stencil.type)
        return Row(stencil.label, stencil.type, icon=icon, color=color, help=stencil.help)

    def _boundary(self, kind: BoundaryKind) -> Row:
        icon = kind.icon or BOUNDARY_ICON
        return Row(kind.label, f"{BOUNDARY}:{kind.id}", icon=icon, color="boundary", help=kind.help)

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


def _named(row: Row, title: str) -> str:
    return f"{row.text} {title} {row.key.replace('_', ' ')}"


def _described(row: Row, title: str) -> str:
    return f"{_named(row, title)} {row.help}"
