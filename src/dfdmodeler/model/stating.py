"""Threats that people state or bring along: stating, changing and taking out. The history tells of each.

Who and when are given by the caller. What was decided about one that is taken out is kept.
"""

from __future__ import annotations

from dfdmodeler.model.edits import put, remove
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Decision, Threat
from dfdmodeler.model.triage_history import History, decision_id, decision_on

STATED = "stated"
"""The field of an entry that tells of a stated threat: its titles, and which of its fields changed."""


def state(model: Model, threat: Threat, *, author: str, date: str) -> Model:
    """Keeps a threat that a person stated, new or changed."""
    before = model.find(Threat, threat.id)
    if before == threat:
        return model
    history = History(model, author, date)
    was = before.title if before else ""
    history.add(
        decision_id(threat.id), field=STATED, before=was, after=threat.title, text=_changed(before, threat)
    )
    return put(model, *_called(model, threat), threat, *history.entries)


def withdraw(model: Model, threat: str, *, author: str, date: str) -> Model:
    """Takes a stated threat out. What was decided about it stays and can be read."""
    gone = model.find(Threat, threat)
    if gone is None:
        return model
    history = History(model, author, date)
    history.add(decision_id(threat), field=STATED, before=gone.title, text=gone.description)
    return put(remove(model, [threat]), *_called(model, gone), *history.entries)


def _called(model: Model, threat: Threat) -> list[Decision]:
    """What is kept about a threat, under the title that it has now."""
    kept = decision_on(model, threat.id)
    return [kept.model_copy(update={"title": threat.title})] if kept.id in model else []


def _changed(before: Threat | None, after: Threat) -> str:
    """The names of the fields that changed besides the title."""
    if before is None:
        return ""
    names = (name for name, value in dict(after).items() if getattr(before, name) != value)
    return ", ".join(name for name in names if name != "title")
