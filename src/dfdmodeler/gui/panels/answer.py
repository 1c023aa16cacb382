"""The answer to one review question, and the attributes that it settles."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from dfdmodeler.analysis.threat import AskedQuestion
from dfdmodeler.gui.panels.form import Form
from dfdmodeler.gui.panels.spec import SectionSpec
from dfdmodeler.gui.panels.specs import attribute_fields
from dfdmodeler.gui.reviewer import Reviewer
from dfdmodeler.gui.widgets.fields import LongTextField
from dfdmodeler.gui.widgets.labels import PointableLabel, label
from dfdmodeler.model import edits
from dfdmodeler.model.records import Answer, AnswerStatus, Element, Flow, joined_id
from dfdmodeler.session.session import Session

STATUSES: dict[AnswerStatus, str] = {
    "answered": "Answered",
    "open": "Open",
    "not_applicable": "Not applicable",
}


class AnswerEditor(QScrollArea):
    """Writing an answer is one undo step; who wrote it and when is noted with it."""

    def __init__(self, session: Session, reviewer: Reviewer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._reviewer = session, reviewer
        self._asked: AskedQuestion | None = None
        self._form: Form | None = None
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.question = label("", "strong")
        self.where = PointableLabel("", ())
        self.where.setProperty("role", "muted")
        self.text = LongTextField(lines=4)
        self.text.setAccessibleName("Answer")
        self.text.edited.connect(lambda text: self._write(str(text)))
        self.text.left.connect(session.history.seal)
        self.note = label("", "muted")
        self.buttons: dict[AnswerStatus, QPushButton] = {}
        body = QWidget()
        self._body = QVBoxLayout(body)
        self._body.setContentsMargins(12, 12, 12, 12)
        self._body.setSpacing(8)
        for widget in (self.question, self.where, self.text):
            self._body.addWidget(widget)
        self._body.addLayout(self._status_buttons())
        self._body.addWidget(self.note)
        self._body.addStretch(1)
        self.setWidget(body)

    def _status_buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(4)
        group = QButtonGroup(self)
        for status, words in STATUSES.items():
            button = QPushButton(words)
            button.setCheckable(True)
            button.setProperty("role", "choice")
            button.clicked.connect(lambda _, status=status: self._set_status(status))
            group.addButton(button)
            self.buttons[status] = button
            row.addWidget(button)
        row.addStretch(1)
        return row

    def show_question(self, asked: AskedQuestion) -> None:
        """Shows a question with its answer, if there is one."""
        if asked != self._asked:
            self._asked = asked
            self.question.setText(asked.text)
            self._show_form(asked)
        self.where.setText(f"{asked.section}. At {self._session.model.name_of(asked.subject)}")
        answer = self._answer()
        self.text.show_value(answer.text)
        self.buttons[answer.status].setChecked(True)
        by = f" by {answer.author}" if answer.author else ""
        self.note.setText(f"Written{by} on {answer.date}" if answer.date else "")
        if self._form:
            self._form.show_records((asked.subject,))

    def _show_form(self, asked: AskedQuestion) -> None:
        """Fields for the attributes that the answer settles, where the subject has them."""
        if self._form:
            self._form.deleteLater()
            self._form = None
        record = self._session.model.get(asked.subject)
        if not isinstance(record, Element | Flow):
            return
        fields = attribute_fields(self._session.library, record, asked.sets)
        if fields:
            self._form = Form(self._session, [SectionSpec("What the answer settles", fields)])
            self._form.layout().setContentsMargins(0, 0, 0, 0)
            self._body.insertWidget(self._body.count() - 1, self._form)

    def _answer(self) -> Answer:
        asked = self._asked
        if asked is None:
            return Answer(id="", question="", subject="", status="open")
        key = joined_id(asked.question, asked.subject)
        known = self._session.model.find(Answer, key)
        return known or Answer(id=key, question=asked.question, subject=asked.subject, status="open")

    def _write(self, text: str) -> None:
        answer = self._answer()
        status: AnswerStatus = (
            "open" if not text else "answered" if answer.status == "open" else answer.status
        )
        self._keep(text, status, merge=f"answer:{answer.id}")

    def _set_status(self, status: AnswerStatus) -> None:
        self._keep(self._answer().text, status, merge=None)

    def _keep(self, text: str, status: AnswerStatus, merge: str | None) -> None:
        fields = {
            "text": text,
            "status": status,
            "author": self._reviewer.author(),
            "date": self._reviewer.today(),
        }
        answer = self._answer().model_copy(update=fields)
        self._session.edit("Answer a question", lambda model: edits.answer(model, answer), merge)
