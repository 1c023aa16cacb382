"""Sentences about proposals and plans, the same wherever they are shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dfdmodeler.analysis.library import Library
from dfdmodeler.analysis.measures import Measure, words
from dfdmodeler.analysis.outcomes import Outcome
from dfdmodeler.analysis.plan import PlanStep
from dfdmodeler.analysis.remedies import MOST_CHANGES, Proposal, Remedies, Way
from dfdmodeler.model.model import Model

WAYS: Mapping[Way, str] = {
    "exact": "",
    "cut": "Closes every path at the fewest places.",
    "greedy": "Gathered one by one: fewer changes may do.",
    "mitigation": "",
}
"""What else there is to know of a proposal, by the way it was found."""
DESIGN_NOTE = "Limits who can use the system or have the model."
NOTHING_HELPS = (
    "No control that can be set here removes this threat, and its mitigations alone do not make it count as"
    " mitigated. Those listed with it lessen it."
)
PLAN_NOTE = (
    "Chosen one after the other by what helps most for each change; another choice may do better. A Critical"
    " threat weighs 10, an Important or Privacy one 5, a Moderate one 2 and a Low one 1; to mitigate one"
    " counts half as much as to remove it."
)
NOTHING_OPEN = "There is no open threat here."
NO_PLAN = "No control that can be set removes or mitigates any of these threats."


def changes(measures: Iterable[Measure], model: Model, library: Library) -> tuple[str, ...]:
    """Each change as an instruction."""
    return tuple(words(one, model, library.catalog, library.mitigations) for one in measures)


def notes(proposal: Proposal) -> tuple[str, ...]:
    """What else there is to know of a proposal."""
    design = any(one.is_design for one in proposal.measures)
    way = "" if proposal.way == "greedy" and proposal.none_smaller else WAYS[proposal.way]
    return tuple(note for note in (way, DESIGN_NOTE if design else "") if note)


def verdict(found: Remedies) -> str:
    """What was found for a threat, in a sentence."""
    if not found.proposals:
        return NOTHING_HELPS
    first = found.proposals[0]
    if first.way == "mitigation":
        return "No control that can be set here removes this threat; these make it count as mitigated:"
    if not found.complete:
        return "This removes it; not all possibilities were tried:"
    if first.way != "exact":
        return f"Up to {MOST_CHANGES} changes do not remove it; these do:"
    if len(found.proposals) == 1:
        return f"This removes it; nothing else does with up to {MOST_CHANGES} changes:"
    return f"Each of these removes it; no others do with up to {MOST_CHANGES} changes:"


def step_words(step: PlanStep) -> str:
    """What a step of a plan does, and what is open afterwards."""
    return f"{outcome_words(step.outcome)} Open then: {counts_words(step.after)}."


def proposal_words(proposal: Proposal, outcome: Outcome | None) -> str:
    """What a proposal does, if that was looked at, and what else there is to know of it."""
    return " ".join([*([outcome_words(outcome)] if outcome else []), *notes(proposal)])


def outcome_words(outcome: Outcome) -> str:
    """What changes do to all threats, as a sentence."""
    return f"{outcome.words[:1].upper()}{outcome.words[1:]}."


def counts_words(counts: Mapping[str, int]) -> str:
    """Threats by severity, such as "2 critical, 1 moderate"."""
    return ", ".join(f"{count} {level.lower()}" for level, count in counts.items() if count) or "none"
