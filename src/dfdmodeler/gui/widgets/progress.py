"""How far some work is: in a bar above the canvas, or in a window for which everything else waits.

Both begin hidden, show that something works, and how much of it is done as soon as that is known.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QProgressBar, QProgressDialog, QWidget

from dfdmodeler.gui.widgets.notice import Notice, NoticeBar

STEPS = 1000
NEVER = 2**31 - 1


class NoProgress:
    """For work that nobody waits for."""

    def begin(self) -> None:
        """Shows nothing."""

    def show_share(self, share: float, doing: str) -> None:
        """Shows nothing."""

    def finish(self) -> None:
        """Nothing was shown."""


class ProgressBar(NoticeBar):
    """Getting rid of it cancels the work."""

    def __init__(
        self, key: str, title: str, cancel: Callable[[], object], put: Callable[[NoticeBar], object]
    ) -> None:
        super().__init__(Notice(key, title, choices=(("Cancel", cancel),)))
        self._put = put
        self._finished = False
        self.progress = QProgressBar()
        self.progress.setRange(0, 0)
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(8)
        self.progress.setAccessibleName(title)
        self.texts.addWidget(self.progress)
        self.dismissed.connect(cancel)

    def begin(self) -> None:
        self._put(self)

    def show_share(self, share: float, doing: str) -> None:
        """How much is done, from 0 to 1, and what is being done."""
        self.text.setText(doing)
        self.progress.setRange(0, STEPS)
        self.progress.setValue(round(share * STEPS))

    def finish(self) -> None:
        self.closed.emit()
        self.deleteLater()


class ProgressDialog(QProgressDialog):
    """Closing it cancels the work."""

    def __init__(self, title: str, cancel: Callable[[], object], parent: QWidget) -> None:
        super().__init__(title, "Cancel", 0, 0, parent)
        self._cancel = cancel
        self.setWindowTitle(title)
        self.setMinimumDuration(NEVER)  # by itself; `begin` shows it
        self.setAutoReset(False)
        self.setAutoClose(False)
        self.canceled.connect(cancel)

    def begin(self) -> None:
        self.show()

    def show_share(self, share: float, doing: str) -> None:
        """How much is done, from 0 to 1, and what is being done."""
        self.setLabelText(doing)
        if not self.maximum():
            self.setMaximum(STEPS)
        if self.value() != round(share * STEPS):
            self.setValue(round(share * STEPS))

    def finish(self) -> None:
        self.canceled.disconnect(self._cancel)  # closing it says so too
        self.close()
        self.deleteLater()
