"""Laying out only some of what is on a diagram, in the room that it has; the rest stays as it is."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from dfdmodeler.catalog.catalog import Catalog
from dfdmodeler.drawing.boundaries import NAME_ROOM
from dfdmodeler.drawing.geometry import around
from dfdmodeler.drawing.grid import Grid
from dfdmodeler.drawing.layout import layout
from dfdmodeler.drawing.metrics import Metrics
from dfdmodeler.drawing.primitives import Box
from dfdmodeler.model import edits
from dfdmodeler.model.locking import is_locked
from dfdmodeler.model.model import Model
from dfdmodeler.model.moves import SizeOf, boxes, outermost, shifted
from dfdmodeler.model.records import Boundary, Diagram, Element, Flow, Note, Placement, Record, layout_id

_GAP = 20.0
"""Least room to what stays."""
_PADDING = 12.0
"""Least room to the edge of the boundary around."""
_STEP = 8.0
_STRIDE, _FARTHEST = 16.0, 30
"""How long strides are, and how many, where things were, in which free room is looked for."""


def tidy(
    model: Model, catalog: Catalog, diagram: str, metrics: Metrics, ids: Iterable[str], size_of: SizeOf
) -> dict[str, Placement] | None:
    """New placements, by record id, for chosen elements and boundaries with what is inside.

    Those of each boundary are laid out among themselves and stay in it; where they stood before is where they
    stand after, as nearly as there is room beside the rest. What is locked, or holds something locked, stays.
    None if there is no room for some.
    """
    result: dict[str, Placement] = {}
    for group in _groups(model, diagram, ids):
        inside = {member for i in group for member in (i, *edits.descendants(model, i))}
        part = _part(model, diagram, inside)
        placed = [p for p in layout(part, catalog, diagram, metrics).values() if isinstance(p, Placement)]
        now = edits.put(model, *result.values())
        moved = _into_room(now, diagram, group, inside, placed, size_of)
        if moved is None:
            return None
        result |= {placement.id: placement for placement in moved}
    return result


def _groups(model: Model, diagram: str, ids: Iterable[str]) -> Iterator[list[str]]:
    """What is to be laid out together: at least two things in the same boundary, or in none."""
    parents: dict[str | None, list[str]] = {}
    for subject in outermost(model, ids):
        record = model[subject]
        if isinstance(record, Element | Boundary) and _is_free(model, diagram, subject):
            parents.setdefault(record.parent, []).append(subject)
    for parent in sorted(parents, key=lambda p: p or ""):
        if len(parents[parent]) > 1:
            yield parents[parent]


def _is_free(model: Model, diagram: str, subject: str) -> bool:
    boundary = model.find(Boundary, subject)
    inside = (subject, *edits.descendants(model, subject))
    if layout_id(diagram, subject) not in model or (boundary and boundary.shape == "line"):
        return False
    return not any(is_locked(model, diagram, i) for i in inside)


def _part(model: Model, diagram: str, inside: Collection[str]) -> Model:
    """Just these things of a diagram, and the flows between them."""
    placed = (model.find(Placement, layout_id(diagram, i)) for i in inside)
    flows = (f for f in model.of(Flow) if f.source in inside and f.target in inside)
    records: list[Record] = [Diagram(id=diagram), *(model[i] for i in sorted(inside)), *flows]
    return Model([*records, *(p for p in placed if p is not None)])


def _into_room(
    model: Model,
    diagram: str,
    group: Collection[str],
    inside: Collection[str],
    placed: list[Placement],
    size_of: SizeOf,
) -> list[Placement] | None:
    """The placements moved to where there is room for them, nearest to where the group was."""
    before = around(Box(*rect) for rect in boxes(model, diagram, group, size_of).values())
    after = around(Box(p.x, p.y, p.width, p.height) for p in placed)
    room, taken = _room(model, diagram, group, inside, size_of)
    tops = [Box(p.x, p.y, p.width, p.height) for p in placed if p.subject in group]
    (x, y), (to_x, to_y) = after.center, before.center
    for dx, dy in _nearby(_snapped(after.x + to_x - x) - after.x, _snapped(after.y + to_y - y) - after.y):
        if room is not None and not _covers(room, _shifted(after, dx, dy)):
            continue
        if not any(taken.near(_shifted(top, dx, dy).grown(_GAP)) for top in tops):
            return [p for p in (shifted(p, dx, dy) for p in placed) if isinstance(p, Placement)]
    return None


def _room(
    model: Model, diagram: str, group: Collection[str], inside: Collection[str], size_of: SizeOf
) -> tuple[Box | None, Grid[str]]:
    """The box that things have to stay in, if any, and the boxes that they may not come near to."""
    one = next(iter(group))
    frames = edits.around(model, one)
    placed = {p.subject for p in model.of(Placement) if p.diagram == diagram}
    placed |= {note.id for note in model.of(Note) if note.diagram == diagram}
    rects = boxes(model, diagram, placed - set(inside), size_of)
    taken: Grid[str] = Grid()
    for subject in sorted(rects.keys() - frames):
        taken.put(subject, Box(*rects[subject]))
    parent = getattr(model[one], "parent", None)
    if parent not in rects:
        return None, taken
    x, y, width, height = rects[parent]
    top = NAME_ROOM + _PADDING
    return Box(x + _PADDING, y + top, width - 2 * _PADDING, height - top - _PADDING), taken


def _nearby(dx: float, dy: float) -> Iterator[tuple[float, float]]:
    """Shifts from a first one outwards, the nearest first."""
    rings = range(-_FARTHEST, _FARTHEST + 1)
    steps: Mapping[tuple[int, int], int] = {(i, j): i * i + j * j for i in rings for j in rings}
    for i, j in sorted(steps, key=lambda step: (steps[step], step)):
        yield dx + i * _STRIDE, dy + j * _STRIDE


def _covers(outer: Box, inner: Box) -> bool:
    return outer.contains(inner.x, inner.y) and outer.contains(inner.right, inner.bottom)


def _shifted(box: Box, dx: float, dy: float) -> Box:
    return Box(box.x + dx, box.y + dy, box.width, box.height)


def _snapped(value: float) -> float:
    return round(value / _STEP) * _STEP
