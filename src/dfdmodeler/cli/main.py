"""The commands in one table, and running them."""

from __future__ import annotations

from collections.abc import Sequence

import typer

from dfdmodeler import __version__
from dfdmodeler.cli import analyze, check, convert, render, report, rules

app = typer.Typer(
    name="dfdmodeler",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Threat modeling for AI and machine-learning systems. `dfdmodeler [FILE]` opens the window.",
)
for command in (analyze.analyze, report.report, convert.convert, check.check, render.render, rules.schema):
    app.command()(command)
app.add_typer(rules.app, name="rules")


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"dfdmodeler {__version__}")
        raise typer.Exit


@app.callback()
def root(
    version: bool = typer.Option(
        False, "--version", callback=_show_version, is_eager=True, help="Print the version and exit."
    ),
    self_test: bool = typer.Option(
        False, "--self-test", help="Try the program on itself, print its times as one JSON line, and exit."
    ),
) -> None:
    """The program's own options; the self-test needs the window and is caught before it gets here."""


def run(arguments: Sequence[str], paint: render.Paint) -> int:
    """Runs one command; the exit code of the process. `paint` makes PNG pictures."""
    outcome = app(list(arguments), prog_name="dfdmodeler", obj=paint, standalone_mode=True)
    return int(outcome or 0)
