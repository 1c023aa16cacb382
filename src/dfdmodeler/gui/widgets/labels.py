"""Labels of a few fixed kinds, and text that can be pointed at."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QScrollArea, QSizePolicy

BULLET_INDENT = 14
LINK_HEIGHT = 24
"""A line in which a link comes and goes keeps this height, so that nothing below it jumps."""


def label(text: str, role: str = "", *, wrap: bool = True) -> QLabel:
    """A label of plain text. Roles: heading, section, strong, muted, empty, error."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    if role:
        made.setProperty("role", role)
    if role == "empty":
        made.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
    if wrap:
        made.setMinimumWidth(1)
    return made


class NarrowLabel(QLabel):
    """One quiet line that takes the room there is: what does not fit is left out in its middle."""

    def __init__(self) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", "muted")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    @property
    def shown(self) -> str:
        """What is to be read of the text."""
        return self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideMiddle, self.width())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, role = QPainter(self), self.foregroundRole()
        side = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        self.style().drawItemText(painter, self.rect(), side, self.palette(), True, self.shown, role)
        painter.end()


def link(text: str, help: str = "") -> QPushButton:
    """A button that looks like a link."""
    button = QPushButton(text)
    button.setProperty("role", "link")
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    button.setFlat(True)
    if help:
        button.setToolTip(help)
    return button


def rule() -> QFrame:
    """A hairline."""
    line = QFrame()
    line.setObjectName("rule")
    return line


class PointableLabel(QLabel):
    """A sentence about some records: pointing at it tells their ids, a click or Enter chooses them."""

    pointed = Signal(object)
    chosen = Signal(object)

    def __init__(self, text: str, ids: Iterable[str], *, bullet: bool = False) -> None:
        super().__init__(text)
        self._bullet = bullet
        if bullet:
            self.setContentsMargins(BULLET_INDENT, 0, 0, 0)
        self.ids = tuple(dict.fromkeys(ids))
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setMinimumWidth(1)
        if self.ids:
            self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self.setCursor(Qt.CursorShape.PointingHandCursor)
            self.setToolTip("Point to see it in the diagram, click to select it")

    def _underline(self, on: bool) -> None:
        font = self.font()
        font.setUnderline(on)
        self.setFont(font)

    def _come_into_view(self) -> None:
        """Whoever comes here by keyboard sees all of it, also where it was cut off before."""
        around = self.parentWidget()
        while around is not None and not isinstance(around, QScrollArea):
            around = around.parentWidget()
        if around is not None:
            around.ensureWidgetVisible(self, 0, BULLET_INDENT)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._bullet:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.palette().brightText())
            painter.drawEllipse(QPointF(4, self.fontMetrics().height() / 2 + 0.5), 2.2, 2.2)
            painter.end()

    def enterEvent(self, event: QEnterEvent) -> None:
        if self.ids:
            self._underline(True)
            self.pointed.emit(frozenset(self.ids))

    def leaveEvent(self, event: QEvent) -> None:
        if self.ids:
            self._underline(False)
            self.pointed.emit(None)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._underline(True)
        self._come_into_view()
        self.pointed.emit(frozenset(self.ids))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._underline(False)
        self.pointed.emit(None)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.ids and self.rect().contains(event.position().toPoint()):
            self.chosen.emit(self.ids)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.ids and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.chosen.emit(self.ids)
        else:
            super().keyPressEvent(event)
