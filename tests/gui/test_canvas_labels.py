"""Labels of flows are dragged along their flows, and stay there."""

from __future__ import annotations

import pytest
from canvas_parts import ALT, LEFT, Hand, small_model
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from dfdmodeler.drawing.primitives import Box
from dfdmodeler.model.records import Flow, Route


@pytest.fixture
def hand(qtbot: QtBot) -> Hand:
    hand = Hand(small_model())
    qtbot.addWidget(hand.canvas)
    return hand


def label_of(hand: Hand, flow: str) -> Box:
    item = hand.canvas.content.item(flow)
    assert item is not None
    assert item.label is not None
    return item.label


def anchor_of(hand: Hand, flow: str) -> tuple[float, float] | None:
    route = hand.model.get(f"main/{flow}")
    return route.label if isinstance(route, Route) else None


def test_a_label_is_dragged_along_its_flow_in_one_step(hand: Hand) -> None:
    before, line = hand.model, hand.canvas.content.item("store").line  # type: ignore[union-attr]
    x, y = label_of(hand, "store").center
    hand.drag(x, y, x + 3, y - 24)
    assert label_of(hand, "store").center == pytest.approx((x, y - 24), abs=0.6)
    assert hand.canvas.content.item("store").line == line  # type: ignore[union-attr]
    assert hand.selected == {"store"}
    hand.session.undo()
    assert hand.model == before
    assert label_of(hand, "store").center == pytest.approx((x, y))


def test_a_label_is_dragged_beside_its_flow_and_back_on_its_middle(hand: Hand) -> None:
    x, y = label_of(hand, "store").center
    hand.drag(x, y, x + 70, y + 10)
    box = label_of(hand, "store")
    assert box.x > 308
    _, beside = anchor_of(hand, "store") or (0, 0)
    assert beside < 0
    hand.drag(*box.center, 310, y + 2)
    assert anchor_of(hand, "store") == (50.0, 0.0)


def test_alt_leaves_the_middle_free(hand: Hand) -> None:
    x, y = label_of(hand, "store").center
    hand.drag(x, y, x, y + 6, ALT)
    along, _ = anchor_of(hand, "store") or (0, 0)
    assert along > 51


def test_escape_leaves_the_label_where_it_was(hand: Hand) -> None:
    before, box = hand.model, label_of(hand, "store")
    hand.carry(*box.center, box.center[0], box.center[1] - 30)
    assert label_of(hand, "store") != box
    hand.key(Qt.Key.Key_Escape)
    hand.release(*box.center)
    assert hand.model is before
    assert label_of(hand, "store") == box


def test_a_label_keeps_its_place_when_an_end_of_its_flow_moves(hand: Hand) -> None:
    x, y = label_of(hand, "store").center
    hand.drag(x, y, x, y - 24)
    anchor = anchor_of(hand, "store")
    hand.drag_by("docs", 120, 0)
    assert anchor_of(hand, "store") == anchor
    item = hand.canvas.content.item("store")
    assert item is not None
    assert any(a[0] <= label_of(hand, "store").center[0] <= a[0] + 130 for a in item.line)


def test_a_click_on_a_label_selects_and_a_double_click_renames(hand: Hand) -> None:
    x, y = label_of(hand, "store").center
    hand.click(x, y)
    assert hand.selected == {"store"}
    assert "main/store" not in hand.model
    QTest.mouseDClick(hand.canvas.viewport(), LEFT, pos=hand.pixel(x, y))
    hand.type("Papers")
    QTest.keyClick(hand.canvas.viewport().focusWidget(), Qt.Key.Key_Return)
    flow = hand.model["store"]
    assert isinstance(flow, Flow)
    assert flow.name == "Papers"


def test_a_label_among_several_things_selected_moves_them(hand: Hand) -> None:
    hand.session.selection.set(["store", "chat", "docs"])
    x, y = label_of(hand, "store").center
    left = hand.box("chat")[0]
    hand.drag(x, y, x + 80, y)
    assert hand.box("chat")[0] > left + 60
    assert anchor_of(hand, "store") is None


def test_arrow_keys_move_the_label_of_a_selected_flow_as_one_step(hand: Hand) -> None:
    before, (x, y) = hand.model, label_of(hand, "store").center
    hand.session.selection.set(["store"])
    hand.key(Qt.Key.Key_Up)
    hand.key(Qt.Key.Key_Up)
    assert label_of(hand, "store").center == pytest.approx((x, y - 16), abs=0.6)
    hand.key(Qt.Key.Key_Right)
    assert label_of(hand, "store").x > 308
    hand.key(Qt.Key.Key_Left)
    assert label_of(hand, "store").center == pytest.approx((x, y - 16), abs=0.6)
    hand.session.undo()
    assert hand.model == before


def test_a_label_that_is_too_small_to_be_drawn_is_not_taken_hold_of(hand: Hand) -> None:
    hand.canvas.zoom_to(0.3)
    x, y = label_of(hand, "store").center
    hand.drag(x, y, x + 120, y)
    assert anchor_of(hand, "store") is None
    route = hand.model["main/store"]
    assert isinstance(route, Route)
    assert route.bends
