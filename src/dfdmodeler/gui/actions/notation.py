"""The legend that stands on a diagram."""

from __future__ import annotations

from dfdmodeler.gui.actions.action import Action
from dfdmodeler.gui.canvas import notation
from dfdmodeler.gui.context import Context


def insert_legend(context: Context) -> None:
    """Puts the diagram's legend on it and shows it."""
    context.canvas.reveal(notation.insert(context.canvas))


NOTATION: tuple[Action, ...] = (
    Action("insert-legend", "Diagram", 2, "Insert legend", insert_legend,
           help="Shapes, colours, lines and badges that occur on the diagram; it follows them"),
)  # fmt: skip
