"""The pull-request text in the guide is what the program says now."""

from __future__ import annotations

import write_review_example as script


def test_the_guide_shows_what_the_program_says_of_the_change() -> None:
    text = script.PAGE.read_text(encoding="utf-8")
    assert script.page(text) == text, "python packaging/write_review_example.py writes it anew"


def test_a_reviewer_can_judge_the_change_by_the_text_alone() -> None:
    text = script.example()
    first = text.split("\n", 1)[0]
    assert first.startswith("**Threats +")
    assert "gravest new one: " in first
    assert "“Scoring API”" in text
    assert "“Partner shops”" in text
    assert "Artifact signing no → yes" in text
    assert "open → accepted" in text
    assert "Ada Brandt, 2026-06-12" in text
    assert "dropped in August" in text
    for row in (*script.before(), *script.after()):
        assert f"“{row}”" not in text, "names, not ids"
    assert len(text) < 6000
    assert text.count("\n") < 90
