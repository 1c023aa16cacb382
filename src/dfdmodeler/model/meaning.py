"""What records mean, apart from how they are drawn, planned and signed: what a review approves.

The meaning of a record is a digest of its telling fields. Two models mean the same if the digests of their
records are the same, wherever things are drawn, whoever owns what, and whatever was said on the way.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Generator, Mapping
from typing import Any

from dfdmodeler.model.model import Model
from dfdmodeler.model.record import Record
from dfdmodeler.model.records import (
    About,
    Answer,
    Assumption,
    Boundary,
    Decision,
    Element,
    Flow,
    Mitigation,
    Override,
    Threat,
)

Fields = tuple[str, ...]
Digests = Mapping[str, Mapping[str, str]]
"""The digest of each record that says something: by kind, then by id."""

MODEL: Mapping[type[Record], Fields] = {
    About: ("title", "description", "assumptions", "external_dependencies", "report_unknowns"),
    Element: ("type", "name", "parent", "description", "properties"),
    Flow: ("name", "source", "target", "directed", "description", "properties"),
    Boundary: ("name", "type", "shape", "inside", "parent", "description"),
    Threat: (
        "subject",
        "title",
        "description",
        "category",
        "severity",
        "mitigation",
        "properties",
        "related",
    ),
    Assumption: ("text", "subjects", "valid_until", "status"),
    Answer: ("question", "subject", "text", "status"),
}
"""What says something of the system, and the fields in which it does."""
DECISIONS: Mapping[type[Record], Fields] = {
    Decision: (
        "status",
        "reason",
        "expires",
        "severity",
        "severity_reason",
        "likelihood",
        "impact",
        "cvss",
        "owasp",
    ),
    Mitigation: ("threat", "title", "measure", "status"),
    Override: ("rule", "severity", "off", "reason"),
}
"""What people decided. Owners, dates, tickets and notes are plans: they can change without a new review."""
_ALL: Mapping[type[Record], Fields] = {**MODEL, **DECISIONS}
_MAY_BE_EMPTY = (About, Decision)
"""Records that mean nothing if none of their telling fields is set, as though they were not there."""
_OWN_EXTRAS = (About,)
"""Records whose further fields are notes of this program; those of others come from newer versions."""


SLICE = 1000
"""Records between two pauses."""


class Meanings:
    """Works out what models mean; records that it has seen before are not looked at again."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[Record, str]] = {}

    def of(self, model: Model) -> Generator[None, None, Digests]:
        """The digests of a model, with a pause now and then."""
        known, self._known = self._known, {}
        found: dict[str, dict[str, str]] = {}
        for number, record in enumerate(list(model.values())):
            if type(record) in _ALL:
                before = known.get(record.id)
                digest = before[1] if before and before[0] is record else meaning(record)
                self._known[record.id] = record, digest
                if digest:
                    found.setdefault(_kind(record), {})[record.id] = digest
            if number % SLICE == 0:
                yield
        return found


def meaning(record: Record) -> str:
    """The digest of what a record says; empty for one that says nothing."""
    wanted = _ALL[type(record)]
    values = record.model_dump(mode="json", exclude_defaults=True)
    told: dict[str, Any] = {name: values[name] for name in wanted if name in values}
    if not isinstance(record, _OWN_EXTRAS):
        told |= {name: values[name] for name in record.model_extra or {}}
    if not told and isinstance(record, _MAY_BE_EMPTY):
        return ""
    text = json.dumps(told, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def digest_of(digests: Digests, part: Mapping[type[Record], Fields]) -> str:
    """One digest for all records of some types."""
    kinds = sorted(str(record_type.model_fields["kind"].default) for record_type in part)
    lines = [
        f"{kind} {id_} {digest}" for kind in kinds for id_, digest in sorted(digests.get(kind, {}).items())
    ]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _kind(record: Record) -> str:
    return str(getattr(record, "kind", ""))
