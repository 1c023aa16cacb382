"""Where a person was: on each diagram, and on the way through the places visited, back and forth."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from dfdmodeler.model.records import Diagram
from dfdmodeler.session.event import Event

if TYPE_CHECKING:
    from dfdmodeler.gui.canvas.board import Board

_MOST = 100
_ROOM = 1.25
"""A selection that fills the view is shown with this much around it."""
_LARGEST = 2.0


class Place(NamedTuple):
    """What part of a diagram is in view."""

    diagram: str
    zoom: float
    x: float
    y: float
    """The middle of the view, in diagram units."""
    fitted: bool
    """Whether it is the whole diagram, and stays so when the window gets another size."""


class Places:
    """The last place on each diagram of a canvas, and the places that were left by a jump."""

    def __init__(self, canvas: Board) -> None:
        self.changed: Event[None] = Event()
        """There may be more, or less, to go back or forward to."""
        self._canvas = canvas
        self._last: dict[str, Place] = {}
        self._behind: list[Place] = []
        self._ahead: list[Place] = []
        self._quiet = False
        canvas.jumping.connect(self.mark)

    def here(self) -> Place:
        """What is in view now."""
        canvas = self._canvas
        return Place(canvas.diagram, canvas.zoom, *canvas.middle, canvas.is_fitted)

    def forget(self) -> None:
        """Another document is open."""
        self._last.clear()
        self._behind, self._ahead = [], []
        self.changed.emit(None)

    def leave(self) -> None:
        """Another diagram is going to be shown."""
        self.mark()
        self._last[self._canvas.diagram] = self.here()

    def enter(self) -> None:
        """Another diagram is shown: as it was left, or whole if it is seen for the first time."""
        place = self._last.get(self._canvas.diagram)
        with self.quiet():
            self._show(place)

    def mark(self) -> None:
        """The view is going to jump: this is a place to come back to."""
        here = self.here()
        if self._quiet or (self._behind and self._behind[-1] == here):
            return
        self._behind = [*self._behind[1 - _MOST :], here]
        self._ahead = []
        self.changed.emit(None)

    @contextmanager
    def quiet(self) -> Iterator[None]:
        """Jumps meanwhile are not remembered."""
        before, self._quiet = self._quiet, True
        try:
            yield
        finally:
            self._quiet = before

    @property
    def may_go_back(self) -> bool:
        return bool(self._behind)

    @property
    def may_go_forward(self) -> bool:
        return bool(self._ahead)

    def go_back(self) -> None:
        """Shows the place before the last jump."""
        self._go(self._behind, self._ahead)

    def go_forward(self) -> None:
        """Shows the place that was left by going back."""
        self._go(self._ahead, self._behind)

    def _go(self, source: list[Place], other: list[Place]) -> None:
        here, model = self.here(), self._canvas.session.model
        while source:
            place = source.pop()
            drawn = model.find(Diagram, place.diagram) or place.diagram == here.diagram
            if drawn and place != here:
                other.append(here)
                with self.quiet():
                    if place.diagram != here.diagram:
                        self._canvas.set_diagram(place.diagram)
                    self._show(place)
                break
        self.changed.emit(None)

    def _show(self, place: Place | None) -> None:
        if place is None or place.fitted:
            self._canvas.fit()
        else:
            self._canvas.look_at(place.x, place.y, place.zoom)


def show_selection(canvas: Board) -> None:
    """Shows what is selected as large as fits, with a little around it; nothing selected changes nothing."""
    items = [item for item in map(canvas.content.item, canvas.session.selection.ids) if item]
    if not items:
        return
    box = items[0].bounds
    for item in items[1:]:
        box = box.united(item.bounds)
    size = canvas.viewport().size()
    fitting = min(size.width() / max(box.width, 1.0), size.height() / max(box.height, 1.0)) / _ROOM
    canvas.jumping.emit()
    canvas.look_at(*box.center, min(fitting, _LARGEST))
