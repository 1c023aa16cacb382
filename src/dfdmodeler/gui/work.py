"""Work that takes longer than a person should wait: beside the window, with progress and a way out.

The work itself touches no object of Qt: it is a plain function from values to a value. The garbage collector
rests meanwhile, because it might otherwise delete widgets from the wrong thread.
"""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QProgressDialog, QWidget

T = TypeVar("T")
POLL = 25
PATIENCE = 500
"""Milliseconds before the progress window appears."""


@dataclass
class _Outcome(Generic[T]):
    value: T | None = None
    error: BaseException | None = None


class Work(QObject, Generic[T]):
    """Runs `function`, then hands its value to `done` in the window's thread, unless it was cancelled."""

    def __init__(
        self, title: str, function: Callable[[], T], done: Callable[[T], object], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._done = done
        self._outcome: _Outcome[T] = _Outcome()
        self._thread = threading.Thread(target=self._work, args=(function,), daemon=True)
        self.progress = QProgressDialog(title, "Cancel", 0, 0, parent)
        self.progress.setWindowTitle(title)
        self.progress.setMinimumDuration(PATIENCE)
        self.progress.setAutoReset(False)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._poll)

    def start(self) -> None:
        """Begins."""
        gc.disable()
        self._thread.start()
        self.progress.setValue(0)
        self._timer.start(POLL)

    def _work(self, function: Callable[[], T]) -> None:
        try:
            self._outcome.value = function()
        except BaseException as error:
            self._outcome.error = error

    def _poll(self) -> None:
        if self._thread.is_alive():
            self.progress.setValue(0)
            return
        self._timer.stop()
        gc.enable()
        cancelled = self.progress.wasCanceled()
        self.progress.close()
        self.progress.deleteLater()
        self.deleteLater()
        if self._outcome.error is not None and not cancelled:
            raise self._outcome.error
        if not cancelled:
            self._done(self._outcome.value)  # type: ignore[arg-type]
