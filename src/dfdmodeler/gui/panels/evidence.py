"""The threat card: why it applies, what would remove it, what to ask, where it is described."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from dfdmodeler.analysis.library import Library
from dfdmodeler.analysis.threat import Evidence, Threat, Witness
from dfdmodeler.analysis.triage_words import STANDING_TOLD
from dfdmodeler.graph.topology import CALLERS_NAME, CALLERS_PREFIX
from dfdmodeler.gui.panels.threat_rows import severity_words
from dfdmodeler.gui.widgets.cards import SentenceCard
from dfdmodeler.gui.widgets.labels import PointableLabel, label, link
from dfdmodeler.model.carrying import has_verdict
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Decision
from dfdmodeler.model.records import Threat as RecordedThreat
from dfdmodeler.rules.taxonomies import ATLAS, Taxonomies

_STRIDE = {
    "S": "Spoofing",
    "T": "Tampering",
    "R": "Repudiation",
    "I": "Information disclosure",
    "D": "Denial of service",
    "E": "Elevation of privilege",
}
_GONE = "The model no longer gives rise to this threat."
_KEPT = "The decision is kept and counts again if the threat comes back."
_NOTED = "What was noted about it is kept and counts again if the threat comes back."


@dataclass(frozen=True)
class Card:
    """What the card shows; equal cards look alike, so the same one is not built twice."""

    threat: Threat
    evidence: Evidence
    recorded: RecordedThreat | None
    names: tuple[tuple[str, str], ...]
    """Names of the records that the paths go through, or that a stated threat also concerns."""
    own_severity: str = ""
    """Why the threat has a severity of its own; empty if it has none."""


def card_of(threat: Threat, evidence: Evidence, model: Model) -> Card:
    """The card of a threat, without its decision, which is shown elsewhere."""
    standing = threat.standing if threat.standing in STANDING_TOLD else "unchanged"
    said = replace(
        threat, decision=None, status="open", evidence_changed=False, proposed="open", mitigations=()
    )
    plain = replace(said, expired=False, standing=standing)
    kept = threat.decision
    own = kept.severity_reason or "No reason was given." if kept and kept.severity else ""
    recorded = model.find(RecordedThreat, threat.id.partition("@")[0]) if not threat.rule else None
    related = [i for i in recorded.related if i in model] if recorded else []
    ids = sorted({i for path in evidence.paths for i in path.elements}.union(related))
    return Card(plain, evidence, recorded, tuple((i, _name(model, i)) for i in ids), own)


def _name(model: Model, record_id: str) -> str:
    return CALLERS_NAME if record_id.startswith(CALLERS_PREFIX) else model.name_of(record_id)


class ThreatCard(SentenceCard):
    """What is known of one threat, or of a decision whose threat is gone."""

    question_chosen = Signal(str)
    edit_wanted = Signal()
    removal_wanted = Signal()
    """A threat that a person stated is to be changed, or taken out."""
    taken_back = Signal(str)
    """The id of a threat that is gone, the decision about which is to be taken back."""

    def __init__(self, library: Library, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self.beside: Callable[[Threat], QWidget | None] = lambda threat: None
        """What else is shown of a threat, below its evidence."""

    def show_card(self, card: Card) -> None:
        """Shows a threat."""
        if not self._begin(card):
            return
        threat, self._names = card.threat, card.names
        self._add(label(threat.title, "heading"))
        self._sentence(f"{severity_words(threat)}, at {threat.subject_name}", (threat.subject,), "muted")
        if threat.standing in STANDING_TOLD:
            self._add(label(STANDING_TOLD[threat.standing], "strong"))
        for doubt in threat.doubts:
            self._add(label(doubt, "error"))
        if card.own_severity:
            self._add(label(f"Severity set for this threat: {card.own_severity}", "muted"))
        elif threat.override:
            why = threat.override.reason or "No reason was given."
            self._add(label(f"Severity set in {threat.override.source}: {why}", "muted"))
        self._add(label(threat.why))
        if card.recorded:
            self._recorded(card.recorded)
        self._evidence(card)
        if (more := self.beside(threat)) is not None:
            self._add(more)
        self._questions(threat.questions)
        if threat.parallel:
            self._section("Known from classic security", [threat.parallel])
        self._section("Described in", list(_references(threat, self._library.taxonomies)))
        self._section("Known cases", self._library.taxonomies.cases_in_words(threat.refs.get(ATLAS, ())))
        self._body.addStretch(1)

    def show_gone(self, decision: Decision, cause: str = "") -> None:
        """Shows what is kept about a threat that is no longer found, and why it is not, as far as known."""
        if not self._begin((decision, cause)):
            return
        self._add(label(decision.title or decision.threat, "heading"))
        self._add(label(cause or _GONE))
        self._add(label(_KEPT if has_verdict(decision) else _NOTED))
        if decision.reason:
            self._section("Reason", [decision.reason])
        if has_verdict(decision):
            back = link("Take this decision back", "Its history keeps that it was taken")
            back.clicked.connect(lambda: self.taken_back.emit(decision.threat))
            self._add(back)
        self._body.addStretch(1)

    def _evidence(self, card: Card) -> None:
        evidence = card.evidence
        if not (evidence.leaves or evidence.paths):
            return
        self._title("Why")
        for leaf in evidence.leaves:
            self._sentence(leaf.words, leaf.ids, bullet=True)
        if evidence.paths:
            self._title("Path" if len(evidence.paths) == 1 else "Paths")
        names = dict(card.names)
        for path in evidence.paths:
            self._sentence(path_words(path, names), (*path.elements, *path.flows), bullet=True)

    def _questions(self, ids: Sequence[str]) -> None:
        known = [self._library.questions[i] for i in ids if i in self._library.questions]
        if not known:
            return
        self._title("Worth asking")
        for question in known:
            sentence = PointableLabel(question.text, (question.id,), bullet=True)
            sentence.setToolTip("Click to answer it")
            sentence.chosen.connect(lambda _, i=question.id: self.question_chosen.emit(i))
            self._add(sentence)

    def _related(self, recorded: RecordedThreat) -> list[tuple[str, str]]:
        names = dict(self._names)
        return [(i, names[i]) for i in recorded.related if i in names]

    def _recorded(self, recorded: RecordedThreat) -> None:
        if recorded.mitigation:
            self._section("Mitigation on record", [recorded.mitigation])
        where = [f"Recorded in {recorded.origin}" if recorded.origin else "Stated by a person"]
        if recorded.origin_state:
            where.append(f"Its state there: {recorded.origin_state}")
        self._section("Origin", where)
        if self._related(recorded):
            self._title("Also concerns")
            for record_id, name in self._related(recorded):
                self._sentence(name, (record_id,), bullet=True)
        edit = link("Edit", "Title, place, severity, category and description")
        edit.clicked.connect(self.edit_wanted)
        remove = link("Remove", "What was decided about it is kept")
        remove.clicked.connect(self.removal_wanted)
        both = QWidget()
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(edit)
        row.addWidget(remove)
        row.addStretch(1)
        self._add(both)


def path_words(path: Witness, names: dict[str, str]) -> str:
    """What travels and the way it takes; where from and where to is seen from the way itself."""
    way = " → ".join(names.get(i, i) for i in path.elements)
    carried = path.term.rpartition(" carrying ")[2]
    return f"{carried[:1].upper()}{carried[1:]}: {way}" if carried else way


def _references(threat: Threat, taxonomies: Taxonomies) -> Iterable[str]:
    if threat.rule:
        letters = ", ".join(_STRIDE.get(letter, letter) for letter in threat.stride)
        yield f"Rule {threat.rule}, {threat.family}{f'. STRIDE: {letters}' if letters else ''}"
    if threat.bug_bar:
        yield f"Bug bar: {threat.bug_bar}"
    yield from (f"{taxonomy}: {ids}" for taxonomy, ids in taxonomies.in_words(threat.refs))
