"""The history of a threat in words: what each entry tells, and the entries of one person and day together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from dfdmodeler.analysis.likelihood import LEVELS
from dfdmodeler.analysis.ratings import cvss4
from dfdmodeler.analysis.triage_words import MITIGATION_WORDS, STATUS_WORDS
from dfdmodeler.model.records import Entry
from dfdmodeler.model.stating import STATED
from dfdmodeler.model.triage import CARRIED

NOBODY = "Without a name"
_LABELS: Mapping[str, str] = {
    "expires": "Holds until",
    "severity": "Severity",
    "severity_reason": "Reason for the severity",
    "likelihood": "Likelihood",
    "impact": "Impact",
    "cvss": "CVSS 4.0",
    "owasp": "OWASP risk rating",
    "owner": "Owner",
    "due": "Due",
    "ticket": "Ticket",
    "tags": "Tags",
    "notes": "Notes",
}
_NONE: Mapping[str, str] = {"expires": "no end", "severity": "as found"}
"""What an empty value means, where that is not nothing."""


@dataclass(frozen=True, slots=True)
class Told:
    """One entry: what changed, and what was said to it. A comment only says."""

    change: str
    said: str = ""

    @property
    def is_comment(self) -> bool:
        return not self.change


@dataclass(frozen=True, slots=True)
class Turn:
    """What one person did and said on one day, in order."""

    author: str
    date: str
    told: tuple[Told, ...]


def turns(entries: Iterable[Entry]) -> list[Turn]:
    """A history as a conversation, the oldest first."""
    return [
        Turn(author or NOBODY, date, tuple(tell(entry) for entry in said))
        for (author, date), said in groupby(entries, key=lambda entry: (entry.author, entry.date))
    ]


def tell(entry: Entry) -> Told:
    """One entry in words."""
    if not entry.field:
        return Told("", entry.text)
    return _TELLERS.get(entry.field, _value)(entry)


def _status(entry: Entry) -> Told:
    before, after = (STATUS_WORDS.get(one, one) for one in (entry.before, entry.after))
    if before == after:
        return Told(f"Decided again: {after}", entry.text)
    return Told(f"{before} → {after}", entry.text)


def _mitigation(entry: Entry) -> Told:
    before, after = (_listed(one) for one in (entry.before, entry.after))
    title = entry.text or "Mitigation"
    if not after:
        return Told(f"{title}: removed, before {before}")
    if before == after:
        return Told(f"{title}: {after}, details changed")
    return Told(f"{title}: {before} → {after}" if before else f"{title}: {after}")


def _listed(told: str) -> str:
    """Status and owner of a mitigation."""
    status, *rest = told.split(", ", 1)
    return ", ".join([{str(k): v for k, v in MITIGATION_WORDS.items()}.get(status, status), *rest])


def _text(entry: Entry) -> Told:
    label = _LABELS[entry.field]
    return Told(label, entry.text) if entry.text else Told(f"{label} taken away")


def _carried(entry: Entry) -> Told:
    return Told(f"Carried over from {entry.before}", entry.text)


def _stated(entry: Entry) -> Told:
    """Of a threat that people stated: `text` has the names of the fields that changed."""
    if not entry.after:
        return Told(f"Removed: {entry.before}", entry.text)
    if not entry.before:
        return Told(f"Stated: {entry.after}")
    changed = f"; changed: {entry.text}" if entry.text else ""
    if entry.before == entry.after:
        return Told(f"Changed: {entry.text}")
    return Told(f"Called {entry.after}, before {entry.before}{changed}")


def _value(entry: Entry) -> Told:
    label = _LABELS.get(entry.field, entry.field.replace("_", " ").capitalize())
    before, after = (_words(entry.field, one) for one in (entry.before, entry.after))
    none = _NONE.get(entry.field, "none")
    was = f", before {before}" if before else ""
    return Told(f"{label}: {after or none}{was}", entry.text)


def _words(field: str, value: str) -> str:
    if field in ("likelihood", "impact"):
        return LEVELS.get(value, value).lower()
    if field == "cvss" and value and (rating := cvss4(value)):
        return f"{rating.words} ({value})"
    return value


_TELLERS: Mapping[str, Callable[[Entry], Told]] = {
    "status": _status,
    "mitigation": _mitigation,
    "notes": _text,
    "severity_reason": _text,
    CARRIED: _carried,
    STATED: _stated,
}
