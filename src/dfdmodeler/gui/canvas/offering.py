"""What may be put on the canvas, offered in a list at the place where it would come to lie."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from dfdmodeler.catalog.offers import NOTE, Offer, is_boundary, offers
from dfdmodeler.catalog.search import find_offers
from dfdmodeler.drawing import room
from dfdmodeler.drawing.primitives import Box
from dfdmodeler.gui.canvas import stencils
from dfdmodeler.gui.canvas.chooser import Chooser
from dfdmodeler.gui.canvas.snapping import snapped
from dfdmodeler.gui.widgets.rows import Row
from dfdmodeler.gui.widgets.stencil_rows import grouped_rows, stencil_row
from dfdmodeler.model.records import Boundary, Element
from dfdmodeler.session.event import Event

if TYPE_CHECKING:
    from dfdmodeler.gui.canvas.view import Canvas

_HALF = 28.0
"""Half the height of what is put at a point, in units."""


@dataclass(frozen=True)
class Question:
    """What a list asks."""

    title: str
    rows: Callable[[str], list[Row]]
    show: Callable[[str], None]
    """Shows what a row would do, on the overlay."""
    take: Callable[[str], None]


class Offering:
    """At most one open list."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self.chooser: Chooser | None = None
        self.spot: tuple[float, float] | None = None
        """Where a menu was opened on an empty place: what is inserted from it goes there."""
        self.changed: Event[None] = Event()
        """A list was opened, or has gone."""
        self._asked_from: QWidget | None = None
        """Where the keyboard was, and returns to."""

    def place(self, x: float, y: float) -> None:
        """Offers everything that can be drawn, to be put where a point is, in diagram units."""
        self._insert(lambda key: stencils.box_at(self._canvas, key, x, y), Box(x, y, 0, 0))

    def insert(self) -> None:
        """The same in free room: near what is selected, inside a selected boundary, or in the view's middle.

        A boundary is put around what is selected, if that is more than one boundary. From a menu on an empty
        place it goes there.
        """
        canvas = self._canvas
        if self.spot is not None:
            self.place(*self.spot)
            return
        anchor = self._anchor()
        if anchor is not None:
            canvas.show_box(anchor)
        self._insert(self.free_box, anchor or Box(*canvas.visible_box().center, 0, 0))

    def forget_spot(self) -> None:
        """The menu has gone."""
        self.spot = None

    def close(self) -> None:
        """Takes the list away, if one is open."""
        if self.chooser is not None:
            self.chooser.close_with("")

    def ask(self, question: Question, near: Box) -> None:
        """Opens a list below a place on the diagram, or above it, clear of what would come to lie there."""
        self.close()
        canvas = self._canvas
        self._asked_from = QApplication.focusWidget()
        self.chooser = Chooser(
            canvas,
            canvas.theme,
            question.title,
            question.rows,
            lambda key: self._show(question, key),
            lambda key: self._end(question, key),
        )
        place = near if near.height else Box(near.x, near.y - _HALF, 0.0, 2 * _HALF)
        self.changed.emit(None)
        self.chooser.open_at(canvas.viewportTransform().mapRect(QRectF(*place)).toAlignedRect())

    def _insert(self, box_of: Callable[[str], Box], near: Box) -> None:
        canvas = self._canvas
        every = offers(canvas.session.library.catalog)

        def rows(query: str) -> list[Row]:
            found = find_offers(every, query)
            return [_listed(offer) for offer in found] if query.strip() else grouped_rows(found)

        def take(key: str) -> None:
            added = stencils.add(canvas, key, box_of(key))
            canvas.reveal(added)
            if key == NOTE:
                canvas.begin_rename(added)

        def show(key: str) -> None:
            box = box_of(key)
            canvas.overlay.band(box)
            canvas.foresight.show(stencils.trying(canvas, key, box), None)

        self.ask(Question("Add to the diagram", rows, show, take), near)

    def free_box(self, key: str) -> Box:
        """Where what is inserted finds room."""
        canvas, index = self._canvas, self._canvas.content.drawn.index
        if is_boundary(key) and (shapes := self._wrapped()):
            return on_grid(room.wrapped(shapes))
        anchor = self._anchor()
        wanted = stencils.box_at(canvas, key, *canvas.visible_box().center)
        if anchor is None:
            return on_grid(room.near(index, wanted, index.inside(*wanted.center)))
        current = canvas.session.selection.current
        if current and canvas.session.model.find(Boundary, current):
            wanted = stencils.box_at(canvas, key, *anchor.center)
            return on_grid(room.near(index, wanted, current))
        size = wanted.width, wanted.height
        home = index.inside(*anchor.center)
        return on_grid(room.beside(index, anchor, size, forward=True, home=home))

    def _wrapped(self) -> list[Box]:
        """The shapes that a boundary is put around: what is selected, unless it is one boundary alone."""
        canvas = self._canvas
        ids = [i for i in canvas.session.selection.ids if i in canvas.session.model]
        drawn = [i for i in ids if isinstance(canvas.session.model[i], Element | Boundary)]
        if len(drawn) == 1 and canvas.session.model.find(Boundary, drawn[0]):
            return []
        items = [canvas.content.item(i) for i in drawn]
        return [item.shape for item in items if item and item.shape and not item.line]

    def _anchor(self) -> Box | None:
        """The shape of what is selected last, if it has one."""
        canvas = self._canvas
        item = canvas.content.item(canvas.session.selection.current or "")
        return item.shape if item and item.shape and not item.line else None

    def _show(self, question: Question, key: str) -> None:
        self._canvas.overlay.clear()
        self._canvas.foresight.clear()
        if key:
            question.show(key)

    def _end(self, question: Question, key: str) -> None:
        self.chooser = None
        self._canvas.overlay.clear()
        self._canvas.foresight.clear()
        self._canvas.end_preview()
        self.changed.emit(None)
        back = self._asked_from
        if back is None or not isValid(back) or not back.isVisible():
            back = self._canvas
        back.setFocus(Qt.FocusReason.OtherFocusReason)
        if key:
            question.take(key)


def _listed(offer: Offer) -> Row:
    """An offer in a list without titles."""
    return stencil_row(offer, offer.group)


def on_grid(box: Box) -> Box:
    """The box with its corner on the grid."""
    return Box(snapped(box.x), snapped(box.y), box.width, box.height)
