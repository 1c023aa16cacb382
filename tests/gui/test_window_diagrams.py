"""Several diagrams of a model: tabs, their names and order, what each remembers."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTabBar

from dfdmodeler.model import edits
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Diagram, Placement
from gui_parts import chat_model

LEFT = Qt.MouseButton.LeftButton
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def drawn() -> Model:
    return edits.put(
        edits.place(chat_model(), "two", {"llm": (0.0, 0.0, 136.0, 56.0)}),
        Diagram(id="two", name="Serving", order=1),
        Diagram(id="three", name="R&D", order=2),
    )


def order(window) -> list[str]:
    return [diagram.id for diagram in window.session.model.diagrams]


def middle(window, diagram: str) -> QPoint:
    bar = window.navigation.tabs.bar
    rect = bar.tabRect(bar.ids.index(diagram))
    return QPoint(rect.x() + 16, rect.center().y())


def run(window, action: str) -> None:
    """Chooses an action as from its menu."""
    window.menus.refresh()
    window.menus.actions[action].trigger()


def click_tab(window, diagram: str) -> None:
    QTest.mouseClick(window.navigation.tabs.bar, LEFT, pos=middle(window, diagram))


def test_tabs_show_with_the_second_diagram(window, session) -> None:
    session.open(chat_model())
    assert not window.navigation.tabs.isVisible()
    window.menus.refresh()
    assert not window.menus.actions["delete-diagram"].isEnabled(), "the last one stays"
    run(window, "new-diagram")
    assert window.navigation.tabs.isVisible()
    assert window.navigation.tabs.bar.currentIndex() == 1
    assert session.model.name_of(window.canvas.diagram) == "Diagram 1"
    run(window, "undo")
    assert not window.navigation.tabs.isVisible()
    assert window.canvas.diagram == "main"


def test_a_click_and_keys_go_from_diagram_to_diagram(qtbot, window) -> None:
    click_tab(window, "two")
    assert window.canvas.diagram == "two"
    window.canvas.setFocus()
    QTest.keyClick(window.canvas, Qt.Key.Key_PageDown, CTRL)
    assert window.canvas.diagram == "three"
    QTest.keyClick(window.canvas, Qt.Key.Key_PageDown, CTRL)
    assert window.canvas.diagram == "main", "round the end"
    QTest.keyClick(window.canvas, Qt.Key.Key_PageUp, CTRL)
    assert window.canvas.diagram == "three"
    assert window.navigation.tabs.bar.tabText(2) == "R&&D", "not taken for a mnemonic"
    assert window.navigation.tabs.bar.currentIndex() == 2


def test_each_diagram_remembers_its_zoom_and_place(window) -> None:
    canvas = window.canvas
    canvas.zoom_to(1.7)
    canvas.pan_by(-37, 21)
    before = canvas.visible_box()
    click_tab(window, "two")
    assert canvas.zoom != 1.7
    canvas.zoom_to(0.6)
    click_tab(window, "main")
    assert canvas.zoom == 1.7
    assert canvas.visible_box() == pytest.approx(before)
    click_tab(window, "two")
    assert canvas.zoom == pytest.approx(0.6)


def test_a_diagram_that_was_whole_in_view_stays_so(window) -> None:
    canvas = window.canvas
    canvas.fit()
    click_tab(window, "two")
    window.resize(1100, 700)
    QApplication.processEvents()
    click_tab(window, "main")
    shown, bounds = canvas.visible_box(), canvas.content.bounds
    assert shown.contains(bounds.x, bounds.y)
    assert shown.contains(bounds.right, bounds.bottom)


def test_a_diagram_is_renamed_in_its_tab(window, session) -> None:
    QTest.mouseDClick(window.navigation.tabs.bar, LEFT, pos=middle(window, "main"))
    editor = window.navigation.tabs.editor
    assert editor.hasFocus()
    QTest.keyClicks(editor, "Overview")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert session.model.name_of("main") == "Overview"
    assert window.navigation.tabs.bar.tabText(0) == "Overview"
    assert window.canvas.hasFocus()
    run(window, "rename-diagram")
    QTest.keyClicks(window.navigation.tabs.editor, "Other")
    QTest.keyClick(window.navigation.tabs.editor, Qt.Key.Key_Escape)
    assert session.model.name_of("main") == "Overview"


def test_a_name_is_kept_when_one_turns_to_another_tab(qtbot, window, session) -> None:
    for other, turn in (
        ("two", lambda: click_tab(window, "two")),
        ("three", lambda: run(window, "next-diagram")),
    ):
        shown = window.canvas.diagram
        run(window, "rename-diagram")
        QTest.keyClicks(window.navigation.tabs.editor, f"Before {other}")
        turn()
        qtbot.waitUntil(lambda: window.navigation.tabs.editor is None)
        assert session.model.name_of(shown) == f"Before {other}"
        assert window.canvas.diagram == other
    run(window, "rename-diagram")
    button = window.navigation.tabs.bar.tabButton(2, QTabBar.ButtonPosition.RightSide)
    QTest.mouseClick(button, LEFT)
    assert window.navigation.tabs.editor is None
    assert order(window) == ["main", "two"]


def test_the_only_diagram_is_renamed_in_a_tab_that_shows_while_one_types(window, session) -> None:
    session.open(chat_model())
    run(window, "rename-diagram")
    assert window.navigation.tabs.isVisible()
    QTest.keyClicks(window.navigation.tabs.editor, "Overview")
    QTest.keyClick(window.navigation.tabs.editor, Qt.Key.Key_Return)
    assert session.model.name_of("main") == "Overview"
    assert not window.navigation.tabs.isVisible()


def test_tabs_are_dragged_to_another_place_in_one_step(window, session) -> None:
    bar, start, end = window.navigation.tabs.bar, middle(window, "main"), middle(window, "three")
    QTest.mousePress(bar, LEFT, pos=start)
    for share in (0.2, 0.5, 0.8, 1.1):
        QTest.mouseMove(bar, start + (end - start) * share)
    QTest.mouseRelease(bar, LEFT, pos=end)
    assert order(window) == ["two", "three", "main"]
    assert bar.ids == order(window)
    assert len(session.history.done) == 1
    assert window.canvas.diagram == "main"
    run(window, "undo")
    assert order(window) == ["main", "two", "three"]
    assert bar.ids == order(window)


def test_tabs_are_worked_by_keyboard(window, session) -> None:
    bar = window.navigation.tabs.bar
    bar.setFocus()
    QTest.keyClick(bar, Qt.Key.Key_Right)
    assert window.canvas.diagram == "two"
    QTest.keyClick(bar, Qt.Key.Key_PageUp, CTRL | SHIFT)
    assert order(window) == ["two", "main", "three"]
    QTest.keyClick(bar, Qt.Key.Key_F2)
    QTest.keyClicks(window.navigation.tabs.editor, "First")
    QTest.keyClick(window.navigation.tabs.editor, Qt.Key.Key_Return)
    assert session.model.name_of("two") == "First"
    bar.setFocus()
    window.menus.refresh()
    QTest.keyClick(bar, Qt.Key.Key_Delete)
    assert order(window) == ["main", "three"]
    bar.setFocus()
    QTest.keyClick(bar, Qt.Key.Key_Return)
    assert window.canvas.hasFocus()


def test_a_deleted_diagram_comes_back_and_is_shown(window, session) -> None:
    before = session.model
    click_tab(window, "two")
    drawn = window.canvas.place_in_room("llm")
    button = window.navigation.tabs.bar.tabButton(1, QTabBar.ButtonPosition.RightSide)
    QTest.mouseClick(button, LEFT)
    assert window.canvas.diagram == "three", "the one that stands there now"
    assert drawn not in session.model, "what was drawn nowhere else goes with it"
    assert "llm" in session.model
    assert not [p for p in session.model.of(Placement) if p.diagram == "two"]
    run(window, "undo")
    assert window.canvas.diagram == "two"
    run(window, "undo")
    assert session.model == before


def test_undo_shows_the_diagram_that_it_is_about(window, session) -> None:
    click_tab(window, "two")
    session.selection.set(["llm"])
    window.canvas.nudge(16, 0)
    click_tab(window, "main")
    run(window, "undo")
    assert window.canvas.diagram == "two"
    click_tab(window, "main")
    run(window, "redo")
    assert window.canvas.diagram == "two"


def test_what_stands_on_the_other_diagram_only_is_no_longer_selected(window, session) -> None:
    session.selection.set(["chat", "llm"])
    click_tab(window, "two")
    assert session.selection.ids == ("llm",)
    click_tab(window, "three")
    assert session.selection.ids == ()
    assert window.canvas.accessibleDescription() == "Diagram R&D"


def test_the_menu_of_a_tab_is_about_its_diagram(window) -> None:
    asked: list[QPoint] = []
    window.navigation.tabs.menu_requested.disconnect()
    window.navigation.tabs.menu_requested.connect(asked.append)
    window.navigation.tabs.bar.customContextMenuRequested.emit(middle(window, "three"))
    assert asked
    assert window.canvas.diagram == "three"
    menu = window.menus.diagram_menu(window)
    assert "Rename diagram" in [action.text() for action in menu.actions()]
