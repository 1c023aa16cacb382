"""The register: findings and stated threats, each with its decision, as reviewers see them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal, get_args

from dfdmodeler.analysis.engine import Analysis
from dfdmodeler.analysis.library import Library
from dfdmodeler.analysis.threat import Evidence, Finding, MitigationState, Threat, Track
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import DIAGRAM_SUBJECT, Decision
from dfdmodeler.model.records import Threat as StatedThreat
from dfdmodeler.rules.rule import Rule

Progress = Literal["none", "partial", "sufficient"]
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


@dataclass(frozen=True, slots=True)
class Register:
    """All threats of a model in the order they are shown, and decisions whose threat is gone."""

    threats: tuple[Threat, ...] = ()
    gone: tuple[Decision, ...] = ()
    evidence: Mapping[str, Evidence] | None = None
    """Evidence by threat id, if it was asked for."""

    def find(self, threat_id: str) -> Threat | None:
        return next((threat for threat in self.threats if threat.id == threat_id), None)


def register(library: Library, analysis: Analysis, model: Model, with_evidence: bool = False) -> Register:
    """Joins the findings of a completed analysis with what the model says of them."""
    decisions = {decision.threat: decision for decision in model.of(Decision)}
    aliases = _aliases(library)
    rows = [_found(library, analysis, model, finding, decisions, aliases) for finding in analysis.findings]
    stated = [_stated(model, record, decisions) for record in model.of(StatedThreat)]
    threats = tuple(
        sorted(
            [*rows, *stated],
            key=lambda row: (
                *analysis.ranking.key_of(row.severity, row.confidence == "confirmed", row.rule, row.subject),
                row.id,
            ),
        )
    )
    used = {row.decision.threat for row in threats if row.decision}
    gone = tuple(decision for key, decision in sorted(decisions.items()) if key not in used)
    evidence = {row.id: analysis.explain(row.id) for row in threats} if with_evidence else None
    return Register(threats, gone, evidence)


def _aliases(library: Library) -> Mapping[str, tuple[str, ...]]:
    return {rule.id: rule.aliases for rule in library.rules.values() if rule.aliases}


def _found(
    library: Library,
    analysis: Analysis,
    model: Model,
    finding: Finding,
    decisions: Mapping[str, Decision],
    aliases: Mapping[str, tuple[str, ...]],
) -> Threat:
    """A finding as a threat. A decision taken under a former id of its rule counts."""
    rule = library.rules[finding.rule]
    ids = [finding.id, *(f"{alias}@{finding.subject}" for alias in aliases.get(rule.id, ()))]
    decision = next((decisions[id_] for id_ in ids if id_ in decisions), None)
    mitigations = analysis.mitigations(finding)
    progress = progress_of(mitigations)
    changed = bool(decision and decision.evidence and decision.evidence != analysis.explain(finding).digest)
    name = subject_name(model, finding.subject)
    threat = _worded(rule, name)
    return replace(
        threat,
        id=finding.id,
        subject=finding.subject,
        severity=finding.severity,
        confidence="confirmed" if finding.confirmed else "assumed",
        status=decision.status if decision else "open",
        proposed="mitigated" if progress == "sufficient" else "open",
        progress=progress,
        decision=decision,
        mitigations=mitigations,
        evidence_changed=changed,
    )


def _worded(rule: Rule, name: str) -> Threat:
    """What a rule says of any subject of this name; everything else is still open."""
    return Threat(
        id="",
        rule=rule.id,
        subject="",
        subject_name=name,
        title=rule.title.replace("{subject}", name),
        why=rule.why.replace("{subject}", name),
        track=rule.track,
        family=rule.family,
        stride=rule.stride,
        severity="",
        confidence="assumed",
        status="open",
        proposed="open",
        progress="none",
        parallel=rule.parallel,
        bug_bar=rule.bug_bar,
        questions=rule.questions,
        refs={key: ids for key, ids in dict(rule.refs).items() if ids},
    )


def _stated(model: Model, record: StatedThreat, decisions: Mapping[str, Decision]) -> Threat:
    """A threat that a person stated or another tool recorded; what they say of it is confirmed."""
    id_ = f"{record.id}@"
    decision = decisions.get(id_)
    track = record.properties.get("track", "security")
    letter = STRIDE.get(" ".join(record.category.lower().split()))
    return Threat(
        id=id_,
        rule="",
        subject=record.subject,
        subject_name=subject_name(model, record.subject),
        title=record.title or record.id,
        why=record.description,
        track=_track(str(track)),
        family=record.category or STATED_FAMILY,
        stride=(letter,) if letter else (),
        severity=record.severity,
        confidence="confirmed",
        status=decision.status if decision else "open",
        proposed="open",
        progress="none",
        decision=decision,
        origin=record.origin,
    )


def _track(name: str) -> Track:
    return next((track for track in get_args(Track) if track == name), "security")


def subject_name(model: Model, subject: str) -> str:
    """What people call the subject of a threat."""
    return "the diagram" if subject == DIAGRAM_SUBJECT else model.name_of(subject)


def progress_of(mitigations: Iterable[MitigationState]) -> Progress:
    """How much is done: a sufficient one alone, or a proactive and a detective one together, suffice."""
    done = [mitigation for mitigation in mitigations if mitigation.done]
    kinds = {mitigation.kind for mitigation in done}
    if any(mitigation.sufficient for mitigation in done) or {"proactive", "detective"} <= kinds:
        return "sufficient"
    return "partial" if done else "none"
