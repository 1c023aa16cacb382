"""What is asked below the register before something is done with many lines: a reason, a value, a name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from dfdmodeler.gui.widgets.fields import ChoiceField, LongTextField, Option, TextField
from dfdmodeler.gui.widgets.labels import label
from dfdmodeler.gui.widgets.speech import announce

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


@dataclass(frozen=True)
class Blank:
    """A field to be filled in."""

    title: str
    value: str = ""
    asked: str = ""
    """What is wanted, told in the empty field."""
    needed: bool = False
    long: bool = False
    choices: Sequence[str] = ()


@dataclass(frozen=True)
class Ask:
    """A question with its fields; `done` is given what was filled in, by the titles of the fields."""

    title: str
    blanks: Sequence[Blank]
    verb: str
    done: Callable[[Mapping[str, str]], object]
    check: Callable[[Mapping[str, str]], str] = lambda texts: ""
    """What is wrong with what was filled in, in words; empty if nothing is."""


class AskForm(QFrame):
    """Stands below the lines while something is asked; Enter does it, Escape gives it up."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._ask: Ask | None = None
        self.fields: dict[str, QWidget] = {}
        self.given_up: Callable[[], object] = lambda: None
        self.title = label("", "strong")
        self.wrong = label("", "error")
        self.done = QPushButton()
        self.done.setProperty("role", "primary")
        self.done.clicked.connect(self._do)
        self.cancel = QPushButton("Cancel")
        self.cancel.clicked.connect(self.close_form)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(4)
        below = QHBoxLayout()
        below.addWidget(self.wrong, 1)
        below.addStretch(0)
        below.addWidget(self.cancel)
        below.addWidget(self.done)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(8)
        layout.addWidget(self.title)
        layout.addLayout(self._grid)
        layout.addLayout(below)
        self.hide()

    @property
    def is_open(self) -> bool:
        return self._ask is not None

    def open_form(self, ask: Ask) -> None:
        """Asks, instead of what was asked before."""
        self._empty()
        self._ask = ask
        self.title.setText(ask.title)
        self.done.setText(ask.verb)
        for row, blank in enumerate(ask.blanks):
            said = label(blank.title, "muted", wrap=False)
            self._grid.addWidget(said, row, 0, Qt.AlignmentFlag.AlignTop)
            made = self._field(blank)
            said.setBuddy(made)
            made.installEventFilter(self)
            self.fields[blank.title] = made
            self._grid.addWidget(made, row, 1)
        self._grid.setColumnStretch(1, 1)
        self.show()
        self._check()
        next(iter(self.fields.values())).setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, ask.title)

    def _field(self, blank: Blank) -> QWidget:
        made: QWidget
        if blank.choices:
            choice = ChoiceField([Option(one, one) for one in blank.choices], unset=blank.asked or None)
            choice.show_value(blank.value or None)
            choice.currentIndexChanged.connect(self._check)
            made = choice
        elif blank.long:
            text = LongTextField(lines=2)
            text.show_value(blank.value)
            text.setPlaceholderText(blank.asked)
            text.textChanged.connect(self._check)
            text.selectAll()
            made = text
        else:
            line = TextField()
            line.show_value(blank.value)
            line.setPlaceholderText(blank.asked)
            line.textChanged.connect(self._check)
            line.selectAll()
            made = line
        made.setAccessibleName(blank.title)
        return made

    def close_form(self) -> None:
        """Asks no more."""
        if self._ask is not None:
            had_focus = self.isAncestorOf(self.focusWidget() or self)
            self._empty()
            self.hide()
            if had_focus:
                self.given_up()

    def _empty(self) -> None:
        self._ask = None
        self.fields = {}
        while (item := self._grid.takeAt(0)) is not None:
            if (held := item.widget()) is not None:
                held.hide()
                held.deleteLater()

    def _texts(self) -> dict[str, str]:
        return {title: _text(made) for title, made in self.fields.items()}

    def _check(self, *_: object) -> None:
        if self._ask is None:
            return
        texts = self._texts()
        missing = any(blank.needed and not texts.get(blank.title) for blank in self._ask.blanks)
        self.wrong.setText(self._ask.check(texts))
        self.done.setEnabled(not missing and not self.wrong.text())

    def _do(self) -> None:
        if self._ask is None or not self.done.isEnabled():
            return
        ask, texts = self._ask, self._texts()
        self.close_form()
        ask.done(texts)

    # What Qt calls.

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in _ENTER:
            shifted = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            if not shifted and not isinstance(watched, ChoiceField):
                self._do()
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_form()
        else:
            super().keyPressEvent(event)


def _text(made: QWidget) -> str:
    if isinstance(made, ChoiceField):
        return made.currentData() or ""
    if isinstance(made, LongTextField):
        return made.toPlainText().strip()
    return made.text().strip() if isinstance(made, TextField) else ""
