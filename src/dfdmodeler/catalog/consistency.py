"""From the rows of files to a catalog that holds together: what does not fit is left out and told."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Generic, TypeVar

from pydantic import BaseModel

from dfdmodeler.catalog.catalog import ON_ELEMENT, ON_FLOW, Catalog
from dfdmodeler.catalog.icon import icon_error
from dfdmodeler.catalog.places import Spot
from dfdmodeler.catalog.stencil import (
    COLORS,
    Attribute,
    BoundaryKind,
    Channel,
    DataKind,
    DefaultFlow,
    Stencil,
)
from dfdmodeler.model.problem import Problem
from dfdmodeler.model.values import NOT_APPLICABLE, UNKNOWN

ROOTS = ("external_entity", "process", "data_store")
"""The only types without a parent: rules know every element as one of these."""

Row = TypeVar("Row", bound=BaseModel)
Drawn = TypeVar("Drawn", Stencil, BoundaryKind)


@dataclass(frozen=True, slots=True)
class Entry(Generic[Row]):
    """A row and where it stands."""

    place: Spot | str
    row: Row

    @property
    def where(self) -> str:
        """Where it begins."""
        return self.of()

    def of(self, *keys: str | int, value: bool = False) -> str:
        """Where something in it stands, by the keys that lead to it."""
        return self.place.of(*keys, value=value) if isinstance(self.place, Spot) else self.place

    def inside(self, key: str, index: int) -> str:
        """Where a character of one of its texts stands."""
        return self.place.inside(key, index) if isinstance(self.place, Spot) else self.place


def suggestion(name: str, known: Iterable[str]) -> str:
    """A hint at the known name that was probably meant, or an empty text."""
    names = sorted(known)
    same = [one for one in names if one.casefold() == name.casefold()]
    near = same or get_close_matches(name, names, n=1)
    return f"Did you mean '{near[0]}'?" if near else ""


def consistent(entries: Sequence[Entry[BaseModel]]) -> tuple[Catalog, list[Problem]]:
    """The catalog of all rows that fit together, and why the others do not.

    Of two rows with one name, the first counts.
    """
    return _Check(entries).catalog()


class _Check:
    """One pass over all rows, in the order in which they depend on one another."""

    def __init__(self, entries: Sequence[Entry[BaseModel]]) -> None:
        self.entries = entries
        self.problems: list[Problem] = []

    def catalog(self) -> tuple[Catalog, list[Problem]]:
        kinds = self._unique(DataKind, lambda row: row.id)
        kind_ids = {entry.row.id for entry in kinds}
        stencils = self._rooted(self._unique(Stencil, lambda row: row.type))
        types = {entry.row.type for entry in stencils}
        attributes = [
            kept
            for entry in self._unique(Attribute, lambda row: row.name)
            if (kept := self._attribute(entry, types))
        ]
        by_name = {entry.row.name: entry.row for entry in attributes}
        channels = self._unique(Channel, lambda row: row.id)
        flows = self._of(DefaultFlow)
        boundary_kinds = self._unique(BoundaryKind, lambda row: row.id)
        catalog = Catalog(
            stencils=[self._stencil(entry, by_name, types).row for entry in stencils],
            attributes=[entry.row for entry in attributes],
            data_kinds=[entry.row for entry in kinds],
            channels=[
                entry.row
                for entry in channels
                if self._all_known(entry, "data kind", (*entry.row.kinds, *entry.row.without), kind_ids)
            ],
            default_flows=[
                entry.row
                for entry in flows
                if self._all_known(entry, "type", (*entry.row.source, *entry.row.target), types)
                and self._all_known(entry, "data kind", entry.row.kinds, kind_ids)
            ],
            boundary_kinds=[self._with_sound_icon(entry, entry.row.id).row for entry in boundary_kinds],
        )
        return catalog, self.problems

    def _tell(self, entry: Entry[Row], what: str, hint: str = "") -> None:
        self.problems.append(Problem(entry.where, what, hint, "warning"))

    def _of(self, kind: type[Row]) -> list[Entry[Row]]:
        return [Entry(entry.place, entry.row) for entry in self.entries if isinstance(entry.row, kind)]

    def _unique(self, kind: type[Row], name_of: Callable[[Row], str]) -> list[Entry[Row]]:
        first: dict[str, Entry[Row]] = {}
        for entry in self._of(kind):
            name = name_of(entry.row)
            if name in first:
                self._tell(
                    entry, f"'{name}' is already defined in {first[name].where}.", "Choose another name."
                )
            else:
                first[name] = entry
        return list(first.values())

    def _all_known(self, entry: Entry[Row], what: str, names: Iterable[str], known: Collection[str]) -> bool:
        unknown = [name for name in names if name not in known]
        for name in unknown:
            self._tell(entry, f"Unknown {what} '{name}'.", suggestion(name, known))
        return not unknown

    # --- types

    def _rooted(self, entries: list[Entry[Stencil]]) -> list[Entry[Stencil]]:
        """The stencils whose line of parents ends in a root, in the order given."""
        parents = {entry.row.type: entry.row.parent for entry in entries}
        kept: list[Entry[Stencil]] = []
        for entry in entries:
            error, hint = _parent_error(entry.row.type, parents)
            if error:
                self._tell(entry, f"'{entry.row.type}' {error}.", hint)
            else:
                kept.append(entry)
        return kept

    def _stencil(
        self, entry: Entry[Stencil], attributes: dict[str, Attribute], types: Collection[str]
    ) -> Entry[Stencil]:
        """The stencil without what it says of unknown colours, attributes and types, or in a bad icon."""
        entry = self._with_sound_icon(entry, entry.row.type)
        row = entry.row
        if row.color is not None and row.color not in COLORS:
            self._tell(
                entry, f"Unknown color '{row.color}' of '{row.type}'.", f"Use one of {', '.join(COLORS)}."
            )
            row = row.model_copy(update={"color": None})
        for name in (*row.key_attributes, *(case.attribute for case in row.trust_when)):
            self._all_known(entry, "attribute", (name,), attributes)
        for case in row.trust_when:
            known = attributes.get(case.attribute)
            if known and known.values:
                self._all_known(entry, f"value of '{case.attribute}'", (case.value,), known.values)
        self._all_known(entry, "type", row.next, types)
        kept_next = tuple(name for name in row.next if name in types)
        kept_keys = tuple(name for name in row.key_attributes if name in attributes)
        kept_cases = tuple(case for case in row.trust_when if case.attribute in attributes)
        kept = {"key_attributes": kept_keys, "trust_when": kept_cases, "next": kept_next}
        return replace(entry, row=row.model_copy(update=kept))

    def _with_sound_icon(self, entry: Entry[Drawn], name: str) -> Entry[Drawn]:
        error = icon_error(entry.row.icon) if entry.row.icon is not None else ""
        if not error:
            return entry
        self._tell(entry, f"The icon of '{name}' {error}.", "It is drawn without this icon.")
        return replace(entry, row=entry.row.model_copy(update={"icon": None}))

    # --- attributes

    def _attribute(self, entry: Entry[Attribute], types: Collection[str]) -> Entry[Attribute] | None:
        """The attribute on those types that are known, or None if it makes no sense."""
        row = entry.row
        error = _choices_error(row)
        if error:
            self._tell(entry, f"'{row.name}' {error}.")
            return None
        known = {*types, ON_ELEMENT, ON_FLOW}
        self._all_known(entry, f"type in 'on' of '{row.name}':", row.on, known)
        on = tuple(name for name in row.on if name in known)
        return replace(entry, row=row.model_copy(update={"on": on})) if on else None


def _parent_error(type_: str, parents: dict[str, str | None]) -> tuple[str, str]:
    """Why a type cannot be placed below a root, as the end of a sentence, and a hint; empty if it can."""
    if type_ in (ON_ELEMENT, ON_FLOW):
        return "is a reserved name", "Choose another name."
    if parents[type_] is None and type_ not in ROOTS:
        return "has no parent", f"Every type descends from one of {', '.join(ROOTS)}."
    seen = [type_]
    while (parent := parents[seen[-1]]) is not None:
        if parent == type_:
            return "is its own ancestor", f"It comes back to itself by {' > '.join([*seen, parent])}."
        if parent not in parents:
            return _unknown_parent(type_, seen[-1], parent, parents)
        if parent in seen or parent in (ON_ELEMENT, ON_FLOW):
            return "descends from a type that is left out", ""
        seen.append(parent)
    if seen[-1] not in ROOTS:
        return "descends from a type that is left out", ""
    return "", ""


def _unknown_parent(type_: str, child: str, parent: str, parents: Collection[str]) -> tuple[str, str]:
    if child == type_:
        return f"has the unknown parent '{parent}'", suggestion(parent, parents)
    return f"descends from '{child}', which is left out", ""


def _choices_error(row: Attribute) -> str:
    """Why the choices of an attribute cannot be, as the end of a sentence; empty if they can."""
    if not row.on:
        return "is on no type"
    if row.kind == "choice" and not (row.choices or row.choices_from):
        return "is a choice without choices"
    if row.kind not in ("choice", "tags") and (row.choices or row.choices_from):
        return f"has choices, but its kind is '{row.kind}'"
    reserved = {UNKNOWN, NOT_APPLICABLE, ""} & set(row.choices)
    return f"has the reserved choice '{min(reserved)}'" if reserved else ""
