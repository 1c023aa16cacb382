"""Which type an element of a generic shape seems to have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dfdmodeler.analysis.suggest.clues import THRESHOLD, Clues, Neighbours
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

ROUNDS = 4
"""How often types of neighbours are taken into account anew."""


@dataclass(frozen=True, slots=True)
class Guess:
    """A type that an element seems to have, how sure that is, and why."""

    type: str
    score: float
    reason: str
    named: bool = False
    """Whether its own name speaks clearly for it, which outweighs neighbours."""


@dataclass(frozen=True, slots=True)
class _Said:
    """What the words of an element say for one type; the score may be 0, neighbours may add to it."""

    row: TypeWords
    score: float
    reason: str
    named: bool


def guess_types(clues: Clues) -> dict[str, Guess]:
    """Guesses for elements of generic types; leaves `clues.types` with the guesses in force."""
    guesses: dict[str, Guess] = {}
    stated = dict(clues.types)
    said = {e.id: list(_said(clues, e)) for e in clues.elements.values() if e.type in GENERIC}
    for _ in range(ROUNDS):
        neighbours = clues.neighbours()
        found = {i: _guess(clues, i, rows, neighbours) for i, rows in said.items()}
        sure = {i: guess for i, guess in found.items() if guess is not None}
        clues.types = {**stated, **{i: guess.type for i, guess in sure.items()}}
        if sure == guesses:
            break
        guesses = sure
    return guesses


def _guess(clues: Clues, element_id: str, rows: list[_Said], neighbours: Neighbours) -> Guess | None:
    """The type that is well ahead of all others, if there is one."""
    candidates = (_with_neighbours(clues, element_id, said, neighbours) for said in rows)
    ranked = sorted(
        (g for g in candidates if g.score >= THRESHOLD), key=lambda g: (not g.named, -g.score, g.type)
    )
    if not ranked:
        return None
    best = ranked[0]
    rivals = (g for g in ranked[1:] if g.named == best.named and g.score > best.score - MARGIN)
    return None if any(not clues.catalog.isa(best.type, g.type) for g in rivals) else best


def _said(clues: Clues, element: Element) -> Iterator[_Said]:
    """What name and stencil say for each type that refines the element's, unless they rule it out."""
    rows = clues.refinements(element.type)
    levels = {row: clues.hits(element.name, row) for row, _ in rows}
    unclear = not any("strong" in found for found in levels.values())
    for row, words in rows:
        if "unless" in levels[row]:
            continue
        score = _by_name(clues, element, levels[row])
        if score > 0:
            yield _Said(words, score, f"named '{one_line(element.name)}'", "strong" in levels[row])
        elif unclear and "strong" in clues.hits(element.source_type, row):
            yield _Said(words, STENCIL, f"drawn as '{one_line(element.source_type)}'", False)
        elif words.near:
            yield _Said(words, 0.0, "", False)


def _by_name(clues: Clues, element: Element, levels: frozenset[str]) -> float:
    if "strong" in levels:
        return STRONG
    base = WEAK if "weak" in levels else HINT if "hint" in levels else 0.0
    if base and clues.says(element.name, "domain"):
        base += OWN_DOMAIN
    return base + COMMON_DOMAIN if base and clues.about_learning else base


def _with_neighbours(clues: Clues, element_id: str, said: _Said, neighbours: Neighbours) -> Guess:
    score, reasons = said.score, [said.reason] if said.reason else []
    for near in said.row.near:
        around = neighbours.get((element_id, near.how), ())
        other = next((i for i in around if i != element_id and clues.isa(i, *near.types)), None)
        if other is not None:
            score += near.weight
            name = one_line(clues.model.name_of(other))
            reasons.append(f"{_relation(clues, element_id, near.how, other)} '{name}'")
    return Guess(said.row.type, round(min(score, CEILING), 2), ", ".join(reasons), said.named)


def _relation(clues: Clues, element_id: str, how: Relation, other: str) -> str:
    if clues.isa(element_id, "data_store"):
        return "read by" if how == "gives to" else "written by"
    if clues.isa(other, "data_store"):
        return "reads from" if how == "takes from" else "writes to"
    return "gets data from" if how == "takes from" else "sends data to"


def one_line(name: str) -> str:
    """A name for use within a sentence."""
    return " ".join(name.split())[:80]
