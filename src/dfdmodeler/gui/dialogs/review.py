"""Finishing a review: what is still open is shown before somebody puts their name to it."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from dfdmodeler.analysis.remedy_words import counts_words
from dfdmodeler.analysis.signoff import SignOff, last_review, open_ids
from dfdmodeler.analysis.signoff_words import standing_words
from dfdmodeler.gui.dialogs.beside import give_room
from dfdmodeler.gui.reviewer import Reviewer
from dfdmodeler.gui.theme import Theme
from dfdmodeler.gui.widgets.fields import LongTextField, TextField
from dfdmodeler.gui.widgets.labels import label
from dfdmodeler.gui.widgets.rows import Row, RowList
from dfdmodeler.session.session import Session

SIZE = (560, 560)
_KEPT = "The review is kept in the model with what was there; later ones never take its place."
_NOTHING = "No threat is open."


class FinishReviewDialog(QDialog):
    """Follows the model while it is open; `finished_by` says the reviewer, the verdict and the remark."""

    finished_by = Signal(str, bool, str)

    def __init__(
        self, session: Session, theme: Theme, reviewer: Reviewer, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Finish review")
        self._session = session
        self._judge = SignOff(session.library)
        self.before, self.says = label("", "muted"), label("", "strong")
        self.open = RowList(theme)
        self.open.setAccessibleName("Open threats")
        self.open.opened.connect(session.selection.set_threat)
        self.open.chosen.connect(session.selection.set_threat)
        self.reviewer = TextField()
        self.reviewer.setAccessibleName("Reviewer")
        self.reviewer.show_value(reviewer.author())
        self.reviewer.edited.connect(lambda _: self._check())
        self.remark = LongTextField(lines=3)
        self.remark.setAccessibleName("Remark")
        self.approve, self.refuse = _verdict("Approve"), _verdict("Do not approve")
        self._verdicts = QButtonGroup(self)
        for button in (self.approve, self.refuse):
            self._verdicts.addButton(button)
            button.clicked.connect(self._check)
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setText("Finish review")
        self.buttons.accepted.connect(self._finish)
        self.buttons.rejected.connect(self.reject)
        self._lay_out(reviewer.today())
        give_room(self, SIZE)
        stops = [
            session.threats_changed.connect(self._show),
            session.changed.connect(lambda _: self._check()),
        ]
        self.finished.connect(lambda _: [stop() for stop in stops])
        self._show(None)
        (self.approve if self.reviewer.text().strip() else self.reviewer).setFocus()

    def _lay_out(self, today: str) -> None:
        verdict = QHBoxLayout()
        verdict.setSpacing(4)
        verdict.addWidget(self.approve)
        verdict.addWidget(self.refuse)
        verdict.addStretch(1)
        form = QFormLayout()
        form.addRow("Reviewer", self.reviewer)
        form.addRow("Date", label(today))
        form.addRow("Verdict", verdict)
        form.addRow("Remark", self.remark)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(8)
        layout.addWidget(self.before)
        layout.addWidget(self.says)
        layout.addWidget(self.open, 1)
        layout.addLayout(form)
        layout.addWidget(label(_KEPT, "muted"))
        layout.addStretch(0)
        layout.addWidget(self.buttons)

    def _show(self, _: None) -> None:
        """What is open now, and what was said before."""
        session = self._session
        rows = session.threats.threats
        wanted = set(open_ids(rows))
        open_ = [row for row in rows if row.id in wanted]
        words = f"{len(open_)} threat{' is' if len(open_) == 1 else 's are'} still open"
        counts = counts_words(Counter(row.severity for row in open_))
        self.says.setText(f"{words}: {counts}." if open_ else _NOTHING)
        self.open.set_rows(
            [Row(f"{row.title}: {row.subject_name}", row.id, severity=row.severity) for row in open_]
        )
        self.open.setVisible(bool(open_))
        last = last_review(session.model)
        if last:
            moved = self._judge.moved(session.model, session.threats, last)
            self.before.setText(f"Before: {standing_words(last, moved)}.")
        self.before.setVisible(last is not None)
        self._check()

    def _check(self) -> None:
        """It is finished under a name, with a verdict, and only once it is known what is open."""
        ready = bool(self.reviewer.text().strip()) and self._verdicts.checkedButton() is not None
        button = self.buttons.button(QDialogButtonBox.StandardButton.Ok)
        button.setEnabled(ready and not self._session.analysing)

    def _finish(self) -> None:
        remark = self.remark.toPlainText().strip()
        self.finished_by.emit(self.reviewer.text().strip(), self.approve.isChecked(), remark)
        self.accept()


def _verdict(text: str) -> QPushButton:
    button = QPushButton(text)
    button.setCheckable(True)
    button.setAutoDefault(False)
    button.setProperty("role", "choice")
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return button
