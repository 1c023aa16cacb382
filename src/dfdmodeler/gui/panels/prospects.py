"""What each answer about the one selected thing would change, worked out while nothing else is to be done."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal

from dfdmodeler.analysis.stake_words import full_words, short_words, touched
from dfdmodeler.analysis.stakes import Outcome, Stakes, is_too_large
from dfdmodeler.gui.panels.field_help import UNCHANGED
from dfdmodeler.gui.sliced import Sliced
from dfdmodeler.model.model import Model
from dfdmodeler.session.session import Session

SEVERAL = "Select one thing alone to see what answers would change."
TOO_LARGE = "This model is too large to try answers."


class Prospects(QObject):
    """Asked about a subject with `look`, it tells with `known` when there is an answer."""

    known = Signal()

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._stakes: Stakes | None = None
        self._asking: Sliced[Mapping[str, tuple[Outcome, ...]]] = Sliced(self)
        self._asked: tuple[Model | None, str] = (None, "")
        self._outcomes: Mapping[str, tuple[Outcome, ...]] = {}
        self._closed: frozenset[str] = frozenset()
        session.changed.connect(lambda _: self._asking.drop())

    def look(self, subject: str) -> None:
        """Begins to work it out, unless that is known or under way; nothing without a subject."""
        session = self._session
        if session.analysing:
            return
        self._closed = frozenset(t.id for t in session.threats.threats if t.decided)
        if (session.model, subject) == self._asked:
            return
        if subject != self._asked[1]:
            self._outcomes = {}
        self._asked = (session.model, subject)
        if subject:
            self._stakes = self._stakes or Stakes(session.library)
            self._asking.ask(self._stakes.answers_at(session.model, subject), self._know)
        else:
            self._asking.drop()

    def forget(self) -> None:
        """Another document: nothing that was worked out holds."""
        self._asking.drop()
        self._asked, self._outcomes = (None, ""), {}

    def _know(self, outcomes: Mapping[str, tuple[Outcome, ...]]) -> None:
        self._outcomes = outcomes
        self.known.emit()

    def beside(self, attribute: str) -> dict[str, str]:
        """What stands beside each choice of an attribute."""
        return self._words(attribute, short=True)

    def in_full(self, attribute: str) -> dict[str, str]:
        """What each choice changes, with severities."""
        return self._words(attribute, short=False)

    def mark(self, attribute: str) -> str:
        """How many threats hang on an attribute, in a word or two."""
        count = touched(self._outcomes.get(attribute, ()), self._closed)
        return f"{count} threat{'' if count == 1 else 's'}" if count else ""

    @property
    def otherwise(self) -> str:
        """What is to be said of an attribute of which nothing is known."""
        if is_too_large(self._session.model):
            return TOO_LARGE
        if not self._asked[1]:
            return SEVERAL if len(self._session.selection.ids) > 1 else ""
        return "" if self._asking.busy else UNCHANGED

    def _words(self, attribute: str, *, short: bool) -> dict[str, str]:
        tell = short_words if short else full_words
        told = {o.value: tell(o, self._closed) for o in self._outcomes.get(attribute, ())}
        return {value: words for value, words in told.items() if words}
