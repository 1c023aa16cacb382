"""Work that takes longer than a person should wait: beside the window, with progress and a way out.

The work itself touches no object of Qt: it is a plain function from values to a value. The garbage collector
rests meanwhile, because it might otherwise delete widgets from the wrong thread.
"""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, QTimer
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

    The function is given `tell` and should call it now and then.
    """

    def __init__(
        self, title: str, function: Callable[[Tell], T], done: Callable[[T], object], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._function, self._done = function, done
        self._values: list[T] = []
        self._error: BaseException | None = None
        self._share, self._doing = 0.0, title
        self._cancelled = False
        self._thread = threading.Thread(target=self._work, daemon=True)
        self.progress = QProgressDialog(title, "Cancel", 0, _STEPS, parent)
        self.progress.setWindowTitle(title)
        self.progress.setMinimumDuration(PATIENCE)
        self.progress.setAutoReset(False)
        self.progress.setAutoClose(False)
        self.progress.canceled.connect(self.cancel)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._poll)

    def start(self) -> None:
        """Begins."""
        gc.disable()
        self._thread.start()
        self._timer.start(POLL)

    def cancel(self) -> None:
        """Asks the function to stop; what it makes, or how it ends, no longer matters."""
        self._cancelled = True

    def _tell(self, share: float, doing: str) -> bool:
        self._share, self._doing = share, doing
        return not self._cancelled

    def _work(self) -> None:
        try:
            self._values.append(self._function(self._tell))
        except BaseException as error:
            self._error = error

    def _poll(self) -> None:
        if self._thread.is_alive():
            if not self._cancelled:
                self.progress.setLabelText(self._doing)
                self.progress.setValue(round(self._share * _STEPS))
            return
        self._timer.stop()
        gc.enable()
        self.progress.canceled.disconnect(self.cancel)  # closing it says so too
        self.progress.close()
        self.progress.deleteLater()
        self.deleteLater()
        if self._cancelled:
            return
        if self._error is not None:
            raise self._error
        self._done(self._values[0])
