"""Fields for one value: text, long text, one of several choices, several of many.

All of them speak alike: `show_value(value, mixed)` shows without telling anybody, `edited(value)` is emitted
when a person changed it. None is unknown; `mixed` means that the records being edited differ.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QShowEvent, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QWidget,
)

from dfdmodeler.gui.widgets.details import DETAIL_ROLE, DetailDelegate, paint_arrow, paint_mark
from dfdmodeler.model.values import UNKNOWN, Value

SEVERAL = "Several values"
UNKNOWN_TEXT = "Unknown"
POPUP_ROWS = 10
LONGEST = 16
"""Rows of a list of choices that are seen at once."""
ARROW_ROOM = 24
OPENING = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
_UNDO = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)
_WINDOW_KEYS = (QKeySequence("Ctrl+E"), QKeySequence("Ctrl+K"))
"""Export and find: end of line and delete to the end of line where the desktop has it so."""


class Option(NamedTuple):
    """A value that can be chosen, in words, with help."""

    value: str
    text: str
    help: str = ""


class TextField(QLineEdit):
    """One line of text."""

    edited = Signal(object)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.textEdited.connect(lambda text: self.edited.emit(text))
        self.editingFinished.connect(self.left)

    def show_value(self, value: Value | None, mixed: bool = False) -> None:
        text = "" if mixed else as_text(value)
        self.setPlaceholderText(SEVERAL if mixed else "")
        if self.text() != text:
            self.setText(text)
            self.setCursorPosition(0)

    def event(self, event: QEvent) -> bool:
        return False if is_for_window(event) else super().event(event)


class LongTextField(QPlainTextEdit):
    """A few lines of text; Tab goes on to the next field."""

    edited = Signal(object)
    left = Signal()

    def __init__(self, lines: int = 3, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.setUndoRedoEnabled(False)
        self.setFixedHeight(self.fontMetrics().lineSpacing() * lines + 18)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._showing = False
        self.textChanged.connect(self._tell)

    def show_value(self, value: Value | None, mixed: bool = False) -> None:
        text = "" if mixed else as_text(value)
        self.setPlaceholderText(SEVERAL if mixed else "")
        if self.toPlainText() != text:
            self._showing = True
            self.setPlainText(text)
            self._showing = False

    def is_at_edge(self, *, upper: bool) -> bool:
        """Whether the cursor stands in the first line, or in the last one."""
        cursor = self.textCursor()
        edge, along = (cursor.MoveOperation.Up, cursor.MoveOperation.Down)
        return not cursor.movePosition(edge if upper else along)

    def _tell(self) -> None:
        if not self._showing:
            self.edited.emit(self.toPlainText())

    def event(self, event: QEvent) -> bool:
        return False if is_for_window(event) else super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()


class Chooser(QComboBox):
    """A combo box that looks like text with a small arrow; the wheel never changes it in passing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "quiet")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMaxVisibleItems(LONGEST)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        paint_arrow(painter, self.width() - 16, self.height() / 2 - 2)
        painter.end()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._be_called()

    def _be_called(self) -> None:
        """Where assistive technology knows a combo box by its label alone, as on Linux, gives it one."""
        parent = self.parentWidget()
        if parent is None or not self.accessibleName():
            return
        labels = parent.findChildren(QLabel, options=Qt.FindChildOption.FindDirectChildrenOnly)
        if not any(one.buddy() is self for one in labels):
            name = QLabel(self.accessibleName(), parent)
            name.setBuddy(self)
            name.hide()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class ChoiceField(Chooser):
    """One of several values, or unknown."""

    edited = Signal(object)
    left = Signal()

    def __init__(
        self, options: Iterable[Option], unset: str | None = UNKNOWN_TEXT, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._unset = unset
        self._options: tuple[Option, ...] | None = None
        self._details: Mapping[str, str] = {}
        self._mark = ""
        self._source: Callable[[], Iterable[Option]] | None = None
        self._text_of: Callable[[str], str] = str
        self.setItemDelegate(DetailDelegate(self))
        self.set_options(options)
        self.activated.connect(lambda index: self.edited.emit(self.itemData(index)))

    def set_options(self, options: Iterable[Option]) -> None:
        """Offers other values; `show_value` is expected to follow."""
        offered = tuple(options)
        if offered == self._options:
            return
        self._options = offered
        self.clear()
        if self._unset is not None:
            self.addItem(self._unset, None)
        for option in offered:
            self.addItem(option.text, option.value)
            if option.help:
                self.setItemData(self.count() - 1, option.help, Qt.ItemDataRole.ToolTipRole)
        self._tell(self._details, self._mark)

    def offer_later(self, source: Callable[[], Iterable[Option]], text_of: Callable[[str], str]) -> None:
        """Offers values that are listed only once somebody comes to the field, as it may be a long list.

        Until then only the present value is known, called as `text_of` says; `show_value` is to follow.
        """
        self._source, self._text_of = source, text_of
        if self.hasFocus():
            self.fill()

    def fill(self) -> None:
        """Lists what was to be offered later."""
        if self._source is None:
            return
        source, self._source = self._source, None
        value, mixed = self.currentData(), self.currentIndex() < 0
        self.set_options(source())
        self.setCurrentIndex(-1 if mixed else self._index_of(value))

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.fill()
        super().focusInEvent(event)

    def show_stakes(self, details: Mapping[str, str], mark: str = "") -> None:
        """Says beside the choices what each would change, by value, and in the field what hangs on it."""
        if (details, mark) == (self._details, self._mark):
            return
        self._tell(details, mark)

    def _tell(self, details: Mapping[str, str], mark: str) -> None:
        told, self._details, self._mark = self._details, details, mark
        for row in range(self.count()) if told or details else ():
            detail = details.get(self.itemData(row) or UNKNOWN)
            self.setItemData(row, detail, DETAIL_ROLE)
            self.setItemData(row, detail, Qt.ItemDataRole.AccessibleDescriptionRole)
        self.update()

    def show_value(self, value: Value | None, mixed: bool = False) -> None:
        index = -1 if mixed else self._index_of(value or None)
        if index < 0 and not mixed:
            index = self.findData("")  # a choice of its own: that there is none
        self.setPlaceholderText(SEVERAL if mixed else "")
        self.setCurrentIndex(index)
        mark_unset(self, mixed or self.itemData(index) is None)

    def showPopup(self) -> None:
        """The list is as wide as its longest row, details included."""
        self.fill()
        self.view().setMinimumWidth(max(self.width(), self.view().sizeHintForColumn(0) + ARROW_ROOM))
        super().showPopup()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the list, as Space does; letters choose."""
        if event.key() in OPENING and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.showPopup()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        taken = self.fontMetrics().horizontalAdvance(self.currentText() or self.placeholderText())
        paint_mark(painter, self.rect().adjusted(8, 0, -ARROW_ROOM, 0), self._mark, taken)
        painter.end()

    def _index_of(self, value: Value | None) -> int:
        if value is None:
            return 0 if self._unset is not None else -1
        index = self.findData(value)
        if index < 0:
            text = self._text_of(as_text(value))
            self.addItem(text, value)  # a value that is not offered here, or not yet, is still shown
            index = self.count() - 1
        elif self._source is not None:
            self.setItemText(index, self._text_of(as_text(value)))  # listed before, and renamed since
        return index


def as_text(value: Value | None) -> str:
    """A value in one line."""
    return value if isinstance(value, str) else ", ".join(value or ())


def is_for_window(event: QEvent) -> bool:
    """Whether a key belongs to the window although a text field would take it.

    These are undo and redo, as the document knows every letter, and what some desktops use for ends of lines.
    """
    if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    keys = QKeySequence(event.keyCombination())
    mine = keys in _WINDOW_KEYS or any(event.matches(key) for key in _UNDO)
    if mine:
        event.ignore()
    return mine


def mark_unset(widget: QWidget, unset: bool) -> None:
    """Shows a value that nobody gave in faint ink."""
    if widget.property("unset") != unset:
        widget.setProperty("unset", unset)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
