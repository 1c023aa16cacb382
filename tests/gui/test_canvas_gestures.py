"""Gestures with several things: the band in both directions, and dragging copies away with Ctrl."""

from __future__ import annotations

import pytest
from canvas_parts import BOXES, CTRL, SHIFT, Hand, small_model
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from dfdmodeler.model import locking
from dfdmodeler.model.records import Element, Flow


@pytest.fixture
def hand(qtbot: QtBot) -> Hand:
    hand = Hand(small_model())
    qtbot.addWidget(hand.canvas)
    return hand


def test_a_band_to_the_right_takes_what_lies_inside(hand: Hand) -> None:
    hand.drag(600, 80, 800, 170)
    assert hand.selected == {"llm"}
    hand.drag(600, 20, 700, 200)
    assert hand.selected == set()


def test_a_band_to_the_left_takes_all_it_touches_and_looks_different(hand: Hand) -> None:
    hand.carry(660, 200, 180, 20)
    assert hand.canvas.overlay._band.pen().style() == Qt.PenStyle.DashLine
    hand.release(180, 20)
    assert hand.selected == {"llm", "chat", "org", "ask", "store"}
    hand.carry(600, 420, 620, 430)
    assert hand.canvas.overlay._band.pen().style() == Qt.PenStyle.SolidLine
    hand.release(620, 430)


def test_a_band_inside_a_boundary_does_not_take_the_boundary(hand: Hand) -> None:
    hand.drag(300, 340, 230, 300)
    assert hand.selected == {"docs"}


def test_a_band_with_shift_adds_what_it_touches(hand: Hand) -> None:
    hand.click_on("user")
    hand.drag(660, 200, 600, 20, SHIFT)
    assert hand.selected == {"user", "llm"}


def test_a_click_with_ctrl_or_shift_adds_and_takes_away(hand: Hand) -> None:
    for held in (CTRL, SHIFT):
        hand.session.selection.clear()
        hand.click_on("user", held)
        hand.click_on("llm", held)
        assert hand.selected == {"user", "llm"}
        hand.click_on("user", held)
        assert hand.selected == {"llm"}


def test_dragging_with_ctrl_leaves_the_original_and_drops_a_copy(hand: Hand) -> None:
    before = hand.model
    x, y = hand.middle("llm")
    hand.carry(x, y, x - 200, y + 168, CTRL)
    assert hand.model is before
    assert hand.canvas.content.previewing
    hand.release(x - 200, y + 168, CTRL)
    (copy,) = hand.selected
    assert copy != "llm"
    assert hand.box("llm") == BOXES["llm"]
    assert hand.box(copy) == (440, 264, 136, 56)
    added = hand.model[copy]
    assert isinstance(added, Element)
    assert (added.type, added.parent) == ("llm", "org")
    assert [step.label for step in hand.session.history.done] == ["Duplicate"]
    hand.session.undo()
    assert hand.model == before


def test_copies_of_several_keep_the_flows_among_them(hand: Hand) -> None:
    hand.session.selection.set(["chat", "docs"])
    hand.drag(*hand.middle("chat"), 700, 420, CTRL)
    new = [hand.model[i] for i in hand.selected]
    assert len([r for r in new if isinstance(r, Element)]) == 2
    assert [r.name for r in new if isinstance(r, Flow)] == ["Documents"]


def test_escape_drops_the_copies_and_a_locked_thing_can_be_copied(hand: Hand) -> None:
    hand.session.edit("Lock", lambda m: locking.set_locked(m, "main", ["llm"], True))
    before = hand.model
    x, y = hand.middle("llm")
    hand.carry(x, y, x, y + 160, CTRL)
    hand.key(Qt.Key.Key_Escape)
    hand.release(x, y + 160, CTRL)
    assert hand.model is before
    assert not hand.canvas.content.previewing
    hand.drag(x, y, x, y + 160, CTRL)
    (copy,) = hand.selected
    assert locking.unlocked(hand.model, "main", ["llm", copy]) == (copy,)


def test_a_copy_dropped_where_it_was_taken_is_none(hand: Hand) -> None:
    before = hand.model
    x, y = hand.middle("llm")
    hand.press(x, y, CTRL)
    hand.hover(x + 40, y)
    hand.hover(x, y)
    hand.release(x, y, CTRL)
    assert hand.model is before
