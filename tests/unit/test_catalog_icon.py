"""Which path data an icon may use."""

from __future__ import annotations

import pytest

from dfdmodeler.catalog.icon import icon_error


@pytest.mark.parametrize(
    "data",
    [
        "M3 4 h12",
        "m3,4h12v-2.5H1V1z",
        "M1 1 2 2 L3 3 4 4",
        "M0 0C1 2 3 4 5 6Q1 2 3 4A1 1 0 0 1 5 5Z",
        "M-1.5.5 l1e1 -2E-1",
        " M9 9 h0.01 ",
    ],
)
def test_sound_icons(data: str) -> None:
    assert icon_error(data) == ""


@pytest.mark.parametrize(
    ("data", "part"),
    [
        ("", "begin with M"),
        ("L1 1", "begin with M"),
        ("1 1 M2 2", "begin with M"),
        ("M1 1 S1 2 3 4", "'S'"),
        ("M1 1 L1", "1 numbers"),
        ("M1 1 h", "0 numbers"),
        ("M1 1 Z 3", "1 numbers"),
        ("M1 1 A1 1 0 0 1 5", "6 numbers"),
        ("M1 1 <script>", "'<'"),
        ("M1 1 L1 ∞", "'∞'"),
    ],
)
def test_icons_that_cannot_be_drawn(data: str, part: str) -> None:
    assert part in icon_error(data)
