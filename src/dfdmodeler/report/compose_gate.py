"""What came of a gate, composed for people: whether it passed, why not, and what the model's state is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from dfdmodeler.analysis.gate.export import region_of, undecided
from dfdmodeler.analysis.gate.outcome import Given, Outcome, Reason, Result
from dfdmodeler.analysis.gate.policy import Level
from dfdmodeler.analysis.remedy_words import counts_words
from dfdmodeler.analysis.signoff import SignOff, verdicts
from dfdmodeler.analysis.signoff_words import standing_words
from dfdmodeler.analysis.threat import Threat
from dfdmodeler.model.region import Region
from dfdmodeler.report.document import Folded, Heading, Paragraph, Point, Points, Rich, Span, TextBlock
from dfdmodeler.report.words import counted, listed, sentence

MOST_SHOWN = 10
"""Reasons of a check that are not folded away."""
VERDICTS: Mapping[str, str] = {"error": "failed", "warning": "warning", "note": "note"}
"""What a check with reasons comes to, by its level."""


@dataclass(frozen=True, slots=True)
class Gate:
    """A gate with what it was about."""

    given: Given
    outcome: Outcome
    regions: Mapping[str, Region]
    file: str
    base: str
    """What the file was compared with, in words; empty: with nothing."""
    policy: str


def compose_gate(gate: Gate) -> tuple[TextBlock, ...]:
    """The verdict first, then each check, then why those that fail do."""
    return tuple(_blocks(gate))


def _blocks(gate: Gate) -> Iterator[TextBlock]:
    outcome = gate.outcome
    yield Heading(1, f"Gate {'passed' if outcome.passed else 'failed'}: {_title(gate)}", "gate")
    yield Paragraph((Span(gist(gate), strong=True),))
    yield Points(tuple(Point(_verdict(result)) for result in outcome.results))
    for result in outcome.results:
        if result.reasons:
            yield Heading(2, result.check.title, result.check.id)
            hints = {reason.hint for reason in result.reasons}
            shared = hints.pop() if len(hints) == 1 else ""
            yield Paragraph((Span(f"{result.check.help} {shared}".strip()),))
            yield from _reasons(result.reasons, gate, shared)
    yield Heading(2, "The model", "model")
    yield Points(tuple(Point((Span(line),)) for line in _state(gate)))


def _title(gate: Gate) -> str:
    return gate.given.model.about.title.strip() or gate.file


def gist(gate: Gate) -> str:
    """What came of it, in a sentence."""
    outcome = gate.outcome
    nouns: tuple[tuple[Level, str, str], ...] = (
        ("error", "reason to stop", "reasons to stop"),
        ("warning", "warning", "warnings"),
        ("note", "note", "notes"),
    )
    parts = [counted(count, *noun) for level, *noun in nouns if (count := outcome.count(level))]
    return sentence(listed(parts) if parts else f"All {counted(len(outcome.results), 'check')} passed")


def _verdict(result: Result) -> Rich:
    verdict = VERDICTS[result.level] if result.reasons else "passed"
    count = f", {counted(len(result.reasons), 'reason')}" if result.reasons else ""
    return Span(f"{result.check.title}: "), Span(f"{verdict}{count}", strong=bool(result.reasons))


def _reasons(reasons: Sequence[Reason], gate: Gate, told: str) -> Iterator[TextBlock]:
    """The reasons of a check, without the hint that was `told` for all of them."""
    points = [Point(_reason(reason, gate, told)) for reason in reasons]
    yield Points(tuple(points[:MOST_SHOWN]))
    if rest := points[MOST_SHOWN:]:
        yield Folded(f"{len(rest):,} more", (Points(tuple(rest)),))


def _reason(reason: Reason, gate: Gate, told: str) -> Rich:
    region = region_of(reason, gate.regions)
    where = f", line {region.line:,}" if region else ""
    hint = f" {reason.hint}" if reason.hint != told else ""
    return Span(sentence(f"{reason.text}{where}")), Span(hint, muted=True)


def _state(gate: Gate) -> Iterator[str]:
    """What a reviewer wants to know whatever the checks say."""
    given = gate.given
    yield f"Undecided: {counts_words(undecided(given.register.threats))}"
    if given.base is not None:
        yield f"In the base: {counts_words(undecided(given.base.threats))}"
        before = {row.id for row in _counted(given.base.threats)}
        now = {row.id for row in _counted(given.register.threats)}
        yield f"Threats against the base: {len(now - before):,} new, {len(before - now):,} gone"
    said = sorted(verdicts(given.model).values(), key=lambda review: (review.date, review.id), reverse=True)
    judge = SignOff(given.analysis.library)
    for review in said:
        yield standing_words(review, judge.moved(given.model, given.register, review))
    if not said:
        yield "Nobody has finished a review of this model"
    against = f" against {gate.base}" if gate.base else ""
    yield f"{gate.file}{against}, on {given.today}, by {gate.policy}"


def _counted(threats: Sequence[Threat]) -> list[Threat]:
    return [row for row in threats if row.track != "validity"]
