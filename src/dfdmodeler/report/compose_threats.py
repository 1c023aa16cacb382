"""The chapter of threats: each one once, at the element, flow or boundary where it applies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from dfdmodeler.analysis.steps import steps
from dfdmodeler.analysis.threat import AskedQuestion, Evidence, Threat, Witness
from dfdmodeler.analysis.triage_words import STATUS_WORDS, end_words
from dfdmodeler.drawing.scene import look
from dfdmodeler.drawing.strip import Link, Stop
from dfdmodeler.model.records import Threat as Recorded
from dfdmodeler.report.compose_followup import kept, mitigations
from dfdmodeler.report.document import Block, Fields, Heading, Paragraph, Point, Rich, Span, Strip
from dfdmodeler.report.source import Source, muted, plain
from dfdmodeler.report.words import (
    STRIDE,
    TRACKS,
    capital,
    counted,
    joined,
    sentence,
)
from dfdmodeler.rules.leaf import Leaf
from dfdmodeler.rules.taxonomies import ATLAS, MOST_TOLD, case_name, case_words

STEP = " › "
_ABSENT = "There is no "
"""Begins what would have made a threat graver, had it been there: no reason for what is the case."""
REFERENCES = "references"
"""The anchor of the chapter that names what threats refer to."""
Row = tuple[str, tuple[Point | Strip, ...] | Rich]


def threats(source: Source) -> Iterator[Block]:
    """All threats, by subject; the subject with the gravest threat first."""
    if not source.threats:
        return
    yield Heading(1, "Threats", "threats")
    told: dict[str, str] = {}
    for subject, rows in source.groups.items():
        note = joined([source.about(subject), counted(len(rows), "threat")], ". ")
        yield Heading(2, source.full_name(subject), source.subject_anchors[subject], note=note)
        for threat in rows:
            yield from _threat(source, threat, told)


def _threat(source: Source, threat: Threat, told: dict[str, str]) -> Iterator[Block]:
    """One threat; cases that are `told` already, and at which anchor, are named; those it tells are added."""
    recorded = source.model.find(Recorded, threat.id.removesuffix("@")) if not threat.rule else None
    anchor = source.threat_anchors[threat.id]
    yield Heading(3, threat.title, anchor, threat.severity, _note(threat))
    if threat.why.strip():
        yield Paragraph(plain(sentence(threat.why)))
    evidence = source.analysis.explain(threat.id)
    rows = [
        ("Severity", plain(_severity(source, threat))),
        ("Because", tuple(Point(plain(fact)) for fact in facts(evidence.leaves))),
        ("Path", tuple(_paths(source, evidence.paths))),
        *(_record(source, recorded) if recorded else ()),
        ("Decision", _decision(threat)),
        ("Mitigations", mitigations(threat)),
        *kept(source, threat),
        *_questions(source, threat, evidence),
        ("Compare", plain(sentence(threat.parallel)) if threat.parallel else ()),
        ("References", _references(source, threat)),
        ("Known cases", tuple(_cases(source, threat, told))),
    ]
    yield Fields(tuple((label, content) for label, content in rows if _says(content)))


def _says(content: tuple[Point | Strip, ...] | Rich) -> bool:
    """Whether there is anything in a row."""
    return any(not isinstance(part, Span) or part.text for part in content)


def _note(threat: Threat) -> str:
    """Severity and confidence in words, and what kind of threat it is."""
    how_sure = threat.confidence if threat.rule else "stated"
    stride = ", ".join(STRIDE.get(letter, letter).lower() for letter in threat.stride)
    track = TRACKS[threat.track]
    family = threat.family if threat.family.lower() != track.lower() else ""
    parts = [f"{threat.levels}, {how_sure}", track, family, capital(stride), threat.rule]
    return joined(dict.fromkeys(parts))


def _severity(source: Source, threat: Threat) -> str:
    """The severity and what it rests on."""
    held = threat.decision
    if held and held.severity:
        return sentence(
            f"{threat.levels}, set for this threat: {held.severity_reason or 'no reason was given'}"
        )
    if not threat.rule:
        return f"{threat.severity}, as its author judged it."
    if threat.override:
        reason = threat.override.reason or "No reason was given"
        return sentence(f"{threat.levels} ({threat.override.source}): {reason}")
    grounds = source.analysis.grounds(threat.id)
    reasons = "; ".join(f"“{fact}”" for fact in facts(grounds) if not fact.startswith(_ABSENT))
    bar = f" (bug bar: {threat.bug_bar})" if threat.bug_bar else ""
    if not reasons:
        return f"{threat.severity}, {'as nothing here raises it' if grounds else 'wherever it applies'}{bar}."
    return f"{threat.severity}, given {reasons}{bar}."


def facts(leaves: Iterable[Leaf]) -> list[str]:
    """Facts as phrases."""
    return [leaf.words for leaf in leaves]


def _paths(source: Source, paths: Sequence[Witness]) -> Iterator[Point | Strip]:
    """The first path drawn, the others in words."""
    for place, path in enumerate(paths):
        if place:
            yield Point(_path(source, path))
        else:
            yield Point(plain(capital(path.term.removeprefix("path "))))
            yield path_figure(source, path)


def path_figure(source: Source, path: Witness) -> Strip:
    """A path as a small figure."""
    topology, catalog = source.analysis.topology, source.library.catalog
    areas = {area.id: area.name for area in topology.areas}
    nodes = [(element, topology.node(element)) for element in path.elements]
    stops = tuple(
        Stop(element, source.name(element), look(node.type if node else "", catalog))
        for element, node in nodes
    )
    flows = tuple(
        Link(step.flow, step.label, tuple(areas[id_] for id_ in step.crosses))
        for step in steps(topology, path)
    )
    places = {element: source.place(element).link for element in path.elements}
    return Strip(stops, flows, {element: anchor for element, anchor in places.items() if anchor})


def _path(source: Source, path: Witness) -> Rich:
    """The elements of a path in order, then what the path is about."""
    spans: list[Span] = []
    for element in path.elements:
        spans += [Span(STEP)] if spans else []
        spans.append(source.place(element))
    words = path.term.removeprefix("path ")
    return (*spans, muted(f" ({words})")) if words else tuple(spans)


def _record(source: Source, recorded: Recorded) -> Iterator[Row]:
    """What a person said of a threat that no rule found."""
    if recorded.mitigation:
        yield "Mitigation", plain(recorded.mitigation)
    for name, value in recorded.properties.items():
        if name != "track":
            yield name, plain(value if isinstance(value, str) else ", ".join(value))
    related = [source.place(i) for i in recorded.related if i in source.model]
    if related:
        yield "Concerns", tuple(Point((span,)) for span in related)


def _decision(threat: Threat) -> Rich:
    decision = threat.decision
    spans = [Span(STATUS_WORDS[threat.status], strong=threat.decided)]
    if decision:
        by = joined([f"by {decision.author}" if decision.author else "", decision.date], ", ")
        spans.append(Span(f" {by}" if by else ""))
        spans.append(Span(f": {sentence(decision.reason)}" if decision.reason.strip() else "."))
        if decision.expires:
            spans.append(Span(f" {end_words(threat)}", strong=threat.expired))
        if threat.evidence_changed:
            spans.append(Span(" The evidence has changed since: review again.", strong=True))
    elif threat.proposed == "mitigated":
        spans.append(Span(". The mitigations in place suffice; nobody has confirmed it yet."))
    elif threat.progress == "partial":
        spans.append(Span(". Some mitigations are in place."))
    return tuple(span for span in spans if span.text)


def _questions(source: Source, threat: Threat, evidence: Evidence) -> Iterator[Row]:
    """Answers in full; questions without one by number, with a way to their text."""
    asked = _asked(source, threat, evidence)
    answered = [row for row in asked if row.answer and row.answer.status != "open"]
    yield "Answers", tuple(Point(_answer(row)) for row in answered)
    spans: list[Span] = []
    for row in asked:
        if row not in answered:
            spans += [Span(", ")] if spans else []
            spans.append(Span(row.question, source.question_anchors.get(row.question, "")))
    yield "Still to ask", tuple(spans)


def _asked(source: Source, threat: Threat, evidence: Evidence) -> list[AskedQuestion]:
    """A threat's questions where they are asked: at its subject, or else at what its evidence touches."""
    subjects = [threat.subject, *sorted(evidence.ids - {threat.subject})]
    rows = []
    for question in threat.questions:
        found = [source.questions[question, s] for s in subjects if (question, s) in source.questions]
        if found:
            rows.append(next((row for row in found if row.answer), found[0]))
    return rows


def _answer(row: AskedQuestion) -> Rich:
    answer = row.answer
    text = answer.text.strip() if answer else ""
    if answer and answer.status == "not_applicable":
        text = joined(["Not applicable", text], ". ")
    by = joined([answer.author, answer.date], ", ") if answer else ""
    return Span(f"{row.text} "), Span(text or "Answered", strong=True), muted(f" ({by})" if by else "")


def _references(source: Source, threat: Threat) -> Rich:
    """Ids alone; what they are called is said once, in a chapter of its own."""
    named: dict[str, list[str]] = {}
    for row in source.library.taxonomies.resolve(threat.refs):
        named.setdefault(row.taxonomy, []).append(row.id)
    return tuple(
        span
        for taxonomy, ids in named.items()
        for span in (muted(f"{taxonomy}: "), Span(", ".join(ids), REFERENCES, quiet=True), Span(". "))
    )


def _cases(source: Source, threat: Threat, told: dict[str, str]) -> Iterator[Point]:
    """What is documented to have happened by the techniques of a threat: each case is told once."""
    found = source.library.taxonomies.happened(threat.refs.get(ATLAS, ()))
    again: list[Span] = []
    for case in found[:MOST_TOLD]:
        if case.id in told:
            again += [Span("; " if again else ""), Span(case_name(case), told[case.id], quiet=True)]
        else:
            told[case.id] = source.threat_anchors[threat.id]
            yield Point(plain(case_words(case)))
    more = len(found) - MOST_TOLD
    if again:
        rest = f". {more} more by these techniques" if more > 0 else ""
        yield Point((muted("Told above: "), *again, Span(f"{rest}.")))
    elif more > 0:
        yield Point((muted(f"{more} more {'case' if more == 1 else 'cases'} by these techniques."),))
