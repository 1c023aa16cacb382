"""Pages about one thing, one at a time, below tabs that say what is on them."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout, QWidget


class Pages(QWidget):
    """The tabs take the keyboard: Left and Right change the page."""

    def __init__(self, pages: Mapping[str, QWidget], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._titles = tuple(pages)
        self.tabs = QTabBar()
        self.tabs.setObjectName("pages")
        self.tabs.setAccessibleName("What is shown of it")
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setUsesScrollButtons(False)
        self.tabs.setElideMode(Qt.TextElideMode.ElideNone)
        self.stack = QStackedWidget()
        for title, page in pages.items():
            self.tabs.addTab(title)
            self.stack.addWidget(page)
        self.tabs.currentChanged.connect(self.stack.setCurrentIndex)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.tabs)
        layout.addWidget(self.stack, 1)

    def show_page(self, title: str) -> None:
        """Brings a page to the front."""
        self.tabs.setCurrentIndex(self._titles.index(title))

    def offer(self, title: str, offered: bool) -> None:
        """Whether there is anything on a page; the first page is shown instead of one that is not offered."""
        place = self._titles.index(title)
        if not offered and self.tabs.currentIndex() == place:
            self.tabs.setCurrentIndex(0)
        self.tabs.setTabVisible(place, offered)

    def is_offered(self, title: str) -> bool:
        """Whether a page can be shown."""
        return self.tabs.isTabVisible(self._titles.index(title))

    def count(self, title: str, words: str) -> None:
        """Says beside the title of a page how much is on it; nothing for an empty text."""
        text = f"{title} {words}" if words else title
        self.tabs.setTabText(self._titles.index(title), text)
