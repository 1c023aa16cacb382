"""The command palette: finds actions, stencils and what is in the diagram, by the beginnings of words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QDialog, QLineEdit, QVBoxLayout, QWidget

from dfdmodeler.catalog.search import Wording, find
from dfdmodeler.gui.theme import Theme
from dfdmodeler.gui.widgets.labels import label
from dfdmodeler.gui.widgets.rows import Row, RowList
from dfdmodeler.gui.widgets.search import ListKeys

MOST = 60


@dataclass(frozen=True)
class Entry:
    """Something to find: its name, what kind of thing it is (or its keys), and what to do with it."""

    text: str
    hint: str
    run: Callable[[], object]
    words: str = ""
    """Other words it is found by."""


class CommandPalette(QDialog):
    """Type, move with the arrow keys, press Enter. It closes when one goes on elsewhere."""

    chosen = Signal(object)
    """The entry to run, once the palette is out of the way."""

    def __init__(self, entries: Sequence[Entry], theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Find or run a command")
        self._entries = entries
        self.search = QLineEdit()
        self.search.setPlaceholderText("Find or run a command")
        self.search.setAccessibleName("Find or run a command")
        self.search.textChanged.connect(self._fill)
        self.list = RowList(theme)
        ListKeys(self.search, self.list, self._take)
        self.list.setAccessibleName("Commands")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.clicked.connect(lambda _: self._take())
        self.empty = label("Nothing has this name.", "empty")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 8)
        layout.addWidget(self.search)
        layout.addWidget(self.empty)
        layout.addWidget(self.list, 1)
        self.resize(520, 420)
        self._fill()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isVisible() and not self.isActiveWindow():
            self.reject()  # somebody went on elsewhere

    def _fill(self) -> None:
        found = ranked(self._entries, self.search.text())[:MOST]
        rows = [Row(e.text, str(self._entries.index(e)), aside=e.hint) for e in found]
        self.list.set_rows(rows)
        self.list.setVisible(bool(rows))
        self.empty.setVisible(not rows)
        self.list.show_key(rows[0].key if rows else None)

    def _take(self) -> None:
        if self.list.current_key:
            chosen = self._entries[int(self.list.current_key)]
            self.accept()
            self.chosen.emit(chosen)


def ranked(entries: Sequence[Entry], text: str) -> list[Entry]:
    """The entries that a text means, best first, then in the order they had."""
    return find(entries, text, lambda entry: Wording(entry.text, f"{entry.words} {entry.hint}"))
