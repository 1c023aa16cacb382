"""One round of an interview, without a window: what comes next, the way back, what was undone."""

from __future__ import annotations

from dfdmodeler.analysis.interview import Page
from dfdmodeler.gui.panels.interview_round import Result, Round


def pages(names: str) -> list[Page]:
    return [Page(name, "trust") for name in names]


def left_with(round_: Round, result: Result) -> str:
    """Leaves the present page with a result; the name of the next one."""
    round_.note(result, "?")
    page = round_.forward()
    return page.subject if page else ""


def begun(names: str) -> Round:
    round_ = Round()
    round_.rank(pages(names))
    round_.forward()
    return round_


def current(round_: Round) -> str:
    return round_.current.subject if round_.current else ""


def test_pages_come_in_the_order_of_the_latest_ranking() -> None:
    round_ = begun("abc")
    assert (current(round_), round_.left) == ("a", 3)
    round_.rank(pages("acb"))
    assert current(round_) == "a"
    assert left_with(round_, "answered") == "c"
    round_.rank(pages("cbx"))
    assert left_with(round_, "not known") == "b"
    assert left_with(round_, "skipped") == "x"
    assert left_with(round_, "answered") == ""
    assert (round_.done, round_.count("skipped"), round_.left) == (3, 1, 0)
    assert len(round_.not_known()) == 1


def test_back_and_forth() -> None:
    round_ = begun("abc")
    left_with(round_, "skipped")
    left_with(round_, "skipped")
    assert current(round_) == "c"
    assert [round_.back().subject for _ in range(4)] == ["b", "a", "a", "a"]
    assert left_with(round_, "answered") == "b"
    assert round_.results["attribute:trust@a"] == "answered"
    assert left_with(round_, "skipped") == "c"
    round_.back()
    round_.back()
    round_.note("skipped", "?")
    assert round_.results["attribute:trust@a"] == "answered"


def test_what_was_undone_is_asked_again() -> None:
    round_ = begun("abc")
    left_with(round_, "answered")
    round_.rank(pages("bc"))
    left_with(round_, "not known")
    round_.rank(pages("cab"))
    assert (current(round_), round_.done, round_.left) == ("c", 1, 2)
    assert left_with(round_, "answered") == "a"
    assert left_with(round_, "answered") == ""


def test_the_skipped_can_be_asked_in_the_end() -> None:
    round_ = begun("ab")
    left_with(round_, "skipped")
    assert left_with(round_, "answered") == ""
    round_.ask_skipped()
    assert round_.forward() is not None
    assert (current(round_), round_.left) == ("a", 1)
    assert left_with(round_, "answered") == ""


def test_ending_early_and_coming_back() -> None:
    round_ = begun("abc")
    round_.end()
    assert (current(round_), round_.left) == ("", 3)
    assert round_.back() is not None
    assert current(round_) == "a"
    assert begun("").back() is None
