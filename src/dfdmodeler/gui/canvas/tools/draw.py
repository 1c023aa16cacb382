"""Putting new things on the canvas: elements and notes by a click, boundaries by dragging a box."""

from __future__ import annotations

from PySide6.QtCore import Qt

from dfdmodeler.catalog.offers import BOUNDARY, NOTE
from dfdmodeler.drawing.primitives import Box
from dfdmodeler.gui.canvas import stencils
from dfdmodeler.gui.canvas.tools.guiding import Guiding
from dfdmodeler.gui.canvas.tools.tool import Pointer, Stage, Tool

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_SMALLEST = 48.0
"""A box dragged smaller than this is taken for a click, which gives a boundary of the usual size."""


class Place(Tool):
    """The next click puts a stencil where it is; an outline shows how large."""

    cursor = Qt.CursorShape.CrossCursor

    def __init__(self, stage: Stage, stencil: str) -> None:
        super().__init__(stage)
        self._stencil = stencil
        self._guiding = Guiding(stage)

    def hover(self, at: Pointer) -> None:
        box = self._box(at)
        self.stage.overlay.band(box)
        self.stage.foresee(stencils.trying(self.stage, self._stencil, box), at)

    def drag(self, at: Pointer) -> None:
        self.hover(at)

    def release(self, at: Pointer) -> None:
        stage = self.stage
        added = stencils.add(stage, self._stencil, self._box(at))
        stage.set_tool("select")
        if self._stencil == NOTE:
            stage.begin_rename(added)

    def close(self) -> None:
        self._guiding.close()
        self.stage.overlay.band(None)

    def _box(self, at: Pointer) -> Box:
        return self._guiding.placed(self._stencil, at)


class DrawBoundary(Tool):
    """A box dragged over the canvas becomes a boundary around what lies inside."""

    cursor = Qt.CursorShape.CrossCursor

    def __init__(self, stage: Stage, stencil: str = BOUNDARY) -> None:
        super().__init__(stage)
        self._stencil = stencil
        self._start: Pointer | None = None
        self._guiding = Guiding(stage)
        if len(stage.session.selection.ids) > 1:
            stage.say("Drag out a boundary, or press Enter to put one around what is selected.")

    def key(self, key: Qt.Key) -> bool:
        """Enter needs no drag: the boundary goes around what is selected."""
        if key not in _ENTER or self._start is not None:
            return False
        self.stage.place_in_room(self._stencil)
        self.stage.set_tool("select")
        return True

    def press(self, at: Pointer) -> None:
        self._start = at

    def drag(self, at: Pointer) -> None:
        if self._start is not None:
            box = self._guiding.spanned(self._start, at)
            self.stage.overlay.band(box)
            large = box.width >= _SMALLEST and box.height >= _SMALLEST
            self.stage.foresee(stencils.trying(self.stage, self._stencil, box) if large else None, at)

    def release(self, at: Pointer) -> None:
        if self._start is None:
            return
        box = self._guiding.spanned(self._start, at)
        if box.width < _SMALLEST or box.height < _SMALLEST:
            box = stencils.box_at(self.stage, self._stencil, at.x, at.y, not at.free)
        stencils.add(self.stage, self._stencil, box)
        self.stage.set_tool("select")

    def cancel(self) -> bool:
        had, self._start = self._start, None
        self.close()
        return had is not None

    def close(self) -> None:
        self._guiding.close()
        self.stage.overlay.band(None)
