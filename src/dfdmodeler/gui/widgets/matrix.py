"""Levels of likelihood against levels of impact: a small table in which a place is chosen."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from dfdmodeler.analysis.likelihood import LEVELS, result
from dfdmodeler.gui.theme import Theme, scaled
from dfdmodeler.gui.widgets.marks import severity_token

_ORDER = tuple(LEVELS)
_STEPS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, 1),
    Qt.Key.Key_Down: (0, -1),
}
ROW, GAP = 22, 2
TINT = 0.72
"""Share of the panel in the colour of a place that is not chosen."""


class Matrix(QWidget):
    """Likelihood to the right, impact upwards. A click chooses a place, the arrow keys move it."""

    chosen = Signal(str, str)
    """Likelihood and impact."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._place: tuple[int, int] | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Matrix of likelihood and impact")
        self.setToolTip("Likelihood grows to the right, impact upwards")

    def show_levels(self, likelihood: str, impact: str) -> None:
        """Marks a place without telling anybody; none, if a level is none."""
        known = likelihood in LEVELS and impact in LEVELS
        self._place = (_ORDER.index(likelihood), _ORDER.index(impact)) if known else None
        told = result(likelihood, impact)
        self.setAccessibleDescription(told.words if told else "Nothing is chosen")
        self.update()

    def rect_of(self, likelihood: int, impact: int) -> QRectF:
        """Where a place is, counted from the least of both."""
        width = (self.width() - GAP * (len(_ORDER) - 1)) / len(_ORDER)
        row = len(_ORDER) - 1 - impact
        return QRectF(likelihood * (width + GAP), row * (scaled(ROW) + GAP), width, scaled(ROW))

    def sizeHint(self) -> QSize:
        return QSize(240, len(_ORDER) * (scaled(ROW) + GAP) - GAP)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for row in range(len(_ORDER)):
            for column in range(len(_ORDER)):
                self._paint(painter, column, row)
        if self.hasFocus():
            painter.setPen(QPen(self._theme.color("accent"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.end()

    def _paint(self, painter: QPainter, column: int, row: int) -> None:
        told = result(_ORDER[column], _ORDER[row])
        if told is None:
            return
        rect, token = self.rect_of(column, row), severity_token(told.severity)
        here = (column, row) == self._place
        tint = self._theme.color(token) if here else self._theme.mixed(token, "panel", TINT)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tint)
        painter.drawRoundedRect(rect, 3, 3)
        font = self.font()
        font.setBold(here)
        painter.setFont(font)
        painter.setPen(self._theme.color("on_mark" if here else "ink"))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, str(told.score))

    def _choose(self, column: int, row: int) -> None:
        if (column, row) != self._place:
            self.show_levels(_ORDER[column], _ORDER[row])
            self.chosen.emit(_ORDER[column], _ORDER[row])

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus()
        for row in range(len(_ORDER)):
            for column in range(len(_ORDER)):
                if self.rect_of(column, row).contains(event.position()):
                    self._choose(column, row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        middle = len(_ORDER) // 2
        column, row = self._place or (middle, middle)
        if self._place is not None:
            column, row = column + step[0], row + step[1]
        last = len(_ORDER) - 1
        self._choose(min(max(column, 0), last), min(max(row, 0), last))
