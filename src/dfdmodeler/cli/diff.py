"""`diff`: what two versions of a model say differently, and which threats come, go or change by it."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from dfdmodeler import paths
from dfdmodeler.analysis.delta import comparing
from dfdmodeler.analysis.delta_json import as_json
from dfdmodeler.analysis.engine import Analysis
from dfdmodeler.analysis.reasons import tracing
from dfdmodeler.analysis.slices import completed
from dfdmodeler.cli import EXIT_GATE
from dfdmodeler.cli.inputs import Packs, open_library
from dfdmodeler.cli.outputs import deliver, refuse, visible
from dfdmodeler.drawing.metrics import Metrics
from dfdmodeler.formats.earlier import read_earlier
from dfdmodeler.formats.registry import Context, Format, Reading, called_alike, read_stated
from dfdmodeler.model.differences import differences
from dfdmodeler.model.model import Model
from dfdmodeler.model.problem import Problem


class DiffFormat(StrEnum):
    """How the result is written."""

    text = "text"
    json = "json"
    html = "html"
    md = "md"


def diff(
    before: Annotated[
        str, typer.Argument(metavar="A", help="The model before: a file, or a git revision of B.")
    ],
    after: Annotated[Path, typer.Argument(metavar="B", help="The model after.")],
    format: Annotated[
        DiffFormat,
        typer.Option(
            "--format", help="Text, JSON for programs, an HTML page, or Markdown for a pull request."
        ),
    ] = DiffFormat.text,
    because: Annotated[
        bool,
        typer.Option(
            "--because/--no-because",
            help="Whether to find the edits behind each threat; it is quicker without in very large models.",
        ),
    ] = True,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Write to this file.")] = None,
    packs: Packs = None,
) -> None:
    """Tell what two versions of a model mean differently; exit with 1 if they do."""
    library = open_library(packs)
    context = Context(library.catalog, Metrics(paths.fonts()))
    other = _usable(read_stated(after, context), after)
    earlier = read_earlier(after, before, context)
    if earlier is None:
        refuse([Problem(f"{after} at {before}", "The file was not there.")])
    one = _usable(earlier, Path(before))
    found = differences(called_alike(*one, other[0]), called_alike(*other, one[0]))
    analysis = Analysis(library)
    delta = completed(comparing(library, found, analysis))
    if because:
        delta = completed(tracing(found, delta, analysis))
    if format is DiffFormat.json:
        result = json.dumps(as_json(found, delta), indent=2, ensure_ascii=False) + "\n"
    else:
        from dfdmodeler.report.compose_differences import Comparison
        from dfdmodeler.report.render_differences import RENDERERS

        result = RENDERERS[format](Comparison(found, delta, library), f"{Path(before).name} → {after.name}")
        result = "".join(f"{visible(line)}\n" for line in result.splitlines())
    deliver(output, result)
    if found:
        raise typer.Exit(EXIT_GATE)


def _usable(reading: Reading, file: Path) -> tuple[Model, Format | None]:
    """What was read, or the end of the command."""
    if reading.model is None:
        refuse(reading.problems, file)
    return reading.model, reading.format
