"""Going through the places visited, and keeping track of a large diagram."""

from __future__ import annotations

from dfdmodeler.gui.actions.action import Action
from dfdmodeler.gui.actions.state import has_selection
from dfdmodeler.gui.canvas.places import show_selection
from dfdmodeler.gui.context import Context


def toggle_overview(context: Context) -> None:
    context.preferences.change(overview=not context.preferences.now.overview)


GOING: tuple[Action, ...] = (
    Action("zoom-selection", "View", 0, "Zoom to the selection", lambda c: show_selection(c.canvas),
           "Shift+2", has_selection, local=True),
    Action("back", "View", 0, "Back", lambda c: c.canvas.places.go_back(), "Alt+Left",
           lambda c: c.canvas.places.may_go_back, help="To what was in view before"),
    Action("forward", "View", 0, "Forward", lambda c: c.canvas.places.go_forward(), "Alt+Right",
           lambda c: c.canvas.places.may_go_forward),
    Action("overview", "View", 0, "Overview", toggle_overview, "Ctrl+Shift+O",
           checked=lambda c: c.preferences.now.overview,
           help="The whole diagram in small, where it is large and not all in view"),
)  # fmt: skip
