from __future__ import annotations

from dfdmodeler.drawing.fit import fit
from dfdmodeler.drawing.primitives import Box


def placed(bounds: Box, page: Box, largest: float = 1.0) -> Box:
    """The bounds as they are drawn on the page."""
    scale, dx, dy = fit(bounds, page, largest)
    return Box(bounds.x * scale + dx, bounds.y * scale + dy, bounds.width * scale, bounds.height * scale)


def test_a_large_picture_fills_the_page_and_is_centred() -> None:
    assert placed(Box(-100, 50, 1000, 200), Box(40, 40, 500, 700)) == Box(40, 340, 500, 100)


def test_a_small_picture_is_not_blown_up() -> None:
    assert placed(Box(0, 0, 100, 100), Box(0, 0, 500, 700)) == Box(200, 300, 100, 100)


def test_an_empty_picture_does_no_harm() -> None:
    assert placed(Box(0, 0, 0, 0), Box(0, 0, 500, 700)) == Box(250, 350, 0, 0)
