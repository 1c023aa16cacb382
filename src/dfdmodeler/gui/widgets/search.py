"""The field above a list that narrows it."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from dfdmodeler.gui.widgets.fields import is_undo


class SearchField(QLineEdit):
    """Its keys for undo and redo belong to the document: a filter is no edit."""

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(words)
        self.setAccessibleName(words)
        self.setClearButtonEnabled(True)

    def event(self, event: QEvent) -> bool:
        return False if is_undo(event) else super().event(event)
