"""The verbs of triage: decide, note what is done about a threat, comment. Each change leaves an entry.

Who and when are given by the caller. What is kept about a threat stays when the threat is gone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, Required, TypedDict, Unpack

from dfdmodeler.model.carrying import adopt as adopt
from dfdmodeler.model.edits import put, remove
from dfdmodeler.model.model import Model
from dfdmodeler.model.record import Record, evolve
from dfdmodeler.model.records import Decision, Mitigation, Status
from dfdmodeler.model.triage_history import CARRIED as CARRIED
from dfdmodeler.model.triage_history import VERDICT as VERDICT
from dfdmodeler.model.triage_history import History, decision_says
from dfdmodeler.model.triage_history import decision_id as decision_id
from dfdmodeler.model.triage_history import decision_on as decision_on
from dfdmodeler.model.triage_history import history_of as history_of
from dfdmodeler.model.triage_history import in_time as in_time
from dfdmodeler.model.triage_history import mitigation_id as mitigation_id


class Verdict(TypedDict, total=False):
    """What is said when a threat is decided; what is left out is empty."""

    status: Required[Status]
    reason: str
    author: str
    date: str
    evidence: str
    title: str
    expires: str


def decide(model: Model, threat: str, **verdict: Unpack[Verdict]) -> Model:
    """Records what a reviewer decided about a threat, or takes it back (status open without a reason)."""
    who, when = verdict.get("author", ""), verdict.get("date", "")
    return keep(model, [decided(model, threat, **verdict)], author=who, date=when)


def decided(
    model: Model,
    threat: str,
    *,
    status: Status,
    reason: str = "",
    author: str = "",
    date: str = "",
    evidence: str = "",
    title: str = "",
    expires: str = "",
) -> Decision:
    """What is kept about a threat once it is decided so; `keep` takes many of them at once."""
    verdict = {"status": status, "reason": reason, "expires": expires, "title": title, "carried_from": ""}
    if status == "open" and not reason:
        signed = {"author": "", "date": "", "evidence": ""}
    else:
        signed = {"author": author, "date": date, "evidence": evidence}
    return evolve(decision_on(model, threat), **verdict, **signed)


def track(
    model: Model,
    threats: Iterable[str],
    *,
    author: str,
    date: str,
    titles: Mapping[str, str] = MappingProxyType({}),
    **fields: Any,
) -> Model:
    """Sets fields beside the verdict, such as `owner` or `due`, for some threats.

    `titles` are what the threats are called, by id, so that what is kept can be read when they are gone.

    Raises:
        ValueError: a field belongs to the verdict; use `decide`.
    """
    if verdict := fields.keys() & set(VERDICT):
        raise ValueError(f"{', '.join(sorted(verdict))}: only decided together")
    wanted = [
        evolve(held, title=titles.get(threat) or held.title, **fields)
        for threat in threats
        for held in (decision_on(model, threat),)
    ]
    return keep(model, wanted, author=author, date=date)


def keep(model: Model, decisions: Iterable[Decision], *, author: str, date: str) -> Model:
    """Keeps decisions as they are given and notes in the histories of their threats what that changes.

    A decision that says nothing any more is taken out; its history stays.
    """
    history = History(model, author, date)
    kept: list[Record] = []
    empty: list[str] = []
    for decision in decisions:
        before = decision_on(model, decision.threat)
        history.note(before, decision)
        if decision_says(decision):
            kept.append(decision)
        elif decision.id in model:
            empty.append(decision.id)
    return put(remove(model, empty), *kept, *history.entries)


def comment(model: Model, threat: str, text: str, *, author: str, date: str) -> Model:
    """Adds a comment to the history of a threat."""
    history = History(model, author, date)
    history.add(decision_on(model, threat).threat, text=text.strip())
    return put(model, *history.entries)


def mitigate(model: Model, mitigation: Mitigation, *, author: str, date: str) -> Model:
    """Keeps a mitigation of a threat, new or changed."""
    before = model.find(Mitigation, mitigation.id)
    if before == mitigation:
        return model
    history = History(model, author, date)
    told = ("", "") if before is None else (before.status, before.owner)
    history.add(
        mitigation.threat,
        field="mitigation",
        before=_listed(*told),
        after=_listed(mitigation.status, mitigation.owner),
        text=mitigation.title,
    )
    return put(model, mitigation, *history.entries)


def drop_mitigation(model: Model, mitigation: str, *, author: str, date: str) -> Model:
    """Takes a mitigation out; the history of its threat tells of it."""
    gone = model.find(Mitigation, mitigation)
    if gone is None:
        return model
    history = History(model, author, date)
    before = _listed(gone.status, gone.owner)
    history.add(gone.threat, field="mitigation", before=before, text=gone.title)
    return put(remove(model, [mitigation]), *history.entries)


def _listed(*parts: str) -> str:
    return ", ".join(part for part in parts if part)
