"""Icons: SVG path data of the stencils as display-list segments."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from dfdmodeler.drawing.primitives import Segment

GRID = 18.0
STROKE = 1.6


@lru_cache(maxsize=1024)
def segments(data: str) -> tuple[Segment, ...]:
    """The segments of SVG path data on its own grid; the catalog lets only readable data pass."""
    from fontTools.pens.recordingPen import DecomposingRecordingPen
    from fontTools.svgLib.path.parser import parse_path

    pen = DecomposingRecordingPen({})
    parse_path(data, pen)
    return _converted(pen.value)


def placed(data: str, x: float, y: float, size: float = GRID) -> tuple[Segment, ...]:
    """The icon with its grid's corner at (x, y), scaled to `size`."""
    scale = size / GRID
    return tuple(
        (
            command,
            tuple(round((y if i % 2 else x) + value * scale, 2) for i, value in enumerate(numbers)),
        )
        for command, numbers in segments(data)
    )


def _converted(recorded: list[tuple[str, Any]]) -> tuple[Segment, ...]:
    result: list[Segment] = []
    here = (0.0, 0.0)
    for name, points in recorded:
        if name == "moveTo":
            result.append(("M", points[0]))
        elif name == "lineTo":
            result.append(("L", points[0]))
        elif name == "curveTo":
            result.append(("C", sum(points, ())))
        elif name == "qCurveTo":
            result.append(("C", _cubic(here, *points)))
        elif name == "closePath":
            result.append(("Z", ()))
        here = points[-1] if points else here
    return tuple(result)


def _cubic(
    start: tuple[float, float], control: tuple[float, float], end: tuple[float, float]
) -> tuple[float, ...]:
    """A quadratic curve as a cubic one."""
    (x0, y0), (x1, y1), (x2, y2) = start, control, end
    return (
        x0 + (x1 - x0) * 2 / 3,
        y0 + (y1 - y0) * 2 / 3,
        x2 + (x1 - x2) * 2 / 3,
        y2 + (y1 - y2) * 2 / 3,
        x2,
        y2,
    )
