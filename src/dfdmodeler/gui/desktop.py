"""All windows of the program: each has a document of its own; kinds, rules and preferences are shared."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication

from dfdmodeler.drawing.metrics import Metrics
from dfdmodeler.gui.preferences import Preferences
from dfdmodeler.gui.reviewer import Reviewer
from dfdmodeler.gui.theme import Theme
from dfdmodeler.gui.window import Window
from dfdmodeler.session.session import Session

STEP = 32
"""Pixels by which a further window stands beside the one before."""


class Desktop(QObject):
    """Opens windows, finds the one that has a file, and ends with the last of them.

    `new_session` makes the session of a window, whose analysis runs while that window is idle.
    """

    def __init__(
        self,
        app: QApplication,
        new_session: Callable[[QObject], Session],
        metrics: Metrics,
        preferences: Preferences,
        reviewer: Reviewer,
    ) -> None:
        super().__init__(app)
        self._app, self._new_session, self._metrics = app, new_session, metrics
        self.preferences, self._reviewer = preferences, reviewer
        self.windows: list[Window] = []

    def fill(self, window: Window) -> Window:
        """Brings everything into an empty window, which belongs to the program from now on."""
        window.fill(self._new_session(window), self._metrics, self.preferences, self._reviewer)
        window.desktop = self
        window.files.elsewhere = lambda path: self.show_open(path, besides=window)
        window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        window.closed.connect(lambda: self._closed(window))
        self.windows.append(window)
        return window

    def new_window(self) -> Window:
        """Another window, with an empty document, beside the one that is in front."""
        now, active = self.preferences.now, self._app.activeWindow()
        front = active if isinstance(active, Window) else next(reversed(self.windows), None)
        window = Window(Theme(now.theme, now.contrast, now.text_scale))
        window.restore(now.window_geometry, now.window_state)
        if front:
            window.resize(front.normalGeometry().size())
            window.move(front.pos().x() + STEP, front.pos().y() + STEP)
        self.fill(window).show()
        window.activateWindow()
        return window

    def open_path(self, path: Path) -> bool:
        """Opens a file that the system asks for: where it is open already, else in a window that is empty."""
        if self.show_open(path):
            return True
        unused = (w for w in self.windows if w.session.path is None and not w.session.model)
        window = next(unused, None) or self.new_window()
        window.bring_forward()
        return window.files.open_path(path)

    def show_open(self, path: Path, besides: Window | None = None) -> bool:
        """Brings the window forward that has a file open, if any has, not counting one of them."""
        real = os.path.realpath(path)
        for window in self.windows:
            known = window.session.path
            if window is not besides and known is not None and os.path.realpath(known) == real:
                window.bring_forward()
                return True
        return False

    def quit(self) -> bool:
        """Closes all windows, unless a person keeps one because of what is not saved."""
        for window in tuple(self.windows):
            if not window.session.is_clean:
                window.bring_forward()  # or nobody would know which document is asked about
            if not window.close():
                return False
        return True

    def _closed(self, window: Window) -> None:
        self.windows.remove(window)
        if self.windows:
            gc.unfreeze()  # what the window held may go; the next document that is opened freezes again
