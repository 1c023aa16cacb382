"""Resizing shapes by their handles."""

from __future__ import annotations

from dfdmodeler.drawing.guides import Free
from dfdmodeler.drawing.primitives import Box
from dfdmodeler.gui.canvas.handles import Handle
from dfdmodeler.gui.canvas.snapping import resized
from dfdmodeler.gui.canvas.tools.guiding import Guiding, sides_moved
from dfdmodeler.gui.canvas.tools.tool import Pointer, Stage, Tool
from dfdmodeler.model import edits, moves
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Boundary, Note


class Reshape(Tool):
    """A corner or an edge follows the pointer; without Alt a boundary then holds what lies inside it."""

    def __init__(self, stage: Stage, start: Pointer, handle: Handle) -> None:
        super().__init__(stage)
        self._start, self._handle = start, handle
        item = stage.content.item(handle.subject)
        self._before = self._box = item.shape if item and item.shape else Box(start.x, start.y, 0, 0)
        self._guiding = Guiding(stage, {handle.subject})
        self._free = Free(sides_moved(handle.horizontal), sides_moved(handle.vertical))

    def drag(self, at: Pointer) -> None:
        handle, start = self._handle, self._start
        x, y = handle.x + at.x - start.x, handle.y + at.y - start.y
        on = self.stage.snap and not at.free
        raw, snapped = (
            resized(self._before, handle.horizontal, handle.vertical, x, y, s) for s in (False, on)
        )
        box = self._guiding.lined_up(raw, snapped, at, self._free)
        if box != self._box:
            self._box = box
            self.stage.preview(self._resized)
            self.stage.foresee(self._resized if at.free else self._settled, at)

    def release(self, at: Pointer) -> None:
        if self._box != self._before:
            self.stage.commit("Resize", self._resized if at.free else self._settled)
        self.stage.leave()

    def cancel(self) -> bool:
        self.stage.leave()
        return True

    def close(self) -> None:
        self._guiding.close()

    def _resized(self, model: Model) -> Model:
        subject, box = self._handle.subject, self._box
        if subject not in model:  # undone meanwhile
            return model
        if model.find(Note, subject):
            return edits.update(model, [subject], x=box.x, y=box.y, width=box.width, height=box.height)
        return edits.place(model, self.stage.diagram, {subject: tuple(box)})

    def _settled(self, model: Model) -> Model:
        subject, diagram, size_of = self._handle.subject, self.stage.diagram, self.stage.content.size_of
        model = self._resized(model)
        if model.find(Boundary, subject) is None:
            return model
        return moves.resettle(model, diagram, [subject], size_of)
