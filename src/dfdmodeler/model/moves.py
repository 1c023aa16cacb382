"""Moving what is drawn, and what that says about trust boundaries.

Which boundary holds an element is a field of the element. Only dropping changes it: what is dropped goes into
the innermost boundary under its middle, and a boundary that was dropped, drawn or resized takes in what lies
inside.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping

from dfdmodeler.model import edits
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import (
    FARTHEST,
    Boundary,
    Element,
    Flow,
    Note,
    Placement,
    Record,
    Route,
    evolve,
    layout_id,
)

Rect = tuple[float, float, float, float]
"""Left, top, width, height."""
SizeOf = Callable[[str], tuple[float, float]]
"""Width and height of a subject whose placement does not say."""


def shifted(record: Record, dx: float, dy: float) -> Record:
    """A placement, route or note at another place; any other record as it is."""
    if isinstance(record, Placement):
        x, y = _shifted((record.x, record.y), dx, dy)
        points = tuple(_shifted(point, dx, dy) for point in record.points)
        return evolve(record, x=x, y=y, points=points)
    if isinstance(record, Note):
        x, y = _shifted((record.x, record.y), dx, dy)
        return evolve(record, x=x, y=y)
    if isinstance(record, Route):
        ends = [point and _shifted(point, dx, dy) for point in (record.source_point, record.target_point)]
        bends = tuple(_shifted(point, dx, dy) for point in record.bends)
        return evolve(record, bends=bends, source_point=ends[0], target_point=ends[1])
    return record


def _shifted(point: tuple[float, float], dx: float, dy: float) -> tuple[float, float]:
    """A point moved, at most to where coordinates end."""
    x, y = (max(-FARTHEST, min(FARTHEST, value)) for value in (point[0] + dx, point[1] + dy))
    return x, y


def carried(model: Model, ids: Iterable[str]) -> frozenset[str]:
    """What moves along: the ids themselves, all that is inside their boundaries, and flows with both ends
    among it.
    """
    moved = set(ids)
    for boundary in [i for i in moved if model.find(Boundary, i)]:
        moved |= edits.descendants(model, boundary)
    between = [r.id for r in model.values() if type(r) is Flow and r.source in moved and r.target in moved]
    return frozenset(moved.union(between))


def move(model: Model, diagram: str, ids: Iterable[str], dx: float, dy: float) -> Model:
    """Moves things on a diagram, boundaries with what is inside, bends with flows both of whose ends move."""
    return shift(model, diagram, carried(model, ids), dx, dy) if dx or dy else model


def shift(model: Model, diagram: str, subjects: Iterable[str], dx: float, dy: float) -> Model:
    """Moves just these subjects on a diagram; see `carried` for what belongs together."""
    records = [record for record in (drawn(model, diagram, subject) for subject in subjects) if record]
    return edits.put(model, *(shifted(record, dx, dy) for record in records))


def drawn(model: Model, diagram: str, subject: str) -> Record | None:
    """The record that says where something is on a diagram: a note itself, else a placement or route."""
    note = model.find(Note, subject)
    placed: Record | None = model.get(layout_id(diagram, subject))
    return note if note and note.diagram == diagram else placed


def boxes(model: Model, diagram: str, subjects: Iterable[str], size_of: SizeOf) -> dict[str, Rect]:
    """The boxes of those of some things that have one on a diagram: elements, boundaries and notes.

    That of a line boundary is the one around its points.
    """
    rects: dict[str, Rect] = {}
    for subject in subjects:
        record = drawn(model, diagram, subject)
        if isinstance(record, Placement) and record.points:
            xs, ys = zip(*record.points, strict=True)
            rects[subject] = (min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))
        elif isinstance(record, Placement | Note):
            sized = record.width > 0 and record.height > 0
            rects[subject] = (
                record.x,
                record.y,
                *((record.width, record.height) if sized else size_of(subject)),
            )
    return rects


def outermost(model: Model, ids: Iterable[str]) -> list[str]:
    """Those of some things that are inside no boundary among them, sorted."""
    wanted = set(ids)
    return [i for i in sorted(wanted) if i in model and not edits.around(model, i) & wanted]


def raised(model: Model, diagram: str, subjects: Collection[str], size_of: SizeOf) -> Model:
    """Brings elements and notes to the front, if they lie over others: what comes last is taken hold of."""
    rects = {**placed(model, diagram, size_of), **_notes(model, diagram)}
    shapes = {i: rect for i, rect in rects.items() if not model.find(Boundary, i)}
    above = [i for i in shapes if i in subjects]
    below = [i for i in shapes if i not in subjects]
    if not any(meet(shapes[one], shapes[other]) for one in above for other in below):
        return model
    drawn = {i: model.get(i) if model.find(Note, i) else model.get(layout_id(diagram, i)) for i in shapes}
    heights = {i: record.z for i, record in drawn.items() if isinstance(record, Placement | Note)}
    top = 1 + max(heights[i] for i in below)
    lifted = top - min(heights[i] for i in above)
    return edits.put(model, *(evolve(drawn[i], z=heights[i] + lifted) for i in above))


def settle(model: Model, diagram: str, ids: Iterable[str], size_of: SizeOf) -> Model:
    """Gives what was dropped to the innermost boundary under it; boundaries among it take in what lies
    inside.

    What only moved along with its boundary stays in it. A parent that is not drawn on this diagram is kept
    where no drawn boundary claims its member.
    """
    roots = outermost(model, ids)
    rects = placed(model, diagram, size_of)
    boxes = (r.id for r in model.values() if type(r) is Boundary and r.shape == "box")
    frames = {i: rects[i] for i in boxes if i in rects}
    for boundary in [i for i in roots if i in frames]:
        roots += [i for i in _inside(rects, boundary) if not _related(model, i, boundary)]
    for subject in roots:
        if subject in rects:
            model = _settled(model, subject, rects[subject], frames)
    return model


def resettle(model: Model, diagram: str, ids: Iterable[str], size_of: SizeOf) -> Model:
    """Settles what was given another size; boundaries among it also release what they hold no more."""
    resized = list(ids)
    for boundary in [i for i in resized if _is_box(model, i)]:
        left = left_outside(model, diagram, boundary, size_of)
        model = settle(settle(model, diagram, [boundary], size_of), diagram, left, size_of)
    return settle(model, diagram, [i for i in resized if not _is_box(model, i)], size_of)


def left_outside(model: Model, diagram: str, boundary: str, size_of: SizeOf) -> tuple[str, ...]:
    """Direct members of a boundary whose middle is not in its box any more."""
    rects = placed(model, diagram, size_of)
    box = rects.get(boundary)
    members = (r.id for r in model.values() if isinstance(r, Element | Boundary) and r.parent == boundary)
    return tuple(sorted(i for i in members if box and i in rects and not _holds(box, _middle(rects[i]))))


def placed(model: Model, diagram: str, size_of: SizeOf) -> dict[str, Rect]:
    """The boxes of elements and boundaries on a diagram."""
    rects: dict[str, Rect] = {}
    for record in model.values():
        if type(record) is Placement and record.diagram == diagram and record.subject in model:
            sized = record.width > 0 and record.height > 0
            width, height = (record.width, record.height) if sized else size_of(record.subject)
            rects[record.subject] = (record.x, record.y, width, height)
    return rects


def _notes(model: Model, diagram: str) -> dict[str, Rect]:
    notes = (note for note in model.of(Note) if note.diagram == diagram)
    return {note.id: (note.x, note.y, note.width, note.height) for note in notes}


def home(model: Model, subject: str, rect: Rect, frames: Mapping[str, Rect]) -> str | None:
    """The smallest boundary around the middle of an element, or around the whole of a boundary."""
    own = {subject, *edits.descendants(model, subject)} if model.find(Boundary, subject) else {subject}
    fits = [
        (frame[2] * frame[3], i)
        for i, frame in frames.items()
        if i not in own
        and (_covers(frame, rect) if len(own) > 1 or subject in frames else _holds(frame, _middle(rect)))
    ]
    return min(fits)[1] if fits else None


def _settled(model: Model, subject: str, rect: Rect, frames: Mapping[str, Rect]) -> Model:
    record = model.get(subject)
    if not isinstance(record, Element | Boundary):
        return model
    parent = home(model, subject, rect, frames)
    undrawn = record.parent is not None and record.parent in model and record.parent not in frames
    if parent == record.parent or (parent is None and undrawn):
        return model
    return edits.reparent(model, [subject], parent)


def _is_box(model: Model, record_id: str) -> bool:
    boundary = model.find(Boundary, record_id)
    return boundary is not None and boundary.shape == "box"


def _related(model: Model, record_id: str, boundary: str) -> bool:
    return boundary in edits.around(model, record_id) or record_id in edits.around(model, boundary)


def _inside(rects: Mapping[str, Rect], boundary: str) -> list[str]:
    return sorted(i for i, rect in rects.items() if i != boundary and _covers(rects[boundary], rect))


def _covers(outer: Rect, inner: Rect) -> bool:
    return (
        outer[0] <= inner[0]
        and outer[1] <= inner[1]
        and inner[0] + inner[2] <= outer[0] + outer[2]
        and inner[1] + inner[3] <= outer[1] + outer[3]
    )


def meet(one: Rect, other: Rect) -> bool:
    """Whether two boxes have room in common."""
    across = one[0] < other[0] + other[2] and other[0] < one[0] + one[2]
    return across and one[1] < other[1] + other[3] and other[1] < one[1] + one[3]


def _holds(outer: Rect, point: tuple[float, float]) -> bool:
    return outer[0] <= point[0] <= outer[0] + outer[2] and outer[1] <= point[1] <= outer[1] + outer[3]


def _middle(rect: Rect) -> tuple[float, float]:
    return rect[0] + rect[2] / 2, rect[1] + rect[3] / 2
