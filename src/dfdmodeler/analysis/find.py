"""Finding anything in a model by what it says: names, kinds, attributes, threats, notes, answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from dfdmodeler.analysis.interview import ATTRIBUTE
from dfdmodeler.analysis.threat import Threat
from dfdmodeler.catalog.catalog import Catalog
from dfdmodeler.catalog.stencil import Attribute
from dfdmodeler.drawing.scene import flow_text
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Answer, Boundary, Diagram, Element, Flow, Note, Record
from dfdmodeler.model.values import Value
from dfdmodeler.rules.rule import Question

_STATED = ("description", "notes")


@dataclass(frozen=True, slots=True)
class Hit:
    """One place where something is said."""

    subject: str
    """Id of the element, flow, boundary, note or diagram that it is said of; ``diagram`` for the model."""
    what: str
    """What it is said in: the label of an attribute, or a word such as Name or Threat."""
    text: str
    threat: str = ""
    """Id of the threat, where it is one."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A hit that may come, with what it is found by; all in small letters."""

    hit: Hit
    own: str
    around: str
    """The name of its subject: words of the query may stand there too, but not all of them."""


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
        by_subject: dict[str, list[Entry]] = {}
        for entry in _entries(model, catalog, threats, questions or {}):
            by_subject.setdefault(entry.hit.subject, []).append(entry)
        self._by_subject = by_subject

    def find(self, query: str) -> list[Hit]:
        """All places where the words of a query stand, in any order; those of one thing follow each other.

        Things whose names begin with the query come first, then those whose names hold it, then the others,
        each by name.
        """
        words = query.casefold().split()
        if not words:
            return []
        found = []
        for subject, entries in self._by_subject.items():
            hits = [entry.hit for entry in entries if _tells(entry, words)]
            if hits:
                found.append((self._rank(subject, hits, query.casefold().strip()), hits))
        found.sort(key=lambda pair: pair[0])
        return [hit for _, hits in found for hit in hits]

    def _rank(self, subject: str, hits: list[Hit], query: str) -> tuple[int, str, str]:
        name = self._model.name_of(subject).casefold()
        named = any(hit.what == "Name" for hit in hits)
        grade = 0 if named and name.startswith(query) else 1 if named else 2
        return grade, name, subject


def _tells(entry: Entry, words: list[str]) -> bool:
    """Whether every word stands in an entry or in the name around it, and one of them in the entry itself."""
    own = [word in entry.own for word in words]
    return any(own) and all(here or word in entry.around for here, word in zip(own, words, strict=True))


def _entry(model: Model, hit: Hit, also: str = "") -> Entry:
    name = model.name_of(hit.subject) if hit.subject in model else ""
    return Entry(hit, f"{hit.what} {hit.text} {also}".casefold(), name.casefold())


def _entries(
    model: Model, catalog: Catalog, threats: Iterable[Threat], questions: Mapping[str, Question]
) -> Iterator[Entry]:
    for record in model.values():
        match record:
            case Element() | Flow() | Boundary():
                yield from _said(model, catalog, record)
            case Note(text=str(text)) if text.strip():
                yield _entry(model, Hit(record.id, "Note", _line(text)))
            case Diagram():
                yield Entry(Hit(record.id, "Diagram", model.name_of(record.id)), record.name.casefold(), "")
            case Answer(text=str(text)) if text.strip():
                asked = _asked(record.question, catalog, questions)
                yield _entry(model, Hit(record.subject, "Answer", _line(text)), asked)
    for threat in threats:
        hit = Hit(threat.subject, "Threat", threat.title, threat.id)
        yield _entry(model, hit, f"{threat.rule} {threat.severity} {threat.why}")
        if threat.decision and threat.decision.reason.strip():
            yield _entry(model, Hit(threat.subject, "Decision", _line(threat.decision.reason), threat.id))


def _said(model: Model, catalog: Catalog, record: Element | Flow | Boundary) -> Iterator[Entry]:
    """Its name and kind, what is stated of it in words, and its attributes."""
    name, kind = model.name_of(record.id), _kind(record, catalog)
    carried = flow_text(record, catalog) if isinstance(record, Flow) else ""
    yield Entry(Hit(record.id, "Name", name), f"{name} {carried}".casefold(), "")
    yield _entry(model, Hit(record.id, "Kind", kind))
    for field in _STATED:
        text = str(getattr(record, field))
        if text.strip():
            yield _entry(model, Hit(record.id, field.capitalize(), _line(text)))
    if not isinstance(record, Boundary):
        for attribute, value in record.properties.items():
            row = catalog.attribute(attribute)
            label = row.label if row else attribute.replace("_", " ")
            yield _entry(model, Hit(record.id, label, value_words(row, value)))


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


def _asked(question: str, catalog: Catalog, questions: Mapping[str, Question]) -> str:
    """The words of the question that was answered."""
    if question.startswith(ATTRIBUTE):
        row = catalog.attribute(question.removeprefix(ATTRIBUTE))
        return row.label if row else ""
    known = questions.get(question)
    return known.text if known else ""


def _line(text: str) -> str:
    return " ".join(text.split())
