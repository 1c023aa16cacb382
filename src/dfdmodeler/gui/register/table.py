"""The table of the register: many rows at once, worked through by keyboard or mouse."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    QRect,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QTableView,
    QWidget,
)

from dfdmodeler.analysis.columns import Column
from dfdmodeler.analysis.lines import Line
from dfdmodeler.analysis.register_view import Group, Query
from dfdmodeler.gui.register.cells import CellFields
from dfdmodeler.gui.register.header import SortHeader
from dfdmodeler.gui.register.painting import RowPainter
from dfdmodeler.gui.register.rows import MANY, PAUSE, Head, RegisterModel, runs_of
from dfdmodeler.gui.theme import Theme, scaled
from dfdmodeler.gui.widgets.focus import paint_focus

ROW_HEIGHT, HEAD_HEIGHT, LEAST_WIDTH = 32, 32, 48
_GROWS = "title"
"""The column that takes the room that others leave."""
_LEAST_GROWING = 216
_ENDS = (Qt.Key.Key_Home, Qt.Key.Key_End)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_ROWS = QItemSelectionModel.SelectionFlag.Rows
_HELD = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
)


class RegisterTable(QTableView):
    """`chosen` tells that a person chose other lines; when rows change under them, nothing is told."""

    chosen = Signal()
    opened = Signal()
    """The details of the current line are wanted."""
    folded = Signal(str)
    """The title of a group that is to be folded, or unfolded."""
    sort_wanted = Signal(str, bool)
    """A column, and whether the others are to count as well."""
    columns_moved = Signal(tuple)
    menu_wanted = Signal(QPoint)
    copy_wanted = Signal()
    column_menu_wanted = Signal(str, QPoint)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._showing = False
        self._widths: dict[str, int] = {}
        """What a person made of the widths of columns."""
        self.rows = RegisterModel(self)
        self.setHorizontalHeader(SortHeader(theme, self.rows, self))
        self.setModel(self.rows)
        self.cells = CellFields(self.rows, self)
        self._look = RowPainter(theme, self.rows)
        self.setItemDelegate(self.cells)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.EditKeyPressed | QAbstractItemView.EditTrigger.DoubleClicked
        )
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setAccessibleName("Threats of the register")
        self._set_headers()
        self.selectionModel().selectionChanged.connect(self._selection_changed)
        self.selectionModel().currentChanged.connect(self._selection_changed)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.chosen)
        stop = theme.changed.connect(lambda _: self._dress())
        self.destroyed.connect(lambda _: stop())  # the theme outlives the table

    def _set_headers(self) -> None:
        across, down = self.horizontalHeader(), self.verticalHeader()
        down.hide()
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        across.sectionClicked.connect(self._header_clicked)
        across.sectionMoved.connect(self._header_moved)
        across.sectionResized.connect(self._header_resized)
        across.customContextMenuRequested.connect(self._header_menu)
        self._dress()

    def _dress(self) -> None:
        """Heights and fonts at the text size in force."""
        self._look.dress()
        self.verticalHeader().setMinimumSectionSize(scaled(ROW_HEIGHT))
        self.verticalHeader().setDefaultSectionSize(scaled(ROW_HEIGHT))
        self.horizontalHeader().setFixedHeight(scaled(HEAD_HEIGHT))
        self._fit_columns()
        self.viewport().update()

    # What is shown.

    def show_groups(self, groups: Sequence[Group], folded: frozenset[str], query: Query) -> None:
        """Shows other rows; what is selected, the current line and the place in the list stay if they can."""
        chosen, current = self.selected_ids(), self.rows.key_at(self.currentIndex().row())
        column, scroll = self.currentIndex().column(), self.verticalScrollBar().value()
        self._showing = True
        if self.rows.show(groups, folded, query):
            self.horizontalHeader().setUpdatesEnabled(False)
            self._fit_columns()
            self.horizontalHeader().setUpdatesEnabled(True)
            self._select(chosen, current, max(column, 0))
            self.verticalScrollBar().setValue(scroll)
        self._showing = False

    def show_lines(self, ids: Iterable[str], current: str) -> None:
        """Selects lines without telling anybody, and brings the current one into view."""
        wanted = [id_ for id_ in ids if self.rows.place_of(id_) >= 0]
        if set(wanted) == set(self.selected_ids()) and current in ("", self.current_id):
            return
        self._showing = True
        self._select(wanted, current or (wanted[-1] if wanted else ""), max(self.currentIndex().column(), 0))
        self._showing = False
        if wanted:
            self.scrollTo(self.currentIndex())

    def _select(self, ids: Iterable[str], current: str, column: int) -> None:
        places = sorted(place for id_ in ids if (place := self.rows.place_of(id_)) >= 0)
        last, selection = self.rows.columnCount() - 1, QItemSelection()
        for first, end in runs_of(places):
            selection.select(self.rows.index(first, 0), self.rows.index(end, last))
        model = self.selectionModel()
        model.select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        place = self.rows.place_of(current)
        if place >= 0:
            index = self.rows.index(place, min(column, last))
            model.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)

    @property
    def current_line(self) -> Line | None:
        """The line that a person is at."""
        return self.rows.line(self.currentIndex().row())

    @property
    def current_id(self) -> str:
        line = self.current_line
        return line.id if line else ""

    @property
    def current_column(self) -> str:
        """The id of the column that a person is in."""
        place = self.currentIndex().column()
        return self.rows.columns[place].id if 0 <= place < len(self.rows.columns) else ""

    def selected_lines(self) -> list[Line]:
        """The lines that are selected, in the order shown."""
        places: set[int] = set()
        for part in self.selectionModel().selection():
            places.update(range(part.top(), part.bottom() + 1))
        return [line for place in sorted(places) if (line := self.rows.line(place))]

    def selected_ids(self) -> list[str]:
        return [line.id for line in self.selected_lines()]

    def step(self, by: int) -> None:
        """Goes to the next line, or the one before, as a person would."""
        place = self.currentIndex().row() + by if self.currentIndex().isValid() else 0
        while 0 <= place < self.rows.rowCount():
            if self.rows.line(place):
                self.setCurrentIndex(self.rows.index(place, max(self.currentIndex().column(), 0)))
                return
            place += by

    def write(self, column: str) -> bool:
        """Opens the field of a column at the current line; false if it is not shown or there is no line."""
        place = next((i for i, one in enumerate(self.rows.columns) if one.id == column), -1)
        if place < 0 or self.current_line is None:
            return False
        index = self.rows.index(self.currentIndex().row(), place)
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        self.scrollTo(index)
        self.edit(index)
        return True

    def close_field(self) -> None:
        """Takes away the field in which a person writes, without taking what was written."""
        field = self.indexWidget(self.currentIndex())
        if field:
            self.closeEditor(field, QAbstractItemDelegate.EndEditHint.RevertModelCache)

    # Columns.

    def _fit_columns(self) -> None:
        """Gives columns their widths, and what is left over to the title."""
        columns, header = self.rows.columns, self.horizontalHeader()
        widths = {one.id: self._widths.get(one.id, scaled(one.width)) for one in columns}
        left = self.viewport().width() - sum(widths.values())
        if _GROWS in widths and _GROWS not in self._widths:
            widths[_GROWS] = max(widths[_GROWS] + left, scaled(_LEAST_GROWING))
        showing, self._showing = self._showing, True
        for place, one in enumerate(columns):
            if header.visualIndex(place) != place:
                header.moveSection(header.visualIndex(place), place)
            header.resizeSection(place, widths[one.id])
        self._showing = showing

    def _header_clicked(self, section: int) -> None:
        also = bool(QApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier)
        self.sort_wanted.emit(self.rows.columns[section].id, also)

    def _header_moved(self, *_: int) -> None:
        if not self._showing:
            header = self.horizontalHeader()
            order = [self.rows.columns[header.logicalIndex(place)].id for place in range(header.count())]
            QTimer.singleShot(0, self, lambda: self.columns_moved.emit(tuple(order)))  # after the drag

    def _header_resized(self, section: int, _: int, width: int) -> None:
        if not self._showing and section < len(self.rows.columns):
            self._widths[self.rows.columns[section].id] = width

    def _header_menu(self, at: QPoint) -> None:
        section = self.horizontalHeader().logicalIndexAt(at)
        if section >= 0:
            at_screen = self.horizontalHeader().mapToGlobal(at)
            self.column_menu_wanted.emit(self.rows.columns[section].id, at_screen)

    # What Qt calls.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.state() == QAbstractItemView.State.EditingState:
            return  # what a field leaves over is not for the rows
        if not (self._key_at_row(event) or self._key_at_cell(event)):
            super().keyPressEvent(event)

    def _key_at_row(self, event: QKeyEvent) -> bool:
        """Enter, and what folds a group."""
        place = self.currentIndex().row()
        row = self.rows.rows[place] if 0 <= place < len(self.rows.rows) else None
        if isinstance(row, Head):
            folds = {Qt.Key.Key_Left: not row.folded, Qt.Key.Key_Right: row.folded, Qt.Key.Key_Space: True}
            if folds.get(Qt.Key(event.key()), event.key() in _ENTER):
                self.folded.emit(row.title)
                return True
        elif event.key() in _ENTER and row is not None and not event.modifiers() & _HELD:
            self.opened.emit()
            return True
        return False

    def _key_at_cell(self, event: QKeyEvent) -> bool:
        """The ends of the list, the menu of a column, and typing into a cell."""
        key, held = event.key(), event.modifiers() & _HELD
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_wanted.emit()
        elif key in _ENDS and held in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier):
            shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._go_to_end(last=key == Qt.Key.Key_End, extend=shifted)
        elif key == Qt.Key.Key_Down and held == Qt.KeyboardModifier.AltModifier and self.current_column:
            below = self.visualRect(self.currentIndex()).bottomLeft()
            self.column_menu_wanted.emit(self.current_column, self.viewport().mapToGlobal(below))
        elif event.text().isprintable() and event.text().strip() and not held:
            index = self.currentIndex()
            if self.current_line and self.rows.can_write(index.column()):
                self.edit(index)
                QApplication.sendEvent(self.indexWidget(index), event)  # takes the place of what was there
            else:
                self.keyboardSearch(event.text())
        elif key == Qt.Key.Key_Delete and not held:
            if not (self.current_line and self.rows.can_write(self.currentIndex().column())):
                return False
            self.cells.written.emit(self.current_column, "")
        else:
            return False
        return True

    def _go_to_end(self, *, last: bool, extend: bool) -> None:
        """The first line or the last one; or all lines up to there."""
        places = range(self.rows.rowCount())
        order = reversed(places) if last else places
        place = next((one for one in order if self.rows.line(one)), None)
        if place is None:
            return
        index = self.rows.index(place, max(self.currentIndex().column(), 0))
        model, start = self.selectionModel(), self.currentIndex().row()
        if extend and start >= 0:
            ends = (self.rows.index(one, 0) for one in sorted((start, place)))
            model.select(QItemSelection(*ends), QItemSelectionModel.SelectionFlag.Select | _ROWS)
            model.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        else:
            model.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect | _ROWS)
        self.scrollTo(index)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        writes = index.isValid() and self.rows.line(index.row()) and self.rows.can_write(index.column())
        if index.isValid() and not writes and self.rows.line(index.row()):
            self.opened.emit()
        else:
            super().mouseDoubleClickEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        place = self.indexAt(event.position().toPoint()).row()
        row = self.rows.rows[place] if 0 <= place < len(self.rows.rows) else None
        if isinstance(row, Head) and event.button() == Qt.MouseButton.LeftButton:
            self.folded.emit(row.title)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        at = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            at = self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).bottomLeft())
        if self.current_line:
            self.menu_wanted.emit(at)

    def _selection_changed(self, *_: object) -> None:
        """Tells it, in a large model once the person pauses: what then follows may take a while."""
        if not self._showing:
            self._soon.start(PAUSE if self.rows.rowCount() > MANY else 0)

    def focusInEvent(self, event: QEvent) -> None:
        anew = not self.currentIndex().isValid()
        super().focusInEvent(event)  # type: ignore[arg-type]
        if anew and self.rows.rowCount():  # Qt goes to the first row without choosing it
            self._go_to_end(last=False, extend=False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws what is seen of the rows; Qt would ask for each cell by itself, several times slower."""
        painter, room = QPainter(self.viewport()), event.rect()
        first, last = self.rowAt(room.top()), self.rowAt(room.bottom())
        last = last if last >= 0 else self.rows.rowCount() - 1
        cells, width = self._cells(), self.viewport().width()
        chosen = self._chosen_between(first, last)
        for place in range(first, last + 1) if first >= 0 else ():
            row = self.rows.rows[place]
            at = QRect(0, self.rowViewportPosition(place), width, self.rowHeight(place))
            if isinstance(row, Head):
                self._look.paint_head(painter, row, at)
            else:
                self._look.paint_line(painter, row, at, cells, chosen=place in chosen)
        current = self.currentIndex()
        if self.hasFocus() and current.isValid() and self.state() != QAbstractItemView.State.EditingState:
            at = self.visualRect(current)
            if self.rows.line(current.row()) is None:
                at.setLeft(0)
                at.setWidth(width)
            self._look.paint_focus(painter, at)
        painter.end()
        paint_focus(self)

    def _cells(self) -> list[tuple[int, int, Column]]:
        """Where the columns are that are seen: their left sides and widths."""
        header, width = self.horizontalHeader(), self.viewport().width()
        found = [
            (self.columnViewportPosition(place), header.sectionSize(place), column)
            for place, column in enumerate(self.rows.columns)
        ]
        return [cell for cell in found if cell[0] < width and cell[0] + cell[1] > 0]

    def _chosen_between(self, first: int, last: int) -> set[int]:
        """The selected rows among some."""
        parts = self.selectionModel().selection()
        return {p for part in parts for p in range(max(part.top(), first), min(part.bottom(), last) + 1)}

    def setCurrentIndex(self, index: QModelIndex) -> None:
        super().setCurrentIndex(index)
        self.scrollTo(index)
