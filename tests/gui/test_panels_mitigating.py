"""What is done about a threat, and what people say of it: by mouse and keys, each one step to undo."""

from __future__ import annotations

import random

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from dfdmodeler.analysis.library import Library
from dfdmodeler.gui.panels.threat_pages import HISTORY, MITIGATIONS, WHY
from dfdmodeler.gui.panels.threat_rows import GONE
from dfdmodeler.gui.panels.threats import ThreatsPanel
from dfdmodeler.model import edits, triage
from dfdmodeler.model.records import Entry, Mitigation
from dfdmodeler.session.session import Session
from gui_parts import REVIEWER, TODAY, chat_model, dressed_theme

LEFT = Qt.MouseButton.LeftButton
CTRL = Qt.KeyboardModifier.ControlModifier
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # offscreen, of popups


@pytest.fixture
def session(library: Library) -> Session:
    made = Session(library, choose=random.Random(7).choice, now=lambda: f"{TODAY}T09:00:00")
    made.open(chat_model())
    return made


@pytest.fixture
def panel(qtbot: QtBot, qapp, session: Session) -> ThreatsPanel:
    made = ThreatsPanel(session, dressed_theme(qapp), REVIEWER)
    qtbot.addWidget(made)
    made.resize(400, 1400)
    made.show()
    session.selection.set_threat(first(session))
    made.update_now()
    made.pages.show_page(MITIGATIONS)
    QApplication.processEvents()
    return made


def first(session: Session) -> str:
    """A threat for which the library has mitigations."""
    return next(t.id for t in session.threats.threats if t.subject == "llm" and len(t.mitigations) > 1)


def shown(panel: ThreatsPanel):
    panel.update_now()
    QApplication.processEvents()
    return list(panel.pages.mitigating.rows.values())


def kept(session: Session) -> Mitigation:
    (mitigation,) = session.model.of(Mitigation)
    return mitigation


def told(session: Session) -> list[tuple[str, str, str, str]]:
    return [(e.author, e.before, e.after, e.text) for e in triage.history_of(session.model, first(session))]


def test_mitigations_of_the_library_stand_there_with_what_the_model_has_in_place(qtbot, panel, session):
    rows = shown(panel)
    threat = panel.current()
    assert {row.state.id for row in rows} == {state.id for state in threat.mitigations}
    assert not rows[0].tick.isChecked()
    qtbot.mouseClick(rows[0].tick, LEFT)
    assert rows[0].state.id in session.model.element("llm").properties["controls"]
    session.undo()
    assert "controls" not in session.model.element("llm").properties


def test_the_state_of_one_is_chosen_and_taken_back(qtbot, panel, session):
    row = shown(panel)[0]
    row.status.setFocus()
    qtbot.keyClick(row.status, Qt.Key.Key_V)
    threat, measure = first(session), row.state.id
    assert kept(session) == Mitigation(
        id=f"{measure}@{threat}", threat=threat, measure=measure, title=row.state.title, status="verified"
    )
    row = shown(panel)[0]
    assert row.tick.isChecked(), "what is verified is in place"
    assert panel.pages.tabs.tabText(2).startswith("Mitigations 1/")
    qtbot.keyClick(row.status, Qt.Key.Key_Home)
    assert not session.model.of(Mitigation)
    assert told(session) == [
        ("Ada", "", "verified", row.state.title),
        ("Ada", "verified", "", row.state.title),
    ]


def test_its_owner_is_typed_in_one_step_and_the_row_keeps_the_keyboard(qtbot, panel, session):
    row = shown(panel)[0]
    qtbot.mouseClick(row.more, LEFT)
    owner = row.form.field("owner")
    assert owner.hasFocus()
    qtbot.keyClicks(owner, "Grace")
    assert shown(panel)[0] is row
    assert owner.hasFocus()
    assert (kept(session).owner, kept(session).status) == ("Grace", "proposed")
    assert len(session.model.of(Entry)) == 1
    assert "Grace" in row.summary.text()
    session.undo()
    assert not session.model.of(Mitigation)


def test_one_of_ones_own_is_added_renamed_and_removed(qtbot, panel, session):
    page = panel.pages.mitigating
    page.new.setFocus()
    qtbot.keyClicks(page.new, "A person looks at it")
    qtbot.keyClick(page.new, Qt.Key.Key_Return)
    assert (kept(session).title, kept(session).measure) == ("A person looks at it", "")
    assert page.new.text() == ""
    row = shown(panel)[-1]
    assert row.title.text() == "A person looks at it"
    assert not row.tick.isVisible()
    qtbot.mouseClick(row.more, LEFT)
    title = row.form.field("title")
    title.selectAll()
    qtbot.keyClicks(title, "Two people")
    assert kept(session).title == "Two people"
    shown(panel)
    qtbot.mouseClick(row.drop, LEFT)
    assert not session.model.of(Mitigation)
    session.undo()
    assert kept(session).title == "Two people"


def test_alt_and_arrows_go_from_one_to_the_next(qtbot, panel):
    rows = shown(panel)
    rows[0].status.setFocus()
    qtbot.keyClick(rows[0].status, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert rows[1].status.hasFocus()
    qtbot.keyClick(rows[1].status, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert rows[0].status.hasFocus()


def lines(panel: ThreatsPanel) -> list[str]:
    panel.update_now()
    body = panel.pages.thread.scroll.widget()
    return [label.text() for label in body.findChildren(QLabel)]


def test_a_comment_is_added_with_the_keyboard_and_told_with_name_and_day(qtbot, panel, session):
    panel.pages.begin_comment()
    QApplication.processEvents()
    field = panel.pages.thread.comment
    assert field.hasFocus()
    qtbot.keyClicks(field, "Is that so?")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.keyClicks(field, "I doubt it.")
    qtbot.keyClick(field, Qt.Key.Key_Return, CTRL)
    assert told(session) == [("Ada", "", "", "Is that so?\nI doubt it.")]
    assert field.toPlainText() == ""
    assert lines(panel) == [f"Ada, {TODAY}", "Is that so?\nI doubt it."]
    assert panel.pages.tabs.tabText(3) == "History 1"
    session.undo()
    assert lines(panel) == ["Nothing has been decided or said yet."]


def test_nothing_but_spaces_is_no_comment(qtbot, panel, session):
    panel.pages.show_page(HISTORY)
    thread = panel.pages.thread
    qtbot.keyClicks(thread.comment, "  ")
    assert not thread.add.isEnabled()
    qtbot.keyClick(thread.comment, Qt.Key.Key_Return, CTRL)
    assert not session.model.of(Entry)


def test_what_was_begun_to_be_said_waits_while_another_threat_is_looked_at(qtbot, panel):
    panel.pages.show_page(HISTORY)
    field = panel.pages.thread.comment
    qtbot.keyClicks(field, "Half a sent")
    panel.step(1)
    panel.update_now()
    assert field.toPlainText() == ""
    panel.step(-1)
    panel.update_now()
    assert field.toPlainText() == "Half a sent"


def test_the_history_tells_decisions_in_words(qtbot, panel, session):
    threat = first(session)
    by = {"author": "Bob", "date": "2026-11-01"}
    model = triage.decide(
        session.model, threat, status="accepted", reason="Small", expires="2027-01-01", **by
    )
    session.edit("Decide", lambda m: triage.track(model, [threat], owner="Ann", author="Ada", date=TODAY))
    assert lines(panel) == [
        "Bob, 2026-11-01",
        "Open → Accepted",
        "Small",
        "Holds until: 2027-01-01",
        f"Ada, {TODAY}",
        "Owner: Ann",
    ]


def test_a_threat_that_is_gone_keeps_its_history_and_can_be_commented_on(qtbot, panel, session):
    threat = first(session)
    session.edit("Decide", lambda m: triage.decide(m, threat, status="accepted", reason="Small", title="T"))
    session.edit("Delete", lambda m: edits.delete(m, ["llm"]))
    session.selection.set_threat(GONE + threat)
    panel.update_now()
    tabs = panel.pages.tabs
    assert [tabs.tabText(i) for i in range(4) if tabs.isTabVisible(i)] == [WHY, "History 1"]
    panel.pages.begin_comment()
    qtbot.keyClicks(panel.pages.thread.comment, "Good")
    qtbot.keyClick(panel.pages.thread.comment, Qt.Key.Key_Return, CTRL)
    assert [e.text for e in triage.history_of(session.model, threat)] == ["Small", "Good"]
