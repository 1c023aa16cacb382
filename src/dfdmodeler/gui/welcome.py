"""The welcome page: what an empty canvas says, and how to begin."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QHideEvent, QMoveEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from dfdmodeler.gui.documents import Template
from dfdmodeler.gui.preferences import Preferences
from dfdmodeler.gui.theme import Theme
from dfdmodeler.gui.thumbnails import Thumbnails, Wanted
from dfdmodeler.gui.widgets.labels import label
from dfdmodeler.gui.widgets.picture_cards import GAP, PICTURE, PictureCard, PictureCards, columns_in

MARGIN = 24
BELOW = 88
"""Pixels that are left to the tool bar."""
MOST_RECENT = 4
_HOW = "Double-click and type, or choose a stencil on the left. Threats appear as soon as things connect."


class Welcome(QScrollArea):
    """Stands in the middle of its parent while nothing is drawn and nothing is in hand.

    The parent is the viewport of the canvas: clicks and drops beside the buttons go through to it.
    """

    open_wanted = Signal(Path)
    template_wanted = Signal(Path)
    file_wanted = Signal()
    tour_wanted = Signal()

    def __init__(
        self,
        templates: Callable[[], Sequence[Template]],
        preferences: Preferences,
        thumbnails: Thumbnails,
        theme: Theme,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("welcome")
        self.setAccessibleName("Welcome")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidgetResizable(True)
        self._find_templates, self._preferences = templates, preferences
        self._thumbnails, self._theme = thumbnails, theme
        self._shown: object = None
        self._pictured: list[tuple[PictureCard, Wanted]] = []
        self.tour, self.open = QPushButton("Take the tour"), QPushButton("Open a file…")
        self.recent, self.templates = PictureCards(), PictureCards()
        self.recent.setAccessibleName("Recent files")
        self.templates.setAccessibleName("Templates")
        self._recent_title = label("Recent", "section", wrap=False)
        self.setWidget(self._page())
        parent.installEventFilter(self)
        self.widget().installEventFilter(self)
        theme.changed.connect(lambda _: self.refresh() if self.isVisible() else None)
        self.place()

    def _page(self) -> QWidget:
        page = QWidget()
        page.setObjectName("welcome-page")
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(label("Draw a data-flow diagram", "title", wrap=False))
        layout.addWidget(label(_HOW, "muted"))
        self.tour.setToolTip("Draw, see a threat, decide and export, in five minutes inside a real model")
        self.tour.clicked.connect(self.tour_wanted)
        self.open.setToolTip("Opens a model of this program or imports one of another")
        self.open.clicked.connect(self.file_wanted)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(0, 8, 0, 0)
        buttons.addWidget(self.tour)
        buttons.addWidget(self.open)
        buttons.addStretch(1)
        layout.addLayout(buttons)
        begin = label("Begin with a template", "section", wrap=False)
        for title, cards in ((self._recent_title, self.recent), (begin, self.templates)):
            title.setContentsMargins(0, 16, 0, 0)
            layout.addWidget(title)
            layout.addWidget(cards)
        layout.addStretch(1)
        return page

    def refresh(self) -> None:
        """Shows what there is to begin with now; pictures follow when they are drawn."""
        self._thumbnails.drop()
        self._show_cards()
        self._ask_pictures()

    def _show_cards(self) -> None:
        ratio, theme = self.devicePixelRatioF(), "dark" if self._theme.dark else "light"
        recent = [Path(path) for path in self._preferences.now.recent_files[:MOST_RECENT]]
        there = tuple((path, _changed(path)) for path in recent)
        if self._shown == (there, ratio, theme):
            return
        self._shown = there, ratio, theme
        self.recent.set_cards([self._recent_card(path, time is not None) for path, time in there])
        self.recent.setVisible(bool(there))
        self._recent_title.setVisible(bool(there))
        templates = self._find_templates()
        self.templates.set_cards([self._template_card(template) for template in templates])
        for before, after in pairwise([self.tour, self.open, *self.recent.cards, *self.templates.cards]):
            QWidget.setTabOrder(before, after)
        paths = [*(path for path, _ in there), *(template.path for template in templates)]
        cards = [*self.recent.cards, *self.templates.cards]
        self._pictured = [(card, Wanted(path, ratio, theme)) for path, card in zip(paths, cards, strict=True)]
        self.place()

    def _ask_pictures(self) -> None:
        for card, wanted in self._pictured:
            if not card.has_picture:
                self._thumbnails.ask(wanted, card.show_picture)

    def _recent_card(self, path: Path, exists: bool) -> PictureCard:
        where = _folder(path) if exists else "No longer there"
        card = PictureCard(path.stem, where, self._theme, missing=not exists, removable=True)
        card.setToolTip(str(path))
        card.clicked.connect(lambda: self.open_wanted.emit(path) if exists else None)
        card.removed.connect(lambda: self._remove(path))
        return card

    def _template_card(self, template: Template) -> PictureCard:
        card = PictureCard(template.title, "", self._theme)
        card.setToolTip(template.help)
        card.setAccessibleDescription(template.help)
        card.clicked.connect(lambda: self.template_wanted.emit(template.path))
        return card

    def _remove(self, path: Path) -> None:
        self._preferences.update(lambda now: now.without_recent(str(path)))
        self.refresh()
        first = self.recent.cards[0] if self.recent.cards else self.open
        first.setFocus(Qt.FocusReason.TabFocusReason)

    def place(self) -> None:
        """Takes its place again after the parent has another size."""
        parent = self.parentWidget()
        columns = columns_in(parent.width() - 2 * MARGIN - GAP)
        self.recent.set_columns(columns)
        self.templates.set_columns(columns)
        page = self.widget()
        width = columns * (PICTURE.width() + GAP)
        wanted = page.layout().totalHeightForWidth(width - GAP)
        height = max(0, min(wanted, parent.height() - MARGIN - BELOW))
        self.resize(width, height)
        self.move((parent.width() - width + GAP) // 2, max(MARGIN, (parent.height() - height - BELOW) // 2))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()
        self.place()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._thumbnails.drop()

    def moveEvent(self, event: QMoveEvent) -> None:
        super().moveEvent(event)
        self.place()  # scrolling the canvas would take it along

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kinds = (QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.LayoutRequest)
        own = watched is self.widget() and event.type() == QEvent.Type.LayoutRequest
        if own or (watched is self.parentWidget() and event.type() in kinds):
            self.place()
        return super().eventFilter(watched, event)


def _folder(path: Path) -> str:
    """Where a file lies, as people say it: from their home."""
    folder, home = path.parent, Path(os.path.expanduser("~"))
    return str(Path("~") / folder.relative_to(home)) if folder.is_relative_to(home) else str(folder)


def _changed(path: Path) -> int | None:
    """When a file was changed last, in nanoseconds; None if it is not there."""
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return None
