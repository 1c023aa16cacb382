"""Choices that end conflicts, each of them one edit of the model."""

from __future__ import annotations

from typing import Any

import pytest

from dfdmodeler.model import edits
from dfdmodeler.model.check import check
from dfdmodeler.model.conflict import Conflict, Side
from dfdmodeler.model.merge import merge
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Decision, Diagram, Element, Entry, Flow, Note, Placement, Record, evolve
from dfdmodeler.model.settling import joined, offered, settle, settle_all, standing, unsettled

ELEMENT = Element(id="a", type="process", name="A", description="d", properties={"exposure": "x"})
DECISION = Decision(
    id="R@a", threat="R@a", status="accepted", reason="small", author="Ann", date="2026-01-01"
)


def conflicting(record: Record, one: dict[str, Any], other: dict[str, Any]) -> Model:
    sides = (Model([evolve(record, **fields)]) for fields in ({}, one, other))
    return merge(*sides).marked


@pytest.mark.parametrize(("choice", "expected"), [("ours", "B"), ("theirs", "C"), ("keep", "B")])
def test_a_side_is_taken(choice: Any, expected: str) -> None:
    model = conflicting(ELEMENT, {"name": "B"}, {"name": "C"})
    assert settle(model, "!name@a", choice) == Model([evolve(ELEMENT, name=expected)])


def test_what_a_person_wrote_meanwhile_can_be_kept() -> None:
    model = edits.rename(conflicting(ELEMENT, {"name": "B"}, {"name": "C"}), "a", "D")
    (conflict,) = unsettled(model)
    assert standing(model, conflict) is None
    assert settle(model, conflict.id, "keep") == Model([evolve(ELEMENT, name="D")])


def test_it_is_known_which_side_stands() -> None:
    model = conflicting(ELEMENT, {"name": "B"}, {"name": "C"})
    (conflict,) = unsettled(model)
    assert standing(model, conflict) == "ours"
    assert standing(edits.rename(model, "a", "C"), conflict) == "theirs"


def test_an_attribute_that_one_took_back_can_be_unknown_again() -> None:
    model = conflicting(ELEMENT, {"properties": {}}, {"properties": {"exposure": "y"}})
    (conflict,) = unsettled(model)
    assert settle(model, conflict.id, "theirs")["a"] == evolve(ELEMENT, properties={"exposure": "y"})
    assert settle(model, conflict.id, "ours")["a"] == evolve(ELEMENT, properties={})


def test_of_two_texts_both_can_be_kept() -> None:
    model = conflicting(ELEMENT, {"description": "one"}, {"description": "two"})
    (conflict,) = unsettled(model)
    assert offered(model, conflict) == ("ours", "theirs", "both", "keep")
    assert settle(model, conflict.id, "both")["a"] == evolve(ELEMENT, description="one\ntwo")


def test_of_two_names_only_one() -> None:
    model = conflicting(ELEMENT, {"name": "B"}, {"name": "C"})
    (conflict,) = unsettled(model)
    assert offered(model, conflict) == ("ours", "theirs", "keep")
    assert settle(model, conflict.id, "both") == model


def test_two_reasons_for_one_verdict_are_joined_and_signed_by_both() -> None:
    ours = {"reason": "cheap", "author": "Bob", "date": "2026-02-02", "evidence": "1"}
    theirs = {"reason": "rare", "author": "Eve", "date": "2026-01-01", "evidence": "2"}
    model = conflicting(DECISION, ours, theirs)
    (conflict,) = unsettled(model)
    settled = settle(model, conflict.id, "both", author="Zoe", date="2026-03-03").find(Decision, "R@a")
    assert settled == evolve(
        DECISION, reason="cheap\nrare", author="Bob, Eve", date="2026-02-02", evidence="1"
    )


def test_of_two_verdicts_only_one() -> None:
    model = conflicting(
        DECISION, {"status": "mitigated", "reason": "a"}, {"status": "avoided", "reason": "b"}
    )
    (conflict,) = unsettled(model)
    assert joined(conflict) is None
    settled = settle(model, conflict.id, "theirs", author="Zoe", date="2026-03-03")
    assert settled["R@a"] == evolve(DECISION, status="avoided", reason="b")
    former, entry = settled.of(Entry)
    assert (former.after, former.text) == ("mitigated", "a"), "no entry told of it"
    assert (entry.author, entry.before, entry.after) == ("Zoe", "mitigated", "avoided")


def test_deleting_or_keeping_what_only_one_deleted() -> None:
    base = Model(
        [
            ELEMENT,
            Element(id="b", type="process"),
            Flow(id="f", source="a", target="b"),
            Diagram(id="main"),
            Placement(id="main/a", diagram="main", subject="a"),
        ]
    )
    renamed, without = edits.rename(base, "a", "B"), edits.delete(base, ["a"])
    model = merge(base, without, renamed).marked
    (conflict,) = unsettled(model)
    assert standing(model, conflict) == "theirs"
    assert settle(model, conflict.id, "ours") == without
    assert settle(model, conflict.id, "theirs") == renamed


def test_all_at_once_as_far_as_it_is_offered() -> None:
    base = Model([ELEMENT, Note(id="n", diagram="main", text="t")])
    ours = edits.update(edits.rename(base, "a", "B"), ["n"], text="one")
    theirs = edits.update(edits.rename(base, "a", "C"), ["n"], text="two")
    model = merge(base, ours, theirs).marked
    assert settle_all(model, "ours") == ours
    assert settle_all(model, "theirs") == theirs
    both = settle_all(model, "both")
    assert both["n"] == evolve(ours["n"], text="one\ntwo")
    assert [c.id for c in unsettled(both)] == ["!name@a"]


def test_all_at_once_takes_every_field_of_one_record() -> None:
    ours = {"name": "B", "notes": "one", "properties": {}}
    theirs = {"name": "C", "notes": "two", "properties": {"exposure": "y"}}
    model = conflicting(ELEMENT, ours, theirs)
    assert len(unsettled(model)) == 3
    assert settle_all(model, "theirs") == Model([evolve(ELEMENT, **theirs)])
    assert settle_all(model, "ours") == Model([evolve(ELEMENT, **ours)])


@pytest.mark.parametrize(
    "side",
    [
        {"name": 5},
        {"id": "other"},
        {"kind": "flow"},
        {"parent": ["a"]},
    ],
)
def test_what_fits_no_record_is_not_offered(side: dict[str, Any]) -> None:
    conflict = Conflict(id="!x@a", subject="a", field="x", ours=Side(side), theirs=Side({}))
    model = Model([ELEMENT, conflict])
    assert "ours" not in offered(model, conflict)
    assert settle(model, conflict.id, "ours") == model
    assert settle(model, conflict.id, "keep") == Model([ELEMENT])


def test_a_whole_record_that_fits_none_is_not_offered() -> None:
    for side in ({"kind": "element"}, {"kind": 5}, {}, {"kind": "flow", "source": 3}):
        conflict = Conflict(id="!@a", subject="a", ours=Side(side))
        model = Model([ELEMENT, conflict])
        assert "ours" not in offered(model, conflict), side


def test_what_is_about_nothing_any_more_can_only_be_let_go() -> None:
    model = edits.remove(conflicting(ELEMENT, {"name": "B"}, {"name": "C"}), ["a"])
    (conflict,) = unsettled(model)
    assert offered(model, conflict) == ("keep",)
    assert len(settle(model, conflict.id, "keep")) == 0


def test_check_tells_of_what_nobody_chose() -> None:
    model = conflicting(ELEMENT, {"properties": {}}, {"properties": {"exposure": "y"}})
    errors = [problem for problem in check(model) if problem.gravity == "error"]
    assert [(problem.subject, problem.what) for problem in errors] == [
        ("a", "Two versions of “A” disagree on “exposure”, and nobody has chosen.")
    ]


def test_sides_cannot_be_changed() -> None:
    side = Side({"tags": ["a"]})
    side["tags"].append("b")
    side.plain()["more"] = 1
    assert side == Side({"tags": ["a"]})
    assert hash(side) == hash(Side({"tags": ["a"]}))
    assert list(side) == ["tags"]
    assert len(side) == 1
