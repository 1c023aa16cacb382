"""Registers that other programs really edited and saved, see the page of the fixtures: edits come back."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from dfdmodeler.analysis.engine import analyze
from dfdmodeler.analysis.lines import Line, lines_of
from dfdmodeler.analysis.register import register
from dfdmodeler.analysis.register_sheet import register_sheet
from dfdmodeler.analysis.sheet_edits import SheetEdits, edits_of
from dfdmodeler.analysis.sheet_pages import guide_sheet
from dfdmodeler.formats.sheets import read_sheets, write_sheets
from dfdmodeler.model import triage
from dfdmodeler.model.edits import put
from dfdmodeler.model.model import Model
from dfdmodeler.model.problem import Problem
from dfdmodeler.model.records import Threat
from systems import model_of, shipped_library

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures" / "sheets"
THREATS = {
    "laptop": "Stolen laptop",
    "formula": '=HYPERLINK("https://example.org/"; "a, b")',
    "letters": "Ünïcode ✓ 漢字 😀",
}
SAID = {
    "laptop@": {"notes": "- one\n- two", "due": "2026-03-04", "ticket": "0012", "tags": ("a", "b")},
    "formula@": {
        "notes": "'=1+1",
        "owner": "+49 30 1234",
        "severity": "Critical",
        "severity_reason": "@once",
    },
}
EDITS = {
    ("laptop@", "status", "Accepted"),
    ("laptop@", "reason", "Small; “enough”,\nfor now"),
    ("laptop@", "expires", "2026-12-31"),
    ("laptop@", "due", "2026-04-05"),
    ("formula@", "owner", "Zoë"),
    ("formula@", "ticket", "42"),
    ("letters@", "notes", "a & b"),
    ("letters@", "due", "2026-07-09"),
    ("letters@", "status", "Needs investigation"),
}


@cache
def model() -> Model:
    """What was exported: nothing in it hangs on the rules."""
    threats = [Threat(id=id_, title=title, severity="Moderate") for id_, title in THREATS.items()]
    found = put(model_of({"title": "Sheets", "elements": []}), *threats)
    for threat, fields in SAID.items():
        found = triage.track(found, [threat], **fields, author="Ann", date="2026-01-02")
    return found


def lines() -> tuple[Line, ...]:
    library = shipped_library()
    return lines_of(register(library, analyze(library, model()), model()), model())


def exported(name: str) -> bytes:
    """The file that was opened in the other programs."""
    data = write_sheets(Path(name), [register_sheet(lines()), guide_sheet()])
    assert isinstance(data, bytes)
    return data


def imported(name: str) -> SheetEdits:
    grids = read_sheets((FIXTURES / name).read_bytes(), name)
    assert not isinstance(grids, Problem), grids
    return edits_of(grids, lines(), name)


def told(found: SheetEdits) -> set[tuple[str, str, str]]:
    return {(edit.threat, edit.column.id, edit.after) for edit in found.edits}


@pytest.mark.parametrize("name", ["libreoffice-saved.xlsx", "libreoffice-saved.csv"])
def test_what_was_only_saved_was_not_edited(name: str) -> None:
    found = imported(name)
    assert (found.edits, found.problems, found.rows) == ((), (), len(THREATS))


@pytest.mark.parametrize(
    "name",
    ["libreoffice-edited.xlsx", "libreoffice-german.csv", "libreoffice-american.csv", "libreoffice-tabs.csv"],
)
def test_what_was_edited_comes_back_and_nothing_else(name: str) -> None:
    """Sorted the other way round, with days of two countries, a number as text and the value of a formula."""
    found = imported(name)
    assert told(found) == EDITS
    assert found.problems == ()
    assert found.edits == found.sure


def test_a_text_file_loses_only_what_the_other_program_takes_for_a_number() -> None:
    """A CSV that was opened and saved as XLSX: apostrophes that were ours are taken off."""
    found = imported("libreoffice-from-csv.xlsx")
    assert told(found) == {("laptop@", "ticket", "12")}
    assert not found.left_out
