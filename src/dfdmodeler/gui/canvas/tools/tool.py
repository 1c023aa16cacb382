"""What a tool is, and what it may ask of the canvas."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QPoint, Qt, SignalInstance

from dfdmodeler.drawing.geometry import Polyline
from dfdmodeler.model.change import Change
from dfdmodeler.model.model import Model

if TYPE_CHECKING:
    from dfdmodeler.drawing.primitives import Box
    from dfdmodeler.gui.canvas.content import Content
    from dfdmodeler.gui.canvas.handles import Handle
    from dfdmodeler.gui.canvas.overlay import Overlay
    from dfdmodeler.session.session import Session

Edit = Callable[[Model], Model]

DRAG_DISTANCE = 4
"""Pixels that the pointer moves before a press becomes a drag."""


@dataclass(frozen=True, slots=True)
class Pointer:
    """Where the pointer is, in diagram units and in the viewport, and what is held with it."""

    x: float
    y: float
    view: QPoint
    additive: bool = False
    """Whether what is pointed at joins the selection (Shift, or Ctrl; Command on a Mac)."""
    copying: bool = False
    """Whether what is dragged is to be copied (Ctrl; Command on a Mac)."""
    free: bool = False
    """Whether snapping is off for now (Alt)."""

    def far_from(self, other: Pointer) -> bool:
        """Whether it has moved enough since to mean it."""
        return (self.view - other.view).manhattanLength() >= DRAG_DISTANCE


class Stage(Protocol):
    """The canvas as tools see it."""

    session: Session
    content: Content
    overlay: Overlay
    diagram: str
    snap: bool
    guides: bool
    copied: SignalInstance
    """What was copied: the id of each copy by that of its original."""

    @property
    def zoom(self) -> float:
        """Pixels per diagram unit."""

    def visible_box(self) -> Box:
        """What the viewport shows, in diagram units."""

    def enter(self, tool: Tool) -> None:
        """Lets another state take the gesture on."""

    def leave(self) -> None:
        """Ends the gesture; the tool that stands takes over again."""

    def set_tool(self, name: str) -> None:
        """Changes the standing tool."""

    def preview(self, edit: Edit) -> None:
        """Shows what an edit would do, without doing it."""

    def commit(self, label: str, edit: Edit, merge: str | None = None) -> Change:
        """Does an edit, as one step that can be undone; the preview ends. Edits of one `merge` in a row are
        one step.
        """

    def foresee(self, edit: Edit | None, at: Pointer, line: Polyline = ()) -> None:
        """Shows at the pointer what an edit would change about boundaries, `line` being the flow that it
        draws; None takes that away.
        """

    def foresee_nothing(self) -> None:
        """Takes away what was foreseen."""

    def place_in_room(self, stencil: str) -> str:
        """Puts a stencil where it has room, a boundary around what is selected; its id."""

    def say(self, text: str) -> None:
        """Tells the user something, in passing."""

    def handle_at(self, view: QPoint) -> Handle | None:
        """The handle within reach of a point of the viewport."""

    def go_inside(self, subject: str) -> None:
        """Asks for the diagram that an element opens."""

    def begin_rename(self, subject: str) -> None:
        """Opens the name for editing in place."""

    def offer(self, at: Pointer) -> None:
        """Offers everything that can be drawn, to be put at a point."""

    def offer_next(self, start: str, at: Pointer) -> None:
        """Offers what may come after an element, to be put at a point."""

    def pan_by(self, dx: int, dy: int) -> None:
        """Scrolls by pixels."""


class Tool:
    """A state: what pointer events mean now. Everything does nothing until a state says otherwise."""

    cursor = Qt.CursorShape.ArrowCursor

    def __init__(self, stage: Stage) -> None:
        self.stage = stage

    def cursor_at(self, at: Pointer) -> Qt.CursorShape:
        """The cursor over a place."""
        return self.cursor

    def hover(self, at: Pointer) -> None:
        """The pointer moves with no button down."""

    def press(self, at: Pointer) -> None:
        """The left button goes down."""

    def drag(self, at: Pointer) -> None:
        """The pointer moves with the left button down."""

    def release(self, at: Pointer) -> None:
        """The left button goes up."""

    def double_click(self, at: Pointer) -> None:
        """The left button went down twice."""

    def key(self, key: Qt.Key) -> bool:
        """A key goes down, alone; true if it meant something."""
        return False

    def cancel(self) -> bool:
        """Escape: drops what is under way without a trace; false if there was nothing."""
        return False

    def close(self) -> None:
        """Another state takes over: takes what this one drew off the overlay."""
