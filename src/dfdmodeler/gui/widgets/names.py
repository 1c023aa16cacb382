"""A field for a person's name, which is completed from those that the model knows."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QCompleter, QWidget

from dfdmodeler.gui.widgets.fields import Option, TextField


class NameField(TextField):
    """One line of text; names that begin with it or hold it are offered below."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._source: Callable[[], Iterable[Option]] | None = None
        completer = QCompleter(QStringListModel(self), self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.activated.connect(self._take)
        self.setCompleter(completer)

    def offer_later(self, source: Callable[[], Iterable[Option]], text_of: Callable[[str], str]) -> None:
        """Offers names that are listed only once somebody comes to the field."""
        self._source = source

    def _take(self, name: str) -> None:
        self.edited.emit(name)

    def focusInEvent(self, event: QFocusEvent) -> None:
        if self._source is not None:
            names, self._source = [option.text for option in self._source()], None
            self.completer().model().setStringList(names)
        super().focusInEvent(event)
