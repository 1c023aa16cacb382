"""What is kept about a threat, and its history: entries that each change leaves.

Dates and authors are given by the caller.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping

from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Decision, Entry, joined_id

VERDICT = ("status", "reason", "author", "date", "evidence", "carried_from", "title", "expires")
"""What belongs to one decision, and is only changed together."""
TOLD = ("status", "expires", "severity", "likelihood", "impact", "cvss", "owasp", "owner", "due", "ticket")
"""Fields of a decision whose values are short enough for the history, in the order in which it tells them."""
CARRIED = "carried"
"""The field of an entry that tells that what was kept about another threat counts for this one."""
_IDENTITY = {"id", "kind", "threat", "title", "carried_from"}
_DIGITS = 8
_ENDLESS = 1 << 60


def decision_id(threat: str) -> str:
    """The id of the decision about a threat; a stated threat may be given by the id of its record."""
    return threat if "@" in threat else joined_id(threat, "")


def decision_on(model: Model, threat: str) -> Decision:
    """What is kept about a threat; an empty decision if nothing is."""
    id_ = decision_id(threat)
    return model.find(Decision, id_) or model.find(Decision, threat) or Decision(id=id_, threat=threat)


def decision_says(decision: Decision) -> bool:
    """Whether a decision holds anything besides what it is about."""
    same = {"title": decision.title, "carried_from": decision.carried_from}
    return decision != Decision(id=decision.id, threat=decision.threat, **same)


def mitigation_id(measure: str, threat: str) -> str:
    """The id of what is kept about a mitigation of the library at a threat."""
    return joined_id(measure, threat)


def history_of(model: Model, threat: str) -> list[Entry]:
    """The entries of a threat, the oldest first, with those from before it was carried over from another."""
    written: dict[str, list[Entry]] = {}
    for record in model.values():
        if type(record) is Entry:
            written.setdefault(decision_id(record.threat), []).append(record)
    found: dict[str, Entry] = {}
    waiting: list[tuple[str, int]] = [(threat, _ENDLESS)]
    while waiting:
        about, until = waiting.pop()
        for entry in written.get(decision_id(about), ()):
            if entry.number < until and entry.id not in found:
                found[entry.id] = entry
                if entry.field == CARRIED:
                    waiting.append((entry.before, entry.number))
    return sorted(found.values(), key=in_time)


def in_time(entry: Entry) -> tuple[str, int, str]:
    """Where an entry stands among others; two people's entries of one day keep their own order."""
    return entry.date, entry.number, entry.id


class History:
    """Writes the entries of one change."""

    def __init__(self, model: Model, author: str, date: str) -> None:
        self._author, self._date = author, date
        self._counts: Counter[str] = Counter()
        self._verdicts: set[tuple[str, str, str]] = set()
        """Verdicts that entries tell: threat, status and reason."""
        for record in model.values():
            if type(record) is Entry:
                self._counts[record.threat] = max(self._counts[record.threat], record.number)
                if record.field == "status":
                    self._verdicts.add((record.threat, record.after, record.text))
        self.entries: list[Entry] = []

    def go_on_from(self, former: str, present: str) -> None:
        """What comes is written after all that stands in another history too."""
        self._counts[present] = max(self._counts[present], self._counts[former])

    def note(self, before: Decision, after: Decision) -> None:
        """What one decision changed; a verdict that came with a file and no entry is told before it goes."""
        for told in _told(before, after):
            if told["field"] == "status" and not self._is_known(before):
                former = {"field": "status", "before": "open", "after": before.status, "text": before.reason}
                self._sign(after.threat, before.author, before.date, former)
            self.add(after.threat, **told)

    def add(self, threat: str, *, field: str = "", before: str = "", after: str = "", text: str = "") -> None:
        said = {"field": field, "before": before, "after": after, "text": text}
        self._sign(threat, self._author, self._date, said)

    def _is_known(self, decision: Decision) -> bool:
        """Whether the histories tell of a verdict, or there is none."""
        made = decision.status != "open" or bool(decision.reason)
        told = (decision.threat, decision.status, decision.reason) in self._verdicts
        return not made or told or bool(decision.carried_from)

    def _sign(self, threat: str, author: str, date: str, said: Mapping[str, str]) -> None:
        self._counts[threat] += 1
        number = self._counts[threat]
        signed = {"number": number, "author": author, "date": date}
        content = json.dumps([threat, *signed.values(), *said.values()])
        digest = hashlib.sha256(content.encode()).hexdigest()[:_DIGITS]
        self.entries.append(
            Entry.model_validate({"id": f"{threat}/{number:03}-{digest}", "threat": threat, **signed, **said})
        )


def _told(before: Decision, after: Decision) -> Iterator[dict[str, str]]:
    """The fields that changed, as entries tell them."""
    changed = {
        name for name, value in dict(after).items() if getattr(before, name, None) != value
    } - _IDENTITY
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
