"""Which type an element of a generic shape seems to have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from dfdmodeler.analysis.suggest.clues import THRESHOLD, WEAKEST, Clues, Neighbours
from dfdmodeler.analysis.suggest.words import Relation, TypeWords
from dfdmodeler.model.records import Element

GENERIC = frozenset({"external_entity", "process", "data_store", "model"})
"""Types that say nothing of machine learning; whatever is more specific was somebody's choice."""

STRONG, WEAK, HINT, STENCIL = 0.75, 0.5, 0.3, 0.65
OWN_DOMAIN, COMMON_DOMAIN = 0.2, 0.1
"""What a weak phrase gains by words of machine learning in the same name, or anywhere in the model."""

CEILING = 0.95
MARGIN = 0.05
"""How far the best type must be ahead of the next one."""

UNDECIDED = 0.5
"""The score of a type that another one comes too close to."""

ROUNDS = 4
"""How often types of neighbours are taken into account anew."""

Parts = tuple[tuple[str, float], ...]
"""What adds up to a score: reasons with their points."""


@dataclass(frozen=True, slots=True)
class Guess:
    """A type that an element seems to have, how sure that is, and why."""

    type: str
    score: float
    reason: str
    named: bool = False
    """Whether its own name speaks clearly for it, which outweighs neighbours."""

    @property
    def sure(self) -> bool:
        return self.score >= THRESHOLD


@dataclass(frozen=True, slots=True)
class _Said:
    """What the words of an element say for one type; there may be none, neighbours may add some."""

    row: TypeWords
    parts: Parts
    named: bool


def guess_types(clues: Clues) -> dict[str, Guess]:
    """Guesses for elements of generic types; leaves `clues.types` with the sure ones in force."""
    guesses: dict[str, Guess] = {}
    stated = dict(clues.types)
    said = {e.id: list(_said(clues, e)) for e in clues.elements.values() if e.type in GENERIC}
    for _ in range(ROUNDS):
        neighbours = clues.neighbours()
        found = {i: _guess(clues, i, rows, neighbours) for i, rows in said.items()}
        known = {i: guess for i, guess in found.items() if guess is not None}
        clues.types = {**stated, **{i: guess.type for i, guess in known.items() if guess.sure}}
        if known == guesses:
            break
        guesses = known
    return guesses


def _guess(clues: Clues, element_id: str, rows: list[_Said], neighbours: Neighbours) -> Guess | None:
    """The best type there is; weak where another one is not well behind."""
    candidates = (_with_neighbours(clues, element_id, said, neighbours) for said in rows)
    ranked = sorted(
        (g for g in candidates if g.score >= WEAKEST),
        key=lambda g: (not (g.named and g.sure), -g.score, g.type),
    )
    if not ranked:
        return None
    best = ranked[0]
    rivals = (g for g in ranked[1:] if g.named == best.named and g.score > best.score - MARGIN)
    rival = next((g for g in rivals if not clues.catalog.isa(best.type, g.type)), None)
    if rival is None or not best.sure:
        return best
    doubt = f"{best.reason}, but it may as well be: {clues.catalog.label(rival.type)}"
    return replace(best, score=UNDECIDED, reason=doubt)


def _said(clues: Clues, element: Element) -> Iterator[_Said]:
    """What name and stencil say for each type that refines the element's, unless they rule it out."""
    rows = clues.refinements(element.type)
    levels = {row: clues.hits(element.name, row) for row, _ in rows}
    unclear = not any("strong" in found for found in levels.values())
    for row, words in rows:
        if "unless" in levels[row]:
            continue
        parts = _by_name(clues, element, levels[row])
        drawn = unclear and clues.hits(element.source_type, row) & {"strong", "drawn"}
        if drawn and sum(points for _, points in parts) < STENCIL:
            parts = ((f"drawn as '{one_line(element.source_type)}'", STENCIL),)
        if parts or words.near:
            yield _Said(words, parts, "strong" in levels[row])


def _by_name(clues: Clues, element: Element, levels: frozenset[str]) -> Parts:
    named = f"named '{one_line(element.name)}'"
    if "strong" in levels:
        return ((named, STRONG),)
    base = WEAK if "weak" in levels else HINT if "hint" in levels else 0.0
    if not base:
        return ()
    own = clues.says(element.name, "domain")
    bonus = (OWN_DOMAIN if own else 0.0) + (COMMON_DOMAIN if clues.about_learning else 0.0)
    where = "name" if own else "model"
    return ((named, base), (f"machine learning in the {where}", bonus)) if bonus else ((named, base),)


def _with_neighbours(clues: Clues, element_id: str, said: _Said, neighbours: Neighbours) -> Guess:
    parts = [*said.parts]
    for near in said.row.near:
        around = neighbours.get((element_id, near.how), ())
        other = next((i for i in around if i != element_id and clues.isa(i, *near.types)), None)
        if other is not None:
            name = one_line(clues.model.name_of(other))
            parts.append((f"{_relation(clues, element_id, near.how, other)} '{name}'", near.weight))
    score = round(min(sum(points for _, points in parts), CEILING), 2)
    return Guess(said.row.type, score, added_up(parts), said.named)


def _relation(clues: Clues, element_id: str, how: Relation, other: str) -> str:
    if clues.isa(element_id, "data_store"):
        return "read by" if how == "gives to" else "written by"
    if clues.isa(other, "data_store"):
        return "reads from" if how == "takes from" else "writes to"
    return "gets data from" if how == "takes from" else "sends data to"


def added_up(parts: Parts | list[tuple[str, float]]) -> str:
    """Reasons in one line; with their points where several make up the score."""
    if len(parts) == 1:
        return parts[0][0]
    return ", ".join(f"{reason} {points:+.2f}" for reason, points in parts)


def one_line(name: str) -> str:
    """A name for use within a sentence."""
    return " ".join(name.split())[:80]
