"""Layout around what stays where it is: the rest keeps its arrangement and gives way."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from dfdmodeler.drawing.boundaries import NAME_ROOM
from dfdmodeler.drawing.compound import ROOT, Boxes, Task
from dfdmodeler.drawing.primitives import Box

_GAP = 40.0
_PADDING = 28.0
_STEP = 4.0


def around_pinned(task: Task, boxes: Boxes, pinned: Mapping[str, Box]) -> Boxes:
    """The boxes with the pinned ones in their places and the others moved out of the way.

    A pinned boundary keeps its frame, and its members their places if they are pinned too. Pinned boxes that
    overlap each other stay so.
    """
    fixed = {node: box for node, box in pinned.items() if node in boxes}
    if not fixed:
        return boxes
    dx = _snapped(sum(box.x - boxes[node].x for node, box in fixed.items()) / len(fixed))
    dy = _snapped(sum(box.y - boxes[node].y for node, box in fixed.items()) / len(fixed))
    moved = {node: _shifted(box, dx, dy) for node, box in boxes.items()} | fixed
    _settle(ROOT, task, moved, fixed)
    return moved


def _settle(frame: str, task: Task, boxes: Boxes, fixed: Collection[str]) -> bool:
    """Arrange the members of a boundary, inner boundaries first; whether anything in it is pinned."""
    held = {node: node in fixed for node in task.members[frame]}
    for node in task.members[frame]:
        if node in task.members:
            held[node] = _settle(node, task, boxes, fixed) or held[node]
            if node not in fixed:
                boxes[node] = _frame(node, task, boxes)
    settled = [boxes[node] for node in task.members[frame] if held[node]]
    loose = [node for node in task.members[frame] if not held[node]]
    for node in sorted(loose, key=lambda n: (boxes[n].y, boxes[n].x, n)):
        _give_way(node, task, boxes, settled)
        settled.append(boxes[node])
    return any(held.values())


def _give_way(node: str, task: Task, boxes: Boxes, settled: list[Box]) -> None:
    """Move a member with all that it holds down, until it is clear of what is settled."""
    while blocker := next((box for box in settled if box.grown(_GAP - 1).meets(boxes[node])), None):
        down = _snapped(blocker.bottom + _GAP - boxes[node].y + _STEP / 2)
        for inside in contents(node, task):
            boxes[inside] = _shifted(boxes[inside], 0.0, down)


def contents(node: str, task: Task) -> list[str]:
    """A node and all that it holds."""
    return [node, *(inside for member in task.members.get(node, ()) for inside in contents(member, task))]


def _frame(node: str, task: Task, boxes: Boxes) -> Box:
    """A boundary's box around its members."""
    members = [boxes[member] for member in task.members[node]]
    if not members:
        return boxes[node]
    left, top = min(box.x for box in members) - _PADDING, min(box.y for box in members) - NAME_ROOM - 20
    right, bottom = (
        max(box.right for box in members) + _PADDING,
        max(box.bottom for box in members) + _PADDING,
    )
    return Box(left, top, max(right - left, task.names[node]), bottom - top)


def _shifted(box: Box, dx: float, dy: float) -> Box:
    return Box(box.x + dx, box.y + dy, box.width, box.height)


def _snapped(value: float) -> float:
    return round(value / _STEP) * _STEP
