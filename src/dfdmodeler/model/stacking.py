"""What lies over what: elements and notes of a diagram from back to front. Boundaries lie below them, always.

The order is that of `z`, and of ids where `z` is the same. Only as many records change as have to.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Literal

from dfdmodeler.model import edits
from dfdmodeler.model.model import Model
from dfdmodeler.model.moves import SizeOf, boxes, drawn, meet
from dfdmodeler.model.records import Element, Note, Placement, evolve

Step = Literal["front", "forward", "backward", "back"]
Height = tuple[int, str]


def restack(model: Model, diagram: str, ids: Iterable[str], step: Step, size_of: SizeOf) -> Model:
    """Brings things to the front, over the next thing that covers them, and the other way round.

    They keep their order among each other.
    """
    order = stacked(model, diagram)
    chosen = set(ids) & set(order)
    if not chosen or len(chosen) == len(order):
        return model
    if step in ("back", "backward"):
        order.reverse()
    at = len(order) if step in ("front", "back") else _after_next(model, diagram, order, chosen, size_of)
    wanted = [
        *(i for i in order[:at] if i not in chosen),
        *(i for i in order if i in chosen),
        *(i for i in order[at:] if i not in chosen),
    ]
    if at == 0 or wanted == order:
        return model
    if step in ("back", "backward"):
        wanted.reverse()
    return _numbered(model, diagram, wanted, chosen)


def stacked(model: Model, diagram: str) -> list[str]:
    """The elements and notes of a diagram, from back to front."""
    placed = [r for r in model.values() if isinstance(r, Placement) and r.diagram == diagram]
    heights: list[Height] = [(p.z, p.subject) for p in placed if model.find(Element, p.subject)]
    heights += [(note.z, note.id) for note in model.of(Note) if note.diagram == diagram]
    return [subject for _, subject in sorted(heights)]


def _after_next(
    model: Model, diagram: str, order: list[str], chosen: Collection[str], size_of: SizeOf
) -> int:
    """The place after the first thing that lies over one of the chosen; 0 if none does."""
    rects = boxes(model, diagram, order, size_of)
    under: list[str] = []
    for i, subject in enumerate(order):
        if subject in chosen:
            under.append(subject)
        elif any(meet(rects[subject], rects[one]) for one in under):
            return i + 1
    return 0


def _numbered(model: Model, diagram: str, order: list[str], chosen: Collection[str]) -> Model:
    """Heights such that things lie in this order: of others than the chosen only if there is no way."""
    z = {i: _z(model, diagram, i) for i in order}
    first = next(i for i, subject in enumerate(order) if subject not in chosen)
    for one, above in zip(order[:first][::-1], order[1 : first + 1][::-1], strict=True):
        z[one] = z[above] if one < above else z[above] - 1
    previous: Height | None = None
    for subject in order:
        if previous is not None and (subject in chosen or (z[subject], subject) <= previous):
            z[subject] = previous[0] if subject > previous[1] else previous[0] + 1
        previous = (z[subject], subject)
    changed = [i for i in order if z[i] != _z(model, diagram, i)]
    records = [(drawn(model, diagram, i), z[i]) for i in changed]
    return edits.put(model, *(evolve(r, z=height) for r, height in records if r is not None))


def _z(model: Model, diagram: str, subject: str) -> int:
    record = drawn(model, diagram, subject)
    return record.z if isinstance(record, Placement | Note) else 0
