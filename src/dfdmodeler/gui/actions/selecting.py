"""Selecting more than what is pointed at."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from dfdmodeler.gui.actions.action import Action
from dfdmodeler.gui.actions.state import has_selection
from dfdmodeler.gui.context import Context
from dfdmodeler.model import related
from dfdmodeler.model.model import Model

More = Callable[[Model, Iterable[str], Collection[str]], list[str]]


def select(context: Context, more: More) -> None:
    """Selects more of what is on the diagram; what was current stays so."""
    selection = context.session.selection
    found = more(context.session.model, selection.ids, context.canvas.content.subjects())
    selection.set([*(i for i in found if i != selection.current), *selection.ids[-1:]])


SELECTING: tuple[Action, ...] = (
    Action("select-similar", "Edit", 2, "Select similar", lambda c: select(c, related.similar),
           "Ctrl+Shift+A", has_selection, local=True, help="Selects all of the same type on this diagram"),
    Action("select-connected", "Edit", 2, "Select connected", lambda c: select(c, related.connected),
           "Ctrl+Shift+K", has_selection, local=True,
           help="Adds the flows at what is selected, and what is at their other ends"),
)  # fmt: skip
