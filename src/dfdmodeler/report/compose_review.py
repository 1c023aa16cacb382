"""The last pages: questions, checks of the drawing, what is kept from before, assumptions and rule packs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dfdmodeler.analysis.threat import AskedQuestion, MitigationState, Threat
from dfdmodeler.model.records import Suggestion
from dfdmodeler.model.records import Threat as Recorded
from dfdmodeler.report.compose_answers import answers, dismissed
from dfdmodeler.report.compose_packs import packs
from dfdmodeler.report.compose_threats import decision_words
from dfdmodeler.report.document import (
    Block,
    Column,
    Fields,
    Heading,
    Paragraph,
    Point,
    Points,
    Rich,
    Span,
    Table,
)
from dfdmodeler.report.source import Source, muted, plain
from dfdmodeler.report.words import KINDS, STATUS, capital, counted, joined, listed, shortened


def mitigations(source: Source) -> Iterator[Block]:
    """What can be done, each once, with where it would help and where it is in place."""
    rows: dict[str, list[tuple[Threat, MitigationState]]] = {}
    for threat in source.threats:
        for state in threat.mitigations:
            rows.setdefault(state.id, []).append((threat, state))
    if not rows:
        return
    yield Heading(1, "Mitigations", "mitigations", new_page=True)
    ordered = sorted(rows.values(), key=lambda uses: (-len(uses), uses[0][1].title, uses[0][1].id))
    for kind, word in KINDS.items():
        uses_of_kind = [uses for uses in ordered if uses[0][1].kind == kind]
        if uses_of_kind:
            yield Heading(2, word, f"mitigations-{kind}")
            yield Points(tuple(_mitigation(source, uses) for uses in uses_of_kind))


def _mitigation(source: Source, uses: list[tuple[Threat, MitigationState]]) -> Point:
    state = uses[0][1]
    done = dict.fromkeys(threat.subject for threat, row in uses if row.done)
    missing = dict.fromkeys(threat.subject for threat, row in uses if not row.done)
    count = counted(sum(not row.done for _, row in uses), "threat")
    where = [
        f"In place at {listed([source.name(i) for i in done])}." if done else "",
        f"Would help at {listed([source.name(i) for i in missing])} ({count})." if missing else "",
    ]
    spans = (Span(f"{state.title}. ", strong=True), Span(state.text), muted(f" {joined(where, ' ')}"))
    return Point(spans, "open" if missing else "done")


def questions(source: Source) -> Iterator[Block]:
    """Every question once, with where it is still open and the answers given."""
    sections: dict[str, dict[str, list[AskedQuestion]]] = {}
    for row in source.questions.values():
        sections.setdefault(row.section, {}).setdefault(row.question, []).append(row)
    if not sections:
        return
    count = sum(_is_open(row) for row in source.questions.values())
    yield Heading(1, "Questions", "questions", new_page=True)
    yield Paragraph(
        plain(f"{capital(counted(count, 'answer'))} of {len(source.questions):,} still to be given.")
    )
    for section, rows in sections.items():
        yield Heading(2, capital(section), source.section_anchors[section])
        yield Fields(tuple((question, _question(source, asked)) for question, asked in rows.items()))


def _question(source: Source, asked: list[AskedQuestion]) -> tuple[Point, ...] | Rich:
    missing = [source.name(row.subject) for row in asked if _is_open(row)]
    spans = [Span(asked[0].text)]
    if missing:
        spans.append(muted(f"\nOpen at {listed(missing)}."))
    for row in asked:
        answer = row.answer
        if answer and (answer.text.strip() or not _is_open(row)):
            text = answer.text.strip() or STATUS.get(answer.status, capital(answer.status))
            by = joined([answer.author, answer.date], ", ")
            spans += [Span(f"\n{source.name(row.subject)}: "), Span(text, strong=True)]
            spans += [muted(f" ({by})")] if by else []
    return tuple(spans)


def _is_open(row: AskedQuestion) -> bool:
    return row.answer is None or row.answer.status == "open"


def checks(source: Source) -> Iterator[Block]:
    """What is wrong or unusual in the drawing itself."""
    if not source.checks:
        return
    yield Heading(1, "Checks of the drawing", "checks")
    yield Paragraph(plain("These are not threats, but they may hide some: rules see what is drawn."), "lead")
    rows = tuple(
        (
            (Span(threat.title, severity=threat.severity),),
            (source.place(threat.subject),),
            plain(threat.why),
            plain(decision_words(threat)),
        )
        for threat in source.checks
    )
    yield Table((Column("Finding", 28), Column("Where", 22), Column("Why", 40), Column("Decision", 18)), rows)


def gone(source: Source) -> Iterator[Block]:
    """Decisions whose threat the model no longer gives rise to."""
    if not source.register.gone:
        return
    yield Heading(1, "Decisions without a threat", "gone")
    yield Paragraph(
        plain(
            "The model no longer gives rise to these threats. The decisions are kept, and count again if the "
            "threat comes back."
        ),
        "lead",
    )
    rows = tuple(
        (
            plain(shortened(decision.title or decision.threat)),
            plain(joined([STATUS[decision.status], decision.author, decision.date], ", ")),
            (Span(decision.reason), muted(f" {source.register.causes.get(decision.id, '')}".rstrip())),
        )
        for decision in source.register.gone
    )
    yield Table((Column("Threat", 34), Column("Decision", 28), Column("Reason", 42)), rows)


def imported(source: Source) -> Iterator[Block]:
    """Threats from other tools: what was said of them there, and what was decided here."""
    if not source.imported:
        return
    yield Heading(1, "Imported threats", "imported")
    count = capital(counted(len(source.imported), "threat"))
    origins = listed(list(dict.fromkeys(threat.origin for threat in source.imported)))
    yield Paragraph(plain(f"{count} from {origins}, kept as they were recorded there."), "lead")
    columns = (Column("Threat", 38), Column("Where", 22), Column("There", 20), Column("Decision here", 26))
    yield Table(columns, tuple(_imported_row(source, threat) for threat in source.imported))


def _imported_row(source: Source, threat: Threat) -> tuple[Rich, ...]:
    record = source.model.find(Recorded, threat.id.removesuffix("@"))
    said = [record.origin_state, record.mitigation] if record else []
    reason = threat.decision.reason.strip() if threat.decision else ""
    return (
        (Span(shortened(threat.title), severity=threat.severity, quiet=True),),
        (source.place(threat.subject),),
        plain(joined(said, ". ") or "–"),
        plain(joined([decision_words(threat), reason], ": ")),
    )


def assumptions(source: Source) -> Iterator[Block]:
    """What people assume, what lies outside, and what the program chose and nobody confirmed."""
    about = source.model.about
    yield Heading(1, "Assumptions", "assumptions")
    yield Paragraph(plain(about.assumptions.strip() or "No assumptions were written down."))
    if about.external_dependencies.strip():
        yield Heading(2, "External dependencies", "dependencies")
        yield Paragraph(plain(about.external_dependencies.strip()))
    suggestions = source.model.of(Suggestion)
    if suggestions:
        yield Heading(2, "Chosen by the program, not yet confirmed", "suggestions")
        rows = tuple(_suggestion(source, suggestion) for suggestion in suggestions)
        yield Table((Column("Where", 30), Column("Value", 34), Column("Why", 40)), rows)


def _suggestion(source: Source, suggestion: Suggestion) -> tuple[Rich, ...]:
    catalog = source.library.catalog
    values = (suggestion.value,) if isinstance(suggestion.value, str) else suggestion.value
    if suggestion.field == "type":
        label, words = "Type", [catalog.label(value) for value in values]
    else:
        row = catalog.attribute(suggestion.field)
        label = row.label if row else capital(suggestion.field.replace("_", " "))
        words = [row.label_of(value) if row else value for value in values]
    return (
        (source.place(suggestion.subject),),
        plain(f"{label}: {', '.join(words)}"),
        plain(suggestion.reason),
    )


def chapters(source: Source) -> Iterable[Block]:
    """All of them in their order."""
    yield from questions(source) if source.has_questions else ()
    yield from answers(source) if source.has_questions else ()
    yield from checks(source)
    yield from imported(source)
    yield from gone(source)
    yield from dismissed(source)
    yield from assumptions(source)
    yield from mitigations(source) if source.has_mitigations else ()
    yield from packs(source)
