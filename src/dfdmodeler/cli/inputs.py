"""What every command begins with: the library and the file."""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from dfdmodeler import paths
from dfdmodeler.analysis.library import Library, load_library
from dfdmodeler.cli.outputs import counted, refuse, warn
from dfdmodeler.drawing.metrics import Metrics
from dfdmodeler.formats import storage
from dfdmodeler.formats.record_places import record_places
from dfdmodeler.formats.registry import MAX_BYTES, Context, Format, read_file, read_meaning
from dfdmodeler.model.conflict import Conflict
from dfdmodeler.model.model import Model
from dfdmodeler.model.problem import Problem
from dfdmodeler.model.region import Region
from dfdmodeler.rules.load import missing_packs

Packs = Annotated[
    list[Path] | None,
    typer.Option(
        "--pack",
        metavar="DIR",
        help="A rule pack, or a directory of packs, to use besides the others. May be repeated.",
    ),
]
"""The option of every command that applies rules."""
Today = Annotated[
    datetime | None,
    typer.Option(
        "--today",
        metavar="YYYY-MM-DD",
        formats=["%Y-%m-%d"],
        help="The day on which acceptances end and things are overdue; the present one if not given.",
    ),
]
"""The option of every command to which dates matter."""


class Input(NamedTuple):
    """A file that was read, and what it was read with."""

    model: Model
    problems: tuple[Problem, ...]
    format: Format | None
    library: Library
    context: Context


def open_library(packs: Packs = None) -> Library:
    """The shipped stencils and rules with those of the user and those named for this run.

    What is wrong with the user's is said once; a directory without a pack ends the command.
    """
    named = packs or []
    if missing := missing_packs(named):
        refuse(missing)
    stencils = [paths.shipped_stencils(), paths.user_stencils()]
    library, problems = load_library(stencils, paths.rule_packs(named), [paths.shipped_taxonomies()])
    for problem in problems:
        warn(str(problem))
    return library


def open_input(file: Path, packs: Packs = None, *, drawn: bool = True) -> Input:
    """Reads a model, or ends the command with one sentence about why it cannot.

    Who does not draw it says so, and is spared the layout of what has no place.
    """
    library = open_library(packs)
    context = Context(library.catalog, Metrics(paths.fonts()))
    model, problems, known = (read_file if drawn else read_meaning)(file, context)
    if model is None:
        refuse(problems, file)
    if left := len(model.of(Conflict)):
        warn(f"{file}: {counted(left, 'conflict')} of a merge not settled; ours counts. Open it and choose.")
    return Input(model, problems, known, library, context)


def day_of(today: datetime | None) -> str:
    """The day that was given, or that of the clock, as ISO text."""
    return (today.date() if today else date.today()).isoformat()


def regions_of(file: Path, opened: Input) -> dict[str, Region]:
    """Where the records of a file that was opened stand in its bytes."""
    data = storage.load(file, MAX_BYTES)
    if isinstance(data, Problem):
        refuse([data])
    return dict(record_places(data, opened.format.id if opened.format else "", opened.model))


def local(file: Path) -> Path:
    """A file as it is called from the current directory, if it lies below that."""
    whole = Path(os.path.abspath(file))
    return whole.relative_to(Path.cwd()) if whole.is_relative_to(Path.cwd()) else whole


def tell_of_file(problems: Iterable[Problem], file: Path) -> None:
    """One line about what was odd in the file, if anything was."""
    count = sum(problem.gravity != "info" for problem in problems)
    if count:
        warn(f"{file}: {counted(count, 'remark')} about this file; `dfdmodeler check {file}` lists them.")
