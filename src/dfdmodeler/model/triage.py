"""The verbs of triage: decide, note what is done about a threat, comment. Each change leaves an entry.

Who and when are given by the caller. What is kept about a threat stays when the threat is gone.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from dfdmodeler.model.edits import put, remove
from dfdmodeler.model.model import Model
from dfdmodeler.model.record import Record, evolve
from dfdmodeler.model.records import Decision, Entry, Mitigation, Status, joined_id

VERDICT = ("status", "reason", "author", "date", "evidence", "title", "expires")
"""What belongs to one decision, and is only changed together."""
TOLD = ("status", "expires", "severity", "likelihood", "impact", "cvss", "owasp", "owner", "due", "ticket")
"""Fields of a decision whose values are short enough for the history, in the order in which it tells them."""
_IDENTITY = {"id", "kind", "threat", "title"}
_DIGITS = 8


def decision_id(threat: str) -> str:
    """The id of the decision about a threat; a stated threat may be given by the id of its record."""
    return threat if "@" in threat else joined_id(threat, "")


def decision_on(model: Model, threat: str) -> Decision:
    """What is kept about a threat; an empty decision if nothing is."""
    id_ = decision_id(threat)
    return model.find(Decision, id_) or model.find(Decision, threat) or Decision(id=id_, threat=threat)


def decide(
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
) -> Model:
    """Records what a reviewer decided about a threat, or takes it back (status open without a reason)."""
    verdict = {"status": status, "reason": reason, "expires": expires, "title": title}
    if status == "open" and not reason:
        signed = {"author": "", "date": "", "evidence": ""}
    else:
        signed = {"author": author, "date": date, "evidence": evidence}
    return keep(model, [evolve(decision_on(model, threat), **verdict, **signed)], author=author, date=date)


def track(model: Model, threats: Iterable[str], *, author: str, date: str, **fields: Any) -> Model:
    """Sets fields beside the verdict, such as `owner` or `due`, for some threats.

    Raises:
        ValueError: a field belongs to the verdict; use `decide`.
    """
    if verdict := fields.keys() & set(VERDICT) - {"title"}:
        raise ValueError(f"{', '.join(sorted(verdict))}: only decided together")
    wanted = [evolve(decision_on(model, threat), **fields) for threat in threats]
    return keep(model, wanted, author=author, date=date)


def keep(model: Model, decisions: Iterable[Decision], *, author: str, date: str) -> Model:
    """Keeps decisions as they are given and notes in the histories of their threats what that changes.

    A decision that says nothing any more is taken out; its history stays.
    """
    history = _History(model, author, date)
    kept: list[Record] = []
    empty: list[str] = []
    for decision in decisions:
        before = decision_on(model, decision.threat)
        history.note(before, decision)
        if _says_something(decision):
            kept.append(decision)
        elif decision.id in model:
            empty.append(decision.id)
    return put(remove(model, empty), *kept, *history.entries)


def comment(model: Model, threat: str, text: str, *, author: str, date: str) -> Model:
    """Adds a comment to the history of a threat."""
    history = _History(model, author, date)
    history.add(decision_on(model, threat).threat, text=text.strip())
    return put(model, *history.entries)


def mitigate(model: Model, mitigation: Mitigation, *, author: str, date: str) -> Model:
    """Keeps a mitigation of a threat, new or changed."""
    before = model.find(Mitigation, mitigation.id)
    if before == mitigation:
        return model
    history = _History(model, author, date)
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
    history = _History(model, author, date)
    before = _listed(gone.status, gone.owner)
    history.add(gone.threat, field="mitigation", before=before, text=gone.title)
    return put(remove(model, [mitigation]), *history.entries)


def mitigation_id(measure: str, threat: str) -> str:
    """The id of what is kept about a mitigation of the library at a threat."""
    return joined_id(measure, threat)


def history_of(model: Model, threat: str) -> list[Entry]:
    """The entries of a threat, the oldest first."""
    return sorted((e for e in model.of(Entry) if e.threat == threat), key=in_time)


def in_time(entry: Entry) -> tuple[str, int, str]:
    """Where an entry stands among others; two people's entries of one day keep their own order."""
    return entry.date, entry.number, entry.id


class _History:
    """Writes the entries of one change."""

    def __init__(self, model: Model, author: str, date: str) -> None:
        self._author, self._date = author, date
        self._counts: Counter[str] = Counter()
        for record in model.values():
            if type(record) is Entry:
                self._counts[record.threat] = max(self._counts[record.threat], record.number)
        self.entries: list[Entry] = []

    def note(self, before: Decision, after: Decision) -> None:
        """What one decision changed."""
        for told in _told(before, after):
            self.add(after.threat, **told)

    def add(self, threat: str, *, field: str = "", before: str = "", after: str = "", text: str = "") -> None:
        self._counts[threat] += 1
        number = self._counts[threat]
        said = {"field": field, "before": before, "after": after, "text": text}
        signed = {"number": number, "author": self._author, "date": self._date}
        content = json.dumps([threat, *signed.values(), *said.values()])
        digest = hashlib.sha256(content.encode()).hexdigest()[:_DIGITS]
        self.entries.append(
            Entry.model_validate({"id": f"{threat}/{number:03}-{digest}", "threat": threat, **signed, **said})
        )


def _told(before: Decision, after: Decision) -> Iterator[dict[str, str]]:
    """The fields that changed, as entries tell them."""
    changed = {name for name, value in dict(after).items() if getattr(before, name) != value} - _IDENTITY
    verdict = changed & {"status", "reason", "evidence"}
    if verdict:
        yield {"field": "status", "before": before.status, "after": after.status, "text": after.reason}
    for name in TOLD:
        if name in changed - verdict:
            told = {"field": name, "before": getattr(before, name), "after": getattr(after, name)}
            yield {**told, "text": after.severity_reason if name == "severity" else ""}
    if "severity_reason" in changed and "severity" not in changed:
        yield {"field": "severity_reason", "text": after.severity_reason}
    if "tags" in changed:
        yield {"field": "tags", "before": ", ".join(before.tags), "after": ", ".join(after.tags)}
    if "notes" in changed:
        yield {"field": "notes", "text": after.notes}


def _says_something(decision: Decision) -> bool:
    """Whether a decision holds anything besides what it is about."""
    empty = Decision(id=decision.id, threat=decision.threat, title=decision.title)
    return decision != empty


def _listed(*parts: str) -> str:
    return ", ".join(part for part in parts if part)
