"""Going about the diagram by keyboard: to the nearest element in a direction, or along a flow."""

from __future__ import annotations

from math import copysign
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from dfdmodeler.drawing.directions import Point, nearest
from dfdmodeler.drawing.geometry import length, point_along
from dfdmodeler.gui.canvas.commands import reading_order
from dfdmodeler.model import edits
from dfdmodeler.model.records import Flow

if TYPE_CHECKING:
    from dfdmodeler.gui.canvas.view import Canvas


def step(canvas: Canvas, held: Qt.KeyboardModifier, dx: float, dy: float) -> bool:
    """What an arrow key does with Ctrl, or Ctrl and Shift; false for other modifiers."""
    run = _STEPS.get(held & ~Qt.KeyboardModifier.KeypadModifier)
    if run is None:
        return False
    run(canvas, copysign(bool(dx), dx), copysign(bool(dy), dy))
    return True


def go(canvas: Canvas, dx: float, dy: float) -> None:
    """Selects the nearest element or note in a direction; with nothing selected, the first or last one."""
    start = _middle(canvas, canvas.session.selection.current or "")
    if start is None:
        order = reading_order(canvas)
        _select(canvas, (order[0] if dx + dy > 0 else order[-1]) if order else None)
    else:
        shapes = (i for i in canvas.content.drawn.items.values() if i.role in ("element", "note") and i.shape)
        _select(canvas, nearest(start, ((i.subject, i.shape.center) for i in shapes), dx, dy))


def go_along(canvas: Canvas, dx: float, dy: float) -> None:
    """From an element to its flow that leads in a direction, from a flow to its end there."""
    model, current = canvas.session.model, canvas.session.selection.current or ""
    start, flow = _middle(canvas, current), model.find(Flow, current)
    if start is None:
        return
    if flow is not None:
        ends = [end for end in (flow.source, flow.target) if end]
        _select(canvas, nearest(start, _points(canvas, ends), dx, dy))
    else:
        flows = [flow.id for flow in edits.ends_at(model, [current])]
        _select(canvas, nearest(start, _points(canvas, flows), dx, dy))


def _points(canvas: Canvas, ids: list[str]) -> list[tuple[str, Point]]:
    return [(i, point) for i in ids if (point := _middle(canvas, i)) is not None]


def _middle(canvas: Canvas, subject: str) -> Point | None:
    item = canvas.content.item(subject)
    if item is None:
        return None
    if item.line:
        return point_along(item.line, length(item.line) / 2)
    return item.shape.center if item.shape else None


def _select(canvas: Canvas, subject: str | None) -> None:
    if subject is not None:
        canvas.session.selection.set([subject])
        canvas.reveal(subject)


_STEPS = {
    Qt.KeyboardModifier.ControlModifier: go,
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier: go_along,
}
