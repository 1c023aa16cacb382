"""Where things are on a picture: what a rectangle shows, what a point hits. A uniform grid over the items."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from dfdmodeler.drawing.geometry import (
    Polyline,
    around,
    box_of,
    crosses_box,
    distance_to_line,
    distance_to_segment,
    pieces,
    segments,
)
from dfdmodeler.drawing.grid import Grid
from dfdmodeler.drawing.primitives import Box, Item, Role

_CELL = 320.0
_HEAD = 12.0
"""Room around a line for its heads."""


class Key(NamedTuple):
    """What identifies an item: a flow has two, its line and its label."""

    subject: str
    role: Role


def key_of(item: Item) -> Key:
    return Key(item.subject, item.role)


class Index:
    """Items by place. `put` and `drop` keep it up to date item by item."""

    def __init__(self, items: Iterable[Item] = ()) -> None:
        self.items: dict[Key, Item] = {}
        self._grid: Grid[Key] = Grid(_CELL)
        self._lines: Grid[tuple[str, int]] = Grid(_CELL)
        """Flows, by the pieces of their lines: the box around a long one says little about where it is."""
        self._bounds: Box | None = None
        """The box around all items, if it is known."""
        for item in items:
            self.put(item)

    def copy(self) -> Index:
        """The same items, to be changed apart from these."""
        other = Index()
        other.items, other._grid, other._lines = dict(self.items), self._grid.copy(), self._lines.copy()
        other._bounds = self._bounds
        return other

    @property
    def bounds(self) -> Box:
        """The box around all items; an empty one at the origin if there are none."""
        if self._bounds is None:
            self._bounds = around(item.bounds for item in self.items.values())
        return self._bounds

    def put(self, item: Item) -> None:
        """Add an item, or put it in place of an earlier one of the same subject and role."""
        key = key_of(item)
        self.drop(key)
        self.items[key] = item
        if self._bounds is not None and not _within(item.bounds, self._bounds):
            self._bounds = None
        if item.role != "flow":
            self._grid.put(key, item.bounds)
            return
        for number, box in enumerate(painted(item)):
            self._lines.put((item.subject, number), box)

    def drop(self, key: Key) -> None:
        """Take an item out, if it is there."""
        item = self.items.pop(key, None)
        if item is None:
            return
        if self._bounds is not None and not _within(item.bounds, self._bounds):
            self._bounds = None
        if item.role != "flow":
            self._grid.drop(key)
            return
        for number in range(len(pieces(item.line))):
            self._lines.drop((key.subject, number))

    def visible(self, box: Box) -> list[Item]:
        """The items that show in a rectangle, from back to front."""
        shown = [item for item in self._near(box) if not item.line or item.label or _line_shows(item, box)]
        return sorted(shown, key=back_to_front)

    def shapes(self, box: Box) -> dict[Key, Box]:
        """The shapes of elements, boundaries that are boxes and notes that meet a rectangle."""
        found = (self.items[key] for key in self._grid.near(box) if key.role != "label")
        return {
            key_of(item): item.shape
            for item in found
            if item.shape and not item.line and item.shape.meets(box)
        }

    def is_crowded(self, box: Box, most: int) -> bool:
        """Whether more than so many items may show in a rectangle; does not count them all."""
        return self._grid.is_crowded(box, most) or self._lines.is_crowded(box, most)

    def hit(self, x: float, y: float, tolerance: float = 4.0) -> str | None:
        """The topmost subject at a point: labels and elements before flows, flows before boundaries.

        A boundary is hit on its border and its name; its inside belongs to what lies in it.
        """
        spot = Box(x, y, 0, 0).grown(tolerance)
        found = sorted(self._near(spot), key=back_to_front, reverse=True)
        candidates = [(_RANK[item.role], i, item) for i, item in enumerate(found)]
        hits = (
            item.subject
            for _, _, item in sorted(candidates, key=lambda c: c[:2])
            if _hits(item, x, y, tolerance)
        )
        return next(hits, None)

    def inside(self, x: float, y: float) -> str | None:
        """The innermost box boundary around a point: where something dropped there would belong."""
        found = [self.items[key] for key in self._grid.near(Box(x, y, 0, 0)) if key.role == "boundary"]
        around = [item for item in found if item.shape and not item.line and item.shape.contains(x, y)]
        return max(around, key=back_to_front).subject if around else None

    def over(self, line: Polyline, box: Box) -> list[Item]:
        """Elements, notes and labels that a line runs behind, as far as it shows in a rectangle."""
        found: dict[Key, Item] = {}
        for a, b in pieces(line):
            stretch = box_of((a, b))
            if stretch.meets(box):
                near = (self.items[key] for key in self._grid.near(stretch) if key.role != "boundary")
                found.update(
                    (key_of(item), item)
                    for item in near
                    if item.shape and crosses_box(a, b, item.shape.grown(-1))
                )
        return list(found.values())

    def _near(self, box: Box) -> list[Item]:
        found = [self.items[key] for key in self._grid.near(box)]
        flows = {flow for flow, _ in self._lines.near(box)}
        return found + [self.items[Key(flow, "flow")] for flow in flows]


def _within(box: Box, bounds: Box) -> bool:
    """Whether a box lies inside without touching the edge, so that it does not say where the edge is."""
    return bounds.x < box.x and bounds.y < box.y and box.right < bounds.right and box.bottom < bounds.bottom


def painted(item: Item) -> list[Box]:
    """Where an item paints: the box around it, or for a flow one around each piece of its line."""
    if item.role != "flow":
        return [item.bounds]
    return [box_of(piece).grown(_HEAD) for piece in pieces(item.line)]


_RANK: dict[Role, int] = {"element": 0, "note": 0, "label": 1, "flow": 2, "boundary": 3}


def back_to_front(item: Item) -> tuple[int, str, str]:
    """Sort key for painting."""
    return (item.z, item.subject, item.role)


def _line_shows(item: Item, box: Box) -> bool:
    near = box.grown(_HEAD)
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
