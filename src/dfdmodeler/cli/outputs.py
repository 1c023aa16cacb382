"""What every command ends with: results, remarks and refusals, on streams that may be closed or full."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import NoReturn

import typer
from rich.console import Console, RenderableType

from dfdmodeler.cli import EXIT_UNUSABLE
from dfdmodeler.formats import storage
from dfdmodeler.formats.registry import format_of
from dfdmodeler.model.problem import Problem

NARROW = 100
"""Columns of a table that goes to a file."""
ENCODING = ("utf-8", "backslashreplace")
"""File names may hold what is no text; in JSON the escape stands for the same."""


class StoppedError(Exception):
    """Ctrl+C, with a sentence about what had been done by then."""


def prepare_streams() -> None:
    """Results are UTF-8 wherever they go, on Windows too; what is no text is escaped."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding=ENCODING[0], errors=ENCODING[1])


def visible(text: str) -> str:
    """Text from a file as one line that cannot steer a terminal."""
    unsafe = ("Cc", "Cs", "Zl", "Zp")
    return "".join(
        char.encode("unicode_escape").decode() if unicodedata.category(char) in unsafe else char
        for char in text
    )


def say(text: str) -> None:
    """One line of the result."""
    typer.echo(visible(text))


def warn(text: str, error: bool = False) -> None:
    """Says something beside the result."""
    typer.echo(visible(f"{'error' if error else 'note'}: {text}"), err=True)


def refuse(problems: Sequence[Problem], file: Path | None = None) -> NoReturn:
    """Ends the command because its input or output cannot be used; `file` can be checked for more."""
    errors = [problem for problem in problems if problem.gravity == "error"] or problems
    more = len(errors) - 1
    rest = f" There {'is one more problem' if more == 1 else f'are {more} more problems'}" if more else ""
    rest += f"; `dfdmodeler check {file}` lists them." if more and file else "." if more else ""
    warn(f"{errors[0]}{rest}", error=True)
    raise typer.Exit(EXIT_UNUSABLE)


def refuse_target(output: Path, *sources: Path) -> None:
    """Ends the command if its result would replace a model. Who works long asks before beginning."""
    if any(_same(output, source) for source in sources):
        refuse([Problem(str(output), "The result would replace the model.", "Name another file.")])
    if format_of(output):
        refuse(
            [Problem(str(output), "The result is no model, but this is the name of one.", "Choose another.")]
        )


def deliver(output: Path | None, content: str | bytes, *sources: Path) -> None:
    """Writes the result to a file, whole or not at all, or prints it.

    It never replaces a model, nor what it was made from.
    """
    if output is None:
        typer.echo(content, nl=False)
        return
    refuse_target(output, *sources)
    data = content.encode(*ENCODING) if isinstance(content, str) else content
    problem = storage.replace(output, data)
    if problem:
        refuse([problem])
    warn(f"wrote {output}")


def tables(output: Path | None, parts: Sequence[RenderableType]) -> str:
    """Tables and text, as wide and as colored as the place they go to allows."""
    console = Console() if output is None else Console(width=NARROW, color_system=None)
    with console.capture() as captured:
        for part in parts:
            console.print(part)
    return captured.get()


def counted(count: int, one: str, many: str = "") -> str:
    """A count with its noun."""
    return f"{count} {one if count == 1 else many or f'{one}s'}"


def _same(output: Path, source: Path) -> bool:
    try:
        return output.samefile(source)
    except OSError:
        return False
