"""The last pages: questions, checks of the drawing, what is kept from before, assumptions and rule packs."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import TypeVar

from dfdmodeler.analysis.threat import AskedQuestion, MitigationState, Threat
from dfdmodeler.analysis.triage_words import STATUS_WORDS, decision_words
from dfdmodeler.model.records import Suggestion
from dfdmodeler.model.records import Threat as Recorded
from dfdmodeler.report.compose_answers import answers, dismissed
from dfdmodeler.report.compose_followup import action_items, assumed
from dfdmodeler.report.compose_packs import packs
from dfdmodeler.report.compose_signoff import signed_off
from dfdmodeler.report.compose_threats import REFERENCES
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
from dfdmodeler.report.words import KINDS, capital, counted, joined, listed, sentence, shortened
from dfdmodeler.rules.taxonomies import KEYS, Reference

_Row = TypeVar("_Row")


def mitigations(source: Source) -> Iterator[Block]:
    """What can be done, each once, with where it would help and where it is in place."""
    rows: dict[str, list[tuple[Threat, MitigationState]]] = {}
    for threat in source.threats:
        for state in threat.mitigations:
            rows.setdefault(state.id, []).append((threat, state))
    if not rows:
        return
    yield Heading(1, "Mitigations", "mitigations")
    ordered = sorted(rows.values(), key=lambda uses: (-len(uses), uses[0][1].title, uses[0][1].id))
    for kind, word in {**KINDS, "stated": "Of our own"}.items():
        uses_of_kind = [uses for uses in ordered if uses[0][1].kind == kind]
        if uses_of_kind:
            yield Heading(2, word, f"mitigations-{kind}")
            yield Points(tuple(_mitigation(source, uses) for uses in uses_of_kind))


def _mitigation(source: Source, uses: list[tuple[Threat, MitigationState]]) -> Point:
    state = uses[0][1]
    done = dict.fromkeys(threat.subject for threat, row in uses if row.done)
    missing = dict.fromkeys(threat.subject for threat, row in uses if not row.done)
    count = sum(not row.done for _, row in uses)
    of = f" ({counted(count, 'threat')})" if count > len(missing) else ""
    where = [
        f"In place at {listed([source.name(i) for i in done])}." if done else "",
        f"Would help at {listed([source.name(i) for i in missing])}{of}." if missing else "",
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
    yield Heading(1, "Questions", "questions")
    yield Paragraph(plain(missing_words(count, len(source.questions))))
    for section, rows in sections.items():
        yield Heading(2, capital(section), source.section_anchors[section])
        fields = tuple((question, _question(source, asked)) for question, asked in rows.items())
        yield Fields(fields, {question: source.question_anchors[question] for question in rows})


def missing_words(count: int, of: int) -> str:
    """How many answers are missing."""
    if not count:
        return "All answers are given."
    of_all = f" of {of:,}" if count < of else ""
    return f"{count:,}{of_all} {'answer' if of == 1 else 'answers'} {'is' if count == 1 else 'are'} missing."


def _question(source: Source, asked: list[AskedQuestion]) -> tuple[Point, ...] | Rich:
    missing = [source.name(row.subject) for row in asked if _is_open(row)]
    spans = [Span(asked[0].text)]
    if missing:
        spans.append(muted(f" Open at {listed(missing)}."))
    for row in asked:
        answer = row.answer
        if answer and (answer.text.strip() or not _is_open(row)):
            text = answer.text.strip() or STATUS_WORDS.get(answer.status, capital(answer.status))
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
    alike = grouped(source.checks, lambda threat: (threat.title, threat.severity, decision_words(threat)))
    rows = tuple(_check(source, threats) for threats in alike)
    yield Table((Column("Finding", 26), Column("Where", 30), Column("Why", 40), Column("Decision", 12)), rows)


def _check(source: Source, threats: Sequence[Threat]) -> tuple[Rich, ...]:
    """Findings of one kind, with the reason of the first."""
    first, *others = threats
    likewise = f" The same goes for the other{'s' if others[1:] else ''}." if others else ""
    return (
        (Span(first.title, severity=first.severity),),
        _places(source, threats),
        plain(f"{sentence(first.why)}{likewise}"),
        plain(decision_words(first)),
    )


def _places(source: Source, threats: Sequence[Threat]) -> Rich:
    """Where threats apply, one below the other."""
    places = [source.place(subject) for subject in dict.fromkeys(threat.subject for threat in threats)]
    return tuple(part for place in places for part in (place, Span("\n")))[:-1]


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
            plain(joined([STATUS_WORDS[decision.status], decision.author, decision.date], ", ")),
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
    columns = (Column("Threats", 44), Column("Where", 22), Column("There", 21), Column("Decision here", 19))
    alike = grouped(
        source.imported,
        lambda threat: (threat.subject, threat.severity, _said_there(source, threat), _said_here(threat)),
    )
    yield Table(columns, tuple(_imported_row(source, threats) for threats in alike))


def _imported_row(source: Source, threats: Sequence[Threat]) -> tuple[Rich, ...]:
    """Threats of one place and severity of which the same was said."""
    first = threats[0]
    titles = "; ".join(shortened(threat.title) for threat in threats)
    return (
        (Span(titles, severity=first.severity),),
        (source.place(first.subject),),
        plain(_said_there(source, first)),
        plain(_said_here(first)),
    )


def _said_there(source: Source, threat: Threat) -> str:
    record = source.model.find(Recorded, threat.id.removesuffix("@"))
    return joined([record.origin_state, record.mitigation] if record else [], ". ") or "–"


def _said_here(threat: Threat) -> str:
    reason = threat.decision.reason.strip() if threat.decision else ""
    return joined([decision_words(threat), reason], ": ")


def assumptions(source: Source) -> Iterator[Block]:
    """What people assume, what lies outside, and what the program chose and nobody confirmed."""
    about = source.model.about
    yield Heading(1, "Assumptions", "assumptions")
    one_by_one = list(assumed(source))
    if about.assumptions.strip() or not one_by_one:
        yield Paragraph(plain(about.assumptions.strip() or "No assumptions were written down."))
    yield from one_by_one
    if about.external_dependencies.strip():
        yield Heading(2, "External dependencies", "dependencies")
        yield Paragraph(plain(about.external_dependencies.strip()))
    suggestions = source.model.of(Suggestion)
    if suggestions:
        yield Heading(2, "Chosen by the program, not yet confirmed", "suggestions")
        alike = grouped(suggestions, lambda suggestion: suggestion.subject)
        rows = tuple(_suggested(source, group) for group in alike)
        yield Table((Column("Where", 26), Column("Value", 36), Column("Why", 46)), rows)


def _suggested(source: Source, suggestions: Sequence[Suggestion]) -> tuple[Rich, ...]:
    """What was chosen for one subject, with each reason once."""
    reasons = dict.fromkeys(suggestion.reason for suggestion in suggestions if suggestion.reason)
    told = [reason for reason in reasons if not any(reason.startswith(f"{other}: ") for other in reasons)]
    return (
        (source.place(suggestions[0].subject),),
        plain("\n".join(_value(source, suggestion) for suggestion in suggestions)),
        plain("\n".join(told)),
    )


def _value(source: Source, suggestion: Suggestion) -> str:
    catalog = source.library.catalog
    values = (suggestion.value,) if isinstance(suggestion.value, str) else suggestion.value
    if suggestion.field == "type":
        label, words = "Type", [catalog.label(value) for value in values]
    else:
        row = catalog.attribute(suggestion.field)
        label = row.label if row else capital(suggestion.field.replace("_", " "))
        words = [row.label_of(value) if row else value for value in values]
    return f"{label}: {', '.join(words)}"


def references(source: Source) -> Iterator[Block]:
    """What the ids that threats refer to are called, and in which edition."""
    taxonomies = source.library.taxonomies
    used = {row for threat in source.threats for row in taxonomies.resolve(threat.refs)}
    if not used:
        return
    yield Heading(1, "References", REFERENCES)
    ordered = sorted(used, key=lambda row: (KEYS.index(row.key), _natural(row.id)))
    yield Points(tuple(_edition(rows) for rows in grouped(ordered, lambda row: row.key)))


def _edition(rows: Sequence[Reference]) -> Point:
    """The ids of one edition of a taxonomy, with their names."""
    spans = [Span(f"{rows[0].taxonomy} {rows[0].edition}".strip() + "  ", strong=True)]
    for row in rows:
        spans += [Span(row.id), muted(f" {row.name}; ".replace("  ", " "))]
    return Point((*spans[:-1], muted(f" {rows[-1].name}.")))


def _natural(text: str) -> list[tuple[int, str]]:
    """Sorts numbers in text by their value."""
    return [(int(part), "") if part.isdigit() else (0, part) for part in re.split(r"([0-9]+)", text)]


def grouped(rows: Iterable[_Row], key: Callable[[_Row], Hashable]) -> list[list[_Row]]:
    """Rows of one key together, at the place of the first of them."""
    groups: dict[Hashable, list[_Row]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return list(groups.values())


def chapters(source: Source) -> Iterable[Block]:
    """All of them in their order."""
    yield from questions(source) if source.has_questions else ()
    yield from answers(source) if source.has_questions else ()
    yield from checks(source)
    yield from imported(source)
    yield from gone(source)
    yield from dismissed(source)
    yield from assumptions(source)
    yield from action_items(source)
    yield from signed_off(source)
    yield from mitigations(source) if source.has_mitigations else ()
    yield from references(source)
    yield from packs(source)
