"""Lining things up while they are moved, placed or resized: a guide that is near wins over the grid."""

from __future__ import annotations

from collections.abc import Collection

from dfdmodeler.drawing.guides import ALL, WHOLE, Free, Side, candidates, lines, pull
from dfdmodeler.drawing.primitives import Box
from dfdmodeler.gui.canvas import stencils
from dfdmodeler.gui.canvas.snapping import SMALLEST, spanned
from dfdmodeler.gui.canvas.tools.tool import Pointer, Stage

REACH = 6.0
"""Pixels within which a guide pulls."""
_LEAST_ZOOM = 0.15
"""Below this a step of the mouse is more than what could be lined up."""


class Guiding:
    """What one gesture lines up, besides what moves with it."""

    def __init__(self, stage: Stage, moving: Collection[str] = ()) -> None:
        self._stage, self._moving = stage, moving

    def lined_up(
        self, raw: Box, snapped: Box, at: Pointer, free: Free = WHOLE, start: Box | None = None
    ) -> Box:
        """The box where the pointer has it (`raw`), pulled to a guide, or else to the grid (`snapped`).

        Shows the guides that it then touches. An axis along which it has not left `start` is not pulled.
        """
        stage = self._stage
        if at.free or not stage.guides or stage.zoom < _LEAST_ZOOM:
            stage.overlay.guides.show(())
            return snapped
        reach = REACH / stage.zoom
        others = candidates(stage.content.drawn.index, raw, stage.visible_box(), self._moving, reach)
        across, down = pull(raw, others, reach, free)
        box = _pulled(raw, snapped, across, down, free, start)
        stage.overlay.guides.show(lines(box, others, free), stage.zoom)
        return box

    def placed(self, stencil: str, at: Pointer) -> Box:
        """Where a stencil comes to lie that is put down with its middle at the pointer."""
        boxes = [stencils.box_at(self._stage, stencil, at.x, at.y, on) for on in (False, not at.free)]
        return self.lined_up(boxes[0], boxes[1], at)

    def spanned(self, start: Pointer, at: Pointer) -> Box:
        """The box from where a drag began to the pointer."""
        grid = self._stage.snap and not at.free
        raw, snapped = (spanned(start.x, start.y, at.x, at.y, on) for on in (False, grid))
        sides = [sides_moved(-1 if to < begin else 1) for begin, to in ((start.x, at.x), (start.y, at.y))]
        return self.lined_up(raw, snapped, at, Free(*sides))

    def close(self) -> None:
        """Takes the guides away."""
        self._stage.overlay.guides.show(())


def sides_moved(direction: int) -> tuple[Side, ...]:
    """The edge that a handle pulled to the left or up (-1), or to the right or down (1), takes along."""
    return ("low",) if direction < 0 else ("high",) if direction > 0 else ()


def _pulled(
    raw: Box, snapped: Box, across: float | None, down: float | None, free: Free, start: Box | None
) -> Box:
    x, width = snapped.x, snapped.width
    if across is not None and not (start and start.x == raw.x and start.width == raw.width):
        x, width = _span(raw.x, raw.width, across, free.across)
    y, height = snapped.y, snapped.height
    if down is not None and not (start and start.y == raw.y and start.height == raw.height):
        y, height = _span(raw.y, raw.height, down, free.down)
    if (width, height) != (raw.width, raw.height) and min(width, height) < SMALLEST:
        return snapped
    return Box(x, y, width, height)


def _span(low: float, size: float, by: float, sides: tuple[str, ...]) -> tuple[float, float]:
    if sides == ALL:
        return low + by, size
    return (low + by, size - by) if sides == ("low",) else (low, size + by)
