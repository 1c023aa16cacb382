"""What a merge left to choose, in words: what it is about, and what base, ours and theirs say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from dfdmodeler.analysis.library import Library
from dfdmodeler.model import edits
from dfdmodeler.model.conflict import Conflict, Side
from dfdmodeler.model.differences import Difference, Differences, differences
from dfdmodeler.model.fields import kind_of
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import RECORD_TYPES, Opaque, Record
from dfdmodeler.model.settling import JOINED, standing, subject_of
from dfdmodeler.report.difference_words import Wording, titles_of
from dfdmodeler.report.words import capital, joined, shortened

DELETED = "Deleted"
ABSENT = "Nothing yet"
UNITS: Mapping[str, str] = {"decision": "Decision", "answer": "Answer", "override": "Override"}
"""What fields that belong together are called, by kind; others by the first of them."""
SIDES: Mapping[str, str] = {"base": "Before", "ours": "Ours", "theirs": "Theirs"}
"""What the versions are called, in the order in which they are shown."""
_SIGNED = ("author", "date")
_UNTOLD = ("evidence", "title", "carried_from", "score", "previous")
"""Fields that mean nothing to people who choose between two sides."""
_WORDS = ("type", "status")
"""Fields whose values are words that the catalog or the register knows."""
_TEXTS = (*JOINED, "severity_reason")


class Told(NamedTuple):
    """A conflict as people read it; each side may have several lines."""

    thing: str
    """What it is about, such as “vector store “Documents””."""
    field: str
    base: str
    ours: str
    theirs: str
    standing: str
    """Which version stands in the model now: ``ours``, ``theirs`` or neither."""


class ConflictWords:
    """Puts the conflicts of a model into words."""

    def __init__(self, model: Model, library: Library, titles: Mapping[str, str] | None = None) -> None:
        """`titles` are the titles of threats by id, where they are known."""
        self._model, self._library = model, library
        self._titles = {**titles_of((), [model]), **(titles or {})}
        self._wording = Wording(Differences(model, model), library, self._titles)

    def told(self, conflict: Conflict) -> Told:
        """All that is said of one conflict."""
        base, ours, theirs = (self._side(conflict, name) for name in SIDES)
        stands = standing(self._model, conflict) or ""
        return Told(self._thing(conflict), self._field(conflict), base, ours, theirs, stands)

    def _thing(self, conflict: Conflict) -> str:
        record = self._model.get(conflict.subject)
        if record is None:
            return f"“{conflict.subject}”, which is gone"
        at, _ = subject_of(self._model, conflict)
        place = f" at “{shortened(self._model.name_of(at))}”" if at and at != conflict.subject else ""
        told = self._wording.thing(_row(record))
        return told if place and place.strip() in told else told + place

    def _field(self, conflict: Conflict) -> str:
        if not conflict.field:
            return "Whether it stays"
        record = self._model.get(conflict.subject)
        unit = UNITS.get(kind_of(record), "") if record and len(conflict.fields) > 1 else ""
        apart = conflict.field == "severity" and unit == "Decision"
        return unit if unit and not apart else self._wording.label(conflict.field)

    def _side(self, conflict: Conflict, name: str) -> str:
        side: Side | None = getattr(conflict, name)
        if side is None:
            return ABSENT if name == "base" else DELETED if not conflict.field else ABSENT
        if not conflict.field:
            return self._whole(conflict, side, name)
        record = self._model.get(conflict.subject)
        return "\n".join(self._said(record, conflict, side.plain())) or ABSENT

    def _said(self, record: Record | None, conflict: Conflict, said: Mapping[str, Any]) -> Iterator[str]:
        """The parts of what a side says: its main field, the others that say something, and who signed."""
        names = [
            conflict.field,
            *(n for n in conflict.fields if n not in (conflict.field, *_SIGNED, *_UNTOLD)),
        ]
        for name in names:
            value = said.get(name)
            if name != conflict.field and value in (None, "", [], False):
                continue
            words = self._value(record, name, value)
            plain = name == conflict.field or name in _TEXTS
            yield capital(words) if plain else f"{self._wording.label(name)}: {words}"
        signed = joined((str(said[name]) for name in _SIGNED if said.get(name)), ", ")
        if signed and len(conflict.fields) > 1:
            yield signed

    def _value(self, record: Record | None, name: str, value: Any) -> str:
        if name in _TEXTS and isinstance(value, str) and value:
            return f"“{value}”"
        shown = tuple(value) if isinstance(value, list) else value
        strange = name in _WORDS and not isinstance(shown, str | None)
        if record is None or strange or not _is_usual(shown):
            return str(value)
        return self._wording.value(_row(record), name, shown)

    def _whole(self, conflict: Conflict, side: Side, name: str) -> str:
        """A record that only one version has: what was changed of it, or what it is."""
        record = _record(side, conflict.subject)
        if record is None:
            return "Something that fits no record"
        before = _record(conflict.base, conflict.subject) if conflict.base is not None else None
        if name == "base" or before is None or kind_of(before) != kind_of(record):
            model = edits.put(self._model, record)
            return capital(
                Wording(Differences(model, model), self._library, self._titles).thing(_row(record))
            )
        changes = differences(Model([before]), Model([record])).changes
        found = Differences(edits.put(self._model, before), edits.put(self._model, record), changes)
        wording = Wording(found, self._library, self._titles)
        parts = [f"{label}: {words}" for row in changes for label, words in wording.fields(row)]
        return "\n".join(["Changed", *parts]) if parts else "Drawn otherwise"


def one_line(side: str) -> str:
    """What a side says, where there is one line for it."""
    return joined(side.splitlines())


def _is_usual(value: Any) -> bool:
    """Whether a value is of a sort that fields have; another program may have written anything."""
    if isinstance(value, tuple):
        return all(isinstance(part, str) for part in value)
    return isinstance(value, str | bool | None)


def _row(record: Record) -> Difference:
    return Difference(record.id, kind_of(record), "changed", {})


def _record(side: Side, subject: str) -> Record | None:
    try:
        kind = side["kind"]
        return RECORD_TYPES.get(kind, Opaque).model_validate({**side, "id": subject})
    except (ValueError, LookupError, TypeError):
        return None
