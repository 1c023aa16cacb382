"""Composes the report: the only place with its order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from dfdmodeler.analysis.engine import Analysis
from dfdmodeler.analysis.library import Library
from dfdmodeler.analysis.plan import Plan
from dfdmodeler.analysis.register import Register
from dfdmodeler.model.model import Model
from dfdmodeler.report.compose_review import chapters
from dfdmodeler.report.compose_summary import front, summary, title
from dfdmodeler.report.compose_threats import threats
from dfdmodeler.report.document import Block, Document, Figure
from dfdmodeler.report.source import Source


@dataclass(frozen=True, slots=True)
class ReportOptions:
    """What a report holds besides the threats, and on which paper."""

    paper: Literal["A4", "Letter"] = "A4"
    diagrams: bool = True
    questions: bool = True
    """Whether there is a chapter of all questions."""
    mitigations: bool = True
    """Whether there is a chapter that says what each mitigation means."""
    comments: bool = False
    """Whether threats tell what people said of them."""
    controls: bool | None = None
    """Whether there is a chapter of the best next controls; None: unless the model is large."""


EVERYTHING = ReportOptions()


def compose(
    model: Model,
    library: Library,
    analysis: Analysis,
    register: Register,
    *,
    date: str,
    options: ReportOptions = EVERYTHING,
    figures: Sequence[Figure] = (),
    plan: Plan | None = None,
    today: str = "",
) -> Document:
    """The report on a model that was analysed. `date` stands on the title page as it is given; by `today`, an
    ISO date, things are late.
    """
    source = Source(
        model, library, analysis, register, date, options.mitigations, options.questions, options.comments,
        today,
    )  # fmt: skip
    blocks: list[Block] = [*front(source)]
    if options.diagrams and figures:
        blocks += _diagrams(source, figures)
    blocks += [*summary(source, plan), *threats(source), *chapters(source)]
    return Document(
        title=title(source),
        author=model.about.owner,
        subject="Threat model report",
        blocks=tuple(blocks),
        paper=options.paper,
    )


def _diagrams(source: Source, figures: Sequence[Figure]) -> list[Block]:
    """One figure after another; elements in them lead to their threats."""
    return [
        replace(figure, anchor=f"diagram-{number}", links=source.subject_anchors)
        for number, figure in enumerate(figures, 1)
    ]
