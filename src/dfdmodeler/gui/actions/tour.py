"""The tour."""

from __future__ import annotations

from dfdmodeler.gui.actions.action import Action
from dfdmodeler.gui.context import Context


def start_tour(context: Context) -> None:
    """Begins the tour, goes on with it, or puts the focus on it."""
    context.window.tour.start()


TOUR: tuple[Action, ...] = (
    Action("tour", "Help", 0, "Take the tour", start_tour,
           label=lambda c: "Resume the tour" if c.window.tour.can_resume else "Take the tour",
           help="Draw, see a threat, answer, decide and export, in five minutes inside a real model"),
)  # fmt: skip
