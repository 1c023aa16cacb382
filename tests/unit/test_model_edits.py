"""The verbs of editing, one by one."""

from __future__ import annotations

import pytest

from dfdmodeler.model import edits
from dfdmodeler.model.edits import new_placement
from dfdmodeler.model.model import EMPTY_MODEL, Model
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
    Route,
    Suggestion,
    Threat,
)


def sample() -> Model:
    """a inside inner inside outer, b inside outer, a -> b, b -> b; all of it on diagram d."""
    return Model(
        [
            Diagram(id="d", name="Main"),
            Boundary(id="outer", name="Outer"),
            Boundary(id="inner", name="Inner", parent="outer"),
            Boundary(id="line", shape="line"),
            Element(id="a", type="process", name="A", parent="inner", properties={"exposure": "public"}),
            Element(id="b", type="data_store", name="B", parent="outer"),
            Flow(id="ab", source="a", target="b", properties={"line_crossings": ["line", "other"]}),
            Flow(id="bb", source="b", target="b"),
            Note(id="n", diagram="d", text="Note"),
            Threat(id="t", subject="a", title="Stated"),
            Decision(id="R@a", threat="R@a", status="accepted"),
            Answer(id="Q@a", question="Q", subject="a", text="yes"),
            Suggestion(id="a/exposure", subject="a", field="exposure", value="public"),
            Suggestion(id="a/type", subject="a", field="type", previous="external_entity", value="process"),
            Route(id="d/ab", diagram="d", subject="ab", bends=((30, 40),)),
            new_placement("d", "a", (0, 0, 10, 10)),
            new_placement("d", "outer", (0, 0, 70, 20)),
        ]
    )


def gone(before: Model, after: Model) -> set[str]:
    return set(before) - set(after)


def parent(model: Model, record_id: str) -> str | None:
    record = model[record_id]
    assert isinstance(record, Element | Boundary)
    return record.parent


# Deleting.


def test_an_element_goes_with_its_flows_its_drawing_and_its_suggestions() -> None:
    after = edits.delete(sample(), ["a"])
    assert gone(sample(), after) == {"a", "ab", "d/a", "d/ab", "a/exposure", "a/type"}


def test_the_work_of_people_outlives_what_it_is_about() -> None:
    after = edits.delete(sample(), ["a", "b", "outer", "inner", "d"])
    assert {"R@a", "Q@a", "t"} <= set(after)


def test_a_deleted_boundary_hands_its_members_to_the_one_around_it() -> None:
    after = edits.delete(sample(), ["inner"])
    assert parent(after, "a") == "outer"
    assert gone(sample(), after) == {"inner"}


def test_members_leave_through_all_boundaries_that_are_deleted_at_once() -> None:
    after = edits.delete(sample(), ["inner", "outer"])
    assert parent(after, "a") is None
    assert parent(after, "b") is None


def test_boundaries_that_hold_each_other_can_be_deleted() -> None:
    circle = edits.put(sample(), Boundary(id="outer", parent="inner"))
    assert parent(edits.delete(circle, ["inner", "outer"]), "a") is None


def test_flows_forget_a_deleted_line_and_keep_other_lines() -> None:
    after = edits.delete(sample(), ["line"])
    assert after["ab"] == Flow(id="ab", source="a", target="b", properties={"line_crossings": ["other"]})


def test_a_line_that_is_named_alone_is_forgotten_whole() -> None:
    single = edits.put(sample(), Flow(id="ab", source="a", target="b", properties={"line_crossings": "line"}))
    assert edits.delete(single, ["line"])["ab"] == Flow(id="ab", source="a", target="b")


def test_a_diagram_goes_with_what_is_drawn_on_it_and_leaves_the_elements() -> None:
    after = edits.delete(sample(), ["d"])
    assert gone(sample(), after) == {"d", "n", "d/a", "d/outer", "d/ab"}


def test_deleting_a_flow_leaves_its_ends() -> None:
    assert gone(sample(), edits.delete(sample(), ["ab"])) == {"ab", "d/ab"}


def test_deleting_nothing_changes_nothing() -> None:
    model = sample()
    assert edits.delete(model, []) is model
    assert edits.delete(model, ["nobody"]) is model


# Boundaries.


def test_members_move_into_a_boundary_and_out_of_all() -> None:
    model = edits.reparent(sample(), ["b", "line"], "inner")
    assert (parent(model, "b"), parent(model, "line")) == ("inner", "inner")
    assert parent(edits.reparent(model, ["b"], None), "b") is None


@pytest.mark.parametrize("target", ["outer", "inner"])
def test_a_boundary_never_goes_into_itself(target: str) -> None:
    model = sample()
    assert edits.reparent(model, ["outer"], target) is model


def test_of_several_those_move_that_can() -> None:
    model = edits.reparent(sample(), ["outer", "b"], "inner")
    assert (parent(model, "outer"), parent(model, "b")) == (None, "inner")


@pytest.mark.parametrize("target", ["nobody", "b", "ab"])
def test_only_a_boundary_holds_anything(target: str) -> None:
    model = sample()
    assert edits.reparent(model, ["a"], target) is model


def test_flows_and_notes_have_no_parent() -> None:
    model = sample()
    assert edits.reparent(model, ["ab", "n"], "outer") == model


def test_descendants_are_found_at_any_depth_and_in_circles() -> None:
    assert edits.descendants(sample(), "outer") == {"inner", "a", "b"}
    circle = edits.put(sample(), Boundary(id="outer", parent="inner"))
    assert edits.descendants(circle, "outer") == {"outer", "inner", "a", "b"}


# Attributes and suggestions.


def test_a_value_that_a_person_sets_is_no_suggestion_any_more() -> None:
    for value in ("internal", "public", None):
        after = edits.set_property(sample(), ["a"], "exposure", value)
        assert gone(sample(), after) == {"a/exposure"}


def test_attributes_are_set_and_made_unknown() -> None:
    model = edits.set_property(sample(), ["a", "ab", "outer", "nobody"], "x", ("2", "1", "2"))
    element, flow = model["a"], model["ab"]
    assert isinstance(element, Element)
    assert isinstance(flow, Flow)
    assert element.properties["x"] == flow.properties["x"] == ("1", "2")
    assert model["outer"] == sample()["outer"]
    for nothing in (None, "unknown", (), ""):
        assert edits.set_property(model, ["a", "ab"], "x", nothing) == sample()


def test_a_new_type_keeps_attributes_and_ends_the_suggestion() -> None:
    model = edits.set_type(sample(), ["a"], "llm")
    element = model["a"]
    assert isinstance(element, Element)
    assert (element.type, dict(element.properties)) == ("llm", {"exposure": "public"})
    assert gone(sample(), model) == {"a/type"}


def test_verbs_pass_over_records_without_such_a_field() -> None:
    model = sample()
    assert edits.set_type(model, ["ab", "n"], "llm") == model
    assert edits.rename(model, "n", "Name") == model
    assert edits.update(model, ["n", "b"], name="X")["n"] == model["n"]


def test_a_confirmed_suggestion_leaves_its_value() -> None:
    after = edits.confirm(sample(), ["a/exposure", "a", "nobody"])
    assert gone(sample(), after) == {"a/exposure"}
    assert after["a"] == sample()["a"]


def test_a_rejected_suggestion_brings_back_what_stood_there() -> None:
    after = edits.reject(sample(), ["a/exposure", "a/type", "nobody"])
    element = after["a"]
    assert isinstance(element, Element)
    assert (element.type, dict(element.properties)) == ("external_entity", {})
    assert gone(sample(), after) == {"a/exposure", "a/type"}


def test_a_suggestion_about_nothing_can_be_rejected() -> None:
    model = Model([Suggestion(id="x/type", subject="x", field="type", previous="process")])
    assert edits.reject(model, ["x/type"]) == EMPTY_MODEL


# Answers.


def test_an_answer_is_kept_and_taken_back_when_empty_and_open() -> None:
    given = Answer(id="Q@b", question="Q", subject="b", text="no")
    assert edits.answer(sample(), given)["Q@b"] == given
    still_open = Answer(id="Q@b", question="Q", subject="b", text="later", status="open")
    assert edits.answer(sample(), still_open)["Q@b"] == still_open
    empty = Answer(id="Q@b", question="Q", subject="b", status="open")
    assert edits.answer(edits.answer(sample(), given), empty) == sample()


# Drawing.


def test_placing_moves_what_is_drawn_and_draws_what_is_not() -> None:
    model = edits.put(sample(), Placement(id="d/a", diagram="d", subject="a", x=1, z=7))
    after = edits.place(model, "d", {"a": (5, 6, 70, 80), "b": (1, 2, 3, 4)})
    assert after["d/a"] == Placement(id="d/a", diagram="d", subject="a", x=5, y=6, width=70, height=80, z=7)
    assert after["d/b"] == new_placement("d", "b", (1, 2, 3, 4))


def test_bends_are_given_and_given_back_to_the_router() -> None:
    bent = edits.bend(sample(), "d", "bb", [(1, 2)])
    assert bent["d/bb"] == Route(id="d/bb", diagram="d", subject="bb", bends=((1, 2),))
    assert edits.bend(bent, "d", "bb", []) == sample()


def test_the_free_end_of_a_flow_outlives_its_bends() -> None:
    loose = Route(id="d/ab", diagram="d", subject="ab", bends=((3, 4),), source_point=(1, 1))
    after = edits.bend(edits.put(sample(), loose), "d", "ab", [])
    assert after["d/ab"] == Route(id="d/ab", diagram="d", subject="ab", source_point=(1, 1))


def test_reversed_flows_swap_their_ends() -> None:
    assert edits.reverse(sample(), ["ab", "a"])["ab"] == Flow(
        id="ab", source="b", target="a", properties={"line_crossings": ["line", "other"]}
    )


# About.


def test_about_is_made_at_need() -> None:
    assert edits.set_about(EMPTY_MODEL, owner="Ann") == Model([About(owner="Ann")])


def test_merging_about_fills_gaps_only() -> None:
    own = Model([About(title="Mine")])
    merged = edits.merge_about(own, About(title="Theirs", owner="Bob", packs={"core": "1"}))
    assert merged.about == About(title="Mine", owner="Bob", packs={"core": "1"})
    assert edits.merge_about(EMPTY_MODEL, About()) is EMPTY_MODEL
