"""The register in place of the diagram: how it comes and goes, and what goes along with it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from register_parts import CTRL, choose, press

from dfdmodeler.gui.register.page import RegisterPage
from dfdmodeler.gui.window import Window
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Decision
from gui_parts import chat_model

Key = Qt.Key
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # offscreen, of popups


@pytest.fixture
def drawn() -> Model:
    return chat_model()


@pytest.fixture
def page(qtbot: QtBot, window: Window) -> RegisterPage:
    QTest.keyClick(window.canvas, Key.Key_R, CTRL)
    qtbot.waitUntil(lambda: bool(window.session.selection.threat))  # the first line is chosen
    return window.triage.page


def test_it_stands_in_place_of_the_canvas_and_goes_again(window: Window, page: RegisterPage) -> None:
    assert page.isVisible()
    assert not window.canvas.isVisible()
    assert not window.docks.is_open("palette")
    assert page.table.hasFocus()
    press(page, Key.Key_Escape)
    assert window.canvas.isVisible()
    assert window.canvas.hasFocus()
    assert window.docks.is_open("palette")
    assert window.threats.upper.isVisible()


def test_what_is_chosen_is_selected_in_the_model_and_its_card_shown(
    window: Window, page: RegisterPage
) -> None:
    choose(page, 1, 3)
    lines = page.selected
    assert window.session.selection.threat == lines[1].id
    assert set(window.session.selection.ids) == {line.threat.subject for line in lines}
    assert window.threats.current().id == lines[1].id
    assert page.said.text().endswith("2 selected")


def test_a_threat_chosen_elsewhere_is_chosen_here(window: Window, page: RegisterPage) -> None:
    last = page.lines[-1]
    window.session.selection.set((last.threat.subject,), last.id)
    assert page.table.current_id == last.id
    assert page.table.selected_ids() == [last.id]


def test_selected_elements_come_along(qtbot: QtBot, window: Window) -> None:
    window.session.selection.set(("llm",))
    QTest.keyClick(window.canvas, Key.Key_R, CTRL)
    qtbot.wait(20)
    page = window.triage.page
    assert {line.threat.subject for line in page.selected} == {"llm"}
    assert len(page.selected) == sum(line.threat.subject == "llm" for line in page.lines)


def test_enter_leads_to_the_details(window: Window, page: RegisterPage) -> None:
    window.docks.show("outline")
    press(page, Key.Key_Return)
    assert window.docks.shows("threats")
    assert window.threats.isAncestorOf(QApplication.focusWidget())


def test_a_small_window_gives_the_register_all_its_room(qtbot: QtBot, window: Window) -> None:
    window.resize(1100, 700)
    qtbot.wait(20)
    QTest.keyClick(window.canvas, Key.Key_R, CTRL)
    qtbot.wait(20)
    assert not window.docks.is_open("threats")
    assert window.triage.page.width() == window.width()
    press(window.triage.page, Key.Key_Return)
    assert window.docks.shows("threats")
    window.triage.leave()
    assert window.docks.is_open("outline")


def test_an_empty_model_says_what_will_be_here(qtbot: QtBot, window: Window, page: RegisterPage) -> None:
    window.session.open(Model())
    qtbot.wait(20)
    assert window.canvas.isVisible()  # another document begins with its diagram
    window.triage.show()
    qtbot.wait(20)
    assert page.empty.isVisible()
    assert "appear here" in page.empty.text()


def test_the_menu_of_a_line_decides_about_all_selected(window: Window, page: RegisterPage) -> None:
    choose(page, 0, 2)
    ids = page.table.selected_ids()
    at = page.table.visualRect(page.table.rows.index(2, 1)).center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, page.table.viewport().mapToGlobal(at))
    QApplication.sendEvent(page.table.viewport(), event)
    menu = QApplication.activePopupWidget()
    action = next(one for one in menu.actions() if one.objectName() == "decide-mitigated")
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())
    QTest.qWait(50)
    assert {decision.threat for decision in window.session.model.of(Decision)} == set(ids)


def test_where_a_threat_is_is_shown_in_the_diagram(window: Window, page: RegisterPage) -> None:
    press(page, Key.Key_End)
    line = page.table.current_line
    press(page, Key.Key_J, CTRL)
    assert window.canvas.isVisible()
    assert window.session.selection.ids == (line.threat.subject,)


def test_closing_in_the_register_keeps_the_panels_for_the_next_time(
    window: Window, page: RegisterPage
) -> None:
    assert not window.docks.is_open("palette")
    window.session.history.mark_clean()
    window.close()
    assert window.docks.is_open("palette")
    assert window.preferences.now.window_state


def test_what_is_selected_in_the_outline_is_chosen_here(window: Window, page: RegisterPage) -> None:
    window.session.selection.set(("chat",))
    assert {line.threat.subject for line in page.selected} == {"chat"}
    window.session.selection.set(("llm",))
    assert {line.threat.subject for line in page.selected} == {"llm"}


def test_f6_goes_round_the_parts_of_the_register(window: Window, page: RegisterPage) -> None:
    seen = []
    for _ in range(5):
        press(page, Key.Key_F6)
        seen.append(QApplication.focusWidget())
    assert page.head.isAncestorOf(seen[0])
    assert page.filters.isAncestorOf(seen[1])
    assert page.bar.isAncestorOf(seen[2])
    assert window.threats.isAncestorOf(seen[3])
    assert seen[4] is page.table


def test_whoever_draws_sees_the_diagram(window: Window, page: RegisterPage) -> None:
    window.menus.actions["fit"].trigger()
    assert page.isVisible()
    window.menus.actions["tool-flow"].trigger()
    assert window.canvas.isVisible()
    assert window.canvas.tool_name == "flow"


def test_of_very_many_lines_only_the_current_place_is_selected(
    window: Window, page: RegisterPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dfdmodeler.gui.register.page.MOST_PLACES", 3)
    press(page, Key.Key_A, CTRL)
    assert len(page.selected) == len(page.lines)
    assert window.session.selection.ids == (page.current_line.threat.subject,)


def test_in_a_large_model_the_rest_follows_after_a_pause(
    qtbot: QtBot, window: Window, page: RegisterPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dfdmodeler.gui.register.table.MANY", 1)
    monkeypatch.setattr("dfdmodeler.gui.register.table.PAUSE", 3_600_000)
    before = window.session.selection.threat
    QTest.keyClick(page.table, Key.Key_Down)
    QApplication.processEvents()
    assert page.table.current_id != before
    assert window.session.selection.threat == before
    page.table._soon.start(0)  # the pause is over
    qtbot.waitUntil(lambda: window.session.selection.threat == page.table.current_id)
