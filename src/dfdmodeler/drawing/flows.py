"""Data flows as primitives: a line, filled heads, a label on a clean background."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Literal

from dfdmodeler.drawing.badges import badge_primitives, badge_width, circle
from dfdmodeler.drawing.geometry import Point, Polyline, box_of, goes_on, length, point_along, shortened
from dfdmodeler.drawing.metrics import LINE_HEIGHT, Metrics
from dfdmodeler.drawing.primitives import Badge, Box, Item, Path, Primitive, Rectangle, Segment, Style
from dfdmodeler.drawing.shapes import stacked

End = Literal["plain", "head", "loose"]
"""How a line ends: bare, with an arrow head, or with a small open circle where no element is."""

_Z_FLOW, Z_LABEL = 10_000, 30_000
WIDTH = 1.4
EXPLAINED_WIDTH = 3.0
LABEL_SIZE = 11.0
MAX_LABEL_WIDTH = 152.0
MAX_LABEL_LINES = 3
REACH = 8.0
"""How far heads and circles stand out from the course at most."""
_PAD_X, _PAD_Y = 4.0, 0.5
_HEAD = (9.0, 3.8)
_EXPLAINED_HEAD = (13.0, 6.0)
_LOOSE = 4.0
_CORNER, _CURVE = 6.0, 60.0
"""How far bends are rounded: those of level and upright lines, and those of slanting ones."""


def flow_primitives(
    course: Polyline, start: End, end: End, highlighted: bool = False, curved: bool = False
) -> tuple[Primitive, ...]:
    """The line of a flow and what stands at its ends. A curved one is drawn smoothly through its points."""
    color = "explained" if highlighted else "flow"
    width = EXPLAINED_WIDTH if highlighted else WIDTH
    head = _EXPLAINED_HEAD if highlighted else _HEAD
    line = _cut(_cut(course, end, head[0])[::-1], start, head[0])[::-1]
    marks = [_mark(course[::-1], start, head, color, curved), _mark(course, end, head, color, curved)]
    drawn = _smooth(line) if curved else _rounded(line)
    return (Path(drawn, Style(stroke=color, width=width)), *(mark for mark in marks if mark))


def label_lines(text: str, metrics: Metrics) -> tuple[str, ...]:
    """A label's text in lines."""
    return metrics.lines(text, LABEL_SIZE, MAX_LABEL_WIDTH, MAX_LABEL_LINES)


def label_size(text: str, metrics: Metrics) -> tuple[float, float]:
    """Width and height of a label with its background, for routing and layout."""
    lines = label_lines(text, metrics)
    width = max((metrics.width(line, LABEL_SIZE) for line in lines), default=0.0)
    return math.ceil(width + 2 * _PAD_X), math.ceil(len(lines) * LABEL_SIZE * LINE_HEIGHT + 2 * _PAD_Y)


def label_primitives(
    text: str, box: Box, metrics: Metrics, highlighted: bool = False
) -> tuple[Primitive, ...]:
    """A label in its place, on a clean background."""
    color = "explained" if highlighted else "flow"
    texts = stacked(
        label_lines(text, metrics), box.center[0], box.y + _PAD_Y, LABEL_SIZE, color, 400, "middle"
    )
    return (Rectangle(box, Style(fill="canvas"), 3.0), *texts)


def flow_item(
    flow: str, course: Polyline, ends: tuple[End, End], label: Box | None, marked: bool, curved: bool = False
) -> Item:
    """The line of a flow as it is painted and hit."""
    bounds = box_of(course).grown(REACH)
    drawn = flow_primitives(course, *ends, marked, curved)
    return Item(flow, "flow", _Z_FLOW + marked, bounds, drawn, line=course, label=label)


def label_item(
    flow: str,
    text: str,
    course: Polyline,
    label: Box | None,
    badge: Badge | None,
    marked: bool,
    metrics: Metrics,
) -> Item | None:
    """A flow's label with its badge; a badge without a label stands on the middle of the line."""
    primitives: tuple[Primitive, ...] = ()
    bounds = label
    if label:
        primitives = label_primitives(text, label, metrics, marked)
    if badge:
        x, y = (label.right - 8, label.y - 14) if label else point_along(course, length(course) / 2)
        place = Box(x, y if label else y - 10, badge_width(badge, metrics), 20.0)
        primitives += badge_primitives(badge, place.x, place.y, metrics)
        bounds = place.grown(1) if bounds is None else bounds.united(place.grown(1))
    if bounds is None:
        return None
    return Item(flow, "label", Z_LABEL + bool(badge), bounds, primitives, shape=bounds, label=label)


def _cut(course: Polyline, end: End, head: float) -> Polyline:
    """The course without the stretch that a head or circle covers at its end."""
    return shortened(course, {"plain": 0.0, "head": head * 0.7, "loose": _LOOSE}[end])


def _mark(
    course: Polyline, end: End, head: tuple[float, float], color: str, curved: bool = False
) -> Path | None:
    tip = course[-1]
    if end == "loose":
        return Path(circle(*tip, _LOOSE), Style(stroke=color, width=WIDTH))
    if end == "plain":
        return None
    long, half = head
    ax, ay = shortened(course, long)[-1] if curved and length(course) > long else course[-2]
    distance = math.dist((ax, ay), tip) or 1.0
    dx, dy = (tip[0] - ax) / distance, (tip[1] - ay) / distance
    x, y = tip[0] - dx * long, tip[1] - dy * long
    corners = (tip, (x - dy * half, y + dx * half), (x + dy * half, y - dx * half))
    points = [(round(px, 2), round(py, 2)) for px, py in corners]
    return Path((("M", points[0]), ("L", points[1]), ("L", points[2]), ("Z", ())), Style(fill=color))


def _rounded(line: Polyline) -> tuple[Segment, ...]:
    """The line as a path, its bends slightly rounded."""
    result: list[Segment] = [("M", line[0])]
    for before, corner, after in zip(line, line[1:], line[2:], strict=False):
        slanted = _slanted(before, corner) and _slanted(corner, after)
        radius = min(
            _CURVE if slanted else _CORNER, math.dist(before, corner) / 2, math.dist(corner, after) / 2
        )
        if radius < 1.0:
            result.append(("L", corner))
            continue
        start, stop = _toward(corner, before, radius), _toward(corner, after, radius)
        result.append(("L", start))
        result.append(
            ("C", (*_toward(start, corner, radius * 0.55), *_toward(stop, corner, radius * 0.55), *stop))
        )
    return (*result, ("L", line[-1]))


def _smooth(line: Polyline) -> tuple[Segment, ...]:
    """Cubics through the points of a line that is nearly smooth already."""
    result: list[Segment] = [("M", line[0])]
    last = len(line) - 2
    for i, (a, b) in enumerate(pairwise(line)):
        third = math.dist(a, b) / 3
        leaving = _heading(line[i - 1] if i and goes_on(line[i - 1], a, b) else a, b)
        entering = _heading(a, line[i + 2] if i < last and goes_on(a, b, line[i + 2]) else b)
        first = round(a[0] + leaving[0] * third, 2), round(a[1] + leaving[1] * third, 2)
        second = round(b[0] - entering[0] * third, 2), round(b[1] - entering[1] * third, 2)
        result.append(("C", (*first, *second, *b)))
    return tuple(result) if last else (("M", line[0]), ("L", line[1]))


def _heading(a: Point, b: Point) -> Point:
    distance = math.dist(a, b) or 1.0
    return (b[0] - a[0]) / distance, (b[1] - a[1]) / distance


def _slanted(a: Point, b: Point) -> bool:
    return abs(a[0] - b[0]) > 1 and abs(a[1] - b[1]) > 1


def _toward(a: Point, b: Point, distance: float) -> Point:
    x, y = point_along((a, b), min(distance, length((a, b))))
    return round(x, 2), round(y, 2)
