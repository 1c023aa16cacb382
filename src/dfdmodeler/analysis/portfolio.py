"""Many models at once: what is kept of each, which is worst, and which threats recur.

What is kept of a model is small and plain, so that it can come from another process or machine.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from dfdmodeler.analysis.gate.levels import SEVERITIES, TRACKS, Severity, grade, is_undecided
from dfdmodeler.analysis.gate.model_checks import overdue
from dfdmodeler.analysis.gate.outcome import Given
from dfdmodeler.analysis.gate.policy import Overdue
from dfdmodeler.model.problem import Problem
from dfdmodeler.model.records import Element

RECURS_IN = 2
"""A threat recurs when its rule finds it undecided in so many models."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What a portfolio keeps of one model."""

    file: str
    """Below the directory of the portfolio, with slashes."""
    title: str = ""
    elements: int = 0
    undecided: Mapping[Severity, int] = field(default_factory=dict)
    """Threats that wait for a decision, by severity as gates rank it."""
    decided: int = 0
    again: int = 0
    """Decisions whose evidence has changed since: to be reviewed again."""
    expired: int = 0
    """Decisions that have ended, such as acceptances."""
    overdue: int = 0
    """Threats, mitigations, action items and assumptions whose date has passed."""
    remarks: int = 0
    """What was odd in the file without making it unusable."""
    rules: Mapping[str, Mapping[Severity, int]] = field(default_factory=dict)
    """Undecided threats by rule and severity."""
    problem: Problem | None = None
    """Why the file could not be analysed, if so; then everything else says nothing."""

    @property
    def counts(self) -> tuple[int, ...]:
        """Undecided threats, gravest first."""
        return tuple(self.undecided.get(severity, 0) for severity in SEVERITIES)


@dataclass(frozen=True, slots=True)
class Recurring:
    """A rule whose threats wait for a decision in several models."""

    rule: str
    severity: Severity
    """The gravest in any of them."""
    files: tuple[str, ...]
    threats: int


@dataclass(frozen=True, slots=True)
class Portfolio:
    """All models, worst first, and what they share."""

    models: tuple[Summary, ...]
    failed: tuple[Summary, ...]
    """Files that could not be analysed, by name."""
    recurring: tuple[Recurring, ...]
    """The gravest first, then what is in most models."""

    @property
    def undecided(self) -> Mapping[Severity, int]:
        """Undecided threats of all models."""
        total: Counter[Severity] = Counter()
        for model in self.models:
            total.update(model.undecided)
        return {severity: total[severity] for severity in SEVERITIES}


def summarise(file: str, title: str, given: Given) -> Summary:
    """What a portfolio keeps of a model that was analysed."""
    undecided: Counter[Severity] = Counter()
    rules: dict[str, Counter[Severity]] = {}
    threats = [row for row in given.register.threats if row.track in TRACKS]
    for row in filter(is_undecided, threats):
        severity = grade(row.severity)
        undecided[severity] += 1
        if row.rule:
            rules.setdefault(row.rule, Counter())[severity] += 1
    return Summary(
        file,
        title,
        elements=len(given.model.of(Element)),
        undecided=dict(undecided),
        decided=sum(row.decided for row in threats),
        again=sum(row.evidence_changed for row in threats),
        expired=sum(row.expired for row in threats),
        overdue=sum(1 for _ in overdue(given, Overdue())),
        remarks=sum(problem.gravity != "info" for problem in given.problems),
        rules={rule: dict(counts) for rule, counts in sorted(rules.items())},
    )


def gathered(summaries: Iterable[Summary]) -> Portfolio:
    """The portfolio of these models, the same in whatever order they come.

    One model is worse than another if it has more undecided critical threats; where these are as many, more
    important ones, and so on down; then more decisions that ended, were made on other evidence, or are late.
    """
    all_ = sorted(summaries, key=lambda one: one.file)
    models = sorted((one for one in all_ if one.problem is None), key=_badness)
    return Portfolio(tuple(models), tuple(one for one in all_ if one.problem), _recurring(models))


def _badness(one: Summary) -> tuple[tuple[int, ...], str]:
    return tuple(-count for count in (*one.counts, one.expired, one.again, one.overdue)), one.file


def _recurring(models: Iterable[Summary]) -> tuple[Recurring, ...]:
    files: dict[str, list[str]] = {}
    counts: dict[str, Counter[Severity]] = {}
    for one in models:
        for rule, found in one.rules.items():
            files.setdefault(rule, []).append(one.file)
            counts.setdefault(rule, Counter()).update(found)
    rows = [
        Recurring(
            rule,
            min(counts[rule], key=SEVERITIES.index),
            tuple(sorted(names)),
            counts[rule].total(),
        )
        for rule, names in files.items()
        if len(names) >= RECURS_IN
    ]
    return tuple(
        sorted(rows, key=lambda r: (SEVERITIES.index(r.severity), -len(r.files), -r.threats, r.rule))
    )
