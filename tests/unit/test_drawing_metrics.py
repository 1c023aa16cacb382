from __future__ import annotations

import pytest
from reportlab.pdfbase.ttfonts import TTFont

from dfdmodeler.drawing.metrics import ELLIPSIS, FONT_FILES, MISSING_WIDTH
from drawing_models import FONTS, metrics

FILES = sorted({name for names in FONT_FILES.values() for name in names})


@pytest.mark.parametrize("file", FILES)
def test_fonts_can_be_embedded_and_have_a_licence(file: str) -> None:
    TTFont(file, str(FONTS / file))
    assert f"`{file}`" in (FONTS / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(("weight", "file"), [(400, FILES[1]), (600, FILES[2])])
def test_widths_are_those_of_the_pdf(weight: int, file: str) -> None:
    text = "Training data store, 42 flows & Wörter"
    expected = TTFont(f"probe-{weight}", str(FONTS / file)).stringWidth(text, 13)
    assert metrics().width(text, 13, weight) == pytest.approx(expected, rel=0.002)  # type: ignore[arg-type]


def test_semibold_is_wider() -> None:
    assert metrics().width("Documents", 13, 600) > metrics().width("Documents", 13, 400)


def test_runs_change_the_font_where_the_main_one_lacks_a_character() -> None:
    runs = metrics().runs("LLM 模型 x", 10)
    assert [(run.font, run.text) for run in runs] == [
        (FILES[1], "LLM "),
        (FILES[0], "模型"),
        (FILES[1], " x"),
    ]
    assert sum(run.width for run in runs) == pytest.approx(metrics().width("LLM 模型 x", 10))


def test_a_character_that_no_font_has_stands_alone() -> None:
    (run,) = metrics().runs("\U0001f9d9", 10)
    assert run.font is None
    assert run.width == 10 * MISSING_WIDTH


def test_lines_break_at_spaces_and_fit() -> None:
    lines = metrics().lines("the quick brown fox jumps", 13, 80, 4)
    assert " ".join(lines) == "the quick brown fox jumps"
    assert all(metrics().width(line, 13) <= 80 for line in lines)
    assert len(lines) > 1


def test_what_does_not_fit_ends_in_an_ellipsis() -> None:
    lines = metrics().lines("a rather long name that nobody needs in full", 13, 90, 2)
    assert len(lines) == 2
    assert lines[-1].endswith(ELLIPSIS)
    assert all(metrics().width(line, 13) <= 90 for line in lines)


def test_words_wider_than_a_line_are_broken() -> None:
    lines = metrics().lines("x" * 60, 13, 100, 10)
    assert "".join(lines) == "x" * 60


def test_text_without_spaces_is_broken_between_characters() -> None:
    lines = metrics().lines("检索增强生成系统的文档库", 13, 60, 9)
    assert "".join(lines) == "检索增强生成系统的文档库"
    assert len(lines) > 1


def test_empty_text_has_no_lines() -> None:
    assert metrics().lines(" \n ", 13, 100, 3) == ()
