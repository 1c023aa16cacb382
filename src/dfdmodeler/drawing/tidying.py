"""Laying out only some of what is on a diagram, in the room that it has; the rest stays as it is."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate

from dfdmodeler.catalog.catalog import Catalog
from dfdmodeler.drawing.boundaries import NAME_ROOM
from dfdmodeler.drawing.compound import ROOT, Boxes, Placer, Task
from dfdmodeler.drawing.geometry import around
from dfdmodeler.drawing.grid import Grid
from dfdmodeler.drawing.layout import best_boxes, make_task, placements
from dfdmodeler.drawing.metrics import Metrics
from dfdmodeler.drawing.pinning import contents
from dfdmodeler.drawing.primitives import Box
from dfdmodeler.drawing.search import good_plans
from dfdmodeler.model import edits
from dfdmodeler.model.locking import is_locked
from dfdmodeler.model.model import Model
from dfdmodeler.model.moves import SizeOf, boxes, outermost
from dfdmodeler.model.records import Boundary, Diagram, Element, Flow, Note, Placement, Record, layout_id

_GAP = 20.0
"""Least room to what stays."""
_PADDING = 12.0
"""Least room to the edge of the boundary around."""
_STEP = 8.0
_STRIDE, _FARTHEST = 16.0, 30
"""How long the strides are in which free room is looked for around where things were, and how many."""
_LENGTHS = (0.35, 0.5, 0.7, 1.0, 1.4, 2.0, 3.0)
"""Lengths of rows that are tried, as shares of that which makes as many rows as columns."""
_BESIDE, _BELOW = 40.0, 32.0
"""Room between things in rows."""


def tidy(
    model: Model,
    catalog: Catalog,
    diagram: str,
    metrics: Metrics,
    ids: Iterable[str],
    size_of: SizeOf,
    tell: Callable[[float], bool] = lambda share: True,
) -> dict[str, Placement] | None:
    """New placements, by record id, for chosen elements and boundaries with what is inside.

    Those of each boundary are laid out among themselves and stay in it; where they stood before is where they
    stand after, as nearly as there is room beside the rest. What is locked, or holds something locked, stays.
    None if there is no room for some. `tell` is told how much is done, from one boundary to the
    next, and says whether to go on.
    """
    result: dict[str, Placement] = {}
    groups = list(_groups(model, diagram, ids))
    for number, group in enumerate(groups):
        if number and not tell(number / len(groups)):
            return None
        inside = {member for i in group for member in _with_members(model, i)}
        task = make_task(_part(model, diagram, inside), catalog, diagram, metrics)
        now = edits.put(model, *result.values())
        before = around(Box(*rect) for rect in boxes(model, diagram, group, size_of).values())
        room = _room(now, diagram, group, inside, size_of)
        fitting = (_into_room(draft, group, before, *room) for draft in _drafts(task, before))
        found = next((draft for draft in fitting if draft is not None), None)
        if found is None:
            return None
        result |= placements(now, diagram, found)
    return result


def _drafts(task: Task, before: Box) -> Iterator[Boxes]:
    """Arrangements to be tried: what reads best first, then rows of all lengths, which fit more rooms."""
    best = best_boxes(task)
    yield best
    placer = Placer(task)
    yield from (placer.place(plan) for plan in good_plans(task))
    tops = sorted(task.members[ROOT], key=lambda node: (best[node].x, best[node].y, node))
    lengths = {min(len(tops), max(1, round(share * len(tops) ** 0.5))) for share in _LENGTHS} | {1, len(tops)}
    rows = [_in_columns(task, best, tops, columns) for columns in sorted(lengths)]
    yield from sorted(rows, key=lambda draft: _unlike(around(draft.values()), before))


def _in_columns(task: Task, boxes: Boxes, tops: Sequence[str], columns: int) -> Boxes:
    """The members in rows of so many, each in the middle of its cell."""
    places = {node: divmod(i, columns) for i, node in enumerate(tops)}
    widths, heights = [0.0] * columns, [0.0] * (len(tops) // columns + 1)
    for node, (row, column) in places.items():
        widths[column] = max(widths[column], boxes[node].width)
        heights[row] = max(heights[row], boxes[node].height)
    lefts = list(accumulate((width + _BESIDE for width in widths), initial=0.0))
    uppers = list(accumulate((height + _BELOW for height in heights), initial=0.0))
    result: Boxes = {}
    for node, (row, column) in places.items():
        x = lefts[column] + (widths[column] - boxes[node].width) / 2
        y = uppers[row] + (heights[row] - boxes[node].height) / 2
        for one in contents(node, task):
            result[one] = _shifted(boxes[one], x - boxes[node].x, y - boxes[node].y)
    return result


def _unlike(box: Box, other: Box) -> float:
    """How much a box would have to be stretched to have the proportions of another."""
    ratios = [max(b.width, 1.0) / max(b.height, 1.0) for b in (box, other)]
    return max(ratios) / min(ratios)


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
    if layout_id(diagram, subject) not in model or (boundary and boundary.shape == "line"):
        return False
    return not any(is_locked(model, diagram, i) for i in _with_members(model, subject))


def _with_members(model: Model, subject: str) -> Collection[str]:
    """Something and, of a boundary, all that is inside."""
    return {subject, *edits.descendants(model, subject)} if model.find(Boundary, subject) else (subject,)


def _part(model: Model, diagram: str, inside: Collection[str]) -> Model:
    """Just these things of a diagram, and the flows between them."""
    placed = (model.find(Placement, layout_id(diagram, i)) for i in inside)
    flows = (f for f in model.of(Flow) if f.source in inside and f.target in inside)
    records: list[Record] = [Diagram(id=diagram), *(model[i] for i in sorted(inside)), *flows]
    return Model([*records, *(p for p in placed if p is not None)])


def _into_room(
    draft: Boxes, group: Collection[str], before: Box, room: Box | None, taken: Grid[str]
) -> Boxes | None:
    """The boxes moved to where there is room for them, nearest to where the group was."""
    after = around(draft.values())
    if room is not None and (after.width > room.width or after.height > room.height):
        return None
    (x, y), (to_x, to_y) = after.center, before.center
    for dx, dy in _nearby(_snapped(after.x + to_x - x) - after.x, _snapped(after.y + to_y - y) - after.y):
        if room is not None and not _covers(room, _shifted(after, dx, dy)):
            continue
        if not any(taken.near(_shifted(draft[top], dx, dy).grown(_GAP)) for top in group):
            return {node: _shifted(box, dx, dy) for node, box in draft.items()}
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
