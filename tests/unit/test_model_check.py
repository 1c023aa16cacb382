"""Whether broken references, circles and odd ids are found, and nothing else is."""

from __future__ import annotations

import pytest

from dfdmodeler.model.check import check
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import (
    About,
    Answer,
    Boundary,
    Decision,
    Diagram,
    Element,
    Flow,
    Note,
    Placement,
    Record,
    Route,
    Suggestion,
    Threat,
)

SOUND: tuple[Record, ...] = (
    About(title="Sound"),
    Diagram(id="d"),
    Boundary(id="outer"),
    Boundary(id="inner", parent="outer"),
    Element(id="a", type="llm", name="Model", parent="inner"),
    Flow(id="f", source="a", target="a", properties={"line_crossings": ("outer",)}),
    *(Placement(id=f"d/{i}", diagram="d", subject=i) for i in ("outer", "inner", "a")),
    Route(id="d/f", diagram="d", subject="f"),
    Note(id="n", diagram="d"),
    Threat(id="t", subject="f"),
    Threat(id="t2"),
    Decision(id="R-1@a", threat="R-1@a"),
    Decision(id="DV-01@diagram", threat="DV-01@diagram"),
    Decision(id="t@", threat="t@"),
    Answer(id="Q@a", question="Q", subject="a"),
    Suggestion(id="a/type", subject="a", field="type"),
)

WRONG: dict[str, tuple[Record, str, str | None, str]] = {
    "an end at nothing": (Flow(id="x", source="gone", target="a"), "error", "x", "'gone'"),
    "an end at a boundary": (Flow(id="x", source="a", target="outer"), "error", "x", "'outer'"),
    "a boundary that is none": (Element(id="a", type="llm", parent="gone"), "error", "a", "'gone'"),
    "an element as boundary": (Boundary(id="inner", parent="a"), "error", "inner", "'a'"),
    "an id with a sign": (Flow(id="x@y"), "error", "x@y", "'@'"),
    "a reserved id": (Flow(id="diagram"), "error", "diagram", "reserved"),
    "a line that is none": (Flow(id="x", properties={"line_crossings": "gone"}), "warning", "x", "'gone'"),
    "a place for nothing": (
        Placement(id="d/gone", diagram="d", subject="gone"),
        "warning",
        "d/gone",
        "'gone'",
    ),
    "a place for a flow": (Placement(id="d/f", diagram="d", subject="f"), "warning", "f", "'f'"),
    "a place on nothing": (Placement(id="e/a", diagram="e", subject="a"), "warning", "a", "'e'"),
    "a second place": (Placement(id="d/a2", diagram="d", subject="a"), "error", "a", "'d/a2'"),
    "a bend of nothing": (Route(id="d/gone", diagram="d", subject="gone"), "warning", "d/gone", "'gone'"),
    "a note on nothing": (Note(id="x", diagram="e"), "warning", "x", "'e'"),
    "a threat to nothing": (Threat(id="x", subject="gone"), "warning", "x", "'gone'"),
    "a decision about nothing": (Decision(id="R@gone", threat="R@gone"), "info", "R@gone", "'gone'"),
    "a decision by another id": (Decision(id="x", threat="R@a"), "error", "x", "'R@a'"),
    "an answer by another id": (Answer(id="x", question="Q2", subject="a"), "error", "a", "'Q2'"),
    "an answer about nothing": (Answer(id="Q@g", question="Q", subject="g"), "warning", "Q@g", "'g'"),
    "a suggestion by another id": (Suggestion(id="x", subject="a", field="trust"), "error", "a", "'trust'"),
    "a suggestion for nothing": (
        Suggestion(id="g/type", subject="g", field="type"),
        "warning",
        "g/type",
        "'g'",
    ),
    "a second about": (About(id="x"), "error", "x", "'x'"),
    "an element that is not drawn": (Element(id="x", type="llm"), "info", "x", "no diagram"),
    "a boundary that is not drawn": (Boundary(id="x"), "info", "x", "no diagram"),
}


def test_a_sound_model_has_no_problems() -> None:
    assert check(Model(SOUND)) == ()


@pytest.mark.parametrize("wrong", WRONG)
def test_what_is_wrong_is_found(wrong: str) -> None:
    record, gravity, subject, what = WRONG[wrong]
    (problem,) = check(Model([*SOUND, record]))
    assert (problem.gravity, problem.subject) == (gravity, subject)
    assert what in problem.what


def test_boundaries_inside_themselves_are_found_and_what_they_hold_is_not() -> None:
    ring = [Boundary(id="outer", parent="inner"), Boundary(id="alone", parent="alone")]
    problems = check(Model([*SOUND, *ring, Placement(id="d/alone", diagram="d", subject="alone")]))
    assert [problem.subject for problem in problems] == ["alone", "inner", "outer"]
    assert {problem.gravity for problem in problems} == {"error"}


def test_a_place_on_a_diagram_that_is_gone_draws_nothing() -> None:
    problems = check(Model([Element(id="a", type="llm"), Placement(id="d/a", diagram="d", subject="a")]))
    assert [problem.gravity for problem in problems] == ["warning", "info"]


def test_problems_name_records_as_people_do() -> None:
    (problem,) = check(Model([*SOUND, Element(id="a", type="llm", name="Model", parent="gone")]))
    assert problem.where == "Model (a)"
