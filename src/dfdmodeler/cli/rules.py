"""`rules`: the rules in force."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from dfdmodeler.analysis.library import Library
from dfdmodeler.analysis.overrides import InForce, Override
from dfdmodeler.cli.inputs import Packs, open_input, open_library
from dfdmodeler.cli.outputs import counted, deliver, tables, visible
from dfdmodeler.cli.rules_docs import show_glossary, write_docs
from dfdmodeler.cli.rules_show import show_rule
from dfdmodeler.cli.rules_test import try_rules
from dfdmodeler.model.model import EMPTY_MODEL
from dfdmodeler.rules.rule import Rule

app = typer.Typer(help="The rules in force.")
app.command("show")(show_rule)
app.command("test")(try_rules)
app.command("docs")(write_docs)
app.command("glossary")(show_glossary)


@app.command("list")
def list_rules(
    file: Annotated[
        Path | None, typer.Argument(help="A model: what it overrides is shown, and what it leaves out.")
    ] = None,
    packs: Packs = None,
) -> None:
    """List all rules: id, pack, track, severity and title."""
    if file is None:
        library, model = open_library(packs), EMPTY_MODEL
    else:
        given = open_input(file, packs, drawn=False)
        library, model = given.library, given.model
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("Id", "Pack", "Track", "Severity", "Title"):
        table.add_column(heading, overflow="fold")
    in_force = library.in_force(model)
    for rule in library.rules.values():
        pack = library.pack_of[rule.id]
        severity = _severity(rule, in_force.overrides.get(rule.id)) if pack in in_force.versions else "off"
        table.add_row(rule.id, pack, rule.track, severity, rule.title)
    deliver(None, tables(None, (table, *_overrides(in_force), _total(library, in_force))))


def _severity(rule: Rule, override: Override | None) -> str:
    own = rule.severity if rule.severity.isidentifier() else ""
    if override is None:
        return own or "depends"
    return "off" if override.off else f"{override.severity} {f'instead of {own}' if own else '(overridden)'}"


def _overrides(in_force: InForce) -> Iterator[Text]:
    """Why rules differ from what their packs say."""
    for override in in_force.overrides.values():
        what = "off" if override.off else override.severity
        why = override.reason or "no reason"
        yield Text(visible(f"{override.rule} is {what}, says {override.source}: {why}"))


def _total(library: Library, in_force: InForce) -> Text:
    off = {pack.id: " (off)" for pack in library.packs if pack.id not in in_force.versions}
    named = [f"{pack.id} {pack.version}{off.get(pack.id, '')}" for pack in library.packs]
    return Text(f"{counted(len(in_force.compiled), 'rule')} in force of packs {', '.join(named)}")
