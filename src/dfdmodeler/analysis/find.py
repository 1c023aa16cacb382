"""Finding anything in a model by what it says: names, kinds, attributes, threats, notes, answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from operator import itemgetter
from typing import NamedTuple

from dfdmodeler.analysis.followups import KIND_WORDS
from dfdmodeler.analysis.interview import ATTRIBUTE
from dfdmodeler.analysis.threat import Threat
from dfdmodeler.catalog.catalog import Catalog
from dfdmodeler.catalog.stencil import Attribute
from dfdmodeler.drawing.scene import flow_text
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import (
    DIAGRAM_SUBJECT,
    ActionItem,
    Answer,
    Assumption,
    Boundary,
    Diagram,
    Element,
    Entry,
    Flow,
    Note,
    Record,
)
from dfdmodeler.model.values import Value
from dfdmodeler.rules.rule import Question

_STATED = ("description", "notes")
_AT_ONCE = 10_000
_NAME = "Name"
_BARE = (_NAME, "Diagram")
"""Found by what they say, not also by what they are."""


class Hit(NamedTuple):
    """One place where something is said."""

    subject: str
    """Id of the element, flow, boundary, note or diagram that it is said of; ``diagram`` for the model."""
    what: str
    """What it is said in: the label of an attribute, or a word such as Name or Threat."""
    text: str
    threat: str = ""
    """Id of the threat, where it is one."""


Line = tuple[Hit, str]
"""A hit that may come, and in small letters what it is found by."""


class Book:
    """Everything that can be found in a model, read once for many queries."""

    def __init__(
        self,
        model: Model,
        catalog: Catalog,
        threats: Iterable[Threat] = (),
        questions: Mapping[str, Question] | None = None,
    ) -> None:
        self._model = model
        self._entries: dict[str, list[Line]] = {}
        self._names: dict[str, str] = {}
        self._rest = _Reader(model, catalog, questions or {}).read(threats)

    def read(self, most: int) -> bool:
        """Reads on, so that the first query need not wait for all of a large model; whether there is more."""
        count = 0
        for hit, also in islice(self._rest, most):
            own = f"{also} {hit.text}" if hit.what in _BARE else f"{hit.what} {hit.text} {also}"
            if hit.subject not in self._entries:
                self._entries[hit.subject] = []
                self._names[hit.subject] = self._model.name_of(hit.subject).casefold()
            self._entries[hit.subject].append((hit, own.casefold()))
            count += 1
        return count == most

    def find(self, query: str) -> list[Hit]:
        """All places where the words of a query stand, in any order; those of one thing follow each other.

        Words may also stand in the name of the thing, but not all of them. Things whose names begin with the
        query come first, then those whose names hold it, then the others, each by name.
        """
        while self.read(_AT_ONCE):
            pass
        words, start = query.casefold().split(), query.casefold().strip()
        found = []
        for subject, entries in self._entries.items() if words else ():
            name = self._names[subject]
            others = [word for word in words if word not in name]
            hits = [hit for hit, own in entries if _tells(own, words, others)]
            if hits:
                named = any(hit.what == _NAME for hit in hits)
                grade = (0 if name.startswith(start) else 1) if named else 2
                found.append(((grade, name, subject), hits))
        found.sort(key=itemgetter(0))
        return [hit for _, hits in found for hit in hits]


def _tells(own: str, words: list[str], others: list[str]) -> bool:
    """Whether an entry has the words that the name of its subject has not, and at least one."""
    for word in others:
        if word not in own:
            return False
    return bool(others) or any(word in own for word in words)


class _Reader:
    """Goes through a model; each hit comes with further words that it is found by."""

    def __init__(self, model: Model, catalog: Catalog, questions: Mapping[str, Question]) -> None:
        self._model, self._catalog, self._questions = model, catalog, questions
        self._told: dict[tuple[str, Value], tuple[str, str]] = {}
        self._said: dict[str, list[str]] = {}
        """Comments by threat."""

    def read(self, threats: Iterable[Threat]) -> Iterator[tuple[Hit, str]]:
        for record in self._model.values():
            match record:
                case Element() | Flow() | Boundary():
                    yield from self._subject(record)
                case Note(text=str(text)) if text.strip():
                    yield Hit(record.id, "Note", _line(text)), ""
                case Diagram():
                    yield Hit(record.id, "Diagram", self._model.name_of(record.id)), ""
                case Answer(text=str(text)) if text.strip():
                    yield Hit(record.subject, "Answer", _line(text)), self._asked(record.question)
                case Entry(field="", text=str(text)):
                    self._said.setdefault(record.threat, []).append(text)
                case Assumption(text=str(text)) | ActionItem(text=str(text)) if text.strip():
                    yield self._follow_up(record)
        for threat in threats:
            yield from self._threat(threat)

    def _threat(self, threat: Threat) -> Iterator[tuple[Hit, str]]:
        """What it is called, and what people decided, noted and said about it."""
        kept = threat.decision
        found = [threat.rule, threat.severity, threat.why, *(kept.tags if kept else ())]
        found += [kept.owner, kept.ticket] if kept else []
        yield Hit(threat.subject, "Threat", threat.title, threat.id), " ".join(found)
        told = (("Decision", kept.reason), ("Notes", kept.notes)) if kept else ()
        for what, text in (*told, *(("Comment", said) for said in self._said.get(threat.id, ()))):
            if text.strip():
                yield Hit(threat.subject, what, _line(text), threat.id), ""

    def _follow_up(self, one: Assumption | ActionItem) -> tuple[Hit, str]:
        """An assumption or action item, at the first thing of the model that it is about."""
        there = next((i for i in one.subjects if i in self._model), DIAGRAM_SUBJECT)
        threat = next((i for i in one.subjects if "@" in i), "") if there == DIAGRAM_SUBJECT else ""
        return Hit(there, KIND_WORDS[one.kind], _line(one.text), threat), f"{one.owner} {_line(one.notes)}"

    def _subject(self, record: Element | Flow | Boundary) -> Iterator[tuple[Hit, str]]:
        """Its name and kind, what is stated of it in words, and its attributes."""
        carried = flow_text(record, self._catalog) if isinstance(record, Flow) else ""
        yield Hit(record.id, _NAME, self._model.name_of(record.id)), carried
        yield Hit(record.id, "Kind", _kind(record, self._catalog)), ""
        for field in _STATED:
            if text := _line(getattr(record, field)):
                yield Hit(record.id, field.capitalize(), text), ""
        if not isinstance(record, Boundary):
            for attribute, value in record.properties.items():
                yield Hit(record.id, *self._attribute(attribute, value)), ""

    def _attribute(self, name: str, value: Value) -> tuple[str, str]:
        """Its label and value in words; most are said of many things alike."""
        told = self._told.get((name, value))
        if told is None:
            row = self._catalog.attribute(name)
            told = row.label if row else name.replace("_", " "), value_words(row, value)
            self._told[name, value] = told
        return told

    def _asked(self, question: str) -> str:
        """The words of the question that was answered."""
        if question.startswith(ATTRIBUTE):
            row = self._catalog.attribute(question.removeprefix(ATTRIBUTE))
            return row.label if row else ""
        known = self._questions.get(question)
        return known.text if known else ""


def value_words(attribute: Attribute | None, value: Value) -> str:
    """A value as people read it."""
    values = (value,) if isinstance(value, str) else value
    labels = attribute.choice_labels if attribute else {}
    return ", ".join(labels.get(one, one.replace("_", " ")) for one in values)


def _kind(record: Record, catalog: Catalog) -> str:
    if isinstance(record, Element):
        return catalog.label(record.type)
    if isinstance(record, Boundary):
        kind = catalog.boundary_kinds.get(record.type)
        return f"{kind.label} boundary" if kind else "Boundary"
    return "Flow"


def _line(text: str) -> str:
    return " ".join(text.split())
