"""`merge`: one model of three versions, or of two; git calls it too."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from dfdmodeler import paths
from dfdmodeler.analysis.library import Library
from dfdmodeler.cli import EXIT_GATE
from dfdmodeler.cli.inputs import open_library
from dfdmodeler.cli.outputs import counted, refuse, say, warn
from dfdmodeler.drawing.metrics import Metrics
from dfdmodeler.formats import storage
from dfdmodeler.formats.registry import (
    MAX_BYTES,
    NATIVE,
    Context,
    format_of,
    read_content,
    write_as,
)
from dfdmodeler.model.merge import Merged
from dfdmodeler.model.merge import merge as merged
from dfdmodeler.model.model import EMPTY_MODEL, Model
from dfdmodeler.model.problem import Problem
from dfdmodeler.model.settling import unsettled
from dfdmodeler.report.conflict_words import SIDES, ConflictWords, one_line


def merge(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="[BASE] OURS THEIRS",
            help="What both versions began with, and the two. Without BASE every difference is a choice.",
        ),
    ],
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="OUT", help="The file to write; it may be OURS.")
    ],
    name: Annotated[
        str,
        typer.Option(
            "--name", metavar="PATH", help="What the model is called in messages; its ending says the format."
        ),
    ] = "",
) -> None:
    """Merge versions of a model by record and field; exit with 1 if something is left to choose."""
    if len(files) not in (2, 3):
        raise typer.BadParameter("Name two versions, or a base and two versions.")
    library = open_library()
    context = Context(library.catalog, Metrics(paths.fonts()))
    first = len(files) - 3  # the base, if there is one
    *base, ours, theirs = (_read(f, name, context, begins=i == first) for i, f in enumerate(files))
    outcome = merged(base[0] if base else None, ours, theirs)
    _write(output, name, outcome, context)
    errors = [problem for problem in outcome.problems if problem.gravity == "error"]
    for problem in errors:
        warn(str(problem), error=True)
    called = name or str(output)
    if outcome.conflicts:
        _tell(outcome, library, called)
    else:
        broken = f"but {counted(len(errors), 'error')} to settle" if errors else "nothing is left to choose"
        say(f"{called}: merged, {broken}")
    if outcome.conflicts or errors:
        raise typer.Exit(EXIT_GATE)


def _read(file: Path, name: str, context: Context, begins: bool) -> Model:
    """A version as its file states it, or the end of the command. What begins may be empty or missing: then
    both versions added the model.
    """
    if begins and _is_missing(file):
        warn(f"{file} is not there; merged without a base.")
        return EMPTY_MODEL
    data = storage.load(file, MAX_BYTES)
    if isinstance(data, Problem):
        refuse([data])
    if begins and not data:
        return EMPTY_MODEL
    model, problems, _ = read_content(data, file if format_of(file) else _named(file, name), context)
    if model is None:
        refuse(problems)
    return model


def _is_missing(file: Path) -> bool:
    """Whether there is no such file: one that cannot be looked at may hold a model."""
    try:
        os.lstat(file)
    except FileNotFoundError:
        return True
    except (OSError, ValueError):
        return False
    return False


def _named(file: Path, name: str) -> Path:
    """The name of a file that git calls as it likes."""
    return Path(name) if format_of(Path(name)) else file.with_name(file.name + NATIVE.suffixes[0])


def _write(output: Path, name: str, outcome: Merged, context: Context) -> None:
    own = format_of(output)
    known = own or format_of(_named(output, name)) or NATIVE
    if outcome.conflicts and known is not NATIVE:
        hint = f"Name a file that ends with {NATIVE.suffixes[0]}."
        refuse([Problem(str(output), "This format cannot hold what is left to choose.", hint)])
    problems = write_as(known, output, outcome.marked, context, backup=own is not None)
    if any(problem.gravity == "error" for problem in problems):
        refuse(problems)
    for problem in problems:
        warn(str(problem))


def _tell(outcome: Merged, library: Library, called: str) -> None:
    """What is left to choose."""
    words = ConflictWords(outcome.marked, library)
    for told in map(words.told, unsettled(outcome.marked)):
        field = f"{told.field[:1].lower()}{told.field[1:]}"
        say(told.thing if told.thing.startswith(field) else f"{told.thing}, {field}")
        for side, label in SIDES.items():
            mark = " (stands for now)" if side == told.standing else ""
            say(f"  {label + ':':<8} {one_line(getattr(told, side))}{mark}")
    count = counted(len(outcome.conflicts), "conflict")
    say(f"{called}: {count}; open the file with `dfdmodeler` and choose, then save it")
