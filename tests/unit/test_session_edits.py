"""The session: edits, undo, live analysis and the order of what is told."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from dfdmodeler.model import edits, triage
from dfdmodeler.model.change import Change
from dfdmodeler.model.model import EMPTY_MODEL, Model
from dfdmodeler.model.problem import Problem
from dfdmodeler.model.records import About, Element, Flow
from dfdmodeler.session.session import Edit, Session, Task
from systems import shipped_library


def drawn() -> Model:
    return Model(
        [
            Element(id="user", type="human_user", name="User"),
            Element(id="llm", type="llm", name="LLM"),
            Flow(id="ask", source="user", target="llm", properties={"carries": ("prompt",)}),
        ]
    )


class Later:
    """A schedule that works only when it is told to."""

    def __init__(self) -> None:
        self.tasks: list[Task] = []

    def __call__(self, task: Task) -> None:
        self.tasks.append(task)

    def slice(self) -> None:
        self.tasks = [task for task in self.tasks if task()]

    def finish(self) -> None:
        while self.tasks:
            self.slice()


def session(model: Model = EMPTY_MODEL, schedule: Later | None = None) -> Session:
    made = Session(shipped_library(), choose=random.Random(1).choice, schedule=schedule or Later())
    made.open(model)
    return made


def rename(record_id: str, name: str) -> Edit:
    return lambda model: edits.rename(model, record_id, name)


# Edits.


def test_an_edit_is_one_step_and_says_what_changed() -> None:
    made = session(drawn())
    change = made.edit("Rename", rename("llm", "Model"))
    assert set(change) == {"llm"}
    assert made.model.name_of("llm") == "Model"
    assert [step.label for step in made.history.done] == ["Rename"]
    assert not made.is_clean


def test_an_edit_that_changes_nothing_leaves_no_trace() -> None:
    made = session(drawn())
    heard: list[object] = []
    made.changed.connect(heard.append)
    made.state_changed.connect(heard.append)
    assert made.edit("Nothing", lambda model: model) == Change()
    assert made.edit("The same", rename("llm", "LLM")) == Change()
    assert made.edit("A copy", lambda model: Model(model.values())) == Change()
    assert (heard, made.history.done, made.is_clean) == ([], [], True)


def test_an_exception_inside_an_edit_leaves_everything_as_it_was() -> None:
    schedule = Later()
    made = session(drawn(), schedule)
    made.edit("Rename", rename("llm", "A"))
    made.undo()
    schedule.finish()
    heard: list[object] = []
    made.changed.connect(heard.append)
    before = made.model

    def fail(model: Model) -> Model:
        edits.delete(model, ["llm"])
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        made.edit("Fail", fail)
    assert made.model is before
    assert (heard, made.history.done, schedule.tasks) == ([], [], [])
    assert made.redo() is not None


def test_undo_and_redo_restore_the_model_and_say_so() -> None:
    made = session(drawn())
    heard: list[Change] = []
    made.edit("Delete", lambda model: edits.delete(model, ["llm"]))
    after = made.model
    made.changed.connect(heard.append)
    step = made.undo()
    assert step is not None
    assert made.model == drawn()
    assert made.is_clean
    made.redo()
    assert made.model == after
    assert heard == [step.change.inverse(), step.change]
    assert made.redo() is None
    assert len(heard) == 2


def test_typing_is_one_step_until_something_else_is_done() -> None:
    made = session(drawn())
    for text in ("M", "Mo", "Mod"):
        made.edit("Rename", rename("llm", text), merge="name of llm")
    made.edit("Rename", rename("user", "U"), merge="name of user")
    made.edit("Rename", rename("llm", "Model"), merge="name of llm")
    assert len(made.history.done) == 3
    made.undo()
    made.undo()
    assert made.model.name_of("llm") == "Mod"
    made.undo()
    assert made.model == drawn()


def test_saving_makes_clean_and_ends_typing(tmp_path: Path) -> None:
    made = session(drawn())
    made.edit("Rename", rename("llm", "M"), merge="k")
    made.saved(tmp_path / "fraud.dfdm")
    assert made.is_clean
    assert made.title == "fraud"
    made.edit("Rename", rename("llm", "Mo"), merge="k")
    made.undo()
    assert made.is_clean
    assert made.model.name_of("llm") == "M"


def test_new_ids_are_free_in_the_present_model() -> None:
    made = session(drawn())
    first = made.new_id("LLM")
    made.edit("Add", lambda model: edits.put(model, Element(id=first, type="llm")))
    assert made.new_id("LLM") not in made.model


# Opening.


def test_another_document_starts_afresh(tmp_path: Path) -> None:
    made = session(drawn())
    made.edit("Rename", rename("llm", "M"))
    made.selection.set(["llm"], "R@llm")
    problem = Problem("somewhere", "wrong")
    order: list[str] = []
    made.opened.connect(lambda _: order.append(f"opened {made.title}"))
    made.state_changed.connect(lambda _: order.append("state"))
    made.threats_changed.connect(lambda _: order.append("threats"))
    made.open(Model([About(title="Other")]), path=tmp_path / "x.dfdm", problems=(problem,))
    assert order == ["opened Other", "state"]
    assert (made.history.done, made.selection.ids, made.selection.threat) == ([], (), None)
    assert (made.file_problems, made.path, made.is_clean) == ((problem,), tmp_path / "x.dfdm", True)
    assert made.threats.threats == ()


def test_what_no_file_holds_is_not_clean() -> None:
    made = session()
    made.open(drawn(), clean=False)
    assert not made.is_clean
    assert made.title == "Untitled model"


# Events and analysis.


def test_listeners_always_see_the_new_model_and_threats_come_last() -> None:
    schedule = Later()
    made = session(drawn(), schedule)
    schedule.finish()
    order: list[tuple[str, str]] = []

    def note(event: str) -> None:
        order.append((event, made.model.name_of("llm")))

    made.changed.connect(lambda _: note("changed"))
    made.state_changed.connect(lambda _: note("state"))
    made.threats_changed.connect(lambda _: note("threats"))
    made.edit("Rename", rename("llm", "New"))
    assert order == [("changed", "New"), ("state", "New")]
    schedule.finish()
    assert order[2:] == [("threats", "New")]
    made.undo()
    assert order[3:] == [("changed", "LLM"), ("state", "LLM")]


def test_analysis_catches_up_and_speaks_of_the_present_model() -> None:
    schedule = Later()
    made = session(drawn(), schedule)
    assert made.analysing
    assert made.threats.threats == ()
    schedule.finish()
    assert not made.analysing
    assert "llm" in {threat.subject for threat in made.threats.threats}
    made.edit("Delete", lambda model: edits.delete(model, ["llm"]))
    schedule.finish()
    assert made.threats.threats
    assert "llm" not in {threat.subject for threat in made.threats.threats}
    assert made.analysis.topology.node("llm") is None


def test_an_edit_during_analysis_starts_it_over_in_the_same_task() -> None:
    schedule = Later()
    made = session(drawn(), schedule)
    told: list[set[str]] = []
    made.threats_changed.connect(lambda _: told.append({t.subject_name for t in made.threats.threats}))
    schedule.slice()
    assert made.analysing
    made.edit("Rename", rename("llm", "New"))
    assert len(schedule.tasks) == 1
    schedule.finish()
    assert len(told) == 1
    assert "New" in told[0]
    assert "LLM" not in told[0]


def test_a_failing_analysis_is_told_once_and_the_next_edit_starts_another(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    schedule = Later()
    made = session(drawn(), schedule)

    def broken(*_: object) -> object:
        raise RuntimeError("broken rule")

    with monkeypatch.context() as patch:
        patch.setattr("dfdmodeler.rules.facts.Facts.prepare", broken)
        with pytest.raises(RuntimeError, match="broken rule"):
            schedule.finish()
    schedule.tasks.clear()
    assert not made.analysing
    made.edit("Rename", rename("llm", "New"))
    schedule.finish()
    assert made.threats.threats


def test_at_once_threats_are_there_when_an_edit_returns() -> None:
    made = Session(shipped_library(), choose=random.Random(1).choice)
    made.open(drawn())
    before = made.threats
    made.edit("Decide", lambda m: triage.decide(m, before.threats[0].id, status="accepted", reason="Fine"))
    assert made.threats.threats[0].id == before.threats[0].id
    assert [t.status for t in made.threats.threats if t.decision] == ["accepted"]


def test_going_to_a_step_is_one_change_and_one_analysis() -> None:
    schedule = Later()
    made = session(drawn(), schedule)
    before = made.model
    for name in ("One", "Two", "Three"):
        made.edit("Rename", rename("llm", name))
    schedule.finish()
    told: list[Change] = []
    analysed: list[None] = []
    made.changed.connect(told.append)
    made.threats_changed.connect(lambda _: analysed.append(None))
    made.go_to(0)
    schedule.finish()
    assert made.model == before
    assert len(told) == len(analysed) == 1
    made.go_to(2)
    assert made.model.name_of("llm") == "Two"
    assert made.redo() is not None
    assert not made.go_to(3), "already there"
    assert len(told) == 3


def test_steps_note_the_time_that_the_session_is_told() -> None:
    made = Session(shipped_library(), choose=random.Random(1).choice, now=lambda: "2026-11-26T10:00")
    made.open(drawn())
    made.edit("Rename", rename("llm", "New"))
    assert made.history.done[-1].time == "2026-11-26T10:00"


def test_a_step_that_is_done_anew_adds_what_it_adds_once() -> None:
    session = Session(shipped_library(), choose=random.Random(1).choice)
    session.open(drawn())

    def typed(text: str) -> None:
        session.edit(
            "Own",
            lambda m: triage.track(m, ["R@llm"], author="Ann", date="2026-01-02", owner=text),
            "owner",
            anew=True,
        )

    for text in ("A", "An", "Ann"):
        typed(text)
    assert [(e.before, e.after) for e in triage.history_of(session.model, "R@llm")] == [("", "Ann")]
    session.history.seal()
    typed("Bo")
    assert [e.after for e in triage.history_of(session.model, "R@llm")] == ["Ann", "Bo"]
    session.undo()
    assert triage.decision_on(session.model, "R@llm").owner == "Ann"
    session.undo()
    assert session.model == drawn()


def test_typing_back_to_what_stood_there_leaves_no_step() -> None:
    session = Session(shipped_library(), choose=random.Random(1).choice)
    session.open(drawn())
    for name in ("L", "LLM"):
        session.edit("Rename", lambda m, name=name: edits.rename(m, "llm", name), "name", anew=True)
    assert session.model == drawn()
    assert not session.history.done
