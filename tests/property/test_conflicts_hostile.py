"""Conflicts that another program, or a hand, wrote into a file: they may say anything, and break nothing."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from dfdmodeler.formats import native
from dfdmodeler.model.check import check
from dfdmodeler.model.conflict import Conflict, conflict_id
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Boundary, Decision, Element, Flow, Opaque, Placement, View
from dfdmodeler.model.settling import offered, settle, standing, subject_of, unsettled
from dfdmodeler.report.conflict_words import ConflictWords
from dfdmodeler.report.listing import listing
from systems import shipped_library

MODEL = Model(
    [
        Element(id="e", type="llm", name="E", parent="b", properties={"carries": ["x"]}),
        Boundary(id="b"),
        Flow(id="f", source="e"),
        Decision(id="R@e", threat="R@e", status="accepted"),
        Placement(id="m/e", diagram="m", subject="e"),
        View(id="v", sort=("a",)),
        Opaque.model_validate({"id": "o", "kind": "newer", "subject": ["x"], "threat": {"a": 1}}),
    ]
)
NAMES = st.sampled_from(
    [
        "id",
        "kind",
        "name",
        "type",
        "status",
        "parent",
        "source",
        "subject",
        "threat",
        "open",
        "reason",
        "date",
        "properties",
        "properties.carries",
        "properties.",
        "x",
        "sort",
        "author",
        "severity",
        "future",
    ]
) | st.just("")
SCALARS = (
    st.none() | st.booleans() | st.integers(-5, 5) | st.floats(-2, 2) | st.sampled_from(["", "e", "llm"])
)
VALUES = st.recursive(
    SCALARS, lambda v: st.lists(v, max_size=2) | st.dictionaries(NAMES, v, max_size=2), max_leaves=4
)
SIDES = st.none() | st.dictionaries(NAMES, VALUES, max_size=4)


@st.composite
def conflicting(draw: st.DrawFn) -> Model:
    subject, field = draw(st.sampled_from([*MODEL, "nothing"])), draw(NAMES)
    fields: dict[str, Any] = {"subject": subject, "field": field, "future": draw(VALUES)}
    sides = {name: draw(SIDES) for name in ("base", "ours", "theirs")}
    conflict = Conflict.model_validate({"id": conflict_id(subject, field), **fields, **sides})
    return Model([*MODEL.values(), conflict])


@given(conflicting())
def test_it_is_told_and_settled_whatever_it_says(model: Model) -> None:
    (conflict,) = unsettled(model)
    told = ConflictWords(model, shipped_library()).told(conflict)
    assert all(isinstance(part, str) for part in told)
    assert any(conflict.id in line for line in listing(model, shipped_library()))
    subject, _ = subject_of(model, conflict)
    assert subject is None or subject in model
    assert standing(model, conflict) in ("ours", "theirs", None)
    assert any(problem.gravity == "error" for problem in check(model))
    assert "keep" in offered(model, conflict)
    for choice in offered(model, conflict):
        after = settle(model, conflict.id, choice, author="A", date="2026-01-01")
        assert not after.of(Conflict)
        again, problems = native.read(native.write(after), "m.dfdm")
        assert again is not None, problems


@given(conflicting())
def test_it_survives_the_file(model: Model) -> None:
    again, problems = native.read(native.write(model), "m.dfdm")
    assert again is not None, problems
    assert again.of(Conflict) == model.of(Conflict)
