"""What lies in a direction: for going from one shape to another with the arrow keys."""

from __future__ import annotations

from collections.abc import Iterable

Point = tuple[float, float]

_ASIDE = 2.0
"""How much more a unit aside counts than one ahead."""


def nearest(start: Point, others: Iterable[tuple[str, Point]], dx: float, dy: float) -> str | None:
    """The id of the nearest point in the direction (dx, dy), one of which is 0; None if none lies there.

    What lies more aside than ahead counts only where nothing lies more ahead.
    """
    ahead: list[tuple[bool, float, str]] = []
    for name, (x, y) in others:
        along = (x - start[0]) * dx + (y - start[1]) * dy
        aside = abs((x - start[0]) * dy) + abs((y - start[1]) * dx)
        if along > 0:
            ahead.append((aside > along, along + _ASIDE * aside, name))
    return min(ahead)[2] if ahead else None
