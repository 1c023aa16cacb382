"""Work that takes longer than a person should wait: beside the window, with progress and a way out.

The work itself touches nothing that is shown: it is a plain function from values to a value. The garbage
collector rests meanwhile, because it might otherwise delete widgets from the wrong thread.
"""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QProgressDialog, QWidget

T = TypeVar("T")
Tell = Callable[[float, str], bool]
"""Is told how much is done, from 0 to 1, and what is being done; returns whether to go on."""
POLL = 25
PATIENCE = 500
"""Milliseconds before the progress window appears."""
_STEPS = 1000


class Work(QObject, Generic[T]):
    """Runs `function`, then hands its value to `done` in the window's thread, unless it was cancelled.

    The function is given `tell` and should call it now and then; until it does, only that it works is shown.
    """

    ended = Signal()
    """The function has returned, or the person gave up."""
    _running = 0

    def __init__(
        self, title: str, function: Callable[[Tell], T], done: Callable[[T], object], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._function, self._done = function, done
        self._values: list[T] = []
        self._error: BaseException | None = None
        self._told: tuple[float, str] | None = None
        self._cancelled = False
        self._thread = threading.Thread(target=self._work, daemon=True)
        self.progress = QProgressDialog(title, "Cancel", 0, 0, parent)
        self.progress.setWindowTitle(title)
        self.progress.setMinimumDuration(PATIENCE)
        self.progress.setAutoReset(False)
        self.progress.setAutoClose(False)
        self.progress.canceled.connect(self.cancel)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._poll)

    def start(self) -> None:
        """Begins."""
        Work._running += 1
        gc.disable()
        self._thread.start()
        self._timer.start(POLL)
        QTimer.singleShot(PATIENCE, self, self._show)

    def wait(self) -> None:
        """Begins, and keeps the person from everything else until it has ended."""
        self.progress.setWindowModality(Qt.WindowModality.ApplicationModal)
        self.start()
        self._thread.join(PATIENCE / 1000)
        if not self._thread.is_alive():
            self._poll()
            return
        loop = QEventLoop()
        self.ended.connect(loop.quit)
        self._show()
        loop.exec()

    def cancel(self) -> None:
        """Asks the function to stop; what it makes, or how it ends, no longer matters."""
        self._cancelled = True
        self.progress.hide()
        self.ended.emit()

    def _tell(self, share: float, doing: str) -> bool:
        self._told = share, doing
        return not self._cancelled

    def _work(self) -> None:
        try:
            self._values.append(self._function(self._tell))
        except BaseException as error:
            self._error = error

    def _poll(self) -> None:
        if self._thread.is_alive():
            if not self._cancelled and self._told is not None:
                self._show_progress(*self._told)
            return
        self._timer.stop()
        Work._running -= 1
        if not Work._running:
            gc.enable()
        self.progress.canceled.disconnect(self.cancel)  # closing it says so too
        self.progress.close()
        self.progress.deleteLater()
        self.deleteLater()
        if self._cancelled:
            return
        self.ended.emit()
        if self._error is not None:
            raise self._error
        self._done(self._values[0])

    def _show(self) -> None:
        """Shows that it works; Qt's own window would wait for a first number."""
        if not self._cancelled and self._thread.is_alive():
            self.progress.show()

    def _show_progress(self, share: float, doing: str) -> None:
        self.progress.setLabelText(doing)
        if not self.progress.maximum():
            self.progress.setMaximum(_STEPS)
        if self.progress.value() != round(share * _STEPS):
            self.progress.setValue(round(share * _STEPS))


def waited_for(title: str, function: Callable[[Tell], T], parent: QWidget) -> T | None:
    """The value of a function, for which the person waits; None if they gave up."""
    values: list[T] = []
    Work(title, function, values.append, parent).wait()
    return values[0] if values else None
