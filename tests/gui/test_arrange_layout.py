"""Automatic layout from the window: one step, around what is locked, gliding, and of the selection alone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from dfdmodeler.gui.canvas import gliding
from dfdmodeler.model import edits, locking
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Boundary, Placement, Route
from gui_parts import chat_model


@pytest.fixture
def drawn() -> Model:
    return chat_model()


@pytest.fixture(autouse=True)
def moving(monkeypatch) -> None:
    """The system wants to see motion, whatever the platform of the tests says."""
    monkeypatch.setattr(gliding, "may_move", lambda widget: True)


def place(model: Model, subject: str) -> tuple[float, float]:
    record = model[f"main/{subject}"]
    assert isinstance(record, Placement)
    return record.x, record.y


def shown(window, subject: str) -> tuple[float, float]:
    item = window.canvas.content.item(subject)
    return item.shape.x, item.shape.y


def test_layout_is_one_step_and_things_glide_to_their_places(qtbot, window, session):
    before = session.model
    window.canvas.setFocus()
    QTest.keyClick(window.canvas, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert len(session.history.done) == 1
    assert place(session.model, "llm") != place(before, "llm")
    assert shown(window, "llm") == place(before, "llm"), "it begins where things were"
    qtbot.waitUntil(lambda: not window.canvas.content.previewing, timeout=2000)
    assert shown(window, "llm") == place(session.model, "llm")
    session.undo()
    assert session.model == before


def test_whatever_happens_while_things_glide_ends_it(qtbot, window, session):
    window.canvas.layout()
    assert window.canvas.content.previewing
    session.undo()
    assert not window.canvas.content.previewing
    qtbot.wait(2 * gliding.DURATION)
    assert not window.canvas.content.previewing
    assert shown(window, "llm") == place(session.model, "llm")


def test_nothing_glides_where_no_motion_is_wanted(window, session, monkeypatch):
    window.preferences.change(motion="none")
    window.canvas.layout()
    assert not window.canvas.content.previewing
    assert shown(window, "llm") == place(session.model, "llm")
    session.undo()
    window.preferences.change(motion="system")
    monkeypatch.setattr(gliding, "may_move", lambda widget: False)
    window.canvas.layout()
    assert not window.canvas.content.previewing


def test_what_is_locked_stays_in_its_place(window, session):
    session.edit("Lock", lambda m: locking.set_locked(m, "main", ["docs"], True))
    before = session.model
    window.canvas.layout()
    assert session.model["main/docs"] is before["main/docs"]
    assert place(session.model, "user") != place(before, "user")


def test_only_flows_at_what_moved_lose_their_bends(window, session):
    session.edit("Bend", lambda m: edits.bend(edits.bend(m, "main", "ask", [(180, 20)]), "main", "context",
                                              [(500, 250)]))  # fmt: skip
    session.edit("Lock", lambda m: locking.set_locked(m, "main", ["docs", "llm"], True))
    window.canvas.layout()
    assert {route.subject for route in session.model.of(Route)} == {"context"}


def test_the_selection_is_tidied_and_the_rest_stays(qtbot, window, session):
    session.edit(
        "Heap", lambda m: edits.place(m, "main", {"docs": (262, 90, 120, 48), "llm": (270, 100, 120, 48)})
    )
    session.edit("Room", lambda m: edits.place(m, "main", {"org": (220, 40, 500, 600)}))
    before = session.model
    session.selection.set(("chat", "docs", "llm"))
    window.menus.refresh()
    window.canvas.setFocus()
    QTest.keyClick(window.canvas, Qt.Key.Key_A)
    QTest.keyClick(window.canvas, Qt.Key.Key_A)
    assert session.history.done[-1].label == "Tidy selection"
    assert session.model["main/user"] is before["main/user"]
    assert session.model["main/org"] is before["main/org"]
    assert place(session.model, "docs") != place(session.model, "llm")
    qtbot.waitUntil(lambda: not window.canvas.content.previewing, timeout=2000)
    session.undo()
    assert session.model == before


def test_without_room_that_is_said_and_nothing_changes(window, session):
    session.edit("Small", lambda m: edits.place(m, "main", {"org": (220, 40, 180, 180)}))
    before = session.model
    session.selection.set(("chat", "docs", "llm"))
    window.canvas.tidy()
    assert "no room" in window.status.currentMessage()
    assert session.model is before


def test_layout_of_the_diagram_leaves_what_flows_are_said_to_cut(window, session):
    points = ((150, 0), (150, 150), (500, 170))
    line = Placement(id="main/line", diagram="main", subject="line", points=points)
    session.edit("Line", lambda m: edits.put(m, Boundary(id="line", shape="line"), line))
    flows = ["ask", "prompt"]
    session.edit("Cut", lambda m: edits.set_property(m, flows, "line_crossings", ("line",)))
    window.canvas.layout()
    assert [session.model[i].properties.get("line_crossings") for i in flows] == [("line",)] * 2
