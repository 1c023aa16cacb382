"""The glossary: words of the field, each told in a sentence or two."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from dfdmodeler.catalog.tables import read_headed
from dfdmodeler.model.problem import Problem

Words = Annotated[str, Field(min_length=2, max_length=60)]


class Term(BaseModel):
    """A word, other words for it or close to it, and what they mean."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    term: Words
    aliases: tuple[Words, ...] = ()
    text: Annotated[str, Field(min_length=10, max_length=400)]
    everyday: bool = False
    """Whether it is so common that texts which use it need not point to its explanation."""

    @property
    def names(self) -> tuple[str, ...]:
        return (self.term, *self.aliases)


class _Head(BaseModel):
    """The file says nothing of itself."""

    model_config = ConfigDict(extra="forbid")


def load_terms(path: Path) -> tuple[tuple[Term, ...], tuple[Problem, ...]]:
    """The terms of a file in the order of the alphabet, and what is wrong in it."""
    problems: list[Problem] = []
    _, entries = read_headed(path, _Head, {"term": Term}, problems)
    terms = [entry.row for entry in entries if isinstance(entry.row, Term)]
    return tuple(sorted(terms, key=lambda term: term.term.casefold())), tuple(problems)


def found_terms(terms: Sequence[Term], text: str) -> list[Term]:
    """The terms with all words of a text: those that are called so first, then those that mention it."""
    wanted = text.casefold().split()

    def rank(term: Term) -> int | None:
        names = " ".join(term.names).casefold()
        if text.strip().casefold() in (name.casefold() for name in term.names):
            return 0
        if all(word in names for word in wanted):
            return 1
        return 2 if all(word in f"{names} {term.text.casefold()}" for word in wanted) else None

    ranked = [(place, term) for term in terms if (place := rank(term)) is not None]
    return [term for _, term in sorted(ranked, key=lambda pair: pair[0])]
