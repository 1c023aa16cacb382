"""The short section of best next controls: what to do first, what it does, and what is left."""

from __future__ import annotations

from collections.abc import Iterator

from dfdmodeler.analysis.plan import Plan, PlanStep
from dfdmodeler.analysis.remedy_words import PLAN_NOTE, changes, counts_words, outcome_words
from dfdmodeler.report.document import Block, Column, Heading, Paragraph, Rich, Table
from dfdmodeler.report.source import Source, plain


def next_controls(source: Source, plan: Plan) -> Iterator[Block]:
    """The steps of a plan; nothing if there is none."""
    if not plan.steps:
        return
    yield Heading(2, "Best next controls", "next-controls")
    yield Paragraph(
        plain(f"Found by rules, neither decided nor mitigated: {counts_words(plan.before)}. {PLAN_NOTE}")
    )
    yield Table(
        (Column("Control", 42), Column("Effect", 24), Column("Left then", 40)),
        tuple(_row(source, number, step) for number, step in enumerate(plan.steps, 1)),
    )


def _row(source: Source, number: int, step: PlanStep) -> tuple[Rich, ...]:
    first, *rest = changes(step.measures, source.model, source.library)
    said = "; and ".join([first, *(text[:1].lower() + text[1:] for text in rest)])
    return plain(f"{number}. {said}"), plain(outcome_words(step.outcome)), plain(counts_words(step.after))
