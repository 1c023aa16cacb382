"""`check`: everything that is wrong with a model file or its diagram."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dfdmodeler import paths
from dfdmodeler.analysis.check import check_all
from dfdmodeler.analysis.engine import analyze
from dfdmodeler.analysis.register import register
from dfdmodeler.cli import EXIT_GATE, EXIT_UNUSABLE
from dfdmodeler.cli.inputs import Packs, open_library
from dfdmodeler.cli.outputs import counted, say, warn
from dfdmodeler.drawing.metrics import Metrics
from dfdmodeler.formats.registry import Context, read_file


def check(file: Annotated[Path, typer.Argument(help="The model to check.")], packs: Packs = None) -> None:
    """List what is wrong with a model; exit with 1 if there are errors."""
    library = open_library(packs)
    model, problems, _ = read_file(file, Context(library.catalog, Metrics(paths.fonts())))
    if model is None:
        for problem in problems:
            warn(str(problem), error=True)
        raise typer.Exit(EXIT_UNUSABLE)
    threats = register(library, analyze(library, model), model)
    found = check_all(model, library, threats, problems)
    for problem in found:
        say(f"{problem.gravity}: {problem}")
    errors = sum(problem.gravity == "error" for problem in found)
    say(f"{counted(len(found), 'remark')}, {counted(errors, 'error')}" if found else "Nothing to remark")
    if errors:
        raise typer.Exit(EXIT_GATE)
