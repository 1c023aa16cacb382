"""Automatic layout of a diagram, or of what is selected on it: one step, with progress and cancel if it takes
long.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from dfdmodeler.drawing.layout import layout
from dfdmodeler.drawing.metrics import Metrics
from dfdmodeler.drawing.tidying import tidy as tidied
from dfdmodeler.gui.canvas.commands import selected
from dfdmodeler.gui.canvas.gliding import glide
from dfdmodeler.gui.canvas.tools.tool import Edit
from dfdmodeler.gui.work import Tell, waited_for
from dfdmodeler.model import edits
from dfdmodeler.model.locking import locked_on
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Flow, Placement, Record, Route

if TYPE_CHECKING:
    from dfdmodeler.gui.canvas.view import Canvas


_TIDYING = "Arranging the selection"


def lay_out(canvas: Canvas, metrics: Metrics) -> None:
    """Arranges the whole diagram around what is locked, and shows all of it.

    What flows are said to cut stays: lines are put where they are said to run, not the other way round.
    """
    model, catalog, diagram = canvas.session.model, canvas.session.library.catalog, canvas.diagram
    pinned = locked_on(model, diagram)
    placed = waited_for(
        "Arranging the diagram", lambda _: layout(model, catalog, diagram, metrics, pinned), canvas
    )
    if placed is not None and canvas.session.edit("Lay out", _putting(canvas.diagram, placed)):
        canvas.fit()
        glide(canvas, model)


def tidy(canvas: Canvas, metrics: Metrics) -> None:
    """Arranges what is selected where it is; the rest of the diagram stays."""
    model, catalog, diagram = canvas.session.model, canvas.session.library.catalog, canvas.diagram
    ids, sizes = selected(canvas), {i: canvas.content.size_of(i) for i in canvas.content.subjects()}

    def work(tell: Tell) -> tuple[dict[str, Placement] | None]:
        return (
            tidied(
                model, catalog, diagram, metrics, ids, sizes.__getitem__, lambda share: tell(share, _TIDYING)
            ),
        )

    found = waited_for(_TIDYING, work, canvas)
    if found is None:
        return
    (placed,) = found
    if placed is None:
        canvas.say("There is no room to arrange this here: make room around it, or arrange everything.")
    elif canvas.commit("Tidy selection", _putting(diagram, placed)):
        glide(canvas, model)


def _putting(diagram: str, placed: Mapping[str, Record]) -> Edit:
    """Puts things in their new places; flows at what moved are given back to the router."""

    def edit(model: Model) -> Model:
        moved = {p.subject for i, p in placed.items() if isinstance(p, Placement) and p != model.get(i)}
        routes = [r for r in model.of(Route) if r.diagram == diagram and r.bends]
        for route in routes:
            flow = model.find(Flow, route.subject)
            if flow and moved & {flow.source, flow.target}:
                model = edits.bend(model, diagram, route.subject, ())
        return edits.put(model, *placed.values())

    return edit
