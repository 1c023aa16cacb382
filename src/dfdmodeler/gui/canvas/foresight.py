"""What letting go would change about boundaries, shown while something is dragged, placed or connected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QLabel

from dfdmodeler.drawing.crossing_marks import crossing_marks
from dfdmodeler.drawing.crossings import Outcome, outcome, sentences
from dfdmodeler.drawing.geometry import Polyline
from dfdmodeler.drawing.lines import following
from dfdmodeler.gui.canvas.stencils import NEW

if TYPE_CHECKING:
    from dfdmodeler.gui.canvas.board import Board
    from dfdmodeler.gui.canvas.tools.tool import Edit
    from dfdmodeler.model.model import Model

_AWAY = QPoint(20, 40)
_LARGE = 10_000
"""Records of a model whose every edit takes longer to look through than a frame lasts."""
_SLOW = 60
"""Milliseconds without a move until that is done."""
_KEEP = "Alt leaves boundaries as they are"


class Foresight:
    """Frames on the overlay, words beside the pointer. At most one outcome is shown."""

    def __init__(self, board: Board) -> None:
        self._board = board
        self._hint = QLabel(board.viewport())
        self._hint.setObjectName("canvas-hint")
        self._hint.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._hint.hide()
        self._waiting: tuple[Edit, QPoint | None, Polyline] | None = None
        self._pause = QTimer(board)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_SLOW)
        self._pause.timeout.connect(self._look_again)

    @property
    def words(self) -> str:
        """What is said now."""
        return self._hint.text() if self._hint.isVisible() else ""

    def show(self, edit: Edit, at: QPoint | None, line: Polyline = ()) -> None:
        """Shows what an edit would change, in words beside a point of the viewport, if one is given; `line`
        is how the flow runs that is being connected.

        In a very large model it is looked for when the pointer slows down, so that the pointer never waits.
        """
        if len(self._board.session.model) > _LARGE:
            self._waiting = edit, at, line
            self._pause.start()
        else:
            self._look(edit, at, line)

    def _look(self, edit: Edit, at: QPoint | None, line: Polyline) -> None:
        board, before = self._board, self._board.session.model
        size_of, diagram = board.content.size_of, board.diagram
        after = following(edit, diagram, size_of)(before)  # of what is, not of what a preview shows
        found = outcome(before, after, diagram, size_of)
        self._frame(found)

        def course_of(flow: str) -> Polyline:
            item = board.content.item(flow)
            return line or (item.line if item else ())

        marks = crossing_marks(found, after, diagram, course_of)
        labels = [item.label for item in (board.content.label(mark.flow) for mark in marks) if item]
        board.overlay.crossings.show_marks(marks, board.zoom, [label for label in labels if label])
        words = sentences(found, after)
        moves = (*found.joined, *found.left)
        can_keep = moves and not any(NEW in pair for pair in moves)
        self._say((*words, _KEEP) if can_keep else words, at)

    def _look_again(self) -> None:
        if self._waiting is not None:
            self._look(*self._waiting)

    def told(self, before: Model) -> str:
        """What has changed about boundaries since an earlier model, in words."""
        board = self._board
        after = board.session.model
        found = outcome(before, after, board.diagram, board.content.size_of)
        return ", ".join(sentences(found, after, done=True))

    def clear(self) -> None:
        """Takes everything away."""
        self._pause.stop()
        self._frame(Outcome())
        self._board.overlay.crossings.show_marks((), 1.0)
        self._hint.hide()

    def _frame(self, found: Outcome) -> None:
        item = self._board.content.item
        taking = sorted({boundary for boundary, _ in found.joined})
        taken = [subject for _, subject in found.joined if subject not in self._board.session.selection.ids]
        self._board.overlay.take(
            [shown for shown in map(item, taking) if shown], [shown for shown in map(item, taken) if shown]
        )

    def _say(self, words: tuple[str, ...], at: QPoint | None) -> None:
        if not words or at is None:
            self._hint.hide()
            return
        self._hint.setText("\n".join(words))
        self._hint.adjustSize()
        room, size = self._board.viewport().rect(), self._hint.size()
        x = min(at.x() + _AWAY.x(), room.right() - size.width() - 4)
        below = at.y() + _AWAY.y()
        y = below if below + size.height() < room.bottom() else at.y() - size.height() - 8
        self._hint.move(max(4, x), max(4, y))
        self._hint.show()
