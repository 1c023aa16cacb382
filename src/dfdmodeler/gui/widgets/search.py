"""The field above a list that narrows it."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from dfdmodeler.gui.widgets.fields import is_for_window


class SearchField(QLineEdit):
    """Narrows a list while one types; a filter is no edit, so the keys for undo belong to the document."""

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(words)
        self.setAccessibleName(words)
        self.setClearButtonEnabled(True)

    def event(self, event: QEvent) -> bool:
        return False if is_for_window(event) else super().event(event)
