"""The interview: one question at a time, answered by keyboard, with what each answer does to the threats."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from dfdmodeler.analysis.effect import effect_between
from dfdmodeler.analysis.interview import (
    Page,
    answer_page,
    pass_page,
    question_text,
    subject_words,
    why_words,
)
from dfdmodeler.analysis.stakes import as_value
from dfdmodeler.analysis.threat import Threat
from dfdmodeler.catalog.stencil import Attribute
from dfdmodeler.gui.panels.decision import ReasonField
from dfdmodeler.gui.panels.interview_choices import AS_STATED, AnswerChoices, key_hint
from dfdmodeler.gui.panels.interview_round import Result, Round
from dfdmodeler.gui.reviewer import Reviewer
from dfdmodeler.gui.widgets.labels import label, link
from dfdmodeler.gui.widgets.speech import announce
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import AnswerStatus, Element, Flow
from dfdmodeler.model.values import NOT_APPLICABLE, Value
from dfdmodeler.session.session import Session

_SHOWN_REVIEWS = 3
_SHOWN_UNKNOWN = 12


class InterviewView(QWidget):
    """Asks the pages it is given. Every answer is one edit; `left` says that the person is through."""

    left = Signal()
    asked_about = Signal(str)
    """The element or flow of the question that is shown."""

    def __init__(self, session: Session, reviewer: Reviewer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._reviewer = session, reviewer
        self.round = Round()
        self._ready = False
        self._finished = False
        self._before: Sequence[Threat] | None = None
        self._start: Sequence[Threat] = ()
        self._said = ""
        self.choices = AnswerChoices()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Interview")
        self._make()
        self._lay_out()
        session.threats_changed.connect(lambda _: self._show_effect())

    def _make(self) -> None:
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(6)
        self.progress.setAccessibleName("Progress")
        self.count = label("", "muted", wrap=False)
        self.leave = link("Finish", "Ends the interview with a summary (Escape)")
        self.leave.clicked.connect(self.finish)
        self.where = label("", "muted")
        self.question = label("", "heading")
        self.help = label("", "muted")
        self.why = label("", "strong")
        self.reviews = label("", "muted")
        self.remark = ReasonField(lines=3)
        self.remark.setAccessibleName("Answer or remark")
        self.remark.submitted.connect(self.confirm)
        self.remark.given_up.connect(self.setFocus)
        self.hint = label("", "muted")
        self.effect = label("", "strong")
        self.effect.setAccessibleName("What the last answer did")
        self.summary = label("", "")
        self.back = self._button("Back", "B", self.go_back)
        self.skip = self._button("Skip", "S", self.skip_page)
        self.unknown = self._button("Don't know", "D", self.pass_page)
        self.confirm_button = self._button("Confirm", "Enter", self.confirm)
        self.confirm_button.setProperty("role", "primary")

    def _button(self, text: str, key: str, run: Callable[[], object]) -> QPushButton:
        button = QPushButton(text)
        button.setToolTip(f"{text} ({key})")
        button.setAccessibleName(text)
        button.clicked.connect(run)
        return button

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.count, 1)
        top.addWidget(self.leave)
        body = QWidget()
        inside = QVBoxLayout(body)
        inside.setContentsMargins(12, 8, 12, 12)
        inside.setSpacing(8)
        for widget in (self.where, self.question, self.help, self.why, self.reviews):
            inside.addWidget(widget)
        inside.addWidget(self.choices)
        inside.addWidget(self.remark)
        inside.addWidget(self.summary)
        inside.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(body)
        buttons = QHBoxLayout()
        buttons.setSpacing(4)
        for button in (self.back, self.skip, self.unknown):
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(self.confirm_button)
        foot = QVBoxLayout()
        foot.setContentsMargins(12, 4, 12, 12)
        foot.setSpacing(8)
        foot.addWidget(self.effect)
        foot.addLayout(buttons)
        foot.addWidget(self.hint)
        head = QVBoxLayout()
        head.setContentsMargins(12, 12, 12, 0)
        head.setSpacing(8)
        head.addLayout(top)
        head.addWidget(self.progress)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(area, 1)
        layout.addLayout(foot)

    # What is asked.

    def begin(self) -> None:
        """Starts a new round; pages come when they are ranked."""
        self.round, self._ready, self._finished = Round(), False, False
        self._start, self._before, self._said = self._session.threats.threats, None, ""
        self.effect.setText("")
        self._show(None)
        self.setFocus()

    def rank(self, ranked: Sequence[Page], *, final: bool) -> None:
        """Takes a ranking of what is open; one that is not `final` will be followed by a better one."""
        self.round.rank(ranked)
        self._ready = final
        page = self.round.current
        if page is not None:
            self._show_progress()
            self._show_words(page)
        elif final and not self._finished:
            self._show(self.round.forward())

    def _go_on(self) -> None:
        self._show(self.round.forward())

    def _show(self, page: Page | None) -> None:
        asking = page is not None
        for widget in (self.where, self.question, self.help, self.why, self.reviews, self.remark):
            widget.setVisible(asking)
        self.summary.setVisible(not asking)
        for button in (self.skip, self.unknown, self.leave):
            button.setVisible(asking)
        self._show_progress()
        if page is None:
            self.choices.offer(None, None)
            self._show_summary()
            return
        self._session.selection.set((page.subject,))
        self.asked_about.emit(page.subject)
        self._show_words(page)
        attribute = self._attribute(page)
        self.choices.offer(page, attribute, _held(self._session.model, page) if attribute else ())
        in_words = attribute is None and not page.settled
        self.remark.show_value("")
        self.remark.setPlaceholderText("The answer" if in_words else "A remark, if there is more to say (R)")
        self.hint.setText(key_hint(page, attribute, named=bool(self._reviewer.author())))
        self.confirm_button.setText("Confirm")
        self.confirm_button.setVisible(True)
        self.back.setVisible(True)
        (self.remark if in_words else self).setFocus()
        announce(self, f"{self.question.text()} {self.why.text()}".strip())

    def _attribute(self, page: Page) -> Attribute | None:
        return self._session.library.catalog.attribute(page.attribute)

    def _show_words(self, page: Page) -> None:
        session = self._session
        model = session.model
        attribute = self._attribute(page)
        self.where.setText(place_words(session, page.subject))
        self.question.setText(question_text(page, session.library.catalog, model))
        self.help.setText(attribute.help if attribute else "")
        why = why_words(page, session.analysis, model)
        before = page.asked_before
        if before is not None:
            by = ", ".join(part for part in (before.author, before.date) if part)
            why = f"{why} Asked before: not known{f' ({by})' if by else ''}.".strip()
        self.why.setText(why)
        texts = list(dict.fromkeys(review.text for review in page.reviews)) if attribute else []
        more = [f"and {len(texts) - _SHOWN_REVIEWS} more"] if len(texts) > _SHOWN_REVIEWS else []
        self.reviews.setText(
            "\n".join(["Part of the review:", *texts[:_SHOWN_REVIEWS], *more]) if texts else ""
        )
        for widget in (self.help, self.why, self.reviews):
            widget.setVisible(bool(widget.text()))

    def _show_progress(self) -> None:
        left, done, skipped = self.round.left, self.round.done, self.round.count("skipped")
        self.progress.setRange(0, max(1, done + left + skipped))
        self.progress.setValue(done)
        self.count.setText(f"{done} done, {left} to go" + (f", {skipped} skipped" if skipped else ""))

    def _show_summary(self) -> None:
        if not self._ready:
            self.summary.setText("Working out what matters most…")
            self.confirm_button.setVisible(False)
            self.back.setVisible(False)
            return
        done = self.round
        skipped = done.count("skipped")
        known, unknown = done.count("answered"), done.not_known()
        lines = [f"{known} answered, {len(unknown)} not known, {skipped} skipped, {done.left} not asked."]
        lines += [f"Since the beginning: {self._total()}."] if done.results else ["There is nothing to ask."]
        if unknown:
            lines += ["", "To find out:", *unknown[:_SHOWN_UNKNOWN]]
        self.summary.setText("\n".join(lines))
        self.back.setVisible(bool(done.results))
        self.skip.setVisible(bool(skipped))
        self.skip.setText("Ask the skipped" if skipped else "Skip")
        self.confirm_button.setVisible(True)
        self.confirm_button.setText("Close")
        self.hint.setText(
            "Enter or Escape closes, B goes back" + (", S asks the skipped." if skipped else ".")
        )
        self.setFocus()

    def _total(self) -> str:
        return effect_between(self._start, self._session.threats.threats).words

    # What the person does.

    def confirm(self) -> None:
        """Keeps the answer and goes on; without one there is nothing to keep."""
        page = self.round.current
        if page is None:
            self.left.emit()
            return
        text = self.remark.toPlainText().strip()
        attribute = self._attribute(page)
        if attribute is not None:
            if self.choices.chosen:
                value = self._value(attribute)
                self._keep(page, f"{attribute.label}: {self._words(attribute)}", value=value, text=text)
        elif NOT_APPLICABLE in self.choices.chosen:
            self._keep(page, "Does not apply", text=text, status="not_applicable")
        elif text or AS_STATED in self.choices.chosen:
            stated = page.settled if AS_STATED in self.choices.chosen else ""
            self._keep(page, "Answered", text=". ".join(part for part in (stated, text) if part))

    def _value(self, attribute: Attribute) -> Value:
        if attribute.multiple and NOT_APPLICABLE not in self.choices.chosen:
            return tuple(sorted(self.choices.chosen))
        return as_value(attribute, self.choices.chosen[0])

    def _words(self, attribute: Attribute) -> str:
        return ", ".join(attribute.label_of(value) for value in self.choices.chosen)

    def _keep(
        self,
        page: Page,
        said: str,
        *,
        value: Value | None = None,
        text: str,
        status: AnswerStatus = "answered",
    ) -> None:
        analysis, by = self._session.analysis, self._signature()
        self._edit(
            said,
            lambda model: answer_page(analysis, model, page, value=value, text=text, status=status, **by),
            "answered",
        )

    def pass_page(self) -> None:
        """Keeps that the question was asked and that nobody knew, and goes on."""
        page = self.round.current
        if page is not None:
            analysis, by = self._session.analysis, self._signature()
            self._edit("Not known", lambda model: pass_page(analysis, model, page, **by), "not known")

    def skip_page(self) -> None:
        """Goes on without an answer; at the end, asks what was skipped."""
        if self.round.current is None:
            self.round.ask_skipped()
            self._finished = False
        else:
            self.round.note("skipped", self.question.text())
        self.skip.setText("Skip")
        self._go_on()

    def go_back(self) -> None:
        """Shows the question before."""
        self._finished = False
        self._show(self.round.back())

    def finish(self) -> None:
        """Ends the round with its summary; from there, closes."""
        if self.round.current is None:
            self.left.emit()
        else:
            self.round.end()
            self._finished = True
            self._show(None)

    def _signature(self) -> dict[str, str]:
        return {"author": self._reviewer.author(), "date": self._reviewer.today()}

    def _edit(self, said: str, fn: Callable[[Model], Model], result: Result) -> None:
        self._said, self._before = said, self._session.threats.threats
        self.round.note(result, self.question.text())
        self._session.edit("Answer a question", fn)
        if not self._session.analysing:
            self._show_effect()
        self._go_on()

    def _show_effect(self) -> None:
        """What the last answer did, as soon as the analysis knows."""
        if self._before is not None:
            effect = effect_between(self._before, self._session.threats.threats)
            self.effect.setText(f"{self._said}. {effect.words}.")
            self._before = None
            announce(self, f"{self.effect.text()} {self.question.text()}")
            if self.round.current is None:
                self._show_summary()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """One key does one thing; in the field for words, keys write."""
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier & ~Qt.KeyboardModifier.ShiftModifier:
            super().keyPressEvent(event)
            return
        special: dict[int, Callable[[], object]] = {
            Qt.Key.Key_Return: self.confirm,
            Qt.Key.Key_Enter: self.confirm,
            Qt.Key.Key_Escape: self.finish,
            Qt.Key.Key_Backspace: self.go_back,
            Qt.Key.Key_B: self.go_back,
            Qt.Key.Key_S: self.skip_page,
            Qt.Key.Key_D: self.pass_page,
            Qt.Key.Key_R: self.remark.setFocus,
            Qt.Key.Key_Down: lambda: self.choices.step(1),
            Qt.Key.Key_Up: lambda: self.choices.step(-1),
        }
        key, letter = event.key(), event.text().upper()
        if key in special:
            special[key]()
        elif not self.choices.press(letter):
            super().keyPressEvent(event)


def place_words(session: Session, subject: str) -> str:
    """What a question is about: its name and its type, or where it leads and what it carries."""
    model, catalog = session.model, session.library.catalog
    record = model.get(subject)
    if isinstance(record, Element):
        type_ = catalog.label(record.type)
        return f"{model.name_of(subject)}, {type_ if type_[1:2].isupper() else type_.lower()}"
    if isinstance(record, Flow):
        carried = record.properties.get("carries", ())
        kinds = [carried] if isinstance(carried, str) else carried
        labels = [catalog.data_kinds[kind].label.lower() for kind in kinds if kind in catalog.data_kinds]
        words = subject_words(model, subject)
        return (words[0].upper() + words[1:]) + (f", carries {', '.join(labels)}" if labels else "")
    return model.name_of(subject)


def _held(model: Model, page: Page) -> tuple[str, ...]:
    """The values of a page's attribute, when somebody comes back to it."""
    record = model.get(page.subject)
    value = record.properties.get(page.attribute, ()) if isinstance(record, Element | Flow) else ()
    return (value,) if isinstance(value, str) else tuple(value)
