"""Assumptions and action items in the window: added, edited, linked, gone to, removed; by mouse and keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from dfdmodeler.gui.panels.threat_pages import DETAILS
from dfdmodeler.gui.widgets.labels import PointableLabel
from dfdmodeler.gui.window import Window
from dfdmodeler.model import edits
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import ActionItem, Assumption
from dfdmodeler.session.session import Session
from gui_parts import chat_model

LEFT = Qt.MouseButton.LeftButton
CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # offscreen, of popups


@pytest.fixture
def drawn() -> Model:
    return chat_model()


def put(session: Session, *records: object) -> None:
    session.edit("Put", lambda m: edits.put(m, *records))


def settled(window: Window) -> None:
    window.following.update_now()
    window.threats.update_now()
    window.inspector.update_now()
    QApplication.processEvents()


def rows(window: Window) -> list[str]:
    settled(window)
    return [row.key for row in window.following.list.rows.rows if row.key]


def sentences(widget: object) -> list[str]:
    return [one.text() for one in widget.findChildren(PointableLabel) if one.isVisible()]


def test_an_assumption_is_added_by_keyboard_about_what_is_selected(qtbot: QtBot, window, session):
    session.selection.set(("llm", "docs"))
    qtbot.keyClick(window.canvas, Qt.Key.Key_H, CTRL_SHIFT)
    panel = window.following
    settled(window)
    assert panel.new.hasFocus()
    assert panel.linked.text() == "About Model, Documents"
    qtbot.keyClicks(panel.new, "The network is trusted")
    qtbot.keyClick(panel.new, Qt.Key.Key_Return)
    (one,) = session.model.of(Assumption)
    assert (one.text, set(one.subjects), one.status) == ("The network is trusted", {"llm", "docs"}, "holds")
    assert rows(window) == [one.id]
    assert panel.editor.isVisible()
    session.undo()
    assert not session.model.of(Assumption)
    assert rows(window) == []


def test_an_action_item_is_added_about_a_threat_from_its_card(qtbot, window, session):
    threat = next(t.id for t in session.threats.threats if t.subject == "llm")
    session.selection.set_threat(threat)
    settled(window)
    window.threats.pages.show_page(DETAILS)
    QApplication.processEvents()
    links = window.threats.pages.details.following
    add = next(one for one in links.findChildren(QPushButton) if one.text() == "Add an action item")
    window.threats.pages.details.ensureWidgetVisible(add)
    qtbot.mouseClick(add, LEFT)
    qtbot.keyClicks(window.following.new, "Ask them")
    qtbot.keyClick(window.following.new, Qt.Key.Key_Return)
    (one,) = session.model.of(ActionItem)
    assert one.subjects == (threat,)
    settled(window)
    assert sentences(links) == ["Action item: Ask them (open)"]


def test_its_details_are_typed_in_one_step_each(qtbot, window, session):
    put(session, ActionItem(id="i", text="Ask them"))
    window.show_follow_up("i")
    settled(window)
    form = window.following.editor.form
    owner = form.field("owner")
    owner.setFocus()
    qtbot.keyClicks(owner, "Grace")
    due = form.field("due")
    due.setFocus()
    qtbot.keyClick(due, Qt.Key.Key_Return)
    qtbot.keyClicks(due.popup.text, "2026-11-01")
    qtbot.keyClick(due.popup.text, Qt.Key.Key_Return)
    assert (session.model["i"].owner, session.model["i"].due) == ("Grace", "2026-11-01")
    settled(window)
    row = window.following.list.rows.rows[-1]
    assert row.detail.startswith("Overdue. Grace")
    state = form.field("status")
    state.setFocus()
    qtbot.keyClick(state, Qt.Key.Key_D)
    assert session.model["i"].status == "done"
    for _ in range(3):
        session.undo()
    assert session.model["i"] == ActionItem(id="i", text="Ask them")


def test_what_it_is_about_is_linked_and_unlinked(qtbot, window, session):
    put(session, Assumption(id="a", text="Trusted", subjects=("llm",)))
    window.show_follow_up("a")
    session.selection.set(("docs",))
    settled(window)
    editor = window.following.editor
    window.following.scroll.ensureWidgetVisible(editor.add)
    qtbot.mouseClick(editor.add, LEFT)
    assert session.model["a"].subjects == ("llm", "docs")
    settled(window)
    drop = next(b for b in editor.findChildren(QPushButton) if b.accessibleName() == "No longer about Model")
    window.following.scroll.ensureWidgetVisible(drop)
    qtbot.mouseClick(drop, LEFT)
    assert session.model["a"].subjects == ("docs",)
    session.undo()
    session.undo()
    assert session.model["a"].subjects == ("llm",)


def test_opening_one_goes_to_what_it_is_about(qtbot, window, session):
    threat = next(t.id for t in session.threats.threats if t.subject == "llm")
    put(
        session,
        Assumption(id="a", text="Trusted", subjects=("docs",)),
        ActionItem(id="i", subjects=(threat,)),
    )
    window.docks.show("following")
    settled(window)
    panel = window.following
    for key in ("a", "i"):
        index = panel.list.rows.index(panel.list.rows.row_of(key))
        panel.list.scrollTo(index)
        qtbot.mouseClick(panel.list.viewport(), LEFT, pos=panel.list.visualRect(index).center())
        qtbot.keyClick(panel.list, Qt.Key.Key_Return)
        settled(window)
        if key == "a":
            assert session.selection.ids == ("docs",)
    assert session.selection.threat == threat


def test_delete_removes_one_and_undo_brings_it_back(qtbot, window, session):
    put(session, Assumption(id="a", text="Trusted"))
    window.docks.show("following")
    settled(window)
    panel = window.following
    index = panel.list.rows.index(panel.list.rows.row_of("a"))
    qtbot.mouseClick(panel.list.viewport(), LEFT, pos=panel.list.visualRect(index).center())
    qtbot.keyClick(panel.list, Qt.Key.Key_Delete)
    assert not session.model.of(Assumption)
    assert session.model.element("llm"), "what is selected on the canvas stays"
    session.undo()
    assert rows(window) == ["a"]


def test_only_what_asks_for_a_look_can_be_listed(window, session):
    put(
        session,
        Assumption(id="wrong", text="1", status="wrong"),
        Assumption(id="holds", text="2"),
        ActionItem(id="late", text="3", due="2026-01-01"),
        ActionItem(id="open", text="4"),
        ActionItem(id="done", text="5", status="done"),
    )
    window.docks.show("following")
    assert rows(window) == ["wrong", "holds", "late", "open", "done"]
    window.following.filter.setCurrentIndex(1)
    assert rows(window) == ["wrong", "late", "open"]
    window.following.filter.setCurrentIndex(2)
    assert rows(window) == ["wrong", "late"]


def test_properties_tell_what_hangs_on_an_element_and_lead_there(qtbot, window, session):
    put(session, Assumption(id="a", text="Trusted", subjects=("llm",), status="wrong"))
    session.selection.set(("llm",))
    window.docks.show("inspector")
    settled(window)
    links = window.inspector.following
    assert sentences(links) == ["Assumption: Trusted (wrong)"]
    (sentence,) = links.findChildren(PointableLabel)
    QTest.mouseClick(sentence, LEFT)
    settled(window)
    assert window.following.isVisible()
    assert window.following.list.current_key == "a"
    session.selection.set(("docs",))
    settled(window)
    assert not links.isVisible()


def test_a_threat_tells_that_its_assumption_is_in_doubt(window, session):
    put(session, Assumption(id="a", text="Trusted", subjects=("llm",), status="wrong"))
    threat = next(t.id for t in session.threats.threats if t.subject == "llm" and t.track == "security")
    session.selection.set_threat(threat)
    window.docks.show("threats")
    settled(window)
    row = window.threats.list.rows.rows[window.threats.list.rows.row_of(threat)]
    assert row.detail.endswith("Assumption in doubt")
    texts = [one.text() for one in window.threats.card.widget().findChildren(type(window.following.empty))]
    assert "It hangs on an assumption that is wrong: “Trusted”" in texts
