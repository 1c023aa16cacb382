"""Stating a threat at any place, editing it later, taking it out: by mouse and keys, undone by one undo."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QPushButton
from pytestqt.qtbot import QtBot

from dfdmodeler.gui.dialogs.threat import WHOLE, ThreatDialog
from dfdmodeler.gui.panels.threat_rows import GONE
from dfdmodeler.gui.window import Window
from dfdmodeler.model import stating, triage
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import DIAGRAM_SUBJECT, Threat
from dfdmodeler.session.session import Session
from gui_parts import TODAY, chat_model

LEFT = Qt.MouseButton.LeftButton
CTRL = Qt.KeyboardModifier.ControlModifier
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # offscreen, of popups
ANN = {"author": "Ann", "date": TODAY}


@pytest.fixture
def drawn() -> Model:
    return chat_model()


def dialog_of(window: Window) -> ThreatDialog:
    QApplication.processEvents()
    (dialog,) = [one for one in window.findChildren(ThreatDialog) if one.isVisible()]
    return dialog


def confirm(qtbot: QtBot, dialog: ThreatDialog) -> None:
    qtbot.mouseClick(dialog.buttons.button(QDialogButtonBox.StandardButton.Ok), LEFT)
    QApplication.processEvents()


def link(window: Window, text: str) -> QPushButton:
    window.threats.update_now()
    QApplication.processEvents()
    return next(one for one in window.threats.card.widget().findChildren(QPushButton) if one.text() == text)


def stated(session: Session) -> Threat:
    (threat,) = session.model.of(Threat)
    return threat


@pytest.mark.parametrize(
    ("subject", "where"),
    [("llm", "Model"), ("prompt", "Chat to Model"), ("org", "Organisation"), ("", WHOLE)],
)
def test_a_threat_is_stated_at_what_is_selected(qtbot, window, session, subject, where):
    session.selection.set((subject,) if subject else ())
    qtbot.keyClick(window.canvas, Qt.Key.Key_T, CTRL)
    dialog = dialog_of(window)
    assert dialog.subject.currentText() == where
    qtbot.keyClicks(dialog.title, "Stolen laptop")
    confirm(qtbot, dialog)
    assert (stated(session).title, stated(session).subject) == ("Stolen laptop", subject or DIAGRAM_SUBJECT)
    assert session.selection.threat == f"{stated(session).id}@"
    window.threats.update_now()
    assert window.threats.current().title == "Stolen laptop"
    if subject:
        assert window.threats.current().id in [row.key for row in window.threats.list.rows.rows]
    session.undo()
    assert not session.model.of(Threat)


def test_a_stated_threat_is_edited_from_its_card(qtbot, window, session):
    own = Threat(id="own", subject="llm", title="Stolen laptop", description="On a train", related=("user",))
    session.edit("State", lambda m: stating.state(m, own, **ANN))
    session.selection.set_threat("own@")
    qtbot.mouseClick(link(window, "Edit"), LEFT)
    dialog = dialog_of(window)
    assert dialog.windowTitle() == "Edit a threat"
    assert dialog.description.toPlainText() == "On a train"
    dialog.title.selectAll()
    qtbot.keyClicks(dialog.title, "Lost laptop")
    dialog.subject.setFocus()
    qtbot.keyClicks(dialog.subject, "Organisation")
    dialog.severity.setFocus()
    qtbot.keyClick(dialog.severity, Qt.Key.Key_L)
    qtbot.keyClicks(dialog.category, "Tampering")
    confirm(qtbot, dialog)
    assert stated(session) == own.model_copy(
        update={"title": "Lost laptop", "subject": "org", "severity": "Low", "category": "Tampering"}
    )
    row = session.threats.find("own@")
    assert (row.subject_name, row.severity, row.stride) == ("Organisation", "Low", ("T",))
    session.undo()
    assert stated(session) == own


def test_an_imported_threat_is_edited_and_keeps_where_it_came_from(qtbot, window, session):
    theirs = Threat(id="t1", subject="llm", title="Theirs", origin="A tool", origin_id="7", severity="High")
    session.edit("Import", lambda m: stating.state(m, theirs, **ANN))
    session.selection.set_threat("t1@")
    qtbot.mouseClick(link(window, "Edit"), LEFT)
    dialog = dialog_of(window)
    assert dialog.severity.currentData() == "High", "a level of another tool stays"
    qtbot.keyClicks(dialog.mitigation, "Ask them")
    confirm(qtbot, dialog)
    assert stated(session) == theirs.model_copy(update={"mitigation": "Ask them"})


def test_removing_it_keeps_what_was_decided_and_undo_brings_it_back(qtbot, window, session):
    own = Threat(id="own", subject="llm", title="Stolen laptop")
    session.edit("State", lambda m: stating.state(m, own, **ANN))
    session.edit("Decide", lambda m: triage.decide(m, "own@", status="accepted", reason="Small", title="S"))
    session.selection.set_threat("own@")
    qtbot.mouseClick(link(window, "Remove"), LEFT)
    assert not session.model.of(Threat)
    window.threats.update_now()
    assert f"{GONE}own@" in [row.key for row in window.threats.list.rows.rows]
    session.undo()
    assert session.threats.find("own@").decision.reason == "Small"


def test_what_a_rule_found_cannot_be_edited(window, session):
    session.selection.set_threat(next(t.id for t in session.threats.threats if t.rule))
    window.menus.refresh()
    assert not window.menus.actions["edit-threat"].isEnabled()
    assert not window.menus.actions["remove-threat"].isEnabled()
    session.edit("State", lambda m: stating.state(m, Threat(id="own", title="Own"), **ANN))
    session.selection.set_threat("own@")
    window.menus.refresh()
    assert window.menus.actions["edit-threat"].isEnabled()
