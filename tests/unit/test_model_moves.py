"""Moving, and what dropping says about boundaries."""

from __future__ import annotations

from dfdmodeler.model import moves
from dfdmodeler.model.edits import new_placement, place, put
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Boundary, Diagram, Element, Flow, Note, Placement, Route


def size_of(subject: str) -> tuple[float, float]:
    return 20.0, 10.0


def sample() -> Model:
    return Model(
        [
            Diagram(id="d"),
            Boundary(id="outer"),
            Boundary(id="inner", parent="outer"),
            Boundary(id="line", shape="line"),
            Element(id="a", type="process", parent="inner"),
            Element(id="b", type="process"),
            Flow(id="ab", source="a", target="b"),
            Note(id="n", diagram="d", x=1, y=2),
            Route(id="d/ab", diagram="d", subject="ab", bends=((5, 5),), source_point=(1, 1)),
            Placement(id="d/line", diagram="d", subject="line", points=((0, 0), (9, 9))),
            new_placement("d", "outer", (0, 0, 400, 400)),
            new_placement("d", "inner", (100, 100, 200, 200)),
            new_placement("d", "a", (150, 150, 20, 10)),
            new_placement("d", "b", (500, 500, 20, 10)),
        ]
    )


def parent(model: Model, subject: str) -> str | None:
    record = model[subject]
    assert isinstance(record, Element | Boundary)
    return record.parent


def at(model: Model, subject: str) -> tuple[float, float]:
    record = model[f"d/{subject}"]
    assert isinstance(record, Placement)
    return record.x, record.y


def test_a_boundary_moves_with_everything_inside_at_any_depth() -> None:
    moved = moves.move(sample(), "d", ["outer"], 10, 20)
    assert [at(moved, i) for i in ("outer", "inner", "a", "b")] == [
        (10, 20),
        (110, 120),
        (160, 170),
        (500, 500),
    ]


def test_nothing_moves_twice_when_a_boundary_and_its_member_are_chosen() -> None:
    moved = moves.move(sample(), "d", ["outer", "a"], 10, 20)
    assert at(moved, "a") == (160, 170)


def test_notes_lines_and_routes_move_too() -> None:
    moved = moves.move(sample(), "d", ["n", "line", "a", "b"], 10, 20)
    note, line, route = moved["n"], moved["d/line"], moved["d/ab"]
    assert isinstance(note, Note)
    assert isinstance(line, Placement)
    assert isinstance(route, Route)
    assert (note.x, note.y) == (11, 22)
    assert line.points == ((10, 20), (19, 29))
    assert (route.bends, route.source_point, route.target_point) == (((15, 25),), (11, 21), None)


def test_a_bend_stays_when_only_one_end_moves() -> None:
    assert moves.move(sample(), "d", ["a"], 10, 20)["d/ab"] == sample()["d/ab"]


def test_not_moving_is_no_change() -> None:
    model = sample()
    assert moves.move(model, "d", ["a"], 0, 0) is model


def test_what_is_dropped_goes_to_the_innermost_boundary_under_its_middle() -> None:
    for x, y, expected in ((160, 160, "inner"), (20, 20, "outer"), (290, 150, "inner"), (291, 150, "outer")):
        model = place(sample(), "d", {"b": (x, y, 20, 10)})
        assert parent(moves.settle(model, "d", ["b"], size_of), "b") == expected
    out = place(sample(), "d", {"a": (600, 600, 20, 10)})
    assert parent(moves.settle(out, "d", ["a"], size_of), "a") is None


def test_a_boundary_belongs_to_one_that_is_around_it_whole() -> None:
    model = place(sample(), "d", {"inner": (250, 250, 200, 200)})
    assert parent(moves.settle(model, "d", ["inner"], size_of), "inner") is None


def test_a_boundary_takes_in_what_lies_wholly_inside() -> None:
    grown = place(sample(), "d", {"outer": (0, 0, 600, 600)})
    settled = moves.settle(grown, "d", ["outer"], size_of)
    assert parent(settled, "b") == "outer"
    assert parent(settled, "a") == "inner"


def test_a_boundary_around_another_takes_that_in() -> None:
    model = put(sample(), Boundary(id="world"), new_placement("d", "world", (-50, -50, 800, 800)))
    settled = moves.settle(model, "d", ["world"], size_of)
    assert [parent(settled, i) for i in ("outer", "inner", "b", "world")] == ["world", "outer", "world", None]


def test_members_left_outside_a_shrunken_boundary_are_found() -> None:
    shrunk = place(sample(), "d", {"inner": (100, 100, 40, 40)})
    assert moves.left_outside(shrunk, "d", "inner", size_of) == ("a",)
    assert moves.left_outside(sample(), "d", "inner", size_of) == ()


def test_a_parent_that_is_not_drawn_here_is_kept() -> None:
    model = put(sample(), Boundary(id="elsewhere"), Element(id="b", type="process", parent="elsewhere"))
    assert parent(moves.settle(model, "d", ["b"], size_of), "b") == "elsewhere"


def test_a_line_holds_nothing_and_a_missing_size_is_asked_for() -> None:
    model = put(
        sample(), new_placement("d", "line", (0, 0, 1000, 1000)), new_placement("d", "b", (281, 150, 0, 0))
    )
    settled = moves.settle(model, "d", ["b"], size_of)
    assert parent(settled, "b") == "inner"


def test_circles_of_parents_end() -> None:
    model = put(sample(), Boundary(id="outer", parent="inner"))
    assert moves.settle(moves.move(model, "d", ["outer"], 8, 8), "d", ["outer"], size_of)["outer"] is not None
