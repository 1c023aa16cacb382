"""Immutable mappings and attribute values inside records.

`frozen=True` does not freeze a dict inside a pydantic record, hence `FrozenMap`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

Value = str | tuple[str, ...]
"""An attribute's value: one text, or a set of texts kept sorted. Absent means unknown; ``n/a`` is a value."""

UNKNOWN = "unknown"
NOT_APPLICABLE = "n/a"


def normal(value: str | Iterable[str]) -> Value:
    """The one way a value is written: texts as they are, sets sorted and without repetition."""
    return value if isinstance(value, str) else tuple(sorted(set(value)))


def is_unknown(value: Value | None) -> bool:
    """Whether a value says nothing: absent, ``unknown``, an empty text or an empty set."""
    return not value or value == UNKNOWN


class FrozenMap(Mapping[str, Value]):
    """Attribute values by name: immutable, hashable, in order of names, without unknown ones."""

    __slots__ = ("_hash", "_items")

    def __init__(self, items: Mapping[str, str | Iterable[str]] | None = None) -> None:
        normalised = {name: normal(value) for name, value in sorted((items or {}).items())}
        self._items = {name: value for name, value in normalised.items() if not is_unknown(value)}
        self._hash: int | None = None

    def __getitem__(self, name: str) -> Value:
        return self._items[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __eq__(self, other: object) -> bool:
        return self._items == other._items if isinstance(other, FrozenMap) else NotImplemented

    def __hash__(self) -> int:
        if self._hash is None:
            self._hash = hash(tuple(self._items.items()))
        return self._hash

    def plain(self) -> dict[str, Value]:
        """A dictionary of its own with the same values. Quicker than one made item by item."""
        return self._items.copy()

    def __repr__(self) -> str:
        return f"FrozenMap({self._items!r})"

    def with_(self, name: str, value: str | Iterable[str] | None) -> FrozenMap:
        """The same map with one value set, or removed if it is None or says nothing."""
        return FrozenMap({**self._items, name: () if value is None else value})

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        text = core_schema.str_schema(strict=True)
        value = core_schema.union_schema(
            [text, core_schema.list_schema(text), core_schema.tuple_variable_schema(text)]
        )
        values = core_schema.dict_schema(text, value)
        from_dict = core_schema.no_info_after_validator_function(cls, values)
        return core_schema.json_or_python_schema(
            json_schema=from_dict,
            python_schema=core_schema.union_schema([core_schema.is_instance_schema(cls), from_dict]),
            serialization=core_schema.plain_serializer_function_ser_schema(lambda value: dict(value._items)),
        )


EMPTY = FrozenMap()
