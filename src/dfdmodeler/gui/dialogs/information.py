"""The window that says what this program is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QVBoxLayout,
    QWidget,
)

from dfdmodeler import __version__
from dfdmodeler.gui.widgets.labels import label

ABOUT_WIDTH = 400


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
