"""A process opens a diagram of its own: the way in, the way back, the mark."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from dfdmodeler.drawing.shapes import door_box
from dfdmodeler.model.diagrams import own
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Element
from gui_parts import chat_model

LEFT = Qt.MouseButton.LeftButton
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def drawn() -> Model:
    return chat_model()


def open_by_mouse(window, subject: str) -> None:
    canvas = window.canvas
    at = canvas.rect_of(subject).center()
    QTest.mouseClick(canvas.viewport(), LEFT, CTRL, at)
    QTest.mouseDClick(canvas.viewport(), LEFT, CTRL, at)


def primitives(window, subject: str) -> int:
    return len(window.canvas.content.item(subject).primitives)


def test_ctrl_and_a_double_click_open_the_inside_and_its_steps_lead_back(window, session) -> None:
    before, plain = session.model, primitives(window, "chat")
    open_by_mouse(window, "chat")
    inside = own(session.model, "chat")
    assert window.canvas.diagram == inside
    assert session.model.name_of(inside) == "Chat"
    crumbs = window.navigation.breadcrumbs
    assert crumbs.isVisible()
    (back,) = [b for b in crumbs.findChildren(QPushButton) if b.isVisible()]
    assert back.text() == "Main"
    QTest.mouseClick(back, LEFT)
    assert window.canvas.diagram == "main"
    assert session.selection.ids == ("chat",)
    assert not crumbs.isVisible()
    assert primitives(window, "chat") == plain + 2, "a mark says that there is something inside"
    open_by_mouse(window, "chat")
    assert window.canvas.diagram == inside, "the same one again"
    assert len(session.history.done) == 1
    window.canvas.set_diagram("main")
    session.undo()
    assert session.model == before
    assert primitives(window, "chat") == plain


def test_what_is_drawn_inside_is_in_the_boundary_around(window, session) -> None:
    open_by_mouse(window, "chat")
    added = window.canvas.place_in_room("llm")
    assert session.model.find(Element, added).parent == "org"


def test_the_inside_is_opened_and_left_by_keys(window, session) -> None:
    window.canvas.setFocus()
    session.selection.set(["llm"])
    QApplication.processEvents()
    QTest.keyClick(window.canvas, Qt.Key.Key_Return, CTRL)
    assert window.canvas.diagram == own(session.model, "llm")
    QApplication.processEvents()
    QTest.keyClick(window.canvas, Qt.Key.Key_Up, ALT)
    assert window.canvas.diagram == "main"
    assert session.selection.ids == ("llm",)


def test_a_double_click_on_the_mark_opens_the_inside_too(window, session) -> None:
    open_by_mouse(window, "chat")
    inside = window.canvas.diagram
    session.selection.clear()
    window.canvas.set_diagram("main")
    shape = window.canvas.content.item("chat").shape
    x, y = door_box(shape).center
    at = window.canvas.mapFromScene(x, min(y, shape.bottom - 1))
    QTest.mouseClick(window.canvas.viewport(), LEFT, pos=at)
    QTest.mouseDClick(window.canvas.viewport(), LEFT, pos=at)
    assert window.canvas.diagram == inside


def test_undo_of_a_first_opening_leads_back_to_where_one_was(window, session) -> None:
    window.menus.actions["new-diagram"].trigger()
    there = window.canvas.diagram
    added = window.canvas.place_in_room("llm")
    open_by_mouse(window, added)
    assert window.canvas.diagram != there
    session.undo()
    assert window.canvas.diagram == there


def test_stores_have_no_inside(window, session) -> None:
    before = session.model
    open_by_mouse(window, "docs")
    assert session.model is before
    assert window.canvas.diagram == "main"
    session.selection.set(["docs"])
    window.menus.refresh()
    assert not window.menus.actions["open-own"].isEnabled()
