"""What two versions say differently of one record, kept in the document until a person settles it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Literal

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from dfdmodeler.model.record import Record


class Side(Mapping[str, Any]):
    """Fields of a record as plain data, immutable: whoever reads a value gets a copy of their own."""

    __slots__ = ("_text",)

    def __init__(self, fields: Mapping[str, Any]) -> None:
        self._text = json.dumps(dict(fields), sort_keys=True, ensure_ascii=False)

    def plain(self) -> dict[str, Any]:
        """A dictionary of its own with the same fields."""
        fields: dict[str, Any] = json.loads(self._text)
        return fields

    def __getitem__(self, name: str) -> Any:
        return self.plain()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.plain())

    def __len__(self) -> int:
        return len(self.plain())

    def __eq__(self, other: object) -> bool:
        return self._text == other._text if isinstance(other, Side) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._text)

    def __repr__(self) -> str:
        return f"Side({self._text})"

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        fields = core_schema.dict_schema(core_schema.str_schema(strict=True), core_schema.any_schema())
        from_dict = core_schema.no_info_after_validator_function(cls, fields)
        return core_schema.json_or_python_schema(
            json_schema=from_dict,
            python_schema=core_schema.union_schema([core_schema.is_instance_schema(cls), from_dict]),
            serialization=core_schema.plain_serializer_function_ser_schema(lambda side: side.plain()),
        )


class Conflict(Record):
    """Two versions that disagree about fields of a record, or about whether it exists.

    Its id is ``!field@subject``. A side is None where that version has no such record; a field that a side
    does not name was not set there. What stands in the document meanwhile is the provisional winner.
    """

    kind: Literal["conflict"] = "conflict"
    subject: str
    field: str = ""
    """Which field, an attribute as ``properties.name``, the first of several that belong together; empty for
    the record as a whole."""
    base: Side | None = None
    """What both began with."""
    ours: Side | None = None
    theirs: Side | None = None

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that a choice decides, in the order of their names."""
        sides = (self.base, self.ours, self.theirs)
        return tuple(sorted({name for side in sides if side is not None for name in side}))


def conflict_id(subject: str, field: str, number: int = 1) -> str:
    """The id of a conflict; the number tells those apart that one merge after another left."""
    return f"!{field}{f'!{number}' if number > 1 else ''}@{subject}"
