"""Sheets that are damaged, locked, far too large or something else altogether: one clear sentence each."""

from __future__ import annotations

import io
import random
import zipfile
from pathlib import Path

import pytest

from dfdmodeler.analysis.sheet import Heading, Sheet
from dfdmodeler.formats.sheets import bounds, parts, read_sheets, write_csv, write_sheets
from dfdmodeler.model.problem import Problem
from packed import SHEET, book, packed, parts_of, repacked

ROWS = tuple((f"LLM-{number:02}@bot", "Open", "2026-03-04") for number in range(20))
SMALL = Sheet("Register", (Heading("Id"), Heading("Decision", editable=True), Heading("Due", "day")), ROWS)


def good() -> bytes:
    data = write_sheets(Path("a.xlsx"), [SMALL])
    assert isinstance(data, bytes)
    return data


def told(data: bytes, name: str = "a.xlsx") -> str:
    found = read_sheets(data, name)
    assert isinstance(found, Problem), found
    assert found.where == name
    return str(found)


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.xlsx", b"", "empty"),
        ("a.xlsx", b"Id,Decision\r\n", "no XLSX file"),
        ("a.xlsx", b"%PDF-1.7", "no XLSX file"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "encrypted, or a spreadsheet of before 2007"),
        ("a.xlsx", b"PK\x03\x04 and nothing", "damaged"),
        ("a.csv", b"", "empty"),
        ("a.csv", b"PK\x03\x04", "not text"),
        ("a.csv", b"\xd0\xcf\x11\xe0", "not text"),
        ("a.csv", b"Id\r\n\xe9t\xe9\r\n", "not UTF-8 text (byte 4)"),
        ("a.csv", b"Id\0\0\0", "not text"),
        ("a.csv", b'Id,"never closed\r\n', "may be truncated"),
        ("a.csv", b'Id\r\n"a"b\r\n', "Line 2 is not as CSV is"),
        ("a.xls", b"\xd0\xcf\x11\xe0", "before 2007"),
        ("a.xlsb", b"PK", "binary"),
        ("a.ods", b"PK", "OpenDocument"),
        ("a.pdf", b"%PDF", "does not end as that of a spreadsheet"),
    ],
)  # fmt: skip
def test_what_is_no_sheet_is_told_in_a_sentence(name: str, data: bytes, words: str) -> None:
    assert words in told(data, name)


def test_a_package_without_a_book_is_told() -> None:
    assert "no workbook" in told(packed({"word/document.xml": "<w/>"}))
    binary = {
        **parts_of(book("")),
        "_rels/.rels": parts_of(book(""))["_rels/.rels"].replace("book.xml", "book.bin"),
    }
    assert "binary" in told(packed(binary))


@pytest.mark.parametrize("part", ["xl/workbook.xml", SHEET])
def test_a_missing_part_is_told(part: str) -> None:
    rest = {name: text for name, text in parts_of(good()).items() if name != part}
    assert f"lacks its part “{part}”" in told(packed(rest))


@pytest.mark.parametrize(
    "kind", ['b [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]', 'b SYSTEM "file:///etc/hostname"', "b"]
)
@pytest.mark.parametrize("part", ["xl/workbook.xml", SHEET, "xl/sharedStrings.xml", "xl/styles.xml"])
def test_entities_and_what_could_declare_them_are_refused_wherever_they_stand(part: str, kind: str) -> None:
    text = parts_of(good())[part]
    declared = text.replace("?>", f"?><!DOCTYPE {kind}>", 1)
    assert declared != text
    assert "declares entities" in told(packed({**parts_of(good()), part: declared}))


def test_an_external_file_is_not_fetched() -> None:
    data = repacked(
        book("<row><c><v>1</v></c></row>"),
        "xl/_rels/workbook.xml.rels",
        '/worksheet"',
        '/worksheet" TargetMode="External"',
    )
    assert read_sheets(data, "a.xlsx") == ()


def test_macros_are_not_looked_at() -> None:
    data = packed({**parts_of(good()), "xl/vbaProject.bin": "no macro at all"})
    found = read_sheets(data, "a.xlsm")
    assert not isinstance(found, Problem)
    assert len(found[0].rows) == len(ROWS) + 1


def test_encrypted_entries_are_told() -> None:
    data = bytearray(good())
    begin = data.find(b"PK\x01\x02")
    while begin >= 0:
        data[begin + 8] |= 1
        begin = data.find(b"PK\x01\x02", begin + 1)
    assert "encrypted" in told(bytes(data))


def test_strange_packings_are_told() -> None:
    assert "packed in a way" in told(packed(parts_of(good()), zipfile.ZIP_BZIP2))


def test_elements_nested_without_end_are_told() -> None:
    deep = f"{'<x>' * 1000}{'</x>' * 1000}"
    assert "nests deeper" in told(repacked(good(), SHEET, "<sheetData>", f"{deep}<sheetData>"))


def test_a_text_that_is_not_there_is_told() -> None:
    assert "refers to a text that is not there" in told(book('<row><c t="s"><v>7</v></c></row>'))


@pytest.mark.parametrize(
    ("module", "name", "limit", "words"),
    [
        ("bounds", "MAX_BYTES", 1000, "larger than"),
        ("bounds", "MAX_ROWS", 10, "more than 10 rows"),
        ("bounds", "MAX_COLUMNS", 2, "more than 2 columns"),
        ("bounds", "MAX_CELLS", 5, "more than 5 filled cells"),
        ("bounds", "MAX_LENGTH", 5, "more than 5 characters"),
        ("parts", "MAX_ELEMENTS", 50, "more than 50 elements"),
        ("parts", "MAX_ENTRIES", 2, "More than 2 files"),
        ("parts", "MAX_UNPACKED", 1000, "Unpacked"),
    ],
)  # fmt: skip
def test_limits_hold(module: str, name: str, limit: int, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr({"bounds": bounds, "parts": parts}[module], name, limit)
    assert words in told(good())


@pytest.mark.parametrize("name", ["MAX_ROWS", "MAX_COLUMNS", "MAX_CELLS", "MAX_LENGTH"])
def test_limits_hold_for_text_too(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    data = write_csv(SMALL)
    assert not isinstance(read_sheets(data, "a.csv"), Problem)
    monkeypatch.setattr(bounds, name, 2)
    assert "more than 2" in told(data, "a.csv")


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file:
        for name, text in parts_of(good()).items():
            file.writestr(name, text)
        with file.open("xl/media/zero.bin", "w", force_zip64=True) as entry:
            for _ in range(bounds.MAX_UNPACKED // 2**24 + 1):
                entry.write(bytes(2**24))
    assert len(out.getvalue()) < 4_000_000
    assert "Unpacked" in told(out.getvalue())


def test_a_lie_about_the_size_is_no_way_round() -> None:
    data = bytearray(good())
    for mark, place in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        begin = data.find(mark)
        while begin >= 0:
            data[begin + place : begin + place + 4] = (10).to_bytes(4, "little")
            begin = data.find(mark, begin + 1)
    assert "damaged" in told(bytes(data))


def test_a_far_cell_takes_no_room() -> None:
    assert "columns" in told(book('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'))
    found = read_sheets(book('<row r="1048576"><c r="A1048576"><v>1</v></c></row>'), "a.xlsx")
    assert not isinstance(found, Problem)
    assert [(row.number, row.cells) for row in found[0].rows] == [(1_048_576, ("1",))]


@pytest.mark.parametrize("number", ["-1", "60", "1e300", "nan", "inf", "99999999", "x"])
def test_a_number_that_is_no_day_stays_a_number(number: str) -> None:
    styles = '<cellXfs><xf numFmtId="14"/></cellXfs>'
    found = read_sheets(book(f'<row><c s="0"><v>{number}</v></c></row>', styles=styles), "a.xlsx")
    assert not isinstance(found, Problem)
    assert found[0].rows[0].cells == (number,)


@pytest.mark.parametrize("seed", range(150))
def test_damage_anywhere_ends_in_rows_or_in_a_sentence(seed: int) -> None:
    chance = random.Random(seed)
    parts = parts_of(good())
    name = chance.choice(sorted(parts))
    text = bytearray(parts[name].encode())
    for _ in range(chance.randint(1, 4)):
        text[chance.randrange(len(text))] = chance.choice(b"<>\"/ax1 &'\xff")
    parts[name] = text.decode("latin-1")
    whole = bytearray(packed(parts))
    if seed % 3 == 0:
        for _ in range(chance.randint(1, 4)):
            whole[chance.randrange(len(whole))] = chance.randrange(256)
    found = read_sheets(bytes(whole), "a.xlsx")
    assert isinstance(found, Problem | tuple)
