"""Moving and resizing: one step, on the grid, cancelled without a trace, boundaries take in and release."""

from __future__ import annotations

import pytest
from canvas_parts import BOXES, Hand, small_model
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from dfdmodeler.model import edits
from dfdmodeler.model.records import Boundary, Note, Route


@pytest.fixture
def hand(qtbot: QtBot) -> Hand:
    hand = Hand(small_model())
    qtbot.addWidget(hand.canvas)
    return hand


def steps(hand: Hand) -> int:
    return len(hand.session.history.done)


def test_a_drag_is_one_step_that_can_be_undone(hand: Hand) -> None:
    before = hand.model
    hand.drag_by("llm", 80, 160)
    assert hand.box("llm") == (720, 256, 136, 56)
    assert steps(hand) == 1
    hand.session.undo()
    assert hand.model == before


def test_positions_keep_to_the_grid_unless_snapping_is_off(hand: Hand) -> None:
    hand.drag_by("llm", 37, 3)
    assert hand.box("llm")[:2] == (680, 96)
    hand.canvas.snap = False
    hand.drag_by("llm", 13, 10)
    assert hand.box("llm")[:2] == (693, 106)


def test_a_preview_touches_neither_model_nor_history(hand: Hand) -> None:
    before = hand.model
    x, y = hand.middle("llm")
    hand.carry(x, y, x + 80, y + 80)
    assert hand.model is before
    assert steps(hand) == 0
    assert hand.middle("llm") == (x + 80, y + 80)
    hand.release(x + 80, y + 80)
    assert steps(hand) == 1


def test_escape_ends_a_drag_without_a_trace(hand: Hand) -> None:
    before, drawn = hand.model, dict(hand.canvas.content.drawn.items)
    x, y = hand.middle("chat")
    hand.carry(x, y, x + 400, y + 200)
    assert hand.canvas.content.drawn.items != drawn
    hand.key(Qt.Key.Key_Escape)
    hand.release(x + 400, y + 200)
    assert hand.model is before
    assert steps(hand) == 0
    assert hand.canvas.content.drawn.items == drawn


def test_all_that_is_selected_moves_together(hand: Hand) -> None:
    hand.session.selection.set(["user", "llm"])
    hand.drag_by("llm", 0, 80)
    assert hand.box("user")[:2] == (24, 176)
    assert hand.box("llm")[:2] == (640, 176)


def test_flows_follow_what_they_connect(hand: Hand) -> None:
    hand.drag_by("user", 0, 160)
    item = hand.canvas.content.item("ask")
    assert item is not None
    left, top, width, height = hand.box("user")
    x, y = item.line[0]
    assert left - 1 <= x <= left + width + 1
    assert top - 1 <= y <= top + height + 1


def test_an_element_dropped_in_a_boundary_belongs_to_it_and_outside_to_none(hand: Hand) -> None:
    hand.drag_by("llm", -200, 160)
    assert hand.parent("llm") == "org"
    hand.drag_by("llm", 300, 0)
    assert hand.parent("llm") is None
    hand.session.undo()
    assert hand.parent("llm") == "org"


def test_the_innermost_boundary_takes_an_element(hand: Hand) -> None:
    inner = Boundary(id="inner", name="Inner", parent="org")
    hand.session.edit(
        "Inner",
        lambda m: edits.place(edits.put(m, inner), "main", {"inner": (392, 200, 160, 152)}),
    )
    hand.drag_by("llm", -232, 160)
    assert hand.parent("llm") == "inner"


def test_moving_a_boundary_moves_what_is_inside(hand: Hand) -> None:
    hand.click(204, 300)
    assert hand.selected == {"org"}
    hand.drag(200, 300, 200, 380)
    assert hand.box("org")[:2] == (200, 120)
    assert hand.box("chat")[:2] == (240, 176)
    assert hand.box("user") == BOXES["user"]
    assert hand.parent("chat") == "org"


def test_bends_move_with_both_ends(hand: Hand) -> None:
    hand.session.edit("Bend", lambda m: edits.bend(m, "main", "store", [(400, 200)]))
    hand.session.selection.set(["org"])
    hand.drag(200, 300, 200, 380)
    route = hand.model["main/store"]
    assert isinstance(route, Route)
    assert route.bends == ((400, 280),)


def test_a_corner_resizes_an_element(hand: Hand) -> None:
    hand.click_on("llm")
    hand.drag(780, 156, 820, 190)
    assert hand.box("llm") == (640, 96, 176, 88)
    hand.session.undo()
    assert hand.box("llm") == BOXES["llm"]


def test_a_resized_boundary_takes_in_and_releases(hand: Hand) -> None:
    hand.session.selection.set(["org"])
    hand.drag(564, 200, 804, 200)
    assert hand.box("org") == (200, 40, 600, 320)
    assert hand.parent("llm") == "org"
    hand.drag(500, 364, 500, 204)
    assert hand.parent("docs") is None
    assert hand.parent("chat") == "org"


def test_a_shape_never_gets_smaller_than_can_be_taken_hold_of(hand: Hand) -> None:
    hand.click_on("llm")
    hand.drag(780, 156, 500, 20)
    assert hand.box("llm") == (640, 96, 32, 32)


def test_notes_move_and_resize(hand: Hand) -> None:
    note = Note(id="n", diagram="main", text="Remember", x=640, y=400, width=160, height=64)
    hand.session.edit("Note", lambda m: edits.put(m, note))
    hand.drag_by("n", 16, 16)
    hand.drag(820, 484, 844, 484)
    moved = hand.model["n"]
    assert isinstance(moved, Note)
    assert (moved.x, moved.y, moved.width, moved.height) == (656, 416, 184, 64)


def test_arrow_keys_nudge_by_a_grid_step_as_one_step(hand: Hand) -> None:
    hand.click_on("llm")
    for _ in range(3):
        hand.key(Qt.Key.Key_Right)
    hand.key(Qt.Key.Key_Down)
    assert hand.box("llm")[:2] == (664, 104)
    assert steps(hand) == 1


def test_undo_during_a_drag_ends_the_drag(hand: Hand) -> None:
    hand.drag_by("llm", 0, 80)
    x, y = hand.middle("llm")
    hand.carry(x, y, x + 80, y)
    hand.session.undo()
    hand.release(x + 80, y)
    assert hand.box("llm") == BOXES["llm"]
    assert steps(hand) == 0


def test_of_very_many_things_only_the_frames_move_until_they_are_dropped(
    hand: Hand, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dfdmodeler.gui.canvas.tools.drag._LIVE", 1)
    drawn = dict(hand.canvas.content.drawn.items)
    hand.session.selection.set(["user", "llm"])
    x, y = hand.middle("llm")
    hand.carry(x, y, x, y + 80)
    assert hand.canvas.content.drawn.items == drawn
    assert hand.canvas.overlay._selected.pos().y() == 80
    hand.release(x, y + 80)
    assert hand.box("user")[:2] == (24, 176)
    assert hand.canvas.overlay._selected.pos().y() == 0
