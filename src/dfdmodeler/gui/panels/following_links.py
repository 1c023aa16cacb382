"""The assumptions and action items about something, as sentences that lead to them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dfdmodeler.analysis.followups import (
    KIND_WORDS,
    FollowUp,
    about,
    asks_for_a_look,
    day_words,
    state_words,
    title_of,
)
from dfdmodeler.gui.widgets.labels import PointableLabel, link
from dfdmodeler.model.model import Model


class FollowUpLinks(QWidget):
    """A click on one goes to it; two links add one that is about the same."""

    chosen = Signal(str)
    """The id of an assumption or action item."""
    added = Signal(str, object)
    """The kind of one to add, and the ids that it is to be about."""

    def __init__(self, *, adds: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._adds = adds
        self._ids: tuple[str, ...] = ()
        self._shown: object = None
        self._body = QVBoxLayout(self)
        self._body.setContentsMargins(0, 0, 0, 0)
        self._body.setSpacing(4)

    def show_subjects(self, model: Model, ids: Sequence[str], today: str) -> None:
        """Shows what is kept about some ids; the first is the one that others are added about."""
        found = about(model, ids) if ids else []
        shown = (tuple(ids), found, today)
        if shown == self._shown:
            return
        self._shown, self._ids = shown, tuple(ids)
        while (item := self._body.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for one in found:
            self._body.addWidget(self._sentence(one, today))
        if self._adds and ids:
            self._body.addWidget(self._links())
        self.setVisible(bool(found) or (self._adds and bool(ids)))

    def _sentence(self, one: FollowUp, today: str) -> QWidget:
        said = [state_words(one, today).lower(), day_words(one), one.owner]
        told = ", ".join(part for part in said if part)
        sentence = PointableLabel(f"{KIND_WORDS[one.kind]}: {title_of(one)} ({told})", (one.id,), bullet=True)
        sentence.setProperty("role", "error" if asks_for_a_look(one, today) else "")
        sentence.setToolTip("Click to go to it")
        sentence.chosen.connect(lambda ids: self.chosen.emit(ids[0]))
        return sentence

    def _links(self) -> QWidget:
        both = QWidget()
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for kind, words in KIND_WORDS.items():
            add = link(f"Add {'an ' if words[0] in 'AEIOU' else 'a '}{words.lower()}")
            add.clicked.connect(lambda _, kind=kind: self.added.emit(kind, self._ids[:1]))
            row.addWidget(add)
        row.addStretch(1)
        return both
