"""The first pages: title page, contents, how to read the report, counts, and all threats in one table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from dfdmodeler.analysis.threat import SEVERITIES, Threat
from dfdmodeler.model.records import Boundary, Element, Flow
from dfdmodeler.report.compose_packs import departure
from dfdmodeler.report.compose_threats import decision_words
from dfdmodeler.report.document import (
    Block,
    Column,
    Contents,
    Cover,
    Heading,
    PageOf,
    Paragraph,
    Rich,
    Span,
    Table,
)
from dfdmodeler.report.source import Source, plain
from dfdmodeler.report.words import STATUS, TRACKS, capital, counted, listed, shortened

UNTITLED = "Untitled model"
HOW_TO_READ = (
    "Threats are grouped by the element, data flow or boundary where they apply; the gravest come first. "
    "A threat is confirmed if it stands whatever else turns out about the system, and assumed if it also "
    "rests on something that nobody has stated yet: that is shown as “not set” under “Because”, and stating "
    "it may remove the threat. “Path” is the shortest way of the data behind a threat. A tick marks a "
    "mitigation that is in place."
)


def front(source: Source) -> Iterator[Block]:
    """Title page and contents."""
    about = source.model.about
    open_ = [threat for threat in source.threats if not threat.decided]
    levels = Counter(threat.severity for threat in open_)
    fields: list[tuple[str, Rich]] = [
        ("Date", plain(source.date)),
        ("Owner", plain(about.owner)),
        ("Contributors", plain(about.contributors)),
        ("Reviewer", plain(about.reviewer)),
        ("Scope", plain(_scope(source))),
        ("Imported", plain(_imported(source))),
        ("Description", plain(about.description.strip())),
    ]
    yield Cover(
        title=title(source),
        subtitle="Threat model report",
        fields=tuple((label, text) for label, text in fields if text[0].text.strip()),
        counts=(
            (f"{len(source.threats):,}", "threats"),
            (f"{len(open_):,}", "open"),
            (f"{levels['Critical']:,}", "open and critical"),
            (f"{levels['Important'] + levels['Privacy']:,}", "open and important"),
        ),
    )
    yield Contents("Contents")


def _imported(source: Source) -> str:
    """How many threats other tools recorded, which are not counted above."""
    count = len(source.imported)
    return f"{counted(count, 'threat')} of other tools besides, in a chapter of their own" if count else ""


def title(source: Source) -> str:
    """What the report is called."""
    return source.model.about.title.strip() or UNTITLED


def _scope(source: Source) -> str:
    model = source.model
    parts = [
        counted(len(model.of(Element)), "element"),
        counted(len(model.of(Flow)), "data flow"),
        counted(len(model.of(Boundary)), "trust boundary", "trust boundaries"),
    ]
    return listed(parts)


def summary(source: Source) -> Iterator[Block]:
    """Counts by severity and track, and every threat as a row."""
    yield Heading(1, "Summary", "summary", new_page=True)
    if not source.threats:
        yield Paragraph(plain("No threats were found in this model."))
        yield from departure(source)
        return
    yield Paragraph(plain(_state(source.threats)))
    yield from departure(source)
    yield _counts(source.threats)
    yield Heading(2, "How to read this report", "how-to-read")
    yield Paragraph(plain(HOW_TO_READ))
    yield Heading(2, "All threats", "all-threats")
    yield Table(
        (Column("Threat", 52), Column("Where", 27), Column("Decision", 21), Column("Page", 7, "right")),
        tuple(_row(source, threat) for threat in source.threats),
    )


def _state(threats: Sequence[Threat]) -> str:
    """How many there are, how sure they are and what was decided, in two or three sentences."""
    states = Counter(str(threat.status) for threat in threats)
    assumed = sum(threat.confidence == "assumed" for threat in threats)
    again = sum(threat.evidence_changed for threat in threats)
    decided = [f"{states[status]} {STATUS[status].lower()}" for status in STATUS if states[status]]
    sentences = [f"{capital(counted(len(threats), 'threat'))}: {listed(decided)}."]
    if assumed:
        sentences.append(f"{assumed:,} of them rest on something that is not stated yet.")
    if again:
        sentences.append(f"The evidence of {counted(again, 'decision')} has changed since: review again.")
    return " ".join(sentences)


def _counts(threats: Sequence[Threat]) -> Table:
    tracks = [track for track in TRACKS if any(threat.track == track for threat in threats)]
    levels = [level for level in SEVERITIES if any(threat.severity == level for threat in threats)]
    levels += sorted({threat.severity for threat in threats} - set(SEVERITIES))
    columns = [Column("Severity", 30), *(Column(TRACKS[track], 14, "right") for track in tracks)]
    rows: list[tuple[Rich, ...]] = []
    for level in levels:
        graded = [threat for threat in threats if threat.severity == level]
        rows.append(((Span(level, severity=level),), *_numbers(graded, tracks)))
    rows.append(((Span("All", strong=True),), *_numbers(threats, tracks)))
    return Table((*columns, Column("All", 14, "right"), Column("Open", 14, "right")), tuple(rows))


def _numbers(threats: Sequence[Threat], tracks: Sequence[str]) -> list[Rich]:
    by_track = Counter(str(threat.track) for threat in threats)
    numbers = [by_track[track] for track in tracks]
    numbers += [len(threats), sum(not threat.decided for threat in threats)]
    return [plain(f"{number:,}" if number else "–") for number in numbers]


def _row(source: Source, threat: Threat) -> tuple[Rich | PageOf, ...]:
    anchor = source.threat_anchors[threat.id]
    return (
        (Span(shortened(threat.title), anchor, severity=threat.severity, quiet=True),),
        plain(source.name(threat.subject)),
        plain(decision_words(threat)),
        PageOf(anchor),
    )
