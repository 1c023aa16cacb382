"""What every command begins with: the library, the file, and saying why they cannot be used."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple, NoReturn

import typer

from dfdmodeler import paths
from dfdmodeler.analysis.library import Library, load_library
from dfdmodeler.cli import EXIT_UNUSABLE
from dfdmodeler.drawing.metrics import Metrics
from dfdmodeler.formats import storage
from dfdmodeler.formats.registry import Context, Format, read_file
from dfdmodeler.model.model import Model
from dfdmodeler.model.problem import Problem


class Input(NamedTuple):
    """A file that was read, and what it was read with."""

    model: Model
    problems: tuple[Problem, ...]
    format: Format | None
    library: Library
    context: Context


def open_library() -> Library:
    """The shipped stencils and rules with those of the user; what is wrong with the user's is said once."""
    stencils = [paths.shipped_stencils(), paths.user_stencils()]
    library, problems = load_library(stencils, [paths.shipped_rules(), paths.user_rules()])
    for problem in problems:
        warn(str(problem))
    return library


def open_input(file: Path) -> Input:
    """Reads a model, or ends the command with one sentence about why it cannot."""
    library = open_library()
    context = Context(library.catalog, Metrics(paths.fonts()))
    model, problems, known = read_file(file, context)
    if model is None:
        refuse(problems, file)
    return Input(model, problems, known, library, context)


def refuse(problems: Sequence[Problem], file: Path | None = None) -> NoReturn:
    """Ends the command because its input or output cannot be used."""
    more = len(problems) - 1
    rest = f" There {'is one more problem' if more == 1 else f'are {more} more problems'}" if more else ""
    rest += f"; `dfdmodeler check {file}` lists them." if more and file else "." if more else ""
    warn(f"{problems[0]}{rest}", error=True)
    raise typer.Exit(EXIT_UNUSABLE)


def deliver(output: Path | None, content: str | bytes) -> None:
    """Writes the result to a file, whole or not at all, or prints it."""
    if output is None:
        text = content if isinstance(content, str) else content.decode()
        typer.echo(text, nl=not text.endswith("\n"))
        return
    problem = storage.replace(output, content.encode() if isinstance(content, str) else content)
    if problem:
        refuse([problem])
    typer.echo(f"Wrote {output}", err=True)


def tell_of_file(problems: Iterable[Problem], file: Path) -> None:
    """One line about what was odd in the file, if anything was."""
    count = sum(problem.gravity != "info" for problem in problems)
    if count:
        remarks = "one remark" if count == 1 else f"{count} remarks"
        warn(f"{file}: {remarks} about this file; `dfdmodeler check {file}` lists them.")


def warn(text: str, error: bool = False) -> None:
    """Says something beside the result."""
    typer.echo(f"{'error' if error else 'note'}: {text}", err=True)
