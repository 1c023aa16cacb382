"""Undo, redo, merging of steps, and which state is the saved one."""

from __future__ import annotations

import pytest

from dfdmodeler.model.change import Change
from dfdmodeler.model.records import Note
from dfdmodeler.session.history import History, Step


def step(before: str, after: str, merge: str | None = None) -> Step:
    """A note's text goes from one to the other."""
    return Step(f"to {after}", Change({"n": (note(before), note(after))}), merge)


def note(text: str) -> Note | None:
    return Note(id="n", diagram="d", text=text) if text else None


def history(*steps: Step) -> History:
    made = History()
    for one in steps:
        made.push(one)
    return made


def test_nothing_to_undo_or_redo_at_first() -> None:
    empty = History()
    assert empty.undo() is None
    assert empty.redo() is None
    assert empty.is_clean


def test_steps_come_back_in_order() -> None:
    first, second = step("", "a"), step("a", "b")
    made = history(first, second)
    assert [made.undo(), made.undo(), made.undo()] == [second, first, None]
    assert [made.redo(), made.redo(), made.redo()] == [first, second, None]


def test_a_new_step_ends_what_could_be_redone() -> None:
    made = history(step("", "a"), step("a", "b"))
    made.undo()
    made.push(step("a", "c"))
    assert made.redo() is None


def test_steps_with_one_key_are_one_step() -> None:
    made = history(step("", "a", "k"), step("a", "ab", "k"), step("ab", "abc", "k"))
    assert made.done == [Step("to a", Change({"n": (None, note("abc"))}), "k")]


@pytest.mark.parametrize(("first", "second"), [("k", "other"), ("k", None), (None, "k"), (None, None)])
def test_other_steps_stay_apart(first: str | None, second: str | None) -> None:
    assert len(history(step("", "a", first), step("a", "b", second)).done) == 2


def test_steps_that_take_each_other_back_leave_none() -> None:
    made = history(step("", "a"), step("a", "b", "k"), step("b", "a", "k"))
    assert made.done == [step("", "a")]


def test_sealing_ends_merging_once() -> None:
    made = history(step("", "a", "k"))
    made.seal()
    made.seal()
    made.push(step("a", "b", "k"))
    made.push(step("b", "c", "k"))
    assert [one.change["n"] for one in made.done] == [(None, note("a")), (note("a"), note("c"))]
    History().seal()


# The clean mark.


def test_the_saved_state_is_found_again_by_undo_and_redo() -> None:
    made = history(step("", "a"))
    made.mark_clean()
    made.push(step("a", "b"))
    assert not made.is_clean
    made.undo()
    assert made.is_clean
    made.undo()
    assert not made.is_clean
    made.redo()
    assert made.is_clean


def test_what_was_saved_is_not_merged_into() -> None:
    made = history(step("", "a", "k"))
    made.mark_clean()
    made.push(step("a", "b", "k"))
    assert len(made.done) == 2
    made.undo()
    assert made.is_clean


def test_steps_merged_after_saving_lead_back_to_the_saved_state() -> None:
    made = history(step("", "a", "k"))
    made.mark_clean()
    made.push(step("a", "b", "k"))
    made.push(step("b", "c", "k"))
    assert not made.is_clean
    made.undo()
    assert made.is_clean


def test_typing_back_to_what_was_saved_is_clean() -> None:
    made = history(step("", "a"))
    made.mark_clean()
    made.push(step("a", "b", "k"))
    made.push(step("b", "a", "k"))
    assert made.is_clean


def test_a_saved_state_that_was_undone_and_overwritten_is_gone() -> None:
    made = history(step("", "a"), step("a", "b"))
    made.mark_clean()
    made.undo()
    made.push(step("a", "c"))
    assert not made.is_clean
    made.undo()
    made.undo()
    assert not made.is_clean


def test_after_a_recovery_no_state_is_clean() -> None:
    made = history(step("", "a"))
    made.mark_dirty()
    made.undo()
    assert not made.is_clean
    made.mark_clean()
    assert made.is_clean


def test_one_goes_to_any_step_in_one_change() -> None:
    made = history(step("", "a"), step("a", "b"), step("b", "c"))
    assert made.go_to(1) == Change({"n": (note("c"), note("a"))})
    assert [one.label for one in made.steps] == ["to a", "to b", "to c"]
    assert len(made.done) == 1
    assert made.go_to(3) == Change({"n": (note("a"), note("c"))})
    assert made.go_to(0) == Change({"n": (note("c"), None)})
    assert made.go_to(99) == Change({"n": (None, note("c"))})


def test_the_saved_state_stands_after_so_many_steps() -> None:
    made = history(step("", "a"), step("a", "b"))
    assert made.saved_at == 0
    made.mark_clean()
    made.go_to(0)
    assert (made.saved_at, made.is_clean) == (2, False)
    made.push(step("", "other"))
    assert made.saved_at is None, "the saved state can no longer be reached"


def test_a_merged_step_has_the_time_of_its_last_part() -> None:
    made = History()
    made.push(Step("Rename", Change({"n": (None, note("a"))}), "k", "2026-11-26T10:00"))
    made.push(Step("Rename", Change({"n": (note("a"), note("ab"))}), "k", "2026-11-26T10:01"))
    made.seal()
    assert [one.time for one in made.done] == ["2026-11-26T10:01"]
