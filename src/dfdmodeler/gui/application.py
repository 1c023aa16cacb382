"""The application object: what the system tells the program as a whole."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication


class Application(QApplication):
    """macOS asks for files by events, also before there is a window; they wait until somebody takes them."""

    def __init__(self, arguments: list[str]) -> None:
        super().__init__(arguments)
        self._waiting: list[Path] = []
        self._open: Callable[[Path], object] = self._waiting.append

    def take_files(self, open_: Callable[[Path], object]) -> None:
        """Opens what was asked for so far, and from now on at once."""
        self._open = open_
        waiting, self._waiting = self._waiting, []
        for path in waiting:
            open_(path)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QFileOpenEvent) and event.file():
            self._open(Path(event.file()))
            return True
        return super().event(event)
