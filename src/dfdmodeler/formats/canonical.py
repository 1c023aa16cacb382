"""Records as canonical JSON text: made for `git diff`, the same bytes for the same content.

One record is one block, one property is one line, meaning stands before picture, records are sorted by id,
defaults are left out, coordinates are rounded to a tenth of a unit.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from dfdmodeler.model.records import RECORD_TYPES, Note, Opaque, Placement, Record, Route

TABLES: dict[str, str] = {
    kind: kind if kind == "about" else f"{kind[:-1]}ies" if kind.endswith("y") else f"{kind}s"
    for kind in RECORD_TYPES
}
"""Name of the table of a file that holds the records of a kind."""
OTHERS = "others"
"""The table of records whose kind this version does not know."""
PICTURE = (Placement, Route, Note)
"""Records with coordinates, which are rounded; unknown fields of newer versions stay as they are."""


def plain(record: Record) -> dict[str, Any]:
    """A record as plain data: kind first, fields in their declared order, defaults left out, then unknown
    fields."""
    values = record.model_dump(mode="json", exclude_defaults=True)
    known = type(record).model_fields
    named = {name: values[name] for name in known if name in values and name != "kind"}
    if isinstance(record, PICTURE):
        rounded = {name: _rounded(value) for name, value in named.items()}
        named = {name: value for name, value in rounded.items() if value != known[name].default}
    extra = {name: values[name] for name in sorted(values) if name not in known}
    return {"kind": record.kind, **named, **extra}  # type: ignore[attr-defined]


def block(record: Record) -> str:
    """The text of one record inside its table."""
    data = plain(record)
    if not isinstance(record, Opaque):
        del data["kind"]
    return _object(data, "  ")


def document(header: Mapping[str, Any], records: Iterable[Record]) -> str:
    """The text of a whole file: the header's properties, then one table for each kind that has records."""
    tables: dict[str, list[Record]] = {kind: [] for kind in RECORD_TYPES}
    others: list[Record] = []
    for record in records:
        tables.get(getattr(record, "kind", ""), others).append(record)
    parts = [f" {_text(name)}: {_value(value)}" for name, value in header.items()]
    parts += [_table(TABLES[kind], rows) for kind, rows in tables.items() if rows]
    parts += [_table(OTHERS, others)] if others else []
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _table(name: str, records: list[Record]) -> str:
    blocks = [f"  {block(record)}" for record in sorted(records, key=lambda r: r.id)]
    return f" {_text(name)}: [\n" + ",\n".join(blocks) + "\n ]"


def _object(data: Mapping[str, Any], indent: str) -> str:
    """An object with one property a line; objects inside it as well, their properties by name; lists on one
    line."""
    if not data:
        return "{}"
    inner = indent + " "
    lines = [f"{inner}{_text(name)}: {_nested(value, inner)}" for name, value in data.items()]
    return "{\n" + ",\n".join(lines) + f"\n{indent}}}"


def _nested(value: Any, indent: str) -> str:
    return _object(dict(sorted(value.items())), indent) if isinstance(value, dict) else _value(value)


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)


def _value(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        tenth = round(value, 1)
        return int(tenth) if tenth.is_integer() else tenth
    if isinstance(value, list | tuple):
        return [_rounded(part) for part in value]
    return value
