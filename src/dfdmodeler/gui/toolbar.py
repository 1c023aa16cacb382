"""The small tool bar that floats over the canvas."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QWidget

BOTTOM = 20


class FloatingBar(QFrame):
    """Stays at the lower edge of its parent, in the middle."""

    def __init__(self, actions: Iterable[QAction], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("floating")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 4, 8, 4)
        layout.setSpacing(2)
        for action in actions:
            button = QToolButton(self)
            button.setDefaultAction(action)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setAccessibleName(action.text())
            layout.addWidget(button)
        parent.installEventFilter(self)
        self.place()

    def place(self) -> None:
        """Takes its place again after the parent has another size."""
        parent = self.parentWidget()
        self.resize(self.sizeHint())
        self.move((parent.width() - self.width()) // 2, parent.height() - self.height() - BOTTOM)

    def covered(self) -> int:
        """How many pixels at the lower edge of its parent it takes."""
        return 0 if self.isHidden() else self.height() + BOTTOM

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show):
            self.place()
        return super().eventFilter(watched, event)
