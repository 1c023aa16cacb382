"""Drawing boundary lines, point by point or in one stroke, and changing their points."""

from __future__ import annotations

from PySide6.QtCore import Qt

from dfdmodeler.drawing.boundaries import curve
from dfdmodeler.drawing.geometry import Point
from dfdmodeler.gui.canvas import stencils
from dfdmodeler.gui.canvas.handles import Handle
from dfdmodeler.gui.canvas.snapping import snapped
from dfdmodeler.gui.canvas.tools.tool import Edit, Pointer, Stage, Tool
from dfdmodeler.model import edits
from dfdmodeler.model.records import Placement, layout_id

_HELP = "Click the points of the line. Enter or a double-click ends it, Backspace takes the last point back."
_SHORT = "A boundary line needs two points: click another one, or press Escape."
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class DrawLine(Tool):
    """Each click is a point of the line; a first press that is dragged draws it in one stroke."""

    cursor = Qt.CursorShape.CrossCursor

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self._points: list[Point] = []
        self._pressed: Pointer | None = None
        self._at: Pointer | None = None

    def hover(self, at: Pointer) -> None:
        self._show(at)

    def press(self, at: Pointer) -> None:
        self._pressed = at
        if not self._points:
            self.stage.say(_HELP)
        self._add(self._point(at))
        self._show(at)

    def drag(self, at: Pointer) -> None:
        self._show(at)

    def release(self, at: Pointer) -> None:
        pressed, self._pressed = self._pressed, None
        if pressed is None or not at.far_from(pressed):
            return
        self._add(self._point(at))
        if len(self._points) == 2:
            self._finish()
        else:
            self._show(at)

    def double_click(self, at: Pointer) -> None:
        self._add(self._point(at))
        self._finish()

    def key(self, key: Qt.Key) -> bool:
        if key in _ENTER:
            self._finish()
        elif key == Qt.Key.Key_Backspace and self._points:
            self._points.pop()
            if self._at is not None:
                self._show(self._at)
        else:
            return False
        return True

    def cancel(self) -> bool:
        had, self._points, self._pressed = bool(self._points), [], None
        self.close()
        return had

    def close(self) -> None:
        self.stage.overlay.line(())
        self.stage.foresee_nothing()

    def _point(self, at: Pointer) -> Point:
        on = self.stage.snap and not at.free
        return snapped(at.x, on), snapped(at.y, on)

    def _add(self, point: Point) -> None:
        if self._points[-1:] != [point]:
            self._points.append(point)

    def _show(self, at: Pointer) -> None:
        """The line as it would be if it ended at the pointer."""
        self._at, to = at, self._point(at)
        points = self._points if self._points[-1:] == [to] else [*self._points, to]
        drawn = len(points) > 1
        self.stage.overlay.line(curve(points) if drawn else (), head=False)
        self.stage.foresee(stencils.trying_line(self.stage, points) if drawn else None, at)

    def _finish(self) -> None:
        points, self._points, self._pressed = self._points, [], None
        self.close()
        if len(points) < 2:
            self._points = points
            self.stage.say(_SHORT)
            return
        stencils.add_line(self.stage, points)
        self.stage.set_tool("select")


class MovePoint(Tool):
    """A point of a boundary line follows the pointer; taken between two points, it is a new one."""

    def __init__(self, stage: Stage, start: Pointer, handle: Handle) -> None:
        super().__init__(stage)
        self._handle, self._start = handle, start
        self._to = (handle.x, handle.y)
        self._points = _points(stage, handle.subject)

    def drag(self, at: Pointer) -> None:
        on = self.stage.snap and not at.free
        to = (snapped(at.x, on), snapped(at.y, on))
        if to != self._to and at.far_from(self._start):
            self._to = to
            self.stage.preview(self._edit())
            self.stage.foresee(self._edit(), at)

    def release(self, at: Pointer) -> None:
        if self._to != (self._handle.x, self._handle.y):
            added = self._handle.grip == "between"
            self.stage.commit("Add boundary point" if added else "Move boundary point", self._edit())
        self.stage.leave()

    def cancel(self) -> bool:
        self.stage.leave()
        return True

    @staticmethod
    def without(stage: Stage, handle: Handle) -> Edit | None:
        """The edit that takes one point out; None where only two are left."""
        points = _points(stage, handle.subject)
        if len(points) < 3:
            return None
        del points[handle.index]
        return lambda model: edits.draw_line(model, stage.diagram, handle.subject, points)

    def _edit(self) -> Edit:
        stage, handle, points = self.stage, self._handle, list(self._points)
        if handle.grip == "between":
            points.insert(handle.index, self._to)
        else:
            points[handle.index] = self._to
        return lambda model: edits.draw_line(model, stage.diagram, handle.subject, points)


def _points(stage: Stage, line: str) -> list[Point]:
    placement = stage.session.model.find(Placement, layout_id(stage.diagram, line))
    return list(placement.points) if placement else []
