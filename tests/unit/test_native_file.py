"""The native file: how it looks, what it refuses and in which words, migrations, and its JSON Schema."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import json_schema
from dfdmodeler.formats import hostile_json, migrations, native
from dfdmodeler.formats.tm7 import read_tm7
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import About, Element, Flow, Note, Opaque, Placement

ROOT = Path(__file__).resolve().parents[2]
HEADER = {"format": "dfdmodeler", "schema": migrations.VERSION}
EXAMPLE = Model(
    [
        Placement(id="main/b", diagram="main", subject="b", x=10.04, y=-0.04, width=120),
        Flow(id="f", source="b", target="a", properties={"protocol": "https", "carries": ["query", "logs"]}),
        Element(id="b", type="llm", name="Größer"),
        Element(id="a", type="agent"),
        About(title="Example"),
    ]
)
TEXT = """{
 "format": "dfdmodeler",
 "schema": 1,
 "about": [
  {
   "title": "Example"
  }
 ],
 "elements": [
  {
   "id": "a",
   "type": "agent"
  },
  {
   "id": "b",
   "type": "llm",
   "name": "Größer"
  }
 ],
 "flows": [
  {
   "id": "f",
   "source": "b",
   "target": "a",
   "properties": {
    "carries": ["logs", "query"],
    "protocol": "https"
   }
  }
 ],
 "placements": [
  {
   "id": "main/b",
   "diagram": "main",
   "subject": "b",
   "x": 10,
   "width": 120
  }
 ]
}
"""


def read(data: Any) -> tuple[Model | None, list[str]]:
    content = data if isinstance(data, bytes) else json.dumps({**HEADER, **data}).encode()
    model, problems = native.read(content, "m.dfdm")
    return model, [str(problem) for problem in problems]


def refused(data: Any) -> str:
    model, problems = read(data)
    assert model is None
    return problems[0]


def test_a_file_reads_well_in_a_diff() -> None:
    assert native.write(EXAMPLE).decode() == TEXT


def test_a_small_model_is_a_small_file() -> None:
    assert json.loads(native.write(Model())) == HEADER


def test_a_byte_order_mark_is_no_harm() -> None:
    model, problems = read(b"\xef\xbb\xbf" + TEXT.encode())
    assert model is not None
    assert not problems


def test_every_truncation_is_told_and_none_is_taken_for_a_model() -> None:
    content = TEXT.encode()
    for length in range(len(content.rstrip())):
        assert refused(content[:length]).startswith("m.dfdm")


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "m.dfdm: The file is empty."),
        (b" \n", "m.dfdm: The file is empty."),
        (b"\x89PNG\r\n\x1a\n\0\0", "m.dfdm: The file is not UTF-8 text (byte 0)."),
        (b'{"a": 1,}', "m.dfdm:1: This is not valid JSON: "),
        (b"[]", "m.dfdm: This is not a dfdmodeler model."),
        (b'{"summary": {}, "detail": {}}', "m.dfdm: This is not a dfdmodeler model."),
        (b"[" * 100_000, "m.dfdm: The file nests deeper than 64 levels."),
        (b'{"a":' * 100_000, "m.dfdm: The file nests deeper than 64 levels."),
        (b'{"x": "' + b'\\"' * 500_000, "m.dfdm:1: This is not valid JSON: "),
        (b'{"n": ' + b"9" * 10_000 + b"}", "m.dfdm: A number in the file is infinite"),
        (b'{"format": "dfdmodeler"}', "m.dfdm: The schema version is missing"),
        ({"schema": True}, "m.dfdm: The schema version is missing"),
        ({"schema": 0}, "m.dfdm: The schema version is missing"),
        ({"schema": "1"}, "m.dfdm: The schema version is missing"),
        ({"elements": {}}, "m.dfdm: “elements” is not a list of records."),
        ({"elements": [1]}, "m.dfdm: “elements” is not a list of records."),
        ({"elements": [{"type": "llm"}]}, "m.dfdm: element “?”: “id” is missing."),
        ({"elements": [{"id": "a"}]}, "m.dfdm: element “a”: “type” is missing."),
        ({"others": [{"id": "a"}]}, "m.dfdm: record “a”: “kind” is missing."),
        (
            {"elements": [{"id": "a", "type": "llm", "properties": {"p": ["x", 3]}}]},
            "m.dfdm: element “a”: “properties.p” should be a valid string.",
        ),
        (
            {"placements": [{"id": "d/a", "diagram": "d", "subject": "a", "x": 1e9}]},
            "m.dfdm: placement “d/a”: “x” should be less than or equal to 10000000.",
        ),
        (
            {"elements": [{"id": "a", "type": "llm"}], "flows": [{"id": "a"}]},
            "m.dfdm: Two records have the id “a”.",
        ),
        ({"others": [{"kind": "/", "id": "/format", "value": 1}]}, "m.dfdm: A record in “others” cannot"),
    ],
)
def test_what_cannot_be_used_is_told(data: Any, told: str) -> None:
    assert refused(data).startswith(told)


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999", "-1e999"])
def test_numbers_are_finite_everywhere(number: str) -> None:
    for place in ('"notes": [{"id": "n", "diagram": "d", "x": %s}]', '"new": %s', '"new": [{"deep": [%s]}]'):
        text = f'{{"format": "dfdmodeler", "schema": 1, {place % number}}}'
        assert "number" in refused(text.encode())


def test_what_a_merge_left_twice_is_not_dropped_in_silence() -> None:
    text = '{"format": "dfdmodeler", "schema": 1, "elements": [], "elements": []}'
    assert refused(text.encode()).startswith("m.dfdm: “elements” is there twice in one place.")


def test_brackets_in_strings_are_no_nesting() -> None:
    model, _ = read({"elements": [{"id": "a", "type": "llm", "name": '"[' * 200 + "{" * 200}]})
    assert model is not None


def test_a_larger_file_than_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hostile_json, "MAX_BYTES", 1024 * 1024)
    assert refused(b" " * (1024 * 1024 + 1)) == "m.dfdm: The file is larger than 1 MB."


def test_the_list_of_problems_is_short() -> None:
    model, problems = read({"elements": [{"id": f"e{n}"} for n in range(1000)]})
    assert model is None
    assert len(problems) == native.SHOWN_ERRORS


def test_dangling_references_are_kept() -> None:
    model, problems = read({"flows": [{"id": "f", "source": "gone"}]})
    assert model is not None
    assert not problems
    assert model["f"] == Flow(id="f", source="gone")


def test_a_newer_file_keeps_what_is_not_understood_and_its_number() -> None:
    newer = {
        "schema": 99,
        "future": {"b": 1, "a": [2]},
        "elements": [{"id": "a", "type": "llm", "aura": {"z": 1}}],
        "others": [{"kind": "ghost", "id": "g", "of": "a"}],
    }
    model, problems = read(newer)
    assert model is not None
    assert [problem for problem in problems if "newer version (schema 99)" in problem] == problems
    assert json.loads(native.write(model)) == {**HEADER, **newer}
    assert model["g"] == Opaque.model_validate({"kind": "ghost", "id": "g", "of": "a"})


@pytest.mark.parametrize("needs", [2, 99, "2.0", True, None, 1.5, {}])
def test_a_file_that_needs_a_newer_version_is_refused(needs: object) -> None:
    model, problems = read({"schema": 99, "needs": needs, "elements": [{"id": "a", "type": "llm"}]})
    assert model is None
    assert len(problems) == 1
    assert "needs a newer version" in problems[0]
    assert "left as it is" in problems[0]


def test_a_newer_file_that_this_version_may_change_keeps_what_it_needs() -> None:
    newer = {"needs": 1, "schema": 99, "elements": [{"id": "a", "type": "llm"}]}
    model, _ = read(newer)
    assert model is not None
    assert json.loads(native.write(model)) == {**HEADER, **newer}
    present, _ = read({**newer, "schema": 1})
    assert present is not None
    assert "needs" not in json.loads(native.write(present))


def test_half_a_surrogate_pair_in_an_unknown_field_survives() -> None:
    model, _ = read({"elements": [{"id": "a", "type": "llm", "new": "\ud800"}]})
    assert model is not None
    data = native.write(model)
    assert b'"\\ud800"' in data
    assert native.read(data, "m.dfdm")[0] == model


def test_migrations_run_in_order_from_the_file_s_version(monkeypatch: pytest.MonkeyPatch) -> None:
    def step(number: int) -> Callable[[migrations.Plain], migrations.Plain]:
        return lambda data: {**data, "ran": [*data.get("ran", []), number]}

    monkeypatch.setattr(migrations, "MIGRATIONS", (step(1), step(2), step(3)))
    assert migrations.migrated({}, 1) == {"ran": [1, 2, 3]}
    assert migrations.migrated({}, 3) == {"ran": [3]}
    assert migrations.migrated({}, 4) == {}


def test_an_older_file_becomes_one_of_the_present_version(monkeypatch: pytest.MonkeyPatch) -> None:
    def rename(data: migrations.Plain) -> migrations.Plain:
        return {("elements" if name == "nodes" else name): value for name, value in data.items()}

    monkeypatch.setattr(migrations, "MIGRATIONS", (rename,))
    monkeypatch.setattr(migrations, "VERSION", 2)
    model, problems = read({"schema": 1, "nodes": [{"id": "a", "type": "llm"}]})
    assert model == Model([Element(id="a", type="llm")])
    assert not problems
    assert json.loads(native.write(model))["schema"] == 2


def departures(data: bytes) -> list[str]:
    schema = native.schema()
    return json_schema.departures(json.loads(data), schema, schema["$defs"])


def test_the_schema_names_every_table_and_knows_what_is_wrong() -> None:
    assert departures(native.write(EXAMPLE)) == []
    assert departures(b'{"format": "dfdmodeler"}') == [": no schema"]
    for table, row in [
        ("elements", {"id": "a"}),
        ("elements", {"id": "a", "type": 3}),
        ("elements", {"id": "a", "type": "llm", "properties": {"p": 1}}),
        ("boundaries", {"id": "a", "shape": "round"}),
        ("placements", {"id": "a", "diagram": "d", "subject": "s", "x": "1"}),
        ("decisions", {"id": "a", "threat": "t", "status": "perhaps"}),
        ("others", {"id": "a"}),
    ]:
        assert departures(json.dumps({**HEADER, table: [row]}).encode()), (table, row)


@pytest.mark.parametrize(
    "path", sorted((ROOT / "resources" / "templates").glob("*.dfdm")), ids=lambda p: p.stem
)
def test_templates_are_canonical_and_conform(path: Path) -> None:
    data = path.read_bytes()
    model, problems = native.read(data, path.name)
    assert model is not None, problems
    assert not problems
    assert native.write(model) == data
    assert departures(data) == []


@pytest.mark.parametrize(
    "path", sorted((ROOT / "tests" / "fixtures" / "tm7").glob("*.tm7")), ids=lambda p: p.stem
)
def test_what_is_imported_conforms_and_survives(path: Path) -> None:
    model, problems = read_tm7(path.read_bytes(), path.name)
    assert model is not None, problems
    data = native.write(model)
    assert departures(data) == []
    again, _ = native.read(data, "m.dfdm")
    assert again is not None
    assert native.write(again) == data


def test_a_note_at_a_default_is_not_written() -> None:
    data = native.write(Model([Note(id="n", diagram="d", width=160.02, x=0.04)]))
    assert json.loads(data)["notes"] == [{"id": "n", "diagram": "d"}]
