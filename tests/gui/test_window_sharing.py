"""The same element on several diagrams."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from dfdmodeler.gui.actions.palette import palette_entries
from dfdmodeler.model import diagrams, edits
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Diagram, Element
from gui_parts import chat_model

LEFT = Qt.MouseButton.LeftButton
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def drawn() -> Model:
    return edits.put(chat_model(), Diagram(id="two", name="Serving", order=1))


def click(window, subject: str, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    canvas = window.canvas
    QTest.mouseClick(canvas.viewport(), LEFT, held, canvas.rect_of(subject).center())


def key(window, key: Qt.Key, held: Qt.KeyboardModifier) -> None:
    QApplication.processEvents()
    QTest.keyClick(window.canvas, key, held)


def test_chosen_elements_are_shown_on_another_diagram_with_their_flow(qtbot, window, session) -> None:
    window.canvas.setFocus()
    click(window, "docs")
    click(window, "llm", SHIFT)
    key(window, Qt.Key.Key_M, CTRL | SHIFT)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert [(a.text(), a.isChecked()) for a in menu.actions()] == [
        ("Serving", False), ("", False), ("New diagram", False),
    ]  # fmt: skip
    QTest.keyClick(menu, Qt.Key.Key_Return)
    assert window.canvas.diagram == "two"
    assert set(window.canvas.content.subjects()) == {"docs", "llm", "context"}
    assert set(session.selection.ids) == {"docs", "llm"}
    assert len(session.history.done) == 1
    assert len(session.model.of(Element)) == 4, "they are the same ones"
    session.edit("Rename", lambda model: edits.rename(model, "llm", "Other"))
    window.canvas.set_diagram("main")
    assert session.model.name_of("llm") == "Other"


def test_a_new_diagram_is_made_for_what_is_shown_in_one_step(window, session) -> None:
    before = session.model
    click(window, "chat")
    window.menus.refresh()
    window.menus.actions["show-elsewhere"].trigger()
    menu = QApplication.activePopupWidget()
    menu.actions()[-1].trigger()
    menu.close()
    assert session.model.name_of(window.canvas.diagram) == "Diagram 1"
    assert diagrams.showing(session.model, "chat") == ["main", window.canvas.diagram]
    session.undo()
    assert session.model == before


def test_copies_are_pasted_as_the_same_elements(window, session) -> None:
    window.canvas.setFocus()
    click(window, "docs")
    click(window, "llm", SHIFT)
    key(window, Qt.Key.Key_C, CTRL)
    window.canvas.set_diagram("two")
    key(window, Qt.Key.Key_V, CTRL | SHIFT)
    assert set(window.canvas.content.subjects()) == {"docs", "llm", "context"}
    assert len(session.model.of(Element)) == 4
    assert set(session.selection.ids) == {"docs", "llm", "context"}
    said: list[str] = []
    window.canvas.message.connect(said.append)
    key(window, Qt.Key.Key_V, CTRL | SHIFT)
    assert said == ["All of this stands on the diagram already."]
    assert len(session.history.done) == 1
    assert set(session.selection.ids) == {"docs", "llm", "context"}


def test_removing_from_a_diagram_is_not_deleting(window, session) -> None:
    session.edit("Show", lambda m: diagrams.show(m, "two", ["docs", "llm"], lambda _: (136, 56)))
    window.canvas.setFocus()
    click(window, "docs")
    key(window, Qt.Key.Key_Delete, CTRL)
    assert diagrams.showing(session.model, "docs") == ["two"]
    assert "context" in session.model
    window.canvas.set_diagram("two")
    said: list[str] = []
    window.canvas.message.connect(said.append)
    click(window, "docs")
    key(window, Qt.Key.Key_Delete, CTRL)
    assert "docs" not in session.model
    assert said == ["“Documents” stood on no other diagram: deleted. Undo brings it back."]
    session.undo()
    click(window, "llm")
    QTest.keyClick(window.canvas, Qt.Key.Key_Delete)
    assert "llm" not in session.model, "deleting deletes everywhere"
    assert said[1] == "Deleted from “Main” too. Undo brings it back."


def test_a_flow_alone_cannot_be_taken_off(window, session) -> None:
    before, said = session.model, []
    window.canvas.message.connect(said.append)
    window.canvas.setFocus()
    session.selection.set(["ask"])
    key(window, Qt.Key.Key_Delete, CTRL)
    assert session.model is before
    assert said == ["A flow shows wherever both its ends stand. Delete takes it off all diagrams."]


def test_the_inspector_says_where_it_stands_and_leads_there(qtbot, window, session) -> None:
    window.docks.show("inspector")
    line = window.inspector.whereabouts
    session.selection.set(["llm"])
    qtbot.waitUntil(line.isVisible)
    assert line.accessibleName() == "On the diagram Main"
    session.edit("Show", lambda m: diagrams.show(m, "two", ["llm"], lambda _: (136, 56)))
    qtbot.waitUntil(lambda: line.accessibleName() == "On the diagrams Main, Serving")
    line.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert window.canvas.diagram == "two"
    qtbot.waitUntil(lambda: '<a href="main">' in line.text())
    session.open(chat_model())
    session.selection.set(["llm"])
    qtbot.waitUntil(lambda: not line.isVisible())


def test_what_is_looked_for_is_shown_where_it_stands(window, session) -> None:
    session.edit("Show", lambda m: diagrams.show(m, "two", ["llm"], lambda _: (136, 56)))
    session.edit("Off", lambda m: diagrams.take_off(m, "main", ["llm"]))
    window.canvas.reveal("llm")
    assert window.canvas.diagram == "two"
    window.canvas.reveal("chat")
    assert window.canvas.diagram == "main"


def test_what_is_selected_in_a_list_is_shown_on_the_diagram_where_it_stands(qtbot, window, session) -> None:
    session.edit("Show", lambda m: diagrams.show(m, "two", ["docs"], lambda _: (136, 56)))
    session.edit("Off", lambda m: diagrams.take_off(m, "main", ["docs"]))
    window.docks.show("outline")
    tree = window.outline.tree
    qtbot.waitUntil(lambda: window.outline.tree_model.index_of("docs").isValid())
    for subject, diagram in (("docs", "two"), ("user", "main")):
        QTest.mouseClick(
            tree.viewport(), LEFT, pos=tree.visualRect(window.outline.tree_model.index_of(subject)).center()
        )
        assert window.canvas.diagram == diagram
        assert session.selection.ids == (subject,)
    window.canvas.places.go_back()
    assert window.canvas.diagram == "two"


def test_diagrams_are_found_among_the_commands(window) -> None:
    entry = next(e for e in palette_entries(window.context) if (e.text, e.hint) == ("Serving", "Diagram"))
    entry.run()
    assert window.canvas.diagram == "two"


def test_the_outline_says_where_elements_stand(qtbot, window, session) -> None:
    window.docks.show("outline")

    def text() -> str:
        return window.outline.tree_model.index_of("llm").data()

    qtbot.waitUntil(lambda: text() == "Model  (Main)")
    session.edit("Show", lambda m: diagrams.show(m, "two", ["llm"], lambda _: (136, 56)))
    assert text() == "Model  (Main, Serving)"
    session.edit("Rename", lambda m: edits.rename(m, "two", "Live"))
    assert text() == "Model  (Main, Live)"
    session.edit("Off", lambda m: edits.remove(m, ["main/llm", "two/llm"]))
    assert text() == "Model  (on no diagram)"
    session.open(chat_model())
    qtbot.waitUntil(lambda: text() == "Model")
