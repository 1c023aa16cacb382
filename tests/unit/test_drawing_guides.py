"""Guides: what a box lines up with, and how far it has to go."""

from __future__ import annotations

from dfdmodeler.drawing.guides import EDGES, Free, Line, Near, candidates, lines, pull
from dfdmodeler.drawing.index import Index
from dfdmodeler.drawing.primitives import Box, Item

REACH = 6.0
VIEW = Box(0, 0, 2000, 2000)


def item(subject: str, box: Box, role: str = "element") -> Item:
    return Item(subject, role, 0, box, (), shape=box)  # type: ignore[arg-type]


def test_edges_and_middles_pull_within_reach() -> None:
    other = Near(Box(100, 100, 80, 40))
    assert pull(Box(104, 300, 60, 60), [other], REACH) == (-4, None)
    assert pull(Box(112, 300, 60, 60), [other], REACH) == (-2, None), "the middles, 142 and 140"
    assert pull(Box(123, 300, 60, 60), [other], REACH) == (-3, None), "the right edges"
    assert pull(Box(90, 300, 3, 60), [other], 5.0) == (None, None)
    assert pull(Box(300, 137, 60, 60), [other], REACH) == (None, 3), "top to bottom"


def test_the_nearest_level_wins() -> None:
    others = [Near(Box(100, 100, 80, 40)), Near(Box(105, 200, 80, 40))]
    assert pull(Box(104, 400, 60, 60), others, REACH)[0] == 1


def test_a_side_that_stays_does_not_pull() -> None:
    other = Near(Box(100, 100, 80, 40))
    assert pull(Box(104, 300, 70, 60), [other], REACH, Free(("high",), ())) == (6, None)
    assert pull(Box(104, 300, 200, 60), [other], REACH, Free(("high",), ())) == (None, None)


def test_a_line_runs_along_everything_on_a_level() -> None:
    others = [Near(Box(*box)) for box in ((100, 100, 80, 40), (100, 500, 90, 40), (103, 600, 90, 40))]
    assert lines(Box(100, 300, 60, 60), others) == (Line((100, 100), (100, 540)),)


def test_gaps_beside_and_between_neighbours_pull_and_show() -> None:
    row = [Near(Box(0, 0, 100, 50)), Near(Box(140, 3, 100, 50))]
    going_on = Box(283, 20, 101, 53)
    assert pull(going_on, row, REACH)[0] == -3
    placed = Box(280, 20, 101, 53)
    assert [line for line in lines(placed, row) if line.is_gap] == [
        Line((100, 26.5), (140, 26.5), is_gap=True),
        Line((240, 36.5), (280, 36.5), is_gap=True),
    ]
    ends = [Near(Box(0, 0, 100, 50)), Near(Box(305, 3, 100, 50))]
    assert pull(Box(154, 20, 101, 53), ends, REACH)[0] == -2, "in the middle between two"
    assert pull(Box(-139, 20, 101, 53), row, REACH)[0] == -2, "before two, 40 from the first"


def test_candidates_lie_in_the_row_or_column_in_view_and_do_not_move_along() -> None:
    boxes = {
        "row": Box(600, 110, 50, 50),
        "column": Box(110, 700, 50, 50),
        "neither": Box(600, 700, 50, 50),
        "moving": Box(300, 100, 50, 50),
        "unseen": Box(2600, 110, 50, 50),
    }
    index = Index([item(i, box) for i, box in boxes.items()])
    found = candidates(index, Box(100, 100, 80, 80), VIEW, {"moving"}, REACH)
    assert sorted(near.box for near in found) == sorted([boxes["row"], boxes["column"]])


def test_a_boundary_around_counts_as_its_middle_alone() -> None:
    index = Index([item("frame", Box(90, 90, 400, 300), "boundary")])
    found = candidates(index, Box(100, 100, 80, 80), VIEW, (), REACH)
    assert found == [Near(Box(90, 90, 400, 300), ("middle",))]
    assert pull(Box(248, 100, 80, 80), found, REACH) == (2, None)
    assert pull(Box(92, 100, 80, 80), found, REACH) == (None, None)
    assert lines(Box(250, 100, 80, 80), found) == (Line((290, 100), (290, 240)),)


def test_another_boundary_counts_with_its_edges() -> None:
    index = Index([item("frame", Box(600, 0, 400, 400), "boundary")])
    found = candidates(index, Box(100, 172, 50, 50), VIEW, (), REACH)
    assert found == [Near(Box(600, 0, 400, 400), EDGES)]
    assert pull(Box(100, 172, 50, 50), found, REACH) == (None, None)


def test_an_edge_does_not_line_up_with_a_middle() -> None:
    assert pull(Box(140, 300, 300, 60), [Near(Box(100, 100, 80, 40))], REACH) == (None, None)


def test_of_equal_sizes_one_line_runs_through_the_middles() -> None:
    assert lines(Box(100, 300, 80, 60), [Near(Box(100, 100, 80, 40))]) == (Line((140, 100), (140, 360)),)
