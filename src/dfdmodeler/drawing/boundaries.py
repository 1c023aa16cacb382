"""Trust boundaries as primitives: dashed, lightly tinted, the name inside a corner; or a dashed curve."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence

from dfdmodeler.drawing.geometry import (
    Point,
    Polyline,
    box_of,
    curve_through,
    length,
    point_along,
    segments,
)
from dfdmodeler.drawing.metrics import LINE_HEIGHT, Metrics
from dfdmodeler.drawing.primitives import (
    Badge,
    Box,
    Item,
    Path,
    Primitive,
    Rectangle,
    Segment,
    Style,
    Text,
)
from dfdmodeler.drawing.shapes import badge_at_corner, badge_box, stacked

Crowded = Callable[[Box], int]
"""How many things a place would cover."""

NAME_SIZE = 12.0
RADIUS = 10.0
DASH = (6.0, 4.0)
WIDTH = 1.4
TINT = 0.07
TICK, TICK_STEP = 8.0, 24.0
"""Length and distance of the strokes on the inside of a line."""
INSET_X, INSET_Y = 12.0, 8.0
NAME_ROOM = INSET_Y + NAME_SIZE * LINE_HEIGHT
"""Height that the name takes from the top of the box."""


def name_width(name: str, metrics: Metrics) -> float:
    """Width that the name takes inside the box, margins included, if it stands on one line."""
    return 2 * INSET_X + metrics.width(name, NAME_SIZE, 600)


def box_item(
    subject: str,
    name: str,
    box: Box,
    z: int,
    metrics: Metrics,
    crowded: Crowded,
    badge: Badge | None,
    marked: bool,
) -> Item:
    """A boundary that is a box, with its name and badge."""
    place = name_box(name, box, metrics, crowded)
    primitives = frame_primitives(box, marked) + name_primitives(name, box, place, metrics)
    return _item(subject, primitives, box, (), place if name else None, z, metrics, badge)


def line_item(
    subject: str,
    name: str,
    points: Sequence[Point],
    z: int,
    metrics: Metrics,
    crowded: Crowded,
    badge: Badge | None,
    marked: bool,
    inside: str = "",
) -> Item:
    """A boundary that is a line through some points, with its name and badge, and ticks on its inner side."""
    course = curve(points)
    place = curve_name_box(name, course, metrics, crowded)
    primitives = curve_primitives(course, marked) + ticks(course, inside)
    if name:
        primitives += curve_name_primitives(name, place, metrics)
    return _item(subject, primitives, box_of(course), course, place if name else None, z, metrics, badge)


def _item(
    subject: str,
    primitives: tuple[Primitive, ...],
    shape: Box,
    course: Polyline,
    place: Box | None,
    z: int,
    metrics: Metrics,
    badge: Badge | None,
) -> Item:
    around = shape.grown(TICK + 2 if course else 2)
    bounds = around.united(place) if place else around
    if badge:
        primitives += badge_at_corner(badge, shape, metrics)
        bounds = bounds.united(badge_box(badge, shape, metrics).grown(1))
    return Item(subject, "boundary", z, bounds, primitives, shape, course, place)


def frame_primitives(box: Box, highlighted: bool = False) -> tuple[Primitive, ...]:
    """The dashed, tinted box of a boundary."""
    stroke = "explained" if highlighted else "boundary"
    radius = min(RADIUS, box.width / 2, box.height / 2)
    return (
        Rectangle(box, Style(fill="boundary", fill_opacity=TINT), radius),
        Rectangle(box, Style(stroke=stroke, width=3.0 if highlighted else WIDTH, dash=DASH), radius),
    )


def name_box(name: str, box: Box, metrics: Metrics, crowded: Crowded) -> Box:
    """Where the name stands: in the first corner, beginning upper left, where it covers nothing."""
    lines = _lines(name, box, metrics)
    width = max((metrics.width(line, NAME_SIZE, 600) for line in lines), default=0.0)
    height = len(lines) * NAME_SIZE * LINE_HEIGHT
    left, right = box.x + INSET_X, box.right - INSET_X - width
    top, bottom = box.y + INSET_Y, box.bottom - INSET_Y - height
    corners = [
        Box(x, y, width, height) for x, y in ((left, top), (right, top), (left, bottom), (right, bottom))
    ]
    return min(corners, key=crowded)


def name_primitives(name: str, frame: Box, place: Box, metrics: Metrics) -> tuple[Primitive, ...]:
    """The lines of a boundary's name in their place."""
    return tuple(stacked(_lines(name, frame, metrics), place.x, place.y, NAME_SIZE, "muted", 600))


def _lines(name: str, box: Box, metrics: Metrics) -> tuple[str, ...]:
    return metrics.lines(name, NAME_SIZE, max(box.width - 2 * INSET_X, 24.0), 2, 600)


def curve(points: Iterable[tuple[float, float]]) -> Polyline:
    """The course of a line boundary through the points it was given."""
    return curve_through(tuple(points))


def curve_primitives(course: Polyline, highlighted: bool = False) -> tuple[Primitive, ...]:
    """The dashed curve of a line boundary."""
    stroke = "explained" if highlighted else "boundary"
    style = Style(stroke=stroke, width=3.0 if highlighted else 2.0, dash=DASH)
    (x, y), rest = course[0], course[1:]
    return (Path((("M", (x, y)), *(("L", point) for point in rest)), style),)


def ticks(course: Polyline, inside: str) -> tuple[Primitive, ...]:
    """Short strokes off a line towards its inside, ``left`` or ``right`` of one who walks it; else none."""
    if inside not in ("left", "right"):
        return ()
    turn = TICK if inside == "left" else -TICK
    strokes: list[Segment] = []
    walked, next_ = 0.0, TICK_STEP / 2
    for a, b in segments(course):
        step = math.dist(a, b)
        while step and next_ <= walked + step:
            share = (next_ - walked) / step
            x, y = a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share
            tip = (x + (b[1] - a[1]) / step * turn, y - (b[0] - a[0]) / step * turn)
            strokes += [("M", (round(x, 1), round(y, 1))), ("L", (round(tip[0], 1), round(tip[1], 1)))]
            next_ += TICK_STEP
        walked += step
    return (Path(tuple(strokes), Style(stroke="boundary", width=WIDTH)),) if strokes else ()


def curve_name_box(name: str, course: Polyline, metrics: Metrics, crowded: Crowded) -> Box:
    """Where the name of a line boundary stands: on the line, as near its middle as it is free."""
    lines = metrics.lines(name, NAME_SIZE, 160.0, 2, 600)
    width = max((metrics.width(line, NAME_SIZE, 600) for line in lines), default=0.0) + 8
    height = len(lines) * NAME_SIZE * LINE_HEIGHT + 4
    total = length(course)
    places = [
        Box(x - width / 2, y - height / 2, width, height)
        for x, y in (point_along(course, total * share) for share in (0.5, 0.4, 0.6, 0.25, 0.75, 0.1, 0.9))
    ]
    return min(places, key=crowded)


def curve_name_primitives(name: str, place: Box, metrics: Metrics) -> tuple[Primitive, ...]:
    """The name of a line boundary on a clean background."""
    lines = metrics.lines(name, NAME_SIZE, 160.0, 2, 600)
    background = Rectangle(place, Style(fill="canvas"), 3.0)
    texts: list[Text] = stacked(lines, place.center[0], place.y + 2, NAME_SIZE, "muted", 600, "middle")
    return (background, *texts)
