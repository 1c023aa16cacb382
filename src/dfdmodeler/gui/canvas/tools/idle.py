"""The select tool at rest: shows what can be handled, and hands each press to the state that it begins."""

from __future__ import annotations

from PySide6.QtCore import Qt

from dfdmodeler.drawing.primitives import Box, Item
from dfdmodeler.drawing.shapes import door_of
from dfdmodeler.gui.canvas.detail import Detail, detail_at
from dfdmodeler.gui.canvas.handles import CONNECT_GAP, Handle, connectors
from dfdmodeler.gui.canvas.tools.bend import Bend
from dfdmodeler.gui.canvas.tools.connect import Connect, Reconnect
from dfdmodeler.gui.canvas.tools.drag import Drag
from dfdmodeler.gui.canvas.tools.duplicate import Duplicate
from dfdmodeler.gui.canvas.tools.label import MoveLabel
from dfdmodeler.gui.canvas.tools.line import MovePoint
from dfdmodeler.gui.canvas.tools.reshape import Reshape
from dfdmodeler.gui.canvas.tools.select import Band
from dfdmodeler.gui.canvas.tools.tool import Pointer, Tool
from dfdmodeler.model.records import Flow

HIT = 5
"""Pixels around a line that still hit it."""
_DOTS_FROM = 0.5
"""Zoom below which there is no room for connection dots."""

_SIZE_CURSORS = {
    (0, 1): Qt.CursorShape.SizeVerCursor,
    (1, 0): Qt.CursorShape.SizeHorCursor,
    (1, 1): Qt.CursorShape.SizeFDiagCursor,
    (1, -1): Qt.CursorShape.SizeBDiagCursor,
}


class Idle(Tool):
    """Nothing is going on."""

    def cursor_at(self, at: Pointer) -> Qt.CursorShape:
        handle = self._handle(at)
        if handle is None:
            return Qt.CursorShape.SizeAllCursor if self._hit(at) else Qt.CursorShape.ArrowCursor
        if handle.grip == "size":
            return _size_cursor(handle)
        return Qt.CursorShape.CrossCursor if handle.grip == "connect" else Qt.CursorShape.PointingHandCursor

    def hover(self, at: Pointer) -> None:
        stage = self.stage
        if self._handle(at) is not None:
            return
        subject = self._hit(at)
        item = stage.content.item(subject) if subject else None
        stage.overlay.hover(item if subject not in stage.session.selection.ids else None)
        self._offer_dots(at)

    def press(self, at: Pointer) -> None:
        stage, handle = self.stage, self._handle(at)
        if handle is not None:
            stage.enter(self._grip(handle, at))
            return
        subject = self._hit(at)
        if subject is None:
            stage.enter(Band(stage, at))
            return
        if at.copying:
            stage.enter(Duplicate(stage, at, subject))
            return
        selection = stage.session.selection
        was_selected = subject in selection.ids
        if at.additive:
            selection.toggle(subject)
        elif not was_selected:
            selection.set([subject])
        alone = selection.ids == (subject,)
        label = self._label(subject, at) if alone else None
        if label is not None:
            stage.enter(MoveLabel(stage, at, label))
        elif alone and not at.additive and isinstance(stage.session.model.get(subject), Flow):
            stage.enter(Bend(stage, at, subject))
        elif subject in selection.ids:
            stage.enter(Drag(stage, at, subject, narrow=was_selected and not at.additive))

    def double_click(self, at: Pointer) -> None:
        handle = self._handle(at)
        if handle is not None and handle.grip == "bend":
            self.stage.commit("Straighten flow", Bend.without(self.stage, handle))
        elif handle is not None and handle.grip == "point":
            self._drop_point(handle)
        elif subject := self._hit(at):
            inward = at.additive or self._is_on_door(at, subject)
            (self.stage.go_inside if inward else self.stage.begin_rename)(subject)
        else:
            self.stage.offer(at)

    def _is_on_door(self, at: Pointer, subject: str) -> bool:
        """Whether the pointer is on the mark of an element that opens a diagram."""
        item = self.stage.content.item(subject)
        door = door_of(item) if item else None
        return door is not None and door.contains(at.x, at.y)

    def close(self) -> None:
        self.stage.overlay.clear()

    def _hit(self, at: Pointer) -> str | None:
        return self.stage.content.hit(at.x, at.y, HIT / self.stage.zoom)

    def _label(self, subject: str, at: Pointer) -> Item | None:
        """The flow whose label the pointer is on, if labels are drawn."""
        content = self.stage.content
        item = content.item(subject)
        if detail_at(self.stage.zoom, len(content.drawn.items)) < Detail.ALL:
            return None
        on = item and item.role == "flow" and item.label and item.label.contains(at.x, at.y)
        return item if on else None

    def _handle(self, at: Pointer) -> Handle | None:
        return self.stage.handle_at(at.view)

    def _grip(self, handle: Handle, at: Pointer) -> Tool:
        stage = self.stage
        match handle.grip:
            case "size":
                return Reshape(stage, at, handle)
            case "point" | "between":
                return MovePoint(stage, at, handle)
            case "end":
                return Reconnect(stage, at, handle)
            case "bend":
                return Bend(stage, at, handle.subject, handle.index)
            case "connect":
                return Connect(stage, at, handle.subject)

    def _drop_point(self, handle: Handle) -> None:
        if edit := MovePoint.without(self.stage, handle):
            self.stage.commit("Remove boundary point", edit)
        else:
            self.stage.say("A boundary line has two points at least.")

    def _offer_dots(self, at: Pointer) -> None:
        """Connection dots around the element under or near the pointer."""
        stage = self.stage
        gap = CONNECT_GAP / stage.zoom
        near = stage.content.element_at(at.x, at.y, 2 * gap) if stage.zoom >= _DOTS_FROM else None
        box = _shape(self, near)
        dots = connectors(near, box, gap) if near and box else ()
        if dots != stage.overlay.dots:
            stage.overlay.show_dots(dots)


def _shape(tool: Tool, subject: str | None) -> Box | None:
    item = tool.stage.content.item(subject) if subject else None
    return item.shape if item else None


def _size_cursor(handle: Handle) -> Qt.CursorShape:
    horizontal, vertical = handle.horizontal, handle.vertical
    if horizontal < 0 or (horizontal == 0 and vertical < 0):
        horizontal, vertical = -horizontal, -vertical
    return _SIZE_CURSORS[horizontal, vertical]
