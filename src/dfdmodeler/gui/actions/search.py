"""Finding anything in the model, and going from one hit to the next."""

from __future__ import annotations

from dfdmodeler.gui.actions.action import Action, Standard
from dfdmodeler.gui.actions.state import has_elements
from dfdmodeler.gui.context import Context


def _is_searching(context: Context) -> bool:
    return context.window.navigation.find.isVisible()


def find(context: Context) -> None:
    """Opens the search over the canvas; in the register, goes to its filter."""
    if context.window.triage.is_shown:
        context.window.triage.page.find()
    else:
        context.window.navigation.find.open()


SEARCH: tuple[Action, ...] = (
    Action("search", "Edit", 3, "Find in the model", find,
           Standard.Find, has_elements, help="Finds names, attributes, threats, notes and answers"),
    Action("search-next", "Edit", 3, "Next found", lambda c: c.window.navigation.find.step(1), "F3",
           _is_searching),
    Action("search-previous", "Edit", 3, "Previous found", lambda c: c.window.navigation.find.step(-1),
           "Shift+F3", _is_searching),
)  # fmt: skip
