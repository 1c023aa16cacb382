"""A portfolio as blocks: its wording, the columns of its tables, and what is left out of short ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from dfdmodeler.analysis.gate.levels import SEVERITIES
from dfdmodeler.analysis.portfolio import Portfolio, Recurring, Summary
from dfdmodeler.report.document import Column, Heading, Paragraph, Point, Points, Rich, Span, Table, TextBlock
from dfdmodeler.report.words import capital, counted, listed
from dfdmodeler.rules.rule import Rule

Block = TextBlock | Table
FILE, TITLE = Column("File", 0.3), Column("Title", 0.22)
LEVELS = tuple(Column(capital(severity), 0.07, "right") for severity in SEVERITIES)
LATER: tuple[tuple[Column, Callable[[Summary], int]], ...] = (
    (Column("Again", 0.06, "right"), lambda one: one.again),
    (Column("Ended", 0.06, "right"), lambda one: one.expired),
    (Column("Overdue", 0.08, "right"), lambda one: one.overdue),
)
"""What became of decisions and plans."""
RECURRING = (
    Column("Rule", 0.14),
    Column("Severity", 0.12),
    Column("Models", 0.08, "right"),
    Column("Threats", 0.08, "right"),
    Column("Threat", 0.58),
)
MOST_RECURRING = 15
"""Recurring threats in the brief form."""
LEGEND = (
    "Counted are threats that wait for a decision. Again: decided on evidence that has changed since. "
    "Ended: decisions whose last day is over. Overdue: threats, mitigations, action items and assumptions."
)


def compose_portfolio(
    portfolio: Portfolio, rules: Mapping[str, Rule], *, brief: bool = False
) -> Iterator[Block]:
    """The blocks; brief ones fit a terminal: without titles, empty columns and rarer recurring threats."""
    yield Paragraph((Span(lead(portfolio)),))
    if portfolio.models:
        yield _models(portfolio.models, brief)
        yield Paragraph((Span(LEGEND, muted=True),))
    if portfolio.failed:
        yield Heading(2, "Not analysed", "not-analysed")
        yield Points(tuple(map(_failed, portfolio.failed)))
    shown = portfolio.recurring[: MOST_RECURRING if brief else None]
    yield from _recurring(shown, len(portfolio.recurring), rules)


def lead(portfolio: Portfolio) -> str:
    """How many models there are, and what waits in them, in a sentence."""
    levels = [f"{count:,} {severity}" for severity, count in portfolio.undecided.items() if count]
    total = counted(sum(portfolio.undecided.values()), "undecided threat")
    failed = len(portfolio.failed)
    lacking = f"; {counted(failed, 'file')} could not be analysed" if failed else ""
    waits = f"{total}: {listed(levels)}" if levels else "no undecided threat"
    return f"{counted(len(portfolio.models), 'model')}, {waits}{lacking}."


def _models(models: Sequence[Summary], brief: bool) -> Table:
    later = [(column, count) for column, count in LATER if not brief or any(map(count, models))]
    heads = (FILE,) if brief else (FILE, TITLE)
    rows = [
        (
            *((Span(text),) for text in (one.file, one.title)[: len(heads)]),
            *map(_level, SEVERITIES, one.counts),
            *(_number(count(one)) for _, count in later),
        )
        for one in models
    ]
    return Table((*heads, *LEVELS, *(column for column, _ in later)), tuple(rows))


def _level(severity: str, count: int) -> Rich:
    return (Span(f"{count:,}", severity=capital(severity)),) if count else _number(0)


def _number(count: int) -> Rich:
    return (Span(f"{count:,}", muted=not count),)


def _failed(one: Summary) -> Point:
    assert one.problem
    reason = f"{one.problem.what} {one.problem.hint}".strip()
    return Point((Span(one.file, strong=True), Span(f": {reason}")))


def _recurring(rows: Sequence[Recurring], total: int, rules: Mapping[str, Rule]) -> Iterator[Block]:
    if not rows:
        return
    yield Heading(2, "Recurring threats", "recurring")
    yield Table(RECURRING, tuple(_row(row, rules) for row in rows))
    if more := total - len(rows):
        yield Paragraph((Span(f"And {counted(more, 'more rule')}; the HTML and JSON forms have all."),))


def _row(row: Recurring, rules: Mapping[str, Rule]) -> tuple[Rich, ...]:
    severity = capital(row.severity)
    title = rules[row.rule].title if row.rule in rules else ""
    return (
        (Span(row.rule),),
        (Span(severity, severity=severity),),
        _number(len(row.files)),
        _number(row.threats),
        (Span(title),),
    )
