"""A button that opens something below it, and looks and answers to keys as such buttons do."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QWidget

from dfdmodeler.gui.widgets.details import paint_arrow
from dfdmodeler.gui.widgets.fields import OPENING

GAP = 2
"""Pixels between the button and what it opens."""
_ARROW_INSET = 16
_NO_MATTER = Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.AltModifier
"""Held while a key of the number pad, or of a Mac's arrows, is pressed; and what combo boxes open with."""


class ArrowButton(QPushButton):
    """Has a small arrow; a click, Space, Enter and the down arrow open what is below."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.clicked.connect(self.open_below)

    def open_below(self) -> None:
        """Opens what the button is for."""
        raise NotImplementedError

    @property
    def below(self) -> QPoint:
        """Where on the screen that begins."""
        return self.mapToGlobal(QPoint(0, self.height() + GAP))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (*OPENING, Qt.Key.Key_Down) and not event.modifiers() & ~_NO_MATTER:
            self.open_below()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        paint_arrow(painter, self.width() - _ARROW_INSET, self.height() / 2 - GAP)
        painter.end()
