"""What becomes of decisions when rules and the drawing change: former ids, and how each threat stands."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest

from dfdmodeler.analysis.engine import analyze
from dfdmodeler.analysis.library import Library, load_library
from dfdmodeler.analysis.register import Register, adopting, register
from dfdmodeler.model import edits, triage
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Element, Mitigation, Review
from dfdmodeler.session.session import Session, Task, at_once
from systems import ROOT, model_of

ANN = {"author": "Ann", "date": "2026-01-02"}
BOB = {"author": "Bob", "date": "2026-01-03"}
LATE = {"author": "Cy", "date": "2026-01-06"}
PACK = """
[[mitigation]]
id = "M-1"
title = "A filter"
kind = "proactive"
marker = "False"

[[rule]]
id = "NEW-1"
aliases = ["OLD-1"]
scope = "node"
track = "security"
when = "isa(e, 'agent')"
severity = "Low"
title = "A rule"
mitigations = ["M-1"]
"""
SYSTEM = model_of({"elements": [{"id": "a", "type": "agent"}]})


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    folder = tmp_path_factory.mktemp("pack")
    (folder / "pack.toml").write_text('id = "own"\nversion = "1"\n', encoding="utf-8")
    (folder / "rows.toml").write_text(PACK, encoding="utf-8")
    found, problems = load_library([ROOT / "stencils"], [folder])
    assert not problems
    return found


def registered(library: Library, model: Model) -> Register:
    return register(library, analyze(library, model), model)


def test_what_is_kept_under_a_former_name_of_a_rule_counts_and_is_adopted(library: Library) -> None:
    model = triage.decide(SYSTEM, "OLD-1@a", status="accepted", reason="Small", **ANN)
    planned = Mitigation(id="M-1@OLD-1@a", threat="OLD-1@a", measure="M-1", status="verified")
    model = triage.comment(triage.mitigate(model, planned, **ANN), "OLD-1@a", "Why?", **ANN)
    found = registered(library, model)
    (row,) = found.threats
    assert (row.id, row.status, row.former, found.gone) == ("NEW-1@a", "accepted", ("OLD-1@a",), ())
    assert row.mitigations[0].stated == planned
    adopted = adopting(model, [row], **BOB)
    owned = triage.track(adopted, [row.id], owner="Cy", **BOB)
    (after,) = registered(library, owned).threats
    assert (after.status, after.former, after.mitigations[0].done) == ("accepted", (), True)
    assert after.decision is not None
    assert (after.decision.threat, after.decision.owner) == ("NEW-1@a", "Cy")
    assert "Why?" in [entry.text for entry in triage.history_of(owned, row.id)]
    assert adopting(owned, [after], **BOB) == owned


def test_what_is_new_again_or_ended(library: Library) -> None:
    review = Review(id="review/1", reviewer="Ann", date="2026-01-05", open=("NEW-1@a",))
    more = edits.put(SYSTEM, *(Element(id=i, type="agent") for i in "bcde"), review)
    changed = triage.decide(more, "NEW-1@b", status="accepted", reason="x", evidence="other", **LATE)
    ended = triage.decide(changed, "NEW-1@c", status="accepted", reason="x", expires="2026-01-06", **LATE)
    known = triage.comment(ended, "NEW-1@d", "Before the review", **ANN)
    standing = {
        row.subject: row.standing
        for row in register(library, analyze(library, known), known, today="2026-01-07").threats
    }
    assert standing == {"a": "unchanged", "b": "again", "c": "expired", "d": "reopened", "e": "new"}


def test_mitigations_and_comments_without_a_threat_are_gone_too(library: Library) -> None:
    model = triage.comment(SYSTEM, "NEW-1@x", "Why?", **ANN)
    model = triage.mitigate(model, Mitigation(id="m", threat="NEW-1@y", title="Own"), **ANN)
    taken_back = triage.decide(model, "NEW-1@z", status="accepted", reason="x", **ANN)
    model = triage.decide(taken_back, "NEW-1@z", status="open", **ANN)
    assert [(d.threat, d.status, d.title) for d in registered(library, model).gone] == [
        ("NEW-1@x", "open", "A rule"),
        ("NEW-1@y", "open", "A rule"),
    ]


class Work:
    """A session at one agent, about whose threat a decision was taken."""

    def __init__(self, library: Library) -> None:
        self.waiting: list[Task] = []
        self.session = Session(library, choose=Random(1).choice, schedule=self.waiting.append)
        self.session.open(triage.decide(SYSTEM, "NEW-1@a", status="accepted", reason="Small", **ANN))
        self.analyse()

    def analyse(self) -> Register:
        while self.waiting:
            at_once(self.waiting.pop())
        return self.session.threats

    def do(self, label: str, fn: Callable[[Model], Model], merge: str | None = None) -> Register:
        self.session.edit(label, fn, merge)
        return self.analyse()

    def undo(self) -> Register:
        self.session.undo()
        return self.analyse()

    def redo(self) -> Register:
        self.session.redo()
        return self.analyse()


def retype(type_: str) -> Callable[[Model], Model]:
    return lambda model: edits.set_type(model, ["a"], type_)


def delete(model: Model) -> Model:
    return edits.delete(model, ["a"])


@pytest.fixture
def work(library: Library) -> Work:
    return Work(library)


def standing(found: Register) -> list[str]:
    return [row.standing for row in found.threats]


def cause(found: Register) -> list[str]:
    assert not found.threats
    return [found.causes.get(decision.id, "") for decision in found.gone]


def test_the_step_that_took_a_threat_away_is_told_and_undo_brings_it_back_as_it_was(work: Work) -> None:
    before = work.session.threats
    assert cause(work.do("Delete", delete)) == ["The threat went with the step “Delete”."]
    assert work.undo() == before
    assert cause(work.redo()) == ["The threat went with the step “Delete”."]
    assert work.undo() == before


def test_a_threat_that_comes_back_with_its_decision_is_as_it_was(work: Work) -> None:
    before = work.session.threats
    work.do("Change type", retype("process"))
    assert work.do("Change type", retype("agent")) == before


def test_an_open_threat_that_comes_back_is_reopened_until_somebody_decides(work: Work) -> None:
    looked_at = {"status": "needs_investigation", "reason": "Ask Bob", **ANN}
    work.do("Decide", lambda m: triage.decide(m, "NEW-1@a", **looked_at))
    went = work.do("Change type", retype("process"))
    assert cause(went) == ["The threat went with the step “Change type”."]
    assert standing(work.do("Change type", retype("agent"))) == ["reopened"]
    assert standing(work.do("Rename", lambda m: edits.rename(m, "a", "New"))) == ["reopened"]
    again = {"status": "accepted", "reason": "Still small", **BOB}
    assert standing(work.do("Decide", lambda m: triage.decide(m, "NEW-1@a", **again))) == ["unchanged"]
    assert standing(work.undo()) == ["reopened"]
    work.undo()
    assert cause(work.undo()) == ["The threat went with the step “Change type”."]
    assert standing(work.undo()) == ["reopened"]  # it was settled at first
    assert standing(work.undo()) == ["unchanged"]


def test_a_decision_taken_back_reopens(work: Work) -> None:
    assert standing(work.do("Decide", lambda m: triage.decide(m, "NEW-1@a", status="open"))) == ["reopened"]
    assert standing(work.undo()) == ["unchanged"]


def test_of_several_steps_the_one_that_removed_the_subject_is_told(work: Work) -> None:
    work.session.edit("Rename", lambda m: edits.rename(m, "a", "New"))
    work.session.edit("Delete", delete)
    assert cause(work.do("Set title", lambda m: edits.set_about(m, title="T"))) == [
        "The threat went with the step “Delete”."
    ]
    work.undo()
    assert cause(work.analyse()) == ["The threat went with the step “Delete”."]


def test_another_step_in_place_of_one_that_was_taken_back_tells_its_own(work: Work) -> None:
    work.do("Delete", delete)
    work.undo()
    assert cause(work.do("Change type", retype("process"))) == [
        "The threat went with the step “Change type”."
    ]


def test_what_was_undone_is_no_past_of_steps_done_instead(work: Work) -> None:
    work.do("Decide", lambda m: triage.decide(m, "NEW-1@a", status="open", reason="?", **ANN))
    work.session.open(work.session.model)
    work.analyse()
    work.do("Delete", delete)
    work.undo()
    work.session.edit("Rename", lambda m: edits.rename(m, "a", "New"))
    assert standing(work.do("Set title", lambda m: edits.set_about(m, title="T"))) == ["unchanged"]


def test_steps_that_become_one_end_as_they_end(work: Work) -> None:
    work.do("Change type", retype("process"), "type")
    assert standing(work.do("Change type", retype("agent"), "type")) == ["unchanged"]
    assert not work.session.history.done


def test_going_through_the_history_finds_each_step_as_it_was(work: Work) -> None:
    seen = [work.analyse()]
    for label, fn in (("Delete", delete), ("Put", lambda m: edits.put(m, SYSTEM["a"])), ("Again", delete)):
        seen.append(work.do(label, fn))
    for step in (0, 2, 1, 3, 0):
        work.session.go_to(step)
        assert work.analyse() == seen[step]


def test_another_document_begins_anew(work: Work) -> None:
    model = work.session.model
    work.do("Delete", delete)
    work.session.open(model)
    assert standing(work.analyse()) == ["unchanged"]
