"""Going by arrow keys: what lies ahead and near is gone to, and one comes back the way one went."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dfdmodeler.drawing.directions import nearest

GRID = {f"{x},{y}": (x * 200.0, y * 100.0) for x in range(3) for y in range(3)}


def test_on_a_grid_one_goes_to_the_neighbour_and_stays_at_the_edge() -> None:
    assert nearest(GRID["1,1"], GRID.items(), 1, 0) == "2,1"
    assert nearest(GRID["1,1"], GRID.items(), -1, 0) == "0,1"
    assert nearest(GRID["1,1"], GRID.items(), 0, 1) == "1,2"
    assert nearest(GRID["1,1"], GRID.items(), 0, -1) == "1,0"
    assert nearest(GRID["2,1"], GRID.items(), 1, 0) is None


def test_what_lies_ahead_comes_before_what_is_near_but_aside() -> None:
    points = [("aside", (30.0, 100.0)), ("ahead", (400.0, 20.0))]
    assert nearest((0, 0), points, 1, 0) == "ahead"
    assert nearest((0, 0), points[:1], 1, 0) == "aside"


@given(st.lists(st.tuples(st.integers(-50, 50), st.integers(-50, 50)), unique=True, min_size=1, max_size=20))
def test_every_step_goes_in_its_direction(points: list[tuple[int, int]]) -> None:
    named = [(str(i), (float(x), float(y))) for i, (x, y) in enumerate(points)]
    start = named[0][1]
    for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
        found = nearest(start, named, dx, dy)
        ahead = [name for name, (x, y) in named if (x - start[0]) * dx + (y - start[1]) * dy > 0]
        assert (found in ahead) if ahead else found is None
