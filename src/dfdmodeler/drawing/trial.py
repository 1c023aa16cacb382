"""Trying a layout: its flows are routed and its labels placed, and the result is judged."""

from __future__ import annotations

from itertools import pairwise

from dfdmodeler.drawing.boundaries import INSET_X, INSET_Y, NAME_ROOM
from dfdmodeler.drawing.compound import Boxes, Task
from dfdmodeler.drawing.field import Field
from dfdmodeler.drawing.geometry import box_of, crosses_box, length, segments_cross
from dfdmodeler.drawing.labels import place_labels
from dfdmodeler.drawing.ports import Lane
from dfdmodeler.drawing.primitives import Box
from dfdmodeler.drawing.routing import Ends, route_all

_LENGTH = 0.3
_BEND = 16.0
_CROSSING = 90.0
_STRUCK = 130.0
_ON_FRAME = 12.0
_ON_NAME = 70.0
_AFOUL = 2_000.0


def trial(task: Task, boxes: Boxes) -> Field:
    """The field of a layout with all flows and labels."""
    field = Field()
    for node, box in boxes.items():
        if node in task.sizes:
            field.shapes.put(node, box)
            field.corners.put(node, Box(box.right - 26, box.y - 12, 38, 24))
        else:
            field.frames.put(node, box)
            width = task.names[node] - 2 * INSET_X
            field.names.put(node, Box(box.x + INSET_X, box.y + INSET_Y, width, NAME_ROOM - INSET_Y))
    between: dict[frozenset[str], list[int]] = {}
    for number, wire in enumerate(task.wires):
        between.setdefault(frozenset(wire[:2]), []).append(number)
    flows = []
    for numbers in between.values():
        for place, number in enumerate(numbers):
            source, target, _ = task.wires[number]
            lane = Lane(place - (len(numbers) - 1) / 2, len(numbers))
            flows.append(Ends(f"{number:04}", source, target, lane=lane if source <= target else lane.back))
    route_all(flows, field)
    sizes = {f"{number:04}": wire.label for number, wire in enumerate(task.wires) if wire.label[0]}
    place_labels(sizes, field)
    return field


def verdict(field: Field) -> tuple[float, float]:
    """How bad the routed flows and placed labels are: in all, and the part that more room could mend."""
    cost = mendable = 0.0
    for flow, course in field.courses.items():
        cost += length(course) * _LENGTH + (len(course) - 2) * _BEND
        for a, b in pairwise(course):
            around = box_of((a, b))
            others = field.lines_near(around)
            cost += (
                _CROSSING / 2 * sum(other != flow and segments_cross(a, b, *line) for other, line in others)
            )
            cost += _ON_NAME * sum(crosses_box(a, b, box) for box in field.names.near(around).values())
    for flow, label in field.labels.items():
        mendable += _STRUCK * len(
            {other for other, line in field.lines_near(label) if other != flow and crosses_box(*line, label)}
        )
        mendable += _AFOUL * len(field.shapes.near(label))
        mendable += _AFOUL / 2 * (len(field.labels.near(label)) - 1)
        mendable += _ON_NAME * len(field.names.near(label))
        mendable += _ON_FRAME * sum(
            label.meets(frame) and not frame.holds(label) for frame in field.frames.near(label).values()
        )
    return cost + mendable, mendable
