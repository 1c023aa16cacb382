"""What the numbers in an XLSX file mean: days are numbers too, and only the style of a cell tells."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

_BEGIN = datetime(1899, 12, 30)
"""Day 0, since the 29th of February 1900 that never was: of all days that a register holds."""
_BEGIN_1904 = datetime(1904, 1, 1)
_LAST = 2_958_465
"""The last day of the year 9999."""
_FIRST = 61
"""The 1st of March 1900, after the day that never was."""
_DAY_FORMATS = frozenset({14, 15, 16, 17, 22, *range(27, 32), 36, *range(50, 59)})
"""Formats that every file has and that show a day."""
_WRITTEN_OUT = re.compile(r'"[^"]*"?|\\.|_.|\*.|\[[^\]]*\]?')
"""Parts of a format that are no pattern."""
_DIGITS = 15
"""As many as spreadsheets keep."""


def shows_day(number: int, pattern: str = "") -> bool:
    """Whether a format shows a number as a day."""
    return number in _DAY_FORMATS or bool(set("dyDY") & set(_WRITTEN_OUT.sub("", pattern)))


def day_of(text: str, since_1904: bool = False) -> str | None:
    """A number as the day it stands for, as ISO text, with the time if there is one; None if it is none."""
    try:
        number = float(text)
    except ValueError:
        return None
    if not (0 if since_1904 else _FIRST) <= number <= _LAST - 1462:
        return None
    seconds = round(number * 86_400)
    moment = (_BEGIN_1904 if since_1904 else _BEGIN) + timedelta(seconds=seconds)
    return moment.date().isoformat() if seconds % 86_400 == 0 else moment.isoformat(" ")


def plain(text: str) -> str:
    """A number as people write it: without a point if it is whole, with no more digits than it has."""
    try:
        number = float(text)
    except ValueError:
        return text
    if not abs(number) < 10**_DIGITS:
        return text
    return str(int(number)) if number == int(number) else f"{number:.{_DIGITS}g}"
