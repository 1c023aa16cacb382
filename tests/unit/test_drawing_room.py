"""Free room on a diagram: what is put there touches nothing and stays in its boundary where that fits."""

from __future__ import annotations

from dfdmodeler.drawing import room
from dfdmodeler.drawing.index import Index
from dfdmodeler.drawing.primitives import Box, Item

SIZE = (120.0, 56.0)


def element(name: str, x: float, y: float) -> Item:
    box = Box(x, y, *SIZE)
    return Item(name, "element", z=0, bounds=box, primitives=(), shape=box)


def frame(name: str, *box: float) -> Item:
    return Item(name, "boundary", z=0, bounds=Box(*box), primitives=(), shape=Box(*box))


def flow(name: str, *line: tuple[float, float]) -> Item:
    return Item(
        name,
        "flow",
        z=0,
        bounds=room.around([Box(*point, 0, 0) for point in line]),
        primitives=(),
        line=line,
    )


def test_nothing_in_the_way_leaves_a_place_as_wanted() -> None:
    wanted = Box(0, 0, *SIZE)
    assert room.near(Index(), wanted, None) == wanted
    assert room.is_free(Index(), wanted)


def test_shapes_flows_and_frames_are_in_the_way() -> None:
    box = Box(100, 100, *SIZE)
    assert not room.is_free(Index([element("a", 210, 100)]), box)
    assert not room.is_free(Index([flow("f", (0, 120), (400, 120))]), box)
    assert not room.is_free(Index([frame("b", 150, 0, 300, 300)]), box)
    assert room.is_free(Index([frame("b", 0, 0, 400, 300), flow("f", (0, 20), (400, 20))]), box)
    assert not room.is_free(Index([frame("b", 0, 90, 400, 300)]), box), "over the name of the boundary"


def test_near_looks_around_and_stays_in_the_boundary() -> None:
    index = Index([frame("b", 0, 0, 400, 240), element("a", 140, 80)])
    found = room.near(index, Box(140, 80, *SIZE), "b")
    assert room.is_free(index, found)
    assert index.inside(*found.center) == "b"
    full = Index([frame("b", 0, 0, 200, 140), element("a", 40, 60)])
    outside = room.near(full, Box(40, 60, *SIZE), "b")
    assert full.inside(*outside.center) is None
    assert room.is_free(full, outside)


def test_beside_goes_right_then_to_other_rows_and_left_for_what_comes_before() -> None:
    start = Box(0, 0, *SIZE)
    index = Index([element("a", 0, 0)])
    right = room.beside(index, start, SIZE, forward=True, home=None)
    assert right == Box(start.right + room.GAP, 0, *SIZE)
    left = room.beside(index, start, SIZE, forward=False, home=None)
    assert left == Box(-room.GAP - SIZE[0], 0, *SIZE)
    index.put(element("b", *right[:2]))
    assert room.beside(index, start, SIZE, forward=True, home=None) == right._replace(y=SIZE[1] + room.ROW)


def test_beside_goes_below_where_the_boundary_has_no_room_at_the_right() -> None:
    index = Index([frame("b", -20, -60, 160, 400), element("a", 0, 0)])
    found = room.beside(index, Box(0, 0, *SIZE), SIZE, forward=True, home="b")
    assert found == Box(0, SIZE[1] + room.ROW, *SIZE)


def test_beside_leaves_a_full_boundary_and_enters_no_other() -> None:
    index = Index([frame("b", -20, -60, 160, 140), element("a", 0, 0), frame("c", 180, -80, 300, 200)])
    found = room.beside(index, Box(0, 0, *SIZE), SIZE, forward=True, home="b")
    assert index.inside(*found.center) is None
    assert room.is_free(index, found)


def test_beside_stays_near_rather_than_in_its_boundary() -> None:
    start = Box(800, 0, *SIZE)
    index = Index([frame("b", 0, -60, 960, 140), element("a", 800, 0), flow("f", (300, 28), (800, 28))])
    found = room.beside(index, start, SIZE, forward=False, home="b")
    assert index.inside(*found.center) is None
    assert abs(found.x - start.x) <= SIZE[0] + room.GAP


def test_beside_goes_far_in_a_large_crowded_boundary() -> None:
    crowd = [element(f"{x},{y}", x * 216.0, y * 112.0) for x in (0, 1) for y in range(-4, 5)]
    index = Index([frame("b", -600, -800, 2000, 1600), *crowd])
    found = room.beside(index, Box(0, 0, *SIZE), SIZE, forward=True, home="b")
    assert index.inside(*found.center) == "b"
    assert found.x > 216


def test_a_boundary_around_shapes_has_room_for_them_and_its_name() -> None:
    boxes = [Box(0, 0, *SIZE), Box(300, 200, *SIZE)]
    outer = room.wrapped(boxes)
    index = Index([frame("b", *outer)])
    assert all(room.is_free(index, box) for box in boxes)
