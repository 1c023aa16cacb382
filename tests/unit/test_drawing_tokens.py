from __future__ import annotations

import pytest

from dfdmodeler.drawing.tokens import BACKGROUNDS, FAMILIES, SEVERITIES, TEXT_TOKENS, TOKENS, color, contrast


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


def test_every_named_token_has_a_value() -> None:
    assert set(TEXT_TOKENS) | set(FAMILIES) | set(SEVERITIES) | set(BACKGROUNDS) <= set(TOKENS)


def test_an_unknown_token_is_muted() -> None:
    assert color("no such colour") == color("muted")
