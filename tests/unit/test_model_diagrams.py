"""The diagrams of a model: order, and what stands where."""

from __future__ import annotations

import pytest

from dfdmodeler.model import diagrams, edits
from dfdmodeler.model.change import diff
from dfdmodeler.model.check import check
from dfdmodeler.model.edits import new_placement
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Boundary, Diagram, Element, Flow, Note, Placement, Route, layout_id

BOX = (0.0, 0.0, 136.0, 56.0)


@pytest.fixture
def model() -> Model:
    """`a` stands on both diagrams, `b` and the boundary on the first, `c` on the second."""
    placed = [("one", "a"), ("one", "b"), ("one", "zone"), ("two", "a"), ("two", "c")]
    return Model(
        [
            Diagram(id="one", name="Main"),
            Diagram(id="two", name="Diagram 1", order=1),
            Diagram(id="three", name="Third", order=2),
            Element(id="a", type="web_app"),
            Element(id="b", type="llm", parent="zone"),
            Element(id="c", type="llm"),
            Boundary(id="zone"),
            Flow(id="ab", source="a", target="b"),
            Flow(id="bc", source="b", target="c"),
            Flow(id="a-", source="a", target=None),
            Flow(id="loose"),
            Route(id="two/loose", diagram="two", subject="loose", source_point=(0, 0), target_point=(9, 9)),
            Note(id="n", diagram="two"),
            *(new_placement(diagram, subject, BOX) for diagram, subject in placed),
        ]
    )


def order(model: Model) -> list[str]:
    return [diagram.id for diagram in model.diagrams]


def test_a_new_diagram_comes_last_under_a_name_that_is_free(model: Model) -> None:
    assert diagrams.free_name(model) == "Diagram 2"
    after = diagrams.add(model, "four", "Fourth")
    assert order(after) == ["one", "two", "three", "four"]
    assert diagrams.free_name(Model()) == "Diagram 1"


def test_deleting_a_diagram_takes_what_stands_nowhere_else(model: Model) -> None:
    after = diagrams.without(model, "two")
    assert {"a", "b", "zone", "ab"} <= set(after)
    assert not {"two", "two/a", "c", "bc", "n", "two/loose"} & set(after)


@pytest.mark.parametrize(
    ("diagram", "by", "expected"),
    [
        ("one", 1, ["two", "one", "three"]),
        ("three", -1, ["one", "three", "two"]),
        ("one", -1, ["one", "two", "three"]),
        ("three", 5, ["one", "two", "three"]),
        ("gone", 1, ["one", "two", "three"]),
    ],
)
def test_diagrams_move_among_each_other_and_not_beyond_the_ends(
    model: Model, diagram: str, by: int, expected: list[str]
) -> None:
    assert order(diagrams.moved(model, diagram, by)) == expected


def test_an_order_may_leave_diagrams_out(model: Model) -> None:
    assert order(diagrams.arranged(model, ["three"])) == ["three", "one", "two"]


def test_neighbours_go_round(model: Model) -> None:
    assert [diagrams.neighbour(model, "one", by) for by in (1, -1, 3)] == ["two", "three", "one"]
    assert diagrams.neighbour(model, "gone", 1) == "one"
    assert diagrams.neighbour(Model(), "one", 1) is None


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ("a", ["one", "two"]),
        ("zone", ["one"]),
        ("ab", ["one"]),
        ("bc", []),
        ("a-", ["one", "two"]),
        ("loose", ["two"]),
        ("n", ["two"]),
        ("three", ["three"]),
        ("nothing", []),
    ],
)
def test_where_something_stands(model: Model, subject: str, expected: list[str]) -> None:
    assert diagrams.showing(model, subject) == expected


def test_a_change_is_seen_where_it_was_made(model: Model) -> None:
    moved = edits.place(model, "two", {"a": (9, 9, 9, 9)})
    renamed = edits.rename(model, "c", "C")
    titled = edits.set_about(model, title="T")
    assert diagrams.to_show(moved, diff(model, moved), "one") == "two"
    assert diagrams.to_show(moved, diff(model, moved), "two") is None
    assert diagrams.to_show(renamed, diff(model, renamed), "one") == "two"
    assert diagrams.to_show(titled, diff(model, titled), "one") is None
    gone = edits.delete(model, ["c"])
    assert diagrams.to_show(gone, diff(model, gone), "one") == "two", "where its place was"


def size_of(_: str) -> tuple[float, float]:
    return 136.0, 56.0


def place(model: Model, diagram: str, subject: str) -> tuple[float, float]:
    placement = model[layout_id(diagram, subject)]
    assert isinstance(placement, Placement)
    return placement.x, placement.y


def test_the_same_element_stands_on_another_diagram(model: Model) -> None:
    after = diagrams.show(model, "three", ["b"], size_of)
    assert diagrams.showing(after, "b") == ["one", "three"]
    assert after["b"] is model["b"]
    assert place(after, "three", "b") == (0, 0)


def test_what_is_shown_elsewhere_finds_free_room_and_keeps_its_arrangement(model: Model) -> None:
    model = edits.place(model, "one", {"b": (200, 100, 136, 56), "a": (0, 100, 136, 56)})
    model = edits.bend(model, "one", "ab", [(150, 300)])
    model = edits.place(model, "three", {"c": (100, 50, 300, 400)})
    after = diagrams.show(model, "three", ["a", "b"], size_of)
    assert place(after, "three", "a") == (448, 50)
    assert place(after, "three", "b") == (648, 50)
    bent = after["three/ab"]
    assert isinstance(bent, Route)
    assert bent.bends == ((598, 250),), "bends come along"
    assert place(after, "three", "c") == (100, 50)


def test_a_boundary_brings_what_is_inside_and_what_stands_there_stays(model: Model) -> None:
    model = edits.place(model, "two", {"b": (700, 0, 136, 56)})
    after = diagrams.show(model, "two", ["zone"], size_of)
    assert diagrams.showing(after, "zone") == ["one", "two"]
    assert place(after, "two", "b") == (700, 0)
    assert diagrams.show(after, "two", ["zone", "b"], size_of) is after


def test_taking_off_a_diagram_deletes_only_what_stands_nowhere_else(model: Model) -> None:
    model = edits.bend(model, "two", "a-", [(1, 2)])
    after = diagrams.take_off(model, "two", ["a", "c", "n", "bc"])
    assert {"a", "one/a", "ab", "a-"} <= set(after)
    assert not {"two/a", "two/a-", "c", "two/c", "n", "bc"} & set(after)
    assert diagrams.take_off(after, "two", ["a", "ab"]) is after


def test_taking_off_the_last_diagram_is_deleting(model: Model) -> None:
    assert diagrams.take_off(model, "one", ["zone"]) == edits.delete(model, ["zone"])


def test_an_element_opens_a_diagram_framed_by_its_boundary(model: Model) -> None:
    after = diagrams.add_own(model, "inside", "b", "one")
    assert order(after) == ["one", "inside", "two", "three"]
    assert after["inside"] == Diagram(id="inside", name="b", order=1, owner="b")
    assert diagrams.own(after, "b") == "inside"
    assert diagrams.own(after, "a") is None
    assert diagrams.showing(after, "zone") == ["one", "inside"]
    assert diagrams.showing(diagrams.add_own(model, "inside", "a", "gone"), "zone") == ["one"]
    assert diagrams.add_own(model, "inside", "zone", "one") is model, "a boundary is no element"


def test_the_way_in_ends_where_it_would_go_in_circles(model: Model) -> None:
    after = diagrams.add_own(model, "inside", "b", "one")
    after = edits.put(after, Element(id="deep", type="process"))
    after = edits.place(after, "inside", {"deep": BOX})
    after = diagrams.add_own(after, "deeper", "deep", "inside")
    assert diagrams.trail(after, "deeper") == ["one", "inside", "deeper"]
    assert diagrams.trail(after, "one") == ["one"]
    around = edits.remove(edits.place(after, "deeper", {"b": BOX}), ["one/b"])
    assert diagrams.trail(around, "deeper") == ["inside", "deeper"]


def test_what_a_deleted_element_opened_stays(model: Model) -> None:
    after = edits.delete(diagrams.add_own(model, "inside", "b", "one"), ["b"])
    assert diagrams.own(after, "b") is None
    assert "inside" in order(after)
    broken = edits.remove(diagrams.add_own(model, "inside", "b", "one"), ["b"])
    told = [problem.what for problem in check(broken)]
    assert "It shows the inside of 'b', which is no element." in told
