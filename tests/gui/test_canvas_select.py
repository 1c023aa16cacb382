"""Selecting on the canvas: clicks, additions, rubber band, arrow keys."""

from __future__ import annotations

import pytest
from canvas_parts import CTRL, SHIFT, Hand, small_model
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from dfdmodeler.drawing.primitives import Badge, Marks
from dfdmodeler.gui.canvas.outlines import badges_of
from dfdmodeler.model import edits


@pytest.fixture
def hand(qtbot: QtBot) -> Hand:
    hand = Hand(small_model())
    qtbot.addWidget(hand.canvas)
    return hand


def test_a_click_selects_what_is_under_it(hand: Hand) -> None:
    hand.click_on("chat")
    assert hand.selected == {"chat"}
    hand.click_on("user")
    assert hand.selected == {"user"}


def test_shift_click_adds_and_takes_away(hand: Hand) -> None:
    hand.click_on("chat")
    hand.click_on("user", SHIFT)
    assert hand.selected == {"chat", "user"}
    hand.click_on("chat", SHIFT)
    assert hand.selected == {"user"}


def test_a_click_on_one_of_several_leaves_that_one(hand: Hand) -> None:
    hand.session.selection.set(["chat", "user"])
    hand.click_on("chat")
    assert hand.selected == {"chat"}


def test_a_click_on_empty_canvas_selects_nothing(hand: Hand) -> None:
    hand.click_on("chat")
    hand.click(600, 500)
    assert hand.selected == set()


def test_a_flow_is_hit_a_few_pixels_beside_its_line(hand: Hand) -> None:
    item = hand.canvas.content.item("store")
    assert item is not None
    x, y = item.line[0]
    hand.click(x + 4, y + 24)
    assert hand.selected == {"store"}


def test_the_rubber_band_selects_what_lies_fully_inside(hand: Hand) -> None:
    hand.drag(10, 80, 190, 170)
    assert hand.selected == {"user"}
    hand.drag(620, 80, 800, 170, SHIFT)
    assert hand.selected == {"user", "llm"}


def test_escape_drops_the_rubber_band_and_what_it_selected(hand: Hand) -> None:
    hand.click_on("llm")
    hand.carry(10, 80, 190, 170)
    assert hand.selected == {"user"}
    hand.key(Qt.Key.Key_Escape)
    assert hand.selected == {"llm"}
    hand.release(190, 170)
    assert hand.selected == {"llm"}


def test_ctrl_and_arrows_go_to_the_nearest_element_in_a_direction(hand: Hand) -> None:
    hand.canvas.setFocus()
    seen = []
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Up):
        hand.key(key, CTRL)
        seen.append(hand.session.selection.current)
    assert seen == ["user", "chat", "docs", "llm", "llm"]
    hand.session.selection.clear()
    hand.key(Qt.Key.Key_Left, CTRL)
    assert hand.session.selection.current == "docs", "the last one as one reads"


def test_ctrl_shift_and_arrows_go_along_flows(hand: Hand) -> None:
    hand.click_on("user")
    seen = []
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down):
        hand.key(key, CTRL | SHIFT)
        seen.append(hand.session.selection.current)
    assert seen == ["ask", "chat", "store", "docs", "docs"]
    hand.key(Qt.Key.Key_Up, CTRL | SHIFT)
    assert hand.session.selection.current == "store"


def test_tab_leaves_the_canvas_where_nothing_is_selected(window, session) -> None:
    session.open(small_model())
    window.canvas.setFocus()
    assert window.focusWidget() is window.canvas
    QTest.keyClick(window.canvas, Qt.Key.Key_Tab)
    assert window.focusWidget() is not window.canvas
    assert window.canvas.offering.chooser is None


def test_what_is_current_is_told_to_screen_readers(hand: Hand) -> None:
    hand.click_on("chat")
    assert hand.canvas.accessibleDescription() == "Chat, Web app, in Organisation"
    hand.session.selection.set(["ask"])
    assert hand.canvas.accessibleDescription() == "Question, from User to Chat"
    hand.session.selection.clear()
    assert hand.canvas.accessibleDescription() == ""


def test_a_context_menu_is_for_what_is_under_the_pointer(hand: Hand) -> None:
    asked: list[QPoint] = []
    hand.canvas.menu_requested.connect(asked.append)
    at = hand.pixel(*hand.middle("docs"))
    globally = hand.canvas.viewport().mapToGlobal(at)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, globally)
    QApplication.sendEvent(hand.canvas.viewport(), event)
    assert hand.selected == {"docs"}
    assert asked == [globally]


def test_the_frame_of_a_flow_leaves_its_badge_free(hand: Hand) -> None:
    hand.session.edit("Rename", lambda model: edits.rename(model, "ask", ""))
    hand.canvas._set_marks(Marks({"ask": Badge(2, "Important")}))
    label = hand.canvas.content.label("ask")
    assert label is not None
    (pill,) = badges_of(label)
    spot = QRectF(*pill.box).center()
    at = hand.canvas.mapFromScene(spot.x() - pill.box.width / 2 + 3, spot.y())
    before = hand.canvas.grab().toImage().pixelColor(at)
    for chosen in (["ask"], ["ask", "user", "chat"]):
        hand.session.selection.set(chosen)
        assert hand.canvas.grab().toImage().pixelColor(at) == before


def test_a_badge_that_goes_gives_its_corner_back_to_the_frame(hand: Hand) -> None:
    hand.click_on("chat")
    whole = len(hand.canvas.overlay.handles)
    hand.canvas._set_marks(Marks({"chat": Badge(2, "Important")}))
    assert hand.canvas.overlay._selected._holes
    assert len(hand.canvas.overlay.handles) == whole - 1
    hand.canvas._set_marks(Marks())
    assert not hand.canvas.overlay._selected._holes
    assert len(hand.canvas.overlay.handles) == whole
