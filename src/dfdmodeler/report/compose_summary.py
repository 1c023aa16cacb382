"""The first pages: title page, contents, how to read the report, counts, and all threats in one table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from dfdmodeler.analysis.plan import Plan
from dfdmodeler.analysis.threat import SEVERITIES, Threat
from dfdmodeler.analysis.triage_words import ENDED, STATUS_WORDS, decision_words
from dfdmodeler.model.records import Boundary, Element, Flow
from dfdmodeler.report.compose_controls import next_controls
from dfdmodeler.report.compose_packs import departure
from dfdmodeler.report.compose_signoff import standing
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
from dfdmodeler.report.words import TRACKS, counted, listed, shortened

UNTITLED = "Untitled model"
HOW_TO_READ = (
    "Threats are grouped by the element, data flow or boundary where they apply; the gravest come first. "
    "A threat is confirmed if it stands whatever else turns out about the system, and assumed if it also "
    "rests on something that nobody has stated yet: that is shown as “not set” under “Because”, and stating "
    "it may remove the threat. “Path” is the shortest way of the data behind a threat. A tick marks a "
    "mitigation that is in place. The bug bar is the range of levels that Microsoft published for threats of "
    "a kind. The last chapters tell what the mitigations are and what the ids under “References” stand for."
)


def front(source: Source) -> Iterator[Block]:
    """Title page and contents."""
    about = source.model.about
    open_ = [threat for threat in source.threats if not threat.decided]
    levels = Counter(threat.severity for threat in open_)
    shown = ["Critical", "Important", *(["Privacy"] if levels["Privacy"] else ())]
    fields: list[tuple[str, Rich]] = [
        ("Date", plain(source.date)),
        ("Owner", plain(about.owner)),
        ("Contributors", plain(about.contributors)),
        ("Reviewer", plain(about.reviewer)),
        ("Sign-off", plain(standing(source))),
        ("Scope", plain(_scope(source))),
        ("Imported", plain(_imported(source))),
        ("Description", plain(about.description.strip())),
    ]
    yield Cover(
        title=title(source),
        subtitle="Threat model report",
        fields=tuple((label, text) for label, text in fields if text[0].text.strip()),
        counts=(
            (f"{len(source.threats):,}", "threat" if len(source.threats) == 1 else "threats"),
            (f"{len(open_):,}", "open"),
            *((f"{levels[level]:,}", f"open {level.lower()}") for level in shown),
        ),
    )
    yield Contents("Contents")


def _imported(source: Source) -> str:
    """How many threats other tools recorded, which are not counted above."""
    count = len(source.imported)
    if not count:
        return ""
    said = "They are" if count > 1 else "It is"
    return f"{counted(count, 'threat')} of other tools. {said} not counted above and in a chapter apart."


def title(source: Source) -> str:
    """What the report is called."""
    return source.model.about.title.strip() or UNTITLED


def _scope(source: Source) -> str:
    model = source.model
    elements, flows, boundaries = (len(model.of(kind)) for kind in (Element, Flow, Boundary))
    parts = [
        counted(elements, "element") if elements else "",
        counted(flows, "data flow") if flows else "",
        counted(boundaries, "trust boundary", "trust boundaries") if boundaries else "",
    ]
    return listed([part for part in parts if part]) or "Nothing is drawn yet"


def summary(source: Source, plan: Plan | None = None) -> Iterator[Block]:
    """Counts by severity and track, and every threat as a row."""
    yield Heading(1, "Summary", "summary", new_page=True)
    if not source.threats:
        yield Paragraph(plain("No threats were found in this model."))
        yield from departure(source)
        return
    yield Paragraph(plain(state_words(source.threats)))
    yield from departure(source)
    yield _counts(source.threats)
    yield Heading(2, "How to read this report", "how-to-read")
    yield Paragraph(plain(HOW_TO_READ))
    if plan is not None:
        yield from next_controls(source, plan)
    yield Heading(2, "All threats", "all-threats")
    yield Table(
        (Column("Threat", 52), Column("Where", 27), Column("Decision", 21), Column("Page", 7, "right")),
        tuple(_row(source, threat) for threat in source.threats),
    )


def state_words(threats: Sequence[Threat]) -> str:
    """How many there are, how sure they are and what was decided, in two or three sentences."""
    states = Counter(str(threat.in_force) for threat in threats)
    assumed = sum(threat.confidence == "assumed" for threat in threats)
    again = sum(threat.evidence_changed for threat in threats)
    decided = [
        f"{states[status]:,} {STATUS_WORDS[status].lower()}" for status in STATUS_WORDS if states[status]
    ]
    alike = STATUS_WORDS[threats[0].in_force].lower()
    how = f": {listed(decided)}" if len(decided) > 1 else f", all {alike}" if threats[1:] else f", {alike}"
    sentences = [f"{counted(len(threats), 'threat')}{how}."]
    if assumed:
        who = "It" if not threats[1:] else "All" if assumed == len(threats) else f"{assumed:,} of them"
        sentences.append(f"{who} {'rests' if assumed == 1 else 'rest'} on something that nobody has stated.")
    ended = Counter(ENDED.get(threat.status, "decision") for threat in threats if threat.expired)
    for what, count in ended.items():
        verb = "has ended: its threat is" if count == 1 else "have ended: their threats are"
        sentences.append(f"{counted(count, what)} {verb} open again.")
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
