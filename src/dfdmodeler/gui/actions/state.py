"""When an action can be done."""

from __future__ import annotations

from dfdmodeler.gui.context import Context
from dfdmodeler.model.records import Boundary, Diagram, Element, Flow, Threat

SUBJECTS = (Element, Flow, Boundary)
"""What threats and questions are about."""


def has_selection(context: Context) -> bool:
    return bool(context.session.selection.ids)


def has_one(context: Context) -> bool:
    return len(context.session.selection.ids) == 1


def has_flow(context: Context) -> bool:
    session = context.session
    return any(isinstance(session.model.get(i), Flow) for i in session.selection.ids)


def has_elements(context: Context) -> bool:
    return any(isinstance(record, Element) for record in context.session.model.values())


def has_subject(context: Context) -> bool:
    session = context.session
    return any(isinstance(session.model.get(i), SUBJECTS) for i in session.selection.ids)


def has_threat(context: Context) -> bool:
    return context.session.selection.threat is not None


def stated_threat(context: Context) -> Threat | None:
    """The record of the chosen threat, if a person stated it or a file brought it along."""
    chosen = context.session.selection.threat or ""
    return context.session.model.find(Threat, chosen.removesuffix("@"))


def has_stated(context: Context) -> bool:
    return stated_threat(context) is not None


def has_diagram(context: Context) -> bool:
    return context.session.model.find(Diagram, context.canvas.diagram) is not None


def has_diagrams(context: Context) -> bool:
    return has_diagram(context) and len(context.session.model.diagrams) > 1


def has_shape(context: Context) -> bool:
    """Whether an element or boundary is selected."""
    session = context.session
    return any(isinstance(session.model.get(i), Element | Boundary) for i in session.selection.ids)
