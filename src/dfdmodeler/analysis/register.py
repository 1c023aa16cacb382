"""The register: findings and stated threats, each with its decision, as reviewers see them."""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from operator import attrgetter
from typing import Literal, get_args

from dfdmodeler.analysis.engine import Analysis
from dfdmodeler.analysis.followups import doubts
from dfdmodeler.analysis.library import Library
from dfdmodeler.analysis.overrides import cause_of_absence
from dfdmodeler.analysis.ranking import Key
from dfdmodeler.analysis.slices import Slices, completed
from dfdmodeler.analysis.standing import baseline
from dfdmodeler.analysis.threat import (
    NOT_COUNTED,
    Confidence,
    Evidence,
    Finding,
    MitigationState,
    Proposed,
    Standing,
    Threat,
    Track,
)
from dfdmodeler.model.carrying import adopt_all
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import DIAGRAM_SUBJECT, Decision, Entry, Mitigation
from dfdmodeler.model.records import Threat as StatedThreat
from dfdmodeler.model.triage_history import CARRIED
from dfdmodeler.model.triage_records import CLOSED, DONE
from dfdmodeler.rules.rule import Rule

Progress = Literal["none", "partial", "sufficient"]
PROPOSED: Mapping[Progress, Proposed] = {"none": "open", "partial": "partial", "sufficient": "mitigated"}
STRIDE: Mapping[str, str] = {
    "spoofing": "S",
    "tampering": "T",
    "repudiation": "R",
    "information disclosure": "I",
    "denial of service": "D",
    "elevation of privilege": "E",
}
"""Categories of stated threats that are STRIDE letters in words."""
STATED_FAMILY = "Stated threats"
SLICE = 100
"""Rows between two pauses."""


@dataclass(frozen=True, slots=True)
class Register:
    """All threats of a model in the order they are shown, and decisions whose threat is gone."""

    threats: tuple[Threat, ...] = ()
    gone: tuple[Decision, ...] = ()
    causes: Mapping[str, str] = field(default_factory=dict)
    """Why the threat of a decision is gone, by decision id, where that is known: a rule that is not in force,
    or a step of the session.
    """
    evidence: Mapping[str, Evidence] | None = None
    """Evidence by threat id, if it was asked for."""

    def find(self, threat_id: str) -> Threat | None:
        return next((threat for threat in self.threats if threat.id == threat_id), None)


EMPTY_REGISTER = Register()


def register(
    library: Library, analysis: Analysis, model: Model, with_evidence: bool = False, today: str = ""
) -> Register:
    """Joins the findings of a completed analysis with what the model says of them.

    Decisions that ended before `today`, an ISO date, no longer hold; without a date none has ended.
    """
    found = completed(registering(library, analysis, model, today=today))
    if not with_evidence:
        return found
    return replace(found, evidence={row.id: analysis.explain(row.id) for row in found.threats})


def registering(
    library: Library, analysis: Analysis, model: Model, before: Register = EMPTY_REGISTER, today: str = ""
) -> Slices[Register]:
    """The same in slices; rows that would come out as in an earlier register of the library are kept."""
    clerk = _Clerk(library, analysis, model, today)
    known = {row.id: row for row in before.threats}
    rows: list[Threat] = []
    elsewhere: list[Threat] = []
    for done, finding in enumerate(analysis.findings, 1):
        row = clerk.row(finding, known.get(finding.id))
        (rows if row.severity == finding.severity else elsewhere).append(row)
        if row.decision or done % SLICE == 0:
            yield
    for row in (*elsewhere, *(clerk.stated(record) for record in model.of(StatedThreat))):
        insort(rows, row, key=clerk.key)
    gone = clerk.gone(rows)
    causes = {row.id: cause_of_absence(row.threat, library, model) for row in gone}
    return Register(tuple(rows), tuple(gone), {id_: cause for id_, cause in causes.items() if cause})


_news = attrgetter(
    "subject_name", "severity", "rated", "override", "confidence", "decision", "standing",
    "evidence_changed", "mitigations", "expired", "doubts", "former",
)  # fmt: skip
"""What may differ between two rows of the same finding."""


class _Clerk:
    """Writes the rows of one register."""

    def __init__(self, library: Library, analysis: Analysis, model: Model, today: str) -> None:
        self._library, self._analysis, self._model, self._today = library, analysis, model, today
        self._in_force = library.in_force(model)
        self.decisions = {decision.threat: decision for decision in model.of(Decision)}
        self._stated: dict[str, list[Mitigation]] = {}
        for record in model.of(Mitigation):
            self._stated.setdefault(record.threat, []).append(record)
        self._baseline = baseline(model)
        self._doubts = doubts(model, today)
        self._kept = self.decisions.keys() | self._stated.keys()
        entries = [r for r in model.values() if type(r) is Entry]
        left = {entry.before for entry in entries if entry.field == CARRIED}
        self._told = {entry.threat for entry in entries} - left
        self._spoken_of = {entry.threat for entry in entries if not entry.field} - left
        self._aliases = {rule.id: rule.aliases for rule in library.rules.values() if rule.aliases}
        self._names: dict[str, str] = {}
        self._refs: dict[str, Mapping[str, tuple[str, ...]]] = {}

    def key(self, row: Threat) -> tuple[Key, str]:
        """The place of a row among all."""
        ranking = self._analysis.ranking
        return ranking.key_of(row.severity, row.confidence == "confirmed", row.rule, row.subject), row.id

    def row(self, finding: Finding, before: Threat | None) -> Threat:
        """A finding as a threat: the row from before if nothing about it is new."""
        name, rule = self._name(finding.subject), self._library.rules[finding.rule]
        confidence: Confidence = "confirmed" if finding.confirmed else "assumed"
        former = self._former(finding)
        decision = self._decision((finding.id, *former))
        changed = decision is not None and self._is_changed(finding, decision)
        mitigations = self._mitigations((finding.id, *former), self._analysis.mitigations(finding))
        override = self._in_force.severity(finding.rule)
        expired = self._is_over(decision)
        severity, rated = _levels(decision, finding.severity, finding.rated)
        standing = self._standing((finding.id, *former), decision, rule.track, changed, expired)
        doubted = self._doubts_of(finding.id, finding.subject, *former)
        news = (
            name, severity, rated, override, confidence, decision, standing, changed, mitigations, expired,
            doubted, former,
        )  # fmt: skip
        if before is not None and news == _news(before):
            return before
        progress = progress_of(mitigations)
        return Threat(
            id=finding.id,
            rule=finding.rule,
            subject=finding.subject,
            subject_name=name,
            title=rule.title.replace("{subject}", name),
            why=rule.why.replace("{subject}", name),
            track=rule.track,
            family=rule.family,
            stride=rule.stride,
            severity=severity,
            confidence=confidence,
            status=decision.status if decision else "open",
            proposed=PROPOSED[progress],
            progress=progress,
            decision=decision,
            parallel=rule.parallel,
            bug_bar=rule.bug_bar,
            mitigations=mitigations,
            questions=rule.questions,
            refs=self._refs_of(rule),
            rated=rated,
            override=override,
            evidence_changed=changed,
            expired=expired,
            standing=standing,
            doubts=doubted,
            former=former,
        )

    def stated(self, record: StatedThreat) -> Threat:
        """A threat that a person stated or another tool recorded; what they say of it is confirmed."""
        id_ = f"{record.id}@"
        decision = self.decisions.get(id_) or self.decisions.get(record.id)
        track = _track(str(record.properties.get("track", "security")))
        letter = STRIDE.get(" ".join(record.category.lower().split()))
        severity, rated = _levels(decision, record.severity, "")
        mitigations = self._mitigations((id_,), ())
        progress, expired = progress_of(mitigations), self._is_over(decision)
        return Threat(
            id=id_,
            rule="",
            subject=record.subject,
            subject_name=self._name(record.subject),
            title=record.title or record.id,
            why=record.description,
            track=track,
            family=record.category or STATED_FAMILY,
            stride=(letter,) if letter else (),
            severity=severity,
            confidence="confirmed",
            status=decision.status if decision else "open",
            proposed=PROPOSED[progress],
            progress=progress,
            decision=decision,
            origin=record.origin,
            mitigations=mitigations,
            rated=rated,
            expired=expired,
            standing=self._standing((id_, record.id), decision, track, False, expired),
            doubts=self._doubts_of(id_, record.id, record.subject),
        )

    def _standing(
        self, ids: Iterable[str], decision: Decision | None, track: str, changed: bool, expired: bool
    ) -> Standing:
        if track == NOT_COUNTED:
            return "unchanged"
        decided = decision is not None and decision.status in CLOSED
        return self._baseline.standing(ids, decided=decided, changed=changed, expired=expired)

    def _doubts_of(self, *ids: str) -> tuple[str, ...]:
        if not self._doubts:
            return ()
        return tuple(dict.fromkeys(said for id_ in ids for said in self._doubts.get(id_, ())))

    def _is_over(self, decision: Decision | None) -> bool:
        """Whether the last day of a decision has passed; ISO dates sort as their days do."""
        return bool(decision and decision.expires and decision.expires < self._today)

    def _mitigations(
        self, threats: Iterable[str], known: Iterable[MitigationState]
    ) -> tuple[MitigationState, ...]:
        """Those of the library with what people keep about them, then those that people added."""
        stated = [record for threat in threats for record in self._stated.get(threat, ())]
        if not stated:
            return tuple(known)
        kept = {record.measure: record for record in reversed(stated) if record.measure}
        rows = [_joined(row, kept.pop(row.id, None)) for row in known]
        return (*rows, *(_added(row) for row in stated if not row.measure or row.measure in kept))

    def _is_changed(self, finding: Finding, decision: Decision) -> bool:
        """Whether the evidence is another one; at a copy it is seen as if it were at the original."""
        if not decision.evidence:
            return False
        origin = decision.carried_from.rpartition("@")[2]
        names = {finding.subject: origin} if origin else {}
        return decision.evidence != self._analysis.explain(finding).digest_as(names)

    def _former(self, finding: Finding) -> tuple[str, ...]:
        """Ids under which something is kept that was noted when the rule had another id."""
        former = (f"{alias}@{finding.subject}" for alias in self._aliases.get(finding.rule, ()))
        return tuple(id_ for id_ in former if id_ in self._kept or id_ in self._told)

    def _decision(self, ids: Iterable[str]) -> Decision | None:
        """What was decided under the first of some ids of a threat."""
        return next((self.decisions[id_] for id_ in ids if id_ in self.decisions), None)

    def gone(self, rows: Iterable[Threat]) -> list[Decision]:
        """What is kept about threats that are not there: decisions, and empty ones where people only noted
        what is to be done, or said something.
        """
        there: set[str] = set()
        for row in rows:
            there |= {row.id, row.id.removesuffix("@"), *row.former}
        kept = (self._kept | self._spoken_of) - there
        return [self.decisions.get(id_) or self._undecided(id_) for id_ in sorted(kept)]

    def _undecided(self, threat: str) -> Decision:
        rule, _, subject = threat.partition("@")
        known = self._library.rules.get(self._library.current_id(rule))
        title = known.title.replace("{subject}", self._name(subject)) if known and subject else ""
        return Decision(id=threat, threat=threat, title=title)

    def _name(self, subject: str) -> str:
        if subject not in self._names:
            self._names[subject] = subject_name(self._model, subject)
        return self._names[subject]

    def _refs_of(self, rule: Rule) -> Mapping[str, tuple[str, ...]]:
        if rule.id not in self._refs:
            self._refs[rule.id] = {key: ids for key, ids in dict(rule.refs).items() if ids}
        return self._refs[rule.id]


def adopting(model: Model, threats: Iterable[Threat], *, author: str, date: str) -> Model:
    """The model in which all that is kept about some threats is kept under their present ids.

    Whoever changes what is kept about a threat does this first: a field set under the present id would
    otherwise hide a verdict that stands under a former one.
    """
    pairs = [(former, threat.id) for threat in threats for former in threat.former]
    return adopt_all(model, pairs, author=author, date=date) if pairs else model


def _added(stated: Mitigation) -> MitigationState:
    """A mitigation that a person added."""
    title = stated.title or stated.id
    return MitigationState(stated.id, title, "stated", stated.status in DONE, stated=stated)


def _joined(row: MitigationState, stated: Mitigation | None) -> MitigationState:
    """A mitigation of the library with what people keep about it: done where either says so."""
    return replace(row, stated=stated, done=row.done or stated.status in DONE) if stated else row


def _levels(decision: Decision | None, severity: str, rated: str) -> tuple[str, str]:
    """The severity in force and the one of the rule, if that is another; a threat's own level comes first."""
    if decision and decision.severity and decision.severity != severity:
        return decision.severity, rated or severity
    return severity, rated


def _track(name: str) -> Track:
    return next((track for track in get_args(Track) if track == name), "security")


def subject_name(model: Model, subject: str) -> str:
    """What people call the subject of a threat."""
    return "the model as a whole" if subject == DIAGRAM_SUBJECT else model.name_of(subject)


def progress_of(mitigations: Iterable[MitigationState]) -> Progress:
    """How much is done: a sufficient one alone, or a proactive and a detective one together, suffice."""
    done = [mitigation for mitigation in mitigations if mitigation.done]
    kinds = {mitigation.kind for mitigation in done}
    if any(mitigation.sufficient for mitigation in done) or {"proactive", "detective"} <= kinds:
        return "sufficient"
    return "partial" if done else "none"
