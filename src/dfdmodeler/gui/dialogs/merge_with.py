"""Asks which file to merge the open document with, and what both began with."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from dfdmodeler.gui.widgets.labels import label

WIDTH = 520
_WHAT = (
    "What only the other version says is taken over. Where both say different things you choose, one by one. "
    "The whole merge is one step, which can be undone."
)
_BASE = "With it, only what both changed is asked; without it, every difference, and nothing is deleted."
Ask = Callable[[], Path | None]


class PathField(QWidget):
    """The name of a file, written or chosen."""

    def __init__(self, name: str, hint: str, ask: Ask) -> None:
        super().__init__()
        self.line = QLineEdit()
        self.line.setAccessibleName(name)
        self.line.setPlaceholderText(hint)
        self.button = QPushButton("Choose…")
        self.button.setAccessibleName(f"Choose {name[:1].lower()}{name[1:]}")
        self.button.setAutoDefault(False)
        self.button.clicked.connect(lambda: self._choose(ask))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.line, 1)
        layout.addWidget(self.button)
        self.setFocusProxy(self.line)

    @property
    def text(self) -> str:
        """What is named, if anything is."""
        return self.line.text().strip()

    def _choose(self, ask: Ask) -> None:
        path = ask()
        if path:
            self.line.setText(os.fspath(path))


class MergeWithDialog(QDialog):
    """`chosen` is what was asked for, once it is accepted."""

    def __init__(self, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Merge with another version")
        self.other = PathField("Other version", "A model of the same origin", ask)
        self.base = PathField("Both began with", "Optional: a file or a git revision", ask)
        form = QFormLayout()
        form.addRow("Other version", self.other)
        form.addRow("Both began with", self.base)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.merge = self.buttons.addButton("Merge", QDialogButtonBox.ButtonRole.AcceptRole)
        self.merge.setDefault(True)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.other.line.textChanged.connect(self._check)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        layout.addWidget(label(_WHAT, "muted"))
        layout.addLayout(form)
        layout.addWidget(label(_BASE, "muted"))
        layout.addStretch(1)
        layout.addWidget(self.buttons)
        self.setMinimumWidth(WIDTH)
        self.resize(WIDTH, layout.heightForWidth(WIDTH))
        self._check()

    def chosen(self) -> tuple[Path, str]:
        """The other version, and what both began with: a file, a git revision, or nothing."""
        return Path(self.other.text), self.base.text

    def _check(self) -> None:
        self.merge.setEnabled(bool(self.other.text))
