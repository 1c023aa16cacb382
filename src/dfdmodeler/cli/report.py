"""`report`: the PDF for engineering."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from dfdmodeler import paths
from dfdmodeler.cli.inputs import Packs, open_input, tell_of_file
from dfdmodeler.cli.outputs import deliver
from dfdmodeler.model import edits


def report(
    file: Annotated[Path, typer.Argument(help="The model to report on.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="The PDF to write.")],
    day: Annotated[
        datetime | None,
        typer.Option(
            "--date",
            metavar="YYYY-MM-DD",
            formats=["%Y-%m-%d"],
            help="The date on the title page; today if not given.",
        ),
    ] = None,
    remedies: Annotated[
        bool | None,
        typer.Option(
            "--remedies/--no-remedies",
            help="Whether to choose the best next controls; if not given, unless the model is large.",
        ),
    ] = None,
    comments: Annotated[
        bool, typer.Option("--comments", help="Tell what people said about threats.")
    ] = False,
    packs: Packs = None,
) -> None:
    """Write the threat report of a model as PDF."""
    from dfdmodeler.report.build import build_pdf
    from dfdmodeler.report.compose import ReportOptions

    given = open_input(file, packs)
    tell_of_file(given.problems, file)
    shown = (day.date() if day else date.today()).isoformat()
    model = given.model if given.model.about.title else edits.set_about(given.model, title=file.stem)
    options = ReportOptions(controls=remedies, comments=comments)
    content = build_pdf(model, given.library, date=shown, fonts=paths.fonts(), options=options)
    deliver(output, content, file)
