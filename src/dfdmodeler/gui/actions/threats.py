"""Threats: going through them, deciding, what to do next."""

from __future__ import annotations

from functools import partial
from typing import Any

from dfdmodeler.gui.actions.action import Action
from dfdmodeler.gui.actions.state import (
    SUBJECTS,
    has_elements,
    has_stated,
    has_subject,
    has_threat,
    stated_threat,
)
from dfdmodeler.gui.context import Context
from dfdmodeler.model import stating
from dfdmodeler.model.records import DIAGRAM_SUBJECT, Threat, evolve
from dfdmodeler.model.triage import decision_id


def _decide(status: str, text: str, key: str) -> Action:
    return Action(f"decide-{status}", "Threats", 1, text, lambda c: c.window.decide(status), key, has_threat)


def toggle_top(context: Context) -> None:
    """Lists what to see first, or all threats again."""
    context.window.docks.show("threats")
    context.window.threats.toggle_top()


def go_to_threat(context: Context) -> None:
    """Selects what the chosen threat is about, and brings it into view."""
    session = context.session
    chosen = session.selection.threat
    threat = next((threat for threat in session.threats.threats if threat.id == chosen), None)
    context.window.triage.leave()
    if threat and threat.subject in session.model:
        session.selection.set((threat.subject,), threat.id)
        context.canvas.reveal(threat.subject)


def state_threat(context: Context) -> None:
    """Records a threat that a person saw, at what is selected or at the model as a whole."""
    session = context.session
    current = session.selection.current or DIAGRAM_SUBJECT
    subject = current if isinstance(session.model.get(current), SUBJECTS) else DIAGRAM_SUBJECT
    _ask(context, Threat(id="new", subject=subject))


def edit_threat(context: Context) -> None:
    """Changes the chosen threat, which a person stated or a file brought along."""
    threat = stated_threat(context)
    if threat:
        _ask(context, threat)


def remove_threat(context: Context) -> None:
    """Takes the chosen threat out, which a person stated or a file brought along."""
    threat, by = stated_threat(context), context.reviewer.signed()
    if threat:
        context.session.edit("Remove a threat", lambda model: stating.withdraw(model, threat.id, **by))


def _ask(context: Context, threat: Threat) -> None:
    """Asks for what a threat is, and keeps it."""
    from dfdmodeler.gui.dialogs.beside import show_beside
    from dfdmodeler.gui.dialogs.threat import ThreatDialog

    def make() -> ThreatDialog:
        dialog = ThreatDialog(context.session.model, threat, context.window)
        dialog.accepted.connect(lambda: _state(context, threat, dialog.fields()))
        return dialog

    show_beside(context.window, ThreatDialog, make, again=False, of_document=True)


def _state(context: Context, threat: Threat, fields: dict[str, Any]) -> None:
    session, by = context.session, context.reviewer.signed()
    if fields["subject"] not in session.model:  # deleted meanwhile
        fields["subject"] = DIAGRAM_SUBJECT
    known = session.model.find(Threat, threat.id)
    record = evolve(known, **fields) if known else Threat(id=session.new_id(fields["title"]), **fields)
    label = "Edit a threat" if known else "State a threat"
    session.edit(label, lambda model: stating.state(model, record, **by))
    context.window.docks.show("threats")
    session.selection.set_threat(decision_id(record.id))


def ask_why_missing(context: Context) -> None:
    """Tells what keeps rules silent at what is selected."""
    context.window.docks.show("coverage")
    context.window.coverage.ask_why()


def show_next_controls(context: Context) -> None:
    """Proposes the few changes that help most, for the model or what is selected."""
    from dfdmodeler.gui.dialogs.beside import show_beside
    from dfdmodeler.gui.dialogs.next_controls import NextControlsDialog

    session, window = context.session, context.window
    make = partial(NextControlsDialog, session, window)
    show_beside(window, NextControlsDialog, make, again=False, of_document=True)


THREATS: tuple[Action, ...] = (
    Action("next-threat", "Threats", 0, "Next threat", lambda c: c.window.step_threat(1), "F8"),
    Action("previous-threat", "Threats", 0, "Previous threat", lambda c: c.window.step_threat(-1),
           "Shift+F8"),
    Action("top-threats", "Threats", 0, "Top threats only", toggle_top, "Ctrl+Shift+F8",
           checked=lambda c: c.window.threats.shows_top,
           help="At most one threat for each flow, what matters most first"),
    Action("register", "Threats", 0, "Register", lambda c: c.window.triage.toggle(), "Ctrl+R",
           checked=lambda c: c.window.triage.is_shown,
           help="All threats as a table in place of the diagram: filter, sort, group, decide about many"),
    Action("go-to-threat", "Threats", 0, "Show where it is", go_to_threat, "Ctrl+J",
           has_threat),
    _decide("open", "Mark as open", "Ctrl+1"),
    _decide("needs_investigation", "Needs investigation", "Ctrl+2"),
    _decide("mitigated", "Mark as mitigated", "Ctrl+3"),
    _decide("accepted", "Accept…", "Ctrl+4"),
    _decide("not_applicable", "Not applicable…", "Ctrl+5"),
    _decide("transferred", "Transfer…", "Ctrl+6"),
    _decide("avoided", "Avoid…", "Ctrl+7"),
    _decide("false_positive", "False positive…", "Ctrl+8"),
    Action("comment", "Threats", 1, "Comment…", lambda c: c.window.comment(), "Ctrl+Shift+U", has_threat,
           help="Says something in the history of the chosen threat"),
    Action("why-missing", "Threats", 2, "Why is a threat missing…", ask_why_missing, "Ctrl+Shift+Y",
           has_subject, help="What keeps each rule silent at what is selected"),
    Action("next-controls", "Threats", 2, "Best next controls…", show_next_controls, "Ctrl+B",
           has_elements, help="The few changes that remove or mitigate the most threats"),
    Action("state-threat", "Threats", 2, "State a threat…", state_threat, "Ctrl+T",
           help="Records a threat that no rule finds, at what is selected"),
    Action("edit-threat", "Threats", 2, "Edit the stated threat…", edit_threat, "", has_stated,
           help="Title, place, severity and description of the chosen threat, which a person stated"),
    Action("remove-threat", "Threats", 2, "Remove the stated threat", remove_threat, "", has_stated,
           help="What was decided about it is kept"),
    Action("add-assumption", "Threats", 4, "Add an assumption…", lambda c: c.window.follow_up("assumption"),
           "Ctrl+Shift+H", help="What the model takes for granted, about what is selected"),
    Action("add-action", "Threats", 4, "Add an action item…", lambda c: c.window.follow_up("action"),
           "Ctrl+Shift+J", help="What somebody is to do, about what is selected"),
    Action("interview", "Threats", 3, "Interview", lambda c: c.window.start_interview(), "Ctrl+Shift+I",
           has_elements, help="Asks what is open, one question after the other"),
)  # fmt: skip
