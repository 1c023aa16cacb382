"""Looking for room on a grid of what is taken finds what trying place by place finds."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dfdmodeler.drawing import room
from dfdmodeler.drawing.index import Index
from dfdmodeler.drawing.primitives import Box, Item

_AT = st.tuples(st.integers(-20, 20), st.integers(-20, 20)).map(lambda at: (at[0] * 24.0, at[1] * 24.0))


def _element(number: int, at: tuple[float, float]) -> Item:
    box = Box(*at, 120.0, 56.0)
    return Item(f"e{number}", "element", z=0, bounds=box, primitives=(), shape=box)


def _flow(number: int, ends: tuple[tuple[float, float], tuple[float, float]]) -> Item:
    (x, y), (to_x, to_y) = ends
    line = ((x, y), (to_x, y), (to_x, to_y))
    bounds = room.around(Box(*point, 0.0, 0.0) for point in line)
    return Item(f"f{number}", "flow", z=0, bounds=bounds, primitives=(), line=line)


@given(st.lists(_AT, max_size=25), st.lists(st.tuples(_AT, _AT), max_size=4), _AT)
def test_the_nearest_room_is_that_of_trying_every_place(
    shapes: list[tuple[float, float]],
    flows: list[tuple[tuple[float, float], tuple[float, float]]],
    at: tuple[float, float],
) -> None:
    items = [*(_element(i, s) for i, s in enumerate(shapes)), *(_flow(i, f) for i, f in enumerate(flows))]
    index, wanted = Index(items), Box(*at, 120.0, 56.0)
    steps = sorted(
        ((x, y) for x in range(-48, 49) for y in range(-48, 49)),
        key=lambda step: (step[0] ** 2 + step[1] ** 2, step),
    )
    places = (Box(wanted.x + x * 16, wanted.y + y * 16, wanted.width, wanted.height) for x, y in steps)
    assert room.near(index, wanted, None) == next(box for box in places if room.is_free(index, box))
