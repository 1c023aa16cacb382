"""Moving the label of a flow: it follows the pointer along its flow, on the line or beside it."""

from __future__ import annotations

from PySide6.QtCore import Qt

from dfdmodeler.drawing.anchors import anchor_at
from dfdmodeler.drawing.primitives import Item
from dfdmodeler.gui.canvas.tools.tool import Edit, Pointer, Stage, Tool
from dfdmodeler.model import edits

Point = tuple[float, float]


class MoveLabel(Tool):
    """From the press on a label to the release; without a drag it is a click on the flow."""

    cursor = Qt.CursorShape.SizeAllCursor

    def __init__(self, stage: Stage, start: Pointer, flow: Item) -> None:
        super().__init__(stage)
        assert flow.label is not None
        self._start, self._flow, self._label = start, flow, flow.label
        self._anchor: Point | None = None

    def drag(self, at: Pointer) -> None:
        if self._anchor is None and not at.far_from(self._start):
            return
        x, y = self._label.center
        middle = (x + at.x - self._start.x, y + at.y - self._start.y)
        anchor = anchor_at(self._flow.line, middle, self._label[2:], not at.free)
        if anchor != self._anchor:
            self._anchor = anchor
            self.stage.preview(self._edit(anchor))

    def release(self, at: Pointer) -> None:
        if self._anchor is not None:
            self.drag(at)
            self.stage.commit("Move label", self._edit(self._anchor))
        self.stage.leave()

    def cancel(self) -> bool:
        self.stage.leave()
        return True

    def _edit(self, anchor: Point) -> Edit:
        return lambda model: edits.put_label(model, self.stage.diagram, self._flow.subject, anchor)
