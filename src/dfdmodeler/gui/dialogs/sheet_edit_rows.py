"""Edits from a spreadsheet as a tree: threats, and below each what was edited, ticked if it counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QHeaderView, QWidget

from dfdmodeler.analysis.sheet_edits import SheetEdit
from dfdmodeler.gui.theme import scaled
from dfdmodeler.gui.widgets.trees import NO_INDEX, ArrowTree, BranchModel, Index

HEADERS = ("Edit", "In the model", "In the sheet", "In doubt")
EMPTY = "Empty"
"""What stands for an empty cell."""
DOUBT = 3
ROW_HEIGHT, MIN_ROWS = 26, 4
Unit = tuple[str, str]


class EditRows(BranchModel):
    """An index holds the number of its threat plus one, or zero for a threat itself.

    What belongs together, such as a decision and its reason, is ticked together.
    """

    ticked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._groups: list[list[SheetEdit]] = []
        self._on: dict[Unit, bool] = {}

    def show_edits(self, edits: Iterable[SheetEdit]) -> None:
        """Lists edits; those in doubt are not ticked, unless a person ticked them before."""
        groups: dict[str, list[SheetEdit]] = {}
        for edit in edits:
            groups.setdefault(edit.threat, []).append(edit)
        self.beginResetModel()
        self._groups = list(groups.values())
        self._on = {edit.unit: self._on.get(edit.unit, not edit.doubt) for edit in self._edits()}
        self.endResetModel()
        self.ticked.emit()

    @property
    def chosen(self) -> tuple[SheetEdit, ...]:
        """What is ticked."""
        return tuple(edit for edit in self._edits() if self._on[edit.unit])

    def tick(self, wanted: Callable[[SheetEdit], bool]) -> None:
        """Ticks just those edits."""
        self._on = {edit.unit: wanted(edit) for edit in self._edits()}
        self._told()

    def toggle(self, indexes: Sequence[Index]) -> None:
        """Ticks some rows, or takes the tick from all of them if all have one."""
        units = {edit.unit for index in indexes for edit in self._below(index)}
        on = not all(self._on[unit] for unit in units)
        self._on.update(dict.fromkeys(units, on))
        self._told()

    def edit_at(self, index: Index) -> SheetEdit | None:
        """The edit in a row; None for a threat."""
        above = index.internalId() if index.isValid() else 0
        return self._groups[above - 1][index.row()] if above else None

    def threat_at(self, index: Index) -> str | None:
        """The id of the threat that a row is about."""
        return self._below(index)[0].threat if index.isValid() else None

    def _edits(self) -> list[SheetEdit]:
        return [edit for group in self._groups for edit in group]

    def _below(self, index: Index) -> list[SheetEdit]:
        """The edits of a row: its own, or all of its threat."""
        edit = self.edit_at(index)
        return [edit] if edit else self._groups[index.row()]

    def _told(self) -> None:
        """Ticks may have changed anywhere: what belongs together need not be together."""
        for number, group in enumerate(self._groups):
            threat = self.index(number, 0)
            self.dataChanged.emit(threat, threat)
            self.dataChanged.emit(self.index(0, 0, threat), self.index(len(group) - 1, 0, threat))
        self.ticked.emit()

    def branch_count(self) -> int:
        return len(self._groups)

    def leaf_count(self, branch: int) -> int:
        return len(self._groups[branch])

    def columnCount(self, parent: Index = NO_INDEX) -> int:
        return len(HEADERS)

    def flags(self, index: Index) -> Qt.ItemFlag:
        checkable = Qt.ItemFlag.ItemIsUserCheckable if index.column() == 0 else Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | checkable

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole:
            return False
        self.toggle([index])
        return True

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.CheckStateRole:
            return self._state(index) if index.column() == 0 else None
        cells = self._cells(index)
        if role == Qt.ItemDataRole.DisplayRole:
            return " ".join(cells[index.column()].split())
        if role == Qt.ItemDataRole.ToolTipRole:
            return cells[index.column()]
        if role == Qt.ItemDataRole.FontRole:
            return None if self.edit_at(index) else strong_font()
        if role == Qt.ItemDataRole.SizeHintRole:
            return QSize(0, scaled(ROW_HEIGHT))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            told = zip(HEADERS, cells, strict=True)
            return ", ".join(
                f"{head}: {cell}" if place else cell for place, (head, cell) in enumerate(told) if cell
            )
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return HEADERS[section]
        return None

    def _state(self, index: Index) -> Qt.CheckState:
        on = {self._on[edit.unit] for edit in self._below(index)}
        if len(on) > 1:
            return Qt.CheckState.PartiallyChecked
        return Qt.CheckState.Checked if on.pop() else Qt.CheckState.Unchecked

    def _cells(self, index: Index) -> tuple[str, str, str, str]:
        edit = self.edit_at(index)
        if edit is None:
            threat = self._groups[index.row()][0].line.threat
            return f"{threat.title}: {threat.subject_name}", "", "", ""
        return edit.column.title, edit.before or EMPTY, edit.after or EMPTY, edit.doubt


def strong_font() -> QFont:
    """That of what stands out."""
    font = QFont(QApplication.font())
    font.setWeight(QFont.Weight.DemiBold)
    return font


class EditTree(ArrowTree):
    """The rows on screen: Space ticks all that are selected."""

    def __init__(self, rows: EditRows) -> None:
        super().__init__()
        self.setModel(rows)
        self._rows = rows
        self.setAccessibleName("Edits")
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setUniformRowHeights(True)
        self.setAllColumnsShowFocus(True)
        self.setMinimumHeight(scaled(ROW_HEIGHT * (MIN_ROWS + 1)))
        self.header().setStretchLastSection(False)
        self.header().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        rows.modelReset.connect(self._open)

    def _open(self) -> None:
        self.expandAll()
        for row in range(self._rows.rowCount()):
            self.setFirstColumnSpanned(row, NO_INDEX, True)
        if self._rows.rowCount():
            self.setCurrentIndex(self._rows.index(0, 0, self._rows.index(0, 0)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and self.currentIndex().isValid():
            chosen = self.selectedIndexes() or [self.currentIndex()]
            self._rows.toggle([index for index in chosen if index.column() == 0])
            return
        super().keyPressEvent(event)
