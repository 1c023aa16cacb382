"""Drawing tools, arranging, suggestions."""

from __future__ import annotations

from dfdmodeler import paths
from dfdmodeler.gui.actions.action import Action
from dfdmodeler.gui.actions.state import has_elements
from dfdmodeler.gui.context import Context
from dfdmodeler.gui.work import waited_for

_NOTHING = "Nothing to suggest: types and data are stated, or their names do not tell."


def _tool(name: str, text: str, key: str) -> Action:
    return Action(
        f"tool-{name}", "Diagram", 0, f"{text} tool", lambda c: c.canvas.set_tool(name), key, local=True,
        short=text, checked=lambda c: c.canvas.tool_name == name,
    )  # fmt: skip


def toggle_snap(context: Context) -> None:
    context.preferences.change(snap_to_grid=not context.preferences.now.snap_to_grid)


def toggle_guides(context: Context) -> None:
    context.preferences.change(alignment_guides=not context.preferences.now.alignment_guides)


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


DIAGRAM: tuple[Action, ...] = (
    _tool("select", "Select", "V"),
    _tool("flow", "Flow", "F"),
    _tool("boundary", "Boundary", "B"),
    _tool("line", "Line", "L"),
    _tool("note", "Note", "N"),
    _tool("pan", "Pan", "H"),
    Action("layout", "Diagram", 1, "Arrange automatically", lambda c: c.canvas.layout(), "Ctrl+L",
           has_elements),
    Action("snap", "Diagram", 1, "Snap to grid", toggle_snap, "Ctrl+'",
           checked=lambda c: c.preferences.now.snap_to_grid),
    Action("guides", "Diagram", 1, "Alignment guides", toggle_guides,
           checked=lambda c: c.preferences.now.alignment_guides,
           help="What is drawn, moved or resized lines up with what is near; Alt switches that off for now"),
    Action("suggest", "Diagram", 3, "Suggest types and data", suggest, "Ctrl+Shift+T",
           has_elements, help="Proposes types and data kinds from the names in the diagram"),
    Action("weaker-suggestions", "Diagram", 3, "Show weaker suggestions", toggle_weaker,
           checked=lambda c: c.window.suggestions.weaker.isChecked(),
           help="Lists guesses that are not sure enough to take effect by themselves"),
    Action("about-model", "Diagram", 5, "About this model", lambda c: c.window.show_about_model(), "Ctrl+I"),
)  # fmt: skip
