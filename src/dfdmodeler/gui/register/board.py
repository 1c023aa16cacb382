"""The board: threats as cards under their decisions; taking a card to another column decides."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QWidget

from dfdmodeler.analysis.lines import Line
from dfdmodeler.analysis.triage_words import STATUS_WORDS
from dfdmodeler.gui.register.cards import BoardColumn
from dfdmodeler.gui.register.rows import MANY, PAUSE
from dfdmodeler.gui.theme import Theme
from dfdmodeler.gui.widgets.labels import label
from dfdmodeler.model.records import Status

_EDGE, _STRIDE = 32, 24
"""Within so many pixels of a side a drag scrolls, by so many."""


class Board(QScrollArea):
    """`moved` tells that cards are to be decided about; `chosen` that a person chose others."""

    moved = Signal(str)
    """The decision under which the selected cards are to come."""
    chosen = Signal()
    opened = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName("Board")
        self.columns: dict[str, BoardColumn] = {}
        self._showing = False
        self._hand = self._make_hand()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.chosen)
        inside = QWidget()
        self._row = QHBoxLayout(inside)
        self._row.setContentsMargins(8, 4, 8, 8)
        self._row.setSpacing(8)
        for status in STATUS_WORDS:
            self._add(status, theme)  # type: ignore[arg-type]
        self.setWidget(inside)
        self._at = self.columns["open"]

    def _make_hand(self) -> QLabel:
        """What is dragged, below the pointer."""
        hand = label("", wrap=False)
        hand.setObjectName("canvas-hint")
        hand.setParent(self)
        hand.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        hand.hide()
        return hand

    def _add(self, status: Status, theme: Theme) -> None:
        column = BoardColumn(status, theme)
        self.columns[status] = column
        self._row.addWidget(column)
        column.list.picked.connect(lambda: self._picked(column))
        column.list.opened.connect(lambda _: self.opened.emit())
        column.list.side_wanted.connect(lambda by: self._go_beside(column, by))
        column.list.move_wanted.connect(lambda by: self._move_beside(column, by))
        column.list.dragged.connect(lambda at: self._drag(column, at))
        column.list.dropped.connect(lambda at: self._drop(column, at))
        column.list.drag_ended.connect(self._end_drag)

    # What is shown.

    def show_lines(self, lines: Iterable[Line], today: str) -> None:
        """Sorts lines under their decisions; those that are no longer found have none to take."""
        parts: dict[str, list[Line]] = {status: [] for status in self.columns}
        for line in lines:
            if not line.is_gone:
                parts[line.work].append(line)
        self._showing = True
        for place, (status, part) in enumerate(parts.items()):
            self.columns[status].show_lines(tuple(part), today)
            self._row.setStretch(place, 1 if part else 0)
        self._showing = False

    def show_selected(self, ids: Iterable[str], current: str) -> None:
        """Selects cards without telling anybody."""
        wanted = set(ids)
        focused = any(column.list.hasFocus() for column in self.columns.values())
        for column in self.columns.values():
            own = [line.id for line in column.lines if line.id in wanted]
            column.list.show_selected(own, current)
            if current in own:
                self._at = column
        if focused:
            self._at.list.setFocus()

    @property
    def current_line(self) -> Line | None:
        """The line whose card a person is at."""
        key = self._at.list.current_key
        return next((line for line in self._at.lines if line.id == key), None)

    def selected_lines(self) -> list[Line]:
        return [line for column in self.columns.values() for line in column.selected()]

    def focus_cards(self) -> None:
        """Goes to the cards of the column that a person was at, or the first that has any."""
        with_cards = [column for column in self.columns.values() if column.lines]
        if not self._at.lines and with_cards:
            self._at = with_cards[0]
        self._enter(self._at)

    # What a person does.

    def _picked(self, column: BoardColumn) -> None:
        if self._showing or not column.list.selected_keys:
            return
        self._at = column
        self._showing = True
        for other in self.columns.values():
            if other is not column:
                other.list.show_selected((), "")
        self._showing = False
        shown = sum(len(one.lines) for one in self.columns.values())
        self._soon.start(PAUSE if shown > MANY else 0)

    def _go_beside(self, column: BoardColumn, by: int) -> None:
        """To the cards of the next column that has any."""
        order = list(self.columns.values())
        rest = order[order.index(column) + 1 :] if by > 0 else order[: order.index(column)][::-1]
        target = next((one for one in rest if one.lines), None)
        if target:
            self._enter(target)

    def _enter(self, column: BoardColumn) -> None:
        column.list.setFocus(Qt.FocusReason.OtherFocusReason)
        self.ensureWidgetVisible(column)
        if not column.list.selected_keys:
            column.list.step(1)

    def _move_beside(self, column: BoardColumn, by: int) -> None:
        """Decides as the next column says."""
        order = list(self.columns)
        place = order.index(column.status) + by
        if 0 <= place < len(order) and column.list.selected_keys:
            self.moved.emit(order[place])

    def _column_at(self, at: QPoint) -> BoardColumn | None:
        for column in self.columns.values():
            if column.rect().contains(column.mapFromGlobal(at)) and self._sees(at):
                return column
        return None

    def _sees(self, at: QPoint) -> bool:
        return self.viewport().rect().contains(self.viewport().mapFromGlobal(at))

    def _drag(self, source: BoardColumn, at: QPoint) -> None:
        target = self._column_at(at)
        for column in self.columns.values():
            column.mark(column is target and column is not source)
        lines = source.selected()
        self._hand.setText(lines[0].threat.title if len(lines) == 1 else f"{len(lines):,} threats")
        self._hand.adjustSize()
        here = self.mapFromGlobal(at)
        self._hand.move(here + QPoint(12, 12))
        self._hand.show()
        self._hand.raise_()
        bar = self.horizontalScrollBar()
        if here.x() < _EDGE or here.x() > self.width() - _EDGE:
            bar.setValue(bar.value() + (_STRIDE if here.x() > _EDGE else -_STRIDE))

    def _end_drag(self) -> None:
        self._hand.hide()
        for column in self.columns.values():
            column.mark(False)

    def _drop(self, source: BoardColumn, at: QPoint) -> None:
        target = self._column_at(at)
        if target and target is not source and source.list.selected_keys:
            self.moved.emit(target.status)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            for column in self.columns.values():
                column.fit()
