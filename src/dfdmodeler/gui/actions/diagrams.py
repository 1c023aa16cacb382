"""The diagrams of a model: new ones, going from one to another, their order and names."""

from __future__ import annotations

from dfdmodeler.gui.actions.action import Action, Choice, Submenu
from dfdmodeler.gui.actions.state import has_diagram, has_diagrams
from dfdmodeler.gui.context import Context
from dfdmodeler.model import diagrams
from dfdmodeler.model.records import Diagram


def new_diagram(context: Context) -> None:
    """Adds an empty diagram and shows it."""
    session = context.session
    name = diagrams.free_name(session.model)
    diagram = session.new_id(name)
    session.edit("Add diagram", lambda model: diagrams.add(model, diagram, name))
    context.canvas.set_diagram(diagram)


def delete_diagram(context: Context) -> None:
    """Deletes the shown diagram, and what is drawn on no other one; its neighbour is shown."""
    session, canvas = context.session, context.canvas
    gone, name = canvas.diagram, session.model.name_of(canvas.diagram)
    last = session.model.diagrams[-1].id == gone
    canvas.set_diagram(diagrams.neighbour(session.model, gone, -1 if last else 1) or gone)
    session.edit("Delete diagram", lambda model: diagrams.without(model, gone))
    context.window.status.say(f"“{name}” is deleted. Undo brings it back.")


def may_open(context: Context) -> bool:
    """Whether what is selected opens a diagram, or could: processes do, stores and people have no inside."""
    session, ids = context.session, context.session.selection.ids
    element = session.model.element(ids[0]) if len(ids) == 1 else None
    if element is None:
        return False
    is_process = session.library.catalog.shape(element.type) == "process"
    return is_process or diagrams.own(session.model, element.id) is not None


def open_own(context: Context) -> None:
    """Shows the diagram that the selected element opens; the first time it is made."""
    session, canvas = context.session, context.canvas
    element, here = session.selection.ids[0], canvas.diagram
    there = diagrams.own(session.model, element)
    if there is None:
        there = made = session.new_id(session.model.name_of(element))
        session.edit("Add diagram", lambda model: diagrams.add_own(model, made, element, here))
    canvas.set_diagram(there)
    session.selection.clear()


def open_inside(context: Context, element: str) -> None:
    """The same for an element that was pointed at."""
    context.session.selection.set([element])
    if may_open(context):
        open_own(context)
    elif context.session.model.element(element):
        context.window.status.say("Only processes have an inside to show.")


def is_inside(context: Context) -> bool:
    return len(diagrams.trail(context.session.model, context.canvas.diagram)) > 1


def go_out(context: Context) -> None:
    """Goes back to the element that opens the shown diagram."""
    out_to(context, diagrams.trail(context.session.model, context.canvas.diagram)[-2])


def out_to(context: Context, diagram: str) -> None:
    """Shows a diagram on the way in, and on it the element that leads further."""
    session, canvas = context.session, context.canvas
    way = diagrams.trail(session.model, canvas.diagram)
    further = session.model.find(Diagram, way[way.index(diagram) + 1]) if diagram in way[:-1] else None
    canvas.set_diagram(diagram)
    if further and further.owner:
        session.selection.set([further.owner])
        canvas.reveal(further.owner)


def step(context: Context, by: int) -> None:
    """Shows the next diagram, or the one before."""
    there = diagrams.neighbour(context.session.model, context.canvas.diagram, by)
    if there and there != context.canvas.diagram:
        context.canvas.set_diagram(there)
        context.window.status.say(context.session.model.name_of(there))


def move(context: Context, by: int) -> None:
    """Gives the shown diagram another place among the tabs."""
    shown = context.canvas.diagram
    context.session.edit("Move diagram", lambda model: diagrams.moved(model, shown, by))


def _diagrams(context: Context) -> list[Choice]:
    canvas = context.canvas
    return [
        Choice(d.name or d.id, lambda d=d: canvas.set_diagram(d.id), d.id == canvas.diagram)
        for d in context.session.model.diagrams
    ]


_BELOW = "Diagrams"
"""The submenu of what can be done with diagrams."""

DIAGRAMS: tuple[Action, ...] = (
    Action("new-diagram", "Diagram", 4, "New diagram", new_diagram, "Ctrl+Shift+D", below=_BELOW),
    Action("rename-diagram", "Diagram", 4, "Rename diagram", lambda c: c.window.navigation.tabs.rename(),
           enabled=has_diagram, below=_BELOW),
    Action("delete-diagram", "Diagram", 4, "Delete diagram", delete_diagram, enabled=has_diagrams,
           below=_BELOW, help="Deletes this diagram and what is drawn on no other one"),
    Action("next-diagram", "Diagram", 4, "Next diagram", lambda c: step(c, 1), "Ctrl+PgDown", has_diagrams,
           below=_BELOW, part=1),
    Action("previous-diagram", "Diagram", 4, "Previous diagram", lambda c: step(c, -1), "Ctrl+PgUp",
           has_diagrams, below=_BELOW, part=1),
    Action("diagram-right", "Diagram", 4, "Move diagram right", lambda c: move(c, 1), "Ctrl+Shift+PgDown",
           has_diagrams, below=_BELOW, part=1),
    Action("diagram-left", "Diagram", 4, "Move diagram left", lambda c: move(c, -1), "Ctrl+Shift+PgUp",
           has_diagrams, below=_BELOW, part=1),
    Action("open-own", "Diagram", 4, "Open its diagram", open_own, "Ctrl+Return", may_open, local=True,
           below=_BELOW, part=2, help="Shows the inside of a process on a diagram of its own"),
    Action("go-out", "Diagram", 4, "Out to the diagram around", go_out, "Alt+Up", is_inside,
           below=_BELOW, part=2, help="Goes back to the process that opens this diagram"),
)  # fmt: skip

DIAGRAMS_SUBMENUS = (Submenu("new-diagram", "Show diagram", _diagrams),)

DIAGRAM_MENU: tuple[tuple[str, ...], ...] = (
    ("new-diagram", "rename-diagram", "delete-diagram"),
    ("diagram-left", "diagram-right"),
)
"""Ids of the menu of a diagram's tab."""
