"""A few buttons of which one is always pressed: in which way the same thing is shown."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QWidget

_SIDES = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class ModeSwitch(QWidget):
    """`chosen` tells the way that a person chose, by click or arrow key."""

    chosen = Signal(str)

    def __init__(self, modes: Mapping[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.mode = next(iter(modes))
        self.buttons: dict[str, QPushButton] = {}
        self._group = QButtonGroup(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for mode, words in modes.items():
            button = self.buttons[mode] = QPushButton(words)
            button.setCheckable(True)
            button.setProperty("role", "choice")
            button.clicked.connect(lambda _=False, m=mode: self.chosen.emit(m))
            self._group.addButton(button)
            layout.addWidget(button)
        self.show_mode(self.mode)

    def show_mode(self, mode: str) -> None:
        """Presses a button without telling anybody."""
        self.mode = mode
        self.buttons[mode].setChecked(True)
        self.setFocusProxy(self.buttons[mode])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        by, order = _SIDES.get(Qt.Key(event.key()), 0), list(self.buttons)
        if by:
            self.chosen.emit(order[(order.index(self.mode) + by) % len(order)])
        else:
            super().keyPressEvent(event)
