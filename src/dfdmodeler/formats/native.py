"""Our own file, `.dfdm`: canonical JSON that a review can read and a merge can check.

Files of newer versions are read as far as they are understood; what is not understood is kept and written
back.
"""

from __future__ import annotations

import gc
import json
import math
import re
from collections import Counter
from collections.abc import Iterable
from typing import Any

from pydantic import TypeAdapter, ValidationError

from dfdmodeler.formats import migrations
from dfdmodeler.formats.canonical import OTHERS, TABLES, document
from dfdmodeler.model.model import Model
from dfdmodeler.model.problem import Problem
from dfdmodeler.model.records import RECORD_TYPES, AnyRecord, Opaque

FORMAT = "dfdmodeler"
SUFFIX = ".dfdm"
MAX_BYTES = 256_000_000
MAX_DEPTH = 64
SHOWN_ERRORS = 8
_HEADER = ("format", "schema")
_STRAY_KIND = "/"
"""Kind of the opaque records that keep top-level properties of newer versions, their schema number among
them."""
_RECORDS: TypeAdapter[list[AnyRecord]] = TypeAdapter(list[AnyRecord])


def write(model: Model) -> bytes:
    """The model as a file: the same bytes for the same model, whatever its history."""
    strays = {r.id[1:]: dict(r)["value"] for r in model.of(Opaque) if r.kind == _STRAY_KIND}
    header = {"format": FORMAT, "schema": migrations.VERSION, **dict(sorted(strays.items()))}
    kept = (r for r in model.values() if getattr(r, "kind", "") != _STRAY_KIND)
    # Half a surrogate pair, which only an unknown field can hold, becomes the escape that JSON has for it.
    return document(header, kept).encode("utf-8", "backslashreplace")


def read(data: bytes, where: str) -> tuple[Model | None, tuple[Problem, ...]]:
    """The model of a file, or None and why not; `where` names the file in problems."""
    plain = _parsed(data, where)
    if isinstance(plain, Problem):
        return None, (plain,)
    if plain.get("format") != FORMAT:
        hint = "Is it another tool's file? Use File, Open with its own suffix."
        return None, (Problem(where, "This is not a dfdmodeler model.", hint),)
    version = plain.get("schema")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        return None, (Problem(where, "The schema version is missing or not a number from 1."),)
    told: list[Problem] = []
    if version > migrations.VERSION:
        what = f"The file was written by a newer version (schema {version})."
        hint = "What this version does not understand is kept and written back."
        told.append(Problem(where, what, hint, "info"))
    model, problems = _records(migrations.migrated(plain, version), where)
    return model, (*told, *problems)


def schema() -> dict[str, Any]:
    """The JSON Schema of the file, for editors and for other tools."""
    definitions = _RECORDS.json_schema()["$defs"]
    tables: dict[str, Any] = {}
    for kind, record_type in RECORD_TYPES.items():
        item = definitions[record_type.__name__]
        item["properties"].pop("kind", None)
        tables[TABLES[kind]] = {"type": "array", "items": {"$ref": f"#/$defs/{record_type.__name__}"}}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "dfdmodeler model",
        "type": "object",
        "required": list(_HEADER),
        "properties": {
            "format": {"const": FORMAT},
            "schema": {"type": "integer", "minimum": 1},
            **tables,
            OTHERS: {"type": "array", "items": {"type": "object", "required": ["kind", "id"]}},
        },
        "$defs": definitions,
    }


def _parsed(data: bytes, where: str) -> dict[str, Any] | Problem:
    """The file as plain data, or what is wrong with it as text."""
    if len(data) > MAX_BYTES:
        return Problem(where, f"The file is larger than {MAX_BYTES // 1_000_000} MB.")
    if not data.strip():
        return Problem(where, "The file is empty.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return Problem(where, f"The file is not UTF-8 text (byte {error.start}).")
    if _too_deep(text):
        return Problem(where, f"The file nests deeper than {MAX_DEPTH} levels.")
    try:
        plain = json.loads(text, parse_constant=_finite, parse_float=_finite)
    except json.JSONDecodeError as error:
        hint = "It may be truncated. The version before the last save lies beside it, with .bak at the end."
        return Problem(f"{where}:{error.lineno}", f"This is not valid JSON: {error.msg}.", hint)
    except ValueError as error:
        return Problem(where, f"The file holds a number that is none: {error}.")
    if not isinstance(plain, dict):
        return Problem(where, "This is not a dfdmodeler model.")
    return plain


def _too_deep(text: str) -> bool:
    """Whether brackets nest deeper than any real file; strings do not count."""
    depth = 0
    for bracket in re.finditer(r'"(?:[^"\\]|\\.)*"|[\[{]|[\]}]', text):
        mark = bracket.group()[0]
        depth += (mark in "[{") - (mark in "]}")
        if depth > MAX_DEPTH:
            return True
    return False


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(text)
    return number


def _records(plain: dict[str, Any], where: str) -> tuple[Model | None, list[Problem]]:
    rows, problems = _rows(plain, where)
    if problems:
        return None, problems
    collecting = gc.isenabled()
    gc.disable()  # thousands of new objects at once make the collector run for nothing
    try:
        records = _RECORDS.validate_python(rows)
    except ValidationError as error:
        return None, _told(error, rows, where)
    finally:
        if collecting:
            gc.enable()
    repeated = sorted(i for i, count in Counter(r.id for r in records).items() if count > 1)
    if repeated:
        hint = "Give one of them another id, or take one out."
        return None, [
            Problem(where, f"Two records have the id “{i}”.", hint) for i in repeated[:SHOWN_ERRORS]
        ]
    return Model(records), []


def _rows(plain: dict[str, Any], where: str) -> tuple[list[dict[str, Any]], list[Problem]]:
    """The rows of all tables with their kinds, and every property of a newer version as a row of its own."""
    kinds = {table: kind for kind, table in TABLES.items()}
    rows: list[dict[str, Any]] = []
    problems: list[Problem] = []
    for name, value in plain.items():
        if name == "format" or (name == "schema" and value <= migrations.VERSION):
            continue
        if name not in kinds and name != OTHERS:
            rows.append({"kind": _STRAY_KIND, "id": f"/{name}", "value": value})
        elif not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
            problems.append(Problem(where, f"“{name}” is not a list of records."))
        else:
            rows += [row if name == OTHERS else {**row, "kind": kinds[name]} for row in value]
    return rows, problems


def _told(error: ValidationError, rows: list[dict[str, Any]], where: str) -> list[Problem]:
    return list(_problems(error, rows, where))[:SHOWN_ERRORS]


def _problems(error: ValidationError, rows: list[dict[str, Any]], where: str) -> Iterable[Problem]:
    for detail in error.errors(include_url=False, include_input=False):
        index, *path = detail["loc"]
        row = rows[int(index)]
        field = ".".join(str(part) for part in path if part != row.get("kind"))
        yield Problem(where, f"{row.get('kind')} “{row.get('id', '?')}”: {field}: {detail['msg']}.")
