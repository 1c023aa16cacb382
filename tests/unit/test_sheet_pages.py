"""The pages beside the register: counts that agree with it, and every editable column explained."""

from __future__ import annotations

from test_analysis_register import CHATBOT
from test_sheet_edits import LLM, OWN, START, lines

from dfdmodeler.analysis.burndown import burndown
from dfdmodeler.analysis.engine import analyze
from dfdmodeler.analysis.lines import lines_of
from dfdmodeler.analysis.register import register
from dfdmodeler.analysis.register_sheet import EDITABLE
from dfdmodeler.analysis.sheet_pages import guide_sheet, register_sheets, summary_sheet
from dfdmodeler.model import triage
from dfdmodeler.model.edits import put
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Review
from systems import model_of, shipped_library

ANN = {"author": "Ann", "date": "2026-01-02"}


def counts(model: Model, today: str = "") -> dict[str, dict[str, str]]:
    """The counts by the titles of rows and columns."""
    library = shipped_library()
    found = register(library, analyze(library, model), model, today=today)
    sheet = summary_sheet(lines_of(found, model))
    titles = [heading.title for heading in sheet.headings]
    return {row[0]: dict(zip(titles, row, strict=True)) for row in sheet.rows}


def test_counts_are_those_of_the_register() -> None:
    before = counts(START)
    known = [line for line in lines(START) if not line.is_gone]
    assert before["All"]["All"] == str(len(known))
    assert before["All"]["Open"] == str(len(known))
    model = triage.decide(START, LLM, status="accepted", reason="So", expires="2026-03-01", **ANN)
    model = triage.track(model, [OWN], severity="Critical", severity_reason="Seen", **ANN)
    after = counts(model)
    assert after["Important"]["Accepted"] == "1"
    assert after["Critical"]["All"] == "1"
    assert after["All"]["All"] == before["All"]["All"]
    ended = counts(model, today="2026-04-01")
    assert (ended["Important"]["Accepted"], ended["All"]["Open"]) == ("0", before["All"]["Open"])


def test_rows_and_columns_add_up() -> None:
    found = counts(model_of(CHATBOT))
    total = found.pop("All")
    for title in total.keys() - {"Severity"}:
        assert total[title] == str(sum(int(row[title]) for row in found.values()))


def test_without_threats_there_is_a_row_of_none() -> None:
    assert counts(Model())["All"]["All"] == "0"


def test_every_editable_column_is_explained_unless_its_name_says_all() -> None:
    told = dict(guide_sheet().rows)
    for column in EDITABLE:
        assert column.cell
        assert column.title in told or column.cell.asked == column.title
    assert "need a reason" in told["Decision"]


def test_the_work_since_a_review_is_told_day_by_day() -> None:
    review = Review(id="review-1", reviewer="Ann", date="2026-01-01", open=(LLM, OWN))
    model = triage.decide(put(START, review), LLM, status="mitigated", author="Bob", date="2026-01-05")
    library = shipped_library()
    found = register(library, analyze(library, model), model, today="2026-01-09")
    since = burndown(model, found.threats, "2026-01-09")
    assert since
    sheet = register_sheets(lines_of(found, model), since)[2]
    assert [row[:2] for row in sheet.rows] == [("2026-01-01", "2"), ("2026-01-05", "1"), ("2026-01-09", "1")]
    assert sheet.rows[0][2].startswith("At the review by Ann on 2026-01-01, 2 threats were open.")


def test_the_register_comes_first() -> None:
    assert [sheet.name for sheet in register_sheets(lines(START))] == ["Register", "Summary", "How to use"]
