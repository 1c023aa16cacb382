"""`register`: threats with all that is kept about them: a table, JSON, or a sheet, and edits back from it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from dfdmodeler.analysis.burndown import burndown
from dfdmodeler.analysis.columns import COLUMN, COLUMNS, Column
from dfdmodeler.analysis.engine import analyze
from dfdmodeler.analysis.lines import Line, lines_of
from dfdmodeler.analysis.register import register as threats_of
from dfdmodeler.analysis.register_sheet import order_for, register_sheet
from dfdmodeler.analysis.sheet import Sheet
from dfdmodeler.analysis.sheet_pages import register_sheets
from dfdmodeler.cli.analyze import WHOLE_ID
from dfdmodeler.cli.inputs import Packs, Today, day_of, open_input, tell_of_file
from dfdmodeler.cli.outputs import counted, deliver, refuse, tables, visible
from dfdmodeler.cli.sheet_import import Wanted, import_sheet
from dfdmodeler.formats.sheets import Separator, write_csv, write_sheets
from dfdmodeler.model.problem import Problem

TOLD = tuple(
    COLUMN[name] for name in ("severity", "title", "subject", "state", "status", "owner", "due", "id")
)
"""Columns of the table, unless others are chosen; those without a word are left out."""


class RegisterFormat(StrEnum):
    """How the register is written."""

    table = "table"
    json = "json"
    csv = "csv"
    xlsx = "xlsx"


class Between(StrEnum):
    """What stands between the cells of a CSV file."""

    comma = "comma"
    semicolon = "semicolon"
    tab = "tab"


SEPARATORS: dict[Between, Separator] = {Between.comma: ",", Between.semicolon: ";", Between.tab: "\t"}
Output = Annotated[
    Path | None,
    typer.Option("-o", "--output", help="Write to this file: OUT.xlsx, OUT.csv; with --import, the model."),
]
Form = Annotated[
    RegisterFormat | None,
    typer.Option("--format", help="If not given, what the name of the output says, or a table for people."),
]
Columns = Annotated[
    str, typer.Option("--columns", metavar="ID,ID", help="Only these columns, in this order.")
]
Cells = Annotated[Between, typer.Option("--separator", help="What stands between the cells of CSV.")]
Bom = Annotated[
    bool, typer.Option("--bom/--no-bom", help="Whether CSV begins with the mark by which Excel knows UTF-8.")
]
Import = Annotated[
    Path | None,
    typer.Option("--import", metavar="SHEET", help="Take over the edits made in this CSV or XLSX file."),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="With --import: list the edits and change nothing.")]
Conflicts = Annotated[
    bool,
    typer.Option("--conflicts", help="With --import: also take over what is in doubt, over the model's."),
]
Author = Annotated[
    str | None, typer.Option("--author", help="With --import: who decides; else as the preferences say.")
]


def register(
    file: Annotated[Path, typer.Argument(help="The model.")],
    output: Output = None,
    format: Form = None,
    columns: Columns = "",
    separator: Cells = Between.comma,
    bom: Bom = True,
    sheet: Import = None,
    dry_run: DryRun = False,
    conflicts: Conflicts = False,
    author: Author = None,
    today: Today = None,
    packs: Packs = None,
) -> None:
    """List the threats with all that is kept about them, or take over edits made in a spreadsheet."""
    given = open_input(file, packs, drawn=False)
    analysis = analyze(given.library, given.model)
    day = day_of(today)
    rows = threats_of(given.library, analysis, given.model, today=day)
    lines = lines_of(rows, given.model)
    if sheet is not None:
        wanted = Wanted(file, sheet, output, dry_run, conflicts, author, day)
        import_sheet(given, analysis, lines, wanted)
        return
    chosen, title, kind = _chosen(columns), given.model.about.title, format or _promised(output)
    order = chosen or order_for(given.model.about.rating, lines)
    if kind is RegisterFormat.json:
        deliver(output, _json(lines, chosen or COLUMNS), file)
    elif kind is RegisterFormat.csv:
        deliver(output, write_csv(register_sheet(lines, order), SEPARATORS[separator], bom), file)
    elif kind is RegisterFormat.xlsx:
        since = burndown(given.model, rows.threats, day)
        deliver(output, _book(register_sheets(lines, since, order), title), file)
    else:
        tell_of_file(given.problems, file)
        deliver(output, _table(output, lines, chosen or TOLD, title or file.name), file)


def _promised(output: Path | None) -> RegisterFormat:
    """The format that the name of a file promises."""
    suffix = output.suffix.lower().lstrip(".") if output else ""
    return next((kind for kind in RegisterFormat if kind.value == suffix), RegisterFormat.table)


def _chosen(columns: str) -> tuple[Column, ...]:
    """The columns that were asked for by their ids."""
    names = [name.strip() for name in columns.split(",") if name.strip()]
    if strange := [name for name in names if name not in COLUMN]:
        known = ", ".join(column.id for column in COLUMNS)
        refuse([Problem("--columns", f"There is no column “{strange[0]}”.", f"Known are {known}.")])
    return tuple(COLUMN[name] for name in dict.fromkeys(names))


def _json(lines: Sequence[Line], columns: Sequence[Column]) -> str:
    rows = [{column.id: column.words(line) for column in columns} for line in lines]
    return json.dumps({"threats": rows}, indent=2, ensure_ascii=False) + "\n"


def _book(sheets: Sequence[Sheet], title: str) -> bytes:
    book = write_sheets(Path("register.xlsx"), sheets, title)
    return book if isinstance(book, bytes) else refuse([book])


def _table(output: Path | None, lines: Sequence[Line], columns: Sequence[Column], title: str) -> str:
    told = [column for column in columns if any(column.words(line) for line in lines)]
    table = Table(box=None, pad_edge=False, header_style="bold")
    whole = max((len(line.id) for line in lines), default=0) <= WHOLE_ID
    for column in told:
        table.add_column(column.title, overflow="fold", no_wrap=whole and column.id == "id")
    for line in lines:
        table.add_row(*(Text(visible(column.words(line))) for column in told))
    gone = sum(line.is_gone for line in lines)
    foot = counted(len(lines) - gone, "threat")
    foot += f"; {counted(gone, 'decision')} about threats that are gone" if gone else ""
    return tables(output, (Text(visible(title), style="bold"), *((table,) if lines else ()), Text(foot)))
