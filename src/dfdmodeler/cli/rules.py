"""`rules` and `schema`: what the program knows, printed."""

from __future__ import annotations

import json

import typer
from rich.table import Table

from dfdmodeler.cli.inputs import Packs, open_library
from dfdmodeler.cli.outputs import deliver, tables
from dfdmodeler.cli.rules_show import show_rule
from dfdmodeler.cli.rules_test import try_rules
from dfdmodeler.formats import native

app = typer.Typer(help="The rules in force.")
app.command("show")(show_rule)
app.command("test")(try_rules)


@app.command("list")
def list_rules(packs: Packs = None) -> None:
    """List all rules: id, track, severity and title."""
    library = open_library(packs)
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("Id", "Track", "Severity", "Title"):
        table.add_column(heading, overflow="fold")
    for rule in library.rules.values():
        severity = rule.severity if rule.severity.isidentifier() else "depends"
        table.add_row(rule.id, rule.track, severity, rule.title)
    named = ", ".join(f"{pack.id} {pack.version}" for pack in library.packs)
    deliver(None, tables(None, (table, f"{len(library.rules)} rules in packs {named}")))


def schema() -> None:
    """Print the JSON Schema of the model file."""
    deliver(None, json.dumps(native.schema(), indent=2, ensure_ascii=False) + "\n")
