"""The commands in one table, and running them."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import suppress

import typer

from dfdmodeler import __version__
from dfdmodeler.cli import (
    EXIT_INTERRUPTED,
    EXIT_UNUSABLE,
    analyze,
    check,
    convert,
    coverage,
    diff,
    explain,
    gate,
    git,
    merge,
    portfolio,
    register,
    remedies,
    render,
    report,
    reviews,
    rules,
    schema,
)
from dfdmodeler.cli.inputs import Packs
from dfdmodeler.cli.outputs import StoppedError, prepare_streams, warn

app = typer.Typer(
    name="dfdmodeler",
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Threat modeling for AI and machine-learning systems. `dfdmodeler [FILE]` opens the window.",
)
for command in (analyze.analyze, report.report, convert.convert, check.check, render.render, schema.schema):
    app.command()(command)
app.command()(diff.diff)
app.command()(explain.explain)
app.command()(gate.gate)
app.command()(merge.merge)
app.command()(register.register)
app.command()(portfolio.portfolio)
app.command()(remedies.remedies)
app.command()(reviews.reviews)
rules.app.command("coverage")(coverage.show_coverage)
app.add_typer(rules.app, name="rules")
app.add_typer(git.app, name="git")


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
    packs: Packs = None,
) -> None:
    """The program's own options; what needs the window is caught before it gets here."""
    if packs:
        raise typer.BadParameter("--pack stands after the command, as in `analyze FILE --pack DIR`.")


def run(arguments: Sequence[str], paint: render.Paint) -> int:
    """Runs one command; the exit code of the process. `paint` makes PNG pictures."""
    prepare_streams()
    try:
        outcome = app(list(arguments), prog_name="dfdmodeler", obj=paint, standalone_mode=False)
        if outcome == EXIT_INTERRUPTED:  # typer makes Ctrl+C an exit code, and says nothing
            raise KeyboardInterrupt
        if sys.stdout is not None:
            sys.stdout.flush()
    except SystemExit:  # typer ends so, with the code of a gate, when the reader of a pipe went away
        return EXIT_UNUSABLE
    except (typer.Abort, KeyboardInterrupt):
        warn("stopped.")
        return EXIT_INTERRUPTED
    except StoppedError as stopped:
        warn(f"stopped: {stopped}")
        return EXIT_INTERRUPTED
    except OSError as error:
        return _unprinted(error)
    except Exception as error:
        usage = _misuse(error)
        if not usage:
            raise
        warn(usage, error=True)
        return EXIT_UNUSABLE
    return int(outcome or 0)


def _unprinted(error: OSError) -> int:
    """The result could not be printed. Files tell of their own errors, so this one is the stream's."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is buffered would fail once more
    with suppress(OSError):
        warn(f"The result cannot be printed: {(error.strerror or str(error)).lower()}.", error=True)
    return EXIT_UNUSABLE


def _misuse(error: Exception) -> str:
    """What is wrong with the arguments, in a sentence; empty if this is another error.

    Some releases of typer carry their own copy of the package that defines these errors, others do not: they
    are known by what they can say.
    """
    say = getattr(error, "format_message", None)
    if say is None:
        return ""
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "dfdmodeler"
    sentence = " ".join(say().replace("Value error, ", "").split())
    end = "" if sentence.endswith((".", "?", "!")) else "."
    return f"{sentence}{end} `{command} --help` tells more."
