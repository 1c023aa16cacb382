"""Label places: beside or on a flow, away from shapes, other labels and other lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dfdmodeler.drawing.field import Field
from dfdmodeler.drawing.geometry import (
    Point,
    Polyline,
    crosses_box,
    direction_along,
    length,
    point_along,
    stretches,
)
from dfdmodeler.drawing.primitives import Box

Size = tuple[float, float]

_ON_SHAPE = 4000.0
_ON_LABEL = 3000.0
_ON_NAME = 900.0
_ON_CORNER = 150.0
_ON_LINE = 120.0
_ON_TIP, _TIP = 130.0, 7.0
_ON_FRAME = 40.0
_OFF_LINE = 45.0
_HIDING = 70.0
_CLEARANCE = 3.0
_SHARES = (0.5, 0.36, 0.64, 0.22, 0.78, 0.1, 0.9)
_REACHES = (20.0, 40.0, 64.0, 96.0, 140.0, 200.0)
_MANY = 160
"""With more labels than this, none chooses twice."""
_POOR = 60.0
_GOOD = 20.0
"""A place this cheap is taken without looking further."""
_BAD = 600.0
"""If everything along the line costs more than this, places farther off are tried."""


def place_labels(sizes: Mapping[str, Size], field: Field) -> None:
    """Choose places for the labels of flows and enter them into the field.

    Labels on short flows come first, as they have the least choice; those that stand badly choose again, now
    that all are there.
    """
    for _ in placing(sizes, field):
        pass


def placing(sizes: Mapping[str, Size], field: Field) -> Iterator[None]:
    """The same, with a pause after each label."""
    order = sorted(sizes, key=lambda flow: (round(length(field.courses[flow])), flow))
    costs = {}
    for flow in order:
        costs[flow] = _place(flow, sizes[flow], field)
        yield
    if len(order) <= _MANY:
        for flow in sorted(order, key=lambda flow: -costs[flow]):
            if costs[flow] > _POOR:
                _place(flow, sizes[flow], field)
                yield


def _place(flow: str, size: Size, field: Field) -> float:
    box, cost = place_label(flow, field.courses[flow], size, field)
    field.labels.put(flow, box)
    return cost


def place_label(flow: str, course: Polyline, size: Size, field: Field) -> tuple[Box, float]:
    """The best place for a flow's label and its cost; on labels or shapes only if nothing else is near."""
    best, best_cost = _first(flow, course, size, field)
    if best_cost <= _GOOD:
        return best, best_cost
    for box, own_cost in _along(course, size):
        cost = (
            own_cost if own_cost >= best_cost else own_cost + _trouble(flow, box, field, best_cost - own_cost)
        )
        if cost < best_cost:
            best, best_cost = box, cost
        if best_cost <= _GOOD:
            break
    if best_cost > _BAD:
        for box, own_cost in _around(course, size):
            if own_cost >= best_cost:
                break
            cost = own_cost + _trouble(flow, box, field, best_cost - own_cost)
            if cost < best_cost:
                best, best_cost = box, cost
    return best, best_cost


def _first(flow: str, course: Polyline, size: Size, field: Field) -> tuple[Box, float]:
    """The middle of the longest piece, which is nearly always good."""
    box, cost = middle_place(course, size)
    return box, cost + _trouble(flow, box, field, float("inf"))


def middle_place(course: Polyline, size: Size) -> tuple[Box, float]:
    """The middle of the longest stretch, whatever else is there, and what it costs by itself."""
    stretch = max(stretches(course), key=lambda part: round(length(part) / 12))
    return _beside(stretch, 0.5, size, length(stretch))[0]


def _along(course: Polyline, size: Size) -> Iterator[tuple[Box, float]]:
    """Places on the line and close beside it, with what they cost by themselves."""
    total, parts = length(course), stretches(course)
    by_length = sorted(
        enumerate(parts),
        key=lambda item: (-round(length(item[1]) / 12), abs(item[0] - (len(parts) + 1) / 2)),
    )
    longest = length(by_length[0][1]) if by_length else 0.0
    offers: list[tuple[float, int, Box]] = []
    for _, stretch in by_length:
        span = length(stretch)
        shorter = (longest - span) / max(longest, 1.0) * 30
        for share in _SHARES:
            base = shorter + abs(share - 0.5) * 30
            for box, extra in _beside(stretch, share, size, span):
                offers.append((base + extra, len(offers), box))
    if total < 1.0:
        offers.append((0.0, 0, _centered(course[0], size)))
    return ((box, cost) for cost, _, box in sorted(offers))


def _beside(stretch: Polyline, share: float, size: Size, span: float) -> list[tuple[Box, float]]:
    """On the line, and just off it on both sides."""
    width, height = size
    center, heading = point_along(stretch, span * share), direction_along(stretch, span * share)
    dx, dy = abs(heading[0]) * span, abs(heading[1]) * span
    covered = min(width * dx / span if span else 0.0, width) + min(
        height * dy / span if span else 0.0, height
    )
    room = span - covered
    hiding = 0.0 if room >= 36 else _HIDING * (1 + (36 - room) / 36)
    on_line = (_centered(center, size), hiding)
    if dx >= dy:
        away = height / 2 + _CLEARANCE + (dy / max(dx, 1.0)) * width / 2
        return [on_line, *((_centered((center[0], center[1] + s * away), size), _OFF_LINE) for s in (-1, 1))]
    away = width / 2 + _CLEARANCE + (dx / max(dy, 1.0)) * height / 2
    return [on_line, *((_centered((center[0] + s * away, center[1]), size), _OFF_LINE) for s in (1, -1))]


def _around(course: Polyline, size: Size) -> Iterator[tuple[Box, float]]:
    """Places off the line, nearest first."""
    total = length(course)
    anchors = [point_along(course, total * share) for share in (0.5, 0.25, 0.75)]
    for reach in _REACHES:
        for x, y in anchors:
            for dx, dy in (
                (0, -1),
                (0, 1),
                (1, 0),
                (-1, 0),
                (0.7, -0.7),
                (0.7, 0.7),
                (-0.7, -0.7),
                (-0.7, 0.7),
            ):
                off_x, off_y = dx * (reach + size[0] / 2), dy * (reach + size[1] / 2)
                yield _centered((x + off_x, y + off_y), size), 100.0 + reach * 2


def _centered(center: Point, size: Size) -> Box:
    return Box(round(center[0] - size[0] / 2, 1), round(center[1] - size[1] / 2, 1), size[0], size[1])


def _trouble(flow: str, box: Box, field: Field, limit: float) -> float:
    """What it costs that a label here would cover something; stops counting at the limit."""
    cost = _ON_SHAPE * len(field.shapes.near(box.grown(_CLEARANCE)))
    if cost < limit:
        cost += _ON_LABEL * sum(other != flow for other in field.labels.near(box.grown(_CLEARANCE / 3)))
    if cost < limit:
        course = field.courses[flow]
        cost += _ON_TIP * sum(box.grown(_TIP).contains(*tip) for tip in (course[0], course[-1]))
        cost += _ON_NAME * len(field.names.near(box)) + _ON_CORNER * len(field.corners.near(box))
    if cost < limit:
        around = box.grown(2)
        crossed = {
            other for other, (a, b) in field.lines_near(around) if other != flow and crosses_box(a, b, around)
        }
        cost += _ON_LINE * len(crossed)
    if cost < limit:
        cost += _ON_FRAME * sum(_on_border(box, frame) for frame in field.frames.near(box).values())
    return cost


def _on_border(box: Box, frame: Box) -> bool:
    inside = frame.x < box.x and frame.y < box.y and box.right < frame.right and box.bottom < frame.bottom
    return frame.meets(box) and not inside
