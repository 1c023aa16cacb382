"""Putting things in order from the menu and by keys, and locking: one step each, undo brings all back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from dfdmodeler.gui.window import Window
from dfdmodeler.model.edits import new_placement, place, put
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Element, Placement
from dfdmodeler.session.session import Session
from gui_parts import chat_model

BOX = (520.0, 80.0, 120.0, 48.0)


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


def middle(window: Window, subject: str) -> QPoint:
    rect = window.canvas.rect_of(subject)
    assert rect is not None
    return rect.center()


def drag(window: Window, subject: str, dx: int, dy: int) -> None:
    view, start = window.canvas.viewport(), middle(window, subject)
    end = start + QPoint(dx, dy)
    QTest.mouseMove(view, start)
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
    for share in (0.5, 1.0):
        QTest.mouseMove(view, start + (end - start) * share)
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=end)


def lock(window: Window, session: Session, *ids: str) -> None:
    session.selection.set(ids)
    window.menus.refresh()
    window.activateWindow()
    window.canvas.setFocus()
    QTest.keyClick(
        window.canvas, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )


def test_what_is_locked_is_not_moved_resized_or_deleted_until_unlocked(window, session):
    lock(window, session, "llm")
    before = session.model
    assert window.canvas.overlay.handles == ()
    drag(window, "llm", 80, 80)
    assert "locked" in window.status.currentMessage()
    QTest.keyClick(window.canvas, Qt.Key.Key_Left)
    QTest.keyClick(window.canvas, Qt.Key.Key_Delete)
    window.menus.actions["cut"].trigger()
    assert session.model == before
    assert session.selection.ids == ("llm",)
    window.menus.refresh()
    assert window.menus.actions["lock"].text() == "Unlock"
    lock(window, session, "llm")
    assert window.canvas.overlay.handles != ()
    drag(window, "llm", 0, 80)
    assert session.model != before


def test_of_several_only_what_is_not_locked_moves_and_goes(window, session):
    lock(window, session, "llm")
    session.selection.set(("llm", "user"))
    drag(window, "user", 0, 160)
    assert box(session, "llm")[:2] == (260, 300)
    assert box(session, "user")[1] > 80
    QTest.keyClick(window.canvas, Qt.Key.Key_Delete)
    assert "user" not in session.model
    assert "llm" in session.model
    assert session.selection.ids == ("llm",)


def test_what_is_locked_goes_along_with_its_boundary_and_has_a_mark(window, session):
    lock(window, session, "llm")
    assert [(p.x(), p.y()) for p in window.canvas.overlay.locks.places] == [(260, 300)]
    session.selection.set(("org",))
    window.canvas.nudge(80, 0)
    assert box(session, "llm")[:2] == (340, 300)
    assert [(p.x(), p.y()) for p in window.canvas.overlay.locks.places] == [(340, 300)]
    session.undo()
    session.undo()
    assert window.canvas.overlay.locks.places == ()


def test_shift_and_an_arrow_move_by_one_unit(window, session):
    session.selection.set(("user",))
    window.canvas.setFocus()
    QTest.keyClick(window.canvas, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(window.canvas, Qt.Key.Key_Down)
    assert box(session, "user")[:2] == (21, 88)


def test_what_is_brought_to_the_front_is_drawn_over_the_rest_and_taken_hold_of(window, session):
    session.edit("Over", lambda m: place(m, "main", {"docs": (300.0, 90.0, 120.0, 48.0)}))
    canvas = window.canvas
    spot = canvas.mapFromScene(340, 110)
    session.selection.set(("docs",))
    window.menus.refresh()
    window.menus.actions["stack-front"].trigger()
    assert canvas.id_at(spot) == "docs"
    window.menus.actions["stack-backward"].trigger()
    assert canvas.id_at(spot) == "chat"
    window.menus.actions["stack-forward"].trigger()
    assert canvas.id_at(spot) == "docs"
    window.menus.actions["stack-back"].trigger()
    assert canvas.id_at(spot) == "chat"
    session.undo()
    assert canvas.id_at(spot) == "docs"


def test_more_is_selected_by_type_or_along_the_flows_and_what_was_current_stays_so(window, session):
    session.edit(
        "Add", lambda m: put(m, Element(id="other", type="llm"), new_placement("main", "other", BOX))
    )
    held = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    session.selection.set(("llm",))
    window.menus.refresh()
    window.activateWindow()
    window.canvas.setFocus()
    QTest.keyClick(window.canvas, Qt.Key.Key_A, held)
    assert session.selection.ids == ("other", "llm")
    session.selection.set(("user",))
    QTest.keyClick(window.canvas, Qt.Key.Key_K, held)
    assert set(session.selection.ids) == {"user", "ask", "chat"}
    QTest.keyClick(window.canvas, Qt.Key.Key_K, held)
    assert set(session.selection.ids) == {"user", "ask", "chat", "upload", "prompt", "docs", "llm"}
    assert session.selection.current == "user"


def test_after_the_first_key_a_list_says_what_may_follow(window, session):
    shown = window.menus.chords.list
    session.selection.set(("user", "docs"))
    window.menus.refresh()
    window.activateWindow()
    window.canvas.setFocus()
    QTest.keyClick(window.canvas, Qt.Key.Key_A)
    assert shown.isVisible()
    assert "Align left" in shown.text()
    assert "Distribute" not in shown.text(), "of two things there are no gaps to make equal"
    QTest.keyClick(window.canvas, Qt.Key.Key_L)
    assert not shown.isVisible()
    assert box(session, "docs")[0] == 20
    session.selection.clear()
    window.menus.refresh()
    QTest.keyClick(window.canvas, Qt.Key.Key_A)
    assert not shown.isVisible()
