"""How the cells of the register look, and the fields in which a person writes into them."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QStringListModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QCompleter, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from dfdmodeler.analysis.columns import Column
from dfdmodeler.analysis.lines import Line
from dfdmodeler.gui.register.rows import ROW_ROLE, Head, RegisterModel
from dfdmodeler.gui.theme import Theme, body_font, scaled
from dfdmodeler.gui.widgets.fields import SEVERAL, TextField
from dfdmodeler.gui.widgets.marks import paint_severity, severity_token

Index = QModelIndex | QPersistentModelIndex
MARGIN, MARK, MARK_ROOM = 8, 10, 18
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_STRONG_STATES = ("again", "expired", "reopened", "new")


class TagCompleter(QCompleter):
    """Completes the last of several texts with commas between."""

    def splitPath(self, path: str) -> list[str]:
        return [path.rpartition(",")[2].strip()]

    def pathFromIndex(self, index: Index) -> str:
        field = self.widget()
        before = field.text().rpartition(",")[0] if isinstance(field, TextField) else ""
        found = str(super().pathFromIndex(index))  # type: ignore[arg-type]
        return f"{before}, {found}" if before else found


class CellDelegate(QStyledItemDelegate):
    """Draws cells; `written` tells what a person wrote, `refused` what is wanted instead of it."""

    written = Signal(str, str)
    """The id of a column, and the text."""
    refused = Signal(str)
    began = Signal()
    """A field was opened."""

    def __init__(self, theme: Theme, rows: RegisterModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._rows = theme, rows
        self.known: Callable[[str], Iterable[str]] = lambda column: ()
        """What has been written into a column elsewhere, to be completed."""
        self.shared: Callable[[str], str | None] = lambda column: ""
        """What the selected lines have in a column; None if they differ."""
        self.take_fonts()

    def take_fonts(self) -> None:
        """The fonts at the text size in force."""
        self._body, self._strong = body_font(), body_font(strong=True)

    # Painting.

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(ROW_ROLE)
        painter.save()
        if isinstance(row, Head):
            painter.fillRect(option.rect, self._theme.color("window"))
        else:
            self._background(painter, option)
            self._cell(painter, option.rect, row, self._rows.columns[index.column()])
        painter.setPen(self._theme.color("line"))
        painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        painter.restore()

    def _background(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        theme, state = self._theme, option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, theme.color("accent_tint"))
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(theme.color("accent"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(option.rect).adjusted(1.5, 1.5, -1.5, -2.5), 4, 4)

    def _cell(self, painter: QPainter, rect: QRect, line: Line, column: Column) -> None:
        settled = line.threat.decided or line.is_gone
        ink = "faint" if settled else "ink"
        room = rect.adjusted(MARGIN, 0, -MARGIN, 0)
        if column.id == "severity" and line.threat.severity:
            self._mark(painter, room, line, settled=settled)
            room.adjust(MARK_ROOM, 0, 0, 0)
        elif column.id not in ("title", "severity") and not settled:
            ink = "muted" if column.cell is None and column.id not in ("subject", "state") else ink
        strong = (column.id == "title" and not settled) or self._calls(line, column)
        painter.setFont(self._strong if strong else self._body)
        painter.setPen(self._theme.color(ink))
        words = " ".join(column.words(line).split())
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)

    def _calls(self, line: Line, column: Column) -> bool:
        """Whether a cell asks for a look."""
        if column.id == "state":
            return line.state in _STRONG_STATES
        return column.id == "due" and self._rows.is_overdue(line)

    def _mark(self, painter: QPainter, room: QRect, line: Line, *, settled: bool) -> None:
        level = line.threat.severity
        color = self._theme.color("faint" if settled else severity_token(level))
        top = room.center().y() - MARK / 2 + 0.5
        paint_severity(painter, level, QRectF(room.left(), top, MARK, MARK), color)

    # Writing.

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        column = self._rows.columns[index.column()]
        field = TextField(parent)
        field.setProperty("role", "cell")
        field.setAccessibleName(column.title)
        known = sorted(set(self.known(column.id)), key=str.casefold)
        if known:
            completer = (TagCompleter if column.id == "tags" else QCompleter)(field)
            completer.setModel(QStringListModel(known, completer))
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            field.setCompleter(completer)
        self.began.emit()
        return field

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        assert isinstance(editor, TextField)
        if editor.isModified():
            return  # what a person is typing stays when the row is drawn anew
        column = self._rows.columns[index.column()]
        value = self.shared(column.id)
        editor.show_value(value or "", mixed=value is None)
        editor.setPlaceholderText(SEVERAL if value is None else column.cell.asked if column.cell else "")
        editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        assert isinstance(editor, TextField)
        column = self._rows.columns[index.column()]
        if editor.isModified() and column.cell and column.cell.read(editor.text()) is not None:
            self.written.emit(column.id, editor.text())

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        editor.setGeometry(option.rect.adjusted(0, 0, 0, -1))
        least = scaled(120)
        if editor.width() < least:
            editor.resize(least, editor.height())

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """A text that cannot be read is not taken: its field stays, and what is wanted is told."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in _ENTER:
            asked = self._asked(editor)
            if asked:
                self.refused.emit(asked)
                return True
        return super().eventFilter(editor, event)

    def _asked(self, editor: QObject) -> str:
        if not isinstance(editor, TextField) or not editor.isModified():
            return ""
        column = next((c for c in self._rows.columns if c.title == editor.accessibleName()), None)
        if column is None or column.cell is None or column.cell.read(editor.text()) is not None:
            return ""
        wanted = f"{column.cell.asked[0].lower()}{column.cell.asked[1:]}"
        return f"“{editor.text().strip()}” cannot be read. Wanted: {wanted}."
