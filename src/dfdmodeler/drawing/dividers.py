"""Where line boundaries go in a layout: across a flow that is said to cross them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dfdmodeler.drawing.geometry import Point, box_of
from dfdmodeler.drawing.primitives import Box
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Boundary, Flow, Placement, layout_id

_GAP, _LENGTH, _OVER = 48.0, 240.0, 28.0


def line_placements(
    lines: Iterable[Boundary], model: Model, diagram_id: str, boxes: Mapping[str, Box]
) -> dict[str, Placement]:
    """Placements of line boundaries: across the first flow that crosses them, else below everything."""
    result = {}
    lowest = max((box.bottom for box in boxes.values()), default=0.0)
    for line in lines:
        lowest += _GAP
        ends = _crossed(line, model, boxes)
        points = _between(*ends) if ends else ((0.0, lowest), (_LENGTH, lowest))
        x, y, width, height = box_of(points)
        record_id = layout_id(diagram_id, line.id)
        result[record_id] = Placement(
            id=record_id,
            diagram=diagram_id,
            subject=line.id,
            x=x,
            y=y,
            width=width,
            height=height,
            points=points,
        )
    return result


def _crossed(line: Boundary, model: Model, boxes: Mapping[str, Box]) -> tuple[Box, Box] | None:
    """The ends of the first flow that is said to cross a line."""
    for flow in model.of(Flow):
        if line.id in flow.properties.get("line_crossings", ()):
            source, target = boxes.get(flow.source or ""), boxes.get(flow.target or "")
            if source and target:
                return source, target
    return None


def _between(a: Box, b: Box) -> tuple[Point, Point]:
    """A line that separates two boxes, upright if they stand side by side."""
    both = a.united(b).grown(_OVER)
    apart_x, apart_y = max(a.x - b.right, b.x - a.right), max(a.y - b.bottom, b.y - a.bottom)
    if apart_x >= apart_y:
        x = (min(a.right, b.right) + max(a.x, b.x)) / 2
        return ((x, both.y), (x, both.bottom))
    y = (min(a.bottom, b.bottom) + max(a.y, b.y)) / 2
    return ((both.x, y), (both.right, y))
