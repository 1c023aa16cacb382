"""Where line boundaries go in a layout: across a flow that is said to cross them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dfdmodeler.drawing.geometry import Segment, box_of
from dfdmodeler.drawing.lines import course, line_curve, lines_of, way_across
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
        flow = _crossing(line, model, boxes)
        points = ((0.0, lowest), (_LENGTH, lowest))
        if flow is not None:
            points = _between(boxes[flow.source or ""], boxes[flow.target or ""])
            points = _turned_to_inside(line, flow, model, diagram_id, points, boxes)
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


def _crossing(line: Boundary, model: Model, boxes: Mapping[str, Box]) -> Flow | None:
    """The first flow that is said to cross a line."""
    found = (f for f in model.of(Flow) if line.id in lines_of(f) and f.source in boxes and f.target in boxes)
    return next(found, None)


def _turned_to_inside(
    line: Boundary, flow: Flow, model: Model, diagram_id: str, points: Segment, boxes: Mapping[str, Box]
) -> Segment:
    """The line walked so that the flow still crosses it the way it did before."""

    def size_of(subject: str) -> tuple[float, float]:
        return boxes[subject].width, boxes[subject].height

    before = way_across(
        line_curve(model, diagram_id, line.id), course(model, diagram_id, flow, size_of), line.inside
    )
    ends = boxes[flow.source or ""].center, boxes[flow.target or ""].center
    turned = before != "crosses" and way_across(points, ends, line.inside) != before
    return (points[1], points[0]) if turned else points


def _between(a: Box, b: Box) -> Segment:
    """A line that separates two boxes, upright if they stand side by side."""
    both = a.united(b).grown(_OVER)
    apart_x, apart_y = max(a.x - b.right, b.x - a.right), max(a.y - b.bottom, b.y - a.bottom)
    if apart_x >= apart_y:
        x = (min(a.right, b.right) + max(a.x, b.x)) / 2
        return ((x, both.y), (x, both.bottom))
    y = (min(a.bottom, b.bottom) + max(a.y, b.y)) / 2
    return ((both.x, y), (both.right, y))
