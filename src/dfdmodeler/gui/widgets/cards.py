"""A card: titles and sentences below each other; pointing at a sentence shows what it is about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from dfdmodeler.gui.widgets.labels import PointableLabel, label


class SentenceCard(QScrollArea):
    """Pointing at a sentence tells the ids it is about (`pointed`, None when leaving), a click chooses."""

    pointed = Signal(object)
    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: object = None
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)

    def forget(self) -> None:
        """The next card is built anew, even if it is the same."""
        self._shown = None

    def _begin(self, shown: object) -> bool:
        """A fresh body, unless the same is shown already."""
        if shown == self._shown:
            return False
        self._shown = shown
        body = QWidget()
        self._body = QVBoxLayout(body)
        self._body.setContentsMargins(12, 12, 12, 12)
        self._body.setSpacing(4)
        self.setWidget(body)
        return True

    def _add(self, widget: QWidget) -> None:
        self._body.addWidget(widget)

    def _title(self, text: str) -> None:
        title = label(text, "strong")
        title.setContentsMargins(0, 8, 0, 0)
        self._add(title)

    def _section(self, title: str, texts: Sequence[str]) -> None:
        if texts:
            self._title(title)
            for text in texts:
                self._add(label(text, "muted"))

    def _sentence(
        self, text: str, ids: Iterable[str], role: str = "", *, bullet: bool = False
    ) -> PointableLabel:
        sentence = PointableLabel(text, ids, bullet=bullet)
        if role:
            sentence.setProperty("role", role)
        sentence.pointed.connect(self.pointed)
        sentence.chosen.connect(self.chosen)
        self._add(sentence)
        return sentence
