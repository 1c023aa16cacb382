"""The register as a sheet: what people may edit in it, and a mark that tells edits from later changes."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from dfdmodeler.analysis.columns import COLUMN, COLUMNS, LEVELS, OF_RATING, Cell, Column
from dfdmodeler.analysis.lines import Line
from dfdmodeler.analysis.sheet import Heading, Kind, Sheet
from dfdmodeler.model.records import RatingMethod
from dfdmodeler.model.values import Value

NAME = "Register"
MARK = "Mark"
"""The title of the column that tells what was exported."""
MARK_WIDTH = 200
MOST = 32_000
"""UTF-16 units of a cell: Excel allows a few more."""
CUT = " … (only the beginning; edit it in the window)"
_LEADING = ("severity", "title", "subject", "state", "status", "reason", "expires")
ORDER: tuple[Column, ...] = tuple(
    dict.fromkeys(
        (*(COLUMN[name] for name in _LEADING), *(column for column in COLUMNS if column.cell), *COLUMNS)
    )
)
"""All columns as they stand in a sheet: what is decided, whatever else is edited, then what is only read."""
EDITABLE: tuple[Column, ...] = tuple(column for column in ORDER if column.cell)
KINDS: Mapping[str, Kind] = {
    "due": "day", "expires": "day", "date": "day", "changed": "day", "comments": "number",
}  # fmt: skip
FROZEN = 2
"""Columns that stay in view: how grave it is, and what."""
_ROW = "row"
_DIGITS = 8


def register_sheet(lines: Iterable[Line], columns: Sequence[Column] = ORDER) -> Sheet:
    """The lines as a sheet of some columns, with id and mark, without which no edit comes back."""
    chosen = list(columns)
    if COLUMN["id"] not in chosen:
        chosen.append(COLUMN["id"])
    headings = [_heading(column) for column in chosen]
    headings.append(Heading(MARK, width=MARK_WIDTH, hidden=True))
    rows = tuple((*(cell_of(column, line) for column in chosen), mark_of(line)) for line in lines)
    return Sheet(NAME, tuple(headings), rows, FROZEN)


def _heading(column: Column) -> Heading:
    kind = KINDS.get(column.id, "text")
    if column.cell is None:
        return Heading(column.title, kind, column.width)
    cell = column.cell
    tones = tuple((level, level.lower()) for level in LEVELS) if column.id == "severity" else ()
    return Heading(
        column.title, kind, column.width, True, asked=f"{cell.asked}.", choices=cell.choices, tones=tones
    )


def cell_of(column: Column, line: Line) -> str:
    """What stands in a cell: all of the text, or as much as spreadsheets take."""
    text = column.words(line)
    return text if _fits(text) else f"{_cut(text)}{CUT}"


def is_cut(column: Column, line: Line) -> bool:
    """Whether a cell holds only the beginning of what the model has."""
    return not _fits(column.words(line))


def _fits(text: str) -> bool:
    return len(text) <= MOST // 2 or len(text.encode("utf-16-le", "replace")) // 2 <= MOST


def _cut(text: str) -> str:
    units = text.encode("utf-16-le", "replace")[: 2 * (MOST - len(CUT))]
    return units.decode("utf-16-le", "ignore")


def value_of(cell: Cell, text: str) -> Value | None:
    """What was written into a cell as a value of its field; None if it is none."""
    return cell.read(text.replace("\r\n", "\n").replace("\r", "\n"))


def order_for(method: RatingMethod, lines: Iterable[Line]) -> tuple[Column, ...]:
    """The columns of a sheet: of ways to rate only the one that is used, and those by which something is
    rated."""
    rows = tuple(lines)
    unused = {
        name
        for other, names in OF_RATING.items()
        for name in names
        if other != method and not any(COLUMN[name].words(line) for line in rows)
    }
    return tuple(column for column in ORDER if column.id not in unused)


def mark_of(line: Line) -> str:
    """What a line is when it is exported: digests of what it is about, and of each cell that is not empty."""
    digests = {_ROW: row_digest(line.id, *(COLUMN[name].words(line) for name in ("title", "subject")))}
    for column in EDITABLE:
        digests[column.id] = cell_digest(column, cell_of(column, line))
    return " ".join(f"{name}:{digest}" for name, digest in digests.items() if digest)


def digests_of(mark: str) -> Mapping[str, str]:
    """The digests of a mark by column id, and by `row`; empty if it is none."""
    pairs = [part.partition(":") for part in mark.split()]
    return {name: digest for name, _, digest in pairs} if all(digest for *_, digest in pairs) else {}


def is_of(digests: Mapping[str, str], id_: str, title: str, subject: str) -> bool:
    """Whether a mark belongs to the row in which it stands."""
    return digests.get(_ROW) == row_digest(id_, title, subject)


def cell_digest(column: Column, text: str) -> str:
    """A digest of what a cell says, however it is written; empty if nothing."""
    value = value_of(column.cell, text) if column.cell else text
    if value is None:
        value = text  # of a file of another version
    said = column.cell.words(value) if column.cell else str(value)
    return _digest(said) if said else ""


def row_digest(*parts: str) -> str:
    """A digest of what a row is about, whatever became of its spaces."""
    return _digest("\n".join(map(_bare, parts)))


def _bare(text: str) -> str:
    printed = "".join(char for char in text if unicodedata.category(char)[0] not in "CZ")
    return printed.lstrip("'")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:_DIGITS]


def column_titled(text: str) -> Column | None:
    """The column that a head names, by its title or id."""
    wanted = " ".join(text.split()).casefold()
    return next((c for c in COLUMNS if wanted in (c.title.casefold(), c.id)), None)
