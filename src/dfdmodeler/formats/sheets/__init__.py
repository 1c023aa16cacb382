"""Spreadsheet files, CSV and XLSX: sheets to bytes, and bytes of unknown origin back to grids of text.

Nothing here knows what the sheets are about.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from dfdmodeler.analysis.sheet import Grid, Sheet
from dfdmodeler.formats.sheets.bounds import MAX_BYTES, RefusedError
from dfdmodeler.formats.sheets.text import Separator, read_csv, write_csv
from dfdmodeler.model.problem import Problem

__all__ = ["MAX_BYTES", "SUFFIXES", "Separator", "read_sheets", "write_csv", "write_sheets"]

SUFFIXES = (".csv", ".xlsx")
"""What can be written."""
_BOOKS = (".xlsx", ".xlsm")
_TEXTS = (".csv", ".tsv", ".txt")
_SAVE_AS = "Save it as XLSX, or as CSV with UTF-8, and import that."
_OTHERS = {
    ".xls": "This is a spreadsheet of before 2007.",
    ".xlsb": "This is a binary spreadsheet.",
    ".ods": "This is an OpenDocument spreadsheet.",
    ".numbers": "This is a Numbers spreadsheet.",
}


def read_sheets(data: bytes, where: str) -> tuple[Grid, ...] | Problem:
    """The sheets of a file; `where` is its name, whose ending says what it is. Macros are never looked at."""
    from dfdmodeler.formats.sheets.book_in import read_book

    suffix = Path(where).suffix.lower()
    try:
        if suffix in _BOOKS:
            return read_book(data)
        if suffix in _TEXTS:
            return (read_csv(data),)
    except RefusedError as refused:
        return Problem(where, refused.what, refused.hint)
    what = _OTHERS.get(suffix, "The file's name does not end as that of a spreadsheet does.")
    return Problem(where, what, _SAVE_AS)


def write_sheets(path: Path, sheets: Sequence[Sheet], title: str = "") -> bytes | Problem:
    """The bytes of a file of this name: of the first sheet alone if it can hold only one."""
    suffix = path.suffix.lower()
    if suffix == ".csv":
        return write_csv(sheets[0])
    if suffix == ".xlsx":
        from dfdmodeler.formats.sheets.book_out import write_book

        return write_book(sheets, title)
    return Problem(str(path), "The file's name does not end as that of a spreadsheet does.", _NAMES)


_NAMES = f"Let it end in {' or '.join(SUFFIXES)}."
