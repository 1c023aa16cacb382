"""Putting things on the diagram by name, and going on from what is there."""

from __future__ import annotations

from dfdmodeler.gui.actions.action import Action

GROWING: tuple[Action, ...] = (
    Action("insert", "Diagram", 1, "Insert…", lambda c: c.canvas.offering.insert(), "Ins", local=True,
           help="Offers everything that can be drawn, near what is selected; / on the canvas does the same"),
)  # fmt: skip
