"""What differs between two versions in words: things by name, fields and values as the catalog says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from dfdmodeler.analysis.columns import PROPOSED_WORDS
from dfdmodeler.analysis.delta import EVIDENCE, Reason, Turn
from dfdmodeler.analysis.find import value_words
from dfdmodeler.analysis.interview import ATTRIBUTE
from dfdmodeler.analysis.library import Library
from dfdmodeler.analysis.register import subject_name
from dfdmodeler.analysis.signoff_words import review_words
from dfdmodeler.analysis.triage_words import STATUS_WORDS
from dfdmodeler.model.differences import Difference, Differences
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Boundary, Conflict, Decision, Element, Flow, Record, Review
from dfdmodeler.report.words import listed, shortened

ARROW = "→"
NOTHING = "nothing"
UNKNOWN = "unknown"
LONGEST = 120
MOST_NAMED = 4
"""Things that a reason names; the rest of many is a number."""
KINDS: Mapping[str, tuple[str, str]] = {
    "about": ("description of the model", "descriptions of the model"),
    "conflict": ("conflict", "conflicts"),
    "element": ("element", "elements"),
    "flow": ("flow", "flows"),
    "boundary": ("trust boundary", "trust boundaries"),
    "threat": ("stated threat", "stated threats"),
    "decision": ("decision", "decisions"),
    "mitigation": ("mitigation", "mitigations"),
    "entry": ("line of history", "lines of history"),
    "answer": ("answer", "answers"),
    "assumption": ("assumption", "assumptions"),
    "action": ("action item", "action items"),
    "review": ("review", "reviews"),
    "override": ("rule override", "rule overrides"),
    "suggestion": ("suggestion", "suggestions"),
    "view": ("saved view", "saved views"),
    "diagram": ("diagram", "diagrams"),
    "note": ("note", "notes"),
    "/": ("part of the file", "parts of the file"),
}
"""Kinds of records, one and many; the last is what a newer version wrote beside its records."""
FIELDS: Mapping[str, str] = {
    "parent": "Boundary",
    "source": "From",
    "target": "To",
    "source_type": "Type in its source",
    "inside": "Inner side",
    "owner": "Owner",
    "directed": "Has a direction",
    "packs_off": "Rule packs not used",
    "report_unknowns": "Unknown key attributes are reported",
    "cvss": "CVSS",
    "owasp": "OWASP rating",
    "off": "Switched off",
}
"""Fields whose name does not say what they are."""
NAMED = frozenset(
    {
        "parent",
        "source",
        "target",
        "subject",
        "subjects",
        "diagram",
        "related",
        "threat",
        "open",
        "line_crossings",
    }
)
"""Fields that hold ids."""
DETAILS = frozenset({"evidence", "title", "date", "author", "threat", "number"})
"""Fields of a record about a threat that say nothing without the others."""


class Wording:
    """Puts what differs between two models into words."""

    def __init__(self, found: Differences, library: Library, titles: Mapping[str, str]) -> None:
        """`titles` are the titles of threats by id."""
        self.found, self._library, self._titles = found, library, titles
        self._catalog = library.catalog
        self._rows = {(row.id, row.change): row for row in found.changes}
        self._changes = {row.id: row for row in found.changes}

    def name(self, id_: str) -> str:
        """What people call a thing, in quotation marks; its new name, if it has one."""
        model = self.found.after if id_ in self.found.after else self.found.before
        if id_ == "diagram":
            return "the model as a whole"
        if "@" in id_ and isinstance(model.get(id_), Decision | None):
            return f"“{shortened(self.threat(id_))}”"
        return f"“{shortened(model.name_of(id_))}”"

    def thing(self, row: Difference) -> str:
        """A record with what it is: such as “vector store “Documents””."""
        record = self._record(row)
        tell = _THINGS.get(row.kind)
        if tell:
            return tell(self, record)
        return f"{KINDS.get(row.kind, (row.kind.replace('_', ' '), ''))[0]} {self.name(row.id)}"

    def threat(self, id_: str) -> str:
        """The title of a threat, also of one that nobody decided and that stands as before."""
        id_ = id_ if "@" in id_ else f"{id_}@"
        if known := self._titles.get(id_):
            return known
        rule, _, subject = id_.partition("@")
        if subject:
            found = self._library.rules.get(self._library.current_id(rule))
            model = self.found.after if subject in self.found.after else self.found.before
            return found.title.replace("{subject}", subject_name(model, subject)) if found else id_
        stated = self.found.after.get(rule) or self.found.before.get(rule)
        return getattr(stated, "title", "") or id_

    def fields(self, row: Difference) -> list[tuple[str, str]]:
        """The fields that differ: labels and what became of them. Of a new thing, what is said of it."""
        told = []
        for name, (before, after) in row.fields.items():
            if name in _IN_THE_THING.get(row.kind, frozenset()) and row.change != "changed":
                continue
            if row.change == "changed":
                told.append((self.label(name), self._turned(row, name)))
            else:
                told.append((self.label(name), self.value(row, name, before if after is None else after)))
        return told

    def label(self, field: str) -> str:
        """What people call a field or attribute."""
        name = field.removeprefix("properties.")
        attribute = self._catalog.attribute(name)
        words = FIELDS.get(name) or (attribute.label if attribute else name.replace("_", " "))
        return words[:1].upper() + words[1:]

    def value(self, row: Difference, field: str, value: Any) -> str:
        """A value as people read it."""
        record, name = self._record(row), field.removeprefix("properties.")
        absent = UNKNOWN if name not in type(record).model_fields else NOTHING
        if value is None or value in ("", ()) or value == {}:
            return absent
        if isinstance(value, bool):
            return "yes" if value else "no"
        texts = _each(value) if isinstance(value, str | tuple) else ()
        if not texts or not all(isinstance(text, str) for text in texts):
            return shortened(_written(value), LONGEST)
        if name in NAMED or (name == "owner" and row.kind == "diagram"):
            return listed([self.name(id_) for id_ in texts])
        if field == "type" and isinstance(record, Element):
            return self._catalog.label(value)
        if field == "type" and isinstance(record, Boundary):
            kind = self._catalog.boundary_kinds.get(value)
            return kind.label if kind else str(value)
        if field == "status" and field in type(record).model_fields:
            return STATUS_WORDS.get(value, str(value)).lower()
        attribute = self._catalog.attribute(name)
        told = value_words(attribute, value) if attribute else ", ".join(texts)
        return shortened(told, LONGEST) if attribute else f"“{shortened(told, LONGEST)}”"

    def reason(self, reason: Reason) -> str:
        """The edits behind something: such as “Encrypted of “Query” yes → no and “Agent” added”."""
        whole: dict[str, list[str]] = {}
        fields: dict[str, list[str]] = {}
        for part in reason.parts:
            row = self._changes[part.id]
            if row.change == "changed":
                told = f"{self.label(part.field)} {self._turned(row, part.field)}"
                fields.setdefault(self.name(row.id), []).append(told)
            else:
                whole.setdefault(row.change, []).append(self.thing(row))
        edits = [f"{listed(things, MOST_NAMED)} {how}" for how, things in whole.items()]
        edits += [f"{name}: {', '.join(told)}" for name, told in fields.items()]
        return "; ".join(edits)

    def _turned(self, row: Difference, field: str) -> str:
        before, after = (self.value(row, field, value) for value in row.fields[field])
        return f"{before} {ARROW} {after}"

    def _record(self, row: Difference) -> Record:
        record: Record = (self.found.before if row.change == "removed" else self.found.after).get(row.id)
        return record or self.found.before.about

    # What things are

    def _element(self, record: Record) -> str:
        assert isinstance(record, Element)
        return f"{_lower(self._catalog.label(record.type))} {self.name(record.id)}"

    def _flow(self, record: Record) -> str:
        assert isinstance(record, Flow)
        ends = [self.name(end) if end else "nowhere" for end in (record.source, record.target)]
        name = f" {self.name(record.id)}" if record.name.strip() else ""
        return f"flow{name} from {ends[0]} to {ends[1]}"

    def _boundary(self, record: Record) -> str:
        assert isinstance(record, Boundary)
        kind = self._catalog.boundary_kinds.get(record.type)
        return f"{f'{_lower(kind.label)} ' if kind else 'trust '}boundary {self.name(record.id)}"

    def _of_threat(self, record: Record) -> str:
        kind = KINDS[str(record.kind)][0]  # type: ignore[attr-defined]
        own = getattr(record, "title", "") if record.kind == "mitigation" else ""  # type: ignore[attr-defined]
        threat = getattr(record, "threat", "")
        title = self.threat(threat)
        if title == threat and not own:
            title = getattr(record, "title", "") or threat
        return f"{kind}{f' “{shortened(own)}”' if own else ''} on “{shortened(title)}”"

    def _answer(self, record: Record) -> str:
        question = str(getattr(record, "question", ""))
        subject = str(getattr(record, "subject", ""))
        if question.startswith(ATTRIBUTE):
            return f"answer about {self.label(question.removeprefix(ATTRIBUTE))} of {self.name(subject)}"
        known = self._library.questions.get(question)
        return f"answer to “{shortened(known.text if known else question)}” at {self.name(subject)}"

    def _override(self, record: Record) -> str:
        id_ = self._library.current_id(str(getattr(record, "rule", "")))
        rule = self._library.rules.get(id_)
        return f"override of rule {id_}{f' “{_plain_title(rule.title)}”' if rule else ''}"

    def _suggestion(self, record: Record) -> str:
        field, subject = str(getattr(record, "field", "")), str(getattr(record, "subject", ""))
        return f"suggestion for {self.label(field)} of {self.name(subject)}"

    def _review(self, record: Record) -> str:
        assert isinstance(record, Review)
        return f"review “{shortened(review_words(record))}”"

    def _text(self, record: Record) -> str:
        text = str(getattr(record, "text", "") or getattr(record, "reviewer", ""))
        return f"{KINDS[str(record.kind)][0]} “{shortened(text)}”"  # type: ignore[attr-defined]

    def _conflict(self, record: Record) -> str:
        assert isinstance(record, Conflict)
        about = f"{self.label(record.field)} of " if record.field else "the presence of "
        return f"conflict about {about}{self.name(record.subject)}"

    def _about(self, record: Record) -> str:
        return "what the model says of itself"


_THINGS: Mapping[str, Callable[[Wording, Record], str]] = {
    "about": Wording._about,
    "conflict": Wording._conflict,
    "element": Wording._element,
    "flow": Wording._flow,
    "boundary": Wording._boundary,
    "decision": Wording._of_threat,
    "mitigation": Wording._of_threat,
    "entry": Wording._of_threat,
    "answer": Wording._answer,
    "override": Wording._override,
    "suggestion": Wording._suggestion,
    "assumption": Wording._text,
    "action": Wording._text,
    "review": Wording._review,
}
_IN_THE_THING: Mapping[str, frozenset[str]] = {
    "conflict": frozenset({"subject", "field", "base", "ours", "theirs"}),
    "element": frozenset({"type", "name"}),
    "flow": frozenset({"name", "source", "target"}),
    "boundary": frozenset({"type", "name"}),
    "diagram": frozenset({"name"}),
    "threat": frozenset({"title"}),
    "mitigation": frozenset({"title", "threat"}),
    "entry": frozenset({"threat"}),
    "answer": frozenset({"question", "subject"}),
    "override": frozenset({"rule"}),
    "suggestion": frozenset({"subject", "field"}),
    "review": frozenset({"reviewer", "date", "approves", "model", "decisions", "packs", "prints"}),
    "assumption": frozenset({"text"}),
    "action": frozenset({"text"}),
    "note": frozenset({"text"}),
    "view": frozenset({"name"}),
}
"""Fields that the name of a new or removed thing says already."""


def turn_words(turn: Turn) -> Iterator[str]:
    """What changed about a threat that stays."""
    for name, (before, after) in turn.fields.items():
        if name == EVIDENCE:
            again = turn.after is not None and turn.after.evidence_changed
            yield "rests on other evidence, review again" if again else "rests on other evidence"
        else:
            words = _VALUES.get(name, {})
            was, now = (_lower(words[value]) if value in words else value for value in (before, after))
            yield f"{_ASPECTS[name]}{was} {ARROW} {now}"


_VALUES: Mapping[str, Mapping[str, str]] = {"status": STATUS_WORDS, "proposed": PROPOSED_WORDS}
_ASPECTS: Mapping[str, str] = {"severity": "", "confidence": "", "status": "", "proposed": "by its controls "}


def titles_of(turns: Iterable[Turn], models: Iterable[Model]) -> Mapping[str, str]:
    """The titles of threats by id: of those that differ, and of those that somebody decided."""
    decisions = [record for model in models for record in model.of(Decision)]
    found = {record.threat: record.title for record in decisions if record.title}
    return found | {turn.id: turn.row.title for turn in turns}


def _each(value: str | tuple[str, ...]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else value


def _written(value: Any) -> str:
    """A value of whatever sort, such as of a field that this version does not know."""
    if isinstance(value, Mapping):
        return "; ".join(f"{name} {_written(part)}" for name, part in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(map(_written, value))
    return str(value)


def _plain_title(title: str) -> str:
    return shortened(title.replace("{subject}", "…"))


def _lower(words: str) -> str:
    """Words inside a sentence; what is written in capitals stays."""
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]
