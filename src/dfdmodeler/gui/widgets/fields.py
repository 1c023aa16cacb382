"""Fields for one value: text, long text, one of several choices, several of many.

All of them speak alike: `show_value(value, mixed)` shows without telling anybody, `edited(value)` is emitted
when a person changed it. None is unknown; `mixed` means that the records being edited differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QShowEvent, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from dfdmodeler.gui.widgets.details import DETAIL_ROLE, DetailDelegate, paint_arrow, paint_mark
from dfdmodeler.model.values import NOT_APPLICABLE, UNKNOWN, Value

SEVERAL = "Several values"
UNKNOWN_TEXT = "Unknown"
POPUP_ROWS = 10
ARROW_ROOM = 24
_OPENING = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
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
        self.show_stakes(self._details, self._mark)

    def show_stakes(self, details: Mapping[str, str], mark: str = "") -> None:
        """Says beside the choices what each would change, by value, and in the field what hangs on it."""
        self._details, self._mark = details, mark
        for row in range(self.count()):
            detail = details.get(self.itemData(row) or UNKNOWN)
            self.setItemData(row, detail, DETAIL_ROLE)
            self.setItemData(row, detail, Qt.ItemDataRole.AccessibleDescriptionRole)
        self.update()

    def show_value(self, value: Value | None, mixed: bool = False) -> None:
        index = -1 if mixed else self._index_of(value or None)
        self.setPlaceholderText(SEVERAL if mixed else "")
        self.setCurrentIndex(index)
        mark_unset(self, mixed or self.itemData(index) is None)

    def showPopup(self) -> None:
        """The list is as wide as its longest row, details included."""
        self.view().setMinimumWidth(max(self.width(), self.view().sizeHintForColumn(0) + ARROW_ROOM))
        super().showPopup()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the list, as Space does; letters choose."""
        if event.key() in _OPENING and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
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
            self.addItem(as_text(value), value)  # a value that is not offered here is still shown
            index = self.count() - 1
        return index


class TagsField(QPushButton):
    """Several of many values, chosen in a list that opens below; with a search when the list is long."""

    edited = Signal(object)
    left = Signal()

    def __init__(
        self, options: Iterable[Option], unset: str = UNKNOWN_TEXT, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "field")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.options = tuple(options)
        self._unset = unset
        self._values: tuple[str, ...] = ()
        self._details: Mapping[str, str] = {}
        self._mark = ""
        self.clicked.connect(self._open)

    def show_stakes(self, details: Mapping[str, str], mark: str = "") -> None:
        """Says beside the choices what ticking each would change, and in the field what hangs on it."""
        self._details, self._mark = details, mark
        self.update()

    def show_value(self, value: Value | None, mixed: bool = False) -> None:
        self._values = () if mixed or not value else (value,) if isinstance(value, str) else value
        texts = {option.value: option.text for option in self.options}
        words = ", ".join(texts.get(one, one) for one in self._values)
        text = SEVERAL if mixed else words or self._unset
        self.setText(text.replace("&", "&&"))
        self.setToolTip(words)
        self.setAccessibleDescription(text)
        mark_unset(self, not words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        down = event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier
        if event.key() in _OPENING or down:
            self._open()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        taken = self.fontMetrics().horizontalAdvance(self.text())
        paint_mark(painter, self.rect().adjusted(8, 0, -8, 0), self._mark, taken)
        painter.end()

    def _open(self) -> None:
        popup = TagsPopup(self.options, self._values, self, self._details)
        popup.changed.connect(self._choose)
        popup.setMinimumWidth(max(self.width(), popup.list.sizeHintForColumn(0) + ARROW_ROOM, 240))
        popup.move(self.mapToGlobal(QPoint(0, self.height() + 2)))
        popup.show()

    def _choose(self, values: tuple[str, ...]) -> None:
        self.show_value(values)
        self.edited.emit(values or None)


class TagsPopup(QFrame):
    """The list of a `TagsField`: space ticks, Escape closes. "Not applicable" excludes the others."""

    changed = Signal(object)

    def __init__(
        self,
        options: tuple[Option, ...],
        values: tuple[str, ...],
        parent: QWidget,
        details: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._details = details or {}
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("popup")
        self.search = QLineEdit(self)
        self.search.setPlaceholderText("Search")
        self.search.setAccessibleName("Search the choices")
        self.search.setVisible(len(options) > POPUP_ROWS)
        self.search.textChanged.connect(self._filter)
        self.search.installEventFilter(self)
        self.list = QListWidget(self)
        self.list.setAccessibleName("Choices")
        self.list.setItemDelegate(DetailDelegate(self.list))
        for option in options:
            self._add(option, option.value in values)
        self.list.setMinimumHeight(min(len(options), POPUP_ROWS) * 28 + 8)
        self.list.itemChanged.connect(self._changed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 4, 4, 4)
        layout.addWidget(self.search)
        layout.addWidget(self.list)
        self.setFocusProxy(self.search if len(options) > POPUP_ROWS else self.list)
        (self.search if len(options) > POPUP_ROWS else self.list).setFocus()
        self.list.setCurrentRow(0)

    def _add(self, option: Option, ticked: bool) -> None:
        item = QListWidgetItem(option.text, self.list)
        item.setData(Qt.ItemDataRole.UserRole, option.value)
        item.setToolTip(option.help)
        item.setData(DETAIL_ROLE, self._details.get(option.value))
        item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, self._details.get(option.value))
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)

    def _items(self) -> list[QListWidgetItem]:
        return [self.list.item(row) for row in range(self.list.count())]

    def _filter(self, text: str) -> None:
        for item in self._items():
            item.setHidden(text.casefold() not in item.text().casefold())

    def _changed(self, changed: QListWidgetItem) -> None:
        self.list.blockSignals(True)
        if changed.checkState() == Qt.CheckState.Checked:
            alone = changed.data(Qt.ItemDataRole.UserRole) == NOT_APPLICABLE
            for item in self._items():
                other = item.data(Qt.ItemDataRole.UserRole) == NOT_APPLICABLE
                if item is not changed and (alone or other):
                    item.setCheckState(Qt.CheckState.Unchecked)
        self.list.blockSignals(False)
        ticked = [item for item in self._items() if item.checkState() == Qt.CheckState.Checked]
        self.changed.emit(tuple(item.data(Qt.ItemDataRole.UserRole) for item in ticked))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        keys = (Qt.Key.Key_Down, Qt.Key.Key_Return)
        pressed = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if pressed and event.key() in keys:
            self.list.setFocus()
            return True
        return super().eventFilter(watched, event)


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
