"""Whether plain data conforms to a JSON Schema: the few words of the standard that ours uses."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

Schema = Mapping[str, Any]
TYPES: Mapping[str, type | tuple[type, ...]] = {
    "object": dict,
    "array": list,
    "string": str,
    "boolean": bool,
    "null": type(None),
    "integer": int,
    "number": (int, float),
}
WORDS = frozenset(
    [
        "$defs",
        "$ref",
        "$schema",
        "additionalProperties",
        "anyOf",
        "const",
        "default",
        "description",
        "enum",
        "items",
        "maxItems",
        "maxLength",
        "maximum",
        "minItems",
        "minLength",
        "minimum",
        "pattern",
        "prefixItems",
        "properties",
        "required",
        "title",
        "type",
    ]
)
"""What is understood here; with any other word the check would be no check."""


def departures(value: Any, schema: Schema, definitions: Schema, place: str = "") -> list[str]:
    """Where a value is not what the schema says, in words."""
    assert WORDS.issuperset(schema), sorted(set(schema) - WORDS)
    if "$ref" in schema:
        return departures(value, definitions[schema["$ref"].rsplit("/", 1)[1]], definitions, place)
    if "anyOf" in schema:
        return min((departures(value, each, definitions, place) for each in schema["anyOf"]), key=len)
    expected = schema.get("type")
    if expected and not _is(value, expected):
        return [f"{place}: no {expected}"]
    wrong = _bounds(value, schema, place)
    if expected == "object":
        wrong += _members(value, schema, definitions, place)
    if expected == "array":
        wrong += _items(value, schema, definitions, place)
    return wrong


def _is(value: Any, expected: str) -> bool:
    return isinstance(value, TYPES[expected]) and (expected == "boolean" or not isinstance(value, bool))


def _bounds(value: Any, schema: Schema, place: str) -> list[str]:
    checks = {
        "pattern": lambda limit: re.search(limit, value) is not None,
        "minLength": lambda limit: len(value) >= limit,
        "maxLength": lambda limit: len(value) <= limit,
        "const": lambda limit: value == limit,
        "enum": lambda limit: value in limit,
        "minimum": lambda limit: value >= limit,
        "maximum": lambda limit: value <= limit,
        "minItems": lambda limit: len(value) >= limit,
        "maxItems": lambda limit: len(value) <= limit,
    }
    return [
        f"{place}: {word} {schema[word]}"
        for word in checks
        if word in schema and not checks[word](schema[word])
    ]


def _members(value: Mapping[str, Any], schema: Schema, definitions: Schema, place: str) -> list[str]:
    wrong = [f"{place}: no {name}" for name in schema.get("required", ()) if name not in value]
    known, others = schema.get("properties", {}), schema.get("additionalProperties", True)
    for name, part in value.items():
        if name not in known and others is False:
            wrong.append(f"{place}: {name} is unknown")
            continue
        wrong += departures(
            part, known.get(name, {} if others is True else others), definitions, f"{place}/{name}"
        )
    return wrong


def _items(value: list[Any], schema: Schema, definitions: Schema, place: str) -> list[str]:
    prefix = schema.get("prefixItems", ())
    wrong = []
    for n, part in enumerate(value):
        item = prefix[n] if n < len(prefix) else schema.get("items", {})
        wrong += departures(part, item, definitions, f"{place}/{n}")
    return wrong
