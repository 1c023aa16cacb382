"""A uniform grid of boxes: what lies near a place, without looking at everything."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import Generic, TypeVar

from dfdmodeler.drawing.primitives import Box

K = TypeVar("K", bound=Hashable)
Cell = tuple[int, int]

MAX_CELLS = 4096
"""A box over more cells than this is kept in a list of its own, which every question looks at."""


class Grid(Generic[K]):
    """Boxes by key, filed by the cells that they cover."""

    def __init__(self, cell: float = 160.0) -> None:
        self._cell = cell
        self._cells: dict[Cell, dict[K, Box]] = {}
        self._own: set[Cell] | None = None
        """Cells that no copy shares; None where none is shared."""
        self._huge: dict[K, Box] = {}
        self._boxes: dict[K, Box] = {}

    def copy(self) -> Grid[K]:
        """The same boxes, to be changed apart from these; cells are shared until either changes one."""
        other: Grid[K] = Grid(self._cell)
        other._cells = dict(self._cells)
        other._huge, other._boxes = dict(self._huge), dict(self._boxes)
        self._own, other._own = set(), set()
        return other

    def __contains__(self, key: object) -> bool:
        return key in self._boxes

    def __len__(self) -> int:
        return len(self._boxes)

    def box(self, key: K) -> Box:
        """The box of a key."""
        return self._boxes[key]

    def items(self) -> Iterator[tuple[K, Box]]:
        return iter(self._boxes.items())

    def put(self, key: K, box: Box) -> None:
        """Add a box, or move it."""
        self.drop(key)
        self._boxes[key] = box
        cells = self._covered(box)
        if cells is None:
            self._huge[key] = box
            return
        for cell in cells:
            self._entries(cell)[key] = box

    def drop(self, key: K) -> None:
        """Take a box out, if it is there."""
        box = self._boxes.pop(key, None)
        if box is None:
            return
        if self._huge.pop(key, None) is not None:
            return
        for cell in self._covered(box) or ():
            entries = self._entries(cell)
            del entries[key]
            if not entries:
                del self._cells[cell]

    def near(self, box: Box) -> dict[K, Box]:
        """All entries whose boxes share a point with this one."""
        x, y, right, bottom = box.x, box.y, box.right, box.bottom
        found: dict[K, Box] = {}
        for entries in self._candidates(box):
            for key, other in entries.items():
                if (
                    other[0] <= right
                    and x <= other[0] + other[2]
                    and other[1] <= bottom
                    and y <= other[1] + other[3]
                ):
                    found[key] = other
        return found

    def is_crowded(self, box: Box, most: int) -> bool:
        """Whether more than so many entries are near a place; stops counting there."""
        found: set[K] = set()
        for entries in self._candidates(box):
            found.update(key for key, other in entries.items() if other.meets(box))
            if len(found) > most:
                return True
        return False

    def _entries(self, cell: Cell) -> dict[K, Box]:
        """The entries of a cell, to be changed."""
        entries = self._cells.get(cell)
        if self._own is not None and cell not in self._own:
            self._own.add(cell)
            entries = dict(entries or ())
        elif entries is None:
            entries = {}
        self._cells[cell] = entries
        return entries

    def _candidates(self, box: Box) -> Iterator[dict[K, Box]]:
        if self._huge:
            yield self._huge
        cells = self._covered(box)
        if cells is None:
            yield self._boxes
            return
        for cell in cells:
            entries = self._cells.get(cell)
            if entries:
                yield entries

    def _covered(self, box: Box) -> list[Cell] | None:
        left, top = int(box.x // self._cell), int(box.y // self._cell)
        right, bottom = int(box.right // self._cell), int(box.bottom // self._cell)
        if (right - left + 1) * (bottom - top + 1) > MAX_CELLS:
            return None
        return [(x, y) for x in range(left, right + 1) for y in range(top, bottom + 1)]
