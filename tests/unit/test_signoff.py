"""Sign-off: what a review approves, and what is said to have moved on since."""

from __future__ import annotations

import pytest

from dfdmodeler.analysis.engine import analyze
from dfdmodeler.analysis.library import Library
from dfdmodeler.analysis.register import Register, register
from dfdmodeler.analysis.signoff import Moved, SignOff, last_review, reviews, verdicts
from dfdmodeler.analysis.signoff_words import moved_lines, moved_words, standing_words
from dfdmodeler.formats import native
from dfdmodeler.model import edits, triage
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Mitigation, Review, evolve
from report_models import example
from systems import shipped_library

ANN = {"reviewer": "Ann", "date": "2026-11-26"}
BY_BOB = {"author": "Bob", "date": "2026-11-27"}


def rows(model: Model, today: str = "") -> Register:
    library = shipped_library()
    return register(library, analyze(library, model), model, today=today)


def signed(model: Model, approves: bool = True, **said: str) -> Model:
    given = {**ANN, **said}
    return SignOff(shipped_library()).finish(model, rows(model), approves=approves, **given)


@pytest.fixture(scope="module")
def approved() -> Model:
    return signed(example("EX1"))


def moved(model: Model, today: str = "") -> Moved:
    review = last_review(model)
    assert review is not None
    return SignOff(shipped_library()).moved(model, rows(model, today), review)


def words(model: Model) -> str:
    return moved_words(moved(model))


def test_a_review_tells_who_when_what_and_what_was_open(approved: Model) -> None:
    review = last_review(approved)
    assert review is not None
    assert (review.reviewer, review.date, review.approves) == ("Ann", "2026-11-26", True)
    assert review.open == tuple(
        row.id for row in rows(approved).threats if row.track != "validity" and not row.decided
    )
    assert len({review.model, review.decisions, review.packs}) == 3


def test_nothing_has_moved_after_a_review_and_after_a_trip_through_the_file(approved: Model) -> None:
    assert moved(approved) == Moved()
    read, problems = native.read(native.write(approved), "a.dfdm")
    assert read is not None
    assert not problems
    assert not moved(read).at_all
    assert standing_words(reviews(read)[0], moved(read)) == "Approved by Ann on 2026-11-26"


def test_layout_notes_and_plans_need_no_new_review(approved: Model) -> None:
    element = next(iter(example("EX1").of(type(approved["fraud"]))))
    model = edits.place(approved, "main", {element.id: (1, 2, 3, 4)})
    model = edits.update(model, [element.id], notes="Look here again.")
    model = triage.track(model, ["ML-1a@fraud"], owner="Cy", due="2027-01-01", author="Bob", date="")
    model = triage.comment(model, "ML-1a@fraud", "Hm.", **BY_BOB)
    model = edits.set_about(model, owner="Payments", packs={"core": "0.1"})
    assert model != approved
    assert not moved(model).at_all


def test_what_moved_on_is_counted_and_named(approved: Model) -> None:
    model = edits.rename(approved, "fraud", "Scoring")
    model = edits.set_property(model, ["app"], "authenticated", "yes")
    model = triage.decide(model, "ML-1a@fraud", status="accepted", reason="Small.", **BY_BOB)
    assert words(model).startswith("2 elements, 1 decision")
    review = last_review(model)
    assert review is not None
    assert standing_words(review, moved(model)).startswith(
        "Approved by Ann on 2026-11-26 — the model has moved on: 2 elements, 1 decision"
    )
    lines = list(moved_lines(moved(model), model, rows(model)))
    assert lines[0].startswith("Elements: changed ")
    assert "Scoring" in lines[0]
    assert lines[1].startswith("Decisions: new ")
    assert lines[1].endswith(" at Scoring")


def test_what_is_gone_is_counted_too(approved: Model) -> None:
    model = edits.delete(approved, ["fraud"])
    found = moved(model)
    assert found.removed["element"] == 1
    assert found.removed["flow"] == sum(
        "fraud" in (f.source, f.target) for f in approved.of(type(approved["f02"]))
    )
    assert f"{found.removed['flow']} gone" in "\n".join(moved_lines(found, model, rows(model)))


def test_undoing_what_moved_makes_the_approval_current_again(approved: Model) -> None:
    there = edits.rename(approved, "fraud", "Scoring")
    assert moved(there).model
    assert not moved(edits.rename(there, "fraud", "")).at_all


def test_a_mitigation_that_is_done_moves_the_decisions_and_its_owner_does_not(approved: Model) -> None:
    planned = triage.mitigate(
        approved, Mitigation(id="M@ML-1a@fraud", threat="ML-1a@fraud", measure="M"), **BY_BOB
    )
    assert words(planned) == "1 mitigation"
    again = signed(planned)
    owned = triage.mitigate(again, evolve(again["M@ML-1a@fraud"], owner="Cy"), **BY_BOB)
    assert not moved(owned).at_all


def test_an_acceptance_that_ends_is_told_although_nothing_was_edited() -> None:
    accepted = triage.decide(
        example("EX1"), "ML-1a@fraud", status="accepted", reason="Small.", expires="2026-12-31", **BY_BOB
    )
    model = signed(accepted)
    assert not moved(model, "2026-12-31").at_all
    found = moved(model, "2027-01-01")
    assert found.opened == ("ML-1a@fraud",)
    assert moved_words(found) == "1 threat newly open"


def test_another_rule_pack_or_other_rules_in_it_are_told(approved: Model) -> None:
    off = edits.use_pack(approved, "core", False)
    assert words(off).startswith("1 rule pack")
    review = last_review(approved)
    assert review is not None
    graver = Library(shipped_library().catalog, ())
    assert SignOff(graver).moved(approved, Register(), review).packs


def test_a_rule_that_says_something_else_under_the_same_version_is_another_pack() -> None:
    from dfdmodeler import paths
    from dfdmodeler.catalog.consistency import Entry
    from dfdmodeler.rules.load import Pack, load_packs

    (core,), _ = load_packs([paths.shipped_rules()])
    first, *rest = core.rules
    other = Pack(
        core.info,
        (Entry(first.place, first.row.model_copy(update={"why": "Other words."})), *rest),
        core.mitigations,
        core.questions,
    )
    same = Library(shipped_library().catalog, [core])
    assert same.contents == shipped_library().contents
    assert Library(shipped_library().catalog, [other]).contents != same.contents


def test_reviews_are_added_and_the_last_word_of_each_reviewer_counts(approved: Model) -> None:
    model = signed(approved, approves=False, reviewer="Bob", remark="Look at the training data.")
    model = signed(model, approves=False, date="2026-11-27")
    assert [(r.reviewer, r.approves) for r in reviews(model)] == [
        ("Ann", True),
        ("Bob", False),
        ("Ann", False),
    ]
    assert {name: review.approves for name, review in verdicts(model).items()} == {"Ann": False, "Bob": False}
    assert standing_words(reviews(model)[2], moved(model)) == "Reviewed by Ann on 2026-11-27, not approved"


def test_a_review_without_prints_tells_that_something_moved(approved: Model) -> None:
    model = edits.put(approved, Review(id="review/009-x", reviewer="Ann", date="2027-01-01", approves=True))
    assert words(model) == "the model, the decisions, the rules, " + words(model).rsplit(", ", 1)[1]


def test_ids_of_reviews_come_from_what_they_say(approved: Model) -> None:
    assert signed(example("EX1")) == approved
    other = signed(example("EX1"), remark="Fine.")
    assert not other.keys() & {review.id for review in reviews(approved)}
