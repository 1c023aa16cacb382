"""Suggestions as a table: one row each, the reason in full, its height as the width asks for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from dfdmodeler.catalog.catalog import Catalog
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Suggestion
from dfdmodeler.model.values import Value, is_unknown

Index = QModelIndex | QPersistentModelIndex
NO_INDEX = QModelIndex()
HEADERS = ("Where", "What", "Was", "Suggested", "Score", "Reason")
SHARES = (0.18, 0.14, 0.12, 0.15, 0.07, 0.34)
"""How the columns divide the width."""
WAS, SCORE = 2, 4
NARROW = 560
"""Below this width, in pixels, the column of former values gives way to the reason."""
PADDING, SPACE = 24, 12
"""What a cell keeps free beside and above its text, both sides together, in pixels."""
TALLEST = 10_000
WRAPPED = Qt.TextFlag.TextWordWrap


class SuggestionTable(QAbstractTableModel):
    """One row for each suggestion, by name of what it is about; those not in effect come last."""

    def __init__(self, catalog: Catalog) -> None:
        super().__init__()
        self._catalog = catalog
        self.suggestions: list[Suggestion] = []
        self.weak: frozenset[str] = frozenset()
        """Ids of those that are shown only, and not in effect."""
        self._cells: list[tuple[str, ...]] = []

    def show_model(self, model: Model, weaker: Iterable[Suggestion] = ()) -> None:
        """Lists the model's suggestions, then weaker ones."""
        more = list(weaker)
        self.beginResetModel()
        self.weak = frozenset(suggestion.id for suggestion in more)
        self.suggestions = [*_by_name(model, model.of(Suggestion)), *_by_name(model, more)]
        self._cells = [self._row(model, suggestion) for suggestion in self.suggestions]
        self.endResetModel()

    def _row(self, model: Model, suggestion: Suggestion) -> tuple[str, ...]:
        attribute = self._catalog.attribute(suggestion.field)
        what = attribute.label if attribute else suggestion.field.replace("_", " ").capitalize()
        score = f"{suggestion.score:.2f}" if suggestion.score else ""
        return (
            model.name_of(suggestion.subject),
            what,
            self._words(suggestion.field, suggestion.previous),
            self._words(suggestion.field, suggestion.value),
            f"{score} weak" if suggestion.id in self.weak else score,
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
        cells = self._cells[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return cells[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return cells[index.column()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{HEADERS[index.column()]}: {cells[index.column()]}"
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return HEADERS[section]
        return None


def _by_name(model: Model, suggestions: Iterable[Suggestion]) -> list[Suggestion]:
    return sorted(suggestions, key=lambda s: (model.name_of(s.subject).casefold(), s.id))


class SuggestionView(QTableView):
    """The table on screen: Enter confirms the selected rows, Delete rejects them."""

    confirmed = Signal()
    rejected = Signal()

    def __init__(self, rows: SuggestionTable) -> None:
        super().__init__()
        self.setModel(rows)
        self.setAccessibleName("Suggestions")
        self.setAccessibleDescription("Enter confirms the selected suggestions, Delete rejects them.")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(True)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        header.setStretchLastSection(True)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.sectionResized.connect(lambda *_: self._later.start())
        rows.modelReset.connect(lambda: self._later.start())
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self._fit_rows)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._divide(event.size().width())

    def _divide(self, width: int) -> None:
        """Gives each column its share; the last one takes what is left."""
        self.setColumnHidden(WAS, width < NARROW)
        shown = [n for n in range(len(SHARES)) if not self.isColumnHidden(n)]
        whole = sum(SHARES[n] for n in shown)
        for n in shown[:-1]:
            least = self.horizontalHeader().fontMetrics().horizontalAdvance(HEADERS[n]) + PADDING
            self.setColumnWidth(n, max(least, round(width * SHARES[n] / whole)))

    def _fit_rows(self) -> None:
        """Makes each row as tall as its text needs; Qt's own hint forgets the padding of the style."""
        metrics = self.fontMetrics()
        rows = self.model()
        shown = [n for n in range(rows.columnCount()) if not self.isColumnHidden(n)]
        for row in range(rows.rowCount()):
            tallest = metrics.height()
            for n in shown:
                room = QRect(0, 0, self.columnWidth(n) - PADDING, TALLEST)
                text = str(rows.index(row, n).data())
                tallest = max(tallest, metrics.boundingRect(room, WRAPPED, text).height())
            self.setRowHeight(row, tallest + SPACE)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.confirmed.emit()
        elif event.matches(QKeySequence.StandardKey.Delete) or event.key() == Qt.Key.Key_Backspace:
            self.rejected.emit()
        else:
            super().keyPressEvent(event)
