"""What a newcomer stumbles over: things without names, out of reach of keys, or in each other's way."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QScrollArea,
    QScrollBar,
    QTabBar,
    QWidget,
)

from dfdmodeler.analysis.threat import Witness
from dfdmodeler.gui.panels.evidence import path_words
from dfdmodeler.gui.window import LEAST_CANVAS
from dfdmodeler.model import edits
from dfdmodeler.model.model import Model
from dfdmodeler.model.problem import Problem
from dfdmodeler.model.records import Element, Threat
from dfdmodeler.session.session import Session
from gui_parts import chat_model, dressed_theme, new_session, new_window

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
PANELS = ("palette", "questions", "inspector", "outline", "problems", "suggestions", "threats")


@pytest.fixture
def drawn() -> Model:
    return chat_model()


def _says_what_it_is(widget: QWidget) -> bool:
    text = widget.text() if isinstance(widget, QAbstractButton | QLabel) else ""
    return bool(text or widget.accessibleName() or isinstance(widget, QScrollArea | QScrollBar | QTabBar))


def test_everything_that_takes_the_focus_has_a_name(window, session):
    session.selection.set(("llm",))
    for name in PANELS:
        window.docks.show(name)
        QApplication.processEvents()
    session.selection.set_threat("LLM-01@llm")
    QApplication.processEvents()
    own = [w for w in window.findChildren(QWidget) if w.window() is window and not w.focusProxy()]
    reached = [w for w in own if w.focusPolicy() & Qt.FocusPolicy.TabFocus]
    inner = [w for w in reached if isinstance(w.parent(), QComboBox) or w.objectName().startswith("qt_")]
    nameless = [w for w in reached if w not in inner and not _says_what_it_is(w)]
    assert len(reached) > 50
    assert not nameless, [(type(w).__name__, type(w.parent()).__name__) for w in nameless]


def test_every_action_stands_in_a_menu(window):
    below = [menu for menu, _ in window.menus.submenus.values()]
    listed = {action for menu in (*window.menu_by_title.values(), *below) for action in menu.actions()}
    assert [name for name, action in window.menus.actions.items() if action not in listed] == []


def test_the_canvas_keeps_its_room_when_the_window_was_tiny(qtbot, window):
    window.resize(300, 200)
    QApplication.processEvents()
    assert window.canvas.width() >= LEAST_CANVAS[0]
    window.resize(1440, 900)
    qtbot.waitUntil(lambda: window.canvas.width() > 1440 / 2)


def test_the_canvas_keeps_its_room_when_a_tiny_layout_is_restored(qtbot, qapp, home, window, library):
    window.resize(300, 200)
    QApplication.processEvents()
    window.close()
    again = new_window(new_session(library), home, dressed_theme(qapp))
    qtbot.addWidget(again)
    with qtbot.waitExposed(again):
        again.show()
    assert again.canvas.width() >= LEAST_CANVAS[0]
    again.resize(1440, 900)
    qtbot.waitUntil(lambda: again.canvas.width() > 1440 / 2)


def test_a_fitted_diagram_stays_fitted_until_somebody_zooms(qtbot, window):
    def whole() -> bool:
        shown = window.canvas.viewport().rect()
        return all(shown.contains(window.canvas.rect_of(i)) for i in ("org", "user", "llm"))

    window.canvas.fit()
    window.resize(1000, 600)
    qtbot.waitUntil(whole)
    window.canvas.zoom_to(2.0)
    window.resize(1440, 900)
    QApplication.processEvents()
    assert window.canvas.zoom == 2.0


def test_a_click_on_the_words_of_the_welcome_draws_there(qtbot, window, session):
    window.menus.actions["new"].trigger()
    qtbot.waitUntil(window.welcome.isVisible)
    window.canvas.start_placing("llm")
    words = window.welcome.findChildren(QLabel)[1]
    QTest.mouseClick(
        window.windowHandle(),
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
        words.mapTo(window, words.rect().center()),
    )
    qtbot.waitUntil(lambda: [e.type for e in session.model.of(Element)] == ["llm"])
    qtbot.waitUntil(lambda: not window.welcome.isVisible())


def test_imported_threats_are_counted_apart(qtbot, window, session):
    found = window.status.threats.text()
    imported = Threat(id="old", subject="user", title="Old", severity="Critical", origin="Another tool")
    session.edit("Import", lambda m: type(m)([*m.values(), imported]))
    qtbot.waitUntil(lambda: window.status.threats.text() == f"{found}, 1 imported")


def test_a_journal_that_cannot_be_written_is_told_at_once(qtbot, window, session, monkeypatch):
    problem = Problem("state", "The recovery journal cannot be written: no space left.", "Save.")
    monkeypatch.setattr(Session, "journal_problem", property(lambda _: problem))
    window.canvas.place_in_room("llm")
    qtbot.waitUntil(lambda: window.docks.shows("problems"))
    window.problems.update_now()
    assert any(problem.what == row.text for row in window.problems.list.rows.rows)


def test_a_path_is_told_once_and_begins_with_what_travels():
    witness = Witness("path from an untrusted source to Scans carrying training data", ("a", "b"), ("f",))
    assert path_words(witness, {"a": "Clinic", "b": "Scans"}) == "Training data: Clinic → Scans"


def test_undo_keys_reach_the_document_from_a_filter(qtbot, window, session):
    session.edit("Rename", lambda m: edits.rename(m, "llm", "Other"))
    window.menus.refresh()
    window.threats.search.setFocus()
    qtbot.keyClicks(window.threats.search, "x")
    qtbot.keySequence(window.threats.search, QKeySequence(QKeySequence.StandardKey.Undo))
    assert session.model.name_of("llm") == "Model"


@pytest.mark.parametrize("keys", ["Ctrl+E", "Ctrl+K", "Ctrl+Z"])
def test_text_fields_leave_the_keys_of_the_window_to_it(window, keys):
    pressed = QKeySequence(keys)[0]
    for field in (window.threats.search, window.threats.decision.reason):
        event = QKeyEvent(QEvent.Type.ShortcutOverride, pressed.key(), pressed.keyboardModifiers())
        event.setAccepted(False)
        QApplication.sendEvent(field, event)
        assert not event.isAccepted()
