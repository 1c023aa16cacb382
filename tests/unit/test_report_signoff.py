"""Sign-off in the report: on the title page, and as a chapter of all reviews."""

from __future__ import annotations

from dfdmodeler.analysis.signoff import SignOff
from dfdmodeler.model import edits
from dfdmodeler.model.model import Model
from dfdmodeler.report.document import Cover, Heading, Points, Table
from report_models import analysed, composed, example
from systems import shipped_library


def signed(model: Model, reviewer: str, date: str, approves: bool, remark: str = "") -> Model:
    said = {"reviewer": reviewer, "date": date, "remark": remark}
    return SignOff(shipped_library()).finish(model, analysed(model)[1], approves=approves, **said)


def cover_words(model: Model) -> str:
    (cover,) = (block for block in composed(model).blocks if isinstance(block, Cover))
    return dict(cover.fields).get("Sign-off", ((),))[0].text if "Sign-off" in dict(cover.fields) else ""


def test_a_model_without_reviews_says_nothing_of_them() -> None:
    document = composed(example("EX1"))
    assert cover_words(example("EX1")) == ""
    assert "Reviews" not in [block.text for block in document.blocks if isinstance(block, Heading)]


def test_the_title_page_has_the_last_word_of_each_reviewer_and_whether_it_is_current() -> None:
    model = signed(example("EX1"), "Ann", "2026-11-24", True)
    model = signed(model, "Bob", "2026-11-25", False)
    said = ["Reviewed by Bob on 2026-11-25, not approved.", "Approved by Ann on 2026-11-24."]
    assert cover_words(model).splitlines() == said
    moved = edits.rename(model, "fraud", "Scoring")
    assert "Approved by Ann on 2026-11-24 — the model has moved on: 1 element." in cover_words(moved)


def test_the_chapter_lists_all_reviews_and_names_what_moved_on() -> None:
    model = signed(example("EX1"), "Ann", "2026-11-24", True, "As of release 3.")
    model = edits.rename(signed(model, "Ann", "2026-11-25", True), "fraud", "Scoring")
    blocks = composed(model).blocks
    start = next(n for n, b in enumerate(blocks) if isinstance(b, Heading) and b.anchor == "reviews")
    points, table = blocks[start + 2 : start + 4]
    assert isinstance(points, Points)
    assert [span.text for point in points.points for span in point.text] == ["Elements: changed Scoring"]
    assert isinstance(table, Table)
    cells = [[cell[0].text for cell in row if isinstance(cell, tuple)] for row in table.rows]
    assert [row[0] for row in cells] == ["2026-11-25", "2026-11-24"]
    assert cells[1][1:3] == ["Ann", "Approved"]
    assert cells[1][4] == "As of release 3."
