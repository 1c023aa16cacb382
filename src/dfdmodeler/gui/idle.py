"""Doing work when nothing else is to be done: how a session's analysis runs in a window."""

from __future__ import annotations

import gc
from time import perf_counter

from PySide6.QtCore import QObject, QTimer

from dfdmodeler.session.session import Task

SLICE = 0.008
"""Seconds of work between two looks at what the person is doing."""


class IdleWork(QObject):
    """Hand its `run` to a session as schedule."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks: list[Task] = []
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._work)
        if parent is not None:  # the tasks of a window that is gone would keep its document
            parent.destroyed.connect(lambda _=None, tasks=self._tasks: tasks.clear())

    def run(self, task: Task) -> None:
        """Does a task slice by slice until it is through."""
        self._tasks.append(task)
        self._timer.start()

    def _work(self) -> None:
        end = perf_counter() + SLICE
        collecting = gc.isenabled()
        gc.disable()  # a slice that also looks through all memory for garbage stalls many frames
        try:
            while self._tasks and perf_counter() < end:
                if not self._tasks[0]():
                    self._tasks.pop(0)
        finally:
            if collecting:
                gc.enable()
        if not self._tasks:
            self._timer.stop()
