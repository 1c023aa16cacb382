"""Rubber band: dragged to the right it selects what lies fully inside, dragged to the left all it touches."""

from __future__ import annotations

from dfdmodeler.drawing.primitives import Box
from dfdmodeler.gui.canvas.tools.tool import Pointer, Stage, Tool


class Band(Tool):
    """From the press on empty canvas to the release; a press without a drag selects nothing."""

    def __init__(self, stage: Stage, start: Pointer) -> None:
        super().__init__(stage)
        self._start = start
        self._before = stage.session.selection.ids
        self._dragging = False

    def drag(self, at: Pointer) -> None:
        if not self._dragging and not at.far_from(self._start):
            return
        self._dragging = True
        box = self._box(at)
        touching = at.x < self._start.x
        self.stage.overlay.band(box, dashed=touching)
        kept = self._before if self._start.additive else ()
        content = self.stage.content
        found = content.touching(box) if touching else content.within(box)
        self.stage.session.selection.set([*kept, *found])

    def release(self, at: Pointer) -> None:
        if not self._dragging and not self._start.additive:
            self.stage.session.selection.clear()
        self.stage.leave()

    def cancel(self) -> bool:
        self.stage.session.selection.set(self._before)
        self.stage.leave()
        return True

    def close(self) -> None:
        self.stage.overlay.band(None)

    def _box(self, at: Pointer) -> Box:
        left, right = sorted((self._start.x, at.x))
        top, bottom = sorted((self._start.y, at.y))
        return Box(left, top, right - left, bottom - top)
