"""What would remove the threat of a card: proposals, what else each does, and a button that applies it."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from dfdmodeler.analysis.measures import applied
from dfdmodeler.analysis.outcomes import NOT_COUNTED, Outlook
from dfdmodeler.analysis.remedies import Proposal, Remedies, remedying
from dfdmodeler.analysis.remedy_words import changes, notes, proposal_words, verdict
from dfdmodeler.analysis.slices import Slices
from dfdmodeler.analysis.threat import Finding, Threat
from dfdmodeler.analysis.trials import Trials
from dfdmodeler.gui.sliced import Sliced
from dfdmodeler.gui.widgets.changes import ChangesBox
from dfdmodeler.gui.widgets.labels import label, link
from dfdmodeler.gui.widgets.live import LiveWidget
from dfdmodeler.model.change import Change
from dfdmodeler.model.records import Diagram, Note, Placement, Route
from dfdmodeler.session.session import Session

FEW = 4
"""Proposals that are shown at first."""
PATIENCE = 120
"""Milliseconds before the search begins, so that stepping through a list does not search for each row."""
DRAWN = (Diagram, Note, Placement, Route)
"""Records that no threat depends on."""
_SEARCHING = "Looking for changes that remove it…"


class RemediesSection(LiveWidget):
    """Searches while it is seen and nothing else is to be done, and anew when something of weight changed."""

    pointed = Signal(object)
    chosen = Signal(object)

    def __init__(self, session: Session, threat: Threat, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._threat = session, threat
        self.boxes: list[ChangesBox] = []
        self._search: Sliced[None] = Sliced(self)
        self._all = False
        self._body = QVBoxLayout(self)
        self._body.setContentsMargins(0, 8, 0, 0)
        self._body.setSpacing(4)
        self._body.addWidget(label("What would remove it", "strong"))
        self.says = label(_SEARCHING, "muted")
        self._body.addWidget(self.says)
        self._outdated = True
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.timeout.connect(self._begin)
        ends = [
            session.changed.connect(self._changed),
            session.threats_changed.connect(self.invalidate),
        ]
        self.destroyed.connect(lambda: [end() for end in ends])

    def refresh(self) -> None:
        if self._outdated:
            self._patience.start(PATIENCE)

    def _changed(self, change: Change) -> None:
        """What was proposed may not hold any more, unless things were only moved."""
        if any(record and not isinstance(record, DRAWN) for pair in change.values() for record in pair):
            self._outdated = True
            self._search.drop()
            for box in self.boxes:
                box.button.setEnabled(False)

    def _begin(self) -> None:
        if not self._session.analysing:
            self._outdated = False
            self._search.ask(self._searched(), lambda _: None)

    def _searched(self) -> Slices[None]:
        session, threat = self._session, self._threat
        finding = Finding(threat.rule, threat.subject, threat.severity, threat.confidence == "confirmed")
        trials = Trials(session.library, session.model)
        found = yield from remedying(trials, finding)
        self._show(found)
        outlook = Outlook(session.library, session.model, session.threats.threats)
        for proposal, box in zip(found.proposals, self.boxes, strict=False):
            outcome = yield from outlook.outcome(proposal.measures)
            box.tell(proposal_words(proposal, outcome))

    def _show(self, found: Remedies) -> None:
        while self._body.count() > 2:
            item = self._body.takeAt(2).widget()
            if item is not None:
                item.deleteLater()
        self.says.setText(verdict(found))
        self.boxes = [self._box(proposal) for proposal in found.proposals]
        for place, box in enumerate(self.boxes):
            self._body.addWidget(box)
            box.setVisible(self._all or place < FEW)
        if len(self.boxes) > FEW and not self._all:
            more = link(f"Show {len(self.boxes) - FEW} more")
            more.clicked.connect(lambda: self._show_all(more))
            self._body.addWidget(more)

    def _show_all(self, more: QWidget) -> None:
        self._all = True
        more.hide()
        for box in self.boxes:
            box.show()

    def _box(self, proposal: Proposal) -> ChangesBox:
        session = self._session
        texts = changes(proposal.measures, session.model, session.library)
        subjects = [one.subject for one in proposal.measures]
        box = ChangesBox(list(zip(texts, subjects, strict=True)), "Apply", parent=self)
        box.tell(" ".join(notes(proposal)) or "…")
        box.pointed.connect(self.pointed)
        box.chosen.connect(self.chosen)
        box.applied.connect(lambda: self._apply(proposal, texts[0]))
        return box

    def _apply(self, proposal: Proposal, first: str) -> None:
        self._session.edit(
            first if len(proposal.measures) == 1 else f"{first} and more",
            lambda model: applied(model, proposal.measures),
        )


def can_be_removed(threat: Threat) -> bool:
    """Whether controls are an answer to a threat: it was found by a rule, and is no remark on the drawing."""
    return bool(threat.rule) and threat.track != NOT_COUNTED
