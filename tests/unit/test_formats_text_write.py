"""The text form as the program writes it, and what it tells that it cannot write."""

from __future__ import annotations

import pytest
from ruamel.yaml import YAML

from dfdmodeler.formats.text import losses, read_text, write_text
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import (
    RECORD_TYPES,
    About,
    ActionItem,
    Answer,
    Assumption,
    Boundary,
    Conflict,
    Decision,
    Diagram,
    Element,
    Entry,
    Flow,
    Mitigation,
    Note,
    Opaque,
    Override,
    Placement,
    Record,
    Review,
    Route,
    Suggestion,
    Threat,
    View,
)
from systems import shipped_library

WRITTEN = """\
id: S1
title: 'Chat: a first look'
report_unknowns: 'yes'
boundaries:
  - id: org
    name: Company
    kind: organisation
  - id: wire
    parent: org
    shape: line
elements:
  - id: a2
    type: llm
    name: 'Yes'
    boundary: org
    sandboxed: 'no'
    description: |-
      First line,
        second line:

      last.
  - id: a10
    type: web_app
    parses: [json, xml]
flows:
  - id: f1
    name: Asks
    from: a10
    to: a2
    carries: [prompt, query]
    protocol: https
  - id: f2
    from: gone
    direction: none
"""


def written(*records: Record, positions: bool = False) -> str:
    return write_text(Model(records), shipped_library().catalog, positions).decode()


def trip(*records: Record) -> Model:
    model, _ = read_text(
        write_text(Model(records), shipped_library().catalog), "x", shipped_library().catalog
    )
    assert model is not None
    return model


def test_a_model_is_written_in_natural_order_and_read_back() -> None:
    catalog = shipped_library().catalog
    model, problems = read_text(WRITTEN.encode(), "x", catalog)
    assert model is not None
    assert [p.gravity for p in problems] == ["warning"]
    assert write_text(model, catalog).decode() == WRITTEN


def test_an_empty_model_is_a_mapping() -> None:
    assert written() == "{}\n"


WORDS = "yes No on OFF true y N null ~ 1.0 0x1F 1e3 12:30:00 2026-01-01 = << # [a] {a} &a *a !a | > %a @a `a"
SIGNS = ["", "'", '"', "- a", "a: b", "a #b", "it's", " a", "a ", "a:", "...", "---", "a\tb", "\\", "a, b"]
FOREIGN = ["\u00e9", "\u65e5\u672c", "\U0001f600", "\u2028", "\x85", "\x07", "\ufeff", "\xa0"]


@pytest.mark.parametrize("text", [*WORDS.split(" "), *SIGNS, *FOREIGN])
def test_every_reader_of_yaml_finds_the_same_text(text: str) -> None:
    data = written(Element(id="a", type="llm", name=text or "-", description=f"{text}!"))
    for version in ("1.1", "1.2"):
        yaml = YAML(typ="safe", pure=True)
        yaml.version = version
        element = yaml.load(data)["elements"][0]
        assert (element["name"], element["description"]) == (text or "-", f"{text}!")


@pytest.mark.parametrize(
    "text", ["a\nb", "a\n\n  b\nc", "a\nb\n", "\na", " a\nb", "a\r\nb", "a\n\tb", "a\n#b\n- c", "a\n\x85b"]
)
def test_texts_of_several_lines_keep_their_lines(text: str) -> None:
    assert trip(Element(id="a", type="llm", notes=text))["a"] == Element(id="a", type="llm", notes=text)


def test_positions_are_written_on_request() -> None:
    records = [
        Diagram(id="main"),
        Boundary(id="wire", shape="line"),
        Element(id="a", type="llm"),
        Placement(id="main/a", diagram="main", subject="a", x=1, y=-2.5, width=30, height=40),
        Placement(
            id="main/wire", diagram="main", subject="wire", width=10, height=9, points=((5, 0), (5, 9))
        ),
        Placement(id="main/gone", diagram="main", subject="gone"),
    ]
    assert "positions" not in written(*records)
    text = written(*records, positions=True)
    assert text.endswith("positions:\n  a: [1, -2.5, 30, 40]\n  wire: [0, 0, 10, 9, 5, 0, 5, 9]\n")
    model, problems = read_text(text.encode(), "x", shipped_library().catalog)
    assert model is not None
    assert not problems
    assert model.of(Placement) == [records[3], records[4]]


def test_boundaries_that_hold_nothing_are_left_out() -> None:
    model = trip(
        Boundary(id="a", parent="b"),
        Boundary(id="b", parent="a"),
        Boundary(id="c", parent="a"),
        Element(id="e", type="llm", parent="a"),
        Element(id="f", type="llm", parent="gone"),
        Element(id="g", type="llm", parent="e"),
    )
    parents = {r.id: r.parent for r in model.values() if isinstance(r, Boundary | Element)}
    assert parents == {"a": None, "b": None, "c": "a", "e": "a", "f": None, "g": None}


LOST: dict[str, tuple[Record, ...]] = {
    "Decisions about threats": (Decision(id="R@a", threat="R@a"),),
    "What is kept about mitigations": (Mitigation(id="m", threat="R@a"),),
    "Lines in the histories": (Entry(id="R@a/001-x", threat="R@a"),),
    "Reviews and approvals": (Review(id="review/001-x", reviewer="Ann"),),
    "Assumptions with their owners": (Assumption(id="s", text="It is small"),),
    "Action items": (ActionItem(id="i", text="Ask"),),
    "Views of the register": (View(id="v", name="Mine"),),
    "Choices that a merge left": (Conflict(id="!name@a", subject="a", field="name"),),
    "Threats that were stated": (Threat(id="t"),),
    "Answers to review questions": (Answer(id="Q@a", question="Q", subject="a"),),
    "Severities and rules that are overridden": (Override(id="@R", rule="R", off=True),),
    "Rule packs that are not used": (About(packs_off=("core",)),),
    "Marks of suggested values": (Suggestion(id="a/type", subject="a", field="type"),),
    "Notes on diagrams": (Note(id="n", diagram="d"),),
    "How flows run": (Route(id="d/f", diagram="d", subject="f"),),
    "Where things are drawn": (Placement(id="d/a", diagram="d", subject="a"),),
    "The 2 diagrams become one": (Diagram(id="d"), Diagram(id="e")),
    "What a newer version added": (Opaque(id="o", kind="future"),),
    "Fields that a newer version added": (Element.model_validate({"id": "a", "type": "llm", "hue": 3}),),
    "Boundaries that do not exist": (Element(id="a", type="llm", parent="gone"),),
    "Attributes with names": (
        Element.model_validate({"id": "a", "type": "llm", "properties": {"from": "x"}}),
    ),
}


@pytest.mark.parametrize("what", LOST)
def test_what_is_not_written_is_told(what: str) -> None:
    (problem,) = losses(Model(LOST[what]))
    assert problem.what.startswith(what)
    assert problem.gravity in ("warning", "info")
    assert problem.hint


def test_every_kind_of_record_is_written_or_told() -> None:
    held = {"about", "boundary", "element", "flow"}
    told = {str(record.kind) for rows in LOST.values() for record in rows}  # type: ignore[attr-defined]
    assert held | told >= RECORD_TYPES.keys()


def test_what_is_written_is_no_loss() -> None:
    about = About.model_validate({"title": "A", "text_id": "S1", "owner": "O"})
    records = (about, Diagram(id="main"), Boundary(id="b"), Element(id="e", type="llm"), Flow(id="f"))
    assert losses(Model(records)) == ()
    placed = Placement(id="main/e", diagram="main", subject="e")
    assert losses(Model([*records, placed]), positions=True) == ()
