"""The field above a list that narrows it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractScrollArea, QLineEdit, QWidget

from dfdmodeler.gui.widgets.fields import is_for_window

_MOVES = (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)


class SearchField(QLineEdit):
    """Narrows a list while one types; a filter is no edit, so the keys for undo belong to the document."""

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(words)
        self.setAccessibleName(words)
        self.setClearButtonEnabled(True)

    def event(self, event: QEvent) -> bool:
        return False if is_for_window(event) else super().event(event)


class ListKeys(QObject):
    """From a search field, the arrow keys go through what is found, and Enter takes the row at hand."""

    def __init__(
        self, search: QLineEdit, found: QAbstractScrollArea, take: Callable[[], object] | None = None
    ) -> None:
        super().__init__(search)
        self._found, self._take = found, take
        search.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        if event.key() in _MOVES:
            self._found.keyPressEvent(event)
            return True
        if self._take and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take()
            return True
        return False
