"""What can be taken hold of: corners and edges of shapes, ends and bends of flows, points of open lines."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from dfdmodeler.drawing.geometry import curve_middle, distance_to_segment, segments
from dfdmodeler.drawing.primitives import Box, Item
from dfdmodeler.gui.canvas.outlines import badges_of
from dfdmodeler.model.locking import is_locked
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Flow, Note, Placement, Route, layout_id

Grip = Literal["size", "end", "bend", "point", "between", "connect"]
Point = tuple[float, float]

_CORNERS = ((-1, -1), (1, -1), (1, 1), (-1, 1))
_BADGE_CORNER = (1, -1)
_APART = 48.0
"""Units between two points of a line from which another one fits between them."""
_EDGES = ((0, -1), (1, 0), (0, 1), (-1, 0))
CONNECT_GAP = 12
"""Pixels between an element's edge and the dot that a flow is drawn from."""


@dataclass(frozen=True, slots=True)
class Handle:
    """A small mark to drag. Sides are -1, 0 or 1 for left or top, neither, right or bottom."""

    grip: Grip
    subject: str
    x: float
    y: float
    horizontal: int = 0
    vertical: int = 0
    index: int = 0
    """Which bend or point; for an end 0 is the source and 1 the target."""


def handles_of(item: Item, model: Model, diagram: str) -> tuple[Handle, ...]:
    """The handles of what is selected alone; what is locked has none."""
    if is_locked(model, diagram, item.subject):
        return ()
    if item.role == "flow":
        return _flow_handles(item, model, diagram)
    if item.line:
        placement = model.find(Placement, layout_id(diagram, item.subject))
        return _line_handles(item.subject, placement.points if placement else ())
    note = model.find(Note, item.subject)
    if item.shape is None or (note is not None and note.shows):
        return ()
    sides = _CORNERS if item.role == "element" else (*_CORNERS, *_EDGES)
    free = [side for side in sides if side != _BADGE_CORNER or not badges_of(item)]
    return tuple(_at_side(item.subject, item.shape, *side) for side in free)


def connectors(subject: str, box: Box, gap: float) -> tuple[Handle, ...]:
    """The dots around an element that flows are drawn from."""
    x, y = box.center
    return tuple(
        Handle("connect", subject, x + h * (box.width / 2 + gap), y + v * (box.height / 2 + gap), h, v)
        for h, v in _EDGES
    )


def segment_at(line: tuple[Point, ...], x: float, y: float) -> int:
    """Which segment of a course is nearest to a point."""
    distances = [distance_to_segment(a, b, (x, y)) for a, b in segments(line)]
    return distances.index(min(distances))


def _flow_handles(item: Item, model: Model, diagram: str) -> tuple[Handle, ...]:
    if not item.line or not isinstance(model.get(item.subject), Flow):
        return ()
    route = model.find(Route, layout_id(diagram, item.subject))
    bends = route.bends if route else ()
    return (
        *(Handle("bend", item.subject, x, y, index=i) for i, (x, y) in enumerate(bends)),
        Handle("end", item.subject, *item.line[0], index=0),
        Handle("end", item.subject, *item.line[-1], index=1),
    )


def _line_handles(subject: str, points: tuple[Point, ...]) -> tuple[Handle, ...]:
    """The points of a boundary line, and between those that stand apart a place for another one."""
    between = [
        (i + 1, middle)
        for i, (a, b) in enumerate(segments(points))
        if math.dist(a, b) >= _APART and (middle := curve_middle(points, i))
    ]
    return (
        *(Handle("between", subject, x, y, index=i) for i, (x, y) in between),
        *(Handle("point", subject, x, y, index=i) for i, (x, y) in enumerate(points)),
    )


def _at_side(subject: str, box: Box, horizontal: int, vertical: int) -> Handle:
    x, y = box.center
    return Handle(
        "size",
        subject,
        x + horizontal * box.width / 2,
        y + vertical * box.height / 2,
        horizontal,
        vertical,
    )
