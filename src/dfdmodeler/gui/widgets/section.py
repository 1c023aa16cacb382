"""A part of a form that opens and closes below its title."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from dfdmodeler.gui.widgets.details import faint

ARROW = 4.0


class FoldHeader(QPushButton):
    """A title with an arrow: click, Space or Enter opens and closes, Right opens, Left closes."""

    folded = Signal(bool)
    """Whether the part is closed now, because a person said so."""

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self.setProperty("role", "fold")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.title, self.count = title, ""
        self.is_open = True
        self.clicked.connect(lambda: self._ask(self.is_open))
        self._tell()

    def show_open(self, is_open: bool) -> None:
        """Points the arrow."""
        self.is_open = is_open
        self._tell()
        self.update()

    def show_count(self, words: str) -> None:
        """Shows how much of it is answered."""
        self.count = words
        self._tell()
        self.update()

    def _tell(self) -> None:
        self.setAccessibleName(", ".join(part for part in (self.title, self.count) if part))
        self.setAccessibleDescription("Expanded" if self.is_open else "Collapsed")

    def _ask(self, folded: bool) -> None:
        if folded == self.is_open:
            self.folded.emit(folded)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Right:
                self._ask(False)
            case Qt.Key.Key_Left:
                self._ask(True)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.click()
            case _:
                super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(faint(), 1.4))
        painter.save()
        painter.translate(QPointF(10, self.height() / 2))
        painter.rotate(90 if self.is_open else 0)
        painter.drawPolyline([QPointF(-ARROW / 2, -ARROW), QPointF(ARROW / 2, 0), QPointF(-ARROW / 2, ARROW)])
        painter.restore()
        rect = self.rect().adjusted(0, 0, -8, 0)
        painter.drawText(rect, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self.count)
        painter.end()


class FoldSection(QWidget):
    """A body below a header, or alone if it has no title."""

    def __init__(self, title: str, body: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.header = FoldHeader(title) if title else None
        self.body = body
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8 if title else 0, 0, 0)
        layout.setSpacing(4)
        if self.header:
            layout.addWidget(self.header)
        layout.addWidget(body)

    def show_open(self, is_open: bool) -> None:
        """Shows or hides the body."""
        self.body.setVisible(is_open)
        if self.header:
            self.header.show_open(is_open)
