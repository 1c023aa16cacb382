"""Assumptions and action items: their order, what is late, what hangs on an assumption in doubt."""

from __future__ import annotations

import pytest

from dfdmodeler.analysis import followups
from dfdmodeler.analysis.engine import analyze
from dfdmodeler.analysis.find import Book
from dfdmodeler.analysis.register import EMPTY_REGISTER, Register, completed, registering
from dfdmodeler.formats import native
from dfdmodeler.model import triage
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import ActionItem, Assumption, Element, Flow, Threat
from systems import shipped_library

TODAY = "2026-06-15"
BEFORE, AFTER = "2026-06-14", "2026-06-16"


def assumption(id_: str = "a", **fields: object) -> Assumption:
    return Assumption.model_validate({"id": id_, "text": "The network is trusted", **fields})


def action(id_: str = "i", **fields: object) -> ActionItem:
    return ActionItem.model_validate({"id": id_, "text": "Ask them", **fields})


@pytest.mark.parametrize(
    ("one", "words", "looks", "settled"),
    [
        (assumption(), "Holds", False, True),
        (assumption(valid_until=TODAY), "Holds", False, True),
        (assumption(valid_until=BEFORE), "Past its date", True, False),
        (assumption(status="unsure"), "Unsure", False, False),
        (assumption(status="unsure", valid_until=BEFORE), "Unsure, past its date", True, False),
        (assumption(status="wrong", valid_until=AFTER), "Wrong", True, False),
        (action(), "Open", False, False),
        (action(due=TODAY), "Open", False, False),
        (action(due=BEFORE), "Overdue", True, False),
        (action(due=BEFORE, status="done"), "Done", False, True),
    ],
)
def test_how_one_stands(one, words, looks, settled):
    assert followups.state_words(one, TODAY) == words
    assert followups.asks_for_a_look(one, TODAY) is looks
    assert followups.is_settled(one, TODAY) is settled
    assert not followups.is_late(one, ""), "without a clock nothing is late"


def test_assumptions_come_first_and_each_by_its_day():
    model = Model(
        [
            action("i1", due=AFTER),
            action("i2"),
            action("i3", due=BEFORE),
            assumption("a1"),
            assumption("a2", valid_until=AFTER),
        ]
    )
    assert [one.id for one in followups.follow_ups(model)] == ["a2", "a1", "i3", "i1", "i2"]


def test_they_are_found_by_what_they_are_about():
    model = Model([assumption("a1", subjects=("llm", "R@x")), action("i1", subjects=("own@",)), action("i2")])
    assert [one.id for one in followups.about(model, ["llm"])] == ["a1"]
    assert [one.id for one in followups.about(model, ["R@x", "own"])] == ["a1", "i1"]
    assert followups.about(model, ["other"]) == []


def drawn(*more: object) -> Model:
    return Model(
        [
            Element(id="user", type="human_user", name="User"),
            Element(id="llm", type="llm", name="Model"),
            Flow(id="ask", source="user", target="llm", properties={"carries": ("prompt",)}),
            Threat(id="own", subject="user", title="Own"),
            *more,
        ]
    )


def registered(model: Model, today: str = TODAY, before: Register = EMPTY_REGISTER) -> Register:
    library = shipped_library()
    return completed(registering(library, analyze(library, model), model, before, today))


def test_an_assumption_that_holds_says_nothing():
    found = registered(drawn(assumption(subjects=("llm",), valid_until=TODAY)))
    assert not any(row.doubts for row in found.threats)


def test_what_hangs_on_an_assumption_in_doubt_is_told_at_a_place_or_a_threat():
    at_llm = next(row.id for row in registered(drawn()).threats if row.subject == "llm")
    wrong = registered(drawn(assumption(subjects=("llm", "own@"), status="wrong")))
    said = ("It hangs on an assumption that is wrong: “The network is trusted”",)
    assert {row.doubts for row in wrong.threats if row.subject == "llm"} == {said}
    assert wrong.find("own@").doubts == said
    assert not any(row.doubts for row in wrong.threats if row.subject == "ask")
    over = registered(drawn(assumption(subjects=(at_llm,), valid_until=BEFORE)))
    assert [row.id for row in over.threats if row.doubts] == [at_llm]
    assert over.find(at_llm).doubts[0].startswith("It hangs on an assumption that was valid until 2026-06-14")


def test_rows_from_before_learn_that_an_assumption_is_over():
    model = drawn(assumption(subjects=("llm",), valid_until=TODAY))
    before = registered(model)
    after = registered(model, "2026-06-16", before)
    assert all(row.doubts for row in after.threats if row.subject == "llm")
    assert registered(model, TODAY, after) == before


def test_they_are_found_by_their_words():
    model = drawn(
        assumption(subjects=("llm",), owner="Ada"), action(subjects=("R@llm",)), action("i2", text="Draw")
    )
    book = Book(model, shipped_library().catalog)
    assert [(hit.subject, hit.what) for hit in book.find("network trusted")] == [("llm", "Assumption")]
    assert [(hit.subject, hit.threat) for hit in book.find("ask them")] == [("diagram", "R@llm")]
    assert [hit.subject for hit in book.find("action item draw")] == ["diagram"]
    assert [hit.subject for hit in book.find("assumption ada")] == ["llm"]


def test_a_threat_is_found_by_what_people_keep_and_say() -> None:
    by = {"author": "Ann", "date": TODAY}
    model = triage.track(
        drawn(), ["own@"], owner="Grace", tags=("pilot",), notes="Call the bank manager", **by
    )
    model = triage.comment(model, "own@", "Is that so?", **by)
    book = Book(model, shipped_library().catalog, registered(model).threats)
    assert [hit.what for hit in book.find("grace own")] == ["Threat"]
    assert [hit.what for hit in book.find("pilot")] == ["Threat"]
    assert [(hit.what, hit.threat) for hit in book.find("bank manager")] == [("Notes", "own@")]
    assert [(hit.what, hit.text) for hit in book.find("that so?")] == [("Comment", "Is that so?")]


def test_subjects_are_called_by_name_also_when_they_are_gone():
    model = drawn()
    titles = {"own@": "Own", "R@llm": "Found: Model"}
    words = [followups.subject_words(model, titles, i) for i in ("llm", "own", "R@llm", "diagram", "x")]
    assert words == ["Model", "Own", "Found: Model", "the model as a whole", "x (gone)"]


def test_they_are_written_and_read():
    model = drawn(assumption(subjects=("llm",), status="unsure"), action(due=AFTER, ticket="T-1"))
    assert native.read(native.write(model), "a file") == (model, ())
