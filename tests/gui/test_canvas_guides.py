"""Alignment guides, worked by mouse: they pull, show, and go."""

from __future__ import annotations

import pytest
from canvas_parts import ALT, Hand, small_model
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from dfdmodeler.drawing.guides import Line
from dfdmodeler.model import edits


@pytest.fixture
def hand(qtbot: QtBot) -> Hand:
    """The language model stands off the grid, so that grid and guides disagree."""
    hand = Hand(edits.place(small_model(), "main", {"llm": (643.0, 99.0, 136.0, 56.0)}))
    qtbot.addWidget(hand.canvas)
    return hand


def guides(hand: Hand) -> tuple[Line, ...]:
    return hand.canvas.overlay.guides.shown


def test_a_dragged_element_lines_up_with_another_rather_than_with_the_grid(hand: Hand) -> None:
    x, y = hand.middle("user")
    hand.carry(x, y, x + 5, y + 5)
    assert hand.middle("user")[1] == 127, "level with the language model, off the grid"
    assert any(line.start[1] == line.end[1] == 127 for line in guides(hand)), "through the middles"
    hand.release(x + 5, y + 5)
    assert hand.box("user")[1] == 99
    assert guides(hand) == ()


def test_alt_and_the_preference_switch_guides_off(hand: Hand) -> None:
    x, y = hand.middle("user")
    hand.drag(x, y, x, y + 4, ALT)
    assert hand.box("user")[1] == 100
    hand.canvas.guides = False
    hand.drag(x, y + 4, x, y + 9)
    assert hand.box("user")[1] == 104, "the grid"


def test_what_has_not_left_its_column_is_not_pulled_out_of_it(hand: Hand) -> None:
    hand.session.edit("Move", lambda m: edits.place(m, "main", {"user": (243.0, 500.0, 136.0, 56.0)}))
    hand.drag_by("user", 0, 40)
    assert hand.box("user")[0] == 243


def test_escape_takes_the_guides_away(hand: Hand) -> None:
    x, y = hand.middle("user")
    hand.carry(x, y, x + 5, y + 5)
    assert guides(hand)
    hand.key(Qt.Key.Key_Escape)
    assert guides(hand) == ()
    hand.release(x + 5, y + 5)


def test_a_resized_edge_lines_up(hand: Hand) -> None:
    hand.click_on("docs")
    hand.drag(380, 316, 646, 330)
    assert hand.box("docs")[2] == 643 - 240, "its right edge is level with the left one of the language model"


def test_what_is_placed_lines_up(hand: Hand) -> None:
    hand.canvas.start_placing("web_app")
    hand.hover(709, 400)
    assert any(line.start[0] == line.end[0] == 711 for line in guides(hand))
    hand.click(709, 400)
    placed = hand.session.selection.current
    assert placed is not None
    assert hand.middle(placed)[0] == 711
    assert guides(hand) == ()


def test_a_boundary_being_drawn_lines_up(hand: Hand) -> None:
    hand.canvas.set_tool("boundary")
    hand.drag(616, 400, 781, 560)
    drawn = hand.session.selection.current
    assert drawn is not None
    assert hand.box(drawn) == (616, 400, 163, 160)


def test_equal_gaps_pull_and_show(hand: Hand) -> None:
    for subject, x in (("user", 24.0), ("docs", 210.0)):
        hand.session.edit(
            "Row", lambda m, s=subject, x=x: edits.place(m, "main", {s: (x, 500.0, 136.0, 56.0)})
        )
    hand.session.edit("Row", lambda m: edits.place(m, "main", {"llm": (430.0, 500.0, 136.0, 56.0)}))
    x, y = hand.middle("llm")
    hand.carry(x, y, x - 32, y + 2)
    assert sum(line.is_gap for line in guides(hand)) == 2
    hand.release(x - 32, y + 2)
    assert hand.box("llm")[0] == 396, "50 from its neighbour, as that one is from the next"


def test_seen_from_very_far_nothing_is_lined_up(hand: Hand) -> None:
    hand.canvas.zoom_to(0.1)
    x, y = hand.middle("user")
    hand.carry(x, y, x + 50, y + 3)
    assert guides(hand) == ()
    hand.key(Qt.Key.Key_Escape)
    hand.release(x + 50, y + 3)
