"""The interview by keyboard, on a worked example: what each answer does shows at once and is kept."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from dfdmodeler.analysis.effect import effect_between
from dfdmodeler.analysis.interview import NOT_KNOWN, Page
from dfdmodeler.gui.panels import interview
from dfdmodeler.gui.panels.interview import InterviewView
from dfdmodeler.gui.reviewer import Reviewer
from dfdmodeler.gui.widgets.speech import announce
from dfdmodeler.gui.window import Window
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Answer
from gui_parts import REVIEWER, TODAY
from systems import model_of, worked_systems

KEY = Qt.Key


@pytest.fixture
def drawn() -> Model:
    return model_of(next(row for row in worked_systems() if row["id"] == "EX4"))


def weighed(qtbot: QtBot, window: Window) -> None:
    """Waits until it is known what hangs on what."""
    panel = window.questions
    qtbot.waitUntil(
        lambda: panel._weighed is window.session.model and not panel._weighing.busy, timeout=60_000
    )
    panel.update_now()


@pytest.fixture
def view(qtbot: QtBot, window: Window) -> InterviewView:
    """The interview at its first question, begun by its keys."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, KEY.Key_I, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    weighed(qtbot, window)
    assert window.questions.interview.isVisible()
    return window.questions.interview


def typed(qtbot: QtBot, window: Window, *keys: Qt.Key) -> None:
    """Keys to wherever the keyboard is."""
    for key in keys:
        at = QApplication.focusWidget()
        assert at is not None
        assert window.questions.isAncestorOf(at)
        qtbot.keyClick(at, key)


def press(qtbot: QtBot, window: Window, *keys: Qt.Key) -> None:
    """Keys, and the time to think that the program needs."""
    typed(qtbot, window, *keys)
    weighed(qtbot, window)


def test_the_first_question_says_what_hangs_on_it_and_shows_its_element(window, view):
    page = view.round.current
    assert page is not None
    assert page.attribute
    assert view.question.text().endswith("?")
    assert view.why.text().startswith("Decides ")
    assert "Critical" in view.why.text()
    assert window.session.selection.ids == (page.subject,)
    assert view.accessibleDescription() == f"{view.question.text()} {view.why.text()}"
    assert view.hasFocus()
    assert view.count.text().startswith("0 done, ")


def test_an_answer_by_keyboard_is_one_edit_with_its_effect_name_and_date(qtbot, window, view, monkeypatch):
    session, told = window.session, []

    def heard(widget: QWidget, text: str) -> None:
        told.append(text)
        announce(widget, text)

    monkeypatch.setattr(interview, "announce", heard)
    before, page = session.threats.threats, view.round.current
    stakes = window.questions._stakes
    stake = next(s for s in stakes if (s.subject, s.attribute) == (page.subject, page.attribute))
    values = session.library.catalog.attribute(page.attribute).values
    number = values.index(stake.outcomes[0].value) + 1
    press(qtbot, window, Qt.Key(KEY.Key_0 + number))
    assert view.choices.buttons[str(number)].isChecked()
    assert session.model.get(page.id) is None
    press(qtbot, window, KEY.Key_Return)
    effect = effect_between(before, session.threats.threats)
    assert effect
    assert effect.words in view.effect.text()
    assert [text.startswith(view.effect.text()) for text in told] == [True, False]
    assert view.accessibleDescription() == told[-1]
    assert told[-1].startswith(f"{view.question.text()} Decides ")
    kept = session.model.find(Answer, page.id)
    assert (kept.author, kept.date, kept.status) == ("Ada", TODAY, "answered")
    assert session.model[page.subject].properties[page.attribute]
    assert view.round.current is not page
    assert len(session.history.done) == 1
    qtbot.keyClick(window, KEY.Key_Z, Qt.KeyboardModifier.ControlModifier)
    weighed(qtbot, window)
    assert session.model.get(page.id) is None
    assert session.threats.threats == before
    press(qtbot, window, KEY.Key_S)
    assert view.round.current.id == page.id


def test_words_around_an_answer_are_kept_with_it(qtbot, window, view):
    page = view.round.current
    press(qtbot, window, KEY.Key_2, KEY.Key_R)
    assert view.remark.hasFocus()
    qtbot.keyClicks(view.remark, "since May")
    press(qtbot, window, KEY.Key_Return)
    assert window.session.model.find(Answer, page.id).text.endswith(". since May")


def test_not_knowing_skipping_and_going_back(qtbot, window, view):
    first = view.round.current
    press(qtbot, window, KEY.Key_D)
    kept = window.session.model.find(Answer, first.id)
    assert (kept.status, kept.text, kept.author) == ("open", NOT_KNOWN, "Ada")
    second = view.round.current
    press(qtbot, window, KEY.Key_S)
    assert window.session.model.get(second.id) is None
    press(qtbot, window, KEY.Key_B)
    assert view.round.current.id == second.id
    press(qtbot, window, KEY.Key_1, KEY.Key_Return)
    assert window.session.model.find(Answer, second.id).status == "answered"
    press(qtbot, window, KEY.Key_Escape)
    assert view.summary.isVisible()
    assert "1 answered, 1 not known, 0 skipped" in view.summary.text()
    assert "Since the beginning" in view.summary.text()
    assert "To find out" in view.summary.text()
    press(qtbot, window, KEY.Key_Escape)
    assert window.questions.list.isVisible()
    assert not view.isVisible()


def test_the_whole_interview_by_keyboard(qtbot, window, view):
    """Every question of the example, to the end: with keys, words for what has no choices, one not known."""
    session, seen = window.session, []
    while (page := view.round.current) is not None:
        assert page.id not in seen
        seen.append(page.id)
        if len(seen) == 5:
            missed = page.attribute
            typed(qtbot, window, KEY.Key_D)
        elif view.remark.hasFocus():
            qtbot.keyClicks(view.remark, "We looked")
            typed(qtbot, window, KEY.Key_Return)
        else:
            typed(qtbot, window, KEY.Key_1, KEY.Key_Return)
        if view.round.current is None or len(seen) == 10:
            weighed(qtbot, window)
    assert len(seen) > 60
    assert view.summary.isVisible()
    assert f"{len(seen) - 1} answered, 1 not known, 0 skipped, 0 not asked" in view.summary.text()
    open_ = [one for one in session.analysis.questions() if one.answer is None or one.answer.status == "open"]
    assert all(missed in one.sets for one in open_)
    assert all(answer.date == TODAY for answer in session.model.of(Answer))
    assert len(session.history.done) == len(seen)
    typed(qtbot, window, KEY.Key_Return)
    assert not view.isVisible()
    assert window.questions.begin.hasFocus()


def test_several_answers_where_several_hold(qtbot, window, view):
    while view.round.current.attribute != "parses":
        press(qtbot, window, KEY.Key_S)
    subject = view.round.current.subject
    press(qtbot, window, KEY.Key_1, KEY.Key_4, KEY.Key_2, KEY.Key_1, KEY.Key_Return)
    assert set(window.session.model[subject].properties["parses"]) == {"pickle", "xml"}


def test_the_list_ranks_open_attributes_and_lets_them_be_set(qtbot, window):
    window.docks.show("questions")
    weighed(qtbot, window)
    panel = window.questions
    rows = panel.list.rows.rows
    assert rows[0].text.startswith("Threats hang on these (")
    assert rows[1].severity == "Critical"
    assert rows[1].detail.startswith("Decides ")
    panel.list.setFocus()
    qtbot.keyClick(panel.list, KEY.Key_Down)
    assert panel.editor.isVisible()
    assert panel.editor.question.text() == rows[1].text


def test_who_has_no_name_is_told_so(qtbot, session, qapp):
    nameless = Reviewer(lambda: "", lambda: TODAY)
    view = InterviewView(session, nameless)
    qtbot.addWidget(view)
    view.begin()
    view.rank((Page("llm", "rate_limiting"),), final=True)
    assert "Your name is not set" in view.hint.text()
    named = InterviewView(session, REVIEWER)
    qtbot.addWidget(named)
    named.rank((Page("llm", "parses"),), final=True)
    assert "name" not in named.hint.text()
    assert named.hint.text().startswith("Keys choose, several")
