"""Writing XLSX: the same sheets give the same bytes, and no text ever becomes a formula or a link."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from xml.sax.saxutils import escape

from xlsxwriter import Workbook

from dfdmodeler.analysis.sheet import Heading, Sheet, looks_like_formula
from dfdmodeler.drawing.tokens import color

_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
_MADE = datetime(2000, 1, 1)
"""What the file says of when it was made: a clock would give other bytes each time."""
_FONT = {"font_name": "Calibri", "font_size": 11, "valign": "top", "font_color": color("ink")}
_GRID = {"border": 1, "border_color": color("line")}
_EDITABLE = {"bg_color": color("panel"), **_GRID}
_FIXED = {"bg_color": "#EDEFF2", **_GRID}
_HEAD = {"bold": True, "valign": "vcenter", "text_wrap": True, **_GRID}
_HEADS = {
    True: {**_HEAD, "bg_color": color("accent"), "font_color": color("on_mark")},
    False: {**_HEAD, "bg_color": color("line"), "font_color": color("ink")},
}
_KINDS: Mapping[str, Mapping[str, object]] = {
    "day": {"num_format": "yyyy-mm-dd", "align": "left"},
    "number": {"num_format": "0", "align": "left"},
    "formula": {"quote_prefix": True},
}
_FIRST_DAY = date(1900, 3, 1)
"""Before this day spreadsheets do not agree on how to count."""
_HEAD_HEIGHT = 32
_LINE_HEIGHT = 20
_MOST_LINES = 8
_WRAPPED = 200
"""From so many pixels a column has its text in several lines; not every program makes room for them."""
_LETTER = 6.5
"""Pixels of a letter, on average."""
_MESSAGE = 250
"""Characters of a message beside a cell, at most."""


def write_book(sheets: Sequence[Sheet], title: str = "") -> bytes:
    """The sheets as an XLSX file: typed cells, heads that stay in view, filters, lists to choose from."""
    out = io.BytesIO()
    book = Workbook(out, _OPTIONS)
    book.set_properties({"title": title[:_MESSAGE], "created": _MADE})
    for sheet in sheets:
        _Writer(book, sheet).write()
    book.close()
    return out.getvalue()


class _Writer:
    """Writes one sheet."""

    def __init__(self, book: Any, sheet: Sheet) -> None:
        self._book, self._sheet = book, sheet
        self._out = book.add_worksheet(sheet.name)
        self._formats: dict[tuple[bool, bool, str], Any] = {}

    def write(self) -> None:
        sheet, out = self._sheet, self._out
        for column, heading in enumerate(sheet.headings):
            out.set_column_pixels(column, column, heading.width, None, {"hidden": heading.hidden})
            out.write_string(0, column, heading.title, self._head(heading))
        for row, cells in enumerate(sheet.rows, 1):
            lines = max(map(_lines, cells, sheet.headings), default=1)
            if lines > 1:
                out.set_row_pixels(row, min(lines, _MOST_LINES) * _LINE_HEIGHT)
            for column, heading in enumerate(sheet.headings):
                self._put(row, column, cells[column], heading)
        out.set_row_pixels(0, _HEAD_HEIGHT)
        out.freeze_panes(1, sheet.frozen)
        out.set_landscape()
        if sheet.is_table:
            self._equip()
        else:
            out.fit_to_pages(1, 0)

    def _equip(self) -> None:
        """Makes a table one to work in: with filters, choices, and colours that follow what is chosen."""
        sheet, out = self._sheet, self._out
        last = max(len(sheet.rows), 1)
        out.autofilter(0, 0, last, len(sheet.headings) - 1)
        out.repeat_rows(0)
        for column, heading in enumerate(sheet.headings):
            if heading.editable:
                self._guide(column, last, heading)
            for text, token in heading.tones:
                tone = self._book.add_format({"font_color": color(token), "bold": True})
                rule = {"type": "cell", "criteria": "==", "value": f'"{text}"', "format": tone}
                out.conditional_format(1, column, last, column, rule)

    def _head(self, heading: Heading) -> Any:
        return self._book.add_format({**_FONT, **_HEADS[heading.editable]})

    def _put(self, row: int, column: int, text: str, heading: Heading) -> None:
        day = _day(text) if heading.kind == "day" else None
        if day is not None:
            self._out.write_datetime(row, column, day, self._format(heading, "day"))
        elif heading.kind == "number" and text.isascii() and text.isdigit():
            self._out.write_number(row, column, int(text), self._format(heading, "number"))
        elif not text:
            self._out.write_blank(row, column, None, self._format(heading, heading.kind))
        else:
            self._put_text(row, column, text, heading)

    def _put_text(self, row: int, column: int, text: str, heading: Heading) -> None:
        """A text that stays one: when its cell is edited as well."""
        kind = "formula" if looks_like_formula(text) else "text"
        form = self._format(heading, kind)
        self._out.write_string(row, column, _plain(text), form)

    def _format(self, heading: Heading, kind: str) -> Any:
        wrapped = heading.width >= _WRAPPED
        key = heading.editable, wrapped, kind
        if key not in self._formats:
            ground = (_EDITABLE if heading.editable else _FIXED) if self._sheet.is_table else {}
            look = {**_FONT, **ground, "text_wrap": wrapped, **_KINDS.get(kind, {})}
            self._formats[key] = self._book.add_format(look)
        return self._formats[key]

    def _guide(self, column: int, last: int, heading: Heading) -> None:
        """What is asked of whoever stands in a cell, and what it does not take."""
        rule: dict[str, Any] = {"validate": "any"}
        if heading.choices:
            rule = {"validate": "list", "source": list(heading.choices), "error_title": heading.title[:32]}
        elif heading.kind == "day":
            rule = {"validate": "date", "criteria": ">=", "value": _FIRST_DAY, "error_type": "warning"}
        rule |= {"input_title": heading.title[:32], "input_message": heading.asked[:_MESSAGE]}
        if "error_title" in rule or heading.kind == "day":
            rule["error_message"] = heading.asked[:_MESSAGE]
        self._out.data_validation(1, column, last, column, rule)


def _lines(text: str, heading: Heading) -> int:
    """In how many lines a text stands, about."""
    if heading.width < _WRAPPED or heading.hidden:
        return 1
    return sum(1 + int(len(line) * _LETTER / heading.width) for line in text.split("\n")[:_MOST_LINES])


def _plain(text: str) -> str:
    """A text that the library does not take for its own markup: one that looks like that is wrapped in it."""
    if text.startswith("<r>") and text.endswith("</r>"):
        return f'<r><t xml:space="preserve">{escape(text)}</t></r>'
    return text


def _day(text: str) -> date | None:
    """The day of an ISO date that spreadsheets can count to."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if len(text) == len("2026-01-01") and day >= _FIRST_DAY else None
