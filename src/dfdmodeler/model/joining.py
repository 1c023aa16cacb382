"""Making one element of several: it has all their flows, and what people said of each counts for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from dfdmodeler.model import edits
from dfdmodeler.model.carrying import adopt_all
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import (
    ActionItem,
    Answer,
    Assumption,
    Decision,
    Diagram,
    Element,
    Entry,
    Flow,
    Mitigation,
    Placement,
    R,
    Record,
    Route,
    Suggestion,
    Threat,
    evolve,
    joined_id,
    layout_id,
)
from dfdmodeler.model.values import Value


def join(model: Model, element: str, others: Iterable[str], *, author: str, date: str) -> Model:
    """Merges other elements into one, which keeps its id, name, type, place and boundary.

    Flows between them are gone, flows that say the same become one. What is unknown of it is suggested as
    the others have it, what they say otherwise is put into its notes. Decisions, answers, assumptions,
    actions and stated threats of all are kept at it; see `carrying.adopt` for two verdicts about one rule.
    """
    kept = model.element(element)
    merged = [one for one in (model.element(other) for other in dict.fromkeys(others)) if one]
    merged = [one for one in merged if one.id != element]
    if kept is None or not merged:
        return model
    joiner = _Joiner(model, kept, merged)
    after = joiner.drawn()
    pairs = joiner.pairs(after)
    return adopt_all(after, pairs, author=author, date=date)


class _Joiner:
    """Merges the elements of one model."""

    def __init__(self, model: Model, kept: Element, merged: Sequence[Element]) -> None:
        self._model, self._kept = model, kept
        self._merged = merged
        self._names = {one.id: kept.id for one in merged}
        """What stands for what afterwards: elements, then flows that became one."""
        self._made: dict[str, Record] = {}
        self._gone: set[str] = set(self._names)

    def drawn(self) -> Model:
        """The model with one element instead of several."""
        self._join_elements()
        self._join_flows()
        for record in self._model.values():
            if isinstance(record, Placement | Route):
                self._redraw(record)
            elif isinstance(record, Answer) and record.subject in self._names:
                self._answer(record)
            elif isinstance(record, Diagram) and record.owner in self._names:
                self._open(record)
            elif isinstance(record, Threat | Assumption | ActionItem):
                self._rename_in(record)
        return edits.delete(edits.put(self._model, *self._made.values()), sorted(self._gone))

    def pairs(self, after: Model) -> list[tuple[str, str]]:
        """Threats about which something is kept, and what they are called afterwards."""
        return kept_about(after, self._names)

    def _now(self, record: R) -> R:
        found = self._made.get(record.id, record)
        assert isinstance(found, type(record))
        return found

    def _make(self, record: Record) -> None:
        self._made[record.id] = record

    def _join_elements(self) -> None:
        properties, notes = self._kept.properties, [self._kept.notes]
        for other in self._merged:
            notes.append(other.notes)
            for name, value in sorted(other.properties.items()):
                mine = properties.get(name)
                if mine is None:
                    properties = properties.with_(name, value)
                    self._make(_suggestion(self._kept, name, value, self._model.name_of(other.id)))
                elif mine != value:
                    notes.append(f"{self._model.name_of(other.id)}: {value_words(name, value)}")
        said = [one.description for one in (self._kept, *self._merged)]
        fields = {"properties": properties, "description": lines(said), "notes": lines(notes)}
        self._make(evolve(self._kept, **fields))

    def _join_flows(self) -> None:
        """Gives flows their new ends; of those that say the same then, the first stays."""
        kept: dict[tuple[object, ...], Flow] = {}
        at = edits.ends_at(self._model, [self._kept.id, *self._names])
        for flow in sorted(
            at, key=lambda one: (not {one.source, one.target}.isdisjoint(self._names), one.id)
        ):
            ends = {"source": self._end(flow.source), "target": self._end(flow.target)}
            if ends["source"] == ends["target"] and flow.source != flow.target:
                self._gone.add(flow.id)
                continue
            moved = evolve(flow, **ends)
            same = kept.setdefault(_meaning(moved), moved)
            if same is not moved and moved != flow:
                self._names[flow.id] = same.id
                self._gone.add(flow.id)
                moved = _one_flow(self._now(same), moved)
            if moved != self._model[moved.id]:
                self._make(moved)

    def _end(self, end: str | None) -> str | None:
        return self._names.get(end or "", end)

    def _redraw(self, record: Placement | Route) -> None:
        """Its place where only another one was drawn; flows that end elsewhere now find their own way."""
        if isinstance(record, Placement) and record.subject in self._names:
            id_ = layout_id(record.diagram, self._kept.id)
            if id_ not in self._model and id_ not in self._made:
                self._make(evolve(record, id=id_, subject=self._kept.id))
        elif isinstance(record, Route) and record.subject in self._made:
            self._make(evolve(record, bends=(), label=None))

    def _answer(self, given: Answer) -> None:
        subject = self._names[given.subject]
        moved = evolve(given, id=joined_id(given.question, subject), subject=subject)
        mine = self._made.get(moved.id) or self._model.get(moved.id)
        if isinstance(mine, Answer) and mine.status == "answered":
            other = given.text if given.status == "answered" else ""
            moved = evolve(mine, text=lines([mine.text, other]))
        self._make(moved)
        self._gone.add(given.id)

    def _open(self, diagram: Diagram) -> None:
        """What another one opened is opened by it, unless it opens a diagram of its own."""
        opened = any(isinstance(r, Diagram) and r.owner == self._kept.id for r in self._all())
        if not opened:
            self._make(evolve(diagram, owner=self._kept.id))

    def _all(self) -> Iterable[Record]:
        return (*self._model.values(), *self._made.values())

    def _rename_in(self, record: Threat | Assumption | ActionItem) -> None:
        """What is about another one is about it."""
        if isinstance(record, Threat):
            related = _renamed(record.related, self._names)
            moved: Record = evolve(
                record, subject=self._names.get(record.subject, record.subject), related=related
            )
        else:
            moved = evolve(record, subjects=_renamed(record.subjects, self._names))
        if moved != record:
            self._make(moved)


def kept_about(model: Model, names: Mapping[str, str]) -> list[tuple[str, str]]:
    """Threats at some subjects about which something is kept, each with the same at another subject."""
    kinds = Decision | Mitigation | Entry
    kept = sorted({record.threat for record in model.values() if isinstance(record, kinds)})
    split = ((threat, *threat.partition("@")) for threat in kept)
    return [
        (threat, joined_id(rule, names[subject])) for threat, rule, _, subject in split if subject in names
    ]


def _renamed(ids: Iterable[str], names: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names.get(i, i) for i in ids))


def _meaning(flow: Flow) -> tuple[object, ...]:
    """What flows have in common that become one."""
    return flow.source, flow.target, flow.directed, tuple(sorted(flow.properties.items()))


def _one_flow(first: Flow, other: Flow) -> Flow:
    name = first.name if first.name == other.name else ", ".join(n for n in (first.name, other.name) if n)
    return evolve(
        first,
        name=name,
        description=lines([first.description, other.description]),
        notes=lines([first.notes, other.notes]),
    )


def _suggestion(element: Element, name: str, value: Value, other: str) -> Suggestion:
    reason = f"{other}, which was merged into it, has it so."
    return Suggestion(
        id=layout_id(element.id, name), subject=element.id, field=name, value=value, reason=reason
    )


def value_words(name: str, value: Value) -> str:
    """An attribute and its value, as a note tells them."""
    return f"{name.replace('_', ' ')} {value if isinstance(value, str) else ', '.join(value)}"


def lines(texts: Iterable[str]) -> str:
    """Texts below each other, each once."""
    return "\n".join(dict.fromkeys(text for text in texts if text.strip()))
