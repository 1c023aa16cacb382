"""The pages of the chosen threat: why it applies, details, what is done about it, its history."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from dfdmodeler.analysis.threat import Threat
from dfdmodeler.gui.panels.deciding import evidence_of
from dfdmodeler.gui.panels.details import DetailsPage
from dfdmodeler.gui.panels.evidence import ThreatCard, card_of
from dfdmodeler.gui.panels.mitigating import MitigationsPage
from dfdmodeler.gui.panels.pages import Pages
from dfdmodeler.gui.panels.remedies import RemediesSection, can_be_removed
from dfdmodeler.gui.panels.thread import ThreadPage
from dfdmodeler.gui.reviewer import Reviewer
from dfdmodeler.gui.theme import Theme
from dfdmodeler.model.records import Decision
from dfdmodeler.session.session import Session

WHY, DETAILS, MITIGATIONS, HISTORY = "Why", "Details", "Mitigations", "History"


class ThreatPages(Pages):
    """A threat that is gone has only its decision and its history; a group has no history of its own."""

    def __init__(
        self, session: Session, theme: Theme, reviewer: Reviewer, parent: QWidget | None = None
    ) -> None:
        self._session = session
        self.card = ThreatCard(session.library)
        self.card.setAccessibleName("The chosen threat")
        self.card.beside = self._remedies
        self.details = DetailsPage(session, theme, reviewer)
        self.mitigating = MitigationsPage(session, reviewer)
        self.thread = ThreadPage(session, reviewer)
        pages = {WHY: self.card, DETAILS: self.details, MITIGATIONS: self.mitigating, HISTORY: self.thread}
        self._shown: tuple[Threat, Sequence[Threat]] | None = None
        super().__init__(pages, parent)
        self.tabs.currentChanged.connect(lambda _: self._show_page())

    def show_threat(self, threat: Threat, together: Sequence[Threat]) -> None:
        """Shows a threat; what is set in its details is set for all that it stands for in its group."""
        session, alone = self._session, len(together) == 1
        for page, offered in ((DETAILS, True), (MITIGATIONS, alone), (HISTORY, alone)):
            self.offer(page, offered)
        self._shown = threat, together
        self.card.show_card(card_of(threat, evidence_of(session, threat), session.model))
        self._show_page()
        known = threat.mitigations
        done = sum(state.done for state in known)
        self.count(MITIGATIONS, f"{done}/{len(known)}" if known else "")
        self._tell_history(self.thread.show_threat(threat.id, threat))

    def show_gone(self, decision: Decision) -> None:
        """Shows what is kept about a threat that is not found any more."""
        for page, offered in ((DETAILS, False), (MITIGATIONS, False), (HISTORY, True)):
            self.offer(page, offered)
        self._shown = None
        self.card.show_gone(decision, self._session.threats.causes.get(decision.id, ""))
        self._tell_history(self.thread.show_threat(decision.threat))

    def _show_page(self) -> None:
        """Fills the page in front; those behind it wait until somebody looks, as a group may be large."""
        if self._shown is None:
            return
        threat, together = self._shown
        page = self.stack.currentWidget()
        if page is self.details:
            self.details.show_threats(together)
        elif page is self.mitigating:
            self.mitigating.show_threat(threat)

    def begin_comment(self) -> None:
        """Puts the keyboard where a comment is written; there is no such place for a group."""
        if self.is_offered(HISTORY):
            self.show_page(HISTORY)
            self.thread.comment.setFocus()

    def _tell_history(self, entries: int) -> None:
        self.count(HISTORY, str(entries or ""))

    def _remedies(self, threat: Threat) -> QWidget | None:
        if not can_be_removed(threat):
            return None
        section = RemediesSection(self._session, threat)
        section.pointed.connect(self.card.pointed)
        section.chosen.connect(self.card.chosen)
        return section
