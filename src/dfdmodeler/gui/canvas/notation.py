"""Putting the legend of a diagram on it."""

from __future__ import annotations

from dfdmodeler.drawing.notation import TITLE
from dfdmodeler.gui.canvas.snapping import STEP, snapped
from dfdmodeler.gui.canvas.tools.tool import Stage
from dfdmodeler.model import edits
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Diagram, Note

_GAP = 4 * STEP
"""Room between what is drawn and the legend below it."""


def insert(stage: Stage) -> str:
    """Puts the legend below everything, or finds the one that there is, and selects it; its id."""
    model, diagram = stage.session.model, stage.diagram
    there = next((n.id for n in model.of(Note) if n.diagram == diagram and n.shows == "legend"), "")
    if there:
        stage.say("This diagram has its legend already.")
        stage.session.selection.set([there])
        return there
    bounds = stage.content.bounds
    note = Note(
        id=stage.session.new_id(TITLE),
        diagram=diagram,
        text=TITLE,
        shows="legend",
        x=snapped(bounds.x),
        y=snapped(bounds.bottom + _GAP),
    )

    def edit(model: Model) -> Model:
        if model.find(Diagram, diagram) is None:
            model = edits.put(model, Diagram(id=diagram, name="Diagram"))
        return edits.put(model, note)

    stage.commit("Insert legend", edit)
    stage.session.selection.set([note.id])
    return note.id
