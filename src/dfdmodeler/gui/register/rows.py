"""The rows of the register as Qt wants them: lines, and heads above the lines of a group."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QWidget

from dfdmodeler.analysis.columns import COLUMN, Column
from dfdmodeler.analysis.lines import Line
from dfdmodeler.analysis.register_view import Group, Query

Index = QModelIndex | QPersistentModelIndex
NO_INDEX = QModelIndex()
MANY, PAUSE = 500, 120
"""From so many rows on, what is chosen is told after a pause, in milliseconds."""
_WAYS = {1: "upwards", -1: "downwards", 0: ""}


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above the lines of a group."""

    title: str
    count: int
    folded: bool

    @property
    def spoken(self) -> str:
        """What a screen reader says."""
        return f"{self.title}, {self.count}, {'folded' if self.folded else 'unfolded'}"


Row = Head | Line


def rows_of(groups: Iterable[Group], folded: frozenset[str]) -> list[Row]:
    """Groups one below the other; of a folded one only the head."""
    rows: list[Row] = []
    for group in groups:
        if group.title:
            rows.append(Head(group.title, len(group.lines), group.title in folded))
        if not group.title or group.title not in folded:
            rows += group.lines
    return rows


def key_of(row: Row) -> str:
    """What a row is known by, whatever it tells."""
    return row.id if isinstance(row, Line) else f"\n{row.title}"


_HEAD_FLAGS = Qt.ItemFlag.ItemIsEnabled
_LINE_FLAGS = _HEAD_FLAGS | Qt.ItemFlag.ItemIsSelectable
_CELL_FLAGS = _LINE_FLAGS | Qt.ItemFlag.ItemIsEditable


class RegisterModel(QAbstractTableModel):
    """The rows that are shown, in the columns that are shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: Sequence[Row] = ()
        self.query = Query()
        self.columns: tuple[Column, ...] = tuple(COLUMN[id_] for id_ in self.query.columns)
        self._places: dict[str, int] = {}
        self.today = ""

    def show(self, groups: Sequence[Group], folded: frozenset[str], query: Query) -> bool:
        """Shows these rows; false if the same rows as before only tell something else."""
        rows = rows_of(groups, folded)
        places = {key_of(row): place for place, row in enumerate(rows)}
        columns = tuple(COLUMN[id_] for id_ in query.columns)
        same = columns == self.columns and list(places) == list(self._places)
        if same:
            self.rows, self.query = rows, query
            if rows:
                self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, len(columns) - 1))
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(columns) - 1)
            return False
        self.beginResetModel()
        self.rows, self.query, self.columns, self._places = rows, query, columns, places
        self.endResetModel()
        return True

    def place_of(self, key: str) -> int:
        """The number of the row that is known by a key, as lines are by their ids; -1 if it is not shown."""
        return self._places.get(key, -1)

    def key_at(self, place: int) -> str:
        """What the row at a place is known by; empty if there is none."""
        return key_of(self.rows[place]) if 0 <= place < len(self.rows) else ""

    def line(self, place: int) -> Line | None:
        """The line at a place, if one is there and no head."""
        row = self.rows[place] if 0 <= place < len(self.rows) else None
        return row if isinstance(row, Line) else None

    def is_overdue(self, line: Line) -> bool:
        """Whether the day it is due on has passed and it is not settled."""
        due = line.kept.due
        return bool(due) and due < self.today and not (line.threat.decided or line.is_gone)

    # What Qt asks.

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.rows[index.row()]
        if isinstance(row, Head):
            said = f"{row.title} ({row.count})" if role == Qt.ItemDataRole.DisplayRole else row.spoken
            shown = role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
            return said if shown and index.column() == 0 else None
        column = self.columns[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return " ".join(column.words(row).split())
            case Qt.ItemDataRole.ToolTipRole:
                return self._told(row, column) or None
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{column.title}: {self._told(row, column) or 'empty'}"
        return None

    def _told(self, line: Line, column: Column) -> str:
        words = column.words(line)
        if column.id == "due" and self.is_overdue(line):
            return f"{words}, overdue"
        return line.cause if column.id == "state" and line.cause else words

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column, query = self.columns[section], self.query
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return column.title
            case Qt.ItemDataRole.AccessibleTextRole:
                way = _WAYS[query.direction(column.id)]
                return f"{column.title}, sorted {way}" if way else column.title
            case Qt.ItemDataRole.ToolTipRole:
                return f"{column.help or column.title}. Click to sort, Shift+click to sort by it as well"
            case Qt.ItemDataRole.TextAlignmentRole:
                return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        if isinstance(self.rows[index.row()], Head):
            return _HEAD_FLAGS
        return _CELL_FLAGS if self.can_write(index.column()) else _LINE_FLAGS

    def can_write(self, column: int) -> bool:
        """Whether a person may write into a column, in its cells."""
        return 0 <= column < len(self.columns) and self.columns[column].id in IN_PLACE


IN_PLACE = ("owner", "due", "tags", "ticket")
"""Columns that are written in their cells; others need more room, such as for a reason."""


def runs_of(places: Sequence[int]) -> list[tuple[int, int]]:
    """Places in a row as pairs of the first and the last."""
    runs: list[tuple[int, int]] = []
    for place in places:
        if runs and place == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], place)
        else:
            runs.append((place, place))
    return runs
