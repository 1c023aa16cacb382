"""Nothing is told by colour alone, and what is told in colour is seen by people who lack some."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest

from color_vision import DEFICIENCIES, blended, seen
from dfdmodeler.analysis.engine import analyze
from dfdmodeler.analysis.overlays import OVERLAYS, OverlayKind, Question
from dfdmodeler.analysis.register import register
from dfdmodeler.analysis.slices import completed
from dfdmodeler.drawing.badges import badge_primitives, chip_primitives
from dfdmodeler.drawing.legend import LegendRow
from dfdmodeler.drawing.primitives import Badge, Primitive, Shade, Style, Text
from dfdmodeler.drawing.shading import TINT
from dfdmodeler.drawing.tokens import SEVERITIES, Theme, color, contrast
from drawing_models import metrics
from systems import shipped_library, worked_models

THEMES: tuple[Theme, ...] = ("light", "dark")
USED = (*SEVERITIES, "muted")
"""The tokens of shades."""
READABLE, NEARLY_READABLE = 4.5, 4.0
"""Contrast of text to everybody, and to those to whom its ground looks paler or darker than it is."""
STANDS_OUT = 1.8
"""Contrast of a line with a shade to one that steps back."""


def colorless(parts: tuple[Primitive, ...]) -> tuple[object, ...]:
    """What is left of a drawing in one colour."""
    return tuple(
        replace(part, color="") if isinstance(part, Text) else replace(part, style=one_color(part.style))
        for part in parts
    )


def one_color(style: Style) -> Style:
    return replace(style, fill=style.fill and "one", stroke=style.stroke and "one")


def chip(shade: Shade) -> tuple[object, ...]:
    return colorless(chip_primitives(shade, 0, 0, metrics()))


def all_rows(kind: OverlayKind) -> dict[str, LegendRow]:
    """What the overlay says of any worked example, by words."""
    rows = {}
    for model in worked_models():
        analysis = analyze(shipped_library(), model)
        threats = register(shipped_library(), analysis, model).threats
        found = completed(kind.make(Question(analysis, model, tuple(threats))))
        rows |= {row.shade.words: row for row in found.rows()}
    return rows


def test_the_simulation_leaves_greys_and_takes_red_from_green() -> None:
    for deficiency in DEFICIENCIES:
        assert seen("#808080", deficiency) == "#808080"
        assert seen("#FFFFFF", deficiency) == "#FFFFFF"
    red, green = (seen(color, "deuteranopia") for color in ("#D00000", "#707000"))
    assert contrast(red, green) < 1.2


@pytest.mark.parametrize("kind", OVERLAYS, ids=lambda kind: kind.id)
def test_meanings_of_an_overlay_look_different_without_colour(kind: OverlayKind) -> None:
    rows = list(all_rows(kind).values())
    assert rows
    for one, other in combinations(rows, 2):
        assert one.is_line != other.is_line or chip(one.shade) != chip(other.shade), (one, other)


def test_severities_look_different_without_colour() -> None:
    drawn = [colorless(badge_primitives(Badge(1, level), 0, 0, metrics())) for level in SEVERITIES]
    assert all(one != other for one, other in combinations(drawn, 2))


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("token", USED)
def test_marks_and_names_can_be_read(token: str, theme: Theme) -> None:
    ground = color(token, theme)
    assert contrast(color("on_mark", theme), ground) >= READABLE
    tinted = blended(ground, color("panel", theme), TINT)
    assert contrast(color("ink", theme), tinted) >= READABLE
    assert contrast(color("muted", theme), tinted) >= READABLE


@pytest.mark.parametrize("deficiency", DEFICIENCIES)
@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("token", USED)
def test_marks_can_be_read_and_lines_stand_out_whoever_looks(
    token: str, theme: Theme, deficiency: str
) -> None:
    ground, dimmed = (seen(color(name, theme), deficiency) for name in (token, "dimmed"))
    assert contrast(seen(color("on_mark", theme), deficiency), ground) >= NEARLY_READABLE
    assert contrast(ground, dimmed) >= STANDS_OUT


@pytest.mark.parametrize("kind", OVERLAYS, ids=lambda kind: kind.id)
def test_overlays_use_only_colours_that_are_tried_here(kind: OverlayKind) -> None:
    assert {row.shade.color for row in all_rows(kind).values()} <= set(USED)
