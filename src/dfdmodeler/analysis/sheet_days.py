"""Days as spreadsheets write them: ISO, with dots, strokes or names of months, or as a number of days.

Where a country's order cannot be told from one day alone, the others in its file may tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Literal

Order = Literal["dmy", "mdy"]
ORDERS: tuple[Order, ...] = ("dmy", "mdy")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = f"({'|'.join(_MONTHS)})[a-z]*"
_TIME = r"(?:[ T]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[AaPp][Mm])?Z?)?\Z"
_YEAR_FIRST = re.compile(rf"(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}}){_TIME}")
_DOTS = re.compile(rf"(\d{{1,2}})\. ?(\d{{1,2}})\. ?(\d{{4}}|\d{{2}}){_TIME}")
_STROKES = re.compile(rf"(\d{{1,2}})[-/](\d{{1,2}})[-/](\d{{4}}|\d{{2}}){_TIME}")
_DAY_MONTH = re.compile(rf"(\d{{1,2}})\.?[- ]{_MONTH}\.?[- ,]+(\d{{4}}|\d{{2}}){_TIME}", re.IGNORECASE)
_MONTH_DAY = re.compile(rf"{_MONTH}\.? (\d{{1,2}}),? (\d{{4}}|\d{{2}}){_TIME}", re.IGNORECASE)
_NUMBER = re.compile(r"[3-7]\d{4}\Z")
_BEGIN = date(1899, 12, 30)
_CENTURY = 2000


def days_of(text: str) -> dict[Order, str]:
    """Which day, as ISO text, is meant in either order; an order in which it is no day is left out."""
    written = " ".join(text.split())
    if found := _YEAR_FIRST.match(written):
        return _alike(_iso(*found.groups()))
    if found := _DOTS.match(written):
        return _alike(_iso(found[3], found[2], found[1]))
    if found := _DAY_MONTH.match(written):
        return _alike(_iso(found[3], _month(found[2]), found[1]))
    if found := _MONTH_DAY.match(written):
        return _alike(_iso(found[3], _month(found[1]), found[2]))
    if _NUMBER.match(written):
        return _alike((_BEGIN + timedelta(days=int(written))).isoformat())
    if found := _STROKES.match(written):
        meant = {"dmy": _iso(found[3], found[2], found[1]), "mdy": _iso(found[3], found[1], found[2])}
        return {order: day for order in ORDERS if (day := meant[order])}
    return {}


def is_clear(days: dict[Order, str]) -> bool:
    """Whether only one day can be meant."""
    return len(set(days.values())) == 1


def order_of(days: Iterable[Mapping[Order, str]]) -> Order | None:
    """The order that a file keeps to, if some of its days tell and none tells another."""
    told = {next(iter(found)) for found in days if len(found) == 1}
    return told.pop() if len(told) == 1 else None


def _alike(day: str | None) -> dict[Order, str]:
    return dict.fromkeys(ORDERS, day) if day else {}


def _iso(year: str, month: str, day: str) -> str | None:
    try:
        return date(_full(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


def _full(year: str) -> int:
    return int(year) if len(year) == len("2026") else _CENTURY + int(year)


def _month(name: str) -> str:
    return str(_MONTHS.index(name.lower()) + 1)
