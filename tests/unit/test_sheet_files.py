"""Sheets as files: typed cells and guarded texts go out, the same texts come back."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from dfdmodeler.analysis.sheet import NO_VALUE, Grid, Heading, Sheet, unguarded
from dfdmodeler.formats.sheets import read_sheets, write_csv, write_sheets
from dfdmodeler.model.problem import Problem
from packed import SHEET, book, parts_of

HEADINGS = (
    Heading("Title", width=320),
    Heading("Status", editable=True, choices=("Open", "Closed"), asked="One of Open, Closed."),
    Heading("Due", "day", editable=True, asked="A date."),
    Heading("Comments", "number"),
    Heading("Mark", hidden=True),
)
ROW = ("Spoofing", "Open", "2026-03-04", "7", "x:1")
FORMULAS = (
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "'=1", "''@x", "'\n.", "''\tx", "＝1",
    "=cmd|' /C calc'!A0", "- list",
)  # fmt: skip
TEXTS = (
    *FORMULAS, "a,b;c\td", 'say "no"', "line\nline", "line\r\nline", " around ", "'", "'plain", "_x0041_",
    "\x00\x1f", "\uffff\ufffe", "<r><t>markup</t></r>", "<r>\x01_x0041_&amp;</r>", "😀" * 3, "#REF!", "0012",
    "1e5", "TRUE",
)  # fmt: skip


def sheet(*rows: tuple[str, ...]) -> Sheet:
    return Sheet("Register", HEADINGS, rows, 1)


def written(name: str, *rows: tuple[str, ...]) -> bytes:
    data = write_sheets(Path(name), [sheet(*rows)], "Model")
    assert isinstance(data, bytes)
    return data


def only(data: bytes, name: str) -> Grid:
    grids = read_sheets(data, name)
    assert not isinstance(grids, Problem), grids
    assert len(grids) == 1
    return grids[0]


def cells(data: bytes, name: str, row: int = 1) -> tuple[str, ...]:
    grid = only(data, name)
    return tuple(map(unguarded, grid.rows[row].cells)) if grid.guarded else grid.rows[row].cells


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx"])
def test_the_same_sheet_gives_the_same_bytes(name: str) -> None:
    assert written(name, ROW) == written(name, ROW)


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx"])
@pytest.mark.parametrize("text", TEXTS, ids=ascii)
def test_every_text_comes_back(name: str, text: str) -> None:
    assert cells(written(name, (text, "Open", "", "", "")), name)[0] == text


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx"])
def test_rows_come_back_with_their_numbers(name: str) -> None:
    empty = ("", "", "", "", "")
    rows = only(written(name, ROW, empty, ROW), name).rows
    assert [row.number for row in rows] == [1, 2, 4]
    assert rows[0].cells == tuple(heading.title for heading in HEADINGS)
    assert rows[1].cells == ROW


@pytest.mark.parametrize("text", FORMULAS, ids=ascii)
def test_no_text_begins_like_a_formula_in_csv(text: str) -> None:
    out = write_csv(sheet((text, *ROW[1:]))).decode("utf-8-sig")
    found = list(csv.reader(io.StringIO(out, newline="")))[1][0]
    assert found == f"'{text}"


@pytest.mark.parametrize("text", FORMULAS, ids=ascii)
def test_no_text_is_a_formula_in_xlsx_nor_becomes_one_when_edited(text: str) -> None:
    parts = parts_of(written("a.xlsx", (text, *ROW[1:])))
    assert "<f>" not in parts[SHEET]
    assert 'quotePrefix="1"' in parts["xl/styles.xml"]


def test_an_address_is_no_link() -> None:
    parts = parts_of(written("a.xlsx", ("https://example.org/", *ROW[1:])))
    assert "hyperlink" not in parts[SHEET]
    assert "xl/worksheets/_rels/sheet1.xml.rels" not in parts


def test_csv_is_that_of_the_standard() -> None:
    data = write_csv(sheet(('a "b"', "Open", "", "", "c,d")))
    assert data == b'\xef\xbb\xbfTitle,Status,Due,Comments,Mark\r\n"a ""b""",Open,,,"c,d"\r\n'
    assert write_csv(sheet(), ";", mark=False) == b"Title;Status;Due;Comments;Mark\r\n"


def test_cells_of_a_book_have_types_choices_and_looks() -> None:
    parts = parts_of(written("a.xlsx", ROW, ("Spoofing", "Open", "1899-01-01", "many", "")))
    page = parts[SHEET]
    assert "<v>46085</v>" in page  # the 4th of March 2026
    assert "<v>7</v>" in page
    assert '"Open,Closed"' in page
    assert 'state="frozen"' in page
    assert '<autoFilter ref="A1:E3"/>' in page
    assert 'hidden="1"' in page
    assert "yyyy\\-mm\\-dd" in parts["xl/styles.xml"] or "yyyy-mm-dd" in parts["xl/styles.xml"]
    assert "FFEDEFF2" in parts["xl/styles.xml"]  # what cannot be edited is grey
    grid = only(written("a.xlsx", ("a", "Open", "1899-01-01", "many", "")), "a.xlsx")
    assert grid.rows[1].cells[2:4] == ("1899-01-01", "many")


def test_a_page_to_read_has_no_filters() -> None:
    page = Sheet("How to use", (Heading("How"), Heading("")), (("White", "can be edited"),))
    data = write_sheets(Path("a.xlsx"), [sheet(ROW), page])
    assert isinstance(data, bytes)
    assert "autoFilter" not in parts_of(data)["xl/worksheets/sheet2.xml"]
    grids = read_sheets(data, "a.xlsx")
    assert not isinstance(grids, Problem)
    assert [grid.name for grid in grids] == ["Register", "How to use"]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("a;b\r\n1;2,5\r\n", [("a", "b"), ("1", "2,5")]),
        ("sep=;\r\na;b,c\r\n", [("a", "b,c")]),
        ('"sep=|"\r\na|b\r\n', [("a", "b")]),
        ("a\tb\n1\t2\n", [("a", "b"), ("1", "2")]),
        ('"a,x";b\n1;2\n', [("a,x", "b"), ("1", "2")]),
        ("a,b\r1,2\r", [("a", "b"), ("1", "2")]),
        ("a,b,,\r\n,,,\r\n\r\n1,,,\r\n", [("a", "b"), ("1",)]),
        ("a", [("a",)]),
    ],
    ids=ascii,
)
def test_csv_of_other_programs_is_read(text: str, rows: list[tuple[str, ...]]) -> None:
    assert [row.cells for row in only(text.encode(), "a.csv").rows] == rows


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-8"])
def test_encodings_of_other_programs_are_read(encoding: str) -> None:
    assert only("Grüße\tB\r\n".encode(encoding), "a.txt").rows[0].cells == ("Grüße", "B")


def test_cells_of_other_programs_are_read() -> None:
    styles = (
        '<numFmts><numFmt numFmtId="164" formatCode="[$-407]d\\. mmmm yyyy"/>'
        '<numFmt numFmtId="165" formatCode="0.0&quot; days&quot;"/></numFmts>'
        '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>'
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs>'
    )
    shared = (
        "<si><t>plain</t></si><si><r><rPr><b/></rPr><t>in </t></r>"
        '<r><t xml:space="preserve">parts</t></r><rPh><t>aloud</t></rPh></si>'
    )
    rows = (
        '<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c>'
        '<c t="inlineStr"><is><t>within</t></is></c></row>'
        '<row r="5"><c r="B5" s="1"><v>46085</v></c><c s="2"><v>46085.75</v></c>'
        '<c s="3"><v>46085</v></c></row>'
        '<row><c t="b"><v>1</v></c><c t="e"><v>#REF!</v></c><c t="str"><f>A1</f><v>found</v></c>'
        '<c><f>A1</f></c><c t="d"><v>2026-03-04T00:00:00</v></c><c><v>12.0</v></c><c><v>0.1</v></c>'
        "<c><v>1E+3</v></c><c/></row>"
    )
    found = [(row.number, row.cells) for row in only(book(rows, shared, styles), "a.xlsm").rows]
    assert found == [
        (1, ("plain", "in parts", "within")),
        (5, ("", "2026-03-04", "2026-03-04 18:00:00", "46085")),
        (6, ("TRUE", "#REF!", "found", NO_VALUE, "2026-03-04", "12", "0.1", "1000")),
    ]


def test_days_may_count_from_1904() -> None:
    styles = '<cellXfs><xf numFmtId="14"/></cellXfs>'
    rows = '<row><c s="0"><v>44623</v></c></row>'
    data = book(rows, styles=styles, workbook='<workbookPr date1904="1"/>')
    assert only(data, "a.xlsx").rows[0].cells == ("2026-03-04",)


def test_a_name_that_promises_no_sheet_is_told() -> None:
    told = write_sheets(Path("a.pdf"), [sheet(ROW)])
    assert isinstance(told, Problem)
    assert ".csv or .xlsx" in told.hint
