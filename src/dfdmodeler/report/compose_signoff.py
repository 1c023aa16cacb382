"""Sign-off in the report: who approved, on the title page, and all reviews with what moved on since."""

from __future__ import annotations

from collections.abc import Iterator

from dfdmodeler.analysis.signoff import SignOff, reviews, verdicts
from dfdmodeler.analysis.signoff_words import moved_lines, standing_words
from dfdmodeler.model.records import Review
from dfdmodeler.report.document import Block, Column, Heading, Paragraph, Point, Points, Rich, Table
from dfdmodeler.report.source import Source, plain
from dfdmodeler.report.words import counted, sentence


def standing(source: Source) -> str:
    """The newest word of each reviewer, the last first, and whether the model is still what they saw."""
    judge = SignOff(source.library)
    last = sorted(verdicts(source.model).values(), key=lambda review: (review.date, review.id), reverse=True)
    told = [standing_words(one, judge.moved(source.model, source.register, one)) for one in last]
    return "\n".join(sentence(one) for one in told)


def signed_off(source: Source) -> Iterator[Block]:
    """All reviews, the newest first, and what differs from the state of the newest by name."""
    rows = reviews(source.model)[::-1]
    if not rows:
        return
    yield Heading(1, "Reviews", "reviews")
    moved = SignOff(source.library).moved(source.model, source.register, rows[0])
    yield Paragraph(plain(sentence(standing_words(rows[0], moved))))
    lines = list(moved_lines(moved, source.model, source.register))
    if lines:
        yield Points(tuple(Point(plain(line)) for line in lines))
    columns = (Column("Date", 14), Column("Reviewer", 22), Column("Verdict", 18), Column("Open then", 14))
    yield Table((*columns, Column("Remark", 40)), tuple(_row(review) for review in rows))


def _row(review: Review) -> tuple[Rich, ...]:
    return (
        plain(review.date or "–"),
        plain(review.reviewer or "–"),
        plain("Approved" if review.approves else "Not approved"),
        plain(counted(len(review.open), "threat") if review.open else "–"),
        plain(review.remark or "–"),
    )
