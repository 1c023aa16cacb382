"""The history of a threat as a conversation, and a field to say something."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from dfdmodeler.analysis.history_words import Told, Turn, turns
from dfdmodeler.analysis.register import adopting
from dfdmodeler.analysis.threat import Threat
from dfdmodeler.gui.reviewer import Reviewer
from dfdmodeler.gui.widgets.fields import LongTextField
from dfdmodeler.gui.widgets.labels import label
from dfdmodeler.model import triage
from dfdmodeler.model.model import Model
from dfdmodeler.session.session import Session

_NOTHING = "Nothing has been decided or said yet."
WRITING = 3
"""Lines of the field while somebody writes."""
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class CommentField(LongTextField):
    """Ctrl+Enter submits, Enter begins a new line."""

    submitted = Signal()

    def __init__(self) -> None:
        super().__init__(lines=1)
        self.textChanged.connect(self._take_room)

    def _take_room(self) -> None:
        """One line where nobody writes, a few where somebody does."""
        lines = WRITING if self.hasFocus() or self.toPlainText() else 1
        policy = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(policy.ScrollBarAlwaysOff if lines == 1 else policy.ScrollBarAsNeeded)
        self.setFixedHeight(self.fontMetrics().lineSpacing() * lines + 18)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._take_room()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._take_room()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.submitted.emit()
        else:
            super().keyPressEvent(event)


class ThreadPage(QWidget):
    """What people decided, changed and said, the newest last; what was begun to be said stays by threat."""

    def __init__(self, session: Session, reviewer: Reviewer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._reviewer = session, reviewer
        self._threat, self._row = "", None
        self._drafts: dict[str, str] = {}
        self._shown: tuple[str, list[Turn]] | None = None
        self.scroll = QScrollArea()
        self.scroll.setWidgetResizable(True)
        self.scroll.setFrameShape(QFrame.Shape.NoFrame)
        self.scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.scroll.setAccessibleName("History of the threat")
        self.comment = CommentField()
        self.comment.setAccessibleName("Comment")
        self.comment.setPlaceholderText("Say something; Ctrl+Enter adds it")
        self.comment.submitted.connect(self._say)
        self.comment.textChanged.connect(self._offer)
        self.add = QPushButton("Comment")
        self.add.clicked.connect(self._say)
        below = QHBoxLayout()
        below.setContentsMargins(12, 4, 12, 4)
        below.setSpacing(8)
        below.addWidget(self.comment, 1)
        below.addWidget(self.add, 0, Qt.AlignmentFlag.AlignBottom)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.scroll, 1)
        layout.addLayout(below)
        session.opened.connect(lambda _: self._drafts.clear())
        self._offer()

    def show_threat(self, threat: str, row: Threat | None = None) -> int:
        """Shows the history of a threat, which may be gone; how many entries it has."""
        if threat != self._threat:
            self._drafts[self._threat] = self.comment.toPlainText()
            self.comment.setPlainText(self._drafts.pop(threat, ""))
            self._threat = threat
        self._row = row
        entries = triage.history_of(self._session.model, threat)
        for former in row.former if row else ():
            entries += triage.history_of(self._session.model, former)
        self._show(threat, turns(sorted(entries, key=triage.in_time)))
        return len(entries)

    def _show(self, threat: str, found: list[Turn]) -> None:
        if (threat, found) == self._shown:
            return
        self._shown = (threat, found)
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(4)
        if not found:
            layout.addWidget(label(_NOTHING, "muted"))
        for turn in found:
            head = label(f"{turn.author}, {turn.date}" if turn.date else turn.author, "section")
            head.setContentsMargins(0, 4, 0, 0)
            layout.addWidget(head)
            for told in turn.told:
                layout.addWidget(_bubble(told.said) if told.is_comment else _change(told))
        layout.addStretch(1)
        self.scroll.setWidget(body)
        if self.isVisible():
            QTimer.singleShot(0, self._to_end)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QTimer.singleShot(0, self._to_end)

    def _to_end(self) -> None:
        bar = self.scroll.verticalScrollBar()
        bar.setValue(bar.maximum())

    def _offer(self) -> None:
        self.add.setEnabled(bool(self.comment.toPlainText().strip()))

    def _say(self) -> None:
        text, threat = self.comment.toPlainText().strip(), self._threat
        if not text or not threat:
            return
        by = self._reviewer.signed()
        known = [self._row] if self._row else []

        def said(model: Model) -> Model:
            model = adopting(model, known, **by)
            return triage.comment(model, threat, text, **by)

        self.comment.clear()
        self._session.edit("Comment on a threat", said)


def _change(told: Told) -> QWidget:
    """What changed, and what was said to it below."""
    part = QWidget()
    layout = QVBoxLayout(part)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    layout.addWidget(label(told.change, "muted"))
    if told.said:
        layout.addWidget(label(told.said))
    return part


def _bubble(text: str) -> QFrame:
    """A comment, set apart from changes."""
    frame = QFrame()
    frame.setObjectName("card")
    layout = QVBoxLayout(frame)
    layout.setContentsMargins(12, 8, 12, 8)
    layout.addWidget(label(text))
    return frame
