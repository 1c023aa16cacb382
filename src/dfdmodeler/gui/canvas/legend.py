"""The card that tells what the colours and marks of an overlay mean, in a corner of the canvas."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from dfdmodeler.drawing.badges import HEIGHT
from dfdmodeler.drawing.legend import Legend, LegendRow, swatch, swatch_width
from dfdmodeler.drawing.metrics import Metrics
from dfdmodeler.drawing.primitives import Box, Item
from dfdmodeler.gui.canvas.board import Colors
from dfdmodeler.gui.canvas.detail import Detail
from dfdmodeler.gui.canvas.painter import Painter
from dfdmodeler.gui.widgets.labels import PointableLabel, label

WIDTH = 312
_EDGE, _GAP = 20, 12
"""Pixels to the corner of the canvas, and to what floats beside."""


class Swatch(QWidget):
    """A chip or a line as the diagram has it."""

    def __init__(self, row: LegendRow, painter: Painter, metrics: Metrics) -> None:
        super().__init__()
        width = swatch_width(row, metrics) + 2
        parts = swatch(row, 1.0, HEIGHT / 2 + 1, metrics)
        self._item = Item("", "note", 0, Box(0, 0, width, HEIGHT + 2), parts)
        self._painter = painter
        self.setFixedSize(QSize(round(width), round(HEIGHT) + 2))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._painter.paint(painter, (self._item,), Detail.ALL)
        painter.end()


class LegendCard(QFrame):
    """Stays in the corner of its parent where it covers least, or where a person drags it; `crowded` tells
    how much a place holds.
    """

    closed = Signal()
    """A person put it away."""
    pointed = Signal(object)
    """What the pointed meaning is about: a frozenset of ids, or None when leaving."""
    chosen = Signal(object)

    def __init__(
        self, theme: Colors, metrics: Metrics, parent: QWidget, crowded: Callable[[QRect], float]
    ) -> None:
        super().__init__(parent)
        self.setObjectName("floating")
        self.setFixedWidth(WIDTH)
        self._bar: QWidget | None = None
        self._crowded = crowded
        self._corner: int | None = None
        """Which of `_corners` it stands in; it stays there until the canvas shows something else."""
        self._dragged: QPoint | None = None
        """Where a person put it."""
        self._grip: QPoint | None = None
        """Where it is held while it is dragged, from its upper left corner."""
        self._metrics = metrics
        self._painter = Painter(theme.color, metrics)
        self.title, self.help, self.note = label("", "strong"), label("", "muted"), label("", "muted")
        self.close_button = QToolButton(self)
        self.close_button.setText("×")
        self.close_button.setAccessibleName("End the overlay")
        self.close_button.setToolTip("End the overlay (Esc)")
        self.close_button.clicked.connect(self.closed)
        self._rows: tuple[LegendRow, ...] | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(16, 8, 8, 12)
        self._layout.setSpacing(4)
        self._layout.addLayout(self._head())
        self._body = QWidget(self)
        for words in (self.help, self.note):
            words.setContentsMargins(0, 0, 8, 0)  # only the button stands in the margin
        for part in (self.help, self._body, self.note):
            self._layout.addWidget(part)
        self.words: list[QLabel] = []
        self.destroyed.connect(theme.changed.connect(self._recolor))
        parent.installEventFilter(self)
        self.hide()

    def stand_above(self, bar: QWidget) -> None:
        """Leaves another part that floats at the lower edge free."""
        self._bar = bar
        bar.installEventFilter(self)

    def show_legend(self, legend: Legend, subjects: Mapping[str, Sequence[str]]) -> None:
        """Shows a legend; `subjects` are the ids that have a meaning, by its words."""
        self.title.setText(legend.title)
        self.help.setText(legend.help)
        self.note.setText(" ".join(filter(None, (legend.note, legend.hint))))
        self.note.setVisible(bool(self.note.text()))
        self.setAccessibleName(f"Overlay: {legend.title}")
        self.setAccessibleDescription(spoken(legend))
        self._show_rows(legend.rows, subjects)
        self.show()
        self.place()

    def choose_corner(self) -> None:
        """Looks for the best corner when it next takes its place."""
        self._corner = None

    def place(self) -> None:
        """Takes its place again after its size or that of the canvas changed."""
        self._layout.activate()
        self.resize(WIDTH, self.heightForWidth(WIDTH))
        self.move(self._place())
        self.raise_()

    def _place(self) -> QPoint:
        if self._dragged is not None:
            most = self.parentWidget().rect().bottomRight() - self.rect().bottomRight()
            x, y = min(self._dragged.x(), most.x()), min(self._dragged.y(), most.y())
            return QPoint(max(0, x), max(0, y))
        corners = self._corners()
        if self._corner is None:
            self._corner = min(range(len(corners)), key=lambda i: (self._crowded(corners[i]), i))
        return corners[self._corner].topLeft()

    def _corners(self) -> list[QRect]:
        """Lower left, upper left, upper right and lower right, above a bar at the lower edge."""
        parent, size = self.parentWidget(), self.size()
        left, right = _EDGE, max(_EDGE, parent.width() - size.width() - _EDGE)
        lower = [max(_GAP, parent.height() - size.height() - self._below(x)) for x in (left, right)]
        places = ((left, lower[0]), (left, _EDGE), (right, _EDGE), (right, lower[1]))
        return [QRect(QPoint(*place), size) for place in places]

    def _below(self, x: int) -> int:
        """How much room to leave at the lower edge for a card that begins at `x`."""
        bar = self._bar
        if bar is None or bar.isHidden() or bar.x() >= x + WIDTH + _GAP or bar.geometry().right() + _GAP < x:
            return _EDGE
        return self.parentWidget().height() - bar.y() + _GAP

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.close_button)
        return head

    def _show_rows(self, rows: tuple[LegendRow, ...], subjects: Mapping[str, Sequence[str]]) -> None:
        ids = [tuple(subjects.get(row.shade.words, ())) for row in rows]
        if (rows, ids) == self._rows:
            return
        focused = next((i for i, words in enumerate(self.words) if words.hasFocus()), None)
        self._rows = rows, ids
        body, self.words = QWidget(self), []
        grid = QGridLayout(body)
        grid.setContentsMargins(0, 4, 8, 4)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        for line, (row, about) in enumerate(zip(rows, ids, strict=True)):
            self._add_row(grid, line, row, about)
        self._layout.replaceWidget(self._body, body)
        self._body.deleteLater()
        self._body = body
        body.setVisible(bool(rows))
        if focused is not None:
            (self.words[focused] if focused < len(self.words) else self.close_button).setFocus()

    def _add_row(self, grid: QGridLayout, line: int, row: LegendRow, about: Sequence[str]) -> None:
        words = PointableLabel(row.shade.words, about)
        words.setAccessibleName(f"{row.shade.words}: {row.count}")
        words.setProperty("role", "muted")
        words.setToolTip("Select these" if about else "")
        words.pointed.connect(self.pointed)
        words.chosen.connect(self.chosen)
        self.words.append(words)
        grid.addWidget(Swatch(row, self._painter, self._metrics), line, 0)
        grid.addWidget(words, line, 1)
        grid.addWidget(label(str(row.count), "muted", wrap=False), line, 2, Qt.AlignmentFlag.AlignRight)

    def _recolor(self, _: None) -> None:
        self._painter.forget()
        self.update()

    # What Qt calls.

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.Show) and not self.isHidden():
            self.choose_corner()
            self.place()
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self.place()
        return done

    def mousePressEvent(self, event: QMouseEvent) -> None:
        on_row = isinstance(self.childAt(event.position().toPoint()), PointableLabel)
        if event.button() == Qt.MouseButton.LeftButton and not on_row:
            self._grip = event.globalPosition().toPoint() - self.pos()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grip is not None:
            self._dragged = event.globalPosition().toPoint() - self._grip
            self.place()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._grip = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)


def spoken(legend: Legend) -> str:
    """A legend in a sentence or two."""
    rows = ", ".join(f"{row.shade.words}: {row.count}" for row in legend.rows)
    return " ".join(filter(None, (f"{rows}." if rows else "", legend.note, legend.hint)))
