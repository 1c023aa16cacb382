"""Our own file, `.dfdm`: canonical JSON that a review can read and a merge can check.

Files of newer versions are read as far as they are understood; what is not understood is kept and written
back. One that says that it needs a newer version is refused.
"""

from __future__ import annotations

import gc
import re
from collections import Counter
from typing import Any

from pydantic import TypeAdapter, ValidationError

from dfdmodeler.formats import migrations
from dfdmodeler.formats.canonical import OTHERS, TABLES, document
from dfdmodeler.formats.hostile_json import parse
from dfdmodeler.model.model import Model
from dfdmodeler.model.problem import Problem
from dfdmodeler.model.records import RECORD_TYPES, About, AnyRecord, Opaque

FORMAT = "dfdmodeler"
SUFFIX = ".dfdm"
SHOWN_ERRORS = 8
_HEADER = ("format", "schema")
_NEEDS = "needs"
"""Says from which schema version on a program understands the file. Kinds and fields can be kept without
that; a version that gives known ones another meaning writes its number here."""
_STRAY_KIND = "/"
"""Kind of the opaque records that keep top-level properties of newer versions, their schema number among
them. Only this module makes them: no file may hold one."""
_TYPE_LABEL = re.compile(r"str|.*[\[(].*", re.DOTALL)
"""What validation puts into the path of a field besides names: the alternatives it tried."""
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
    plain = parse(data, where)
    if isinstance(plain, Problem):
        return None, (plain,)
    if plain.get("format") != FORMAT:
        hint = "Is it another tool's file? Use File, Open with its own suffix."
        return None, (Problem(where, "This is not a dfdmodeler model.", hint),)
    version = plain.get("schema")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        return None, (Problem(where, "The schema version is missing or not a number from 1."),)
    if problem := _too_new(plain.get(_NEEDS, 1), where):
        return None, (problem,)
    told: list[Problem] = []
    if version > migrations.VERSION:
        what = f"The file was written by a newer version (schema {version})."
        hint = "What this version does not understand is kept and written back."
        told.append(Problem(where, what, hint, "info"))
    model, problems = _records(migrations.migrated(plain, version), where)
    return model, (*problems, *told)


def _too_new(needs: object, where: str) -> Problem | None:
    """Why a file must not be read, if it needs a program that knows more."""
    if isinstance(needs, int) and not isinstance(needs, bool) and needs <= migrations.VERSION:
        return None
    what = f"The file needs a newer version of dfdmodeler, which knows schema {_short(needs)}."
    hint = f"This one knows schema {migrations.VERSION}. The file was left as it is."
    return Problem(where, what, hint)


def about(data: bytes) -> About:
    """What a file says of itself, without reading the rest; nothing, if that cannot be read."""
    plain = parse(data, "")
    if isinstance(plain, Problem):
        return About()
    try:
        return About.model_validate(plain["about"][0])
    except (ValidationError, LookupError, TypeError):
        return About()


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
            _NEEDS: {"type": "integer", "minimum": 1},
            **tables,
            OTHERS: {"type": "array", "items": {"type": "object", "required": ["kind", "id"]}},
        },
        "$defs": definitions,
    }


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
        if name == "format" or (name in ("schema", _NEEDS) and plain["schema"] <= migrations.VERSION):
            continue
        if name not in kinds and name != OTHERS:
            rows.append({"kind": _STRAY_KIND, "id": f"/{name}", "value": value})
        elif not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
            problems.append(Problem(where, f"“{name}” is not a list of records."))
        else:
            rows += [row if name == OTHERS else {**row, "kind": kinds[name]} for row in value]
            if name == OTHERS and any(row.get("kind") == _STRAY_KIND for row in value):
                problems.append(Problem(where, f"A record in “{OTHERS}” cannot be of the kind “/”."))
    return rows, problems


def _told(error: ValidationError, rows: list[dict[str, Any]], where: str) -> list[Problem]:
    """What is wrong with records, in words; a field is named once, whatever was tried for it."""
    told: dict[tuple[int, str], Problem] = {}
    for detail in error.errors(include_url=False, include_input=False):
        if detail["type"] == "is_instance_of":
            continue
        index, _, *path = detail["loc"]
        row = rows[int(index)]
        field = ".".join(str(part) for part in path if not _TYPE_LABEL.fullmatch(str(part)))
        record = f"{_short(row.get('kind', 'record'))} “{_short(row.get('id', '?'))}”"
        what = f"{record}: “{_short(field or 'name')}” {_wrong(detail['type'], detail['msg'])}."
        told.setdefault((int(index), field), Problem(where, what))
    return list(told.values())[:SHOWN_ERRORS]


def _wrong(type_: str, message: str) -> str:
    return "is missing" if type_ == "missing" else re.sub("^(Input|String) should", "should", message)


def _short(value: Any) -> str:
    """Enough of a value to recognise it."""
    return str(value)[:60]
