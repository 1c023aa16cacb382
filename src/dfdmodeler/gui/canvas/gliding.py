"""Things glide from where they were to where they are. What is shown on the way is a preview: the model is
already as it will be, so that whatever a person does meanwhile ends the show and loses nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEasingCurve, QVariantAnimation
from PySide6.QtWidgets import QStyle, QWidget

from dfdmodeler.model import edits
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Note, Placement, evolve

if TYPE_CHECKING:
    from dfdmodeler.gui.canvas.view import Canvas

DURATION = 140
"""Milliseconds."""
_MOST = 60
"""Of more things than this, frames would take too long."""
Move = tuple[Placement | Note, Placement | Note]


def may_move(widget: QWidget) -> bool:
    """Whether the system, as far as Qt tells, wants to see motion."""
    return widget.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration, None, widget) > 0


def glide(canvas: Canvas, before: Model) -> None:
    """Shows how things get from where a model had them to where they are now."""
    moved = _moves(before, canvas)
    if canvas.glides and may_move(canvas) and 0 < len(moved) <= _MOST:
        _Glide(canvas, moved).run()


def _moves(before: Model, canvas: Canvas) -> list[Move]:
    found = []
    for record in canvas.session.model.values():
        if isinstance(record, Placement | Note) and record.diagram == canvas.diagram:
            old = before.find(type(record), record.id)
            if old is not None and old is not record and _box(old) != _box(record):
                found.append((old, record))
    return found


class _Glide(QVariantAnimation):
    def __init__(self, canvas: Canvas, moves: list[Move]) -> None:
        super().__init__(canvas)
        self._canvas, self._moves = canvas, moves
        self._model, self._diagram = canvas.session.model, canvas.diagram
        self.setStartValue(0.0)
        self.setEndValue(1.0)
        self.setDuration(DURATION)
        self.setEasingCurve(QEasingCurve.Type.OutCubic)
        self.valueChanged.connect(self._show)
        self.finished.connect(self._end)

    def run(self) -> None:
        """Begins where things were, before anything is painted."""
        self._show(0.0)
        self.start(QVariantAnimation.DeletionPolicy.DeleteWhenStopped)

    def _is_on(self) -> bool:
        """Whether nothing else has happened since."""
        canvas = self._canvas
        return canvas.session.model is self._model and canvas.diagram == self._diagram and not canvas.is_busy

    def _show(self, share: Any) -> None:
        if not self._is_on():
            self.stop()
            return
        records = [_between(old, new, float(share)) for old, new in self._moves]
        self._canvas.preview(lambda model: edits.put(model, *records))

    def _end(self) -> None:
        if self._is_on():
            self._canvas.end_preview()


def _box(record: Placement | Note) -> tuple[float, float, float, float]:
    return record.x, record.y, record.width, record.height


def _between(old: Placement | Note, new: Placement | Note, share: float) -> Placement | Note:
    x, y, width, height = (a + (b - a) * share for a, b in zip(_box(old), _box(new), strict=True))
    return evolve(new, x=x, y=y, width=width, height=height)
