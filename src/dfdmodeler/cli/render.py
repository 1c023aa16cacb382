"""`render`: a diagram as a picture."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from dfdmodeler import paths
from dfdmodeler.cli.inputs import open_input
from dfdmodeler.cli.outputs import deliver, refuse
from dfdmodeler.drawing.diagram import picture
from dfdmodeler.drawing.primitives import Picture
from dfdmodeler.drawing.svg import svg
from dfdmodeler.drawing.tokens import Theme
from dfdmodeler.model.problem import Problem

Paint = Callable[[Picture, float, str], bytes]
"""Paints a picture as PNG, at a scale and in a theme. It needs the graphical toolkit, so the program hands
it in."""


def render(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="The model to draw.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="A file ending in .svg, .png or .pdf.")],
    diagram: Annotated[str, typer.Option(help="Id or name of the diagram; the first if not given.")] = "",
    scale: Annotated[float, typer.Option(min=0.1, max=10, help="Pixels for each unit, for PNG.")] = 2.0,
    dark: Annotated[bool, typer.Option("--dark", help="Dark colors, for SVG and PNG.")] = False,
) -> None:
    """Draw a diagram as SVG, PNG or PDF."""
    given = open_input(file)
    shown = next((d for d in given.model.diagrams if not diagram or diagram in (d.id, d.name)), None)
    if shown is None:
        names = ", ".join(f"“{d.name or d.id}”" for d in given.model.diagrams)
        refuse([Problem(str(file), f"There is no diagram “{diagram}”.", f"The diagrams are {names}.")])
    drawn = picture(given.model, given.library.catalog, shown.id, given.context.metrics)
    theme: Theme = "dark" if dark else "light"
    match output.suffix.lower():
        case ".svg":
            deliver(output, svg(drawn, theme, given.model.about.title), file)
        case ".png":
            paint: Paint = context.obj
            deliver(output, paint(drawn, scale, theme), file)
        case ".pdf":
            from dfdmodeler.report.pdf.picture import render_picture

            deliver(output, render_picture(drawn, given.model.about.title, paths.fonts()), file)
        case _:
            refuse([Problem(str(output), "The file's name must end in .svg, .png or .pdf.")])
