"""Putting several things in order: edges or middles level, equal gaps, one size for all.

What is locked stays, and the others go by it. Boundaries take along what is inside. What lies in another
boundary afterwards belongs to that one, as after a drag.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Literal

from dfdmodeler.model import edits, locking, moves
from dfdmodeler.model.model import Model
from dfdmodeler.model.moves import Rect, SizeOf
from dfdmodeler.model.records import Boundary, Flow, Note, Record, evolve

Edge = Literal["left", "center", "right", "top", "middle", "bottom"]
Direction = Literal["horizontally", "vertically"]
Extent = Literal["width", "height"]

_EDGES: dict[Edge, tuple[int, float]] = {
    "left": (0, 0.0),
    "center": (0, 0.5),
    "right": (0, 1.0),
    "top": (1, 0.0),
    "middle": (1, 0.5),
    "bottom": (1, 1.0),
}
"""The axis of an edge, and which share of the size lies before it."""


def align(model: Model, diagram: str, ids: Iterable[str], edge: Edge, size_of: SizeOf) -> Model:
    """Makes an edge or the middle of things level with that of the box around them all."""
    rects = _units(model, diagram, ids, size_of)
    axis, share = _EDGES[edge]
    held = _held(model, diagram, rects)
    guides = [rects[i] for i in held or rects]
    low = min((rect[axis] for rect in guides), default=0.0)
    high = max((rect[axis] + rect[axis + 2] for rect in guides), default=0.0)
    level = low + (high - low) * share
    starts = {i: level - rect[axis + 2] * share for i, rect in rects.items() if i not in held}
    return _moved(model, diagram, rects, axis, starts, size_of)


def distribute(
    model: Model, diagram: str, ids: Iterable[str], direction: Direction, size_of: SizeOf
) -> Model:
    """Makes the gaps between things equal; the first and the last stay.

    Where they have no room beside each other, their middles get equal distances instead.
    """
    rects = _units(model, diagram, ids, size_of)
    axis = 0 if direction == "horizontally" else 1
    order = sorted(rects, key=lambda i: (rects[i][axis] + rects[i][axis + 2] / 2, i))
    if len(order) < 3:
        return model
    held = _held(model, diagram, rects) | {order[0], order[-1]}
    starts: dict[str, float] = {}
    ends = [i for i, subject in enumerate(order) if subject in held]
    for first, last in pairwise(ends):
        between = order[first : last + 1]
        places = _spread([rects[i][axis] for i in between], [rects[i][axis + 2] for i in between])
        starts |= zip(between, places, strict=True)
    return _moved(model, diagram, rects, axis, starts, size_of)


def same_size(
    model: Model, diagram: str, ids: Iterable[str], extent: Extent, like: str, size_of: SizeOf
) -> Model:
    """Gives things the width or height that one of them has; their middles stay."""
    rects = moves.boxes(model, diagram, ids, size_of)
    axis = 0 if extent == "width" else 1
    resizable = [i for i in locking.unlocked(model, diagram, rects) if i != like and not _is_line(model, i)]
    if like not in rects or not resizable:
        return model
    size = rects[like][axis + 2]
    boxes = {i: _resized(rects[i], axis, size) for i in resizable if rects[i][axis + 2] != size}
    notes = [evolve(note, **_fields(boxes[i])) for i in boxes if (note := model.find(Note, i))]
    model = edits.put(model, *notes)
    model = edits.place(model, diagram, {i: box for i, box in boxes.items() if not model.find(Note, i)})
    return moves.resettle(model, diagram, boxes, size_of)


def _units(model: Model, diagram: str, ids: Iterable[str], size_of: SizeOf) -> dict[str, Rect]:
    """What is put in order: what no selected boundary takes along already."""
    return moves.boxes(model, diagram, moves.outermost(model, ids), size_of)


def _held(model: Model, diagram: str, subjects: Iterable[str]) -> set[str]:
    return {i for i in subjects if locking.is_locked(model, diagram, i)}


def _spread(starts: list[float], sizes: list[float]) -> list[float]:
    """Where each thing begins so that the gaps between all are equal."""
    room = starts[-1] - starts[0] - sum(sizes[:-1])
    gap = room / (len(starts) - 1)
    if gap >= 0:
        return [round(starts[0] + sum(sizes[:i]) + gap * i, 1) for i in range(len(starts) - 1)] + starts[-1:]
    first, last = starts[0] + sizes[0] / 2, starts[-1] + sizes[-1] / 2
    step = (last - first) / (len(starts) - 1)
    inner = [round(first + step * i - sizes[i] / 2, 1) for i in range(1, len(starts) - 1)]
    return [starts[0], *inner, starts[-1]]


def _moved(
    model: Model,
    diagram: str,
    rects: Mapping[str, Rect],
    axis: int,
    starts: Mapping[str, float],
    size_of: SizeOf,
) -> Model:
    """The things moved to where they are to begin on an axis, each with what is inside."""
    shifts = {i: to - rects[i][axis] for i, to in starts.items() if abs(to - rects[i][axis]) > 1e-6}
    units = _taken_along(model, shifts)
    moved: list[Record] = []
    for subject, unit in units.items():
        if drawn := moves.drawn(model, diagram, subject):
            by = (shifts[unit], 0.0) if axis == 0 else (0.0, shifts[unit])
            moved.append(moves.shifted(drawn, *by))
    return moves.settle(edits.put(model, *moved), diagram, shifts, size_of)


def _taken_along(model: Model, ids: Iterable[str]) -> dict[str, str]:
    """What moves along with which of these things: what is inside boundaries, and the flows within each."""
    units = {i: i for i in ids}
    for boundary in [i for i in units if model.find(Boundary, i)]:
        units |= dict.fromkeys(edits.descendants(model, boundary), boundary)
    within = {f.id: units[f.source] for f in model.of(Flow) if f.source in units and f.target in units
              and units[f.source] == units[f.target]}  # fmt: skip
    return units | within


def _resized(rect: Rect, axis: int, size: float) -> Rect:
    x, y, width, height = rect
    if axis == 0:
        return round(x + (width - size) / 2, 1), y, size, height
    return x, round(y + (height - size) / 2, 1), width, size


def _fields(rect: Rect) -> dict[str, float]:
    return dict(zip(("x", "y", "width", "height"), rect, strict=True))


def _is_line(model: Model, subject: str) -> bool:
    boundary = model.find(Boundary, subject)
    return boundary is not None and boundary.shape == "line"
