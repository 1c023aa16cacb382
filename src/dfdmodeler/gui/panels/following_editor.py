"""The details of one assumption or action item."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from dfdmodeler.analysis.followups import ACTION_WORDS, ASSUMPTION_WORDS, FollowUp, subject_words
from dfdmodeler.gui.panels.details import names_in
from dfdmodeler.gui.panels.form import NARROW, Form
from dfdmodeler.gui.panels.kept_fields import TicketField
from dfdmodeler.gui.panels.spec import FieldSpec, SectionSpec
from dfdmodeler.gui.reviewer import Reviewer
from dfdmodeler.gui.widgets.days import DayField
from dfdmodeler.gui.widgets.fields import ChoiceField, LongTextField, Option
from dfdmodeler.gui.widgets.labels import PointableLabel, label, link
from dfdmodeler.gui.widgets.names import NameField
from dfdmodeler.model import edits
from dfdmodeler.model.model import Model
from dfdmodeler.session.session import Session


class FollowUpEditor(QWidget):
    """Its fields, and below what it is about; every change is one step."""

    removed = Signal()
    subject_chosen = Signal(object)
    """Ids of what a person wants to go to."""

    def __init__(self, session: Session, reviewer: Reviewer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._reviewer = session, reviewer
        self._one: FollowUp | None = None
        self._shown: object = None
        self.form: Form | None = None
        self._top = QVBoxLayout()
        self.title = label("About", "section")
        self.subjects = QVBoxLayout()
        self.subjects.setSpacing(0)
        self.nothing = label("Nothing in particular", "muted")
        self.add = link(
            "Add what is selected", "Selected elements, flows and boundaries, or the chosen threat"
        )
        self.add.clicked.connect(self._add_selected)
        self.remove = link("Remove")
        self.remove.clicked.connect(self.removed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 4, 12, 8)
        layout.setSpacing(4)
        layout.addLayout(self._top)
        layout.addWidget(self.title)
        layout.addLayout(self.subjects)
        layout.addWidget(self.nothing)
        for button in (self.add, self.remove):
            layout.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addStretch(1)
        self.hide()

    def show_follow_up(self, one: FollowUp | None, titles: Mapping[str, str]) -> None:
        """Shows one, or nothing."""
        other = self._one is None or one is None or one.kind != self._one.kind
        self._one = one
        self.setVisible(one is not None)
        if one is None:
            return
        if other or self.form is None:
            self._make_form(one)
        self.form.show_records((one.id,))
        self._show_subjects(one, titles)

    def focus_first(self) -> None:
        """Puts the keyboard into the first field."""
        if self.form is not None:
            self.form.focus_first()

    def _make_form(self, one: FollowUp) -> None:
        if self.form is not None:
            self.form.hide()
            self.form.deleteLater()
        self.form = Form(self._session, [SectionSpec("", self._fields(one.kind))], labels=NARROW)
        self.form.layout().setContentsMargins(0, 0, 0, 0)
        self._top.addWidget(self.form)

    def _fields(self, kind: str) -> tuple[FieldSpec, ...]:
        words = ASSUMPTION_WORDS if kind == "assumption" else ACTION_WORDS
        states = [Option(state, text) for state, text in words.items()]
        day, day_text = ("valid_until", "Valid until") if kind == "assumption" else ("due", "Due")
        ticket = (_field("ticket", "Ticket", TicketField),) if kind == "action" else ()
        return (
            _field("text", "Text", lambda: LongTextField(2), wide=True),
            _field("status", "State", lambda: ChoiceField(states, unset=None)),
            _field("owner", "Owner", NameField, options=names_in),
            _field(day, day_text, lambda: DayField("No date", self._reviewer.today)),
            *ticket,
            _field("notes", "Notes", lambda: LongTextField(2), wide=True),
        )

    def _show_subjects(self, one: FollowUp, titles: Mapping[str, str]) -> None:
        model = self._session.model
        named = [(subject, subject_words(model, titles, subject)) for subject in one.subjects]
        self.nothing.setVisible(not named)
        if (one.id, named) == self._shown:
            return
        self._shown = (one.id, named)
        while (item := self.subjects.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for subject, name in named:
            self.subjects.addWidget(self._subject(subject, name))

    def _subject(self, subject: str, name: str) -> QWidget:
        sentence = PointableLabel(name, (subject,), bullet=True)
        sentence.setToolTip("Click to go to it")
        sentence.chosen.connect(self.subject_chosen)
        drop = QPushButton("×")
        drop.setProperty("role", "link")
        drop.setFlat(True)
        drop.setToolTip("No longer about this")
        drop.setAccessibleName(f"No longer about {name}")
        drop.clicked.connect(lambda: self._drop(subject))
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(sentence, 1)
        row.addWidget(drop, 0, Qt.AlignmentFlag.AlignTop)
        return line

    def _add_selected(self) -> None:
        selection, one = self._session.selection, self._one
        selected = tuple(i for i in selection.ids if i in self._session.model)
        chosen = selected or ((selection.threat,) if selection.threat else ())
        if one and chosen:
            self._relate(tuple(dict.fromkeys((*one.subjects, *chosen))), "Link")

    def _drop(self, subject: str) -> None:
        if self._one:
            self._relate(tuple(i for i in self._one.subjects if i != subject), "Unlink")

    def _relate(self, subjects: tuple[str, ...], words: str) -> None:
        one = self._one
        if one:
            self._session.edit(words, lambda model: edits.update(model, [one.id], subjects=subjects))


def _field(
    name: str,
    text: str,
    make: Callable[[], QWidget],
    *,
    wide: bool = False,
    options: Callable[[Model], list[Option]] | None = None,
) -> FieldSpec:
    return FieldSpec(
        name,
        text,
        make,
        lambda model, i: getattr(model.get(i), name, ""),
        lambda model, ids, value: edits.update(model, ids, **{name: str(value)}),
        wide=wide,
        options=options,
    )
