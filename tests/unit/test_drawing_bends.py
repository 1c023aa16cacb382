"""Bends that a person made: orthogonal flows stay level and upright through them, wherever the ends are."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dfdmodeler.drawing.bends import square_course, standing
from dfdmodeler.drawing.primitives import Box

A, B = Box(0, 0, 136, 56), Box(300, 200, 136, 56)
NUMBERS = st.integers(-60, 60).map(lambda n: n * 8.0)
POINTS = st.tuples(NUMBERS, NUMBERS)


def test_a_bend_beside_a_shape_is_reached_straight_from_its_side() -> None:
    assert square_course(A, B, [(220.0, 40.0)]) == ((136, 40), (220, 40), (220, 228), (300, 228))


def test_a_bend_off_both_shapes_costs_as_few_corners_as_can_be() -> None:
    assert square_course(A, Box(0, 200, 136, 56), [(220.0, 120.0)]) == (
        (136, 28), (220, 28), (220, 228), (136, 228),
    )  # fmt: skip


def test_bends_that_are_level_are_joined_level() -> None:
    line = square_course(A, B, [(180.0, 100.0), (250.0, 100.0)])
    assert (180, 100) in line
    assert (250, 100) in line
    assert len(line) == 6


def test_a_loose_end_is_reached_too() -> None:
    assert square_course(Box(0, 0, 0, 0), B, [(100.0, 0.0)])[0] == (0, 0)


def test_a_bend_under_an_end_or_behind_it_is_left_out_as_long_as_it_lies_there() -> None:
    assert standing(A, B, [(220.0, 40.0), (360.0, 220.0)]) == ((220.0, 40.0),)
    assert standing(A, B, [(60.0, 30.0), (220.0, 40.0)]) == ((220.0, 40.0),)
    assert standing(A, B, [(220.0, 40.0), (360.0, 100.0), (360.0, 400.0)]) == ((220.0, 40.0), (360.0, 100.0))
    assert standing(A, B, [(220.0, 40.0)]) == ((220.0, 40.0),)


@given(POINTS, st.lists(POINTS, min_size=1, max_size=4))
def test_a_course_is_level_and_upright_and_goes_through_its_bends(
    place: tuple[float, float], bends: list[tuple[float, float]]
) -> None:
    target = Box(*place, 136, 56)
    line = square_course(A, target, bends)
    assert all(a[0] == b[0] or a[1] == b[1] for a, b in pairwise(line))
    assert A.contains(*line[0])
    assert target.contains(*line[-1])
    for x, y in bends:
        assert any(
            min(a[0], b[0]) <= x <= max(a[0], b[0]) and min(a[1], b[1]) <= y <= max(a[1], b[1])
            for a, b in pairwise(line)
        )


@pytest.mark.parametrize("count", [1, 8, 40])
def test_many_bends_take_no_longer_than_they_are_many(count: int) -> None:
    bends = [(200.0 + 16 * i, 80.0 + 24 * (i % 2)) for i in range(count)]
    assert len(square_course(A, B, bends)) >= count
