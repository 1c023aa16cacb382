"""Connecting and moving into boundaries without a mouse."""

from __future__ import annotations

from dfdmodeler.gui.actions.action import Action
from dfdmodeler.gui.canvas import relating
from dfdmodeler.gui.context import Context
from dfdmodeler.model.records import Element


def has_source(context: Context) -> bool:
    session = context.session
    elements = [i for i in session.selection.ids if session.model.find(Element, i)]
    return bool(elements) and len(session.model.of(Element)) > 1


RELATING: tuple[Action, ...] = (
    Action("connect-to", "Diagram", 2, "Connect to…", lambda c: relating.ask_target(c.canvas), "Ctrl+Shift+C",
           has_source, help="Offers the elements that a flow may lead to from what is selected"),
    Action("move-into", "Diagram", 2, "Move into boundary…", lambda c: relating.ask_home(c.canvas),
           "Ctrl+Shift+B", lambda c: bool(relating.movable(c.canvas)),
           help="Offers the boundaries that what is selected may go into, and none"),
)  # fmt: skip
