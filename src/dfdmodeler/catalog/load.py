"""Reading stencil files. What is wrong in them becomes problems; the rest is used."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from dfdmodeler.catalog.catalog import Catalog
from dfdmodeler.catalog.consistency import Entry, consistent, suggestion
from dfdmodeler.catalog.stencil import Attribute, BoundaryKind, Channel, DataKind, DefaultFlow, Stencil
from dfdmodeler.model.problem import Problem

MAX_BYTES = 1_000_000
SECTIONS: Mapping[str, type[BaseModel]] = {
    "stencil": Stencil,
    "attribute": Attribute,
    "data_kind": DataKind,
    "channel": Channel,
    "default_flow": DefaultFlow,
    "boundary_kind": BoundaryKind,
}
"""The tables that a stencil file may hold."""


def load_catalog(directories: Sequence[Path]) -> tuple[Catalog, tuple[Problem, ...]]:
    """The catalog of all ``*.toml`` files, by directory in the order given and by name within each.

    Later files may add to earlier ones but redefine nothing. A directory that does not exist holds no files.
    Never raises because of what files hold or because they cannot be read: that is told in the problems.
    """
    entries: list[Entry[BaseModel]] = []
    problems: list[Problem] = []
    for directory in directories:
        entries.extend(read_rows(directory, SECTIONS, problems))
    catalog, inconsistencies = consistent(entries)
    return catalog, (*problems, *inconsistencies)


def read_rows(
    directory: Path,
    sections: Mapping[str, type[BaseModel]],
    problems: list[Problem],
    leaving_out: Sequence[str] = (),
) -> Iterator[Entry[BaseModel]]:
    """The well-formed rows of the ``*.toml`` files of a directory, by name of the file; the rest is told."""
    for path in _files(directory, problems):
        text = None if path.name in leaving_out else _text(path, problems)
        if text is not None:
            yield from _entries(path, text, sections, problems)


def _files(directory: Path, problems: list[Problem]) -> list[Path]:
    try:
        return sorted(path for path in directory.iterdir() if path.suffix == ".toml")
    except FileNotFoundError:
        return []
    except OSError as error:
        problems.append(Problem(str(directory), f"The files here cannot be read: {error.strerror or error}."))
        return []


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


def _entries(
    path: Path, text: str, sections: Mapping[str, type[BaseModel]], problems: list[Problem]
) -> Iterator[Entry[BaseModel]]:
    """The well-formed rows of one file."""
    for section, rows in _document(path, text, problems).items():
        kind = sections.get(section)
        if kind is None:
            hint = suggestion(section, sections) or f"Known are {', '.join(sections)}."
            problems.append(Problem(str(path), f"Unknown table '{section}'.", hint, "warning"))
        elif not isinstance(rows, list):
            what = f"'{section}' is not a list of tables."
            problems.append(Problem(str(path), what, f"Write [[{section}]] above each.", "warning"))
        else:
            for where, row in zip(_places(path, text, section, len(rows)), rows, strict=True):
                try:
                    yield Entry(where, kind.model_validate(row))
                except ValidationError as error:
                    problems.extend(_row_problems(where, section, kind, error))


def _document(path: Path, text: str, problems: list[Problem]) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except RecursionError:
        problems.append(Problem(str(path), "The file is nested too deeply."))
    except ValueError as error:  # TOMLDecodeError, and numbers too long for Python
        line = re.search(r" \(at line (\d+), column \d+\)$", str(error))
        where = f"{path}:{line[1]}" if line else str(path)
        what = str(error)[: line.start()] if line else str(error)
        problems.append(Problem(where, f"This is not valid TOML: {what}."))
    return {}


def _places(path: Path, text: str, section: str, count: int) -> list[str]:
    """Where each row of a section begins; the file alone where its headings do not tell."""
    heading = re.compile(rf"\s*\[\[\s*{section}\s*\]\]")
    lines = [number for number, line in enumerate(text.split("\n"), 1) if heading.match(line)]
    return [f"{path}:{line}" for line in lines] if len(lines) == count else [str(path)] * count


def _row_problems(
    where: str, section: str, kind: type[BaseModel], error: ValidationError
) -> Iterator[Problem]:
    for detail in error.errors(include_url=False, include_context=False):
        key = ".".join(str(part) for part in detail["loc"])
        if detail["type"] == "extra_forbidden":
            fields = kind.model_fields if len(detail["loc"]) == 1 else ()
            yield Problem(where, f"Unknown key '{key}' in [[{section}]].", suggestion(key, fields), "warning")
        elif detail["type"] == "missing":
            yield Problem(where, f"[[{section}]] lacks the key '{key}'.", "", "warning")
        else:
            what = f"'{key}' in [[{section}]] is wrong" if key else f"[[{section}]] is wrong"
            yield Problem(where, f"{what}: {detail['msg']}.", "", "warning")
