"""The glossary: type a word, read what it means."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from dfdmodeler.catalog.terms import Term, found_terms
from dfdmodeler.gui.theme import Theme
from dfdmodeler.gui.widgets.labels import label
from dfdmodeler.gui.widgets.rows import Row, RowList
from dfdmodeler.gui.widgets.search import ListKeys

LIST_WIDTH = 230


class GlossaryDialog(QDialog):
    """Terms at the left, what the chosen one means at the right."""

    def __init__(self, terms: Sequence[Term], theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Glossary")
        self._terms = {term.term: term for term in terms}
        self.search = QLineEdit()
        self.search.setPlaceholderText("Find a word")
        self.search.setAccessibleName("Find a word")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._fill)
        self.list = RowList(theme)
        ListKeys(self.search, self.list)
        self.list.setAccessibleName("Words")
        self.list.setFixedWidth(LIST_WIDTH)
        self.list.chosen.connect(self._show)
        self.name, self.also, self.text = label("", "heading"), label("", "muted"), label("")
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        page = QVBoxLayout()
        page.setContentsMargins(8, 4, 8, 0)
        for part in (self.name, self.also, self.text):
            page.addWidget(part)
        page.addStretch(1)
        halves = QHBoxLayout()
        halves.addWidget(self.list)
        halves.addLayout(page, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.addWidget(self.search)
        layout.addLayout(halves, 1)
        self.resize(640, 420)
        self._fill()

    def _fill(self) -> None:
        words = self.search.text().strip()
        found = found_terms(list(self._terms.values()), words) if words else list(self._terms.values())
        self.list.set_rows([Row(term.term, term.term) for term in found])
        if found:
            self.list.show_key(found[0].term)
        self._show(found[0].term if found else "")

    def _show(self, key: str) -> None:
        term = self._terms.get(key)
        self.name.setText(term.term if term else "")
        self.also.setText(", ".join(term.aliases) if term else "")
        self.also.setVisible(bool(term and term.aliases))
        self.text.setText(term.text if term else "The glossary does not have this word.")
