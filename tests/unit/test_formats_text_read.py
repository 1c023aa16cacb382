"""The text form as people write it: what is read, and how every mistake is told."""

from __future__ import annotations

import re

import pytest
from ruamel.yaml import YAML

from dfdmodeler.formats.text import read_text
from dfdmodeler.model.model import Model
from dfdmodeler.model.problem import Problem
from dfdmodeler.model.records import Boundary, Element, Flow, Placement
from systems import EXAMPLES, model_of, shipped_library

SMALL = """
id: S1
title: A small system
description: What it is for.
report_unknowns: yes
boundaries:
  - {id: org, kind: organisation, name: Company}
  - {id: inner, parent: org}
  - {id: wire, shape: line, inside: right}
elements:
  - {id: user, type: human_user}
  - {id: app, type: web_app, boundary: inner, rate_limiting: on, sandboxed: OFF, interprets: html,
     parses: [json, xml], trust: unknown, notes: Twice., authorization: 'yes', audit_logging: }
flows:
  - {id: f1, from: user, to: app, carries: [query, prompt], protocol: https, line_crossings: wire}
  - {id: f2, from: app, to: user, direction: none}
  - {id: f3, from: app}
"""


def read(text: str) -> Model:
    model, problems = read_text(text.encode(), "s.dfd.yaml", shipped_library().catalog)
    assert model is not None, problems
    assert not problems
    return model


def told(text: str | bytes) -> tuple[Problem, ...]:
    data = text if isinstance(text, bytes) else text.encode()
    return read_text(data, "s.dfd.yaml", shipped_library().catalog)[1]


def the_error(text: str | bytes) -> Problem:
    """The one problem of a file that is not read."""
    data = text if isinstance(text, bytes) else text.encode()
    model, problems = read_text(data, "s.dfd.yaml", shipped_library().catalog)
    assert model is None
    assert len(problems) == 1, problems
    assert problems[0].gravity == "error"
    return problems[0]


def test_boundaries_elements_and_flows_are_read() -> None:
    model = read(SMALL)
    assert model["org"] == Boundary(id="org", type="organisation", name="Company")
    assert model["inner"] == Boundary(id="inner", type="", parent="org")
    assert model["wire"] == Boundary(id="wire", shape="line", inside="right")
    assert model["user"] == Element(id="user", type="human_user")
    assert model["f2"] == Flow(id="f2", source="app", target="user", directed=False)
    assert model["f3"] == Flow(id="f3", source="app", target=None)


def test_values_are_texts_and_sets_are_sets() -> None:
    app = read(SMALL)["app"]
    assert isinstance(app, Element)
    assert (app.parent, app.notes) == ("inner", "Twice.")
    assert dict(app.properties) == {
        "rate_limiting": "yes",
        "sandboxed": "no",
        "interprets": ("html",),
        "parses": ("json", "xml"),
        "authorization": "yes",
    }


def test_the_system_says_what_it_is() -> None:
    about = read(SMALL).about
    assert (about.title, about.description, about.report_unknowns) == (
        "A small system",
        "What it is for.",
        True,
    )
    assert about.model_extra == {"text_id": "S1"}
    assert [diagram.name for diagram in read(SMALL).diagrams] == ["A small system"]


def test_a_system_without_title_is_called_by_its_id() -> None:
    assert read("id: S2").about.title == "S2"


def test_a_list_of_one_system_is_that_system() -> None:
    assert read("- {id: S2, elements: [{id: a, type: llm}]}")["a"] == Element(id="a", type="llm")


def test_names_and_ids_are_taken_as_they_are_written() -> None:
    element = read("elements: [{id: 007, type: llm, name: Yes, description: 1.0}]")["007"]
    assert isinstance(element, Element)
    assert (element.name, element.description) == ("Yes", "1.0")


def test_the_diagram_gives_way_to_an_element_called_main() -> None:
    model = read("elements: [{id: main, type: llm}]")
    assert isinstance(model["main"], Element)
    assert [diagram.id for diagram in model.diagrams] == ["main-2"]


def test_ids_are_no_truth_values() -> None:
    model = read("boundaries: [{id: on, shape: line}]\nflows: [{id: f, line_crossings: on}]")
    flow = model["f"]
    assert isinstance(flow, Flow)
    assert flow.properties["line_crossings"] == ("on",)


def test_positions_become_placements() -> None:
    text = """
boundaries: [{id: wire, shape: line}]
elements: [{id: a, type: llm}]
positions: {a: [1, -2.5, 30, 40], wire: [0, 0, 10, 100, 5, 0, 5, 100]}
"""
    model = read(text)
    assert model["main/a"] == Placement(
        id="main/a", diagram="main", subject="a", x=1, y=-2.5, width=30, height=40
    )
    wire = model.find(Placement, "main/wire")
    assert wire is not None
    assert wire.points == ((5, 0), (5, 100))


def test_aliases_repeat_a_value() -> None:
    model = read("flows: [{id: f, carries: &kinds [query]}, {id: g, carries: *kinds}]")
    assert [f.properties["carries"] for f in model.of(Flow)] == [("query",), ("query",)]


def test_the_worked_examples_are_read_as_they_are_meant() -> None:
    text = EXAMPLES.read_text(encoding="utf-8")
    systems = YAML(typ="safe").load(text)
    entries = re.split(r"^- id: ", text, flags=re.MULTILINE)[1:]
    catalog = shipped_library().catalog
    multiple = {attribute.name for attribute in catalog.all_attributes if attribute.multiple}
    for entry, system in zip(entries, systems, strict=True):
        body = re.split(r"^  (?:expected|absent):", entry, flags=re.MULTILINE)[0]
        model, problems = read_text(f"- id: {body}".encode(), "x", catalog)
        assert model is not None, problems
        for record in model_of(system).values():
            if isinstance(record, Element | Flow):
                got = model[record.id]
                assert isinstance(got, Element | Flow)
                expected = {
                    k: (v,) if k in multiple and isinstance(v, str) else v
                    for k, v in record.properties.items()
                }
                assert dict(got.properties) == expected
                assert got.model_copy(update={"properties": record.properties}) == record
            elif isinstance(record, Boundary):
                assert model[record.id] == record


MISTAKES = {
    "an unknown type": ("elements: [{id: a, type: web_ap}]", "1:26", "web_ap", "'web_app'"),
    "no type": ("elements: [{id: a}]", "1:12", "no type", "type: ..."),
    "no id": ("elements: [{type: llm}]", "1:12", "without an id", "id: ..."),
    "an unknown attribute": (
        "elements: [{id: a, type: llm, sandbxed: 'yes'}]",
        "1:31",
        "sandbxed",
        "'sandboxed'",
    ),
    "an unknown value": ("elements: [{id: a, type: llm, trust: trustd}]", "1:38", "trustd", "'trusted'"),
    "a number": ("elements: [{id: a, type: llm, sandboxed: 1.0}]", "1:42", "1.0", "yes, partial, no"),
    "a quoted truth value": ("elements: [{id: a, type: llm, sandboxed: 'on'}]", "1:42", "on", "no"),
    "an unknown data kind": ("flows: [{id: f, carries: [promt]}]", "1:27", "promt", "'prompt'"),
    "an unknown boundary kind": ("boundaries: [{id: b, kind: tennant}]", "1:28", "tennant", "'tenant'"),
    "an attribute of a boundary": ("boundaries: [{id: b, parnt: c}]", "1:22", "parnt", "'parent'"),
    "an unknown boundary": (
        "boundaries: [{id: org}]\nelements: [{id: a, type: llm, boundary: orgg}]",
        "2:41",
        "orgg",
        "'org'",
    ),
    "an unknown direction": ("flows: [{id: f, direction: both}]", "1:28", "both", "none"),
    "a list where one value belongs": (
        "elements: [{id: a, type: llm, trust: [trusted]}]",
        "1:38",
        "one value",
        "trusted",
    ),
    "a mapping as a value": (
        "elements: [{id: a, type: llm, parses: {a: b}}]",
        "1:39",
        "list of values",
        "json",
    ),
    "a list in a list": ("flows: [{id: f, carries: [[query]]}]", "1:27", "not a text", ""),
    "a list as a name": ("elements: [{id: a, type: llm, name: [a]}]", "1:37", "not a text", ""),
    "an id with a space": ("elements: [{id: a b, type: llm}]", "1:17", "a b", "'a-b'"),
    "a reserved id": ("elements: [{id: diagram, type: llm}]", "1:17", "reserved", "'diagram-1'"),
    "the reserved id about": ("elements: [{id: about, type: llm}]", "1:17", "reserved", "'about-1'"),
    "one id for two": ("elements: [{id: a, type: llm}]\nflows: [{id: a}]", "2:14", "line 1", "share"),
    "no list": ("elements: {a: b}", "1:11", "not a list", "'-'"),
    "no mapping": ("flows: [f]", "1:9", "not a mapping", "id: ..."),
    "an odd truth value": ("report_unknowns: maybe", "1:18", "maybe", "yes, no"),
    "three numbers": ("elements: [{id: a, type: llm}]\npositions: {a: [1, 2, 3]}", "2:16", "'a'", "width"),
    "no numbers": ("elements: [{id: a, type: llm}]\npositions: {a: [1, 2, x, nan]}", "2:16", "'a'", "width"),
    "positions in a list": ("positions: [1]", "1:12", "positions", "width"),
    "several systems": ("- {id: a}\n- {id: b}", "1:1", "list of 2", "own"),
    "a key twice": ("title: a\ntitle: b", "2:1", "second time", "line 1"),
    "broken YAML": ("elements: [{id: a", "1:18", "not valid YAML", ""),
    "a text": ("just a text", "1:1", "no system", "elements"),
    "a second document": ("---\nid: a\n---\nid: b", "3:1", "second document", "one system"),
    "a tag": ("id: !!python/object:os.system [ls]", "1:5", "Tags", "'!'"),
    "a list as a key": ("? [a]\n: b", "1:3", "key", "name"),
    "an unknown alias": ("id: *a", "1:5", "&a", ""),
    "an alias of itself": ("- &a [*a]", "1:7", "&a", ""),
    "a control character": ("id: a\ntitle: \x01", "2:8", "not valid YAML", ""),
    "half a character": ('title: "\\ud800"', "1:8", "character", ""),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_told_with_its_place_and_a_hint(mistake: str) -> None:
    text, place, what, hint = MISTAKES[mistake]
    problem = the_error(text)
    assert problem.where == f"s.dfd.yaml:{place}"
    assert what in problem.what
    assert hint in problem.hint


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "empty"),
        (b"# nothing but a comment", "empty"),
        (b"~", "empty"),
        (b"title: \xff", "UTF-8"),
        ("title: a".encode("utf-16"), "UTF-8"),
        (b" " * 8_000_001, "larger than 8 MB"),
        (b'title: "\\UFFFFFFFF"', "not valid YAML"),
    ],
)
def test_a_file_that_is_none_is_told(data: bytes, what: str) -> None:
    assert what in the_error(data).what


def test_a_byte_order_mark_is_no_harm() -> None:
    assert told(b"\xef\xbb\xbfid: a") == ()


def test_boundaries_inside_themselves_are_errors() -> None:
    problems = told("boundaries: [{id: a, parent: b}, {id: b, parent: a}, {id: c, parent: a}]")
    assert [(p.where, p.subject) for p in problems] == [("s.dfd.yaml:1:30", "a"), ("s.dfd.yaml:1:50", "b")]


def test_all_mistakes_are_told_in_the_order_of_the_file() -> None:
    problems = told("flows:\n - {id: f, carries: x}\nelements:\n - {id: a, type: x}\n - {id: b}\nother: 1")
    assert [p.where.split(":")[1] for p in problems] == ["2", "4", "5", "6"]


def kept(text: str) -> tuple[Model, Problem]:
    model, problems = read_text(text.encode(), "s.dfd.yaml", shipped_library().catalog)
    assert model is not None
    assert [p.gravity for p in problems] == ["warning"]
    return model, problems[0]


def test_an_end_that_names_no_element_is_kept_and_told() -> None:
    model, problem = kept("elements: [{id: app, type: llm}]\nflows: [{id: f, from: ap, to: app}]")
    assert model["f"] == Flow(id="f", source="ap", target="app")
    assert (problem.where, problem.subject) == ("s.dfd.yaml:2:23", "f")
    assert "'ap' is no element" in problem.what
    assert "'app'" in problem.hint


def test_an_end_at_a_boundary_is_missing() -> None:
    _, problem = kept("boundaries: [{id: b}]\nflows: [{id: f, from: b}]")
    assert "'b' is no element" in problem.what


@pytest.mark.parametrize(
    "text",
    [
        "elements: [{id: a, type: human_user, permission_aware: 'no'}]",
        "elements: [{id: a, type: llm, protocol: https}]",
        "flows: [{id: a, sandboxed: 'no'}]",
    ],
)
def test_an_attribute_that_is_not_offered_is_kept_and_told(text: str) -> None:
    model, problem = kept(text)
    record = model["a"]
    assert isinstance(record, Element | Flow)
    assert len(record.properties) == 1
    assert next(iter(record.properties)) in problem.what


def test_a_key_of_the_system_that_is_unknown_is_told() -> None:
    _, problem = kept("elements: []\nfows: []")
    assert "'flows'" in problem.hint


def test_the_file_of_another_tool_is_no_empty_system() -> None:
    for text in ("services: {web: {image: x}}", "title: Shop\ntechnical_assets: {}\ntrust_boundaries: {}"):
        model, problems = read_text(text.encode(), "f", shipped_library().catalog)
        assert model is None
        assert [problem.what for problem in problems] == ["The file holds no system."]


def test_a_position_of_nothing_is_told() -> None:
    model, problem = kept("elements: [{id: a, type: llm}]\npositions: {b: [1, 2, 3, 4]}")
    assert "'b'" in problem.what
    assert not model.of(Placement)


def test_nothing_nests_without_end() -> None:
    assert "nested too deeply" in the_error("[" * 100_000).what
    assert "nested too deeply" in the_error("- " * 40_000).what


def test_aliases_repeat_no_more_than_a_little() -> None:
    long = f"id: &a [{'x, ' * 5000}]\n" + "".join(f"k{n}: *a\n" for n in range(3))
    assert "repeat too much" in the_error(long).what
    bomb = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 60))
    assert "repeat too much" in the_error(bomb).what


def test_lines_have_an_end() -> None:
    problem = the_error("id: a\ntitle: " + "x" * 100_001)
    assert problem.where == "s.dfd.yaml:2:1"


def test_the_number_of_values_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dfdmodeler.formats.text.tree.MAX_NODES", 10)
    assert "more than 10 values" in the_error("a: [x, x, x, x, x, x, x, x, x]").what
