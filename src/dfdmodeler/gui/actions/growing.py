"""Putting things on the diagram by name, and going on from what is there."""

from __future__ import annotations

from dfdmodeler.gui.actions.action import Action
from dfdmodeler.gui.canvas.growth import can_grow, grow
from dfdmodeler.gui.canvas.retyping import ask_type, retyped

GROWING: tuple[Action, ...] = (
    Action("insert", "Diagram", 1, "Insert…", lambda c: c.canvas.offering.insert(), "Ins", local=True,
           help="Offers everything that can be drawn, near what is selected; / on the canvas does the same"),
    Action("add-next", "Diagram", 1, "Add what comes next…", lambda c: grow(c.canvas),
           enabled=lambda c: can_grow(c.canvas), help="Tab on the canvas does the same"),
    Action("add-before", "Diagram", 1, "Add what comes before…", lambda c: grow(c.canvas, forward=False),
           enabled=lambda c: can_grow(c.canvas, forward=False), help="Shift+Tab on the canvas does the same"),
    Action("change-type", "Diagram", 2, "Change type…", lambda c: ask_type(c.canvas), "T", local=True,
           enabled=lambda c: bool(retyped(c.canvas)),
           help="Offers other types for what is selected; answers that fit stay"),
)  # fmt: skip
