"""How another version differs is told by name, and what only a save adds is not told."""

from __future__ import annotations

from dfdmodeler.model import edits
from dfdmodeler.model.comparison import compared
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import About, Element, Flow
from dfdmodeler.model.values import FrozenMap

SAME = "It says the same as yours."
MINE = Model(
    [
        About(title="Chat"),
        Element(id="user", type="human_user", name="User"),
        Element(id="chat", type="web_app", name="Chat"),
        Element(id="llm", type="llm", name="Model"),
        Flow(id="ask", source="user", target="chat"),
    ]
)


def test_the_same_is_the_same_whatever_packs_it_was_saved_with() -> None:
    assert compared(MINE, MINE) == SAME
    assert compared(MINE, edits.set_about(MINE, packs=FrozenMap({"core": "2"}))) == SAME
    bare = Model([record for record in MINE.values() if not isinstance(record, About)])
    assert compared(bare, edits.set_about(bare, packs=FrozenMap({"core": "2"}))) == SAME


def test_what_is_more_less_and_otherwise_is_told_by_name() -> None:
    theirs = edits.put(
        edits.rename(MINE, "llm", "Big model"), Element(id="log", type="log_store", name="Log")
    )
    theirs = edits.delete(theirs, ["user"])
    assert compared(MINE, theirs) == (
        "It adds “Log”; it lacks “User” and “User to Chat”; it says something else of “Model”."
    )
    assert compared(theirs, MINE) == (
        "It adds “User” and “User to Chat”; it lacks “Log”; it says something else of “Big model”."
    )


def test_of_many_the_first_are_named() -> None:
    more = edits.put(MINE, *(Element(id=f"e{n}", type="process", name=f"Step {n}") for n in range(5)))
    assert compared(MINE, more) == "It adds “Step 0”, “Step 1”, “Step 2” and 2 more."


def test_three_are_listed_with_an_and() -> None:
    more = edits.put(MINE, *(Element(id=f"e{n}", type="process", name=f"Step {n}") for n in range(3)))
    assert compared(MINE, more) == "It adds “Step 0”, “Step 1” and “Step 2”."


def test_other_places_are_no_other_meaning() -> None:
    moved = edits.place(MINE, "main", {"llm": (10.0, 10.0, 120.0, 48.0)})
    assert compared(MINE, moved) == "Only where things are drawn differs."


def test_a_title_is_told_of() -> None:
    assert "says something else of" in compared(MINE, edits.set_about(MINE, title="Other"))
