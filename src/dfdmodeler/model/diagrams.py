"""The diagrams of a model: their order, and what stands on which of them.

An element or boundary stands on every diagram where it has a placement, and is one and the same there. A flow
shows wherever the ends that it has both stand.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from dfdmodeler.model import edits
from dfdmodeler.model.change import Change
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import (
    Boundary,
    Diagram,
    Element,
    Flow,
    Note,
    Placement,
    Record,
    Route,
    evolve,
    layout_id,
)


def free_name(model: Model, stem: str = "Diagram") -> str:
    """A name that no diagram has yet: the stem and the next number."""
    taken = {diagram.name for diagram in model.diagrams}
    return next(name for n in range(1, len(taken) + 2) if (name := f"{stem} {n}") not in taken)


def add(model: Model, diagram: str, name: str) -> Model:
    """An empty diagram, after all others."""
    order = max((other.order for other in model.diagrams), default=-1) + 1
    return edits.put(model, Diagram(id=diagram, name=name, order=order))


def without(model: Model, diagram: str) -> Model:
    """Deletes a diagram, and what is drawn on no other one."""
    drawn = [p.subject for p in model.of(Placement) if p.diagram == diagram]
    return edits.delete(model, [diagram, *_only_on(model, diagram, drawn)])


def arranged(model: Model, order: Sequence[str]) -> Model:
    """The diagrams in another order; those that are not named keep theirs, behind the others."""
    rank = {diagram: n for n, diagram in enumerate(order)}
    wanted = sorted(model.diagrams, key=lambda d: rank.get(d.id, len(rank)))  # sorting keeps what is equal
    return edits.put(model, *(evolve(d, order=n) for n, d in enumerate(wanted)))


def neighbour(model: Model, diagram: str, by: int) -> str | None:
    """The diagram that many places after another, in the order they are shown, round the ends."""
    ids = [d.id for d in model.diagrams]
    if diagram not in ids:
        return ids[0] if ids else None
    return ids[(ids.index(diagram) + by) % len(ids)]


def moved(model: Model, diagram: str, by: int) -> Model:
    """A diagram some places further in the order, not beyond its ends."""
    ids = [d.id for d in model.diagrams]
    if diagram not in ids:
        return model
    at = ids.index(diagram)
    ids.insert(max(0, min(len(ids) - 1, at + by)), ids.pop(at))
    return arranged(model, ids)


def showing(model: Model, subject: str) -> list[str]:
    """The diagrams on which something stands, in the order they are shown."""
    record = model.get(subject)
    if isinstance(record, Diagram):
        return [record.id]
    return [d.id for d in model.diagrams if _shows(model, d.id, record)]


def to_show(model: Model, change: Change, now: str) -> str | None:
    """The diagram on which a change of the model is to be seen; None if it is the present one, or none."""
    where: set[str] = set()
    for record_id, pair in change.items():
        record = pair[1] or pair[0]
        if isinstance(record, Placement | Route | Note):
            where.add(record.diagram)
        elif isinstance(record, Element | Flow | Boundary | Diagram):
            where.update(showing(model, record_id))
    if now in where:
        return None
    return next((diagram.id for diagram in model.diagrams if diagram.id in where), None)


def _shows(model: Model, diagram: str, record: Record | None) -> bool:
    match record:
        case Element() | Boundary():
            return layout_id(diagram, record.id) in model
        case Note():
            return record.diagram == diagram
        case Flow():
            ends = [end for end in (record.source, record.target) if end and model.element(end)]
            placed = all(layout_id(diagram, end) in model for end in ends)
            return placed and (bool(ends) or layout_id(diagram, record.id) in model)
    return False


def _only_on(model: Model, diagram: str, subjects: Iterable[str]) -> list[str]:
    """Those that stand on no other diagram."""
    return [i for i in subjects if not _elsewhere(model, diagram, i)]


def _elsewhere(model: Model, diagram: str, subject: str) -> Collection[str]:
    return [d.id for d in model.diagrams if d.id != diagram and layout_id(d.id, subject) in model]
