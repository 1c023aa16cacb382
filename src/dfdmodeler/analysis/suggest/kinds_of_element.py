"""Which type an element of a generic shape seems to have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dfdmodeler.analysis.suggest.clues import THRESHOLD, Clues
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


def guess_types(clues: Clues) -> dict[str, Guess]:
    """Guesses for elements of generic types; leaves `clues.types` with the guesses in force."""
    guesses: dict[str, Guess] = {}
    stated = dict(clues.types)
    for _ in range(ROUNDS):
        neighbours = clues.neighbours()
        found: dict[str, Guess] = {}
        for element in clues.elements.values():
            guess = _guess(clues, element, neighbours) if element.type in GENERIC else None
            if guess is not None:
                found[element.id] = guess
        clues.types = {**stated, **{i: guess.type for i, guess in found.items()}}
        if found == guesses:
            break
        guesses = found
    return guesses


def _guess(clues: Clues, element: Element, neighbours: dict[tuple[str, Relation], list[str]]) -> Guess | None:
    ranked = sorted(_candidates(clues, element, neighbours), key=lambda g: (not g.named, -g.score, g.type))
    if not ranked or ranked[0].score < THRESHOLD:
        return None
    best, rest = ranked[0], ranked[1:]
    rivals = [
        g
        for g in rest
        if g.named == best.named
        and g.score > best.score - MARGIN
        and not clues.catalog.isa(best.type, g.type)
    ]
    return None if rivals else best


def _candidates(
    clues: Clues, element: Element, neighbours: dict[tuple[str, Relation], list[str]]
) -> Iterator[Guess]:
    for n, row in enumerate(clues.words.type):
        if row.type == element.type or not clues.catalog.isa(row.type, element.type):
            continue
        by_word, said = _by_words(clues, element, f"type {n}")
        if by_word < 0:
            continue
        by_neighbour, reasons = _by_neighbours(clues, element, row, neighbours)
        score = by_word + by_neighbour
        if score > 0:
            reason = ", ".join([said, *reasons] if said else reasons)
            named = "strong" in clues.hits(element.name, f"type {n}")
            yield Guess(row.type, round(min(score, CEILING), 2), reason, named)


def _by_words(clues: Clues, element: Element, row: str) -> tuple[float, str]:
    """What the element's name says for a type, or else its stencil; negative where it rules the type out."""
    levels = clues.hits(element.name, row)
    if "unless" in levels:
        return -1.0, ""
    score = STRONG if "strong" in levels else WEAK if "weak" in levels else HINT if "hint" in levels else 0.0
    if 0 < score < STRONG:
        own = clues.says(element.name, "domain")
        score += (OWN_DOMAIN if own else 0) + (COMMON_DOMAIN if clues.about_learning else 0)
    if score > 0:
        return score, f"named '{one_line(element.name)}'"
    if "strong" in clues.hits(element.source_type, row) and not _named_otherwise(clues, element):
        return STENCIL, f"drawn as '{one_line(element.source_type)}'"
    return 0.0, ""


def _named_otherwise(clues: Clues, element: Element) -> bool:
    """Whether the name itself speaks clearly for some type, which then outweighs the stencil."""
    return any(
        where.startswith("type ") and level == "strong"
        for where, level in clues.lexicon.hits(element.name)
        if where.startswith("type ")
        and clues.catalog.isa(clues.words.type[int(where.split()[1])].type, element.type)
    )


def _by_neighbours(
    clues: Clues, element: Element, row: TypeWords, neighbours: dict[tuple[str, Relation], list[str]]
) -> tuple[float, list[str]]:
    score, reasons = 0.0, []
    for near in row.near:
        around = neighbours.get((element.id, near.how), ())
        other = next((i for i in around if i != element.id and clues.isa(i, *near.types)), None)
        if other is not None:
            score += near.weight
            reasons.append(
                f"{_relation(clues, element, near.how, other)} '{one_line(clues.model.name_of(other))}'"
            )
    return score, reasons


def _relation(clues: Clues, element: Element, how: Relation, other: str) -> str:
    if clues.isa(element.id, "data_store"):
        return "read by" if how == "gives to" else "written by"
    if clues.isa(other, "data_store"):
        return "reads from" if how == "takes from" else "writes to"
    return "gets data from" if how == "takes from" else "sends data to"


def one_line(name: str) -> str:
    """A name for use within a sentence."""
    return " ".join(name.split())[:80]
