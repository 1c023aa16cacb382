"""CSV: written so that spreadsheets read it rightly, and read as spreadsheets of any country write it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Literal

from dfdmodeler.analysis.sheet import Grid, Row, Sheet, guarded
from dfdmodeler.formats.sheets.bounds import MAX_LENGTH, Counter, RefusedError, check_size

Separator = Literal[",", ";", "\t"]
SEPARATORS: tuple[str, ...] = (",", ";", "\t", "|")
"""What may stand between cells; the first wins where nothing tells."""
_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_BINARY = {
    b"PK\x03\x04": "This is an XLSX or another packed file, not text.",
    b"\xd0\xcf\x11\xe0": "This is a spreadsheet of before 2007 or an encrypted one, not text.",
    b"%PDF": "This is a PDF document, not text.",
}
_RENAME = "Give it the ending of what it is, or save it as CSV."
_UTF8 = "Save it as “CSV UTF-8” or as XLSX: other encodings lose characters."


def write_csv(sheet: Sheet, separator: Separator = ",", mark: bool = True) -> bytes:
    """The sheet as CSV (RFC 4180) in UTF-8.

    With `mark` the file begins with the sign (BOM) without which Excel takes UTF-8 for something else.
    What a spreadsheet would take for a formula has an apostrophe before it, see `guarded`.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=separator, lineterminator="\r\n")
    writer.writerow([heading.title for heading in sheet.headings])
    writer.writerows([guarded(cell) for cell in row] for row in sheet.rows)
    return out.getvalue().encode("utf-8-sig" if mark else "utf-8", "replace")


def read_csv(data: bytes) -> Grid:
    """The rows of a CSV file, whatever separates its cells.

    Raises:
        RefusedError: it is no such file, is damaged, or is too large.
    """
    text, separator = _separated(_decoded(data))
    counter = Counter()
    rows = []
    reader = csv.reader(_lines(text), delimiter=separator, strict=True)
    try:
        for number, cells in enumerate(reader, 1):
            while cells and not cells[-1]:
                cells.pop()
            if not cells:
                continue
            for column, cell in enumerate(cells):
                if cell:
                    counter.cell(column, cell, f"A cell in row {number}")
            counter.row()
            rows.append(Row(number, tuple(cells)))
    except csv.Error as error:
        raise RefusedError(_in_words(error, reader.line_num), _RENAME) from error
    return Grid("", tuple(rows), guarded=True)


def _in_words(error: csv.Error, line: int) -> str:
    said = str(error)
    if "limit" in said:
        return f"A cell in line {line} holds more than {MAX_LENGTH:,} characters."
    if "end of data" in said:
        return "A quotation mark is never closed, so the file may be truncated."
    return f"Line {line} is not as CSV is: {said}."


def _decoded(data: bytes) -> str:
    check_size(data)
    for begin, what in _BINARY.items():
        if data.startswith(begin):
            raise RefusedError(what, _RENAME)
    encoding = next((name for mark, name in _MARKS.items() if data.startswith(mark)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise RefusedError(f"The file is not UTF-8 text (byte {error.start}).", _UTF8) from error
    if "\0" in text.partition("\n")[0]:
        raise RefusedError("The file is not text.", _UTF8)
    return text


def _separated(text: str) -> tuple[str, str]:
    """The text of the table, and what separates its cells: what divides the first line most often.

    Excel may say it in a line of its own.
    """
    first, _, rest = text.partition("\n")
    told = first.rstrip("\r").strip('"')
    if told[:-1].lower() == "sep=" and told[-1] in SEPARATORS:
        return rest, told[-1]
    head = next((line for line in text.splitlines() if line.strip()), "")
    return text, max(SEPARATORS, key=lambda separator: _count(head, separator))


def _count(line: str, separator: str) -> int:
    """How often a separator stands outside quotation marks."""
    return sum(part.count(separator) for part in line.split('"')[::2])


def _lines(text: str) -> Iterator[str]:
    """The lines with their ends, one at a time."""
    return iter(io.StringIO(text, newline=""))
