"""The same element on several diagrams: showing it elsewhere, pasting it as itself, taking it off one."""

from __future__ import annotations

from dfdmodeler.gui.canvas.commands import clipboard_fragment, selected
from dfdmodeler.gui.canvas.locked import movable
from dfdmodeler.gui.canvas.tools.tool import Stage
from dfdmodeler.model import clipboard, diagrams
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Flow

USUAL_SIZE = (136.0, 56.0)
"""Taken for what is not drawn on the present diagram, and has no size of its own."""


def show_on(stage: Stage, there: str, name: str = "") -> tuple[str, ...]:
    """Lets the selection stand on another diagram too, on a new one of this name if there is none yet.

    The ids of what stands there now.
    """
    ids = selected(stage)

    def edit(model: Model) -> Model:
        model = diagrams.add(model, there, name) if name else model
        return diagrams.show(model, there, ids, lambda i: _size(stage, i))

    stage.commit("Show on another diagram", edit)
    return tuple(i for i in ids if there in diagrams.showing(stage.session.model, i))


def paste_same(stage: Stage) -> None:
    """Pastes what was copied as the very elements that they are, and selects them."""
    fragment, diagram, session = clipboard_fragment(), stage.diagram, stage.session
    subjects = clipboard.subjects_of(fragment)
    if not subjects:
        stage.say("The clipboard holds nothing from a diagram.")
        return

    def edit(model: Model) -> Model:
        after = clipboard.paste_same(model, fragment, diagram, session.new_id)
        fresh = diagrams.standing(after, diagram) - diagrams.standing(model, diagram)
        return diagrams.into_free_room(after, diagram, fresh, lambda i: _size(stage, i))

    before = diagrams.standing(session.model, diagram)
    stage.commit("Paste as the same element", edit)
    new = diagrams.standing(session.model, diagram) - before
    if not new:
        stage.say("All of this stands on the diagram already.")
    session.selection.set(sorted(new or before & subjects))


def take_off(stage: Stage) -> None:
    """Removes the selection from this diagram; what stands on no other one is deleted, and that is said."""
    session, diagram = stage.session, stage.diagram
    if all(session.model.find(Flow, i) for i in selected(stage)):
        stage.say("A flow shows wherever both its ends stand. Delete takes it off all diagrams.")
        return
    ids = movable(stage, selected(stage))
    gone = diagrams.last_on(session.model, diagram, ids)
    names = ", ".join(f"“{session.model.name_of(i)}”" for i in gone)
    stage.commit("Remove from this diagram", lambda model: diagrams.take_off(model, diagram, ids))
    session.selection.set(i for i in session.selection.ids if i not in ids)
    if gone:
        stage.say(f"{names} stood on no other diagram: deleted. Undo brings it back.")


def _size(stage: Stage, subject: str) -> tuple[float, float]:
    size = stage.content.size_of(subject)
    return size if size[0] > 0 else USUAL_SIZE
