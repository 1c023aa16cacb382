"""Decisions outlive what is done to the diagram by mouse and keys: kept, asked for again, or told as gone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from dfdmodeler.analysis.threat import Threat
from dfdmodeler.gui.panels.deciding import decide_about
from dfdmodeler.gui.panels.threat_rows import GONE
from dfdmodeler.model import edits, triage
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Decision, Diagram
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


def test_a_threat_that_comes_back_is_marked_in_list_and_card(window, session, decided) -> None:
    threat = next(row for row in at(session, "llm") if row.track == "security")
    before = session.model["llm"]
    click(window, "llm")
    session.edit("Change type", lambda model: edits.set_type(model, ["llm"], "human_user"))
    session.edit("Change type", lambda model: edits.put(model, before))
    assert {row.standing for row in at(session, "llm")} == {"reopened"}
    choose_row(window, threat.id)
    (row,) = [row for row in window.threats.list.rows.rows if row.key == threat.id]
    assert "Reopened" in row.detail
    assert "is back or open again" in card(window)
    decide_about(session, REVIEWER, at(session, "llm"), "accepted", "Still small")
    window.threats.update_now()
    assert "is back or open again" not in card(window)
