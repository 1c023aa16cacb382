"""JSON of unknown origin as plain data: within bounds, finite, and without a property that is there twice."""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from typing import Any

from dfdmodeler.model.problem import Problem

MAX_BYTES = 64 * 1024 * 1024
MAX_DEPTH = 64
_BRACKETS = re.compile(r'"(?:[^"\\]+|\\.)*+"?|[\[{]|[\]}]', re.DOTALL)
"""Brackets, and strings up to their closing quote: possessive, so that no text takes more than one pass."""
_JSON_SPACE = " \t\r\n"
_FOREIGN = "This is not a dfdmodeler model."
_TRUNCATED = "It may be truncated. If it was saved before, that version lies beside it, with .bak at the end."
_MERGE_MARK = "<<<<<<<"


class _RefusedError(ValueError):
    """Why a text is not read; its argument is for people."""


def parse(data: bytes, where: str) -> dict[str, Any] | Problem:
    """The object that a file holds, or what is wrong with it as text; `where` names the file."""
    try:
        plain = _loaded(_text(data))
    except _RefusedError as refused:
        return Problem(where, *refused.args)
    except json.JSONDecodeError as error:
        return Problem(f"{where}:{error.lineno}", f"This is not valid JSON: {error.msg}.", _TRUNCATED)
    except ValueError:  # what Python says of a number with thousands of digits
        return Problem(where, "A number in the file is infinite, none at all, or has thousands of digits.")
    return plain if isinstance(plain, dict) else Problem(where, _FOREIGN)


def _text(data: bytes) -> str:
    if len(data) > MAX_BYTES:
        raise _RefusedError(f"The file is larger than {MAX_BYTES // 1024 // 1024} MB.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _RefusedError(f"The file is not UTF-8 text (byte {error.start}).") from None
    if not text.strip():
        raise _RefusedError("The file is empty.")
    if text.lstrip().startswith(_MERGE_MARK) or f"\n{_MERGE_MARK}" in text:
        raise _RefusedError("A merge left its marks in the file.", "Settle what they separate, then save it.")
    if _too_deep(text):
        raise _RefusedError(f"The file nests deeper than {MAX_DEPTH} levels.")
    if not text.lstrip(_JSON_SPACE).startswith("{"):
        raise _RefusedError(_FOREIGN)
    return text


def _too_deep(text: str) -> bool:
    """Whether brackets nest deeper than any real file; strings do not count."""
    depth = 0
    for bracket in _BRACKETS.finditer(text):
        mark = bracket.group()[0]
        depth += (mark in "[{") - (mark in "]}")
        if depth > MAX_DEPTH:
            return True
    return False


def _loaded(text: str) -> Any:
    return json.loads(text, parse_constant=_finite, parse_float=_finite, object_pairs_hook=_unique)


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(text)
    return number


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A careless merge leaves a property, or a whole table, twice; the last would win in silence."""
    values = dict(pairs)
    if len(values) < len(pairs):
        name = Counter(name for name, _ in pairs).most_common(1)[0][0]
        raise _RefusedError(
            f"“{name[:60]}” is there twice in one place.", "A merge may have kept both: keep one."
        )
    return values
