"""Work that takes longer than a person should wait: beside the window, with progress and a way out.

The work itself touches nothing that is shown: it is a plain function from values to a value. The garbage
collector rests meanwhile, because it might otherwise delete widgets from the wrong thread.
"""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import QCoreApplication, QEventLoop, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from dfdmodeler.gui.widgets.notices import Notices
from dfdmodeler.gui.widgets.progress import NoProgress, ProgressBar, ProgressDialog

T = TypeVar("T")
Tell = Callable[[float, str], bool]
"""Is told how much is done, from 0 to 1, and what is being done; returns whether to go on."""
POLL = 25
PATIENCE = 500
"""Milliseconds before the progress appears."""


class Work(QObject, Generic[T]):
    """Runs `function`, then hands its value to `done` in the window's thread, unless it was cancelled.

    The function is given `tell` and should call it now and then; until it does, only that it works is shown:
    in a bar above the canvas if its notices are the parent, else in a window of its own; nowhere without a
    parent, for what nobody asked for.
    """

    ended = Signal()
    """The function has returned, or the person gave up."""
    _running = 0

    def __init__(
        self, title: str, function: Callable[[Tell], T], done: Callable[[T], object], parent: QWidget | None
    ) -> None:
        super().__init__(QCoreApplication.instance())  # it outlives a window that is closed meanwhile
        self._function, self._done = function, done
        self._values: list[T] = []
        self._error: BaseException | None = None
        self._told: tuple[float, str] | None = None
        self._cancelled = False
        # Not a daemon: one that is stopped amid drawing, when Python ends, takes the process down with it.
        self._thread = threading.Thread(target=self._work)
        self.progress: ProgressBar | ProgressDialog | NoProgress
        if parent is None:
            self.progress = NoProgress()
        elif isinstance(parent, Notices):
            self.progress = parent.progress(title, self.cancel)
        else:
            self.progress = ProgressDialog(title, self.cancel, parent)
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
        if not self._cancelled:
            self._cancelled = True
            self.progress.finish()
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
                self.progress.show_share(*self._told)
            return
        self._timer.stop()
        Work._running -= 1
        if not Work._running:
            gc.enable()
        self.deleteLater()
        if self._cancelled:
            return
        self.progress.finish()
        self.ended.emit()
        if self._error is not None:
            raise self._error
        self._done(self._values[0])

    def _show(self) -> None:
        """Shows that it works; Qt's own window would wait for a first number."""
        if not self._cancelled and self._thread.is_alive():
            self.progress.begin()


def waited_for(title: str, function: Callable[[Tell], T], parent: QWidget) -> T | None:
    """The value of a function, for which the person waits; None if they gave up."""
    values: list[T] = []
    Work(title, function, values.append, parent).wait()
    return values[0] if values else None
