"""What every panel shares: it shows the present state, once per turn of the event loop, while it is seen."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget


class LiveWidget(QWidget):
    """Call `invalidate` whenever something may differ; `refresh` follows when somebody looks."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stale = True
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.update_now)

    def invalidate(self, *_: object) -> None:
        """What is shown may be out of date."""
        self._stale = True
        if self.isVisible() and not self._soon.isActive():
            self._soon.start(0)

    def update_now(self) -> None:
        """Shows the present state, unless it is shown already."""
        if self._stale:
            self._stale = False
            self.refresh()

    def refresh(self) -> None:
        """Shows the present state."""
        raise TypeError(f"{type(self).__name__} does not say how it shows its state")

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.update_now()
