"""Boundary lines by mouse and keys: drawn point by point or in one stroke, bent, and cut by flows."""

from __future__ import annotations

import pytest
from canvas_parts import Hand, small_model
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from dfdmodeler.catalog.offers import LINE
from dfdmodeler.model import edits
from dfdmodeler.model.records import Boundary, Flow, Placement

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def hand(qtbot: QtBot) -> Hand:
    hand = Hand(small_model())
    qtbot.addWidget(hand.canvas)
    hand.session.edit("Call", lambda m: edits.put(m, Flow(id="call", source="chat", target="llm")))
    return hand


def steps(hand: Hand) -> int:
    return len(hand.session.history.done)


def lines(hand: Hand) -> list[Boundary]:
    return [b for b in hand.model.of(Boundary) if b.shape == "line"]


def points(hand: Hand) -> tuple[tuple[float, float], ...]:
    (line,) = lines(hand)
    placement = hand.model[f"main/{line.id}"]
    assert isinstance(placement, Placement)
    return placement.points


def cut(hand: Hand, flow: str) -> object:
    record = hand.record(flow)
    assert isinstance(record, Flow)
    return record.properties.get("line_crossings", ())


def draw(hand: Hand) -> str:
    """A line between the organisation and the language model, from above downwards."""
    hand.canvas.set_tool("line")
    hand.drag(600, 16, 600, 304)
    return lines(hand)[0].id


def double_click(hand: Hand, x: float, y: float) -> None:
    hand.hover(x, y)
    QTest.mouseDClick(hand.canvas.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, hand.pixel(x, y))


def test_one_stroke_draws_a_line_that_flows_cut(hand: Hand) -> None:
    before = steps(hand)
    line = draw(hand)
    assert points(hand) == ((600, 16), (600, 304))
    assert hand.box(line) == (600, 16, 0, 288)
    assert (cut(hand, "call"), cut(hand, "ask")) == ((line,), ())
    assert (hand.selected, hand.canvas.tool_name) == ({line}, "select")
    assert steps(hand) == before + 1
    hand.session.undo()
    assert (lines(hand), cut(hand, "call")) == ([], ())


def test_what_a_line_would_cut_is_shown_while_it_is_drawn(hand: Hand) -> None:
    hand.canvas.set_tool("line")
    hand.carry(600, 16, 600, 304)
    assert [(m.flow, m.word) for m in hand.canvas.overlay.crossings.marks] == [("call", "crosses")]
    assert hand.canvas.foresight.words == "1 flow would now cross Trust boundary line"


@pytest.mark.parametrize("end", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_clicks_draw_it_point_by_point_and_enter_ends_it(hand: Hand, end: Qt.Key) -> None:
    hand.canvas.set_tool("line")
    for x, y in ((600, 16), (640, 48), (600, 304)):
        hand.click(x, y)
    assert lines(hand) == []
    hand.key(end)
    assert points(hand) == ((600, 16), (640, 48), (600, 304))
    assert hand.canvas.tool_name == "select"


def test_a_double_click_ends_it(hand: Hand) -> None:
    hand.canvas.set_tool("line")
    hand.click(600, 16)
    hand.click(600, 304)
    double_click(hand, 600, 304)
    assert points(hand) == ((600, 16), (600, 304))


def test_backspace_takes_the_last_point_back(hand: Hand) -> None:
    hand.canvas.set_tool("line")
    for x, y in ((600, 16), (640, 200), (600, 304)):
        hand.click(x, y)
    hand.key(Qt.Key.Key_Backspace)
    hand.click(600, 400)
    hand.key(Qt.Key.Key_Return)
    assert points(hand) == ((600, 16), (640, 200), (600, 400))


def test_escape_drops_the_line_then_the_tool(hand: Hand) -> None:
    before = hand.model
    hand.canvas.set_tool("line")
    hand.click(600, 16)
    hand.click(600, 200)
    hand.key(Qt.Key.Key_Escape)
    assert (hand.model, hand.canvas.tool_name) == (before, "line")
    assert not hand.canvas.overlay._line.isVisible()
    hand.key(Qt.Key.Key_Escape)
    assert hand.canvas.tool_name == "select"


def test_one_point_is_no_line(hand: Hand) -> None:
    hand.canvas.set_tool("line")
    hand.click(600, 16)
    hand.key(Qt.Key.Key_Return)
    assert lines(hand) == []
    assert "two points" in hand.said[-1]
    hand.click(600, 200)
    hand.key(Qt.Key.Key_Return)
    assert points(hand) == ((600, 16), (600, 200))


def test_the_palette_has_it(hand: Hand) -> None:
    hand.canvas.start_placing(LINE)
    assert hand.canvas.tool_name == "line"
    hand.canvas.set_tool("select")
    line = hand.canvas.place_in_room(LINE)
    assert len(points(hand)) == 2
    assert hand.selected == {line}


def test_a_point_follows_the_pointer_and_so_does_what_is_cut(hand: Hand) -> None:
    line = draw(hand)
    hand.drag(600, 16, 600, 200)
    assert points(hand) == ((600, 200), (600, 304))
    assert hand.box(line) == (600, 200, 0, 104)
    assert cut(hand, "call") == ()


def test_a_place_between_two_points_becomes_a_point(hand: Hand) -> None:
    draw(hand)
    before = steps(hand)
    hand.drag(600, 160, 560, 160)
    assert points(hand) == ((600, 16), (560, 160), (600, 304))
    assert steps(hand) == before + 1


def test_a_double_click_takes_a_point_out_but_never_the_last_two(hand: Hand) -> None:
    draw(hand)
    hand.drag(600, 160, 560, 160)
    double_click(hand, 560, 160)
    assert points(hand) == ((600, 16), (600, 304))
    double_click(hand, 600, 16)
    assert points(hand) == ((600, 16), (600, 304))
    assert "two points" in hand.said[-1]


def test_a_line_moved_or_an_element_moved_across_it_is_one_step(hand: Hand) -> None:
    line = draw(hand)
    before = steps(hand)
    hand.session.selection.set(["llm"])
    hand.drag_by("llm", -120, 160)
    assert (cut(hand, "call"), steps(hand)) == ((), before + 1)
    hand.session.undo()
    assert cut(hand, "call") == (line,)
    hand.session.selection.set([line])
    hand.drag(600, 260, 180, 260)
    assert (cut(hand, "call"), cut(hand, "ask"), steps(hand)) == ((), (line,), before + 1)


def test_keys_that_move_it_turn_what_is_cut(hand: Hand) -> None:
    line = draw(hand)
    for _ in range(18):
        hand.key(Qt.Key.Key_Down)
    assert cut(hand, "call") == ()
    assert any(said == f"1 flow no longer crosses {hand.model.name_of(line)}" for said in hand.said)


def test_a_flow_drawn_across_it_cuts_it_and_tells_which_way(hand: Hand) -> None:
    line = draw(hand)
    hand.session.edit("Swap inside", lambda m: edits.swap_inside(m, [line]))
    hand.canvas.set_tool("flow")
    hand.carry(*hand.middle("docs"), *hand.middle("llm"))
    assert ("@new", "enters") in [(m.flow, m.word) for m in hand.canvas.overlay.crossings.marks]
    hand.release(*hand.middle("llm"))
    (flow,) = hand.selected
    assert cut(hand, flow) == (line,)


def test_the_inside_shows_as_ticks(hand: Hand) -> None:
    line = draw(hand)
    plain = hand.canvas.content.item(line)
    hand.session.edit("Swap inside", lambda m: edits.swap_inside(m, [line]))
    ticked = hand.canvas.content.item(line)
    assert plain is not None
    assert ticked is not None
    assert len(ticked.primitives) == len(plain.primitives) + 1


def test_a_line_that_goes_while_a_point_is_held_comes_back_by_no_drag(hand: Hand) -> None:
    draw(hand)
    hand.press(600, 16)
    hand.session.undo()
    hand.hover(640, 200)
    hand.release(640, 200)
    assert lines(hand) == []
    assert not any(i.startswith("main/boundary") for i in hand.model)
