"""Widgets in a row that goes on in the next line where there is no room."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

_GAP = 4


class FlowingRow(QWidget):
    """Holds widgets side by side at the size they want, each line as high as the highest."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts: list[QWidget] = []
        self._right: list[QWidget] = []
        self._placing = False
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setSizePolicy(policy)

    def add(self, part: QWidget, *, right: bool = False) -> None:
        """Puts a widget after the others; at the right side where all have room in one line."""
        part.setParent(self)
        self._parts.append(part)
        if right:
            self._right.append(part)
        part.show()
        part.installEventFilter(self)

    def place(self) -> None:
        """Gives all their places, and takes the height that they need."""
        if self._placing:
            return
        self._placing = True
        x, y, line = 0, 0, 0
        shown = [part for part in self._parts if not part.isHidden()]
        for part in shown:
            size = part.sizeHint().expandedTo(part.minimumSize())
            if x and x + size.width() > self.width():
                x, y, line = 0, y + line + _GAP, 0
            part.setGeometry(QRect(x, y, min(size.width(), max(self.width(), 1)), size.height()))
            x, line = x + size.width() + _GAP, max(line, size.height())
        self.setFixedHeight(y + line)
        if not y:
            self._finish_line(shown, line, self.width() - x + _GAP)
        self._placing = False

    def _finish_line(self, shown: list[QWidget], height: int, left: int) -> None:
        """All in one line: in its middle, and at the right what belongs there."""
        for part in shown:
            place = part.geometry()
            place.moveTop((height - place.height()) // 2)
            part.setGeometry(place.translated(left if part in self._right else 0, 0))

    # What Qt calls.

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.place()

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        changes = (
            QEvent.Type.ShowToParent,
            QEvent.Type.HideToParent,
            QEvent.Type.StyleChange,
            QEvent.Type.FontChange,
        )
        if event.type() in changes:
            self.place()
        return super().eventFilter(watched, event)  # type: ignore[arg-type]

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:  # a part says something longer or shorter now
            self.place()
        return super().event(event)
