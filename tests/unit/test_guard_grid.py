"""One scale of text sizes and one grid of distances in the whole window."""

from __future__ import annotations

import re
from pathlib import Path

GUI = Path(__file__).resolve().parents[2] / "src" / "dfdmodeler" / "gui"
SIZES = {11, 12, 13, 14, 18, 24}
GRID = 4
FINE = {1, 2}
"""A hairline, and half a step between lines that belong together."""
_DISTANCES = re.compile(
    r"\.(?:setSpacing|setHorizontalSpacing|setVerticalSpacing|addSpacing|setContentsMargins)\(([\d, ]+)\)"
)
_TEXT_SIZE = re.compile(r"font-size: (\d+)px|(?:BODY|SMALL)_PIXELS = (\d+)")


def numbers(pattern: re.Pattern[str]) -> list[tuple[str, int]]:
    """Every number that a pattern finds in the modules of the window, with its module."""
    return [
        (path.name, int(number))
        for path in sorted(GUI.rglob("*.py"))
        for found in pattern.finditer(path.read_text(encoding="utf-8"))
        for number in re.findall(r"\d+", " ".join(filter(None, found.groups())))
    ]


def test_distances_are_on_the_grid() -> None:
    found = numbers(_DISTANCES)
    assert len(found) > 100
    assert [(name, number) for name, number in found if number % GRID and number not in FINE] == []


def test_text_has_a_size_of_the_scale() -> None:
    found = numbers(_TEXT_SIZE)
    assert len(found) > 5
    assert [(name, number) for name, number in found if number not in SIZES] == []
