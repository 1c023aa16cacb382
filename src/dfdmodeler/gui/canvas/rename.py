"""Where the name editor opens for each kind of thing, and what its text becomes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QColor

from dfdmodeler.drawing import boundaries, flows, notes, shapes
from dfdmodeler.drawing.geometry import length, point_along
from dfdmodeler.drawing.notation import title_place
from dfdmodeler.drawing.primitives import Box, Item, Text
from dfdmodeler.gui.canvas.editor import NameEditor
from dfdmodeler.gui.canvas.fonts import font
from dfdmodeler.gui.canvas.snapping import snapped
from dfdmodeler.model import edits
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Boundary, Element, Flow, Note, Placement, layout_id

if TYPE_CHECKING:
    from dfdmodeler.gui.canvas.board import Board

_PAD = 5.0
_LEAST = {"flow": 120.0, "boundary": 160.0}
_HEIGHT = 24.0
_FONTS = {
    "element": (shapes.NAME_SIZE, 600),
    "boundary": (boundaries.NAME_SIZE, 600),
    "flow": (flows.LABEL_SIZE, 400),
    "note": (notes.NOTE_SIZE, 400),
}


class Renaming:
    """At most one open editor."""

    def __init__(self, board: Board, color: Callable[[str], QColor]) -> None:
        self._board, self._color = board, color
        self._editor: NameEditor | None = None
        self._subject = ""

    def begin(self, subject: str) -> None:
        """Opens the editor over the name of something, if it is drawn."""
        self.end(keep=True)
        record, item = self._board.session.model.get(subject), self._board.content.item(subject)
        if item is None or not isinstance(record, Element | Flow | Boundary | Note):
            return
        is_note = isinstance(record, Note) and not record.shows
        text = record.text if isinstance(record, Note) else record.name
        self._subject = subject
        self._editor = NameEditor(self._board.viewport(), text, self._done, lines=is_note)
        self.follow()
        if is_note:
            self._board.message.emit(
                "Shift+Enter begins another line, Enter keeps the note, Escape drops it."
            )

    def end(self, *, keep: bool) -> None:
        """Closes the editor, if one is open."""
        if self._editor is not None:
            self._editor.finish(keep)

    def follow(self) -> None:
        """Puts the editor where its name is now."""
        item = self._board.content.item(self._subject)
        if self._editor is None or item is None:
            return
        note = self._board.session.model.find(Note, self._subject)
        place = title_place(item) if note and note.shows else _place(item)
        rect = self._board.viewportTransform().mapRect(QRectF(*place)).toAlignedRect()
        self._editor.open_at(
            _readable(rect, centred=item.role == "flow"),
            font(*_FONTS[item.role]),
            self._board.zoom,
            self._color("ink"),
            self._color("panel"),
            self._color("accent"),
        )

    def _done(self, text: str | None) -> None:
        subject, self._editor, self._subject = self._subject, None, ""
        board = self._board
        if text is not None and subject in board.session.model:
            is_note = board.session.model.find(Note, subject) is not None
            board.session.edit(
                "Edit note" if is_note else "Rename", lambda model: self._renamed(model, subject, text)
            )
        board.setFocus()

    def _renamed(self, model: Model, subject: str, text: str) -> Model:
        """A name, or the text of a note, which grows so that all of it can be read."""
        record = model[subject]
        if isinstance(record, Note):
            needed = (
                0.0 if record.shows else notes.note_height(text, record.width, self._board.content.metrics)
            )
            return edits.update(model, [subject], text=text, height=max(record.height, needed))
        if not text and isinstance(record, Element | Boundary):
            return model
        if isinstance(record, Element):
            model = self._fitted(model, record, text)
        return edits.rename(model, subject, text)

    def _fitted(self, model: Model, element: Element, name: str) -> Model:
        """An element as large as its new name needs, if nobody gave it another size; its middle stays."""
        content, diagram = self._board.content, self._board.diagram
        placement = model.find(Placement, layout_id(diagram, element.id))
        usual = (content.new_size(element.type), content.fitting_size(element.type, element.name))
        if placement is None or placement.locked or (placement.width, placement.height) not in usual:
            return model
        width, height = content.fitting_size(element.type, name)
        x = snapped(placement.x + (placement.width - width) / 2)
        y = snapped(placement.y + (placement.height - height) / 2)
        return edits.place(model, diagram, {element.id: (x, y, width, height)})


def _place(item: Item) -> Box:
    """Where the editor opens, in diagram units."""
    if item.role == "note":
        assert item.shape is not None
        return item.shape
    if item.role == "flow":
        return _around(item.label or Box(*point_along(item.line, length(item.line) / 2), 0.0, 0.0), "flow")
    if item.role == "boundary":
        return _around(item.label or item.shape or item.bounds, "boundary")
    assert item.shape is not None
    names = [part for part in item.primitives if isinstance(part, Text)]
    left = names[0].x - _PAD if names and names[0].anchor == "start" else item.shape.x + 4
    top = (names[0].y - shapes.NAME_SIZE - 4) if names else item.shape.y + 8
    return Box(left, top, max(item.shape.right - 4 - left, 60.0), _HEIGHT)


def _around(box: Box, role: str) -> Box:
    width = max(box.width + 4 * _PAD, _LEAST[role])
    if role == "boundary":
        return Box(box.x - _PAD, box.y - 4, width, _HEIGHT)
    x, y = box.center
    return Box(x - width / 2, y - _HEIGHT / 2, width, _HEIGHT)


def _readable(rect: QRect, *, centred: bool) -> QRect:
    """Never too small to type in, however far one has zoomed out; what stands before a name stays free."""
    wider, taller = max(0, 120 - rect.width()), max(0, 22 - rect.height())
    left = -wider // 2 if centred else 0
    return rect.adjusted(left, -taller // 2, wider + left, taller // 2)
