"""What differs between two versions of a model, composed for people who review it: the gist first.

Threats stand under the edits that let them come, go or change; long lists are folded away.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from dfdmodeler.analysis.delta import EVIDENCE, Delta, Turn
from dfdmodeler.analysis.library import Library
from dfdmodeler.analysis.threat import SEVERITIES
from dfdmodeler.analysis.triage_words import STATUS_WORDS
from dfdmodeler.model.differences import Difference, Differences
from dfdmodeler.report.difference_words import ARROW, KINDS, Wording, titles_of, turn_words
from dfdmodeler.report.document import Folded, Heading, Paragraph, Point, Points, Rich, Span, TextBlock
from dfdmodeler.report.words import capital, counted, joined, listed, sentence, shortened

MOST_SHOWN = 8
"""Points of a list that are not folded away."""
MOST_THREATS = 5
"""Threats of one cause that are not folded away, and causes themselves."""
DRAWING = "validity"
MINUS = "\N{MINUS SIGN}"
MARKS = {"added": "+", "removed": MINUS, "changed": "~"}
DECISIONS = ("decision",)
BESIDE = ("entry", "suggestion", "view")
"""Kinds of records that a reviewer seldom reads."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions of a model with all that differs."""

    found: Differences
    delta: Delta
    library: Library

    @property
    def threats(self) -> tuple[Turn, ...]:
        """What became of threats, without remarks on the drawing."""
        return tuple(turn for turn in self.delta.turns if turn.row.track != DRAWING)

    def title(self, turn: Turn) -> str:
        """A threat with its place, unless its title says that already."""
        row = turn.row
        rule = self.library.rules.get(row.rule)
        named = rule is not None and "{subject}" in rule.title
        return row.title if named else f"{row.title} at “{shortened(row.subject_name)}”"


def gist(comparison: Comparison) -> tuple[str, str]:
    """The whole in a sentence about threats and one about the model."""
    found, threats = comparison.found, comparison.threats
    if not found and not threats:
        return "Nothing differs.", ""
    came = [turn for turn in threats if turn.before is None]
    went = [turn for turn in threats if turn.after is None]
    kept = [turn for turn in threats if turn.fields and not _is_evidence_alone(turn)]
    decided = [turn for turn in kept if set(turn.fields) == {"status"}]
    numbers = [
        f"+{len(came)}" if came else "",
        f"{MINUS}{len(went)}" if went else "",
        f"{len(kept) - len(decided)} changed" if len(kept) > len(decided) else "",
        f"{len(decided)} decided otherwise" if decided else "",
    ]
    first = f"Threats {joined(numbers, ', ')}" if any(numbers) else "No threat comes, goes or changes"
    grave = min(came, key=_gravity, default=None)
    if grave:
        first += f"; gravest new one: {grave.row.severity}, {shortened(comparison.title(grave))}"
    rows = tuple(row for row in found.changes if row.kind not in BESIDE) or found.changes
    return sentence(first), sentence(capital(_counts(replace(found, changes=rows))))


def _counts(found: Differences) -> str:
    """How much of the model differs, such as "2 elements added, 1 flow changed; layout: 3 places differ"."""
    counts: Counter[tuple[str, str]] = Counter((row.kind, row.change) for row in found.changes)
    parts: list[str] = []
    for kind in dict.fromkeys(row.kind for row in found.changes):
        one, many = KINDS.get(kind, (kind, f"{kind}s"))
        numbers = [(how, counts[kind, how]) for how in MARKS if counts[kind, how]]
        told = [
            f"{counted(count, one, many) if not place else count} {how}"
            for place, (how, count) in enumerate(numbers)
        ]
        parts.append(listed(told) if kind != "about" else f"{one} {numbers[0][0]}")
    meaning = ", ".join(parts) if parts else "What the model says is the same"
    return joined([meaning, layout_words(found)], "; ")


def layout_words(found: Differences) -> str:
    """The one line about where things are drawn."""
    return (
        f"layout: {counted(found.layout, 'place')} {'differs' if found.layout == 1 else 'differ'}"
        if found.layout
        else ""
    )


def compose_differences(comparison: Comparison) -> tuple[TextBlock, ...]:
    """All of it, the gist first."""
    threats, model = gist(comparison)
    first = Paragraph((Span(threats, strong=True), Span(f" {model}" if model else "")))
    return (first, *_Composer(comparison).blocks())


class _Composer:
    """Writes the sections of one comparison."""

    def __init__(self, comparison: Comparison) -> None:
        self._comparison = comparison
        self._found, self._delta = comparison.found, comparison.delta
        titles = titles_of(self._delta.turns, (self._found.before, self._found.after))
        self._wording = Wording(self._found, comparison.library, titles)
        self._turns = {turn.id: turn for turn in self._delta.turns}
        self._threats = comparison.threats

    def blocks(self) -> Iterator[TextBlock]:
        yield from self._causes()
        yield from self._evidence()
        yield from self._decisions()
        yield from self._drawing()
        yield from self._model()
        if not self._delta.traced and any(not turn.reasons for turn in self._threats):
            yield Paragraph((Span("Not for every threat the cause was looked for.", muted=True),))
        if not self._delta.all_evidence:
            words = (
                "In a model of this size, evidence is compared for threats alone that somebody decided on."
            )
            yield Paragraph((Span(words, muted=True),))

    # Threats

    def _causes(self) -> Iterator[TextBlock]:
        """Threats under what let them come, go or change, the gravest first."""
        groups: dict[str, list[Turn]] = {}
        for turn in sorted(self._threats, key=_gravity):
            if not self._is_decided_alone(turn) and not _is_evidence_alone(turn):
                groups.setdefault(self._cause(turn), []).append(turn)
        if not groups:
            return
        yield Heading(2, "Threats", "threats")
        for place, (cause, turns) in enumerate(groups.items()):
            lead = Paragraph((Span(f"{cause}:", strong=True),), "lead")
            if place < MOST_THREATS:
                yield lead
                yield from _folding([self._turn(turn) for turn in turns], MOST_THREATS, "threat")
        rest = list(groups.items())[MOST_THREATS:]
        if rest:
            inside: list[TextBlock] = []
            for cause, turns in rest:
                inside += [
                    Paragraph((Span(f"{cause}:", strong=True),), "lead"),
                    Points(tuple(map(self._turn, turns))),
                ]
            count = sum(len(turns) for _, turns in rest)
            yield Folded(
                f"{counted(count, 'more threat')} for {counted(len(rest), 'other reason')}", tuple(inside)
            )

    def _evidence(self) -> Iterator[TextBlock]:
        """Threats that stand as before, but for another reason."""
        turns = [turn for turn in self._threats if _is_evidence_alone(turn)]
        if turns:
            are = "threat rests" if len(turns) == 1 else "threats rest"
            yield Folded(f"{len(turns)} {are} on other evidence", (Points(tuple(map(self._turn, turns))),))

    def _cause(self, turn: Turn) -> str:
        """The edits behind what became of a threat."""
        by_aspect: dict[str, list[str]] = {}
        of_evidence = _is_evidence_alone(turn)
        for reason in turn.reasons:
            if reason.of == EVIDENCE and not of_evidence:
                continue  # it is told where something follows from it
            by_aspect.setdefault(reason.of, []).append(self._wording.reason(reason))
        told = [" or, as it does alone, ".join(either) for either in by_aspect.values()]
        return capital(listed(list(dict.fromkeys(told)))) if told else "For other reasons"

    def _turn(self, turn: Turn) -> Point:
        mark = "+" if turn.before is None else MINUS if turn.after is None else "~"
        words = [*turn_words(turn)]
        if turn.before is None or turn.after is None:
            words += [turn.row.confidence] if turn.row.confidence == "assumed" else []
            words += [STATUS_WORDS[turn.row.status].lower()] if turn.row.status != "open" else []
        level = turn.row.severity if "severity" not in turn.fields else ""
        spans = [Span(f"{mark} ", strong=True), Span(level, strong=True, severity=level)]
        spans += [Span(f"{' ' if level else ''}{self._comparison.title(turn)}")]
        details = Span(f" ({', '.join(words)})" if words else "", muted=True)
        return Point(tuple(span for span in (*spans, details) if span.text))

    def _is_decided_alone(self, turn: Turn) -> bool:
        """Whether a decision says all there is to say of a threat; these have a section of their own."""
        own = {row.id for row in self._found.changes if row.kind in DECISIONS}
        return set(turn.fields) == {"status"} and all(p.id in own for r in turn.reasons for p in r.parts)

    # Decisions

    def _decisions(self) -> Iterator[TextBlock]:
        rows = [row for row in self._found.changes if row.kind in DECISIONS]
        if rows:
            yield Heading(2, "Decisions", "decisions")
            yield from _folding([self._decision(row) for row in rows], MOST_SHOWN, "decision")

    def _decision(self, row: Difference) -> Point:
        """A verdict with its reason and author, and what else is kept about the threat."""
        side = 0 if row.change == "removed" else 1
        before, after = (model.get(row.id) for model in (self._found.before, self._found.after))
        record = after or before
        status = [STATUS_WORDS[one.status].lower() if one else "" for one in (before, after)]
        turned = status[0] != status[1]
        head = f" {ARROW} ".join(word or "open" for word in status) if turned else status[side]
        by = joined([record.author, record.date], ", ")
        told: Rich = (Span(f"{MARKS[row.change]} {head}", strong=True), Span(f" {self._where(row.id)}"))
        said = {"status", "reason", "author", "date", "evidence", "title", "threat"}
        if record.reason.strip() and ("reason" in row.fields or turned):
            told += (Span(f": “{shortened(record.reason, 300)}”"),)
        others = [f"{label} {value}" for name, (label, value) in self._told(row) if name not in said]
        told += (Span(f"; {', '.join(others)}"),) if others else ()
        return Point((*told, Span(f" ({by})" if by else "", muted=True)))

    def _told(self, row: Difference) -> Iterable[tuple[str, tuple[str, str]]]:
        names = [name for name in row.fields if row.change == "changed" or name not in ("threat", "title")]
        return zip(names, self._wording.fields(row), strict=False)

    def _where(self, decision: str) -> str:
        """The threat of a decision, with where it is."""
        turn = self._turns.get(decision)
        if turn:
            return self._comparison.title(turn)
        record = self._found.after.get(decision) or self._found.before.get(decision)
        subject = record.threat.partition("@")[2]
        place = f" at {self._wording.name(subject)}" if subject else ""
        return f"{shortened(record.title or self._wording.threat(record.threat))}{place}"

    # The model and its drawing

    def _drawing(self) -> Iterator[TextBlock]:
        turns = [turn for turn in self._delta.turns if turn.row.track == DRAWING]
        if turns:
            title = f"Checks of the drawing: {counted(len(turns), 'difference')}"
            yield Folded(title, (Points(tuple(self._turn(turn) for turn in turns)),))

    def _model(self) -> Iterator[TextBlock]:
        rows = [row for row in self._found.changes if row.kind not in (*DECISIONS, *BESIDE)]
        beside = [row for row in self._found.changes if row.kind in BESIDE]
        if rows or self._found.layout:
            yield Heading(2, "Model", "model")
        yield from _folding([self._difference(row) for row in rows], MOST_SHOWN, "difference")
        if beside:
            title = capital(_counts(replace(self._found, changes=tuple(beside), layout=0)))
            yield Folded(title, (Points(tuple(map(self._difference, beside))),))
        if self._found.layout:
            yield Paragraph((Span(capital(sentence(layout_words(self._found)))),))

    def _difference(self, row: Difference) -> Point:
        """A record with what became of it."""
        thing = capital(self._wording.thing(row))
        head = thing if row.change == "changed" else f"{thing} {row.change}"
        told = [f"{label}: {value}" for label, value in self._wording.fields(row)]
        details = "; ".join(told)
        return Point(
            (
                Span(f"{MARKS[row.change]} ", strong=True),
                Span(head, strong=True),
                Span(f" – {details}" if details and row.change == "changed" else ""),
                Span(f" ({details})" if details and row.change != "changed" else "", muted=True),
            )
        )


def _folding(points: Sequence[Point], most: int, what: str) -> Iterator[TextBlock]:
    """A list of which the end is folded away if it is long."""
    shown = points if len(points) <= most + 1 else points[:most]
    if shown:
        yield Points(tuple(shown))
    if len(shown) < len(points):
        yield Folded(
            counted(len(points) - len(shown), f"more {what}"), (Points(tuple(points[len(shown) :])),)
        )


def _is_evidence_alone(turn: Turn) -> bool:
    """Whether a threat only stands for another reason, and nobody has to look at it again for that."""
    return set(turn.fields) == {EVIDENCE} and not (turn.after and turn.after.evidence_changed)


def _gravity(turn: Turn) -> tuple[int, bool]:
    """The gravest first, and what comes before what goes."""
    level = turn.row.severity
    place = SEVERITIES.index(level) if level in SEVERITIES else len(SEVERITIES)
    return place, turn.before is not None
