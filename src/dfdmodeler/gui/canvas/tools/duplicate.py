"""Dragging with Ctrl: copies follow the pointer, and what they were made of stays."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from PySide6.QtCore import Qt

from dfdmodeler.gui.canvas.copied import tell_copies
from dfdmodeler.gui.canvas.tools.drag import Drag
from dfdmodeler.gui.canvas.tools.tool import Edit, Pointer, Stage
from dfdmodeler.model import clipboard, edits, moves
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Boundary, Element, Flow, Note, Record


class Duplicate(Drag):
    """From the press with Ctrl to the release; without a drag it adds to the selection or takes from it."""

    cursor = Qt.CursorShape.DragCopyCursor
    label = "Duplicate"

    def __init__(self, stage: Stage, start: Pointer, subject: str) -> None:
        super().__init__(stage, start, subject)
        self._held = False
        self._names: Mapping[str, str] = {}
        self._copies: tuple[Record, ...] | None = None
        """What is added, where the originals are; made when the drag begins."""

    def drag(self, at: Pointer) -> None:
        if self._copies is None and at.far_from(self._start):
            self._copy()
        super().drag(at)

    def release(self, at: Pointer) -> None:
        if not self._dragging:
            self.stage.session.selection.toggle(self._subject)
            self.stage.leave()
            return
        super().release(at)
        if self._shift != (0.0, 0.0):
            self.stage.session.selection.set(self._ids)
            tell_copies(self.stage, self._names)

    def _copy(self) -> None:
        """Copies the selection, or what was pressed on if that is no part of it."""
        stage = self.stage
        chosen = stage.session.selection.ids
        if self._subject not in chosen:
            chosen = (self._subject,)
            stage.session.selection.set(chosen)
        model = stage.session.model
        fragment = clipboard.copy(model, chosen, stage.diagram)
        after, self._names = clipboard.pasted(
            model, fragment, stage.diagram, (0.0, 0.0), stage.session.new_id
        )
        self._copies = tuple(after[i] for i in after if i not in model)
        new = [r.id for r in self._copies if isinstance(r, Element | Boundary | Flow | Note)]
        self._take(sorted(new), new, chosen)

    def _moved(self, model: Model) -> Model:
        return super()._moved(edits.put(model, *(self._copies or ())))

    def _dropped(self, moved: Collection[str], at: Pointer) -> Edit:
        """The copies lie over what they would otherwise hide behind."""
        drop, new, diagram = super()._dropped(moved, at), self._ids, self.stage.diagram
        copies, size_of = self._copies or (), self.stage.content.size_of

        def edit(model: Model) -> Model:
            return moves.raised(drop(edits.put(model, *copies)), diagram, new, size_of)

        return edit
