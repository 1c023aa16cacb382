"""Offering back what a run of the program left behind that did not end in order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QListWidget, QVBoxLayout, QWidget

from dfdmodeler.gui.widgets.labels import label

Choice = Literal["restore", "discard", "later"]


class Leftover(NamedTuple):
    """What can be brought back, in words."""

    title: str
    detail: str


class RecoverDialog(QDialog):
    """Which leftover to open: `choice` and `row` after it has closed."""

    def __init__(self, leftovers: Sequence[Leftover], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("recover")
        self.setWindowTitle("Unsaved work")
        self.choice: Choice = "later"
        self.list = QListWidget()
        self.list.setAccessibleName("Unsaved documents")
        for leftover in leftovers:
            self.list.addItem(f"{leftover.title}\n{leftover.detail}")
        self.list.setCurrentRow(0)
        self.list.itemDoubleClicked.connect(lambda _: self._close("restore"))
        buttons = QDialogButtonBox()
        for text, role, choice in _BUTTONS:
            button = buttons.addButton(text, role)
            button.setDefault(choice == "restore")
            button.clicked.connect(lambda _=False, choice=choice: self._close(choice))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(8)
        layout.addWidget(label("The program did not end in order last time", "heading"))
        layout.addWidget(
            label("These documents have changes that were not saved. Restore one to look at it.")
        )
        layout.addWidget(self.list, 1)
        layout.addWidget(buttons)
        self.resize(480, 300)

    @property
    def row(self) -> int:
        """The number of the leftover that was chosen."""
        return self.list.currentRow()

    def _close(self, choice: Choice) -> None:
        self.choice = choice
        self.accept()


_BUTTONS: tuple[tuple[str, QDialogButtonBox.ButtonRole, Choice], ...] = (
    ("Restore", QDialogButtonBox.ButtonRole.AcceptRole, "restore"),
    ("Discard", QDialogButtonBox.ButtonRole.DestructiveRole, "discard"),
    ("Decide later", QDialogButtonBox.ButtonRole.RejectRole, "later"),
)
