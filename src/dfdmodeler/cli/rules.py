"""`rules` and `schema`: what the program knows, printed."""

from __future__ import annotations

import json

import typer
from rich.console import Console
from rich.table import Table

from dfdmodeler.cli.inputs import open_library
from dfdmodeler.formats import native

app = typer.Typer(no_args_is_help=True, help="The rules in force.")


@app.command("list")
def list_rules() -> None:
    """List all rules: id, track, severity and title."""
    library = open_library()
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("Id", "Track", "Severity", "Title"):
        table.add_column(heading, overflow="fold")
    rows = [compiled.rule for compiled in library.rules]
    for rule in rows:
        severity = rule.severity if rule.severity.isidentifier() else "depends"
        table.add_row(rule.id, rule.track, severity, rule.title)
    console = Console()
    console.print(table)
    packs = ", ".join(f"{pack.id} {pack.version}" for pack in library.packs)
    console.print(f"{len(rows)} rules in packs {packs}")


def schema() -> None:
    """Print the JSON Schema of the model file."""
    typer.echo(json.dumps(native.schema(), indent=2, ensure_ascii=False))
