"""The fields of a record one by one, also those of its mappings: to be compared and exchanged."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dfdmodeler.model.record import R, Record
from dfdmodeler.model.values import FrozenMap

IDENTITY = ("id", "kind")
"""What makes a record the one that it is."""


def flat(record: Record) -> dict[str, Any]:
    """The fields of a record by name, the items of its mappings as ``properties.name``."""
    fields: dict[str, Any] = {}
    for name, value in record:
        if isinstance(value, FrozenMap):
            fields.update({f"{name}.{key}": item for key, item in value.items()})
        else:
            fields[name] = value
    return fields


def made(like: R, fields: Mapping[str, Any]) -> R:
    """A record like another with these flat fields and no others."""
    maps: dict[str, dict[str, Any]] = {name: {} for name, value in like if isinstance(value, FrozenMap)}
    whole: dict[str, Any] = {name: value for name, value in like if name in IDENTITY}
    for path, value in fields.items():
        name, _, key = path.partition(".")
        if key and name in maps:
            maps[name][key] = value
        else:
            whole[path] = value
    return type(like).model_validate({**whole, **maps})


def plain(value: Any) -> Any:
    """A field's value as JSON has it."""
    if isinstance(value, Mapping):
        return {name: plain(part) for name, part in value.items()}
    return [plain(part) for part in value] if isinstance(value, list | tuple) else value


def kind_of(record: Record) -> str:
    """The kind of a record, one of a newer version's included."""
    return str(record.kind)  # type: ignore[attr-defined]
