"""A field for several of many values, and the list in which they are ticked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from dfdmodeler.gui.widgets.details import DETAIL_ROLE, DetailDelegate, paint_mark
from dfdmodeler.gui.widgets.fields import (
    ARROW_ROOM,
    OPENING,
    POPUP_ROWS,
    SEVERAL,
    UNKNOWN_TEXT,
    Option,
    mark_unset,
)
from dfdmodeler.model.values import NOT_APPLICABLE, Value

_STATES = (Qt.CheckState.Unchecked, Qt.CheckState.PartiallyChecked, Qt.CheckState.Checked)


class Ticks(NamedTuple):
    """What is ticked where several records are edited together that differ."""

    all: tuple[str, ...]
    """What every record has."""
    some: tuple[str, ...]
    """What some have, and keep."""

    def applied_to(self, value: Value | None) -> tuple[str, ...]:
        """What a record that had a value has now."""
        return tuple(sorted({*self.all, *(one for one in as_tags(value) if one in self.some)}))


class TagsField(QPushButton):
    """Several of many values, chosen in a list that opens below; with a search when the list is long.

    Where it is `free`, values that are not offered can be added by typing them.
    """

    edited = Signal(object)
    left = Signal()

    def __init__(
        self,
        options: Iterable[Option],
        unset: str = UNKNOWN_TEXT,
        parent: QWidget | None = None,
        *,
        free: bool = False,
    ) -> None:
        super().__init__(parent)
        self._free = free
        self.popup: TagsPopup | None = None
        self.setProperty("role", "field")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.options = tuple(options)
        self._unset = unset
        self._ticks = Ticks((), ())
        self._details: Mapping[str, str] = {}
        self._mark = ""
        self.clicked.connect(self._open)

    def set_options(self, options: Iterable[Option]) -> None:
        """Offers other values."""
        self.options = tuple(options)
        self._show()

    def show_stakes(self, details: Mapping[str, str], mark: str = "") -> None:
        """Says beside the choices what ticking each would change, and in the field what hangs on it."""
        self._details, self._mark = details, mark
        self.update()

    def show_value(self, value: Value | None, mixed: bool = False) -> None:
        self.show_values([None, value] if mixed else [value])

    def show_values(self, values: Sequence[Value | None]) -> None:
        """Shows what several records have: what all of them do, and what some do."""
        held = [set(as_tags(value)) for value in values] or [set()]
        every, any_ = set.intersection(*held), set.union(*held)
        order = [*(option.value for option in self.options), *sorted(any_)]
        told = list(dict.fromkeys(one for one in order if one in any_))
        self._ticks = Ticks(
            tuple(one for one in told if one in every), tuple(one for one in told if one not in every)
        )
        self._show()

    def _show(self) -> None:
        texts = {option.value: option.text for option in self.options}
        words = ", ".join(texts.get(one, one) for one in (*self._ticks.all, *self._ticks.some))
        text = SEVERAL if self._ticks.some else words or self._unset
        self.setText(text.replace("&", "&&"))
        self.setToolTip(words)
        self.setAccessibleDescription(f"{text}: {words}" if self._ticks.some else text)
        mark_unset(self, not words or bool(self._ticks.some))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        down = event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier
        if event.key() in OPENING or down:
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
        held = (*self._ticks.all, *self._ticks.some) if self._free else ()
        offered = {option.value for option in self.options}
        own = tuple(Option(one, one) for one in held if one not in offered)
        popup = TagsPopup((*own, *self.options), self._ticks, self, self._details, free=self._free)
        self.popup = popup
        popup.changed.connect(self._choose)
        popup.closed.connect(self.left)
        popup.setMinimumWidth(max(self.width(), popup.list.sizeHintForColumn(0) + ARROW_ROOM, 240))
        popup.move(self.mapToGlobal(QPoint(0, self.height() + 2)))
        popup.show()

    def _choose(self, ticks: Ticks) -> None:
        differed = bool(self._ticks.some)
        self._ticks = ticks
        self._show()
        self.edited.emit(ticks if differed else ticks.all or None)


class TagsPopup(QFrame):
    """The list of a `TagsField`: space ticks, Escape closes. "Not applicable" excludes the others."""

    changed = Signal(object)
    closed = Signal()

    def __init__(
        self,
        options: tuple[Option, ...],
        ticks: Ticks,
        parent: QWidget,
        details: Mapping[str, str] | None = None,
        *,
        free: bool = False,
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._details, self._free = details or {}, free
        searched = free or len(options) > POPUP_ROWS
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("popup")
        self.search = QLineEdit(self)
        self.search.setPlaceholderText("Search, or type and press Enter to add" if free else "Search")
        self.search.setAccessibleName("Search the choices, or add one" if free else "Search the choices")
        self.search.setVisible(searched)
        self.search.textChanged.connect(self._filter)
        self.search.installEventFilter(self)
        self.list = QListWidget(self)
        self.list.setAccessibleName("Choices")
        self.list.setItemDelegate(DetailDelegate(self.list))
        for option in options:
            self._add(option, _STATES[2 * (option.value in ticks.all) + (option.value in ticks.some)])
        self.list.setMinimumHeight(min(max(len(options), 2 if free else 0), POPUP_ROWS) * 28 + 8)
        self.list.itemChanged.connect(self._changed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 4, 4, 4)
        layout.addWidget(self.search)
        layout.addWidget(self.list)
        self.setFocusProxy(self.search if searched else self.list)
        (self.search if searched else self.list).setFocus()
        self.list.setCurrentRow(0)

    def _add(self, option: Option, state: Qt.CheckState) -> None:
        item = QListWidgetItem(option.text, self.list)
        item.setData(Qt.ItemDataRole.UserRole, option.value)
        item.setToolTip(option.help)
        item.setData(DETAIL_ROLE, self._details.get(option.value))
        item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, self._details.get(option.value))
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(state)

    def _items(self) -> list[QListWidgetItem]:
        return [self.list.item(row) for row in range(self.list.count())]

    def _filter(self, text: str) -> None:
        for item in self._items():
            item.setHidden(text.casefold() not in item.text().casefold())
        shown = next((row for row, item in enumerate(self._items()) if not item.isHidden()), -1)
        self.list.setCurrentRow(shown)  # what Space ticks is never out of sight

    def _add_written(self) -> bool:
        """Ticks what was written, and lists it first if it is new; false if nothing was."""
        written = " ".join(self.search.text().replace(",", " ").split())
        if not written:
            return False
        self.list.blockSignals(True)
        known = next((item for item in self._items() if item.text().casefold() == written.casefold()), None)
        if known is None:
            self._add(Option(written, written), Qt.CheckState.Checked)
            self.list.insertItem(0, self.list.takeItem(self.list.count() - 1))
        else:
            known.setCheckState(Qt.CheckState.Checked)
        self.list.blockSignals(False)
        self.search.clear()
        self._changed(self.list.item(0) if known is None else known)
        return True

    def _changed(self, changed: QListWidgetItem) -> None:
        self.list.blockSignals(True)
        if changed.checkState() == Qt.CheckState.Checked:
            alone = changed.data(Qt.ItemDataRole.UserRole) == NOT_APPLICABLE
            for item in self._items():
                other = item.data(Qt.ItemDataRole.UserRole) == NOT_APPLICABLE
                if item is not changed and (alone or other):
                    item.setCheckState(Qt.CheckState.Unchecked)
        self.list.blockSignals(False)
        self.changed.emit(Ticks(self._in(Qt.CheckState.Checked), self._in(Qt.CheckState.PartiallyChecked)))

    def _in(self, state: Qt.CheckState) -> tuple[str, ...]:
        items = (item for item in self._items() if item.checkState() == state)
        return tuple(item.data(Qt.ItemDataRole.UserRole) for item in items)

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        keys = (Qt.Key.Key_Down, Qt.Key.Key_Return)
        pressed = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if pressed and event.key() == Qt.Key.Key_Return and self._free and self._add_written():
            return True
        if pressed and event.key() in keys:
            self.list.setFocus()
            return True
        return super().eventFilter(watched, event)


def as_tags(value: Value | None) -> tuple[str, ...]:
    """The values of a set of which a single one may be written alone."""
    return (value,) if isinstance(value, str) and value else tuple(value or ())
