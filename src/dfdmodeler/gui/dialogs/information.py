"""Windows that only tell something: the keyboard shortcuts, and what this program is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from dfdmodeler import __version__
from dfdmodeler.gui.widgets.labels import label

ABOUT_WIDTH = 400
Shortcuts = Sequence[tuple[str, Sequence[tuple[str, str]]]]
"""Menu title, then texts with their keys."""


class ShortcutsDialog(QDialog):
    """All keys, by menu."""

    def __init__(self, shortcuts: Shortcuts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keyboard shortcuts")
        body = QWidget()
        grid = QGridLayout(body)
        grid.setContentsMargins(16, 12, 16, 12)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 1)
        for title, rows in shortcuts:
            heading = label(title, "section")
            heading.setContentsMargins(0, 12, 0, 0)
            grid.addWidget(heading, grid.rowCount(), 0, 1, 2)
            for text, keys in rows:
                row = grid.rowCount()
                grid.addWidget(label(text, wrap=False), row, 0)
                grid.addWidget(label(keys, "muted", wrap=False), row, 1, Qt.AlignmentFlag.AlignRight)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(body)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 12)
        layout.addWidget(area, 1)
        buttons = _close_button(self)
        buttons.setContentsMargins(0, 0, 12, 0)
        layout.addWidget(buttons)
        self.resize(420, 560)


class AboutDialog(QDialog):
    """Name, version, rules in force."""

    def __init__(self, packs: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("About dfdmodeler")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 16)
        layout.setSpacing(8)
        layout.addWidget(label(f"dfdmodeler {__version__}", "heading"))
        layout.addWidget(
            label("Threat modeling of AI and machine-learning systems by drawing a data-flow diagram.")
        )
        layout.addWidget(label("Open source, Apache License 2.0.", "muted"))
        if packs:
            layout.addWidget(label(f"Rules in force: {', '.join(packs)}", "muted"))
        layout.addStretch(1)
        layout.addWidget(_close_button(self))
        self.setMinimumWidth(ABOUT_WIDTH)
        self.resize(ABOUT_WIDTH, layout.totalHeightForWidth(ABOUT_WIDTH))


def _close_button(dialog: QDialog) -> QDialogButtonBox:
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    buttons.rejected.connect(dialog.reject)
    return buttons
