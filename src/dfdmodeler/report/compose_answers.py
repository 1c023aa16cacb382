"""What people said besides decisions about threats: answers of the interview, and rules often dismissed."""

from __future__ import annotations

from collections.abc import Iterator

from dfdmodeler.analysis.causes import DISMISSED, dismissals
from dfdmodeler.analysis.interview import ATTRIBUTE
from dfdmodeler.analysis.triage_words import STATUS_WORDS
from dfdmodeler.model.records import Answer
from dfdmodeler.report.document import Block, Column, Heading, Paragraph, Rich, Span, Table
from dfdmodeler.report.source import Source, muted, plain
from dfdmodeler.report.words import joined


def answers(source: Source) -> Iterator[Block]:
    """Who said what about attributes, and when."""
    given = [answer for answer in source.model.of(Answer) if answer.question.startswith(ATTRIBUTE)]
    if not given:
        return
    yield Heading(1, "Answers about the system", "answers")
    yield Paragraph(plain("What the interview asked, as it was answered then."), "lead")
    yield Table(
        (Column("Where", 26), Column("Question", 40), Column("Answer", 24), Column("By", 18)),
        tuple(_answer(source, answer) for answer in given),
    )


def _answer(source: Source, answer: Answer) -> tuple[Rich, ...]:
    attribute = source.library.catalog.attribute(answer.question.removeprefix(ATTRIBUTE))
    where = source.name(answer.subject)
    text = Span(answer.text) if answer.status != "open" else muted(answer.text)
    return (
        (source.place(answer.subject),),
        plain(attribute.question_of(where) if attribute else answer.question),
        (text,),
        plain(joined([answer.author, answer.date], ", ")),
    )


def dismissed(source: Source) -> Iterator[Block]:
    """Rules whose threats were dismissed in this model, with how often: where they may be too eager."""
    counted = dismissals(source.threats)
    if not counted:
        return
    found = {rule: sum(threat.rule == rule for threat in source.threats) for rule in counted}
    yield Heading(1, "Rules that were dismissed", "dismissed")
    yield Paragraph(
        plain(
            "How often threats of a rule were found not applicable, false or accepted. A rule that is "
            "dismissed again and again may not fit this system."
        ),
        "lead",
    )
    rows = tuple(
        (
            (Span(_title(source, rule)), muted(f" {rule}")),
            *(plain(str(counts[status]) if counts.get(status) else "–") for status in DISMISSED),
            plain(str(found[rule])),
        )
        for rule, counts in counted.items()
    )
    columns = (Column(STATUS_WORDS[status], 16, "right") for status in DISMISSED)
    yield Table((Column("Rule", 52), *columns, Column("Of threats", 14, "right")), rows)


def _title(source: Source, rule: str) -> str:
    known = source.library.rules.get(rule)
    return known.title.replace("{subject}", "an element") if known else rule
