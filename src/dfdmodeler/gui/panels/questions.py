"""Questions: what threats hang on first, then the review's; asked in a list or one by one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from dfdmodeler.analysis.interview import Page, pages, question_text, why_words
from dfdmodeler.analysis.stakes import Stake, Stakes, is_too_large
from dfdmodeler.analysis.threat import SEVERITIES, AskedQuestion
from dfdmodeler.gui.panels.answer import AnswerEditor
from dfdmodeler.gui.panels.interview import InterviewView
from dfdmodeler.gui.reviewer import Reviewer
from dfdmodeler.gui.sliced import Sliced
from dfdmodeler.gui.theme import Theme
from dfdmodeler.gui.widgets.halves import filtered, split
from dfdmodeler.gui.widgets.labels import LINK_HEIGHT, label, link
from dfdmodeler.gui.widgets.live import LiveWidget
from dfdmodeler.gui.widgets.rows import Row, RowList
from dfdmodeler.gui.widgets.search import SearchField
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Answer, joined_id
from dfdmodeler.session.session import Session

_EMPTY = "Review questions appear here once the diagram has elements that they are about."
_TOO_LARGE = "Too large to try answers."
FIRST = "Threats hang on these"
_STATES = {"answered": "Answered", "open": "Open", "not_applicable": "Not applicable"}


class QuestionsPanel(LiveWidget):
    """Lists the questions, at the selected elements first of all; the chosen one is answered below."""

    count_changed = Signal(int)
    asked_about = Signal(str)
    """The element or flow that the interview is at."""

    def __init__(
        self, session: Session, theme: Theme, reviewer: Reviewer, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._everywhere = False
        self._asked: dict[str, AskedQuestion] = {}
        self._weigher: Stakes | None = None
        self._weighing: Sliced[tuple[Stake, ...]] = Sliced(self)
        self._weighed: Model | None = None
        self._stakes: tuple[Stake, ...] = ()
        self.search = SearchField("Filter questions")
        self.scope = label("", "muted", wrap=False)
        self.show_all = link("Show all")
        self.list = RowList(theme)
        self.list.setAccessibleName("Questions")
        self.empty = label(_EMPTY, "empty")
        self.editor = AnswerEditor(session, reviewer)
        self.begin = QPushButton("Start the interview")
        self.begin.setToolTip("Asks one question after the other, what matters most first")
        self.interview = InterviewView(session, reviewer)
        self._lay_out()
        session.threats_changed.connect(self.invalidate)
        session.opened.connect(self._opened)
        session.changed.connect(lambda _: self._weighing.drop())
        session.selection.changed.connect(self.invalidate)
        self.search.textChanged.connect(self.invalidate)
        self.show_all.clicked.connect(self._toggle_scope)
        self.list.chosen.connect(lambda _: self._show_current())
        self.begin.clicked.connect(self.start_interview)
        self.interview.left.connect(self._leave_interview)
        self.interview.asked_about.connect(self.asked_about)

    def _lay_out(self) -> None:
        scope = QHBoxLayout()
        scope.addStrut(LINK_HEIGHT)
        scope.addWidget(self.scope, 1)
        scope.addWidget(self.show_all)
        top = QVBoxLayout()
        top.setContentsMargins(12, 12, 12, 4)
        top.setSpacing(4)
        top.addWidget(self.begin)
        top.addWidget(self.search)
        top.addLayout(scope)
        upper = filtered(top, self.empty, self.list)
        self.splitter = split(self, (upper, 3), (self.editor, 2))
        self.layout().addWidget(self.interview)
        self.interview.hide()

    def refresh(self) -> None:
        session = self._session
        if session.analysing:
            return
        self._weigh()
        interviewing = self.interview.isVisibleTo(self)
        large = is_too_large(session.model)
        ranked: Sequence[Page] = ()
        if interviewing or not large:
            closed = frozenset(t.id for t in session.threats.threats if t.decided)
            ranked = pages(session.analysis, session.model, self._stakes, closed)
        if interviewing:
            self.interview.rank(ranked, final=not self._weighing.busy)
        asked = session.analysis.questions()
        selected = frozenset(i for i in session.selection.ids if i in session.model)
        narrowed = bool(selected) and not self._everywhere
        subjects = selected if narrowed else None
        shown = matching_questions(asked, self.search.text(), subjects)
        self._asked = {joined_id(one.question, one.subject): one for one in shown}
        first = [page for page in ranked if page.decides and page.attribute]
        rows = self._ranked_rows(first, subjects) + question_rows(session.model, shown)
        self.list.set_rows(rows)
        self.list.setVisible(bool(rows))
        self.empty.setVisible(not rows and not asked)
        self.begin.setVisible(bool(ranked or asked))
        open_ = [one for one in asked if joined_id(one.question, one.subject) not in session.model]
        count = f"{len(shown)} of {len(asked)}" if narrowed else f"{len(open_)} open of {len(asked)}"
        self.scope.setText(f"{count}. {_TOO_LARGE}" if large else count)
        self.show_all.setVisible(bool(selected))
        self.show_all.setText("Show all" if narrowed else "Show selected")
        self.count_changed.emit(len(open_))
        self._show_current()

    def _weigh(self) -> None:
        """Begins to work out what hangs on answers, unless that is known or under way."""
        model = self._session.model
        if self._weighed is not model:
            self._weighed = model
            self._weigher = self._weigher or Stakes(self._session.library)
            self._weighing.ask(self._weigher.weighed(model), self._know)

    def _know(self, stakes: tuple[Stake, ...]) -> None:
        self._stakes = stakes
        self.invalidate()

    def _opened(self, _: None) -> None:
        self._stakes, self._weighed = (), None
        self.end_interview()
        self.invalidate()

    def _ranked_rows(self, ranked: Sequence[Page], subjects: frozenset[str] | None) -> list[Row]:
        """Rows of the open attributes on which threats hang, with what hangs on each."""
        catalog, model = self._session.library.catalog, self._session.model
        words = self.search.text().casefold().split()
        rows = []
        for page in ranked:
            text = question_text(page, catalog, model)
            if (subjects is None or page.subject in subjects) and all(w in text.casefold() for w in words):
                self._asked[page.id] = AskedQuestion(
                    page.question, page.subject, text, FIRST, (page.attribute,), ()
                )
                rows.append(page_row(page, text, why_words(page, self._session.analysis, model)))
        return [Row(f"{FIRST} ({len(rows)})"), *rows] if rows else []

    # The interview.

    def start_interview(self) -> None:
        """Asks one by one from now on."""
        self.splitter.hide()
        self.interview.show()
        self.interview.begin()
        self.invalidate()

    def end_interview(self) -> None:
        """Shows the list again."""
        self.interview.hide()
        self.splitter.show()
        self.invalidate()

    def _leave_interview(self) -> None:
        """Shows the list again, the keyboard where the interview can be begun anew."""
        self.end_interview()
        self.begin.setFocus()

    def show_question(self, question: str, subject: str) -> None:
        """Goes to a question at an element, whatever is filtered."""
        self._everywhere = True
        self.end_interview()
        self.search.clear()
        self.invalidate()
        self.update_now()
        self.list.show_key(joined_id(question, subject))
        self._show_current()

    def _show_current(self) -> None:
        asked = self._asked.get(self.list.current_key)
        self.editor.setVisible(asked is not None)
        if asked:
            self.editor.show_question(asked)

    def _toggle_scope(self) -> None:
        self._everywhere = not self._everywhere
        self.invalidate()


def matching_questions(
    asked: Sequence[AskedQuestion], text: str, subjects: frozenset[str] | None
) -> list[AskedQuestion]:
    """The questions at some subjects with all words in their text."""
    words = text.casefold().split()
    return [
        one
        for one in asked
        if (subjects is None or one.subject in subjects)
        and all(word in one.text.casefold() for word in words)
    ]


def page_row(page: Page, text: str, why: str) -> Row:
    """An open attribute in the list: its question, and what hangs on the answer."""
    gravest = min((page.decides or {}).values(), key=SEVERITIES.index, default="")
    return Row(text, page.id, why, severity=gravest, long=True, help=f"{text}\n{why}")


def question_rows(model: Model, asked: Sequence[AskedQuestion]) -> list[Row]:
    """Rows by element, in the order in which the elements come."""
    groups: dict[str, list[AskedQuestion]] = {}
    for one in asked:
        groups.setdefault(one.subject, []).append(one)
    rows: list[Row] = []
    for subject, questions in groups.items():
        rows.append(Row(model.name_of(subject)))
        rows += [_row(model, one) for one in questions]
    return rows


def _row(model: Model, asked: AskedQuestion) -> Row:
    key = joined_id(asked.question, asked.subject)
    answer = model.find(Answer, key)
    state = _STATES[answer.status] if answer else ""
    said = " ".join(answer.text.split()) if answer else ""
    detail = f"{state}: {said}" if said else state
    done = answer is not None and answer.status != "open"
    return Row(asked.text, key, detail, long=True, faded=done, help=asked.text)
