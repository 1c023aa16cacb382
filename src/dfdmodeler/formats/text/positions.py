"""Where things are drawn: an optional mapping from id to ``[left, top, width, height]``.

For a boundary that is an open line, the points of the line follow, as pairs of x and y.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from dfdmodeler.formats.text.rows import Intake
from dfdmodeler.formats.text.tree import Items, Node, Scalar, Table
from dfdmodeler.model.edits import new_placement
from dfdmodeler.model.records import Boundary, Element, Placement, Record, evolve

_LARGEST = 1e6
_HINT = "Write [left, top, width, height]."


def read_positions(
    node: Node | None, diagram: str, records: Iterable[Record], intake: Intake
) -> Iterable[Placement]:
    """The placements that a file tells; a position that cannot be is an error."""
    if node is None:
        return
    if not isinstance(node, Table):
        intake.tell(node.place, "'positions' is not a mapping from ids.", _HINT)
        return
    drawn = {record.id for record in records if isinstance(record, Element | Boundary)}
    for key, value in node.entries.values():
        numbers = _numbers(value)
        if key.text not in drawn:
            what = f"'{key.text[:60]}' has a position, but is no element or boundary."
            intake.tell(key.place, what, intake.hint(key.text, drawn), "warning")
        elif numbers is None:
            intake.tell(value.place, f"This is no position of '{key.text}'.", _HINT, subject=key.text)
        else:
            yield _placement(diagram, key.text, numbers)


def write_position(placement: Placement) -> list[float]:
    """The numbers of a placement, in the order of the form."""
    box = [placement.x, placement.y, placement.width, placement.height]
    return box + [number for point in placement.points for number in point]


def _placement(diagram: str, subject: str, numbers: list[float]) -> Placement:
    x, y, width, height, *rest = numbers
    points = tuple(zip(rest[::2], rest[1::2], strict=True))
    return evolve(new_placement(diagram, subject, (x, y, width, height)), points=points)


def _numbers(node: Node) -> list[float] | None:
    """Four numbers, or an even number of more; None for anything else."""
    if not isinstance(node, Items) or len(node.nodes) < 4 or len(node.nodes) % 2:
        return None
    numbers = [_number(item) for item in node.nodes]
    sized = [number for number in numbers if number is not None]
    return sized if len(sized) == len(numbers) and min(sized[2:4]) >= 0 else None


def _number(node: Node) -> float | None:
    try:
        number = float(node.text) if isinstance(node, Scalar) else math.nan
    except ValueError:
        return None
    return number if abs(number) <= _LARGEST else None
