"""What a catalog does not know of a model, or does not offer."""

from __future__ import annotations

import pytest

from dfdmodeler.analysis.check import check_model
from dfdmodeler.formats.text import read_text
from dfdmodeler.model.model import Model
from dfdmodeler.model.problem import Problem
from dfdmodeler.model.records import About, Boundary, Element, Flow, Opaque, Record
from systems import shipped_library


def found(*records: Record, mitigations: tuple[str, ...] | None = None) -> list[Problem]:
    problems = check_model(Model(records), shipped_library().catalog, mitigations)
    return [problem for problem in problems if "no diagram" not in problem.what]


def element(type_: str = "llm", **properties: str | tuple[str, ...]) -> Element:
    return Element.model_validate({"id": "a", "type": type_, "properties": properties})


WRONG: dict[str, tuple[Record, str, str, str]] = {
    "an unknown type": (element("lmm"), "error", "'lmm'", "'llm'"),
    "an unknown kind": (Boundary(id="a", type="tennant"), "error", "'tennant'", "'tenant'"),
    "an unknown attribute": (element(sandbxed="no"), "error", "'sandbxed'", "'sandboxed'"),
    "an unknown value": (element(trust="trustd"), "error", "'trustd'", "'trusted'"),
    "a value of no kind": (element(sandboxed="1.0"), "error", "'1.0'", "yes, partial, no"),
    "several values": (element(trust=("trusted", "untrusted")), "error", "several", "one"),
    "an unknown data kind": (
        Flow(id="a", properties={"carries": ("promt",)}),
        "error",
        "'promt'",
        "'prompt'",
    ),
    "an attribute of flows": (element(protocol="https"), "warning", "'protocol'", "kept"),
    "an attribute of others": (element("human_user", sandboxed="no"), "warning", "'sandboxed'", "kept"),
    "an attribute of elements": (
        Flow(id="a", properties={"sandboxed": "no"}),
        "warning",
        "'sandboxed'",
        "kept",
    ),
    "a newer field": (
        Element.model_validate({"id": "a", "type": "llm", "naem": 1}),
        "info",
        "'naem'",
        "'name'",
    ),
    "a newer kind": (Opaque(id="a", kind="wormhole"), "info", "'wormhole'", "kept"),
    "a newer part": (Opaque(id="/portals", kind="/"), "info", "'portals'", "kept"),
    "a broken reference": (Flow(id="a", source="gone"), "error", "'gone'", "missing"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_what_is_wrong_is_found(wrong: str) -> None:
    record, gravity, what, hint = WRONG[wrong]
    (problem,) = found(record)
    assert (problem.gravity, problem.subject) == (gravity, record.id)
    assert what in problem.what
    assert hint in problem.hint


def test_values_of_an_unknown_type_are_checked_all_the_same() -> None:
    assert [p.what for p in found(element("lmm", sandboxed="no", trust="x"))] == [
        "The type 'lmm' is not known.",
        "'x' is no value of 'Trust'.",
    ]


def test_what_is_in_order_is_not_told() -> None:
    about = About.model_validate({"text_id": "S1"})
    values = element("web_app", parses=("json", "xml"), interprets="html", sandboxed="n/a", controls=("M-x",))
    assert found(about, Boundary(id="b"), values, Flow(id="f", properties={"carries": "n/a"})) == []


def test_controls_are_checked_against_the_mitigations_in_force() -> None:
    (problem,) = found(element(controls=("M-sandbx",)), mitigations=("M-sandbox",))
    assert (problem.gravity, problem.hint) == ("error", "Did you mean 'M-sandbox'?")


def test_a_model_in_order_gives_nothing_whatever_form_it_came_in() -> None:
    catalog = shipped_library().catalog
    model, _ = read_text(b"elements: [{id: a, type: llm}]\npositions: {a: [0, 0, 9, 9]}", "x", catalog)
    assert model is not None
    assert check_model(model, catalog) == ()
