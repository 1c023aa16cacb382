"""Reviews in words: the same in the window, on the command line and in reports."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from dfdmodeler.analysis.register import Register
from dfdmodeler.analysis.signoff import PACK, Moved
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import ABOUT_ID, Review

MOST_NAMED = 5
"""Names in a row; of more, the number is told."""
NOUNS: Mapping[str, tuple[str, str]] = {
    "element": ("element", "elements"),
    "flow": ("flow", "flows"),
    "boundary": ("boundary", "boundaries"),
    "threat": ("stated threat", "stated threats"),
    "assumption": ("assumption", "assumptions"),
    "answer": ("answer", "answers"),
    "about": ("description of the model", "descriptions of the model"),
    "decision": ("decision", "decisions"),
    "mitigation": ("mitigation", "mitigations"),
    "override": ("override of a rule", "overrides of rules"),
    PACK: ("rule pack", "rule packs"),
}
"""What differs, one and several, in the order in which it is told."""
_WHOLE = (("model", "the model"), ("decisions", "the decisions"), ("packs", "the rules"))
"""What is said where only digests tell."""


def review_words(review: Review) -> str:
    """Who reviewed and when, in half a sentence: “Approved by Ann on 2026-11-26”."""
    who = f" by {review.reviewer}" if review.reviewer else ""
    when = f" on {review.date}" if review.date else ""
    return f"Approved{who}{when}" if review.approves else f"Reviewed{who}{when}, not approved"


def standing_words(review: Review, moved: Moved) -> str:
    """The same with what moved on since, if anything did."""
    since = moved_words(moved)
    return f"{review_words(review)} — the model has moved on: {since}" if since else review_words(review)


def moved_words(moved: Moved) -> str:
    """How much moved on: “2 elements, 1 decision”; empty if nothing did."""
    counts = [(moved.count(kind), names) for kind, names in NOUNS.items()]
    parts = [f"{count:,} {one if count == 1 else many}" for count, (one, many) in counts if count]
    parts = parts or [words for name, words in _WHOLE if getattr(moved, name)]
    if moved.opened:
        parts.append(_counted(len(moved.opened), "threat newly open", "threats newly open"))
    return ", ".join(parts)


def moved_lines(moved: Moved, model: Model, register: Register) -> Iterator[str]:
    """What moved on, by name: one line for each kind of thing and what became of it."""
    for kind, (_, many) in NOUNS.items():
        parts = [
            f"{word} {_listed(sorted(_name(model, register, kind, id_) for id_ in ids))}"
            for word, ids in (("new", moved.added.get(kind, ())), ("changed", moved.changed.get(kind, ())))
            if ids
        ]
        if gone := moved.removed.get(kind):
            parts.append(f"{gone:,} gone")
        if parts:
            yield f"{many[0].upper()}{many[1:]}: {'; '.join(parts)}"
    if moved.opened:
        titles = [_title(register, id_) for id_ in moved.opened]
        yield f"Open and not open then: {_listed(titles)}"


def _name(model: Model, register: Register, kind: str, id_: str) -> str:
    if kind == "decision":
        return _title(register, id_)
    return "the model" if id_ == ABOUT_ID else model.name_of(id_)


def _title(register: Register, threat: str) -> str:
    row = register.find(threat)
    if row is None:
        return threat
    return f"{row.title} at {row.subject_name}"


def _listed(names: Sequence[str]) -> str:
    more = len(names) - MOST_NAMED
    shown = ", ".join(names[:MOST_NAMED])
    return f"{shown} and {more:,} more" if more > 0 else shown


def _counted(count: int, one: str, many: str) -> str:
    return f"{count:,} {one if count == 1 else many}"
