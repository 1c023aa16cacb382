from __future__ import annotations

import pytest

from dfdmodeler.drawing.tokens import (
    BACKGROUNDS,
    FAMILIES,
    HIGH_CONTRAST,
    SEVERITIES,
    TEXT_TOKENS,
    TOKENS,
    color,
    contrast,
)


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21.0)
    assert contrast("#FFFFFF", "#FFFFFF") == pytest.approx(1.0)
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(
    ("token", "background"),
    [*((t, b) for t in TEXT_TOKENS for b in BACKGROUNDS), ("ink", "accent_tint"), ("muted", "accent_tint")],
)
def test_text_can_be_read(token: str, background: str, theme: str) -> None:
    assert contrast(color(token, theme), color(background, theme)) >= 4.5  # type: ignore[arg-type]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("token", [*SEVERITIES, "accent"])
def test_text_on_marks_can_be_read(token: str, theme: str) -> None:
    assert contrast(color("on_mark", theme), color(token, theme)) >= 4.5  # type: ignore[arg-type]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_high_contrast_is_seven_to_one(theme: str) -> None:
    def value(token: str) -> str:
        return color(token, theme, high_contrast=True)  # type: ignore[arg-type]

    pairs = [(token, background) for token in TEXT_TOKENS for background in BACKGROUNDS]
    pairs += [("on_mark", token) for token in (*SEVERITIES, "accent")] + [("ink", "accent_tint")]
    low = [pair for pair in pairs if contrast(value(pair[0]), value(pair[1])) < 7]
    assert not low
    assert contrast(value("line"), value("panel")) >= 4.5, "frames are seen, too"


def test_high_contrast_changes_no_token_that_there_is_not() -> None:
    assert set(HIGH_CONTRAST) <= set(TOKENS)


def test_every_named_token_has_a_value() -> None:
    assert set(TEXT_TOKENS) | set(FAMILIES) | set(SEVERITIES) | set(BACKGROUNDS) <= set(TOKENS)


def test_an_unknown_token_is_muted() -> None:
    assert color("no such colour") == color("muted")
