"""Sheets as values: what a spreadsheet is to show, and what was found in one that came back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "day", "number"]


@dataclass(frozen=True, slots=True)
class Heading:
    """The head of a column, and what its cells are like."""

    title: str
    kind: Kind = "text"
    """`day`: ISO dates. Cells whose text is of another kind are shown as text."""
    width: int = 120
    """Pixels."""
    editable: bool = False
    hidden: bool = False
    asked: str = ""
    """What is wanted in an editable cell, in words."""
    choices: tuple[str, ...] = ()
    """The only texts there are in an editable cell, if they can be listed."""
    tones: tuple[tuple[str, str], ...] = ()
    """Texts that stand out, and the names of their colours."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet to be written: every row has as many texts as there are headings.

    One without an editable cell is a page to read, not a table to work in.
    """

    name: str
    headings: tuple[Heading, ...]
    rows: tuple[tuple[str, ...], ...]
    frozen: int = 0
    """Columns that stay in view."""

    @property
    def is_table(self) -> bool:
        """Whether it is to be worked in."""
        return any(heading.editable for heading in self.headings)


@dataclass(frozen=True, slots=True)
class Row:
    """A row that was read; texts after the last one are empty."""

    number: int
    """As spreadsheets count, from 1."""
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet that was read, without the rows that are empty.

    Every cell is text: a day is an ISO date, a whole number has no point, an error in a formula is its
    mark, such as ``#REF!``.
    """

    name: str
    rows: tuple[Row, ...]
    guarded: bool = False
    """Whether an apostrophe may stand before what a spreadsheet would take for a formula; see `guarded`."""


NO_VALUE = "#VALUE!"
"""What stands for a formula that was never calculated."""
_FORMULA_BEGINS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_CONTROLS = ("\t", "\r", "\n")
_SKIPPED = " '\u00a0\u3000"
"""What may stand before the first sign that counts."""


def looks_like_formula(text: str) -> bool:
    """Whether a spreadsheet that opens a text file may take this for a formula, or for its beginning.

    An apostrophe before such a text makes another one: only so does every text come back as it was.
    """
    begins = text.lstrip("'").startswith(_CONTROLS)
    return begins or text.lstrip(_SKIPPED + "\t\r\n").startswith(_FORMULA_BEGINS)


def guarded(text: str) -> str:
    """The text as it may stand in a text file: with an apostrophe before what looks like a formula."""
    return f"'{text}" if looks_like_formula(text) else text


def unguarded(text: str) -> str:
    """The text before it was guarded; any other is left as it is."""
    return text[1:] if text.startswith("'") and looks_like_formula(text[1:]) else text
