"""Files dragged onto a window are opened, or imported, in it; more than one in windows of their own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QLabel, QWidget

MOST = 10
"""Files that are opened at once."""


class FileDrops(QObject):
    """`opening` is given the files in the order in which they were dropped."""

    def __init__(self, window: QWidget, room: QWidget, opening: Callable[[list[Path]], object]) -> None:
        super().__init__(window)
        self._opening = opening
        self._room = room
        self.cue = QLabel(room)
        self.cue.setObjectName("drop-cue")
        self.cue.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.cue.setTextFormat(Qt.TextFormat.PlainText)
        self.cue.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.cue.hide()
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QDragEnterEvent):
            return self._enter(event)
        if event.type() == QEvent.Type.DragLeave:
            self.cue.hide()
        elif isinstance(event, QDragMoveEvent):
            event.acceptProposedAction()
            return True
        elif isinstance(event, QDropEvent):
            return self._drop(event)
        return super().eventFilter(watched, event)

    def _enter(self, event: QDragEnterEvent) -> bool:
        files = dragged_files(event.mimeData())
        event.setAccepted(bool(files))
        if files:
            more = f" and {len(files) - 1} more" if len(files) > 1 else ""
            self.cue.setText(f"Drop to open {files[0].name}{more}")
            self.cue.setGeometry(self._room.rect().adjusted(12, 12, -12, -12))
            self.cue.show()
            self.cue.raise_()
        return True

    def _drop(self, event: QDropEvent) -> bool:
        self.cue.hide()
        files = dragged_files(event.mimeData())
        event.setAccepted(bool(files))
        if files:
            event.setDropAction(Qt.DropAction.CopyAction)
            QTimer.singleShot(0, self, lambda: self._opening(files))  # whoever dragged them need not wait
        return True


def dragged_files(data: QMimeData) -> list[Path]:
    """The files on this machine among what is dragged."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()][:MOST]
