"""All stencils in force, made for lookup: what a type descends from, offers and looks like."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from dfdmodeler.catalog.stencil import (
    PALETTES,
    Attribute,
    BoundaryKind,
    Channel,
    DataKind,
    DefaultFlow,
    Shape,
    Stencil,
    Trust,
)
from dfdmodeler.model.values import EMPTY, Value

ON_ELEMENT = "element"
ON_FLOW = "flow"
"""What an attribute's `on` says instead of a type: every element, or flows."""

UNKNOWN_SHAPE: Shape = "process"
UNKNOWN_COLOR = "people"
UNKNOWN_TRUST: Trust = "untrusted"
"""What is assumed of a type that the catalog does not know, such as one of a newer version."""


class Catalog:
    """Element types, attributes, data kinds and boundary kinds, immutable and indexed.

    Expects consistent rows (unique names, known parents, no cycles), as `load_catalog` makes them. Lookups
    take unknown types too: such a type descends from itself alone and has the attributes of every element.
    """

    def __init__(
        self,
        *,
        stencils: Iterable[Stencil] = (),
        attributes: Iterable[Attribute] = (),
        data_kinds: Iterable[DataKind] = (),
        channels: Iterable[Channel] = (),
        default_flows: Iterable[DefaultFlow] = (),
        boundary_kinds: Iterable[BoundaryKind] = (),
    ) -> None:
        self.stencils: Mapping[str, Stencil] = MappingProxyType({row.type: row for row in stencils})
        self.data_kinds: Mapping[str, DataKind] = MappingProxyType({row.id: row for row in data_kinds})
        self.boundary_kinds: Mapping[str, BoundaryKind] = MappingProxyType(
            {row.id: row for row in boundary_kinds}
        )
        self.channels: Mapping[str, frozenset[str]] = MappingProxyType(
            {row.id: frozenset(row.kinds or self.data_kinds).difference(row.without) for row in channels}
        )
        self.all_attributes: tuple[Attribute, ...] = tuple(self._filled(row) for row in attributes)
        """Attributes of elements and of flows, in the order of the files."""
        self.flow_attributes: tuple[Attribute, ...] = tuple(
            row for row in self.all_attributes if ON_FLOW in row.on
        )
        self._attribute = {row.name: row for row in self.all_attributes}
        self._ancestors = {type_: tuple(self._climb(type_)) for type_ in self.stencils}
        self._lineage = {type_: frozenset(line) for type_, line in self._ancestors.items()}
        self._descendants = {
            type_: frozenset(other for other, line in self._lineage.items() if type_ in line)
            for type_ in self.stencils
        }
        self._offered = {type_: self._offer(line) for type_, line in self._lineage.items()}
        self._offered_to_all = self._offer(frozenset())
        self.default_flows: tuple[DefaultFlow, ...] = tuple(default_flows)
        self._default_kinds: dict[tuple[str, str], frozenset[str]] = {}

    def stencil(self, type_: str) -> Stencil | None:
        """The record of a type, or None if the catalog does not know it."""
        return self.stencils.get(type_)

    def isa(self, type_: str, *ancestors: str) -> bool:
        """Whether a type is, or descends from, one of some types."""
        lineage = self._lineage.get(type_)
        return type_ in ancestors if lineage is None else not lineage.isdisjoint(ancestors)

    def ancestors(self, type_: str) -> tuple[str, ...]:
        """The type itself, its parent, and so on up to its root."""
        return self._ancestors.get(type_, (type_,))

    def descendants(self, type_: str) -> frozenset[str]:
        """The type itself and all types below it."""
        return self._descendants.get(type_, frozenset({type_}))

    def attributes(self, type_: str) -> tuple[Attribute, ...]:
        """The attributes that elements of a type offer, in the order of the files."""
        return self._offered.get(type_, self._offered_to_all)

    def attribute(self, name: str) -> Attribute | None:
        """An attribute of elements or flows by name, or None if the catalog does not know it."""
        return self._attribute.get(name)

    def offers(self, type_: str, name: str) -> bool:
        """Whether elements of a type offer an attribute."""
        return any(row.name == name for row in self.attributes(type_))

    def key_attributes(self, type_: str) -> tuple[str, ...]:
        """The attributes to answer first: those of the nearest ancestor that names any."""
        return next((row.key_attributes for row in self._rows(type_) if row.key_attributes), ())

    def label(self, type_: str) -> str:
        """What people call a type; its id in words if the catalog does not know it."""
        row = self.stencils.get(type_)
        return row.label if row else type_.replace("_", " ").capitalize()

    def icon(self, type_: str) -> str:
        """SVG path data of the nearest icon, or an empty text."""
        return next((row.icon for row in self._rows(type_) if row.icon is not None), "")

    def shape(self, type_: str) -> Shape:
        return next((row.shape for row in self._rows(type_) if row.shape is not None), UNKNOWN_SHAPE)

    def color(self, type_: str) -> str:
        """The name of a colour token."""
        return next((row.color for row in self._rows(type_) if row.color is not None), UNKNOWN_COLOR)

    def relay(self, type_: str) -> bool:
        """Whether data passes through elements of a type although they are external entities."""
        return any(row.relay for row in self._rows(type_))

    def trust(self, type_: str, properties: Mapping[str, Value] = EMPTY) -> Trust:
        """The default trust of a type, or of an element of that type with these attribute values."""
        for row in self._rows(type_):
            for case in row.trust_when:
                if properties.get(case.attribute) == case.value:
                    return case.trust
            if row.trust is not None:
                return row.trust
        return UNKNOWN_TRUST

    def default_kinds(self, source_type: str, target_type: str) -> frozenset[str]:
        """The data kinds that a flow between two types is taken to carry when nobody said so, if any."""
        ends = source_type, target_type
        kinds = self._default_kinds.get(ends)
        if kinds is None:
            kinds = self._default_kinds[ends] = self._first_match(source_type, target_type)
        return kinds

    def palettes(self) -> tuple[tuple[str, tuple[Stencil, ...]], ...]:
        """What can be drawn, by palette: the shipped palettes in fixed order, then others by title."""
        groups: dict[str, list[Stencil]] = {title: [] for title in PALETTES}
        for row in sorted(self.stencils.values(), key=lambda row: row.palette):
            if not row.abstract:
                groups.setdefault(row.palette, []).append(row)
        return tuple((title, tuple(rows)) for title, rows in groups.items() if rows)

    def _rows(self, type_: str) -> Iterator[Stencil]:
        """The records of a known type and its ancestors, nearest first."""
        return (self.stencils[name] for name in self._ancestors.get(type_, ()))

    def _climb(self, type_: str) -> Iterator[str]:
        row = self.stencils.get(type_)
        while row is not None:
            yield row.type
            row = self.stencils.get(row.parent) if row.parent else None

    def _offer(self, lineage: frozenset[str]) -> tuple[Attribute, ...]:
        return tuple(row for row in self.all_attributes if not (lineage | {ON_ELEMENT}).isdisjoint(row.on))

    def _filled(self, row: Attribute) -> Attribute:
        """The attribute with its choices, where these are the data kinds."""
        if row.choices_from is None:
            return row
        labels = {kind.id: kind.label for kind in self.data_kinds.values()}
        return row.model_copy(update={"choices": tuple(labels), "choice_labels": labels})

    def _first_match(self, source_type: str, target_type: str) -> frozenset[str]:
        for row in self.default_flows:
            if (not row.source or self.isa(source_type, *row.source)) and (
                not row.target or self.isa(target_type, *row.target)
            ):
                return frozenset(row.kinds)
        return frozenset()
