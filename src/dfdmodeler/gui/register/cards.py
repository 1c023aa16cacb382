"""The cards of one decision on the board: a list whose rows can be taken to another one."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QVBoxLayout, QWidget

from dfdmodeler.analysis.lines import STATE_WORDS, Line
from dfdmodeler.analysis.triage_words import STATUS_WORDS
from dfdmodeler.gui.theme import Theme, scaled
from dfdmodeler.gui.widgets.labels import label
from dfdmodeler.gui.widgets.rows import Row, RowList
from dfdmodeler.model.records import Status

WIDTH, EMPTY_WIDTH = 232, 164
"""Pixels of a column with cards, and of one without, at the usual text size."""
_SIDES = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


def card(line: Line, *, overdue: bool) -> Row:
    """A line as a card: what it is, where, who sees to it and until when."""
    kept, threat = line.kept, line.threat
    due = f"{'Overdue since' if overdue else 'Due'} {kept.due}" if kept.due else ""
    said = (STATE_WORDS[line.state], kept.owner, due, threat.subject_name)
    return Row(
        threat.title,
        line.id,
        detail=". ".join(part for part in said if part),
        severity=threat.severity,
        faded=threat.decided,
        help=f"{threat.title}\nAt {threat.subject_name}",
    )


class CardList(RowList):
    """Emits where its cards are dragged, and by which keys they are to go elsewhere."""

    side_wanted = Signal(int)
    """To the column at the left (-1) or right (1)."""
    move_wanted = Signal(int)
    """The selected cards are to go to the left or right."""
    dragged = Signal(QPoint)
    dropped = Signal(QPoint)
    drag_ended = Signal()
    picked = Signal()
    """A person chose other cards."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setUniformItemSizes(True)
        self.setLayoutMode(self.LayoutMode.Batched)
        self._pressed: QPoint | None = None
        self._dragging = False
        self.selectionModel().selectionChanged.connect(self._selection_changed)

    @property
    def selected_keys(self) -> list[str]:
        rows = sorted(index.row() for index in self.selectionModel().selectedIndexes())
        return [self.rows.rows[row].key for row in rows]

    def show_selected(self, keys: Iterable[str], current: str) -> None:
        """Selects cards without telling anybody."""
        wanted = set(keys)
        if wanted == set(self.selected_keys):
            return
        self._showing = True
        model = self.selectionModel()
        model.clearSelection()
        for row, one in enumerate(self.rows.rows):
            if one.key in wanted:
                model.select(self.rows.index(row), model.SelectionFlag.Select)
        place = self.rows.row_of(current)
        if place >= 0:
            model.setCurrentIndex(self.rows.index(place), model.SelectionFlag.NoUpdate)
            self.scrollTo(self.rows.index(place))
        self._showing = False

    def _selection_changed(self, *_: object) -> None:
        if not self._showing:
            self.picked.emit()

    # What Qt calls.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        side = _SIDES.get(Qt.Key(event.key()))
        if self._dragging and event.key() == Qt.Key.Key_Escape:
            self._end_drag()
        elif side and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.move_wanted.emit(side)
        elif side:
            self.side_wanted.emit(side)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        index = self.indexAt(at)
        self._pressed = at if event.button() == Qt.MouseButton.LeftButton and index.isValid() else None
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        if self._pressed is None or not event.buttons() & Qt.MouseButton.LeftButton:
            super().mouseMoveEvent(event)
            return
        far = (at - self._pressed).manhattanLength() >= QApplication.startDragDistance()
        if self._dragging or far:
            self._dragging = True
            self.dragged.emit(event.globalPosition().toPoint())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, dragging = self._pressed, self._dragging
        self._pressed = None
        if dragging:
            self._end_drag()
            self.dropped.emit(event.globalPosition().toPoint())
        elif pressed is not None and not event.modifiers():
            self.setCurrentIndex(self.indexAt(pressed))
        else:
            super().mouseReleaseEvent(event)

    def _end_drag(self) -> None:
        self._dragging, self._pressed = False, None
        self.drag_ended.emit()


class BoardColumn(QWidget):
    """One decision with its cards; its head tells how many they are."""

    def __init__(self, status: Status, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("board-column")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.status: Status = status
        self.lines: tuple[Line, ...] = ()
        self._today = ""
        self.head = label("", "section", wrap=False)
        self.head.setContentsMargins(12, 8, 12, 4)
        self.list = CardList(theme)
        self.list.setAccessibleName(STATUS_WORDS[status])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.head)
        layout.addWidget(self.list, 1)

    def show_lines(self, lines: tuple[Line, ...], today: str) -> None:
        """Shows cards; one without any is narrow."""
        if (lines, today) == (self.lines, self._today) and self.head.text():
            return
        self.lines, self._today = lines, today
        self.list.set_rows([card(line, overdue=_is_overdue(line, today)) for line in lines])
        self.head.setText(f"{STATUS_WORDS[self.status]}  {len(lines):,}")
        self.list.setAccessibleName(f"{STATUS_WORDS[self.status]}, {len(lines):,}")
        self.fit()

    def fit(self) -> None:
        """The least width at the text size in force."""
        self.setMinimumWidth(scaled(WIDTH if self.lines else EMPTY_WIDTH))

    def selected(self) -> list[Line]:
        keys = set(self.list.selected_keys)
        return [line for line in self.lines if line.id in keys]

    def mark(self, on: bool) -> None:
        """Shows that cards would come here."""
        if bool(self.property("target")) != on:
            self.setProperty("target", on)
            self.style().unpolish(self)
            self.style().polish(self)


def _is_overdue(line: Line, today: str) -> bool:
    due = line.kept.due
    return bool(due) and due < today and not line.threat.decided
