"""Events and the selection."""

from __future__ import annotations

from dfdmodeler.session.event import Event
from dfdmodeler.session.selection import Selection


def test_everybody_who_connected_is_told_in_order_until_they_leave() -> None:
    told: list[tuple[str, int]] = []
    event: Event[int] = Event()
    event.connect(lambda value: told.append(("first", value)))
    leave = event.connect(lambda value: told.append(("second", value)))
    event.emit(1)
    leave()
    leave()
    event.emit(2)
    assert told == [("first", 1), ("second", 1), ("first", 2)]


def test_who_connects_or_leaves_during_an_event_counts_from_the_next_one_on() -> None:
    told: list[str] = []
    event: Event[None] = Event()
    leave = event.connect(lambda _: (event.connect(lambda _: told.append("late")), leave()))  # type: ignore[func-returns-value]
    event.connect(lambda _: told.append("always"))
    event.emit(None)
    assert told == ["always"]
    event.emit(None)
    assert told == ["always", "always", "late"]


def watched() -> tuple[Selection, list[tuple[tuple[str, ...], str | None]]]:
    selection = Selection()
    seen: list[tuple[tuple[str, ...], str | None]] = []
    selection.changed.connect(lambda _: seen.append((selection.ids, selection.threat)))
    return selection, seen


def test_the_one_selected_last_is_current() -> None:
    selection, seen = watched()
    assert selection.current is None
    selection.set(["a", "b", "a"])
    selection.toggle("c")
    assert selection.current == "c"
    selection.toggle("b")
    assert seen == [(("a", "b"), None), (("a", "b", "c"), None), (("a", "c"), None)]


def test_selecting_the_same_again_says_nothing() -> None:
    selection, seen = watched()
    selection.clear()
    selection.set(["a"], "R@a")
    selection.set(iter(["a"]), "R@a")
    selection.set_threat("R@a")
    assert seen == [(("a",), "R@a")]


def test_a_threat_is_current_until_something_else_is_selected() -> None:
    selection, seen = watched()
    selection.set(["a"])
    selection.set_threat("R@a")
    selection.set(["b"])
    assert seen[1:] == [(("a",), "R@a"), (("b",), None)]
