"""Where a person was on each diagram: switching between diagrams changes neither zoom nor place."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from dfdmodeler.gui.canvas.board import Board


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
    """The last place on each diagram of a canvas."""

    def __init__(self, canvas: Board) -> None:
        self._canvas = canvas
        self._last: dict[str, Place] = {}

    def here(self) -> Place:
        """What is in view now."""
        canvas = self._canvas
        return Place(canvas.diagram, canvas.zoom, *canvas.middle, canvas.is_fitted)

    def forget(self) -> None:
        """Another document is open."""
        self._last.clear()

    def leave(self) -> None:
        """Another diagram is going to be shown."""
        self._last[self._canvas.diagram] = self.here()

    def enter(self) -> None:
        """Another diagram is shown: as it was left, or whole if it is seen for the first time."""
        place = self._last.get(self._canvas.diagram)
        if place is None or place.fitted:
            self._canvas.fit()
        else:
            self._canvas.look_at(place.x, place.y, place.zoom)
