"""Rows of TOML files, each with its place. What is wrong in a file becomes problems; the rest is used."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from dfdmodeler.catalog.consistency import Entry, suggestion
from dfdmodeler.catalog.places import Places, Spot
from dfdmodeler.model.problem import Gravity, Problem

MAX_BYTES = 1_000_000
MAX_FILES = 200
Sections = Mapping[str, type[BaseModel]]
"""The lists of tables that a file may hold, and what their rows are."""

_Head = TypeVar("_Head", bound=BaseModel)
_AT = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_SYNTAX_HINTS: Mapping[str, str] = {
    "Invalid value": "Texts stand in quotes; true, false and numbers do not.",
    "Expected '=' after a key": 'Write key = "value".',
    "Illegal character": 'A text over several lines stands between """ and """.',
    "Unterminated string": "A quotation mark is missing at its end.",
    "Unclosed array": "A ']' is missing at its end.",
    "Unescaped '\\'": "Put the text between ' and ', or write \\\\ for a backslash.",
    "Expected newline": "Is there a quotation mark inside the text? Put the text between ' and '.",
    "Expected ']]'": "Write [[rule]] with two brackets on either side.",
    "Cannot overwrite": "A key stands once in a table. Is a [[...]] missing above it?",
    "Cannot declare": "Write [[...]] with two brackets for one of several rows.",
}
"""What is probably meant, by the beginning of what the reader of TOML says."""
_WRONG: Mapping[str, str] = {
    "string_type": "it should be a text in quotes",
    "tuple_type": "it should be a list",
    "bool_type": "it should be true or false",
    "bool_parsing": "it should be true or false",
    "int_type": "it should be a whole number",
    "greater_than_equal": "it should be at least {ge}",
    "less_than_equal": "it should be at most {le}",
    "literal_error": "it should be {expected}",
    "string_too_long": "it is longer than {max_length} characters",
    "string_too_short": "it is empty",
    "string_pattern_mismatch": "it does not have the form {pattern}",
    "model_type": "it should be a table",
    "one_thing": "{error}",
}
"""What is wrong with a value, by the kind of error; others are told in the words of the validation."""


def read_rows(
    directory: Path,
    sections: Sections,
    problems: list[Problem],
    leaving_out: Sequence[str] = (),
) -> Iterator[Entry[BaseModel]]:
    """The well-formed rows of the ``*.toml`` files of a directory, by name of the file; the rest is told."""
    for path in _files(directory, problems):
        if path.name not in leaving_out:
            document = _Document.read(path, problems)
            yield from document.entries(sections, problems)


def read_headed(
    path: Path, head: type[_Head], sections: Sections, problems: list[Problem]
) -> tuple[_Head | None, list[Entry[BaseModel]]]:
    """What a file says of itself before its lists of tables, and the well-formed rows of these."""
    document = _Document.read(path, problems)
    return document.head(head, sections, problems), list(document.entries(sections, problems, headed=True))


def _files(directory: Path, problems: list[Problem]) -> list[Path]:
    try:
        found = sorted(islice((p for p in directory.iterdir() if p.suffix == ".toml"), MAX_FILES + 1))
    except FileNotFoundError:
        return []
    except OSError as error:
        problems.append(Problem(str(directory), f"The files here cannot be read: {error.strerror or error}."))
        return []
    if len(found) > MAX_FILES:
        what = f"There are more than {MAX_FILES} files here; none of them is read."
        problems.append(Problem(str(directory), what, "Put more rows into each file."))
        return []
    return found


def _text(path: Path, problems: list[Problem]) -> str | None:
    what = ""
    try:
        if not path.is_file():
            what = "This is not a file."
        else:
            with path.open("rb") as file:
                content = file.read(MAX_BYTES + 1)
            if len(content) <= MAX_BYTES:
                return content.decode("utf-8-sig")
            what = "The file is too large (more than 1 MB)."
    except OSError as error:
        what = f"The file cannot be read: {error.strerror or error}."
    except UnicodeDecodeError as error:
        what = f"The file is not UTF-8 text (byte {error.start + 1})."
    problems.append(Problem(str(path), what))
    return None


class _Document:
    """A file of lists of tables."""

    def __init__(self, path: Path, plain: Mapping[str, Any] | None, places: Places) -> None:
        self._path, self._plain, self._places = path, plain, places

    @classmethod
    def read(cls, path: Path, problems: list[Problem]) -> _Document:
        text = _text(path, problems)
        places = Places(text or "")
        plain = None if text is None else _parsed(path, text, places, problems)
        return cls(path, plain, places)

    def head(self, kind: type[_Head], sections: Sections, problems: list[Problem]) -> _Head | None:
        """What stands outside of the lists, or None if the file cannot be read or lacks something."""
        if self._plain is None:
            return None
        try:
            return kind.model_validate({k: v for k, v in self._plain.items() if k not in sections})
        except ValidationError as error:
            known = dict.fromkeys((*kind.model_fields, *sections))
            problems += _row_problems(self._spot(), self._path.name, tuple(known), kind, error, "error")
            return None

    def entries(
        self, sections: Sections, problems: list[Problem], *, headed: bool = False
    ) -> Iterator[Entry[BaseModel]]:
        """The well-formed rows; other keys are told unless they are the head's."""
        for section, rows in (self._plain or {}).items():
            kind = sections.get(section)
            if kind is None:
                if not headed:
                    hint = suggestion(section, sections) or f"Known are {', '.join(sections)}."
                    where = self._spot(section).of()
                    problems.append(Problem(where, f"Unknown table '{section}'.", hint, "warning"))
            elif not isinstance(rows, list):
                what, hint = f"'{section}' is not a list of tables.", f"Write [[{section}]] above each."
                problems.append(Problem(self._spot(section).of(), what, hint, "warning"))
            else:
                for number, row in enumerate(rows):
                    yield from self._entry(self._spot(section, number), section, kind, row, problems)

    def _entry(
        self, spot: Spot, section: str, kind: type[BaseModel], row: Any, problems: list[Problem]
    ) -> Iterator[Entry[BaseModel]]:
        try:
            yield Entry(spot, kind.model_validate(row))
        except ValidationError as error:
            fields = tuple(kind.model_fields)
            problems += _row_problems(spot, f"[[{section}]]", fields, kind, error, "warning")

    def _spot(self, *keys: str | int) -> Spot:
        return Spot(self._path, self._places, keys)


def _parsed(path: Path, text: str, places: Places, problems: list[Problem]) -> Mapping[str, Any] | None:
    try:
        return tomllib.loads(text)
    except RecursionError:
        problems.append(Problem(str(path), "The file is nested too deeply."))
    except ValueError as error:  # TOMLDecodeError, and numbers too long for Python
        found = _AT.search(str(error))
        what = str(error)[: found.start()] if found else str(error)
        line, column = (found[1], found[2]) if found and found[1] else places.last()
        hint = next((hint for start, hint in _SYNTAX_HINTS.items() if what.startswith(start)), "")
        problems.append(Problem(f"{path}:{line}:{column}", f"This is not valid TOML: {what}.", hint))
    return None


def _row_problems(
    spot: Spot,
    owner: str,
    known: tuple[str, ...],
    kind: type[BaseModel],
    error: ValidationError,
    gravity: Gravity,
) -> Iterator[Problem]:
    """Everything that is wrong with one row, each at its place."""
    for detail in error.errors(include_url=False):
        keys = detail["loc"]
        key = ".".join(str(part) for part in keys)
        if detail["type"] == "extra_forbidden":
            fields = known if len(keys) == 1 else _fields(kind, keys[:-1])
            what, hint = f"Unknown key '{key}' in {owner}.", suggestion(str(keys[-1]), fields)
            hint = hint or (f"Known are {', '.join(fields)}." if fields else "")
            yield Problem(spot.of(*keys), what, hint, gravity)
        elif detail["type"] == "missing":
            yield Problem(spot.of(), f"{owner} lacks the key '{key}'.", "", gravity)
        else:
            what = f"'{key}' in {owner} is wrong" if key else f"{owner} is wrong"
            said = _WRONG.get(detail["type"], "{error}")
            context = {"error": detail["msg"], **detail.get("ctx", {})}
            meant = re.findall(r"'([^']*)'", str(context.get("expected", "")))
            hint = suggestion(str(detail["input"])[:100], meant) if keys else ""
            yield Problem(spot.of(*keys, value=True), f"{what}: {said.format(**context)}.", hint, gravity)


def _fields(kind: type[BaseModel], keys: Sequence[str | int]) -> tuple[str, ...]:
    """The fields of a table inside a row, by the keys that lead to it."""
    for key in keys:
        field = kind.model_fields.get(str(key))
        below = [a for a in (field.annotation, *get_args(field.annotation)) if _is_row(a)] if field else []
        if not below:
            return ()
        kind = below[0]
    return tuple(kind.model_fields)


def _is_row(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)
