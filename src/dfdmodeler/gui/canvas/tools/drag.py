"""Moving the selection. Boundaries take their members along, and take in or release what is dropped, unless
Alt is held.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from PySide6.QtCore import Qt

from dfdmodeler.drawing.geometry import around
from dfdmodeler.drawing.primitives import Box
from dfdmodeler.gui.canvas.locked import movable
from dfdmodeler.gui.canvas.snapping import snapped_shift
from dfdmodeler.gui.canvas.tools.guiding import Guiding
from dfdmodeler.gui.canvas.tools.tool import Edit, Pointer, Stage, Tool
from dfdmodeler.model import locking, moves
from dfdmodeler.model.model import Model

_LIVE = 32
"""Things that move with their flows while they are dragged; of more than this only the frames do."""


class Drag(Tool):
    """From the press on something selected to the release; without a drag it is a click."""

    cursor = Qt.CursorShape.SizeAllCursor
    label = "Move"
    """What the step is called."""

    def __init__(self, stage: Stage, start: Pointer, subject: str, *, narrow: bool = False) -> None:
        super().__init__(stage)
        self._start, self._subject = start, subject
        self._narrow = narrow
        """Whether a click leaves only the subject selected."""
        model, chosen = stage.session.model, stage.session.selection.ids
        self._held = locking.is_locked(model, stage.diagram, subject)
        """Whether what was pressed on does not move."""
        ids = () if self._held else locking.unlocked(model, stage.diagram, chosen)
        item = stage.content.item(subject)
        self._origin = (item.shape.x, item.shape.y) if item and item.shape else (start.x, start.y)
        self._shift = (0.0, 0.0)
        self._dragging = False
        self._take(ids, moves.carried(model, ids), ids)

    def _take(self, ids: Iterable[str], carried: Iterable[str], shapes: Iterable[str]) -> None:
        """What is moved, what goes along, and what says how large all of it is."""
        self._ids, self._carried = tuple(ids), frozenset(carried)
        self._live = len(self._carried) <= _LIVE
        self._bounds = around(_shapes(self.stage, shapes))
        self._guiding = Guiding(self.stage, self._carried)

    def drag(self, at: Pointer) -> None:
        if not self._dragging and not at.far_from(self._start):
            return
        if self._held and not self._dragging:
            movable(self.stage, [self._subject])
        self._dragging = True
        if self._held:
            return
        shift = self._shift_to(at)
        if shift != self._shift:
            self._shift = shift
            if self._live:
                self.stage.preview(self._moved)
            else:
                self.stage.overlay.shift(*shift)
            self._foresee(at)

    def release(self, at: Pointer) -> None:
        if self._dragging:
            self.drag(at)
        if self._dragging and self._shift != (0.0, 0.0):
            self.stage.commit(self.label, self._dropped(self._carried, at))
        elif not self._dragging and self._narrow:
            self.stage.session.selection.set([self._subject])
        self.stage.leave()

    def cancel(self) -> bool:
        self.stage.leave()
        return True

    def close(self) -> None:
        self._guiding.close()
        self.stage.overlay.shift(0.0, 0.0)

    def _shift_to(self, at: Pointer) -> tuple[float, float]:
        """How far to move for the pointer to be there, on the grid or in line with others."""
        before, on = self._bounds, self.stage.snap and not at.free
        dx, dy = at.x - self._start.x, at.y - self._start.y
        snapped = snapped_shift(self._origin[0], dx, on), snapped_shift(self._origin[1], dy, on)
        if not before.width:  # nothing but flows
            return snapped
        box = self._guiding.lined_up(_shifted(before, dx, dy), _shifted(before, *snapped), at, start=before)
        return box.x - before.x, box.y - before.y

    def _moved(self, model: Model) -> Model:
        return moves.shift(model, self.stage.diagram, self._carried, *self._shift)

    def _dropped(self, moved: Collection[str], at: Pointer) -> Edit:
        """Moves things and lets boundaries take in and release what was taken hold of; not with Alt."""
        size_of, diagram, ids, shift = self.stage.content.size_of, self.stage.diagram, self._ids, self._shift

        def edit(model: Model) -> Model:
            model = moves.shift(model, diagram, moved, *shift)
            return model if at.free else moves.settle(model, diagram, ids, size_of)

        return edit

    def _foresee(self, at: Pointer) -> None:
        """Of very many things what would become of each is not looked at while they move."""
        if self._live:
            self.stage.foresee(self._dropped(self._carried, at), at)
        elif len(self._ids) <= _LIVE:
            self.stage.foresee(self._dropped(self._ids, at), at)


def _shapes(stage: Stage, ids: Iterable[str]) -> list[Box]:
    items = (stage.content.item(i) for i in ids)
    return [item.shape for item in items if item and item.shape]


def _shifted(box: Box, dx: float, dy: float) -> Box:
    return Box(box.x + dx, box.y + dy, box.width, box.height)
