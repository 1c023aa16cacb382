"""A bar that tells one thing and offers what to do about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from dfdmodeler.gui.widgets.labels import label

Choices = tuple[tuple[str, Callable[[], object]], ...]


@dataclass(frozen=True)
class Notice:
    """What is told. Another notice with the same `key` takes its place; `choices` end it."""

    key: str
    text: str
    detail: str = ""
    choices: Choices = ()


class NoticeBar(QFrame):
    """One notice: its text, its choices, and a way to be rid of it."""

    closed = Signal()
    """It is to be taken away."""
    dismissed = Signal()
    """A person put it away without a choice."""

    def __init__(self, notice: Notice, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self.setAccessibleName(notice.text)
        self.setAccessibleDescription(notice.detail)
        self.key = notice.key
        self.text, self.detail = label(notice.text, "strong"), label(notice.detail, "muted")
        if not notice.detail:
            self.detail.hide()  # shown before it has a place, it would be a window of its own for a moment
        self.texts = QVBoxLayout()
        self.texts.setSpacing(4)
        self.texts.setContentsMargins(0, 4, 0, 4)
        self.texts.addWidget(self.text)
        self.texts.addWidget(self.detail)
        self.buttons: dict[str, QPushButton] = {}
        self._body = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._body.addLayout(self.texts)
        self._body.addLayout(self._row(notice.choices))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 4, 8, 4)
        layout.addLayout(self._body, 1)
        layout.addWidget(self._close_button(), 0, Qt.AlignmentFlag.AlignTop)

    def _row(self, choices: Choices) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        for text, run in choices:
            button = self.buttons[text] = QPushButton(text, self)
            button.clicked.connect(lambda _=False, run=run: self._choose(run))
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _close_button(self) -> QToolButton:
        button = self.close_button = QToolButton(self)
        button.setText("×")
        button.setAccessibleName("Dismiss")
        button.setToolTip("Dismiss (Esc)")
        button.clicked.connect(self._dismiss)
        return button

    def _choose(self, run: Callable[[], object]) -> None:
        run()  # first: another notice that takes this one's place takes over the focus too
        self.closed.emit()

    def _dismiss(self) -> None:
        self.closed.emit()
        self.dismissed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._dismiss()
        else:
            super().keyPressEvent(event)

    def set_wide(self, wide: bool) -> None:
        """Whether there is room for the choices beside the text."""
        way = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        self._body.setDirection(way)
        self._body.setStretch(0, int(wide))  # below each other it would take all height
