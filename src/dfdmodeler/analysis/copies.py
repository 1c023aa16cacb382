"""Which decisions can be carried along from originals to their copies, and on which evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from dfdmodeler.analysis.engine import Analysis
from dfdmodeler.model.carrying import carry
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Decision, Mitigation, joined_id
from dfdmodeler.model.triage import decision_on
from dfdmodeler.model.triage_history import decision_says


@dataclass(frozen=True, slots=True)
class Carriable:
    """What is kept about originals and can count for their copies too."""

    pairs: tuple[tuple[str, str], ...] = ()
    """Ids of threats, of the original and of the copy."""
    evidence: Mapping[str, str] = field(default_factory=dict)
    """Digests by threat of the copy, where the evidence is the same as that of the decision."""

    def carried(self, model: Model, *, author: str, date: str) -> Model:
        """The model in which it does; the histories of the copies' threats tell of it."""
        return carry(model, self.pairs, author=author, date=date, evidence=self.evidence)


def carriable(analysis: Analysis, model: Model, copies: Mapping[str, str]) -> Carriable:
    """What can be carried along in a model that was analysed, for threats that are found at the copies.

    `copies` has the id of each copy by that of its original. Where something is kept about the threat of a
    copy already, nothing is carried.
    """
    originals = {copy: original for original, copy in copies.items()}
    noted = {record.threat for record in model.values() if type(record) is Mitigation}
    pairs: list[tuple[str, str]] = []
    evidence: dict[str, str] = {}
    found_there = [finding for copy in sorted(originals) for finding in analysis.at(copy)]
    for finding in found_there:
        original = originals[finding.subject]
        if _is_kept(model, finding.id, noted):
            continue
        former = _former(analysis, model, finding.rule, original, noted)
        if former is None:
            continue
        pairs.append((former, finding.id))
        kept = decision_on(model, former)
        if not kept.evidence:
            continue
        origin = (kept.carried_from or former).rpartition("@")[2]
        found = analysis.explain(finding)
        if found.digest_as({**originals, finding.subject: origin}) == kept.evidence:
            evidence[finding.id] = found.digest_as({finding.subject: origin})
    return Carriable(tuple(pairs), evidence)


def _is_kept(model: Model, threat: str, noted: set[str]) -> bool:
    decision = model.find(Decision, threat)
    return threat in noted or (decision is not None and decision_says(decision))


def _former(analysis: Analysis, model: Model, rule: str, original: str, noted: set[str]) -> str | None:
    """The threat at the original about which something is kept, by the rule's id or a former one."""
    rules = (rule, *analysis.library.rules[rule].aliases)
    ids = (joined_id(name, original) for name in rules)
    return next((id_ for id_ in ids if _is_kept(model, id_, noted)), None)
