"""Moving the view by hand."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt

from dfdmodeler.gui.canvas.tools.tool import Pointer, Stage, Tool


class Pan(Tool):
    """The diagram follows the pointer while a button is down."""

    cursor = Qt.CursorShape.OpenHandCursor

    def __init__(self, stage: Stage, start: Pointer | None = None) -> None:
        super().__init__(stage)
        self._last: QPoint | None = start.view if start else None

    def cursor_at(self, at: Pointer) -> Qt.CursorShape:
        return self.cursor if self._last is None else Qt.CursorShape.ClosedHandCursor

    def press(self, at: Pointer) -> None:
        self._last = at.view

    def drag(self, at: Pointer) -> None:
        if self._last is not None:
            self.stage.pan_by(at.view.x() - self._last.x(), at.view.y() - self._last.y())
            self._last = at.view

    def release(self, at: Pointer) -> None:
        self._last = None
