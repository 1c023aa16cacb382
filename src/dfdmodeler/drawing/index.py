"""Where things are on a picture: what a rectangle shows, what a point hits. A uniform grid over the items."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from dfdmodeler.drawing.geometry import box_of, distance_to_line, distance_to_segment, segments
from dfdmodeler.drawing.grid import Grid
from dfdmodeler.drawing.primitives import Box, Item, Role

_CELL = 320.0


class Key(NamedTuple):
    """What identifies an item: a flow has two, its line and its label."""

    subject: str
    role: Role


def key_of(item: Item) -> Key:
    return Key(item.subject, item.role)


class Index:
    """Items by place. `put` and `drop` keep it up to date item by item."""

    def __init__(self, items: Iterable[Item] = ()) -> None:
        self._items: dict[Key, Item] = {}
        self._grid: Grid[Key] = Grid(_CELL)
        for item in items:
            self.put(item)

    def copy(self) -> Index:
        """The same items, to be changed apart from these."""
        other = Index()
        other._items, other._grid = dict(self._items), self._grid.copy()
        return other

    def put(self, item: Item) -> None:
        """Add an item, or put it in place of an earlier one of the same subject and role."""
        key = key_of(item)
        self._items[key] = item
        self._grid.put(key, item.bounds)

    def drop(self, key: Key) -> None:
        """Take an item out, if it is there."""
        if self._items.pop(key, None) is not None:
            self._grid.drop(key)

    def visible(self, box: Box) -> list[Item]:
        """The items that show in a rectangle, from back to front."""
        found = [self._items[key] for key in self._grid.near(box)]
        shown = [item for item in found if not item.line or item.label or _line_shows(item, box)]
        return sorted(shown, key=back_to_front)

    def hit(self, x: float, y: float, tolerance: float = 4.0) -> str | None:
        """The topmost subject at a point: labels and elements before flows, flows before boundaries.

        A boundary is hit on its border and its name; its inside belongs to what lies in it.
        """
        spot = Box(x, y, 0, 0).grown(tolerance)
        found = sorted((self._items[key] for key in self._grid.near(spot)), key=back_to_front, reverse=True)
        candidates = [(_RANK[item.role], i, item) for i, item in enumerate(found)]
        hits = (
            item.subject
            for _, _, item in sorted(candidates, key=lambda c: c[:2])
            if _hits(item, x, y, tolerance)
        )
        return next(hits, None)

    def inside(self, x: float, y: float) -> str | None:
        """The innermost box boundary around a point: where something dropped there would belong."""
        found = [self._items[key] for key in self._grid.near(Box(x, y, 0, 0)) if key.role == "boundary"]
        around = [item for item in found if item.shape and not item.line and item.shape.contains(x, y)]
        return max(around, key=back_to_front).subject if around else None


_RANK: dict[Role, int] = {"element": 0, "note": 0, "label": 1, "flow": 2, "boundary": 3}


def back_to_front(item: Item) -> tuple[int, str, str]:
    """Sort key for painting."""
    return (item.z, item.subject, item.role)


def _line_shows(item: Item, box: Box) -> bool:
    near = box.grown(12)
    return any(box_of(segment).meets(near) for segment in segments(item.line))


def _hits(item: Item, x: float, y: float, tolerance: float) -> bool:
    if item.label is not None and item.label.contains(x, y):
        return True
    if item.line:
        return distance_to_line(item.line, (x, y)) <= tolerance
    if item.shape is None:
        return False
    if item.role == "boundary":
        return _border_distance(item.shape, x, y) <= tolerance
    return item.shape.contains(x, y)


def _border_distance(box: Box, x: float, y: float) -> float:
    corners = (
        (box.x, box.y),
        (box.right, box.y),
        (box.right, box.bottom),
        (box.x, box.bottom),
        (box.x, box.y),
    )
    return min(distance_to_segment(a, b, (x, y)) for a, b in segments(corners))
