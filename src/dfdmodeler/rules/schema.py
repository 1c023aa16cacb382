"""The JSON Schema of the files of a rule pack, for editors: they complete keys and mark what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from dfdmodeler.rules.examples import Example
from dfdmodeler.rules.load import SECTIONS
from dfdmodeler.rules.rule import PackInfo, References

TABLES: Mapping[str, type[BaseModel]] = {**SECTIONS, "example": Example}
DESCRIPTIONS: Mapping[str, Mapping[str, str]] = {
    "PackInfo": {
        "id": "Name of the pack, unique among all packs. Only in pack.toml.",
        "version": "Version of the pack; models remember it. Only in pack.toml.",
        "title": "What the pack is called in reports. Only in pack.toml.",
        "about": "What the pack is for, in a sentence or two. Only in pack.toml.",
    },
    "Rule": {
        "id": "Permanent name of the rule, unique among all packs. Decisions refer to it.",
        "aliases": "Former ids; decisions taken under them count.",
        "scope": "What the condition is asked of: each element (e), each data flow (f), each flow that lacks "
        "an end (f), each boundary (b), or the model once.",
        "family": "Heading under which the rule is listed.",
        "track": "Which list the threat belongs to; validity is for mistakes in the drawing itself.",
        "when": "Condition under which the threat applies.",
        "severity": "A level, or an expression that yields one, such as 'Critical' if hands(e) else 'Low'.",
        "bug_bar": "The range of levels that a published bug bar gives.",
        "title": "What can happen, in one line.",
        "why": "Why that is a threat here. {subject} stands for the name of what it is about.",
        "parallel": "The classic security problem that it resembles.",
        "stride": "Letters of STRIDE.",
        "cia": "What is harmed: confidentiality, integrity, availability.",
        "knowledge": "What the attacker knows of the model: black box, white box, or either.",
        "access": "Whether the attacker needs access to the inside.",
        "seed": "Number in the list of threats that the rule comes from.",
        "mitigations": "Ids of mitigations.",
        "questions": "Ids of review questions.",
        "refs": "Ids in public catalogs.",
    },
    "References": dict.fromkeys(References.model_fields, "Ids in this public catalog."),
    "Mitigation": {
        "id": "Permanent name, unique among all packs.",
        "kind": "Whether it prevents, detects, or limits the damage.",
        "title": "The measure in a few words.",
        "text": "What to do.",
        "marker": "Condition on the subject (x) of a threat under which the measure is in place.",
        "sufficient": "Whether it alone is enough.",
        "atlas": "Ids of mitigations in MITRE ATLAS.",
    },
    "Question": {
        "id": "Permanent name, unique among all packs.",
        "section": "Heading under which it is asked.",
        "text": "The question.",
        "scope": "Whether it is asked of elements (e) or data flows (f).",
        "where": "Condition under which it is asked.",
        "sets": "Attributes that an answer sets.",
        "rules": "Ids of rules that the answer bears on.",
    },
    "Override": {
        "rule": "Id of a rule of another pack.",
        "severity": "The severity that it has from now on.",
        "off": "Write true to switch the rule off. Leave out the severity then.",
        "reason": "Why. It is shown in reports.",
    },
}
"""What each key is for."""


def pack_schema() -> dict[str, Any]:
    """One schema for all files of a pack: ``pack.toml``, those beside it and the examples."""
    kinds: tuple[type[BaseModel], ...] = (PackInfo, *TABLES.values())
    _, made = models_json_schema([(kind, "validation") for kind in kinds])
    definitions: dict[str, Any] = made["$defs"]
    for name, words in DESCRIPTIONS.items():
        properties = definitions[name]["properties"]
        for key, text in words.items():
            properties[key] = {**_without_null(properties[key]), "description": text}
    head = definitions.pop("PackInfo")["properties"]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "dfdmodeler rule pack",
        "type": "object",
        "additionalProperties": False,
        "properties": {**head, **{section: _list_of(kind) for section, kind in TABLES.items()}},
        "$defs": definitions,
    }


def _list_of(kind: type[BaseModel]) -> dict[str, Any]:
    return {"type": "array", "items": {"$ref": f"#/$defs/{kind.__name__}"}}


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    """TOML has no null: what may be absent is left out."""
    given = [each for each in schema.get("anyOf", ()) if each.get("type") != "null"]
    return {"title": schema.get("title", ""), **given[0]} if len(given) == 1 else schema
