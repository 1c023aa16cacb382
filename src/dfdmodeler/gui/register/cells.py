"""The fields in which a person writes into the cells of the register."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QStringListModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from dfdmodeler.gui.register.rows import RegisterModel
from dfdmodeler.gui.theme import scaled
from dfdmodeler.gui.widgets.fields import SEVERAL, TextField

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


class CellFields(QStyledItemDelegate):
    """Makes the fields; `written` tells what a person wrote, `refused` what is wanted instead of it."""

    written = Signal(str, str)
    """The id of a column, and the text."""
    refused = Signal(str)
    began = Signal()
    """A field was opened."""

    def __init__(self, rows: RegisterModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._rows = rows
        self.known: Callable[[str], Iterable[str]] = lambda column: ()
        """What has been written into a column elsewhere, to be completed."""
        self.shared: Callable[[str], str | None] = lambda column: ""
        """What the selected lines have in a column; None if they differ."""

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
