"""Checks of threats and decisions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from dfdmodeler.analysis.columns import is_day
from dfdmodeler.analysis.gate.levels import SEVERITIES, grade, is_undecided
from dfdmodeler.analysis.gate.outcome import Given, Reason
from dfdmodeler.analysis.gate.policy import Expired, MostOpen, NewUndecided, Rule, Unowned
from dfdmodeler.analysis.threat import Threat
from dfdmodeler.analysis.triage_words import STATUS_WORDS
from dfdmodeler.model.records import Decision, Override
from dfdmodeler.model.triage_records import CLOSED, NEEDS_REASON

_SHOWN = 40
ENDED = "its last day was {expires}"


def new_undecided(given: Given, rule: NewUndecided) -> Iterator[Reason]:
    """Undecided threats that the base had not, had decided, or had at a severity that is not looked at."""
    known = given.base.threats if given.base else ()
    before = {row.id for row in known if is_undecided(row, rule.severity)}
    for row in given.register.threats:
        if is_undecided(row, rule.severity) and row.id not in before:
            hint = "Decide about it, or change the model so that it goes."
            yield _about(row, f"{row.severity} and undecided{_why(row)}: {named(row)}", hint)


def most_open(given: Given, rule: MostOpen) -> Iterator[Reason]:
    undecided = [row for row in given.register.threats if is_undecided(row)]
    counts = Counter(grade(row.severity) for row in undecided)
    limits = [(f"{level} ", counts[level], getattr(rule, level)) for level in SEVERITIES]
    for what, count, most in (*limits, ("", len(undecided), rule.total)):
        if most is not None and count > most:
            are = "threat is" if count == 1 else "threats are"
            yield Reason(f"{count:,} {what}{are} undecided; at most {most:,} may be")


def expired(given: Given, rule: Expired) -> Iterator[Reason]:
    for row in given.register.threats:
        last = row.decision.expires if row.decision else ""
        if last and not is_day(last):
            text = f"The last day '{last[:_SHOWN]}' is no date: {named(row)}"
            yield _about(row, text, "Write it as 2026-12-31.", decided=True)
        elif row.expired and row.decision:
            said = STATUS_WORDS[row.decision.status].lower()
            text = f"Was {said}, but {ENDED.format(expires=row.decision.expires)}: {named(row)}"
            yield _about(row, text, "Decide anew, with another last day.", decided=True)
        elif rule.dated and row.status == "accepted" and row.decision and not row.decision.expires:
            hint = "Give the acceptance a last day."
            yield _about(row, f"Accepted without a last day: {named(row)}", hint, decided=True)


def reasons(given: Given, rule: Rule) -> Iterator[Reason]:
    names = {row.id: named(row) for row in given.register.threats}
    for decision in given.model.of(Decision):
        what = names.get(decision.id) or decision.title or decision.threat
        if decision.status in NEEDS_REASON and not decision.reason.strip():
            said = STATUS_WORDS[decision.status]
            yield Reason(f"{said} without a reason: {what}", (decision.id,), decision.id, "Say why.")
        if decision.severity and not decision.severity_reason.strip():
            text = f"Called {decision.severity} without a reason: {what}"
            yield Reason(text, (decision.id,), decision.id, "Say why, or leave its own severity in force.")
    for override in given.model.of(Override):
        if not override.reason.strip():
            what = "Switched off" if override.off else f"Made {override.severity}"
            yield Reason(f"{what} without a reason: rule {override.rule}", (override.id,), "", "Say why.")


def review_again(given: Given, rule: Rule) -> Iterator[Reason]:
    for row in given.register.threats:
        if row.evidence_changed and row.status in CLOSED and row.decision:
            said = STATUS_WORDS[row.decision.status].lower()
            text = f"Was {said} when other facts stood: {named(row)}"
            hint = "Look at what changed, and decide again or keep the decision."
            yield _about(row, text, hint, decided=True)


def unowned(given: Given, rule: Unowned) -> Iterator[Reason]:
    for row in given.register.threats:
        if is_undecided(row, rule.severity) and not (row.decision and row.decision.owner.strip()):
            yield _about(row, f"Undecided and nobody's: {named(row)}", "Give it an owner.")


def named(row: Threat) -> str:
    """A threat in a sentence, with its id for those who look it up."""
    return f"{row.title} at {row.subject_name} ({row.id})"


def _about(row: Threat, text: str, hint: str, decided: bool = False) -> Reason:
    """A reason that points at what the threat is about, or at the decision where that is at fault."""
    stated = () if row.rule else (row.id.removesuffix("@"),)
    decision = (row.decision.id,) if row.decision else ()
    records = (*decision, *stated, row.subject) if decided else (*stated, row.subject, *decision)
    return Reason(text, records, row.id, hint)


def _why(row: Threat) -> str:
    """Why a threat about which something was decided counts as undecided."""
    if row.expired and row.decision:
        return f" ({ENDED.format(expires=row.decision.expires)})"
    return " again, as its evidence changed" if row.evidence_changed and row.status in CLOSED else ""
