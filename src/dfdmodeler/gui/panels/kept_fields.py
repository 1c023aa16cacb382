"""Fields of what is kept about a threat: a ticket that opens in the browser, a severity with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from dfdmodeler.gui.panels.decision import ReasonField
from dfdmodeler.gui.widgets.fields import ChoiceField, Option, TextField
from dfdmodeler.gui.widgets.labels import link

SCHEMES = ("http", "https")
"""What a ticket may open; anything else could start a program."""
_AS_FOUND = "As found"


def web_address(text: str) -> str:
    """The address of a ticket, if it is one that a browser opens; else an empty text."""
    written = text.strip()
    try:
        parts = urlsplit(written)
        host = parts.hostname
    except ValueError:
        return ""
    return written if parts.scheme.lower() in SCHEMES and host else ""


class TicketField(QWidget):
    """An address or number in an issue tracker; an address can be opened."""

    edited = Signal(object)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = TextField()
        self.text.setAccessibleName("Ticket")
        self.text.edited.connect(self.edited)
        self.text.left.connect(self.left)
        self.text.textChanged.connect(self._offer)
        self.open = link("Open", "Opens the ticket in the browser")
        self.open.setAccessibleName("Open the ticket")
        self.open.clicked.connect(self._open)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.text, 1)
        layout.addWidget(self.open)
        self.setFocusProxy(self.text)
        self._offer()

    def show_value(self, value: str | None, mixed: bool = False) -> None:
        """Shows a ticket without telling anybody."""
        self.text.show_value(value, mixed)
        if not mixed and not self.text.text():
            self.text.setPlaceholderText("Address or number")

    def _offer(self) -> None:
        self.open.setVisible(bool(web_address(self.text.text())))

    def _open(self) -> None:
        address = web_address(self.text.text())
        if address:
            QDesktopServices.openUrl(QUrl(address))


class SeverityField(QWidget):
    """A severity for one threat alone. It is set once its reason is saved; taking it back needs none.

    Its value is a pair: the level and the reason, both empty where the one that was found holds.
    """

    edited = Signal(object)
    left = Signal()

    def __init__(self, levels: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._saved = ("", "")
        self.choice = ChoiceField([Option(level, level) for level in levels], unset=_AS_FOUND)
        self.choice.setAccessibleName("Severity")
        self.choice.edited.connect(self._choose)
        self.reason = ReasonField(lines=2)
        self.reason.setAccessibleName("Reason for the severity")
        self.reason.textChanged.connect(self._offer)
        self.reason.submitted.connect(self._save)
        self.reason.given_up.connect(self._give_up)
        self.save = QPushButton("Save")
        self.save.setProperty("role", "primary")
        self.save.clicked.connect(self._save)
        self.cancel = QPushButton("Cancel")
        self.cancel.clicked.connect(self._give_up)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.save)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for part in (self.choice, self.reason):
            layout.addWidget(part)
        layout.addLayout(buttons)
        self.setFocusProxy(self.choice)
        self._offer()

    def show_found(self, level: str) -> None:
        """Tells which severity holds where none is chosen here; empty if they differ."""
        self.choice.setItemText(0, f"{_AS_FOUND} ({level})" if level else _AS_FOUND)

    def show_value(self, value: tuple[str, str] | None, mixed: bool = False) -> None:
        """Shows what is kept; what a person is typing about the same stays."""
        kept = ("", "") if mixed or value is None else value
        if kept == self._saved and self._typing() and not mixed:
            return
        self._saved = kept
        self.choice.show_value(kept[0], mixed)
        self.reason.show_value(kept[1])
        self._offer()

    def forget(self) -> None:
        """Another threat is shown: what was begun about the one before is given up."""
        self._give_up()

    @property
    def _level(self) -> str:
        return str(self.choice.currentData() or "")

    def _typing(self) -> bool:
        return bool(self._level) and (self._level, self.reason.toPlainText().strip()) != self._saved

    def _choose(self, level: str | None) -> None:
        if not level:
            self._tell("", "")
            return
        self._offer()
        self.reason.setFocus()
        self.reason.selectAll()

    def _offer(self) -> None:
        self.reason.setVisible(bool(self._level))
        self.reason.setPlaceholderText(f"Why is it {self._level.lower()} here?" if self._level else "")
        typing = self._typing()
        self.save.setVisible(typing)
        self.cancel.setVisible(typing)
        self.save.setEnabled(bool(self.reason.toPlainText().strip()))

    def _save(self) -> None:
        if self._typing() and self.save.isEnabled():
            self._tell(self._level, self.reason.toPlainText().strip())
            self.choice.setFocus()

    def _tell(self, level: str, reason: str) -> None:
        self._saved = (level, reason)
        self.reason.show_value(reason)
        self._offer()
        self.edited.emit(self._saved)
        self.left.emit()

    def _give_up(self) -> None:
        self.choice.show_value(self._saved[0])
        self.reason.show_value(self._saved[1])
        self._offer()
