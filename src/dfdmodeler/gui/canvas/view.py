"""The canvas: hands what pointer and keys do to tools, and does what menus ask for."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from dfdmodeler.catalog.offers import LINE, NOTE, is_boundary
from dfdmodeler.drawing.geometry import Polyline
from dfdmodeler.drawing.metrics import Metrics
from dfdmodeler.drawing.primitives import Box
from dfdmodeler.gui.canvas import arranging, commands, growth, stencils, steps
from dfdmodeler.gui.canvas.board import Board
from dfdmodeler.gui.canvas.handles import Handle
from dfdmodeler.gui.canvas.offering import Offering
from dfdmodeler.gui.canvas.places import Places
from dfdmodeler.gui.canvas.snapping import STEP
from dfdmodeler.gui.canvas.tools.connect import FlowTool
from dfdmodeler.gui.canvas.tools.draw import DrawBoundary, Place
from dfdmodeler.gui.canvas.tools.guiding import Guiding
from dfdmodeler.gui.canvas.tools.idle import Idle
from dfdmodeler.gui.canvas.tools.line import DrawLine
from dfdmodeler.gui.canvas.tools.pan import Pan
from dfdmodeler.gui.canvas.tools.tool import Edit, Pointer, Stage, Tool
from dfdmodeler.gui.theme import Theme
from dfdmodeler.model.change import Change
from dfdmodeler.session.session import Session

_TOOLS: dict[str, Callable[[Stage], Tool]] = {
    "select": Idle,
    "flow": FlowTool,
    "boundary": DrawBoundary,
    "line": DrawLine,
    "note": lambda stage: Place(stage, NOTE),
    "pan": Pan,
}
_ARROWS = {
    Qt.Key.Key_Left: (-STEP, 0.0),
    Qt.Key.Key_Right: (STEP, 0.0),
    Qt.Key.Key_Up: (0.0, -STEP),
    Qt.Key.Key_Down: (0.0, STEP),
}
_ADDITIVE = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier
_SCROLL = 6
"""Pixels that an arrow key scrolls per unit, where nothing is selected."""


class Canvas(Board):
    """One diagram of the open document, and everything that can be done to it."""

    tool_changed = Signal(str)
    menu_requested = Signal(QPoint)
    """Where on the screen a context menu is wanted; what it is for is selected."""

    def __init__(
        self, session: Session, theme: Theme, metrics: Metrics, parent: QWidget | None = None
    ) -> None:
        super().__init__(session, theme, metrics, parent)
        self.theme = theme
        self.offering = Offering(self)
        self.snap = True
        """Whether positions and sizes keep to the grid."""
        self.guides = True
        """Whether what is moved, placed or resized lines up with what is near."""
        self.glides = True
        """Whether things may glide to new places, if the system does not ask for none."""
        self.tool_name = "select"
        self.places = Places(self)
        self._pasted = ("", 0)
        """The fragment pasted last, and how often."""
        self._panning: Pan | None = None
        self._tool: Tool = Idle(self)
        self._standing = self._tool
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self._reopen(None)

    # What tools ask for.

    def enter(self, tool: Tool) -> None:
        self._tool.close()
        self.foresight.clear()
        self._tool = tool

    def leave(self) -> None:
        self.end_preview()
        if self._tool is not self._standing:
            self.enter(self._standing)

    def foresee_nothing(self) -> None:
        self.foresight.clear()

    def foresee(self, edit: Edit | None, at: Pointer, line: Polyline = ()) -> None:
        if edit is None:
            self.foresight.clear()
        else:
            self.foresight.show(edit, at.view, line)

    def say(self, text: str) -> None:
        self.message.emit(text)

    def handle_at(self, view: QPoint) -> Handle | None:
        return self.overlay.handle_at(view, self.mapFromScene)

    def offer(self, at: Pointer) -> None:
        self.offering.place(at.x, at.y)

    def offer_next(self, start: str, at: Pointer) -> None:
        if self.viewport().rect().contains(at.view):
            growth.grow_to(self, start, at.x, at.y)
        else:
            self.say("A flow ends at an element or at an empty place: drop it on one.")

    # What menus ask for.

    def set_tool(self, name: str) -> None:
        """Changes the standing tool: select, flow, boundary, line, note or pan."""
        self._stand(_TOOLS[name](self), name)

    def start_placing(self, stencil: str) -> None:
        """The next click puts a stencil there; a boundary may also be dragged out. Escape cancels."""
        if stencil == LINE:
            self.set_tool("line")
            return
        placing = DrawBoundary if is_boundary(stencil) else Place
        self._stand(placing(self, stencil), "place")

    def place_in_room(self, stencil: str) -> str:
        """Puts a stencil where there is room near what is selected, or in the middle; selects it; its id."""
        added = stencils.add(self, stencil, self.offering.free_box(stencil))
        self.reveal(added)
        return added

    def delete_selection(self) -> None:
        commands.delete(self)

    def copy(self) -> None:
        commands.copy(self)
        self._pasted = ("", 0)

    def cut(self) -> None:
        if commands.cut(self):
            self._pasted = (commands.clipboard_fragment(), -1)

    def paste(self) -> None:
        """Pastes what was cut or copied: where it was, each further copy a little aside, and in view."""
        fragment = commands.clipboard_fragment()
        if not fragment:
            self.say("The clipboard holds nothing from a diagram.")
            return
        before, times = self._pasted
        times = times + 1 if before == fragment else 1
        self._pasted = (fragment, times)
        commands.paste(self, fragment, lambda box: self._paste_shift(box, times))

    def duplicate(self) -> None:
        commands.duplicate(self)

    def select_all(self) -> None:
        self.session.selection.set(self.content.subjects())

    def nudge(self, dx: float, dy: float) -> None:
        """Moves the selection by diagram units."""
        commands.nudge(self, dx, dy)

    def layout(self) -> None:
        """Arranges the diagram anew."""
        arranging.lay_out(self, self._metrics)

    def tidy(self) -> None:
        """Arranges what is selected, in the room that it has."""
        arranging.tidy(self, self._metrics)

    @property
    def is_busy(self) -> bool:
        """Whether a gesture is under way."""
        return self._tool is not self._standing or self._panning is not None

    def set_diagram(self, diagram: str) -> None:
        self.offering.close()
        self._cancel()
        self.places.leave()
        super().set_diagram(diagram)
        self.places.enter()

    def _reopen(self, _: None) -> None:
        super()._reopen(_)
        self.places.forget()

    def _stand(self, tool: Tool, name: str) -> None:
        self._cancel()
        self.enter(tool)
        self._standing, self.tool_name = tool, name
        self.viewport().setCursor(tool.cursor)
        self.tool_changed.emit(name)

    def _cancel(self) -> bool:
        """Drops what is under way without a trace; false if nothing was."""
        had = self._tool.cancel()
        self.foresight.clear()
        self.overlay.clear()
        return had

    def _paste_shift(self, box: Box, times: int) -> tuple[float, float]:
        shift = commands.PASTE_SHIFT * times
        shown, moved = self.visible_box(), Box(box.x + shift, box.y + shift, box.width, box.height)
        if moved.meets(shown):
            return shift, shift
        (x, y), (to_x, to_y) = moved.center, shown.center
        return shift + round((to_x - x) / STEP) * STEP, shift + round((to_y - y) / STEP) * STEP

    def _follow(self, change: Change) -> None:
        """A change from elsewhere ends what is asked, and the gesture under way on what it changed."""
        self.offering.close()
        if self.content.previewing:
            self._cancel()
        super()._follow(change)

    def _pointer(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> Pointer:
        scene = self.to_scene(at)
        free = bool(modifiers & Qt.KeyboardModifier.AltModifier)
        copying = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
        return Pointer(scene.x(), scene.y(), at.toPoint(), bool(modifiers & _ADDITIVE), copying, free)

    def _escape(self) -> None:
        """From the inside out: the gesture, the tool, the selection, what lies over the diagram."""
        if self._cancel():
            return
        if self.tool_name != "select":
            self.set_tool("select")
        elif self.session.selection.ids:
            self.session.selection.clear()
        else:
            self.escaped.emit()

    def _arrow(self, dx: float, dy: float) -> None:
        if self.session.selection.ids:
            self.nudge(dx, dy)
        else:
            self.pan_by(round(-dx * _SCROLL), round(-dy * _SCROLL))

    # What Qt calls.

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = self._pointer(event.position(), event.modifiers())
        if event.button() == Qt.MouseButton.MiddleButton:
            self._panning = Pan(self)
        if self._panning is not None:
            self._panning.press(at)
            self.viewport().setCursor(self._panning.cursor_at(at))
        elif event.button() == Qt.MouseButton.LeftButton:
            self._tool.press(at)
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = self._pointer(event.position(), event.modifiers())
        if self._panning is not None:
            self._panning.drag(at)
        elif event.buttons() & Qt.MouseButton.LeftButton:
            self._tool.drag(at)
        else:
            self._tool.hover(at)
            self.viewport().setCursor(self._tool.cursor_at(at))
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        at = self._pointer(event.position(), event.modifiers())
        if self._panning is not None:
            self._panning.release(at)
            if event.button() == Qt.MouseButton.MiddleButton:
                self._end_panning()
        elif event.button() == Qt.MouseButton.LeftButton:
            self._tool.release(at)
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._panning is None:
            self._tool.double_click(self._pointer(event.position(), event.modifiers()))
        event.accept()

    def _end_panning(self) -> None:
        self._panning = None
        self.viewport().setCursor(self._tool.cursor)

    def leaveEvent(self, event: QEvent) -> None:
        self.overlay.clear()
        self.foresight.clear()
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, current = Qt.Key(event.key()), self.session.selection.current
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        plain, finely = not held, held == Qt.KeyboardModifier.ShiftModifier
        if key == Qt.Key.Key_Escape:
            self._escape()
        elif plain and self._tool.key(key):
            pass
        elif key in _ARROWS and (plain or finely):
            self._arrow(*(by / STEP if finely else by for by in _ARROWS[key]))
        elif key in _ARROWS and steps.step(self, event.modifiers(), *_ARROWS[key]):
            pass
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and plain:
            self.delete_selection()
        elif key in (Qt.Key.Key_F2, Qt.Key.Key_Return) and plain and current is not None:
            self.begin_rename(current)
        elif event.text() == "/":
            self.offering.insert()
        elif key == Qt.Key.Key_Space:
            if self._panning is None:
                self._panning = Pan(self)
                self.viewport().setCursor(self._panning.cursor)
        else:
            event.ignore()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._end_panning()
        else:
            event.ignore()

    def focusNextPrevChild(self, forward: bool) -> bool:
        return growth.grow(self, forward=forward) or super().focusNextPrevChild(forward)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self._cancel()
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            subject = self.id_at(event.pos())
            if subject is None:
                self.session.selection.clear()
                self.offering.spot = self.to_scene(QPointF(event.pos())).toTuple()
            elif subject not in self.session.selection.ids:
                self.session.selection.set([subject])
            self.menu_requested.emit(event.globalPos())
        else:
            current = self.session.selection.current
            rect = self.rect_of(current) if current else None
            middle = rect.center() if rect else self.viewport().rect().center()
            self.menu_requested.emit(self.viewport().mapToGlobal(middle))
        event.accept()

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            subject = self.id_at(event.pos())
            words = self.words_of(subject) if subject else ""
            QToolTip.showText(
                event.globalPos(), words, self.viewport(), self.rect_of(subject or "") or self.rect()
            )
            return True
        return super().viewportEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        event.setAccepted(event.mimeData().hasFormat(stencils.MIME_TYPE))

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        stencil, box = self._dropped_stencil(event), self._dropped_box(event)
        self.overlay.band(box)
        self.foresight.show(stencils.trying(self, stencil, box), event.position().toPoint())
        event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.overlay.clear()
        self.foresight.clear()

    def dropEvent(self, event: QDropEvent) -> None:
        stencils.add(self, self._dropped_stencil(event), self._dropped_box(event))
        self.overlay.clear()
        self.foresight.clear()
        self.setFocus()
        event.acceptProposedAction()

    def _dropped_stencil(self, event: QDropEvent) -> str:
        return bytes(event.mimeData().data(stencils.MIME_TYPE).data()).decode("utf-8", errors="replace")

    def _dropped_box(self, event: QDropEvent) -> Box:
        at = self._pointer(event.position(), event.modifiers())
        return Guiding(self).placed(self._dropped_stencil(event), at)
