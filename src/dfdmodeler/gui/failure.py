"""An exception that nobody expected: told with its details, and the document stays as it was."""

from __future__ import annotations

import platform
import sys
import traceback
from collections.abc import Callable
from types import TracebackType

from PySide6 import __version__ as qt_version
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from dfdmodeler import __version__
from dfdmodeler.gui.widgets.labels import label

MOST_DETAILS = 20
"""Failures kept in one dialog: a failing paint event repeats itself."""

_ADVICE = (
    "Your document is as it was before the last step. To be safe, save it under another name, "
    "and send the details below to those who maintain the program."
)
Hook = Callable[[type[BaseException], BaseException, TracebackType | None], object]


class FailureDialog(QDialog):
    """Says what happened; further failures are added to the details while it is open."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("failure")
        self.setWindowTitle("Something went wrong")
        self._count = 0
        self.details = QPlainTextEdit()
        self.details.setReadOnly(True)
        self.details.setAccessibleName("Details")
        self.copy = QPushButton("Copy details")
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.details.toPlainText()))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.addButton(self.copy, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.addWidget(label("Something went wrong in the program", "heading"))
        layout.addWidget(label(_ADVICE))
        layout.addWidget(self.details, 1)
        layout.addWidget(buttons)
        self.resize(640, 420)

    def add(self, text: str) -> None:
        """Adds a failure to the details."""
        self._count += 1
        if self._count <= MOST_DETAILS:
            self.details.appendPlainText(text)


class FailureReporter:
    """Takes the place of `sys.excepthook`; slots of Qt end there too."""

    def __init__(self, parent: Callable[[], QWidget | None]) -> None:
        self._parent = parent
        self._before: Hook = sys.excepthook
        self.dialog: FailureDialog | None = None

    def install(self) -> None:
        """From now on exceptions that nobody caught are shown."""
        self._before = sys.excepthook
        sys.excepthook = self.report

    def uninstall(self) -> None:
        """Gives the hook back."""
        sys.excepthook = self._before

    def report(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Shows an exception, and writes it to the standard error stream as Python would."""
        traceback.print_exception(kind, error, trace)
        if issubclass(kind, KeyboardInterrupt) or QApplication.instance() is None:
            return
        if self.dialog is None:
            self.dialog = FailureDialog(self._parent())
            self.dialog.details.setPlainText(_surroundings())
            self.dialog.finished.connect(self._closed)
            self.dialog.show()
        self.dialog.add("".join(traceback.format_exception(kind, error, trace)))

    def _closed(self, _: int) -> None:
        self.dialog = None


def _surroundings() -> str:
    """What those who look into a failure ask first."""
    python = f"Python {platform.python_version()}"
    return f"dfdmodeler {__version__}, {python}, Qt {qt_version}, {platform.platform()}\n"
