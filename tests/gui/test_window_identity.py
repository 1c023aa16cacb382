"""Decisions outlive what is done to the diagram by mouse and keys: kept, asked for again, or told as gone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from dfdmodeler.analysis.threat import Threat
from dfdmodeler.gui.canvas.retyping import ask_type
from dfdmodeler.gui.panels.deciding import decide_about
from dfdmodeler.gui.panels.threat_rows import GONE
from dfdmodeler.model import edits, triage
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Decision, Diagram, Element
from gui_parts import REVIEWER, chat_model

LEFT = Qt.MouseButton.LeftButton
NONE, CTRL, SHIFT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def drawn() -> Model:
    return edits.put(chat_model(), Diagram(id="two", name="Serving", order=1))


@pytest.fixture
def decided(session) -> dict[str, Decision]:
    """A decision about every threat."""
    decide_about(session, REVIEWER, session.threats.threats, "accepted", "Small")
    assert {row.standing for row in session.threats.threats} == {"unchanged"}
    return decisions(session)


def decisions(session) -> dict[str, Decision]:
    return {decision.id: decision for decision in session.model.of(Decision)}


def at(session, *subjects: str) -> list[Threat]:
    return [row for row in session.threats.threats if row.subject in subjects]


def click(window, subject: str, held: Qt.KeyboardModifier = NONE) -> None:
    window.canvas.setFocus()
    QTest.mouseClick(window.canvas.viewport(), LEFT, held, window.canvas.rect_of(subject).center())


def key(window, key: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
    QApplication.processEvents()
    QTest.keyClick(window.canvas, key, held)


def drag(window, subject: str, dx: int, dy: int, held: Qt.KeyboardModifier = NONE) -> None:
    view, start = window.canvas.viewport(), window.canvas.rect_of(subject).center()
    end = start + QPoint(dx, dy)
    QTest.mouseMove(view, start)
    QTest.mousePress(view, LEFT, held, start)
    for share in (0.3, 0.7, 1.0):
        QTest.mouseMove(view, start + (end - start) * share)
    QTest.mouseRelease(view, LEFT, held, end)


def choose_row(window, key: str) -> None:
    panel = window.threats
    panel.update_now()
    index = panel.list.rows.index(panel.list.rows.row_of(key))
    panel.list.scrollTo(index)
    QTest.mouseClick(panel.list.viewport(), LEFT, NONE, panel.list.visualRect(index).center())
    panel.update_now()
    QApplication.processEvents()


def card(window) -> str:
    return "\n".join(one.text() for one in window.threats.card.findChildren(QLabel))


def test_a_threat_that_went_is_listed_with_the_step_and_its_decision_can_be_taken_back(
    window, session, decided
) -> None:
    threat = at(session, "llm")[0]
    click(window, "llm")
    key(window, Qt.Key.Key_Delete)
    session.selection.clear()
    choose_row(window, GONE + threat.id)
    assert "The threat went with the step “Delete”." in card(window)
    (back,) = [b for b in window.threats.card.findChildren(QPushButton) if "Take" in b.text()]
    QTest.mouseClick(back, LEFT)
    assert threat.id not in decisions(session)
    assert [(e.before, e.after) for e in triage.history_of(session.model, threat.id)][-1] == (
        "accepted",
        "open",
    )
    window.menus.actions["undo"].trigger()
    window.menus.actions["undo"].trigger()
    assert decisions(session) == decided
    assert at(session, "llm")[0] == threat


def test_a_threat_that_is_open_again_is_marked_in_list_and_card(window, session, decided) -> None:
    threat = next(row for row in at(session, "llm") if row.track == "security")
    choose_row(window, threat.id)
    QTest.mouseClick(window.threats.decision.buttons["open"], LEFT)
    window.threats.update_now()
    (row,) = [row for row in window.threats.list.rows.rows if row.key == threat.id]
    assert "Reopened" in row.detail
    assert "is open again" in card(window)
    window.menus.actions["undo"].trigger()
    window.threats.update_now()
    assert "is open again" not in card(window)


def as_decided(session, decided: dict[str, Decision]) -> bool:
    """Whether every decision is as it was, and no threat asks for another look."""
    return decisions(session) == decided and all(
        row.standing == "unchanged" for row in session.threats.threats if row.id in decided
    )


def test_renaming_and_moving_keep_every_decision(window, session, decided) -> None:
    click(window, "llm")
    key(window, Qt.Key.Key_F2)
    QTest.keyClicks(window.canvas.focusWidget(), "Answerer")
    QTest.keyClick(window.canvas.focusWidget(), Qt.Key.Key_Return)
    assert session.model.name_of("llm") == "Answerer"
    drag(window, "docs", 16, 16)
    key(window, Qt.Key.Key_L, CTRL)
    assert len(session.history.done) == 4
    assert as_decided(session, decided)
    assert not session.threats.gone


def test_moving_and_redrawing_on_another_diagram_keep_every_decision(window, session, decided) -> None:
    click(window, "docs")
    click(window, "llm", SHIFT)
    key(window, Qt.Key.Key_C, CTRL)
    window.canvas.set_diagram("two")
    key(window, Qt.Key.Key_V, CTRL | SHIFT)
    assert "two/llm" in session.model
    assert as_decided(session, decided)
    window.canvas.set_diagram("main")
    click(window, "llm")
    key(window, Qt.Key.Key_X, CTRL)
    window.canvas.set_diagram("two")
    key(window, Qt.Key.Key_V, CTRL)
    assert ("main/llm" in session.model, "two/llm" in session.model) == (False, True)
    assert as_decided(session, decided)


def test_another_boundary_keeps_every_decision_for_when_it_counts_again(window, session, decided) -> None:
    window.canvas.zoom_to(1.0)
    drag(window, "chat", 320, 0)
    assert session.model["chat"].parent is None
    assert decisions(session) == decided
    gone = {row.threat for row in session.threats.gone}
    assert gone
    assert gone < decided.keys()
    drag(window, "chat", -320, 0)
    assert session.model["chat"].parent == "org"
    assert as_decided(session, decided)


def test_a_flow_from_another_person_asks_for_another_look_until_it_is_undone(
    window, session, decided
) -> None:
    other = Element(id="guest", type="human_user", name="Guest")
    drawn = edits.new_placement("main", "guest", (20.0, 240.0, 120.0, 48.0))
    session.edit("Add guest", lambda model: edits.put(model, other, drawn))
    assert as_decided(session, decided)
    key(window, Qt.Key.Key_F)
    there = window.canvas.rect_of("chat").center() - window.canvas.rect_of("guest").center()
    drag(window, "guest", there.x(), there.y())
    again = {row.id for row in session.threats.threats if row.standing == "again"}
    assert again
    assert again < decided.keys()
    assert decisions(session) == decided
    window.menus.actions["undo"].trigger()
    assert as_decided(session, decided)


def test_another_type_keeps_what_still_applies_and_brings_the_rest_back(window, session, decided) -> None:
    click(window, "llm")

    def become(text: str) -> None:
        ask_type(window.canvas)
        QTest.keyClicks(window.canvas.offering.chooser.search, text)
        QTest.keyClick(window.canvas.offering.chooser.search, Qt.Key.Key_Return)

    before = {row.id for row in at(session, "llm")}
    become("agent")
    assert session.model["llm"].type == "agent"
    there, gone = {row.id for row in at(session, "llm")}, {row.threat for row in session.threats.gone}
    assert before & there
    assert before - there <= gone
    assert decisions(session) == decided
    become("language model")
    assert session.model["llm"].type == "llm"
    assert as_decided(session, decided)
    assert not session.threats.gone


def test_cut_and_paste_keep_every_decision(window, session, decided) -> None:
    click(window, "chat")
    key(window, Qt.Key.Key_X, CTRL)
    assert session.threats.gone
    key(window, Qt.Key.Key_V, CTRL)
    assert as_decided(session, decided)
    assert not session.threats.gone


def test_what_is_deleted_comes_back_with_its_decisions(window, session, decided) -> None:
    """By undo, and by pasting what was copied before."""
    before = session.threats
    click(window, "docs")
    click(window, "llm", SHIFT)
    key(window, Qt.Key.Key_C, CTRL)
    key(window, Qt.Key.Key_Delete)
    key(window, Qt.Key.Key_Z, CTRL)
    assert session.threats == before
    key(window, Qt.Key.Key_Z, CTRL | SHIFT)
    assert decisions(session) == decided
    key(window, Qt.Key.Key_V, CTRL)
    assert {"docs", "llm", "context"} <= set(session.model)
    back = at(session, "docs", "llm", "context")
    assert back
    assert {row.id for row in back} <= decided.keys()


def test_reversing_and_reconnecting_a_flow_keep_its_decisions(window, session, decided) -> None:
    click(window, "upload")
    key(window, Qt.Key.Key_R)
    assert session.model["upload"].source == "docs"
    assert decisions(session) == decided
    key(window, Qt.Key.Key_R)
    assert as_decided(session, decided)
    end = next(h for h in window.canvas.overlay.handles if (h.grip, h.index) == ("end", 1))
    start, view = window.canvas.mapFromScene(end.x, end.y), window.canvas.viewport()
    there = window.canvas.rect_of("llm").center()
    QTest.mousePress(view, LEFT, NONE, start)
    for share in (0.3, 0.7, 1.0):
        QTest.mouseMove(view, start + (there - start) * share)
    QTest.mouseRelease(view, LEFT, NONE, there)
    assert session.model["upload"].target == "llm"
    assert decisions(session) == decided
    window.menus.actions["undo"].trigger()
    assert as_decided(session, decided)
