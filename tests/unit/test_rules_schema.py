"""The schema of rule packs: what ships conforms to it, what is wrong does not, and each key is explained."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

import json_schema
from dfdmodeler.rules.schema import pack_schema
from systems import ROOT

FILES = sorted((ROOT / "resources" / "rules").glob("**/*.toml"))


def departures(text: str) -> list[str]:
    schema = pack_schema()
    return json_schema.departures(tomllib.loads(text), schema, schema["$defs"])


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_what_ships_conforms(path: Path) -> None:
    assert departures(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("[[ruel]]", "ruel"),
        ('[[rule]]\nid = "A"', "scope"),
        ('[[override]]\nrule = "A"\nreason = "R"\nseverity = "Lowe"', "severity"),
        ('[[override]]\nrule = "A"\nreason = "R"\noff = "yes"', "off"),
        ('[[mitigation]]\nid = "4"\ntitle = "T"\nkind = "proactive"', "id"),
        ('[[question]]\nid = "Q"\nsection = "S"\ntext = "T"\nwhere = "True"\nset = []', "set"),
        ("id = 3", "id"),
    ],
)
def test_what_is_wrong_does_not(text: str, wrong: str) -> None:
    assert any(wrong in each for each in departures(text))


def test_every_key_says_what_it_is_for() -> None:
    def silent(schema: dict[str, Any]) -> list[str]:
        return [
            key
            for key, row in schema["properties"].items()
            if "$ref" not in row and not row.get("description")
        ]

    schema = pack_schema()
    rows = {name: silent(row) for name, row in schema["$defs"].items() if name != "Example"}
    assert set(rows) == {"Rule", "References", "Mitigation", "Question", "Override"}
    assert not any(rows.values()), rows
    assert {"id", "version", "title", "about"} <= set(schema["properties"])
