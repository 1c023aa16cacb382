"""The status bar: what it tells, where its words lead, and that nothing in it jumps."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from dfdmodeler.gui.status import SAVED, UNSAVED, UNTOUCHED, StatusBar, StatusButton, selection_words
from dfdmodeler.model import edits
from dfdmodeler.model.model import Model
from dfdmodeler.session.session import Session
from gui_parts import chat_model, dressed_theme

LEFT = Qt.MouseButton.LeftButton
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def drawn() -> Model:
    return chat_model()


def test_what_is_selected_is_told(qtbot, window, session):
    session.selection.set(["llm"])
    qtbot.waitUntil(lambda: window.status.selection.text() == "Model, LLM, in Organisation")
    session.selection.set(["llm", "chat", "ask"])
    qtbot.waitUntil(lambda: window.status.selection.text() == "2 elements, 1 flow selected")
    session.selection.clear()
    qtbot.waitUntil(lambda: not window.status.selection.text())


def test_open_threats_and_questions_are_told_and_lead_to_their_panels(qtbot, window, session):
    status = window.status
    open_ = [t for t in session.threats.threats if t.track != "validity"]
    qtbot.waitUntil(lambda: status.threats.text() == f"{len(open_)} open threats")
    assert "important" in status.threats.toolTip()
    asked = len(session.analysis.questions())
    qtbot.waitUntil(lambda: status.questions.text() == f"{asked} open questions")
    window.docks.show("outline")
    qtbot.mouseClick(status.questions, LEFT)
    assert window.docks.shows("questions")
    status.threats.setFocus()
    qtbot.keyClick(status.threats, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: window.docks.shows("threats"))


def test_the_count_of_open_questions_is_that_of_the_questions(session):
    asked = session.analysis.questions()
    assert session.analysis.open_questions() == len(asked) > 1
    one = asked[0]
    from dfdmodeler.model.records import Answer, joined_id

    answer = Answer(id=joined_id(one.question, one.subject), question=one.question, subject=one.subject)
    session.edit("Answer", lambda model: edits.answer(model, answer))
    assert session.analysis.open_questions() == len(asked) - 1


def test_whether_it_is_saved_is_told_and_a_click_saves(qtbot, window, session, tmp_path, monkeypatch):
    saved = window.status.saved
    qtbot.waitUntil(lambda: saved.text() == UNTOUCHED)
    session.edit("Rename", lambda model: edits.rename(model, "llm", "New"))
    qtbot.waitUntil(lambda: saved.text() == UNSAVED)
    session.saved(tmp_path / "chat.dfdm")
    qtbot.waitUntil(lambda: saved.text() == SAVED)
    session.edit("Rename", lambda model: edits.rename(model, "llm", "Newer"))
    qtbot.waitUntil(lambda: saved.text() == UNSAVED)
    assert str(tmp_path / "chat.dfdm") in saved.toolTip()
    qtbot.mouseClick(saved, LEFT)
    qtbot.waitUntil(lambda: session.is_clean and saved.text() == SAVED)
    assert (tmp_path / "chat.dfdm").exists()


def test_zoom_is_told_and_chosen_from_a_menu(qtbot, window):
    window.menus.actions["zoom-100"].trigger()
    assert window.status.zoom.text() == "100 %"
    assert window.status.zoom.accessibleName() == "Zoom: 100 %"
    menu = window.status.zoom.menu()
    assert isinstance(menu, QMenu)
    fit = next(action for action in menu.actions() if action.objectName() == "fit")
    fit.trigger()
    assert window.canvas.is_fitted


def test_nothing_jumps_when_numbers_change(qtbot, window, session):
    qtbot.waitUntil(lambda: bool(window.status.questions.text()))
    buttons = [window.status.threats, window.status.questions, window.status.saved, window.status.zoom]
    before = [button.geometry() for button in buttons]
    for number in (7, 12, 99):
        window.status.threats.show_text(f"{number} open threats")
        window.status.zoom.show_text(f"{number} %")
        window.status.saved.show_text(SAVED if number == 12 else UNSAVED)
    qtbot.wait(1)
    assert [button.geometry() for button in buttons] == before


def test_a_narrow_bar_leaves_out_the_least_telling_and_clips_nothing(qtbot, window):
    status = window.status
    status.setParent(None)
    qtbot.addWidget(status)
    status.show()
    shown = []
    for width in (1400, 800, 640, 480, 340):
        status.resize(width, status.height())
        qtbot.wait(1)
        right = [w for w in (status.threats, status.questions, status.saved, status.zoom) if w.isVisible()]
        assert all(w.geometry().right() <= width for w in right)
        assert all(w.width() >= w.sizeHint().width() for w in right)
        shown.append(len(right))
    assert shown == sorted(shown, reverse=True)
    assert shown[0] == 4
    assert status.zoom.isVisible()
    assert status.minimumSizeHint().width() <= 340


def test_a_button_keeps_the_width_of_the_longest_it_has_shown(qtbot, qapp):
    dressed_theme(qapp)
    button = StatusButton("Threats")
    qtbot.addWidget(button)
    button.show_text("A long text that is shown once")
    wide = button.minimumWidth()
    assert wide >= button.fontMetrics().horizontalAdvance("A long text that is shown once")
    button.show_text("Short")
    assert button.minimumWidth() == wide


def test_an_analysis_that_takes_its_time_is_told(qtbot, qapp, library):
    tasks = []
    session = Session(library, choose=lambda letters: letters[0], schedule=tasks.append)
    status = StatusBar(session, {"save": QAction("Save")})
    qtbot.addWidget(status)
    session.open(chat_model())
    qtbot.waitUntil(lambda: status.analysis.text() == "Analysing")
    while any([task() for task in tasks]):
        pass
    qtbot.waitUntil(lambda: status.analysis.text() == "Ready")


def test_words_for_a_selection(library):
    model = chat_model()
    assert selection_words(model, library.catalog, []) == ""
    assert selection_words(model, library.catalog, ["ask"]) == "Prompt, from User to Chat"
    assert selection_words(model, library.catalog, ["org", "user"]) == "1 element, 1 boundary selected"
