"""Drawing from the outline: what dragging does on the canvas, by keyboard alone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu

from dfdmodeler.gui.window import Window
from dfdmodeler.model import edits
from dfdmodeler.model.check import check
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Boundary, Element, Flow, layout_id
from dfdmodeler.session.session import Session
from gui_parts import chat_model

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def drawn() -> Model:
    far = Boundary(id="far", name="Provider")
    return edits.place(edits.put(chat_model(), far), "main", {"far": (600.0, 40.0, 260.0, 240.0)})


@pytest.fixture
def tree(qtbot, window: Window):
    window.activateWindow()
    window.docks.show("outline")
    window.outline.tree.setFocus()
    qtbot.waitUntil(window.outline.tree.hasFocus)
    return window.outline.tree


def select(session: Session, ids: list[str]) -> None:
    session.selection.set(ids)
    QApplication.processEvents()  # actions are enabled when the event loop turns


def choose(window: Window, words: str) -> None:
    """Types into the open list and takes what stands first."""
    chooser = window.canvas.offering.chooser
    assert chooser is not None
    QTest.keyClicks(chooser.search, words)
    QTest.keyClick(chooser.search, Qt.Key.Key_Return)
    QApplication.processEvents()


def box(session: Session, subject: str) -> tuple[float, float, float, float]:
    placement = session.model[layout_id("main", subject)]
    return (placement.x, placement.y, placement.width, placement.height)


def inside(session: Session, subject: str, boundary: str) -> bool:
    x, y, width, height = box(session, subject)
    left, top, wide, high = box(session, boundary)
    return left <= x and top <= y and x + width <= left + wide and y + height <= top + high


def test_a_flow_is_drawn_by_choosing_where_it_leads(qtbot, window, session, tree):
    select(session, ["docs"])
    qtbot.keyClick(tree, Qt.Key.Key_C, CONTROL | SHIFT)
    choose(window, "user")
    (flow,) = (session.model[i] for i in session.selection.ids)
    assert (flow.source, flow.target) == ("docs", "user")
    assert len(session.history.done) == 1
    assert tree.hasFocus(), "the keyboard stays in the outline"


def test_several_are_connected_in_one_step(qtbot, window, session, tree):
    select(session, ["docs", "user", "chat"])
    qtbot.keyClick(tree, Qt.Key.Key_C, CONTROL | SHIFT)
    choose(window, "model")
    flows = [session.model[i] for i in session.selection.ids]
    assert {(f.source, f.target) for f in flows} == {("docs", "llm"), ("user", "llm"), ("chat", "llm")}
    session.undo()
    assert len(session.model.of(Flow)) == 4


def test_an_element_moves_into_a_boundary_and_is_drawn_there(qtbot, window, session, tree):
    select(session, ["llm"])
    before = session.model
    qtbot.keyClick(tree, Qt.Key.Key_B, CONTROL | SHIFT)
    choose(window, "provider")
    assert session.model.element("llm").parent == "far"
    assert inside(session, "llm", "far")
    assert tree.hasFocus()
    session.undo()
    assert session.model == before


def test_a_boundary_without_room_grows(qtbot, window, session, tree):
    small = {"far": (600.0, 40.0, 140.0, 60.0)}
    session.edit("Shrink", lambda model: edits.place(model, "main", small))
    select(session, ["docs", "llm"])
    qtbot.keyClick(tree, Qt.Key.Key_B, CONTROL | SHIFT)
    choose(window, "provider")
    assert [session.model.element(i).parent for i in ("docs", "llm")] == ["far", "far"]
    assert inside(session, "docs", "far")
    assert inside(session, "llm", "far")


def test_out_of_all_boundaries(qtbot, window, session, tree):
    select(session, ["docs"])
    qtbot.keyClick(tree, Qt.Key.Key_B, CONTROL | SHIFT)
    choose(window, "no bound")
    assert session.model.element("docs").parent is None
    assert not inside(session, "docs", "org")


def test_a_boundary_is_not_offered_to_itself(qtbot, window, session, tree):
    select(session, ["org"])
    qtbot.keyClick(tree, Qt.Key.Key_B, CONTROL | SHIFT)
    rows = [row.text for row in window.canvas.offering.chooser.list.rows.rows]
    assert rows == ["Provider", "No boundary"]
    choose(window, "prov")
    assert session.model["org"].parent == "far"
    assert all(inside(session, i, "org") for i in ("chat", "docs", "llm")), "its members come along"
    assert inside(session, "org", "far")


def test_an_element_is_added_inside_the_selected_boundary(qtbot, window, session, tree):
    select(session, ["far"])
    qtbot.keyClick(tree, Qt.Key.Key_Insert)
    choose(window, "vector st")
    (added,) = session.selection.ids
    assert session.model.element(added).type == "vector_store"
    assert session.model.element(added).parent == "far"
    assert tree.hasFocus()
    assert tree.currentIndex().data() == "Vector store"


def test_the_type_is_changed_by_choosing_another(qtbot, window, session, tree):
    select(session, ["docs"])
    qtbot.keyClick(tree, Qt.Key.Key_T)
    choose(window, "vector st")
    assert session.model.element("docs").type == "vector_store"
    assert tree.hasFocus()


def test_copying_cutting_and_pasting_work_from_the_outline(qtbot, window, session, tree):
    select(session, ["docs"])
    qtbot.keyClick(tree, Qt.Key.Key_C, CONTROL)
    qtbot.keyClick(tree, Qt.Key.Key_V, CONTROL)
    (copied,) = session.selection.ids
    assert copied != "docs"
    assert isinstance(session.model[copied], Element)
    qtbot.keyClick(tree, Qt.Key.Key_X, CONTROL)
    assert copied not in session.model
    QApplication.processEvents()
    qtbot.keyClick(tree, Qt.Key.Key_Z, CONTROL)
    assert copied in session.model


def test_the_menu_of_a_row_opens_by_keyboard_and_offers_all_of_that(qtbot, window, session, tree):
    select(session, ["docs"])
    qtbot.keyClick(tree, Qt.Key.Key_F10, SHIFT)
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu = QApplication.activePopupWidget()
    offered = {action.objectName() for action in menu.actions()}
    wanted = {
        "rename", "properties", "change-type", "connect-to", "move-into", "cut", "copy", "paste", "delete",
        "insert",
    }  # fmt: skip
    assert wanted <= offered
    menu.close()
    window.canvas.setFocus()
    qtbot.keyClick(window.canvas, Qt.Key.Key_F10, SHIFT)
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    QApplication.activePopupWidget().close()


def test_a_model_is_drawn_from_nothing(qtbot, window, session, tree):
    """From nothing to two connected elements in a boundary, by the outline alone."""
    session.open(Model([]))
    window.canvas.setFocus()
    qtbot.keyClick(window.canvas, Qt.Key.Key_Insert)
    choose(window, "human us")
    window.docks.show("outline")
    tree.setFocus()
    qtbot.keyClick(tree, Qt.Key.Key_F2)
    editor = tree.findChild(QLineEdit)
    editor.selectAll()
    qtbot.keyClicks(editor, "Ada")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    ada = session.selection.current
    qtbot.waitUntil(lambda: session.model.name_of(ada) == "Ada")
    tree.setFocus()
    qtbot.keyClick(tree, Qt.Key.Key_Insert)
    choose(window, "trust b")
    qtbot.keyClick(tree, Qt.Key.Key_Insert)
    choose(window, "web app")
    app = session.selection.current
    select(session, [ada])
    qtbot.keyClick(tree, Qt.Key.Key_C, CONTROL | SHIFT)
    choose(window, "web")
    assert [(f.source, f.target) for f in session.model.of(Flow)] == [(ada, app)]
    assert not check(session.model)
