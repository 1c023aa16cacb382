"""Bars above the canvas: what a person should know or choose, without a window that stops everything."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from dfdmodeler.gui.widgets.notice import Notice, NoticeBar
from dfdmodeler.gui.widgets.progress import ProgressBar

WIDE = 640
"""Pixels from which choices stand beside the text instead of below it."""


class Notices(QWidget):
    """All bars that are shown, the newest at the top."""

    nothing_left = Signal()
    """The focus was on the last bar, and has to go elsewhere."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Notices")
        self._bars: dict[str, NoticeBar] = {}
        self._numbers = count(1)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._arrange)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self.hide()

    def tell(self, notice: Notice) -> NoticeBar:
        """Shows a notice; the focus stays where it is."""
        return self._put(NoticeBar(notice, self))

    def progress(self, title: str, cancel: Callable[[], object]) -> ProgressBar:
        """A bar that shows how far some work is, once it begins to."""
        return ProgressBar(f"work-{next(self._numbers)}", title, cancel, self._put)

    def withdraw(self, key: str) -> None:
        """Takes a notice away, if it is shown."""
        bar = self._bars.pop(key, None)
        if bar is None:
            return
        had_focus = _holds_focus(bar)
        self._layout.removeWidget(bar)
        bar.hide()
        bar.deleteLater()
        self.setVisible(bool(self._bars))
        if had_focus and not self._bars:
            self.nothing_left.emit()

    def find(self, key: str) -> NoticeBar | None:
        """The bar of a notice that is shown."""
        return self._bars.get(key)

    def has_focus(self, key: str) -> bool:
        """Whether the person is at this notice."""
        bar = self._bars.get(key)
        return bar is not None and _holds_focus(bar)

    @property
    def any_shown(self) -> bool:
        return bool(self._bars)

    def take_focus(self) -> None:
        """Puts the focus on the first choice, for those who work by keyboard."""
        if self._bars:
            newest = list(self._bars.values())[-1]
            first = next(iter(newest.buttons.values()), None) or newest.close_button
            first.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if (event.size().width() >= WIDE) != (event.oldSize().width() >= WIDE):
            self._soon.start(0)  # not while sizes are being given out

    def _arrange(self) -> None:
        for bar in self._bars.values():
            bar.set_wide(self.width() >= WIDE)

    def _put(self, bar: NoticeBar) -> NoticeBar:
        self.withdraw(bar.key)
        self._bars[bar.key] = bar
        bar.closed.connect(lambda: self.withdraw(bar.key) if self._bars.get(bar.key) is bar else None)
        bar.set_wide(self.width() >= WIDE)
        self._layout.insertWidget(0, bar)
        bar.show()
        self.show()
        if QAccessible.isActive():
            words = f"{bar.accessibleName()}. {bar.accessibleDescription()}"
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))
        return bar


def _holds_focus(bar: NoticeBar) -> bool:
    focused = bar.window().focusWidget()
    return focused is not None and bar.isAncestorOf(focused)
