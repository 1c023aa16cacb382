"""Families of rules and the rules below them, as a tree for Qt; each row tells its verdicts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from dfdmodeler.analysis.verdict_words import tally_words
from dfdmodeler.analysis.verdicts import Tally, families
from dfdmodeler.gui.theme import Theme
from dfdmodeler.gui.widgets.rows import KEY_ROLE, ROW_ROLE, Row, RowDelegate
from dfdmodeler.gui.widgets.trees import NO_INDEX, ArrowTree, BranchModel, Index

FAMILY = "family:"
"""What a family's key begins with; a rule's key is its id."""
NO_FAMILY = "Other rules"
_OPENING = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


@dataclass(frozen=True, slots=True)
class Branch:
    """A family and its rules, as rows; those that are faded were not examined."""

    family: Row
    rules: tuple[Row, ...]


def branches(tallies: Sequence[Tally]) -> tuple[Branch, ...]:
    """The rows of rules below the rows of their families."""
    by_rule = {tally.rules[0].id: tally for tally in tallies}
    return tuple(
        Branch(
            _row(name or NO_FAMILY, FAMILY + name, summed),
            tuple(_row(f"{rule.id}  {rule.title}", rule.id, by_rule[rule.id]) for rule in summed.rules),
        )
        for name, summed in families(tallies).items()
    )


def _row(text: str, key: str, tally: Tally) -> Row:
    words = tally_words(tally)
    return Row(text, key, words, faded=not tally.examined, help=f"{text}\n{words}")


class CoverageModel(BranchModel):
    """The tree; an index holds the number of its family plus one, or zero for a family itself."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.branches: tuple[Branch, ...] = ()
        self._places: Mapping[str, tuple[int, int]] = {}

    def show(self, shown: tuple[Branch, ...]) -> bool:
        """Shows these rows; false if the same rows as before only tell something else."""
        places = {
            row.key: (number, place)
            for number, branch in enumerate(shown)
            for place, row in enumerate((branch.family, *branch.rules), -1)
        }
        if list(places.items()) == list(self._places.items()):
            self.branches = shown
            for number, branch in enumerate(shown):
                self._told(NO_INDEX, number, number)
                self._told(self.index(number, 0), 0, len(branch.rules) - 1)
            return False
        self.beginResetModel()
        self.branches, self._places = shown, places
        self.endResetModel()
        return True

    def index_of(self, key: str) -> QModelIndex:
        """Where a family or a rule stands, or an invalid index."""
        if key not in self._places:
            return NO_INDEX
        number, place = self._places[key]
        return self.createIndex(number, 0, 0) if place < 0 else self.createIndex(place, 0, number + 1)

    def branch_count(self) -> int:
        return len(self.branches)

    def leaf_count(self, branch: int) -> int:
        return len(self.branches[branch].rules)

    def columnCount(self, parent: Index = NO_INDEX) -> int:
        return 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        above = index.internalId()
        row = self.branches[above - 1].rules[index.row()] if above else self.branches[index.row()].family
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return row.text
            case Qt.ItemDataRole.ToolTipRole:
                return row.help
            case Qt.ItemDataRole.AccessibleTextRole:
                return row.spoken
            case Qt.ItemDataRole.SizeHintRole:
                return QSize(120, row.height)
            case _:
                return {ROW_ROLE: row, KEY_ROLE: row.key}.get(role)

    def _told(self, parent: QModelIndex, first: int, last: int) -> None:
        self.dataChanged.emit(self.index(first, 0, parent), self.index(last, 0, parent))


class _TreeDelegate(RowDelegate):
    """Rows that begin beside their arrow."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        option.rect.adjust(-8, 0, 0, 0)
        super().paint(painter, option, index)


class CoverageTree(ArrowTree):
    """`chosen` tells the row a person moves to; Enter opens a family, or asks for a rule's subjects."""

    chosen = Signal(str)
    entered = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = CoverageModel(self)
        self.setModel(self.rows)
        self.setItemDelegate(_TreeDelegate(theme, self))
        self.setProperty("role", "rows")
        self.setHeaderHidden(True)
        self.setIndentation(20)
        self.setMouseTracking(True)
        self.setUniformRowHeights(True)
        self._showing = False
        self._opened: frozenset[str] = frozenset()
        """Families that nobody opened by hand."""
        self.selectionModel().currentChanged.connect(self._current_changed)
        theme.changed.connect(lambda _: self.viewport().update())

    @property
    def current_key(self) -> str:
        """The family or rule the person is at, or empty."""
        return self.currentIndex().data(KEY_ROLE) or ""

    def show_branches(self, shown: tuple[Branch, ...], opened: frozenset[str]) -> None:
        """Shows other rows, families with these keys opened; what a person opened and is at stays so."""
        key, scroll = self.current_key, self.verticalScrollBar().value()
        by_hand = {branch.family.key for branch in self.rows.branches if self._is_open(branch)} - self._opened
        other, self._opened = opened != self._opened, opened
        self._showing = True
        reset = self.rows.show(shown)
        if reset or other:
            for family in (branch.family.key for branch in shown):
                self.setExpanded(self.rows.index_of(family), family in opened or family in by_hand)
        if reset:
            self.setCurrentIndex(self.rows.index_of(key))
            self.verticalScrollBar().setValue(scroll)
        self._showing = False

    def go_to(self, key: str) -> None:
        """Moves to a family or rule, as a person would."""
        self.setCurrentIndex(self.rows.index_of(key))

    def _is_open(self, branch: Branch) -> bool:
        return self.isExpanded(self.rows.index_of(branch.family.key))

    def _current_changed(self, current: QModelIndex, _: QModelIndex) -> None:
        if not self._showing:
            self.chosen.emit(current.data(KEY_ROLE) or "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        current = self.currentIndex()
        if event.key() not in _OPENING or not current.isValid():
            super().keyPressEvent(event)
        elif self.rows.rowCount(current):
            self.setExpanded(current, not self.isExpanded(current))
        else:
            self.entered.emit()
