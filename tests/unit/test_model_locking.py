"""Locked things stay; the others go by them."""

from __future__ import annotations

from dfdmodeler.formats.native import read, write
from dfdmodeler.model import aligning, clipboard, locking
from dfdmodeler.model.edits import new_placement
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Boundary, Diagram, Element, Note, Placement


def size_of(subject: str) -> tuple[float, float]:
    return 20.0, 10.0


def row(*locked: str) -> Model:
    model = Model(
        [
            Diagram(id="d"),
            Note(id="n", diagram="d"),
            Boundary(id="frame"),
            *(Element(id=i, type="process") for i in "abcd"),
            new_placement("d", "frame", (900, 900, 50, 50)),
            *(new_placement("d", i, (100.0 * k**2, 10.0 * k, 20, 10)) for k, i in enumerate("abcd")),
        ]
    )
    return locking.set_locked(model, "d", locked, True)


def x(model: Model, subject: str) -> float:
    record = model[f"d/{subject}"]
    assert isinstance(record, Placement)
    return record.x


def test_locking_and_unlocking_placements_and_notes() -> None:
    model = row("a", "n", "frame", "nobody")
    assert [i for i in (*"abcdn", "frame") if locking.is_locked(model, "d", i)] == ["a", "n", "frame"]
    assert locking.unlocked(model, "d", ["b", "n", "a", "c"]) == ("b", "c")
    assert locking.set_locked(model, "d", ["a", "n", "frame"], False) == row()
    assert locking.set_locked(model, "d", ["a"], True) is model


def test_others_are_aligned_with_what_is_locked() -> None:
    after = aligning.align(row("b"), "d", "abc", "left", size_of)
    assert [x(after, i) for i in "abc"] == [100, 100, 100]


def test_gaps_are_equal_on_both_sides_of_what_is_locked() -> None:
    after = aligning.distribute(row("c"), "d", "abcd", "horizontally", size_of)
    assert [x(after, i) for i in "abcd"] == [0, 200, 400, 900]


def test_what_is_locked_keeps_its_size() -> None:
    after = aligning.same_size(row("a"), "d", ["a", "b", "frame"], "width", "frame", size_of)
    widths = {i: after[f"d/{i}"].width for i in "ab"}  # type: ignore[attr-defined]
    assert widths == {"a": 20, "b": 50}


def test_a_copy_is_not_locked_but_what_was_cut_is() -> None:
    model = row("a", "n")
    names = iter(["one", "two", "three", "four"])
    copied = clipboard.paste(
        model, clipboard.copy(model, ["a", "n"], "d"), "d", (0, 0), lambda _: next(names)
    )
    new = set(copied) - set(model)
    assert new
    assert not any(getattr(copied[i], "locked", False) for i in new)
    fragment = clipboard.copy(model, ["a", "n"], "d", cut=True)
    back = clipboard.paste(Model([Diagram(id="d")]), fragment, "d", (0, 0), lambda _: "never")
    assert locking.unlocked(back, "d", ["a", "n"]) == ()


def test_a_file_tells_what_is_locked_and_nothing_of_the_rest() -> None:
    text = write(row("a", "n"))
    assert text.count(b'"locked"') == 2
    assert b'"locked"' not in write(row())
    assert read(text, "x")[0] == row("a", "n")
