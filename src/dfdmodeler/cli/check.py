"""`check`: everything that is wrong with a model file or its diagram."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dfdmodeler import paths
from dfdmodeler.analysis.check import check_model
from dfdmodeler.analysis.engine import analyze
from dfdmodeler.analysis.overrides import check_rules
from dfdmodeler.analysis.register import register
from dfdmodeler.cli import EXIT_GATE, EXIT_UNUSABLE
from dfdmodeler.cli.inputs import Packs, open_library
from dfdmodeler.cli.outputs import counted, say, warn
from dfdmodeler.drawing.metrics import Metrics
from dfdmodeler.formats.registry import Context, read_file
from dfdmodeler.model.model import Model
from dfdmodeler.model.problem import Gravity, Problem

GRAVITIES: dict[str, Gravity] = {"Error": "error", "Warning": "warning", "Info": "info"}
"""What the levels of validity findings are as problems."""


def check(file: Annotated[Path, typer.Argument(help="The model to check.")], packs: Packs = None) -> None:
    """List what is wrong with a model; exit with 1 if there are errors."""
    library = open_library(packs)
    model, problems, _ = read_file(file, Context(library.catalog, Metrics(paths.fonts())))
    if model is None:
        for problem in problems:
            warn(str(problem), error=True)
        raise typer.Exit(EXIT_UNUSABLE)
    found = [
        *problems,
        *check_model(model, library.catalog, library.mitigations),
        *check_rules(model, library),
    ]
    threats = register(library, analyze(library, model), model)
    broken = {problem.subject for problem in found if problem.gravity == "error"}
    found += [
        Problem(
            _named(model, t.subject), f"{t.title}.", t.why, GRAVITIES.get(t.severity, "warning"), t.subject
        )
        for t in threats.threats
        # A flow whose end leads nowhere has been told already, and by its end.
        if t.track == "validity" and not (t.subject in broken and library.rules[t.rule].scope == "badflow")
    ]
    for problem in sorted(found, key=lambda p: (list(GRAVITIES.values()).index(p.gravity), p.where, p.what)):
        say(f"{problem.gravity}: {problem}")
    errors = sum(problem.gravity == "error" for problem in found)
    say(f"{counted(len(found), 'remark')}, {counted(errors, 'error')}" if found else "Nothing to remark")
    if errors:
        raise typer.Exit(EXIT_GATE)


def _named(model: Model, subject: str) -> str:
    name = model.name_of(subject)
    return name if name == subject else f"{name} ({subject})"
