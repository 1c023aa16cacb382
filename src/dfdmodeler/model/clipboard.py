"""Cut, copy and paste: a piece of a model as text, and back.

What was cut keeps its ids when it is pasted, as long as they are free, so that decisions and answers, which
stay in the model, find it again; so does what was copied, once it is deleted and something is still kept
about it. Other copies get new ids and start without decisions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, ValidationError

from dfdmodeler.model import edits
from dfdmodeler.model.ids import is_valid
from dfdmodeler.model.model import Model
from dfdmodeler.model.moves import carried, shifted
from dfdmodeler.model.records import (
    Answer,
    AnyRecord,
    Boundary,
    Decision,
    Diagram,
    Element,
    Flow,
    Mitigation,
    Note,
    Placement,
    Record,
    Route,
    Suggestion,
    evolve,
    layout_id,
)

MIME_TYPE = "application/x-dfdmodeler-fragment"
MAX_SIZE = 32_000_000
"""Characters; a longer text is not taken for a fragment."""

_CROSSINGS = "line_crossings"
NewId = Callable[[str], str]
"""A fresh id for a record of some name."""


class _Fragment(BaseModel):
    model_config = ConfigDict(frozen=True)
    format: Literal["dfdmodeler-fragment"] = "dfdmodeler-fragment"
    cut: bool = False
    records: tuple[AnyRecord, ...] = ()


class Pasted(NamedTuple):
    """A model with what was pasted."""

    model: Model
    names: Mapping[str, str]
    """The id that each element, flow, boundary and note has, by the one it had in the fragment."""


def copy(model: Model, ids: Iterable[str], diagram: str, *, cut: bool = False) -> str:
    """Elements, flows, boundaries and notes as text, as they are drawn on a diagram.

    What is inside a boundary comes along, and so do flows with both ends among the chosen. With `cut`, so do
    flows with one end, to be connected again where that end still exists. Nothing is removed: that is
    `edits.delete`.
    """
    chosen = {i for i in carried(model, ids) if isinstance(model.get(i), Element | Flow | Boundary | Note)}
    if cut:
        chosen |= {flow.id for flow in edits.ends_at(model, chosen)}
    records = [model[i] for i in chosen]
    records += [r for r in model.values() if _comes_along(r, chosen, diagram)]
    if cut:
        records += [d for d in model.of(Diagram) if d.owner in chosen]  # to be opened by it again
    fragment = _Fragment(cut=cut, records=tuple(sorted(records, key=lambda r: r.id)))
    return fragment.model_dump_json()


def is_fragment(text: str) -> bool:
    """Whether a text is something that can be pasted."""
    return _read(text) is not None


def paste(model: Model, fragment: str, diagram: str, offset: tuple[float, float], new_id: NewId) -> Model:
    """Puts a fragment on a diagram, moved by an offset; a text that is none changes nothing.

    A parent or flow end that did not come along is kept if the model has it; a flow that loses an end is left
    out. Copies are not locked.
    """
    return pasted(model, fragment, diagram, offset, new_id).model


def pasted(model: Model, fragment: str, diagram: str, offset: tuple[float, float], new_id: NewId) -> Pasted:
    """The same, and what became of the ids in the fragment."""
    read = _read(fragment)
    if read is None:
        return Pasted(model, {})
    subjects = [r for r in read.records if isinstance(r, Element | Flow | Boundary | Note)]
    names = _new_names(model, subjects, read.cut or _is_remembered(model, subjects), new_id)
    for flow in [r for r in subjects if isinstance(r, Flow)]:
        if not _connects(model, flow, names, read.cut):
            del names[flow.id]
    records = (_pasted(model, r, diagram, names, offset) for r in read.records)
    return Pasted(edits.put(model, *(record for record in records if record is not None)), names)


def paste_same(model: Model, fragment: str, diagram: str, new_id: NewId) -> Model:
    """Lets what a fragment holds stand on a diagram too, as the very elements, boundaries and flows they are.

    Nothing is said of them anew. What the model does not have is added under its own id; notes are copied.
    What stands on the diagram already stays where it is.
    """
    read = _read(fragment)
    if read is None:
        return model
    subjects = [r for r in read.records if isinstance(r, Element | Flow | Boundary | Note)]
    known = {r.id: r.id for r in subjects if not isinstance(r, Note) and type(model.get(r.id)) is type(r)}
    missing = [r for r in subjects if r.id not in known]
    names = known | _new_names(model, missing, True, new_id)
    for flow in [r for r in missing if isinstance(r, Flow)]:
        if not _connects(model, flow, names, True):
            del names[flow.id]
    there = {r.id for r in read.records if isinstance(r, Placement | Route) and _is_placed(model, r, diagram)}
    said = {r.id for r in read.records if isinstance(r, Suggestion) and r.subject in known}
    kept = known.keys() | there | said
    records = (_pasted(model, r, diagram, names, (0.0, 0.0)) for r in read.records if r.id not in kept)
    return edits.put(model, *(record for record in records if record is not None))


def subjects_of(fragment: str) -> frozenset[str]:
    """The ids of the elements, flows, boundaries and notes in a fragment."""
    read = _read(fragment)
    kinds = Element | Flow | Boundary | Note
    return frozenset(r.id for r in read.records if isinstance(r, kinds)) if read else frozenset()


def _is_placed(model: Model, record: Placement | Route, diagram: str) -> bool:
    return layout_id(diagram, record.subject) in model


def _read(text: str) -> _Fragment | None:
    if len(text) > MAX_SIZE or "dfdmodeler-fragment" not in text[:200]:
        return None
    try:
        return _Fragment.model_validate_json(text)
    except ValidationError:
        return None


def _comes_along(record: Record, chosen: set[str], diagram: str) -> bool:
    if isinstance(record, Suggestion):
        return record.subject in chosen
    return isinstance(record, Placement | Route) and record.diagram == diagram and record.subject in chosen


def _new_names(model: Model, subjects: Iterable[Record], cut: bool, new_id: NewId) -> dict[str, str]:
    """New id by old one."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    for record in subjects:
        name = getattr(record, "name", "") or getattr(record, "type", "") or "note"
        new = record.id if cut and is_valid(record.id) else new_id(name)
        while new in model or new in taken:
            new = new_id(name)
        names[record.id] = new
        taken.add(new)
    return names


def _is_remembered(model: Model, subjects: Iterable[Record]) -> bool:
    """Whether something is kept about what is not there any more, such as decisions."""
    missing = {record.id for record in subjects if record.id not in model}
    return bool(missing) and any(
        not missing.isdisjoint(record.id.split("@")[1:])
        for record in model.values()
        if isinstance(record, Decision | Mitigation | Answer)
    )


def _connects(model: Model, flow: Flow, names: Mapping[str, str], cut: bool) -> bool:
    """Whether a flow still has the ends it had. A second paste of what was cut does not connect to others
    again.
    """
    outer = [end for end in (flow.source, flow.target) if end is not None and end not in names]
    if outer and cut and names[flow.id] != flow.id:
        return False
    return all(model.element(end) for end in outer)


def _pasted(
    model: Model, record: Record, diagram: str, names: Mapping[str, str], offset: tuple[float, float]
) -> Record | None:
    """The record as it is pasted, or None where its subject is not."""
    if isinstance(record, Diagram):
        opened, owner = model.find(Diagram, record.id), names.get(record.owner or "")
        return evolve(opened, owner=owner) if opened and owner and opened.owner is None else None
    if isinstance(record, Placement | Route | Suggestion):
        subject = names.get(record.subject)
        if subject is None:
            return None
        if isinstance(record, Suggestion):
            return evolve(record, id=layout_id(subject, record.field), subject=subject)
        moved = shifted(record, *offset)
        if isinstance(moved, Placement) and subject != record.subject:
            moved = evolve(moved, locked=False)
        return evolve(moved, id=layout_id(diagram, subject), diagram=diagram, subject=subject)
    if record.id not in names:
        return None
    if isinstance(record, Note):
        locked = record.locked and names[record.id] == record.id
        return evolve(shifted(record, *offset), id=names[record.id], diagram=diagram, locked=locked)
    if isinstance(record, Flow):
        return _pasted_flow(record, names)
    return evolve(record, id=names[record.id], parent=_parent(model, getattr(record, "parent", None), names))


def _pasted_flow(flow: Flow, names: Mapping[str, str]) -> Flow:
    crossings = flow.properties.get(_CROSSINGS, ())
    lines = (crossings,) if isinstance(crossings, str) else crossings
    return evolve(
        flow,
        id=names[flow.id],
        source=names.get(flow.source or "", flow.source),
        target=names.get(flow.target or "", flow.target),
        properties=flow.properties.with_(_CROSSINGS, tuple(names.get(i, i) for i in lines)),
    )


def _parent(model: Model, parent: str | None, names: Mapping[str, str]) -> str | None:
    if parent is not None and parent in names:
        return names[parent]
    return parent if model.find(Boundary, parent) else None
