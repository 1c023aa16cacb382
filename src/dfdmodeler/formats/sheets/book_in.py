"""Reading XLSX, of which only the texts of the cells count: no formula is calculated, no macro looked at,
nothing fetched from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable
from string import ascii_uppercase
from unicodedata import category

from dfdmodeler.analysis.sheet import NO_VALUE, Grid, Row
from dfdmodeler.formats.sheets.bounds import MAX_CELLS, MAX_LENGTH, Counter, RefusedError
from dfdmodeler.formats.sheets.numbers import day_of, plain, shows_day
from dfdmodeler.formats.sheets.parts import Attributes, Package, Relation, Target, attribute

_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})\Z")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_NO_BOOK = "There is no workbook in the file."
_SAVE_AS = "Save it as XLSX or as CSV with UTF-8."
_TRUE = frozenset({"1", "true"})


def read_book(data: bytes) -> tuple[Grid, ...]:
    """The sheets of an XLSX file in their order.

    Raises:
        RefusedError: it is no such file, is damaged, or is too large.
    """
    package = Package(data)
    name = _first(package.relations().values(), "officeDocument")
    if name is None:
        raise RefusedError(_NO_BOOK, _SAVE_AS)
    if not name.endswith(".xml"):
        raise RefusedError("The file is a binary spreadsheet.", _SAVE_AS)
    book = _Book()
    package.parse(name, book)
    relations = package.relations(name)
    texts, days = _Texts(), _Styles()
    for kind, target in (("sharedStrings", texts), ("styles", days)):
        part = _first(relations.values(), kind)
        if part is not None and part in package:
            package.parse(part, target)
    counter = Counter()
    grids = []
    for title, relation in book.sheets:
        known = relations.get(relation)
        if known is not None and known.kind == "worksheet":
            rows = _Rows(texts.found, days.found, book.since_1904, counter)
            package.parse(known.target, rows)
            grids.append(Grid(title, tuple(rows.found)))
    return tuple(grids)


def _first(relations: Iterable[Relation], kind: str) -> str | None:
    return next((r.target for r in relations if r.kind == kind), None)


class _Book(Target):
    """The names of the sheets, and from which day it counts."""

    def __init__(self) -> None:
        super().__init__()
        self.sheets: list[tuple[str, str]] = []
        """Name, and id of the relation."""
        self.since_1904 = False

    def begin(self, name: str, attributes: Attributes) -> None:
        if name == "sheet":
            self.sheets.append((attributes.get("name", ""), attribute(attributes, "id")))
        elif name == "workbookPr":
            self.since_1904 = attributes.get("date1904", "").lower() in _TRUE


class _Styles(Target):
    """Which styles of cells show days."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[bool] = []
        self._patterns: dict[int, str] = {}
        self._in_cells = False

    def begin(self, name: str, attributes: Attributes) -> None:
        if name == "numFmt":
            self._patterns[_whole(attributes.get("numFmtId"))] = attributes.get("formatCode", "")
        elif name == "cellXfs":
            self._in_cells = True
        elif name == "xf" and self._in_cells:
            number = _whole(attributes.get("numFmtId"))
            self.found.append(shows_day(number, self._patterns.get(number, "")))

    def finish(self, name: str) -> None:
        if name == "cellXfs":
            self._in_cells = False


class _Text(Target):
    """Collects text: plain, or in runs that differ in looks. How it is read aloud is left out."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[str] = []
        self._length = 0
        self._taking = self._aloud = False

    def data(self, text: str) -> None:
        if self._taking:
            self._length += len(text)
            if self._length > 7 * MAX_LENGTH:  # every character may be escaped
                raise RefusedError(f"A cell holds more than {MAX_LENGTH:,} characters.")
            self._parts.append(text)

    def take(self) -> str:
        """What was collected, and begins anew."""
        text = "".join(self._parts)
        self._parts.clear()
        self._length = 0
        return text


class _Texts(_Text):
    """The texts that cells refer to by number."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def begin(self, name: str, attributes: Attributes) -> None:
        if name == "rPh":
            self._aloud = True
        self._taking = name == "t" and not self._aloud

    def finish(self, name: str) -> None:
        self._taking = False
        if name == "rPh":
            self._aloud = False
        elif name == "si":
            if len(self.found) >= MAX_CELLS:
                raise RefusedError(f"The file has more than {MAX_CELLS:,} texts.")
            self.found.append(_unescaped(self.take()))


class _Rows(_Text):
    """The rows of a sheet."""

    def __init__(self, texts: list[str], days: list[bool], since_1904: bool, counter: Counter) -> None:
        super().__init__()
        self.found: list[Row] = []
        self._texts, self._days, self._since_1904, self._counter = texts, days, since_1904, counter
        self._number = self._column = 0
        self._cells: dict[int, str] = {}
        self._type = self._style = self._value = ""
        self._formula = False

    def begin(self, name: str, attributes: Attributes) -> None:
        if name == "c":
            self._begin_cell(attributes)
        elif name == "row":
            self._number = _whole(attributes.get("r")) or self._number + 1
            self._column = 0
            self._cells = {}
        elif name in ("v", "t"):
            self._taking = not self._aloud
        elif name == "f":
            self._formula = True
        elif name == "rPh":
            self._aloud = True

    def finish(self, name: str) -> None:
        self._taking = False
        if name == "rPh":
            self._aloud = False
        elif name == "c":
            self._end_cell()
        elif name == "row" and self._cells:
            self._counter.row()
            last = max(self._cells)
            cells = tuple(self._cells.get(column, "") for column in range(last + 1))
            self.found.append(Row(self._number, cells))
            self._cells = {}

    def _begin_cell(self, attributes: Attributes) -> None:
        place = _PLACE.match(attributes.get("r", ""))
        if place:
            self._column = _column(place[1])
        self._type, self._style = attributes.get("t", "n"), attributes.get("s", "")
        self._formula = False

    def _end_cell(self) -> None:
        text = self._meaning(self.take())
        if text:
            self._counter.cell(self._column, text, f"A cell in row {self._number}")
            self._cells[self._column] = text
        self._column += 1

    def _meaning(self, value: str) -> str:
        """What a cell says, by its type."""
        if self._type == "s":
            number = _whole(value, -1)
            if not 0 <= number < len(self._texts):
                raise RefusedError(f"A cell in row {self._number} refers to a text that is not there.")
            return self._texts[number]
        if self._type in ("inlineStr", "str"):
            return _unescaped(value)
        if not value.strip():
            return NO_VALUE if self._formula else ""
        if self._type == "b":
            return "TRUE" if value.strip() in _TRUE else "FALSE"
        if self._type == "d":
            return value.strip().removesuffix("T00:00:00").removesuffix("T00:00:00Z")
        if self._type == "e":
            return value.strip()
        return (day_of(value, self._since_1904) if self._is_day() else None) or plain(value.strip())

    def _is_day(self) -> bool:
        style = _whole(self._style, -1)
        return 0 <= style < len(self._days) and self._days[style]


def _whole(text: str | None, default: int = 0) -> int:
    """A whole number; the default where there is none."""
    written = (text or "").strip()
    return int(written) if written.isascii() and written.isdigit() and len(written) < 12 else default


def _column(letters: str) -> int:
    """The number of a column, from 0."""
    number = 0
    for letter in letters:
        number = number * 26 + ascii_uppercase.index(letter) + 1
    return number - 1


def _unescaped(text: str) -> str:
    """Characters that XML cannot hold are written by their number; halves of characters stay as they are."""
    return _ESCAPE.sub(_character, text) if "_x" in text else text


def _character(found: re.Match[str]) -> str:
    character = chr(int(found[1], 16))
    return found[0] if category(character) == "Cs" else character
