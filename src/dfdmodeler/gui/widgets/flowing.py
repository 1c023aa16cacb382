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
        self._placing = False
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setSizePolicy(policy)

    def add(self, part: QWidget) -> None:
        """Puts a widget at the end."""
        part.setParent(self)
        self._parts.append(part)
        part.show()
        part.installEventFilter(self)

    def place(self) -> None:
        """Gives all their places, and takes the height that they need."""
        if self._placing:
            return
        self._placing = True
        x, y, line = 0, 0, 0
        for part in self._parts:
            if part.isHidden():
                continue
            size = part.sizeHint().expandedTo(part.minimumSize())
            if x and x + size.width() > self.width():
                x, y, line = 0, y + line + _GAP, 0
            part.setGeometry(QRect(x, y, min(size.width(), max(self.width(), 1)), size.height()))
            x, line = x + size.width() + _GAP, max(line, size.height())
        self.setFixedHeight(y + line)
        self._placing = False

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
