"""Boundary lines: which side of them is inside."""

from __future__ import annotations

from dfdmodeler.gui.actions.action import Action
from dfdmodeler.gui.context import Context
from dfdmodeler.model import edits
from dfdmodeler.model.records import Boundary


def _lines(context: Context) -> list[str]:
    found = (context.session.model.find(Boundary, i) for i in context.session.selection.ids)
    return [boundary.id for boundary in found if boundary is not None and boundary.shape == "line"]


def swap_inside(context: Context) -> None:
    """Makes the other side of the selected lines the inside."""
    ids = _lines(context)
    context.session.edit("Swap inside", lambda model: edits.swap_inside(model, ids))


BOUNDARY: tuple[Action, ...] = (
    Action("swap-inside", "Diagram", 2, "Swap inside of line", swap_inside, "I", lambda c: bool(_lines(c)),
           local=True, help="Ticks on a boundary line show its inside; flows enter or leave there"),
)  # fmt: skip
