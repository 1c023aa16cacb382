"""`render`: a diagram as a picture."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from dfdmodeler import paths
from dfdmodeler.analysis.overlays import OVERLAYS, OverlayKind, Question, overlay_kind
from dfdmodeler.analysis.slices import completed
from dfdmodeler.cli.inputs import Input, Packs, day_of, open_input
from dfdmodeler.cli.outputs import deliver, refuse
from dfdmodeler.drawing.diagram import picture
from dfdmodeler.drawing.legend import with_legend
from dfdmodeler.drawing.primitives import Marks, Picture
from dfdmodeler.drawing.svg import svg
from dfdmodeler.drawing.tokens import Theme
from dfdmodeler.model.problem import Problem

_IDS = ", ".join(kind.id for kind in OVERLAYS)
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
    overlay: Annotated[
        str, typer.Option(metavar="ID", help=f"Show one answer of the analysis: {_IDS}.")
    ] = "",
    legend: Annotated[
        bool, typer.Option("--legend/--no-legend", help="What the overlay's colors mean, below the diagram.")
    ] = True,
    packs: Packs = None,
) -> None:
    """Draw a diagram as SVG, PNG or PDF."""
    kind = overlay_kind(overlay)
    if overlay and kind is None:
        refuse([Problem("--overlay", f"There is no overlay “{overlay}”.", f"Overlays are {_IDS}.")])
    given = open_input(file, packs)
    shown = next((d for d in given.model.diagrams if not diagram or diagram in (d.id, d.name)), None)
    if shown is None:
        names = ", ".join(f"“{d.name or d.id}”" for d in given.model.diagrams)
        refuse([Problem(str(file), f"There is no diagram “{diagram}”.", f"The diagrams are {names}.")])
    if kind:
        drawn = _overlaid(given, shown.id, kind, legend)
    else:
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


def _overlaid(given: Input, diagram: str, kind: OverlayKind, legend: bool) -> Picture:
    """A diagram under an overlay, about the whole model."""
    from dfdmodeler.analysis.engine import analyze
    from dfdmodeler.analysis.register import register

    model, library, metrics = given.model, given.library, given.context.metrics
    analysis = analyze(library, model)
    threats = register(library, analysis, model, today=day_of(None)).threats
    found = completed(kind.make(Question(analysis, model, threats)))
    drawn = picture(model, library.catalog, diagram, metrics, Marks(shades=found.shades))
    return with_legend(drawn, kind.legend(found, drawn.by_subject), metrics) if legend else drawn
