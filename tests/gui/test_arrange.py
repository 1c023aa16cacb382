"""Putting things in order from the menu and by keys: one step each, and undo brings all back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from dfdmodeler.gui.window import Window
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Placement
from dfdmodeler.session.session import Session
from gui_parts import chat_model


@pytest.fixture
def drawn() -> Model:
    return chat_model()


def box(session: Session, subject: str) -> tuple[float, float, float, float]:
    placement = session.model[f"main/{subject}"]
    assert isinstance(placement, Placement)
    return placement.x, placement.y, placement.width, placement.height


def chord(window: Window, first: Qt.Key, second: Qt.Key) -> None:
    window.activateWindow()
    window.canvas.setFocus()
    window.menus.refresh()
    QTest.keyClick(window.canvas, first)
    QTest.keyClick(window.canvas, second)


@pytest.mark.parametrize(
    ("key", "boxes"),
    [
        (Qt.Key.Key_L, [(20, 80), (20, 200), (20, 300)]),
        (Qt.Key.Key_C, [(140, 80), (140, 200), (140, 300)]),
        (Qt.Key.Key_R, [(260, 80), (260, 200), (260, 300)]),
        (Qt.Key.Key_T, [(20, 80), (260, 80), (260, 80)]),
        (Qt.Key.Key_M, [(20, 190), (260, 190), (260, 190)]),
        (Qt.Key.Key_B, [(20, 300), (260, 300), (260, 300)]),
        (Qt.Key.Key_V, [(20, 80), (260, 190), (260, 300)]),
    ],
)
def test_keys_put_what_is_selected_in_order_in_one_step(window, session, key, boxes):
    before = session.model
    session.selection.set(("user", "docs", "llm"))
    chord(window, Qt.Key.Key_A, key)
    assert [box(session, i)[:2] for i in ("user", "docs", "llm")] == boxes
    assert len(session.history.done) == 1
    session.undo()
    assert session.model == before


def test_what_is_selected_last_gives_its_size(window, session):
    session.selection.set(("user", "org"))
    chord(window, Qt.Key.Key_A, Qt.Key.Key_W)
    assert box(session, "user") == (-30, 80, 220, 48)
    session.selection.set(("org", "user"))
    chord(window, Qt.Key.Key_A, Qt.Key.Key_E)
    assert box(session, "org") == (220, 186, 220, 48)


def test_the_menu_offers_what_can_be_done(qtbot, window, session):
    submenu = window.menus.submenus["Arrange"][0]
    assert submenu.menuAction() in window.menu_by_title["Diagram"].actions()
    actions = window.menus.actions
    session.selection.set(("user", "ask"))
    qtbot.waitUntil(lambda: not actions["align-left"].isEnabled())
    session.selection.set(("user", "docs"))
    qtbot.waitUntil(actions["align-left"].isEnabled)
    assert not actions["distribute-vertically"].isEnabled()
    session.selection.set(("user", "docs", "llm"))
    qtbot.waitUntil(actions["distribute-vertically"].isEnabled)
    menu = window.menus.context_menu(window)
    assert submenu.menuAction() in menu.actions()
    session.selection.clear()
    menu = window.menus.context_menu(window)
    assert submenu.menuAction() not in menu.actions()
