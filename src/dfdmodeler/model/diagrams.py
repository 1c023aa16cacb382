"""The diagrams of a model: their order, and what stands on which of them.

An element or boundary stands on every diagram where it has a placement, and is one and the same there. A flow
shows wherever the ends that it has both stand.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from dfdmodeler.model import edits
from dfdmodeler.model.change import Change
from dfdmodeler.model.model import Model
from dfdmodeler.model.moves import Rect, SizeOf, carried, meet, placed, shift
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

FRAME = (0.0, 0.0, 640.0, 400.0)
"""The boundary around what an element's own diagram shows, as it begins."""
ROOM = 48.0
"""Units left between what stands on a diagram and what is put beside it."""


def free_name(model: Model, stem: str = "Diagram") -> str:
    """A name that no diagram has yet: the stem and the next number."""
    taken = {diagram.name for diagram in model.diagrams}
    return next(name for n in range(1, len(taken) + 2) if (name := f"{stem} {n}") not in taken)


def add(model: Model, diagram: str, name: str) -> Model:
    """An empty diagram, after all others."""
    order = max((other.order for other in model.diagrams), default=-1) + 1
    return edits.put(model, Diagram(id=diagram, name=name, order=order))


def own(model: Model, element: str) -> str | None:
    """The diagram that an element opens."""
    return next((diagram.id for diagram in model.diagrams if diagram.owner == element), None)


def add_own(model: Model, diagram: str, element: str, after: str) -> Model:
    """A diagram for an element to open, next to another one.

    The boundary that holds the element frames it, so that what is drawn there is inside the same one.
    """
    record = model.element(element)
    if record is None:
        return model
    order = [d.id for d in model.diagrams]
    order.insert(order.index(after) + 1 if after in order else len(order), diagram)
    made = Diagram(id=diagram, name=model.name_of(element), owner=element)
    around = model.find(Boundary, record.parent)
    framed = {around.id: FRAME} if around and around.shape == "box" else {}
    return edits.place(arranged(edits.put(model, made), order), diagram, framed)


def trail(model: Model, diagram: str) -> list[str]:
    """The way in: from the outermost diagram to this one, each opened by an element of the one before."""
    way = [diagram]
    while (shown := model.find(Diagram, way[0])) and shown.owner:
        around = next((d for d in showing(model, shown.owner) if d not in way), None)
        if around is None:
            break
        way.insert(0, around)
    return way


def without(model: Model, diagram: str) -> Model:
    """Deletes a diagram, and what is drawn on no other one."""
    drawn = [p.subject for p in model.of(Placement) if p.diagram == diagram]
    return edits.delete(model, [diagram, *last_on(model, diagram, drawn)])


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


def showing(model: Model, subject: str, among: Sequence[Diagram] | None = None) -> list[str]:
    """The diagrams on which something stands, in the order they are shown.

    Who asks for many subjects gives all diagrams, so that they are looked up once.
    """
    record = model.get(subject)
    if isinstance(record, Diagram):
        return [record.id]
    return [d.id for d in (model.diagrams if among is None else among) if _shows(model, d.id, record)]


def showing_any(model: Model, subjects: Iterable[str]) -> set[str]:
    """The diagrams on which any of these stand."""
    among = model.diagrams
    return {diagram for i in subjects for diagram in showing(model, i, among)}


def standing(model: Model, diagram: str) -> frozenset[str]:
    """Everything that stands on a diagram."""
    return frozenset(i for i, record in model.items() if _shows(model, diagram, record))


def show(model: Model, there: str, subjects: Iterable[str], size_of: SizeOf) -> Model:
    """Lets elements and boundaries stand on another diagram too, as the same ones, where there is room.

    A boundary brings what is inside. What stands there already stays where it is. They are arranged as on the
    first diagram that shows them, and flows between them keep their bends.
    """
    wanted = [i for i in sorted(carried(model, subjects)) if layout_id(there, i) not in model]
    among = model.diagrams
    drawn = [r for r in (_drawn(model, i, among) for i in wanted) if r is not None]
    copies = [evolve(r, id=layout_id(there, r.subject), diagram=there) for r in drawn]
    shown = edits.put(model, *copies)
    return into_free_room(shown, there, [r.subject for r in copies], size_of)


def into_free_room(model: Model, diagram: str, subjects: Collection[str], size_of: SizeOf) -> Model:
    """Moves what was just put on a diagram to the right of all else there, if it lies on something."""
    rects = placed(model, diagram, size_of)
    rects |= {n.id: (n.x, n.y, n.width, n.height) for n in model.of(Note) if n.diagram == diagram}
    own = _around([rects[i] for i in subjects if i in rects])
    others = _around([rect for i, rect in rects.items() if i not in subjects])
    if not own or not others or not meet(own, others):
        return model
    return shift(model, diagram, subjects, others[0] + others[2] + ROOM - own[0], others[1] - own[1])


def take_off(model: Model, diagram: str, subjects: Iterable[str]) -> Model:
    """Takes elements, boundaries and notes off a diagram; those that stand on no other one are deleted.

    Flows go with their ends: they still show where both stand.
    """
    drawn = [i for i in subjects if _shows(model, diagram, model.get(i)) and not model.find(Flow, i)]
    last = set(last_on(model, diagram, drawn))
    flows = edits.ends_at(model, set(drawn) - last)
    places = [layout_id(diagram, i) for i in (*drawn, *(flow.id for flow in flows))]
    return edits.remove(edits.delete(model, last), places)


def last_on(model: Model, diagram: str, subjects: Iterable[str]) -> list[str]:
    """Those that stand on this diagram and on no other one."""
    among = model.diagrams
    return [i for i in subjects if showing(model, i, among) == [diagram]]


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


def _drawn(model: Model, subject: str, among: Sequence[Diagram]) -> Placement | Route | None:
    """Its placement or route on the first diagram that shows it."""
    found = (model.get(layout_id(diagram, subject)) for diagram in showing(model, subject, among))
    return next((record for record in found if isinstance(record, Placement | Route)), None)


def _around(rects: Collection[Rect]) -> Rect | None:
    """The box around boxes."""
    if not rects:
        return None
    left, top = min(r[0] for r in rects), min(r[1] for r in rects)
    return left, top, max(r[0] + r[2] for r in rects) - left, max(r[1] + r[3] for r in rects) - top
