"""Which ids of the public catalogs the rules cover, and why the others are out of scope."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dfdmodeler.rules.rule import References, Rule
from dfdmodeler.rules.taxonomies import Taxonomies, Taxonomy, Term


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """One id: the rules that name it or a part of it, or why none does."""

    term: Term
    rules: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """All ids of one taxonomy, in its own order."""

    taxonomy: Taxonomy
    rows: tuple[CoverageRow, ...]

    @property
    def covered(self) -> int:
        """How many ids at least one rule names."""
        return sum(bool(row.rules) for row in self.rows)


def coverage(taxonomies: Taxonomies, rules: Iterable[Rule]) -> tuple[Coverage, ...]:
    """Of each taxonomy that has every id of its catalog and that rules refer to.

    A rule that names a part covers the whole; one that names the whole does not cover each part.
    """
    rules = tuple(rules)
    return tuple(
        Coverage(table, tuple(_rows(taxonomies, table, rules)))
        for table in taxonomies.tables.values()
        if table.whole and table.key in References.model_fields
    )


def _rows(taxonomies: Taxonomies, table: Taxonomy, rules: tuple[Rule, ...]) -> Iterator[CoverageRow]:
    named: dict[str, dict[str, None]] = {}
    for rule in rules:
        for id_ in getattr(rule.refs, table.key):
            term = taxonomies.terms.get((table.key, id_))
            for covered in (id_, term.part_of if term else ""):
                named.setdefault(covered, {})[rule.id] = None
    for term in table.entries:
        reason = taxonomies.reasons.get((table.key, term.id), "")
        yield CoverageRow(term, tuple(named.get(term.id, ())), reason)
