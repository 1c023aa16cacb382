"""Suggestions: values the program chose, marked until a person confirms them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from dfdmodeler.catalog.catalog import Catalog
from dfdmodeler.gui.widgets.labels import label
from dfdmodeler.gui.widgets.live import LiveWidget
from dfdmodeler.model import edits
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Suggestion
from dfdmodeler.model.values import Value, is_unknown
from dfdmodeler.session.session import Session

Index = QModelIndex | QPersistentModelIndex
NO_INDEX = QModelIndex()
HEADERS = ("Where", "What", "Was", "Suggested", "Reason")
_EMPTY = (
    "Values that the program chose are listed here until you confirm them. "
    "Diagram > Suggest types and data looks for some."
)

Verb = Callable[[Model, Sequence[str]], Model]


class SuggestionTable(QAbstractTableModel):
    """One row for each suggestion, by name of what it is about."""

    def __init__(self, catalog: Catalog) -> None:
        super().__init__()
        self._catalog = catalog
        self.suggestions: list[Suggestion] = []
        self._cells: list[tuple[str, ...]] = []

    def show_model(self, model: Model) -> None:
        """Lists the model's suggestions."""
        rows = sorted(model.of(Suggestion), key=lambda s: (model.name_of(s.subject).casefold(), s.id))
        self.beginResetModel()
        self.suggestions = rows
        self._cells = [self._row(model, suggestion) for suggestion in rows]
        self.endResetModel()

    def _row(self, model: Model, suggestion: Suggestion) -> tuple[str, ...]:
        attribute = self._catalog.attribute(suggestion.field)
        what = attribute.label if attribute else suggestion.field.replace("_", " ").capitalize()
        return (
            model.name_of(suggestion.subject),
            what,
            self._words(suggestion.field, suggestion.previous),
            self._words(suggestion.field, suggestion.value),
            suggestion.reason[:1].upper() + suggestion.reason[1:],
        )

    def _words(self, field: str, value: Value) -> str:
        if is_unknown(value):
            return "Unknown"
        values = (value,) if isinstance(value, str) else value
        if field == "type":
            return ", ".join(self._catalog.label(one) for one in values)
        attribute = self._catalog.attribute(field)
        return ", ".join(attribute.label_of(one) if attribute else one for one in values)

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._cells)

    def columnCount(self, parent: Index = NO_INDEX) -> int:
        return len(HEADERS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._cells[index.row()][index.column()]
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return HEADERS[section]
        return None


class SuggestionsPanel(LiveWidget):
    """Confirm keeps a value and takes the mark away, reject brings back what was there."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.table_model = SuggestionTable(session.library.catalog)
        self.table = QTableView()
        self.table.setAccessibleName("Suggestions")
        self.table.setModel(self.table_model)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setShowGrid(False)
        self.table.verticalHeader().hide()
        self.table.setTabKeyNavigation(False)
        header = self.table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(True)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._selected())
        self.empty = label(_EMPTY, "empty")
        self.confirm = self._button(
            "Confirm", lambda: self._apply("Confirm suggestions", edits.confirm, False)
        )
        self.reject = self._button("Reject", lambda: self._apply("Reject suggestions", edits.reject, False))
        self.confirm_all = self._button(
            "Confirm all", lambda: self._apply("Confirm suggestions", edits.confirm, True)
        )
        self.reject_all = self._button(
            "Reject all", lambda: self._apply("Reject suggestions", edits.reject, True)
        )
        buttons = QHBoxLayout()
        buttons.setContentsMargins(12, 4, 12, 8)
        buttons.setSpacing(4)
        for button in (self.confirm, self.reject, self.confirm_all, self.reject_all):
            buttons.addWidget(button)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.empty, 1)
        layout.addWidget(self.table, 1)
        layout.addLayout(buttons)
        session.changed.connect(self.invalidate)
        session.opened.connect(self.invalidate)

    def refresh(self) -> None:
        self.table_model.show_model(self._session.model)
        some = bool(self.table_model.suggestions)
        self.table.setVisible(some)
        self.empty.setVisible(not some)
        self.confirm_all.setEnabled(some)
        self.reject_all.setEnabled(some)
        self._selected()

    def _button(self, text: str, run: Callable[[], None]) -> QPushButton:
        button = QPushButton(text)
        button.clicked.connect(run)
        return button

    def _chosen(self) -> list[Suggestion]:
        rows = sorted({index.row() for index in self.table.selectionModel().selectedIndexes()})
        return [self.table_model.suggestions[row] for row in rows]

    def _selected(self) -> None:
        chosen = self._chosen()
        self.confirm.setEnabled(bool(chosen))
        self.reject.setEnabled(bool(chosen))
        if chosen:
            self._session.selection.set(suggestion.subject for suggestion in chosen)

    def _apply(self, text: str, verb: Verb, everything: bool) -> None:
        chosen = self.table_model.suggestions if everything else self._chosen()
        ids = [suggestion.id for suggestion in chosen]
        self._session.edit(text, lambda model: verb(model, ids))
        self.update_now()
