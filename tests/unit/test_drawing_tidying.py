"""Laying out only some of a diagram: the rest stays, members stay inside, nothing lies on anything."""

from __future__ import annotations

from itertools import pairwise

import pytest

from dfdmodeler.drawing.primitives import Box
from dfdmodeler.drawing.tidying import tidy
from dfdmodeler.model import edits, locking, moves
from dfdmodeler.model.edits import new_placement
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Boundary, Diagram, Element, Flow, Note, Placement
from drawing_models import catalog, metrics

SIZE = (136.0, 56.0)


def size_of(subject: str) -> tuple[float, float]:
    return SIZE


def heap(frame: tuple[float, float, float, float] = (0, 0, 900, 700)) -> Model:
    """Four elements in a heap inside a boundary, with flows; others beside them and outside."""
    inside = {"a": (300, 200), "b": (310, 210), "c": (320, 230), "e": (290, 250)}
    return Model(
        [
            Diagram(id="d"),
            Boundary(id="frame"),
            new_placement("d", "frame", frame),
            *(Element(id=i, type="process", parent="frame") for i in (*inside, "near")),
            *(new_placement("d", i, (*place, *SIZE)) for i, place in inside.items()),
            new_placement("d", "near", (300, 560, *SIZE)),
            Element(id="far", type="process"),
            new_placement("d", "far", (1000, 300, *SIZE)),
            Note(id="note", diagram="d", x=40, y=60),
            Flow(id="ab", source="a", target="b", name="Answer"),
            Flow(id="bc", source="b", target="c"),
            Flow(id="out", source="c", target="far"),
        ]
    )


def tidied(model: Model, *ids: str) -> Model:
    placed = tidy(model, catalog(), "d", metrics(), ids, size_of)
    assert placed is not None
    return edits.put(model, *placed.values())


def boxes(model: Model, *ids: str) -> dict[str, Box]:
    return {i: Box(*rect) for i, rect in moves.boxes(model, "d", ids, size_of).items()}


def test_what_is_chosen_is_laid_out_clear_of_everything_inside_its_boundary() -> None:
    before = heap()
    after = tidied(before, "a", "b", "c", "e")
    found = boxes(after, "a", "b", "c", "e", "near", "note")
    for one, box in found.items():
        assert not [other for other in found if other != one and found[other].grown(8).meets(box)]
    frame = boxes(after, "frame")["frame"]
    for box in found.values():
        assert frame.contains(box.x, box.y)
        assert frame.contains(box.right, box.bottom)
    stayed = {i for i in before if before[i] is after[i]}
    assert {"d/near", "d/far", "d/frame", "note"} <= stayed
    assert abs(found["a"].y - 210) < 200, "it stays about where it was"


def test_tidying_again_changes_nothing() -> None:
    once = tidied(heap(), "a", "b", "c", "e")
    assert tidied(once, "a", "b", "c", "e") == once


def test_without_room_nothing_is_moved() -> None:
    assert tidy(heap((280, 180, 220, 200)), catalog(), "d", metrics(), ["a", "b", "c", "e"], size_of) is None


def test_what_is_locked_stays_and_is_kept_clear_of() -> None:
    model = locking.set_locked(heap(), "d", ["b"], True)
    after = tidied(model, "a", "b", "c", "e")
    assert after["d/b"] is model["d/b"]
    found = boxes(after, "a", "b", "c", "e")
    assert not [i for i in "ace" if found[i].meets(found["b"])]


def test_each_boundary_is_tidied_by_itself_and_a_chosen_one_takes_its_members_along() -> None:
    extra = [
        Boundary(id="inner"),
        Element(id="x", type="process", parent="inner"),
        Element(id="y", type="process", parent="inner"),
        Element(id="z", type="process"),
        Flow(id="xy", source="x", target="y"),
        Flow(id="yz", source="y", target="z"),
        new_placement("d", "inner", (1200, 0, 200, 200)),
        new_placement("d", "x", (1210, 20, *SIZE)),
        new_placement("d", "y", (1220, 30, *SIZE)),
        new_placement("d", "z", (1230, 40, *SIZE)),
    ]
    after = tidied(edits.put(heap(), *extra), "a", "b", "inner", "z")
    found = boxes(after, "inner", "x", "y", "z")
    for member in "xy":
        assert found["inner"].contains(*found[member].center)
    assert not found["x"].meets(found["y"])
    assert not found["inner"].meets(found["z"])
    assert not boxes(after, "a")["a"].meets(boxes(after, "b")["b"])
    assert after["d/c"] == heap()["d/c"]


@pytest.mark.parametrize("ids", [(), ("a",), ("nobody", "a"), ("a", "far"), ("ab", "bc")])
def test_fewer_than_two_things_in_one_place_have_nothing_to_be_tidied(ids: tuple[str, ...]) -> None:
    assert tidy(heap(), catalog(), "d", metrics(), ids, size_of) == {}


def test_nothing_gets_another_size_than_the_layout_gives() -> None:
    after = tidied(heap(), "a", "b", "c", "e")
    sizes = {(p.width, p.height) for p in after.of(Placement) if p.subject in "abce"}
    assert len(sizes) == 1


def test_where_layers_find_no_room_rows_do() -> None:
    model = edits.place(heap((288, 100, 176, 460)), "d", {"near": (300, 600, *SIZE)})
    found = boxes(tidied(model, "a", "b", "c", "e"), "a", "b", "c", "e")
    assert len({box.x for box in found.values()}) == 1, "one column, as there is room for no more"
    rows = sorted(box.y for box in found.values())
    assert all(below - above >= SIZE[1] for above, below in pairwise(rows))


def test_it_tells_how_far_it_is_and_stops_when_told_to() -> None:
    told: list[float] = []

    def tell(share: float) -> bool:
        told.append(share)
        return False

    model = edits.put(
        heap(), Element(id="more", type="process"), new_placement("d", "more", (1200, 300, *SIZE))
    )
    assert tidy(model, catalog(), "d", metrics(), ["a", "b", "far", "more"], size_of, tell) is None
    assert told == [0.5]
