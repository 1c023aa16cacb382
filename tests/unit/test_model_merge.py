"""What becomes of every kind of field when two people changed it: one table of cases, then the rest."""

from __future__ import annotations

from typing import Any

import pytest

from dfdmodeler.model import edits
from dfdmodeler.model.conflict import Conflict
from dfdmodeler.model.merge import Merged, merge
from dfdmodeler.model.merge_rules import FIELDS, PRESENCE, REFERENCES, TRACES, UNITS
from dfdmodeler.model.model import EMPTY_MODEL, Model
from dfdmodeler.model.records import (
    RECORD_TYPES,
    About,
    Answer,
    Boundary,
    Decision,
    Diagram,
    Element,
    Flow,
    Note,
    Opaque,
    Placement,
    Record,
    Route,
    Suggestion,
    Threat,
    View,
    evolve,
)
from dfdmodeler.model.triage import VERDICT

ELEMENT = Element(id="a", type="process", name="A", properties={"exposure": "public", "carries": ("x", "y")})
DECISION = Decision(
    id="R@a", threat="R@a", status="accepted", reason="small", author="Ann", date="2026-01-01"
)
PLACE = Placement(id="main/a", diagram="main", subject="a", x=1.0, width=5.0)
MAIN = Diagram(id="main", name="Main")


def merged(base: Record | None, ours: Record | None, theirs: Record | None) -> Merged:
    return merge(*(Model([record] if record else []) for record in (base, ours, theirs)))


def changed(record: Record, one: dict[str, Any], other: dict[str, Any]) -> Merged:
    return merged(record, evolve(record, **one), evolve(record, **other))


CLEAN: dict[str, tuple[Record, dict[str, Any], dict[str, Any], dict[str, Any]]] = {
    "different fields": (ELEMENT, {"name": "B"}, {"notes": "n"}, {"name": "B", "notes": "n"}),
    "the same change": (ELEMENT, {"name": "B"}, {"name": "B"}, {"name": "B"}),
    "different attributes": (
        ELEMENT,
        {"properties": {**ELEMENT.properties, "exposure": "none"}},
        {"properties": {**ELEMENT.properties, "owner": "me"}},
        {"properties": {"exposure": "none", "carries": ("x", "y"), "owner": "me"}},
    ),
    "attributes that are sets": (
        ELEMENT,
        {"properties": {"exposure": "public", "carries": ("x", "z")}},
        {"properties": {"exposure": "public", "carries": ("w", "x", "y")}},
        {"properties": {"exposure": "public", "carries": ("w", "x", "z")}},
    ),
    "tags": (
        evolve(DECISION, tags=("q", "b")),
        {"tags": ("q", "b", "z")},
        {"tags": ("q", "a")},
        {"tags": ("q", "a", "z")},
    ),
    "a place": (PLACE, {"x": 2.0}, {"x": 3.0, "z": 4}, {"x": 2.0, "z": 4}),
    "a way": (
        Route(id="main/f", diagram="main", subject="f"),
        {"bends": ((1.0, 1.0),)},
        {"bends": ((2.0, 2.0),), "style": "curved"},
        {"bends": ((1.0, 1.0),), "style": "curved"},
    ),
    "where a note is": (Note(id="n", diagram="main", text="t"), {"x": 2.0}, {"x": 3.0}, {"x": 2.0}),
    "the order of diagrams": (MAIN, {"order": 2}, {"order": 3}, {"order": 2}),
    "packs at the last save": (
        About(packs={"core": "1"}),
        {"packs": {"core": "2"}},
        {"packs": {"core": "3", "own": "1"}},
        {"packs": {"core": "3", "own": "1"}},
    ),
    "packs not used": (
        About(packs_off=("a",)),
        {"packs_off": ("a", "c")},
        {"packs_off": ("b",)},
        {"packs_off": ("b", "c")},
    ),
    "the same verdict of two people": (
        DECISION,
        {"status": "mitigated", "reason": "", "author": "Bob", "date": "2026-02-01"},
        {"status": "mitigated", "reason": "tested", "author": "Eve", "date": "2026-01-15"},
        {"status": "mitigated", "reason": "tested", "author": "Eve", "date": "2026-01-15"},
    ),
    "a verdict, and who is to see to it": (
        DECISION,
        {"status": "mitigated", "author": "Bob"},
        {"owner": "Eve"},
        {"status": "mitigated", "author": "Bob", "owner": "Eve"},
    ),
    "guesses of the program": (
        Suggestion(id="a/type", subject="a", field="type", value="llm", score=0.5),
        {"value": "process", "score": 0.7},
        {"value": "agent", "score": 0.6},
        {"value": "process", "score": 0.7},
    ),
}


@pytest.mark.parametrize("name", CLEAN)
def test_two_changes_become_one_record(name: str) -> None:
    record, one, other, expected = CLEAN[name]
    outcome = changed(record, one, other)
    assert outcome.model[record.id] == evolve(record, **expected)
    assert outcome.conflicts == ()


CONFLICTS: dict[str, tuple[Record, dict[str, Any], dict[str, Any], tuple[str, ...]]] = {
    "a name": (ELEMENT, {"name": "B"}, {"name": "C"}, ("name",)),
    "a boundary": (ELEMENT, {"parent": "x"}, {"parent": "y"}, ("parent",)),
    "an attribute": (
        ELEMENT,
        {"properties": {"exposure": "a"}},
        {"properties": {"exposure": "b"}},
        ("properties.exposure",),
    ),
    "an attribute that one took back": (
        ELEMENT,
        {"properties": {"carries": ("x", "y")}},
        {"properties": {**ELEMENT.properties, "exposure": "b"}},
        ("properties.exposure",),
    ),
    "a set and a text": (
        ELEMENT,
        {"properties": {**ELEMENT.properties, "carries": "n/a"}},
        {"properties": {**ELEMENT.properties, "carries": ("x",)}},
        ("properties.carries",),
    ),
    "two verdicts": (
        DECISION,
        {"status": "mitigated", "author": "Bob"},
        {"status": "not_applicable", "author": "Eve"},
        tuple(sorted(VERDICT)),
    ),
    "one verdict for two reasons": (
        DECISION,
        {"reason": "cheap"},
        {"reason": "rare"},
        tuple(sorted(VERDICT)),
    ),
    "two severities": (
        DECISION,
        {"severity": "High", "severity_reason": "x"},
        {"severity": "Low", "severity_reason": "y"},
        ("severity", "severity_reason"),
    ),
    "two answers": (
        Answer(id="Q@a", question="Q", subject="a", text="t"),
        {"text": "yes"},
        {"text": "no"},
        ("author", "date", "status", "text"),
    ),
    "what a note says": (Note(id="n", diagram="main"), {"text": "a"}, {"text": "b"}, ("text",)),
    "how the register is sorted": (View(id="v"), {"sort": ("a", "b")}, {"sort": ("b", "a")}, ("sort",)),
}


@pytest.mark.parametrize("name", CONFLICTS)
def test_two_people_who_differ_leave_one_conflict_with_both_sides(name: str) -> None:
    record, one, other, fields = CONFLICTS[name]
    ours, theirs = evolve(record, **one), evolve(record, **other)
    outcome = merged(record, ours, theirs)
    (conflict,) = outcome.conflicts
    assert conflict.subject == record.id
    assert conflict.fields == fields
    assert outcome.model[record.id] == ours, "ours stands until somebody chooses"
    mirrored = merged(record, theirs, ours).conflicts[0]
    assert (mirrored.ours, mirrored.theirs, mirrored.base) == (conflict.theirs, conflict.ours, conflict.base)


def test_two_verdicts_are_kept_with_reasons_and_authors() -> None:
    outcome = changed(
        DECISION,
        {"status": "mitigated", "reason": "guarded", "author": "Bob"},
        {"status": "false_positive", "reason": "no such path", "author": "Eve"},
    )
    (conflict,) = outcome.conflicts
    assert conflict.ours is not None
    assert conflict.theirs is not None
    assert [conflict.ours[name] for name in ("status", "reason", "author")] == ["mitigated", "guarded", "Bob"]
    assert [conflict.theirs[name] for name in ("status", "reason", "author")] == [
        "false_positive",
        "no such path",
        "Eve",
    ]


def test_a_deleted_record_that_the_other_changed_stays_and_is_told() -> None:
    edited = evolve(ELEMENT, name="B")
    for ours, theirs in ((None, edited), (edited, None)):
        outcome = merged(ELEMENT, ours, theirs)
        assert outcome.model["a"] == edited
        (conflict,) = outcome.conflicts
        assert (conflict.field, conflict.ours is None, conflict.theirs is None) == ("", not ours, not theirs)


def test_what_nobody_changed_is_deleted_by_either() -> None:
    assert merged(ELEMENT, None, ELEMENT) == merged(ELEMENT, ELEMENT, None) == Merged(EMPTY_MODEL)


def test_a_verdict_taken_back_and_an_owner_named_are_two_things() -> None:
    theirs = evolve(DECISION, owner="Eve")
    for ours, others in ((None, theirs), (theirs, None)):
        outcome = merged(DECISION, ours, others)
        assert outcome.conflicts == ()
        assert outcome.model["R@a"] == Decision(id="R@a", threat="R@a", owner="Eve")


def test_a_decision_of_which_nothing_is_left_is_gone() -> None:
    base = evolve(DECISION, owner="Eve")
    assert merged(base, None, evolve(base, owner="")) == Merged(EMPTY_MODEL)


def test_a_verdict_taken_back_and_changed_is_one_conflict_and_the_words_stand() -> None:
    theirs = evolve(DECISION, status="mitigated", reason="guarded")
    for ours, others in ((None, theirs), (theirs, None)):
        outcome = merged(DECISION, ours, others)
        assert outcome.model["R@a"] == theirs
        (conflict,) = outcome.conflicts
        assert conflict.field == "status"


def test_what_was_deleted_with_what_stays_is_there_too() -> None:
    other, zone = Element(id="b", type="process"), Boundary(id="z", name="Zone")
    inside = evolve(ELEMENT, parent="z")
    flow = Flow(id="f", source="a", target="b")
    way = Route(id="main/f", diagram="main", subject="f", bends=((1.0, 2.0),))
    base = Model([inside, other, zone, MAIN, PLACE, flow, way])
    for deleted in ("a", "z"):
        renamed = edits.rename(base, deleted, "New")
        for ours, theirs in (
            (edits.delete(base, [deleted]), renamed),
            (renamed, edits.delete(base, [deleted])),
        ):
            outcome = merge(base, ours, theirs)
            assert outcome.model == renamed
            assert [c.subject for c in outcome.conflicts] == [deleted]


def test_places_of_what_the_other_deleted_go_with_it() -> None:
    base = Model([ELEMENT, MAIN, PLACE])
    without = edits.delete(base, ["a"])
    moved = edits.place(base, "main", {"a": (9.0, 9.0, 9.0, 9.0)})
    for ours, theirs in ((moved, without), (without, moved)):
        assert merge(base, ours, theirs) == Merged(without)


def test_a_flow_to_what_the_other_deleted_is_a_problem() -> None:
    base = Model([ELEMENT, Element(id="b", type="process")])
    joined = edits.put(base, Flow(id="f", source="a", target="b"))
    outcome = merge(base, joined, edits.delete(base, ["a"]))
    assert outcome.conflicts == ()
    assert [p.what for p in outcome.problems if p.gravity == "error"] == [
        "It ends at 'a', which is no element."
    ]


def test_problems_that_a_version_had_already_are_not_told_again() -> None:
    base = Model([Flow(id="f", source="nobody")])
    assert merge(base, edits.rename(base, "f", "F"), base).problems[1:] == ()
    assert all("nobody" not in p.what for p in merge(base, base, base).problems)


def test_the_same_id_added_twice_merges_by_field() -> None:
    ours, theirs = Element(id="a", type="llm", name="A"), Element(id="a", type="llm", name="A", notes="n")
    assert merged(None, ours, theirs).model["a"] == theirs
    renamed = evolve(theirs, name="B")
    assert [c.field for c in merged(None, ours, renamed).conflicts] == ["name"]


def test_two_ways_to_say_nothing_are_one() -> None:
    ours = Opaque.model_validate({"id": "o", "kind": "new", "value": None})
    theirs = Opaque.model_validate({"id": "o", "kind": "new"})
    assert merged(None, ours, theirs) == merged(None, theirs, ours)


def test_one_id_for_two_kinds_is_one_conflict() -> None:
    outcome = merged(None, Element(id="a", type="llm"), Boundary(id="a"))
    assert outcome.model["a"] == Element(id="a", type="llm")
    assert [(c.field, c.base) for c in outcome.conflicts] == [("", None)]


def test_without_a_base_every_difference_is_a_choice_and_additions_are_taken() -> None:
    ours = Model([ELEMENT, evolve(DECISION, owner=""), PLACE, Flow(id="f", directed=True)])
    theirs = Model(
        [
            evolve(ELEMENT, name="B", notes="n", properties={"exposure": "none", "kept": "yes"}),
            evolve(DECISION, status="mitigated", owner="Eve"),
            evolve(PLACE, x=7.0),
            Flow(id="f", directed=False),
            Threat(id="t", title="T"),
        ]
    )
    outcome = merge(None, ours, theirs)
    assert [(c.subject, c.field) for c in outcome.conflicts] == [
        ("f", "directed"),
        ("a", "name"),
        ("a", "properties.exposure"),
        ("R@a", "status"),
    ]
    assert outcome.model["a"] == evolve(ELEMENT, notes="n", properties={**ELEMENT.properties, "kept": "yes"})
    assert outcome.model["R@a"] == evolve(DECISION, owner="Eve")
    assert outcome.model["main/a"] == PLACE
    assert "t" in outcome.model


def test_records_and_fields_of_newer_versions_merge_too() -> None:
    base = Opaque.model_validate({"id": "n", "kind": "new", "one": 1, "two": [1], "gone": True})
    ours = Opaque.model_validate({"id": "n", "kind": "new", "one": 2, "two": [1], "gone": True})
    theirs = Opaque.model_validate({"id": "n", "kind": "new", "one": 1, "two": [1, 2], "more": {"a": 1}})
    expected = Opaque.model_validate({"id": "n", "kind": "new", "one": 2, "two": [1, 2], "more": {"a": 1}})
    assert merged(base, ours, theirs) == Merged(Model([expected]))
    known = Element.model_validate({"id": "a", "type": "llm", "future": 1})
    mine, other = evolve(known, future=2), evolve(known, future=3)
    assert [c.field for c in merged(known, mine, other).conflicts] == ["future"]
    assert merged(known, mine, evolve(known, name="N")).model["a"] == evolve(mine, name="N")


def test_conflicts_that_nobody_settled_stay_beside_new_ones() -> None:
    base = Model([ELEMENT])
    first = merge(base, edits.rename(base, "a", "B"), edits.rename(base, "a", "C")).marked
    again = merge(base, first, edits.rename(base, "a", "C")).marked
    assert again == first, "the same merge again finds the same"
    second = merge(base, first, edits.rename(base, "a", "D")).marked
    assert [c.id for c in second.of(Conflict)] == ["!name!2@a", "!name@a"]
    assert {c.theirs["name"] for c in second.of(Conflict) if c.theirs} == {"C", "D"}


def test_a_conflict_that_one_settled_is_settled() -> None:
    base = Model([ELEMENT])
    marked = merge(base, edits.rename(base, "a", "B"), edits.rename(base, "a", "C")).marked
    settled = edits.remove(marked, ["!name@a"])
    assert merge(marked, settled, marked).marked == merge(marked, marked, settled).marked == settled


def test_the_tables_name_kinds_and_fields_that_there_are() -> None:
    for kind, units in UNITS.items():
        assert {name for unit in units for name in unit.fields} <= set(RECORD_TYPES[kind].model_fields)
    for kind, rules in FIELDS.items():
        names = {name.removesuffix(".*") for name in rules} - {"*"}
        assert names <= set(RECORD_TYPES[kind].model_fields)
    for kind, references in REFERENCES.items():
        assert set(references) <= set(RECORD_TYPES[kind].model_fields)
    assert set(PRESENCE) | set(TRACES) <= set(RECORD_TYPES)
