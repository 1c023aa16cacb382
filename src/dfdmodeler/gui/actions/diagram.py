"""Drawing tools, arranging, suggestions, the diagrams of a model."""

from __future__ import annotations

from PySide6.QtWidgets import QInputDialog

from dfdmodeler import paths
from dfdmodeler.gui.actions.action import Action, Choice, Submenu
from dfdmodeler.gui.actions.state import has_diagram, has_diagrams, has_elements, has_flow
from dfdmodeler.gui.context import Context
from dfdmodeler.gui.work import waited_for
from dfdmodeler.model import edits
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Diagram, Placement

_NOTHING = "Nothing to suggest: types and data are stated, or their names do not tell."


def _tool(name: str, text: str, key: str) -> Action:
    return Action(
        f"tool-{name}", "Diagram", 0, f"{text} tool", lambda c: c.canvas.set_tool(name), key, local=True,
        short=text, checked=lambda c: c.canvas.tool_name == name,
    )  # fmt: skip


def toggle_snap(context: Context) -> None:
    context.preferences.change(snap_to_grid=not context.preferences.now.snap_to_grid)


def reverse(context: Context) -> None:
    """Swaps the ends of the selected flows."""
    ids = context.session.selection.ids
    context.session.edit("Reverse flow", lambda model: edits.reverse(model, ids))


def suggest(context: Context) -> None:
    """Lets the program propose types and data; what it proposes stays marked until a person confirms it."""
    from dfdmodeler.analysis.suggest import apply_suggestions, load_words
    from dfdmodeler.analysis.suggest import suggest as suggested

    session = context.session
    words, _ = load_words(paths.suggestion_words())
    model, catalog = session.model, session.library.catalog
    found = waited_for(
        "Looking for types and data", lambda _: suggested(model, catalog, words), context.window
    )
    if found is None:
        return
    session.edit("Suggest types and data", lambda model: apply_suggestions(model, found))
    context.window.suggestions.look()
    context.window.status.say(f"{len(found)} suggested. Confirm or reject them below." if found else _NOTHING)
    context.window.docks.show("suggestions")


def toggle_weaker(context: Context) -> None:
    """Lists weaker suggestions besides those in effect, or no longer."""
    context.window.suggestions.weaker.toggle()
    context.window.docks.show("suggestions")


def new_diagram(context: Context) -> None:
    """Adds an empty diagram and shows it."""
    session = context.session
    taken = {diagram.name for diagram in session.model.diagrams}
    name = next(f"Diagram {n}" for n in range(1, len(taken) + 2) if f"Diagram {n}" not in taken)
    diagram_id = session.new_id(name)
    order = max((diagram.order for diagram in session.model.diagrams), default=-1) + 1
    session.edit("Add diagram", lambda model: _with_diagram(model, diagram_id, name, order))
    context.canvas.set_diagram(diagram_id)


def _with_diagram(model: Model, diagram_id: str, name: str, order: int) -> Model:
    return edits.put(model, Diagram(id=diagram_id, name=name, order=order))


def rename_diagram(context: Context) -> None:
    """Asks for another name of the shown diagram."""
    session, shown = context.session, context.canvas.diagram
    diagram = session.model.find(Diagram, shown)
    before = diagram.name if diagram else ""
    name, agreed = QInputDialog.getText(context.window, "Rename diagram", "Name", text=before)
    if agreed and name.strip():
        session.edit("Rename diagram", lambda model: edits.rename(model, shown, name.strip()))


def delete_diagram(context: Context) -> None:
    """Deletes the shown diagram, and what is drawn on no other one."""
    shown = context.canvas.diagram
    context.session.edit("Delete diagram", lambda model: _without_diagram(model, shown))


def _without_diagram(model: Model, diagram: str) -> Model:
    drawn = list(model.of(Placement))
    elsewhere = {placement.subject for placement in drawn if placement.diagram != diagram}
    only_here = [p.subject for p in drawn if p.diagram == diagram and p.subject not in elsewhere]
    return edits.delete(model, [diagram, *only_here])


def _diagrams(context: Context) -> list[Choice]:
    canvas = context.canvas
    return [
        Choice(d.name or d.id, lambda d=d: canvas.set_diagram(d.id), d.id == canvas.diagram)
        for d in context.session.model.diagrams
    ]


DIAGRAM: tuple[Action, ...] = (
    _tool("select", "Select", "V"),
    _tool("flow", "Flow", "F"),
    _tool("boundary", "Boundary", "B"),
    _tool("note", "Note", "N"),
    _tool("pan", "Pan", "H"),
    Action("layout", "Diagram", 1, "Arrange automatically", lambda c: c.canvas.layout(), "Ctrl+L",
           has_elements),
    Action("snap", "Diagram", 1, "Snap to grid", toggle_snap, "Ctrl+'",
           checked=lambda c: c.preferences.now.snap_to_grid),
    Action("reverse", "Diagram", 2, "Reverse flow", reverse, "R", has_flow, local=True),
    Action("suggest", "Diagram", 3, "Suggest types and data", suggest, "Ctrl+Shift+T",
           has_elements, help="Proposes types and data kinds from the names in the diagram"),
    Action("weaker-suggestions", "Diagram", 3, "Show weaker suggestions", toggle_weaker,
           checked=lambda c: c.window.suggestions.weaker.isChecked(),
           help="Lists guesses that are not sure enough to take effect by themselves"),
    Action("new-diagram", "Diagram", 4, "New diagram", new_diagram),
    Action("rename-diagram", "Diagram", 4, "Rename diagram…", rename_diagram,
           enabled=has_diagram),
    Action("delete-diagram", "Diagram", 4, "Delete diagram", delete_diagram,
           enabled=has_diagrams, help="Deletes this diagram and what is drawn on no other one"),
    Action("about-model", "Diagram", 5, "About this model", lambda c: c.window.show_about_model(), "Ctrl+I"),
)  # fmt: skip


DIAGRAM_SUBMENUS = (Submenu("new-diagram", "Show diagram", _diagrams),)
