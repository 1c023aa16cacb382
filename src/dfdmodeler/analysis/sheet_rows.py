"""The rows of a register that came back as a sheet: which threat each is about, what its cells may mean."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from dfdmodeler.analysis.columns import COLUMN, OF_RATING, Column
from dfdmodeler.analysis.register_sheet import (
    EDITABLE,
    KINDS,
    MARK,
    NAME,
    cell_digest,
    column_titled,
    digests_of,
    is_of,
)
from dfdmodeler.analysis.sheet import Grid, Row, unguarded
from dfdmodeler.analysis.sheet_days import Order, days_of, is_clear, order_of
from dfdmodeler.model.problem import Gravity, Problem

HEAD_ROWS = 10
"""Among so many rows the head is looked for: people put titles above it."""
_ID = COLUMN["id"].title
_OF_SOME = frozenset(name for names in OF_RATING.values() for name in names)
"""Columns that not every sheet has."""
_SHOWN = 60
"""Characters of a cell that problems show."""
_EXPORT = "Export the register again, and leave the heads of its columns as they are."
_NO_HEAD = f"No row has the heads of the register's columns; “{_ID}” is needed to match the rows."
_NO_MARK = (
    f"The column “{MARK}” is missing: edits cannot be told from what was changed in the model meanwhile."
)
_UNASKED = "What would replace something is left out unless you choose it."


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row, and which threat it says it is about."""

    number: int
    id: str
    exported: Mapping[str, str] | None
    """The digests of its cells when it was exported, by column id; None if its mark is missing."""
    moved: bool
    """Whether its mark belongs to another row, such as after sorting some of the columns alone."""
    texts: Mapping[str, str]
    """What stands in its editable cells, by column id."""


class Table:
    """A sheet of which the head was understood."""

    def __init__(self, grid: Grid, head: Row, where: str) -> None:
        self._guarded = grid.guarded
        self.problems: list[Problem] = []
        self._places = self._understood(head, where)
        self.rows = tuple(self._row(row) for row in grid.rows if row.number > head.number)
        self._order = order_of(self._told_days())

    def meanings(self, column: Column, text: str) -> tuple[str, ...]:
        """What a cell may mean, the likeliest first: spreadsheets write days as their country does, and an
        apostrophe before what looks like a formula may be ours."""
        plain = unguarded(text)
        texts = (plain, text) if self._guarded else (text, plain)
        if KINDS.get(column.id) != "day" or not text.strip():
            return tuple(dict.fromkeys(texts))
        meant = (day for one in texts for days in (days_of(one),) for day in self._ordered(days))
        return tuple(dict.fromkeys(meant)) or (plain,)

    def is_clear(self, column: Column, text: str) -> bool:
        """Whether a cell can mean only one thing, as far as the order of days tells."""
        if KINDS.get(column.id) != "day" or self._order:
            return True
        days = days_of(unguarded(text))
        return not days or is_clear(days)

    def _ordered(self, days: Mapping[Order, str]) -> list[str]:
        """The days, with the one in the order of the file first."""
        return [days[order] for order in sorted(days, key=lambda order: order != self._order)]

    def _told_days(self) -> Iterator[Mapping[Order, str]]:
        """What every day in the sheet may mean; one that was exported means what was exported."""
        for row in self.rows:
            for column in EDITABLE:
                text = row.texts.get(column.id, "")
                if text and KINDS.get(column.id) == "day":
                    days = days_of(unguarded(text))
                    if is_clear(days):
                        yield days
                        continue
                    exported = (row.exported or {}).get(column.id)
                    same = {o: day for o, day in days.items() if cell_digest(column, day) == exported}
                    yield same if len(same) == 1 else days

    def _understood(self, head: Row, where: str) -> dict[str, int]:
        """Where each column stands, and what is odd about the heads."""
        places: dict[str, int] = {}
        strange, twice = [], []
        for place, title in enumerate(head.cells):
            if not title.strip():
                continue
            column = column_titled(title)
            name = column.id if column else MARK if _is_mark(title) else ""
            if not name:
                strange.append(title)
            elif name in places:
                twice.append(title)
            else:
                places[name] = place
        missing = [c.title for c in EDITABLE if c.id not in places and c.id not in _OF_SOME]
        self._tell(where, "warning", twice, "there twice; the first counts")
        self._tell(where, "info", strange, "none of the register's and not read")
        self._tell(where, "info", missing, "missing; what the model has there stays")
        if MARK not in places:
            self.problems.append(Problem(where, _NO_MARK, _UNASKED, "warning"))
        return places

    def _tell(self, where: str, gravity: Gravity, titles: list[str], what: str) -> None:
        if titles:
            listed = ", ".join(f"“{shown(title)}”" for title in titles)
            begin = f"The column {listed} is" if len(titles) == 1 else f"The columns {listed} are"
            self.problems.append(Problem(where, f"{begin} {what}.", gravity=gravity))

    def _row(self, row: Row) -> SheetRow:
        texts = {
            column.id: self._at(row, column.id) or "" for column in EDITABLE if column.id in self._places
        }
        id_ = unguarded(self._at(row, "id") or "").strip()
        exported = digests_of(self._at(row, MARK) or "") or None
        title, subject = self._at(row, "title"), self._at(row, "subject")
        known = exported is not None and title is not None and subject is not None
        moved = known and not is_of(exported or {}, id_, title or "", subject or "")
        return SheetRow(row.number, id_, exported, moved, texts)

    def _at(self, row: Row, name: str) -> str | None:
        """What stands in a column; None if the sheet does not have it."""
        place = self._places.get(name)
        if place is None:
            return None
        return row.cells[place] if place < len(row.cells) else ""


def table_in(grids: Iterable[Grid], where: str) -> Table | Problem:
    """The register among the sheets of a file: the one called so, or the first with its heads."""
    for grid in sorted(grids, key=lambda grid: grid.name != NAME):
        for row in grid.rows[:HEAD_ROWS]:
            if any(column_titled(cell) is COLUMN["id"] for cell in row.cells):
                return Table(grid, row, where)
    return Problem(where, _NO_HEAD, _EXPORT)


def shown(text: str) -> str:
    """As much of a cell as a sentence can hold."""
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…"


def _is_mark(title: str) -> bool:
    return title.strip().casefold() == MARK.casefold()
