"""The sheet of keyboard shortcuts: every action with its keys, to be searched and changed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QKeySequenceEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from dfdmodeler.gui.shortcuts import ALWAYS, Bound, Shortcuts, refusal
from dfdmodeler.gui.theme import Theme
from dfdmodeler.gui.widgets.labels import label
from dfdmodeler.gui.widgets.rows import Row, RowList
from dfdmodeler.gui.widgets.search import ListKeys, SearchField

_NATIVE = QKeySequence.SequenceFormat.NativeText
_HOW = "Choose an action, press Enter, then the new keys."
_SAME = "These keys always mean the same on the canvas."


class KeysField(QKeySequenceEdit):
    """Takes the next keys that are pressed; Escape gives up."""

    given_up = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMaximumSequenceLength(1)
        self.setAccessibleName("New keys")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not event.modifiers():
            self.given_up.emit()
        else:
            super().keyPressEvent(event)


class ShortcutsDialog(QDialog):
    """Stays open beside the work; what is changed counts at once."""

    def __init__(self, shortcuts: Shortcuts, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("shortcuts")
        self.setWindowTitle("Keyboard shortcuts")
        self._shortcuts = shortcuts
        self.search = SearchField("Search actions or keys", self)
        self.search.textChanged.connect(self._fill)
        self.list = RowList(theme)
        ListKeys(self.search, self.list, self.capture)
        self.list.setAccessibleName("Actions and their keys")
        self.list.opened.connect(lambda _: self.capture())
        self.list.chosen.connect(lambda _: self._show_chosen())
        self.empty = label("No action is called so, and none has these keys.", "empty")
        self.reset_all = QPushButton("Reset all")
        self.reset_all.setAutoDefault(False)
        self.reset_all.clicked.connect(self._shortcuts.reset_all)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.addButton(self.reset_all, QDialogButtonBox.ButtonRole.ResetRole)
        buttons.rejected.connect(self.close)
        buttons.button(QDialogButtonBox.StandardButton.Close).setAutoDefault(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(8)
        layout.addWidget(self.search)
        layout.addWidget(self.empty, 1)
        layout.addWidget(self.list, 1)
        layout.addWidget(self._strip())
        layout.addWidget(buttons)
        self.resize(520, 640)
        self.finished.connect(shortcuts.preferences.changed.connect(lambda _: self._fill()))
        self._fill()

    def _strip(self) -> QFrame:
        """Where the keys of the chosen action are changed."""
        strip = QFrame()
        strip.setObjectName("card")
        self.chosen = label("", "strong")
        self.told = label(_HOW, "muted")
        self.keys = KeysField()
        self.keys.keySequenceChanged.connect(self._pressed)
        self.keys.given_up.connect(self.list.setFocus)
        self.take, self.remove, self.reset = QPushButton(), QPushButton("Remove"), QPushButton("Reset")
        row = QHBoxLayout()
        row.addWidget(self.keys, 1)
        for button, run in ((self.take, self._take), (self.remove, self._remove), (self.reset, self._reset)):
            button.setAutoDefault(False)
            button.clicked.connect(run)
            row.addWidget(button)
        self.take.hide()
        layout = QVBoxLayout(strip)
        layout.addWidget(self.chosen)
        layout.addLayout(row)
        layout.addWidget(self.told)
        return strip

    @property
    def row(self) -> Bound | None:
        """The action that is chosen."""
        return self._shortcuts.rows.get(self.list.current_key)

    def capture(self) -> None:
        """Waits for the new keys of the chosen action."""
        if self.row:
            self.keys.clear()
            self.keys.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _fill(self) -> None:
        words = self.search.text().casefold().split()
        shown: list[Row] = []
        menu = ""
        for row in self._shortcuts.rows.values():
            keys = self._words(row)
            if not all(word in f"{row.text} {row.menu} {keys}".casefold() for word in words):
                continue
            if row.menu != menu:
                menu = row.menu
                shown.append(Row(menu))
            own = " (yours)" if self._shortcuts.is_own(row) else ""
            shown.append(Row(row.text, row.id, aside=f"{keys}{own}", help=row.help))
        shown += _always(words)
        chosen = self.list.current_key
        self.list.set_rows(shown)
        self.list.setVisible(bool(shown))
        self.empty.setVisible(not shown)
        found = [row.key for row in shown if row.key]
        self.list.show_key(chosen if chosen in found else next(iter(found), None))
        self._show_chosen()

    def _words(self, row: Bound) -> str:
        """The first of its keys: the others are those of keyboards that have a key with its name."""
        return next((keys.toString(_NATIVE) for keys in self._shortcuts.keys(row)), "")

    def _show_chosen(self) -> None:
        row = self.row
        for widget in (self.keys, self.remove, self.reset):
            widget.setEnabled(row is not None)
        self.take.hide()
        self.keys.clear()
        self.told.setText(_HOW)
        if row is None:
            self.chosen.setText("")
            self.told.setText(_SAME if self.list.current_key else _HOW)
            return
        first = next((keys.toString(_NATIVE) for keys in row.first), "none")
        self.chosen.setText(f"{row.text}: {self._words(row) or 'no keys'}")
        self.remove.setEnabled(bool(self._shortcuts.keys(row)))
        self.reset.setEnabled(self._shortcuts.is_own(row))
        self.reset.setToolTip(f"At first: {first}")

    def _pressed(self, keys: QKeySequence) -> None:
        """New keys: they are the action's at once, unless another one has them."""
        row = self.row
        self.take.hide()
        if row is None or keys.isEmpty():
            return
        refused = refusal(keys, row)
        holder = self._shortcuts.holder(keys, row)
        if refused:
            self._say(refused)
        elif holder:
            self._say(f"{keys.toString(_NATIVE)} belongs to “{holder.text}”, which would go without.")
            self.take.setText(f"Take {keys.toString(_NATIVE)}")
            self.take.show()
        else:
            self._change(lambda: self._shortcuts.assign(row, keys))

    def _take(self) -> None:
        row, keys = self.row, self.keys.keySequence()
        if row and not keys.isEmpty():
            self._change(lambda: self._shortcuts.assign(row, keys))

    def _remove(self) -> None:
        row = self.row
        if row:
            self._change(lambda: self._shortcuts.remove(row))

    def _reset(self) -> None:
        row = self.row
        if row is None:
            return
        holder = self._shortcuts.reset(row)
        if holder:
            self._say(f"Its first keys belong to “{holder.text}” now. Reset that one first.")
        else:
            self.list.setFocus()

    def _change(self, change: Callable[[], object]) -> None:
        change()
        self.keys.clear()
        self.list.setFocus()

    def _say(self, text: str) -> None:
        self.told.setText(text)
        self.keys.setAccessibleDescription(text)


def _always(words: list[str]) -> list[Row]:
    """The keys that belong to no action, as far as they are looked for."""
    title = "On the canvas, always"
    found = [
        Row(text, f"always {keys}", aside=keys)
        for keys, text in ALWAYS
        if all(word in f"{text} {title} {keys}".casefold() for word in words)
    ]
    return [Row(title), *found] if found else []
