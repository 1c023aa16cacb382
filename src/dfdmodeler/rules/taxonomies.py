"""Public catalogs to which rules refer: what ids are called, what happened, what no diagram can show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import fsum
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from dfdmodeler.catalog.consistency import Entry, suggestion
from dfdmodeler.catalog.tables import read_rows
from dfdmodeler.model.problem import Problem
from dfdmodeler.rules.rule import Mitigation, References, Rule

ATLAS = "atlas"
ATLAS_MITIGATIONS = "atlas_mitigations"
KEYS = (*References.model_fields, ATLAS_MITIGATIONS)
"""Taxonomies by key: the fields of a rule's references, and that of a mitigation."""

MOST_TOLD = 3
"""Cases told with a threat; the others are counted."""

OutsideId = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_.-]*$", max_length=60)]
Line = Annotated[str, Field(min_length=1, max_length=300, pattern=r"^[^\r\n]*$")]


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Term(_Row):
    """One id of a taxonomy."""

    id: OutsideId
    name: Line
    part_of: str = ""
    """The id that it refines."""
    group: str = ""
    """Under what the taxonomy itself lists it."""


class Taxonomy(_Row):
    """One edition of a public catalog."""

    key: str
    name: Line
    edition: Line
    whole: bool = True
    """Whether it has every id of the catalog, not just those that rules name."""
    entries: tuple[Term, ...] = ()


class OutOfScope(_Row):
    """Ids that no rule can find in a data-flow diagram, and why."""

    taxonomy: str
    ids: tuple[OutsideId, ...]
    reason: Line


class Incident(_Row):
    """A documented case: what happened, or what a team showed by trying."""

    id: OutsideId
    kind: Literal["incident", "exercise"]
    year: Annotated[int, Field(ge=1990, le=2100)]
    title: Line
    line: Line
    """What happened, in a sentence."""
    techniques: tuple[OutsideId, ...]
    """The ATLAS techniques of its steps."""


class Reference(NamedTuple):
    """An id that a rule names, in full."""

    key: str
    taxonomy: str
    id: str
    name: str
    """Empty where the taxonomy has no such id."""
    edition: str


SECTIONS: Mapping[str, type[BaseModel]] = {
    "taxonomy": Taxonomy,
    "out_of_scope": OutOfScope,
    "incident": Incident,
}
"""The tables that a file of taxonomies may hold."""


@dataclass(frozen=True)
class Taxonomies:
    """All taxonomies by key, with reasons and incidents. What is said of unknown ids was left out before."""

    tables: Mapping[str, Taxonomy]
    reasons: Mapping[tuple[str, str], str]
    """Why an id is out of scope, by the taxonomy's key and the id."""
    incidents: tuple[Incident, ...] = ()

    @cached_property
    def terms(self) -> Mapping[tuple[str, str], Term]:
        """Each id's row, by the taxonomy's key and the id."""
        return {(key, term.id): term for key, table in self.tables.items() for term in table.entries}

    def references_of(self, rule: Rule) -> tuple[Reference, ...]:
        """What a rule names, in the order of the fields of its references."""
        return self.resolve(dict(rule.refs))

    def incidents_of(self, rule: Rule) -> tuple[Incident, ...]:
        """What happened by the techniques that a rule names, most fitting first."""
        return self.happened(rule.refs.atlas)

    def resolve(self, refs: Mapping[str, Iterable[str]]) -> tuple[Reference, ...]:
        """The ids of each taxonomy with their names."""
        return tuple(self._reference(key, id_) for key, ids in refs.items() for id_ in ids)

    def happened(self, techniques: Iterable[str]) -> tuple[Incident, ...]:
        """Incidents by any of these techniques or their sub-techniques, most fitting first.

        The more techniques an incident shares, the better it fits. Among equals, what happened in earnest
        comes before exercises, then what shares techniques that few others do, then the newer.
        """
        shared: dict[Incident, list[float]] = {}
        for technique in dict.fromkeys(techniques):
            found = self._by_technique.get(technique, ())
            for incident in found:
                shared.setdefault(incident, []).append(1 / len(found))

        def place(incident: Incident) -> tuple[int, bool, float, int, str]:
            rarity = fsum(shared[incident])
            return -len(shared[incident]), incident.kind == "exercise", -rarity, -incident.year, incident.id

        return tuple(sorted(shared, key=place))

    def in_words(self, refs: Mapping[str, Iterable[str]]) -> tuple[tuple[str, str], ...]:
        """Each taxonomy with its edition, and what is named of it: ids with their names."""
        return reference_words(self.resolve(refs))

    def cases_in_words(self, techniques: Iterable[str], told: Container[str] = ()) -> tuple[str, ...]:
        """What happened by some techniques: the most fitting cases, and how many more there are.

        Those whose id was `told` elsewhere are named only.
        """
        found = self.happened(techniques)
        words = [case_words(case) if case.id not in told else case_name(case) for case in found[:MOST_TOLD]]
        if more := len(found) - len(words):
            words.append(f"{more} more {'case' if more == 1 else 'cases'} by these techniques")
        return tuple(words)

    def unknown(self, key: str, ids: Iterable[str]) -> Iterator[str]:
        """Those ids that a taxonomy which has all of its catalog does not have."""
        table = self.tables.get(key)
        if table is not None and table.whole:
            yield from (id_ for id_ in ids if (key, id_) not in self.terms)

    def _reference(self, key: str, id_: str) -> Reference:
        table = self.tables.get(key)
        if table is None:
            return Reference(key, key, id_, "", "")
        return Reference(key, table.name, id_, self._name(key, id_), table.edition)

    def _name(self, key: str, id_: str) -> str:
        """The name, after that of its whole where the id extends it: few say anything on their own."""
        term = self.terms.get((key, id_))
        if term is None:
            return ""
        whole = self.terms.get((key, term.part_of))
        return f"{whole.name}: {term.name}" if whole and id_.startswith(f"{whole.id}.") else term.name

    @cached_property
    def _by_technique(self) -> Mapping[str, tuple[Incident, ...]]:
        found: dict[str, dict[Incident, None]] = {}
        for incident in self.incidents:
            for technique in incident.techniques:
                term = self.terms.get((ATLAS, technique))
                for id_ in (technique, term.part_of if term else ""):
                    found.setdefault(id_, {})[incident] = None
        return {id_: tuple(incidents) for id_, incidents in found.items()}


def reference_words(references: Iterable[Reference]) -> tuple[tuple[str, str], ...]:
    """Each taxonomy with its edition, and what is named of it: ids with their names."""
    words: dict[str, list[str]] = {}
    for found in references:
        title = f"{found.taxonomy} {found.edition}".strip()
        words.setdefault(title, []).append(f"{found.id} {found.name}".strip())
    return tuple((title, "; ".join(named)) for title, named in words.items())


def case_name(incident: Incident) -> str:
    """What a case is called, when it was, and where to read on."""
    when = f"{'exercise, ' if incident.kind == 'exercise' else ''}{incident.year}"
    return f"{incident.title} ({when}, {incident.id})"


def case_words(incident: Incident) -> str:
    """A case in a sentence."""
    return f"{case_name(incident)}: {incident.line}"


NO_TAXONOMIES = Taxonomies(MappingProxyType({}), MappingProxyType({}))


def load_taxonomies(directories: Sequence[Path]) -> tuple[Taxonomies, tuple[Problem, ...]]:
    """The taxonomies of all ``*.toml`` files in some directories.

    Never raises because of what files hold or because they cannot be read: that is told in the problems.
    """
    problems: list[Problem] = []
    entries = [entry for folder in directories for entry in read_rows(folder, SECTIONS, problems)]
    tables = _tables(entries, problems)
    known = {(key, term.id) for key, table in tables.items() for term in table.entries}
    reasons = _reasons(entries, known, problems)
    incidents = _incidents(entries, known, problems)
    return Taxonomies(MappingProxyType(tables), MappingProxyType(reasons), incidents), tuple(problems)


_Entries = Iterable[Entry[BaseModel]]
_Known = set[tuple[str, str]]


def _tables(entries: _Entries, problems: list[Problem]) -> dict[str, Taxonomy]:
    tables: dict[str, Taxonomy] = {}
    for entry in entries:
        if not isinstance(entry.row, Taxonomy):
            continue
        what = _objection(entry.row, tables)
        if what:
            problems.append(Problem(entry.where, what, suggestion(entry.row.key, KEYS)))
        else:
            tables[entry.row.key] = entry.row
    return tables


def _objection(table: Taxonomy, tables: Mapping[str, Taxonomy]) -> str:
    """Why a taxonomy cannot be used; empty if it can."""
    ids = Counter(term.id for term in table.entries)
    if table.key not in KEYS:
        return f"No rule refers to a taxonomy '{table.key}'."
    if table.key in tables:
        return f"There is already a taxonomy '{table.key}'."
    if twice := [id_ for id_, count in ids.items() if count > 1]:
        return f"'{table.key}' has {twice[0]} twice."
    if stray := sorted({term.part_of for term in table.entries} - {"", *ids}):
        return f"'{table.key}' refines {stray[0]} but does not have it."
    return ""


def _reasons(entries: _Entries, known: _Known, problems: list[Problem]) -> dict[tuple[str, str], str]:
    reasons: dict[tuple[str, str], str] = {}
    for entry in entries:
        if isinstance(entry.row, OutOfScope):
            ids = [(entry.row.taxonomy, id_) for id_ in entry.row.ids]
            _tell_of_unknown(entry, ids, known, problems)
            for id_ in known.intersection(ids):
                if reasons.setdefault(id_, entry.row.reason) != entry.row.reason:
                    what = f"There is already a reason why '{id_[1]}' is out of scope."
                    problems.append(Problem(entry.where, what, "", "warning"))
    return reasons


def _incidents(entries: _Entries, known: _Known, problems: list[Problem]) -> tuple[Incident, ...]:
    incidents: dict[str, Incident] = {}
    for entry in entries:
        if isinstance(entry.row, Incident):
            _tell_of_unknown(entry, [(ATLAS, id_) for id_ in entry.row.techniques], known, problems)
            if incidents.setdefault(entry.row.id, entry.row) is not entry.row:
                what = f"There is already a case '{entry.row.id}'."
                problems.append(Problem(entry.where, what, "", "warning"))
    return tuple(incidents.values())


def _tell_of_unknown(
    entry: Entry[BaseModel], ids: Iterable[tuple[str, str]], known: _Known, problems: list[Problem]
) -> None:
    for key, id_ in ids:
        if (key, id_) not in known:
            hint = suggestion(id_, [other for of, other in known if of == key])
            problems.append(Problem(entry.where, f"The taxonomy '{key}' has no '{id_}'.", hint, "warning"))


def named_ids(row: Rule | Mitigation) -> Mapping[str, tuple[str, ...]]:
    """The outside ids that a rule or mitigation names, by taxonomy."""
    return dict(row.refs) if isinstance(row, Rule) else {ATLAS_MITIGATIONS: row.atlas}
