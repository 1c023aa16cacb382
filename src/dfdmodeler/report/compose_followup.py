"""What people keep beside decisions: owners, ratings, mitigations in hand, assumptions and action items."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dfdmodeler.analysis.followups import (
    FollowUp,
    about,
    asks_for_a_look,
    follow_ups,
    is_late,
    state_words,
    subject_words,
    title_of,
)
from dfdmodeler.analysis.ratings import METHODS, rating_of
from dfdmodeler.analysis.threat import MitigationState, Threat
from dfdmodeler.analysis.triage_words import MITIGATION_WORDS
from dfdmodeler.model.records import ActionItem, Assumption
from dfdmodeler.model.triage import history_of, in_time
from dfdmodeler.report.document import Block, Column, Heading, Paragraph, Point, Rich, Span, Table
from dfdmodeler.report.source import Source, muted, plain
from dfdmodeler.report.words import KINDS, capital, joined, listed

Row = tuple[str, tuple[Point, ...] | Rich]


def kept(source: Source, threat: Threat) -> Iterator[Row]:
    """What is kept about a threat beside its decision."""
    held = threat.decision
    if held:
        rating = rating_of(held, source.model.about.rating)
        if rating:
            vector = f" ({rating.vector})" if rating.vector else ""
            yield "Rating", plain(f"{METHODS[rating.method]}: {rating.words}{vector}")
        due = f"due {held.due}" if held.due else ""
        yield "Owner", plain(capital(joined([held.owner, due], ", ")))
        yield "Ticket", plain(held.ticket)
        yield "Tags", plain(", ".join(held.tags))
        yield "Notes", plain(held.notes.strip())
    yield "In doubt", tuple(Point((Span(said, strong=True),)) for said in threat.doubts)
    yield "Follow-up", tuple(_about_threat(source, threat))
    if source.has_comments:
        yield "Said", tuple(_comments(source, threat))


def _about_threat(source: Source, threat: Threat) -> Iterator[Point]:
    for one in about(source.model, [threat.id]):
        words = joined([state_words(one, source.today), one.owner, _day(one)], ", ")
        text = (Span(title_of(one)), muted(f" ({words})"))
        if isinstance(one, ActionItem):
            yield Point(text, "done" if one.status == "done" else "open")
        else:
            yield Point(text)


def _comments(source: Source, threat: Threat) -> Iterator[Point]:
    told = [entry for id_ in (threat.id, *threat.former) for entry in history_of(source.model, id_)]
    for entry in sorted(told, key=in_time):
        if not entry.field:
            by = joined([entry.author, entry.date], ", ")
            yield Point((muted(f"{by}: " if by else ""), Span(entry.text)))


def mitigations(threat: Threat) -> tuple[Point, ...]:
    """Titles, with how far people are; what to do for each is said once, in a chapter of its own."""
    points = []
    done = [mitigation_words(row) for row in threat.mitigations if row.done]
    if done:
        points.append(Point((muted("In place: "), Span("; ".join(done))), "done"))
    kinds = {**{kind: f"To {word.lower()}" for kind, word in KINDS.items()}, "stated": "Of our own"}
    for kind, words in kinds.items():
        titles = [mitigation_words(row) for row in threat.mitigations if row.kind == kind and not row.done]
        if titles:
            points.append(Point((muted(f"{words}: "), Span("; ".join(titles))), "open"))
    return tuple(points)


def mitigation_words(row: MitigationState) -> str:
    """What a mitigation is called, and how far people are with it if they said so."""
    stated = row.stated
    if stated is None:
        return row.title
    due = f"due {stated.due}" if stated.due else ""
    said = joined([MITIGATION_WORDS[stated.status].lower(), stated.owner, due, stated.ticket], ", ")
    return f"{row.title} ({said})"


def assumed(source: Source) -> Iterator[Block]:
    """The assumptions that are kept one by one."""
    rows = [one for one in follow_ups(source.model) if isinstance(one, Assumption)]
    if rows:
        yield Table(
            (Column("Assumption", 42), Column("State", 16), Column("Until", 17), Column("Owner", 15),
             Column("About", 30)),
            tuple(_row(source, one) for one in rows),
        )  # fmt: skip


def action_items(source: Source) -> Iterator[Block]:
    """What somebody is to do: what is open first."""
    rows = [one for one in follow_ups(source.model) if isinstance(one, ActionItem)]
    if not rows:
        return
    yield Heading(1, "Action items", "action-items")
    late = sum(is_late(one, source.today) for one in rows)
    undone = sum(one.status == "open" for one in rows)
    said = f"{undone:,} of {len(rows):,} open{f', {late:,} of them overdue' if late else ''}."
    yield Paragraph(plain(said), "lead")
    yield Table(
        (Column("Action item", 42), Column("State", 16), Column("Due", 17), Column("Owner", 15),
         Column("About", 30)),
        tuple(_row(source, one) for one in sorted(rows, key=lambda one: one.status == "done")),
    )  # fmt: skip


def _row(source: Source, one: FollowUp) -> tuple[Rich, ...]:
    ticket = one.ticket if isinstance(one, ActionItem) else ""
    more = joined([ticket, " ".join(one.notes.split())], ". ")
    return (
        (Span(one.text.strip() or title_of(one)), muted(f" {more}" if more else "")),
        (Span(state_words(one, source.today), strong=asks_for_a_look(one, source.today)),),
        plain(_day(one) or "–"),
        plain(one.owner or "–"),
        _subjects(source, one.subjects),
    )


def _day(one: FollowUp) -> str:
    return one.valid_until if isinstance(one, Assumption) else one.due


def _subjects(source: Source, subjects: Sequence[str]) -> Rich:
    if not subjects:
        return plain("–")
    if len(subjects) > 1:
        return plain(listed([_name(source, subject) for subject in subjects]))
    anchor = source.threat_anchors.get(subjects[0]) or source.subject_anchors.get(subjects[0], "")
    return (Span(_name(source, subjects[0]), anchor),)


def _name(source: Source, subject: str) -> str:
    threat = source.register.find(subject) or source.register.find(f"{subject}@")
    if threat:
        return f"{threat.title} ({source.name(threat.subject)})"
    return source.name(subject) if subject in source.model else subject_words(source.model, {}, subject)
