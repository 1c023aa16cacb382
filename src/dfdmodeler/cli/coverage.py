"""`rules coverage`: how much of the public catalogs the rules cover, and why not the rest."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from dfdmodeler.cli.inputs import Packs, open_library
from dfdmodeler.cli.outputs import deliver, tables
from dfdmodeler.rules.coverage import Coverage, CoverageRow, coverage

HEADINGS = ("Id", "Name", "Rules", "Why none")


class CoverageFormat(StrEnum):
    """How the result is written."""

    table = "table"
    json = "json"
    md = "md"


def show_coverage(
    format: Annotated[
        CoverageFormat, typer.Option("--format", help="A table for people, JSON for programs, or Markdown.")
    ] = CoverageFormat.table,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Write to this file.")] = None,
    packs: Packs = None,
) -> None:
    """List which ids of ATLAS, the OWASP lists, NIST AI 100-2, CoSAI and LINDDUN the rules cover."""
    library = open_library(packs)
    found = coverage(library.taxonomies, library.rules.values())
    if format is CoverageFormat.json:
        result = {"taxonomies": [_as_json(part) for part in found]}
        deliver(output, json.dumps(result, indent=2, ensure_ascii=False) + "\n")
    elif format is CoverageFormat.md:
        deliver(output, "\n".join(line for part in found for line in _as_markdown(part)))
    else:
        deliver(output, tables(output, [line for part in found for line in _as_table(part)]))


def _title(part: Coverage) -> str:
    table = part.taxonomy
    return f"{table.name} {table.edition}: {part.covered} of {len(part.rows)} covered"


def _cells(row: CoverageRow) -> tuple[str, ...]:
    return row.term.id, row.term.name, ", ".join(row.rules), row.reason


def _as_table(part: Coverage) -> Iterator[RenderableType]:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("Id", no_wrap=True)
    table.add_column("Name", overflow="fold", ratio=2)
    table.add_column("Rules, or why none", overflow="fold", ratio=3)
    for row in part.rows:
        id_, name, rules, reason = _cells(row)
        table.add_row(id_, Text(name), Text(rules) if rules else Text(reason, style="dim"))
    yield from (Text(_title(part), style="bold"), table, "")


def _as_markdown(part: Coverage) -> Iterator[str]:
    yield from (f"## {_title(part)}", "", _markdown_row(HEADINGS), f"|{'---|' * len(HEADINGS)}")
    yield from (_markdown_row(_cells(row)) for row in part.rows)
    yield ""


def _markdown_row(cells: Iterable[str]) -> str:
    escaped = (cell.replace("|", "\\|") for cell in cells)
    return f"| {' | '.join(escaped)} |"


def _as_json(part: Coverage) -> dict[str, Any]:
    table = part.taxonomy
    return {
        "key": table.key,
        "name": table.name,
        "edition": table.edition,
        "covered": part.covered,
        "entries": [
            {
                "id": row.term.id,
                "name": row.term.name,
                "part_of": row.term.part_of,
                "group": row.term.group,
                "rules": list(row.rules),
                "reason": row.reason,
            }
            for row in part.rows
        ],
    }
