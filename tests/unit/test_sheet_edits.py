"""Edits in a spreadsheet: which come back, which are in doubt, what is wrong, what taking them over does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from test_analysis_register import CHATBOT
from test_register_columns import VECTOR

from dfdmodeler.analysis.bulk import Signed
from dfdmodeler.analysis.engine import analyze
from dfdmodeler.analysis.lines import Line, lines_of
from dfdmodeler.analysis.register import register
from dfdmodeler.analysis.register_sheet import CUT, MARK, order_for, register_sheet
from dfdmodeler.analysis.sheet import Grid, Row, Sheet
from dfdmodeler.analysis.sheet_edits import CHANGED, MOVED, UNMARKED, SheetEdits, edits_of, take_over
from dfdmodeler.model import triage
from dfdmodeler.model.edits import put
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Decision, Threat
from systems import model_of, shipped_library

ANN, BOB = {"author": "Ann", "date": "2026-01-02"}, Signed("Bob", "2026-03-01")
LLM, OWN, GONE = "LLM-01@bot", "own@", "LLM-99@nothing"
START = put(
    model_of(CHATBOT),
    Threat(id="own", subject="app", title="Stolen laptop", severity="Low"),
    Decision(id=GONE, threat=GONE, status="accepted", reason="Was small", title="Old threat"),
)
Edit = dict[str, str]


def lines(model: Model) -> tuple[Line, ...]:
    library = shipped_library()
    return lines_of(register(library, analyze(library, model), model), model)


def grid(sheet: Sheet, edits: dict[str, Edit] | None = None) -> Grid:
    """A sheet as it comes back, with cells edited: by threat, then by the title of the column."""
    titles = [heading.title for heading in sheet.headings]
    rows = [Row(1, tuple(titles))]
    for number, cells in enumerate(sheet.rows, 2):
        edited = dict(zip(titles, cells, strict=True)) | (edits or {}).get(cells[titles.index("Id")], {})
        rows.append(Row(number, tuple(edited.values())))
    return Grid("Register", tuple(rows))


def compared(edits: dict[str, Edit], model: Model = START, since: Model | None = None) -> SheetEdits:
    """What comes of a sheet that was exported of one model, edited, and compared with a later one."""
    return edits_of([grid(register_sheet(lines(model)), edits)], lines(since or model), "r.xlsx")


def told(found: SheetEdits) -> list[tuple[str, str, str, str, str]]:
    return [(edit.threat, edit.column.id, edit.before, edit.after, edit.doubt) for edit in found.edits]


def problems(found: SheetEdits) -> list[str]:
    return [str(problem) for problem in found.problems]


def row_of(threat: str) -> int:
    return [line.id for line in lines(START)].index(threat) + 2


def taken(found: SheetEdits, model: Model = START) -> Model:
    return take_over(model, found.edits, {LLM: "digest"}, BOB)


def test_a_sheet_without_edits_says_nothing() -> None:
    found = compared({})
    assert (found.edits, found.problems) == ((), ())
    assert found.rows == len(lines(START))


def test_edits_are_told_with_what_they_replace() -> None:
    found = compared({
        LLM: {"Decision": "accepted", "Reason": " Small\r\nenough ", "Ends": "31.12.2026", "Tags": "a,b , a"},
        OWN: {"Owner": "Cy", "Severity": "critical", "Why this severity": "Seen"},
        GONE: {"Notes": "Look\nagain"},
    })  # fmt: skip
    assert sorted(told(found)) == sorted([
        (LLM, "status", "Open", "Accepted", ""),
        (LLM, "reason", "", "Small\nenough", ""),
        (LLM, "expires", "", "2026-12-31", ""),
        (LLM, "tags", "", "a, b", ""),
        (OWN, "owner", "", "Cy", ""),
        (OWN, "severity", "Low", "Critical", ""),
        (OWN, "severity_reason", "", "Seen", ""),
        (GONE, "notes", "", "Look\nagain", ""),
    ])  # fmt: skip
    assert not found.problems


def test_what_is_taken_over_is_signed_by_who_imports_it_on_the_evidence_of_now() -> None:
    found = compared({
        LLM: {"Decision": "Mitigated", "Owner": "Cy"}, GONE: {"Reason": "Still small"}, OWN: {"Tags": "a, b"},
    })  # fmt: skip
    model = taken(found)
    decided = triage.decision_on(model, LLM)
    assert (decided.status, decided.owner, decided.author, decided.date, decided.evidence) == (
        "mitigated", "Cy", "Bob", "2026-03-01", "digest",
    )  # fmt: skip
    assert decided.title
    gone = triage.decision_on(model, GONE)
    assert (gone.status, gone.reason, gone.author) == ("accepted", "Still small", "Bob")
    tagged = triage.decision_on(model, OWN)
    assert (tagged.status, tagged.author, tagged.tags) == ("open", "", ("a", "b"))
    entries = [(entry.field, entry.after, entry.author) for entry in triage.history_of(model, LLM)]
    assert entries == [("status", "mitigated", "Bob"), ("owner", "Cy", "Bob")]


def test_nothing_else_is_touched() -> None:
    found = compared({LLM: {"Owner": "Cy"}})
    before, after = dict(START.items()), dict(taken(found).items())
    changed = {id_ for id_, record in after.items() if before.get(id_) != record}
    assert {id_.split("/")[0] for id_ in changed} == {LLM}
    assert before.keys() <= after.keys()


def test_cells_are_emptied_too() -> None:
    model = triage.track(START, [LLM], owner="Cy", tags=("a",), severity="Low", severity_reason="x", **ANN)
    edits = {LLM: {"Owner": "", "Tags": " ", "Severity": "", "Why this severity": ""}}
    found = compared(edits, model)
    assert {(edit.column.id, edit.after) for edit in found.edits} == {
        ("owner", ""), ("tags", ""), ("severity", ""), ("severity_reason", ""),
    }  # fmt: skip
    assert LLM not in taken(found, model)


def test_what_changed_in_the_model_alone_is_no_edit() -> None:
    since = triage.track(START, [LLM], owner="Cy", **ANN)
    assert told(compared({LLM: {"Due": "2026-04-01"}}, since=since)) == [
        (LLM, "due", "", "2026-04-01", ""),
    ]  # fmt: skip


def test_what_both_changed_is_in_doubt_and_shows_both_values() -> None:
    since = triage.track(START, [LLM], owner="Cy", **ANN)
    found = compared({LLM: {"Owner": "Di", "Due": "2026-04-01"}}, since=since)
    assert told(found) == [(LLM, "owner", "Cy", "Di", CHANGED), (LLM, "due", "", "2026-04-01", "")]
    assert [edit.column.id for edit in found.sure] == ["due"]


def test_what_both_changed_alike_is_settled() -> None:
    since = triage.track(START, [LLM], owner="Cy", **ANN)
    assert not compared({LLM: {"Owner": "Cy"}}, since=since).edits


def test_a_verdict_is_in_doubt_as_a_whole() -> None:
    since = triage.decide(START, LLM, status="needs_investigation", reason="Ask", **ANN)
    found = compared({LLM: {"Ends": "2026-12-31"}}, since=since)
    assert told(found) == [(LLM, "expires", "", "2026-12-31", CHANGED)]
    assert {edit.unit for edit in found.edits} == {(LLM, "verdict")}


@pytest.mark.parametrize("status", ["Accepted", "Transferred", "Avoided", "Not applicable", "False positive"])
def test_a_dismissal_needs_a_reason(status: str) -> None:
    found = compared({LLM: {"Decision": status, "Owner": "Cy"}})
    assert [edit.column.id for edit in found.edits] == ["owner"]
    assert f"“{status}” needs a reason. Write it into “Reason”." in problems(found)[0]
    assert compared({LLM: {"Decision": status, "Reason": "So"}}).problems == ()


def test_a_reason_cannot_be_taken_from_a_dismissal() -> None:
    assert not compared({GONE: {"Reason": ""}}).edits


def test_a_severity_of_its_own_needs_a_reason() -> None:
    found = compared({LLM: {"Severity": "Low"}})
    assert not found.edits
    assert "Why this severity" in problems(found)[0]


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        ({"Decision": "Maybe"}, "“Maybe” is nothing for “Decision”. One of Open, "),
        ({"Decision": " "}, "“Decision” is empty. One of Open, "),
        ({"Severity": "Huge"}, "“Huge” is nothing for “Severity”."),
        ({"Due": "soon"}, "“soon” is nothing for “Due”. A date such as"),
        ({"Due": "2026-02-30"}, "is nothing for “Due”"),
        ({"Due": "03/04/2026"}, "may be either of two days. Write 2026-04-03 or 2026-03-04."),
        ({"Notes": "#REF!"}, "“Notes” holds #REF! instead of a value. Mend its formula."),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told_with_its_row(edit: Edit, words: str) -> None:
    found = compared({LLM: {**edit, "Owner": "Cy"}})
    assert [edit.column.id for edit in found.edits] == ["owner"]
    assert problems(found)[0].startswith(f"r.xlsx, row {row_of(LLM)}: ")
    assert words in problems(found)[0]
    assert [problem.gravity for problem in found.left_out] == ["warning"]


def test_the_order_of_days_is_told_by_those_that_were_exported() -> None:
    model = triage.track(START, [LLM], due="2026-03-04", **ANN)
    found = compared({LLM: {"Due": "03/04/2026"}, OWN: {"Due": "05/06/2026"}}, model)
    assert told(found) == [(OWN, "due", "", "2026-05-06", "")]


def test_an_unclear_day_that_was_exported_so_is_no_edit() -> None:
    model = triage.track(START, [LLM], due="2026-03-04", **ANN)
    assert compared({LLM: {"Due": "3/4/26"}}, model).edits == ()


@pytest.mark.parametrize("guarded", [False, True])
def test_an_apostrophe_before_a_formula_is_ours_wherever_it_comes_from(guarded: bool) -> None:
    model = triage.track(START, [LLM], notes="=1+1", **ANN)
    back = grid(register_sheet(lines(model)), {LLM: {"Notes": "'=1+1"}})
    assert not edits_of([replace(back, guarded=guarded)], lines(model), "r").edits


def test_columns_are_found_by_their_heads_in_any_order() -> None:
    back = grid(register_sheet(lines(START)), {LLM: {"Owner": "Cy"}})
    turned = Grid("Tabelle1", (Row(1, ("My register",)), *(
        Row(row.number + 2, ("", *row.cells[::-1])) for row in back.rows
    )))  # fmt: skip
    found = edits_of([Grid("Notes", (Row(1, ("x",)),)), turned], lines(START), "r")
    assert told(found) == [(LLM, "owner", "", "Cy", "")]


def without(title: str, back: Grid, other: str = "") -> Grid:
    """A sheet in which a column was renamed, or has lost its head."""
    place = back.rows[0].cells.index(title)
    head = (*back.rows[0].cells[:place], other, *back.rows[0].cells[place + 1 :])
    return replace(back, rows=(Row(1, head), *back.rows[1:]))


def test_missing_and_strange_columns_are_told_and_the_rest_is_read() -> None:
    back = grid(register_sheet(lines(START)), {LLM: {"Owner": "Cy", "Due": "2026-04-01"}})
    found = edits_of([without("Owner", back, "Who")], lines(START), "r")
    assert [edit.column.id for edit in found.edits] == ["due"]
    assert problems(found) == [
        "r: The column “Who” is none of the register's and not read.",
        "r: The column “Owner” is missing; what the model has there stays.",
    ]
    assert not found.left_out


def test_a_column_that_is_there_twice_is_told() -> None:
    back = grid(register_sheet(lines(START)), {LLM: {"Notes": "b"}})
    found = edits_of([without("Notes", back, "Owner")], lines(START), "r")
    assert "The column “Owner” is there twice; the first counts." in problems(found)[0]
    assert not found.edits


def test_without_ids_nothing_can_be_matched() -> None:
    found = edits_of([without("Id", grid(register_sheet(lines(START))))], lines(START), "r")
    assert "“Id” is needed" in problems(found)[0]
    assert found.problems[0].gravity == "error"


def test_a_sheet_of_another_model_is_told_at_once() -> None:
    found = edits_of([grid(register_sheet(lines(START)))], [], "r")
    assert problems(found) == ["r: No row is about a threat of this model. Import it where it was exported."]


def test_unknown_and_missing_ids_are_told() -> None:
    found = compared({LLM: {"Id": "LLM-77@bot", "Owner": "Cy"}, OWN: {"Id": "", "Title": "New"}})
    assert not found.edits
    assert any("No threat has the id “LLM-77@bot”" in words for words in problems(found))
    assert any("It has no id" in words for words in problems(found))


def twice(edit: Edit, other: Edit) -> SheetEdits:
    back = grid(register_sheet(lines(START)), {LLM: edit})
    again = next(row for row in grid(register_sheet(lines(START)), {LLM: other}).rows if LLM in row.cells)
    return edits_of([replace(back, rows=(*back.rows, Row(99, again.cells)))], lines(START), "r")


def test_rows_that_say_different_things_about_a_threat_exclude_each_other() -> None:
    assert [edit.after for edit in twice({"Owner": "Cy"}, {"Owner": "Cy"}).edits] == ["Cy"]
    assert [edit.after for edit in twice({"Owner": "Cy"}, {}).edits] == ["Cy"]
    found = twice({"Owner": "Cy"}, {"Owner": "Di"})
    assert not found.edits
    assert "Rows 2, 99 say different things about one threat" in problems(found)[0]


def test_without_a_mark_only_what_was_empty_is_sure() -> None:
    model = triage.track(START, [LLM], owner="Cy", **ANN)
    back = grid(register_sheet(lines(model)), {LLM: {"Owner": "Di", "Due": "2026-04-01"}})
    found = edits_of([without(MARK, back)], lines(model), "r")
    assert told(found) == [(LLM, "owner", "Cy", "Di", UNMARKED), (LLM, "due", "", "2026-04-01", "")]
    assert "“Mark” is missing" in str(found.left_out[0])


def test_rows_of_which_some_columns_were_sorted_are_in_doubt() -> None:
    sheet = register_sheet(lines(START))
    kept = [heading.title for heading in sheet.headings].index("Owner")
    others = (*sheet.rows[1:], sheet.rows[0])
    turned = [
        (*cells[:kept], "Cy", *other[kept + 1 :]) for cells, other in zip(sheet.rows, others, strict=True)
    ]
    rows = (grid(sheet).rows[0], *(Row(number, cells) for number, cells in enumerate(turned, 2)))
    found = edits_of([Grid("Register", rows)], lines(START), "r")
    assert found.edits
    assert {edit.doubt for edit in found.edits} == {MOVED}


def test_a_text_too_long_for_a_cell_stays_as_it_is() -> None:
    long = "😀" * 40_000
    model = triage.track(START, [LLM], notes=long, **ANN)
    cells = next(row for row in register_sheet(lines(model)).rows if LLM in row)
    shown = next(cell for cell in cells if cell.endswith(CUT))
    assert len(shown.encode("utf-16-le")) // 2 <= 32_767
    assert not compared({}, model).edits
    found = compared({LLM: {"Notes": "short"}}, model)
    assert not found.edits
    assert "longer than a cell can hold" in problems(found)[0]


@pytest.mark.parametrize(
    "change", [str.upper, lambda text: f" {text} ", lambda text: text.replace(" ", "\u00a0 ")]
)
def test_heads_and_choices_are_known_however_they_are_written(change: Callable[[str], str]) -> None:
    back = grid(
        register_sheet(lines(START)), {LLM: {"Decision": change("Needs investigation").replace("\u00a0", "")}}
    )
    head = Row(1, tuple(map(change, back.rows[0].cells)))
    found = edits_of([replace(back, rows=(head, *back.rows[1:]))], lines(START), "r")
    assert [edit.after for edit in found.edits] == ["Needs investigation"]


def test_a_sheet_has_the_columns_of_the_way_threats_are_rated_and_of_what_is_rated() -> None:
    rated = triage.track(START, [LLM], owasp="SL:5/M:4", **ANN)
    names = [column.id for column in order_for("likelihood_impact", lines(rated))]
    assert {"likelihood", "impact", "owasp"} <= set(names)
    assert "cvss" not in names
    sheet = register_sheet(lines(rated), order_for("cvss4", lines(rated)))
    found = edits_of(
        [grid(sheet, {LLM: {"CVSS 4.0": VECTOR, "OWASP risk rating": "m:4"}})], lines(rated), "r"
    )
    assert [(edit.column.id, edit.after) for edit in found.edits] == [("cvss", VECTOR)]
    assert [str(problem) for problem in found.problems] == [
        f"r, row {row_of(LLM)}: “m:4” is nothing for “OWASP risk rating”. "
        "Factors of the OWASP risk rating and their values, such as SL:5/M:4."
    ]
    assert triage.decision_on(take_over(rated, found.edits, {}, BOB), LLM).cvss == VECTOR
