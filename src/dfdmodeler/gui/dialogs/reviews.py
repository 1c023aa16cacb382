"""All reviews of a model, the newest first, and what has moved on since each."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFrame, QScrollArea, QVBoxLayout, QWidget

from dfdmodeler.analysis.signoff import SignOff, reviews
from dfdmodeler.analysis.signoff_words import moved_lines, standing_words
from dfdmodeler.gui.dialogs.beside import give_room
from dfdmodeler.gui.widgets.labels import label
from dfdmodeler.model.records import Review
from dfdmodeler.session.session import Session

SIZE = (560, 480)
_NONE = "Nobody has finished a review of this model yet."


class ReviewsDialog(QDialog):
    """Follows the model; `finish` begins a new review."""

    def __init__(self, session: Session, finish: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Reviews")
        self._session = session
        self._judge = SignOff(session.library)
        self.area = QScrollArea()
        self.area.setAccessibleName("Reviews")
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.finish = self.buttons.addButton("Finish review…", QDialogButtonBox.ButtonRole.ActionRole)
        self.finish.clicked.connect(finish)
        self.buttons.rejected.connect(self.reject)
        self.buttons.setContentsMargins(0, 0, 16, 0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 16)
        layout.addWidget(self.area, 1)
        layout.addWidget(self.buttons)
        give_room(self, SIZE)
        stop = session.threats_changed.connect(self._show)
        self.finished.connect(lambda _: stop())
        self._show(None)

    def _show(self, _: None) -> None:
        body = QWidget()
        rows = QVBoxLayout(body)
        rows.setContentsMargins(16, 16, 16, 8)
        rows.setSpacing(8)
        found = reviews(self._session.model)[::-1]
        for number, review in enumerate(found):
            rows.addWidget(self._card(review, newest=number == 0))
        if not found:
            rows.addWidget(label(_NONE, "empty"))
        rows.addStretch(1)
        self.area.setWidget(body)

    def _card(self, review: Review, *, newest: bool) -> QFrame:
        session = self._session
        moved = self._judge.moved(session.model, session.threats, review)
        card = QFrame()
        card.setObjectName("card")
        layout = QVBoxLayout(card)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(4)
        layout.addWidget(label(f"{standing_words(review, moved)}.", "strong"))
        if review.remark:
            layout.addWidget(label(review.remark))
        for line in moved_lines(moved, session.model, session.threats) if newest else ():
            layout.addWidget(label(line))
        count = len(review.open)
        open_then = f"{count} threat{'' if count == 1 else 's'} open then" if count else "No threat open then"
        layout.addWidget(label(open_then, "muted"))
        return card
