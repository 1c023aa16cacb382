"""Flows by mouse: connected with snapping, both ends moved, loops, several side by side, bends."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from canvas_parts import LEFT, Hand, small_model
from PySide6.QtCore import QPointF
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from dfdmodeler.drawing.geometry import Polyline, distance_to_line
from dfdmodeler.drawing.primitives import Box
from dfdmodeler.gui.canvas.handles import CONNECT_GAP
from dfdmodeler.model import edits
from dfdmodeler.model.records import Flow, Route

STYLES = ["straight", "orthogonal", "curved"]


@pytest.fixture
def hand(qtbot: QtBot) -> Hand:
    hand = Hand(small_model())
    qtbot.addWidget(hand.canvas)
    return hand


def line_of(hand: Hand, flow: str) -> Polyline:
    item = hand.canvas.content.item(flow)
    assert item is not None
    return item.line


def bends_of(hand: Hand, flow: str) -> tuple[tuple[float, float], ...]:
    route = hand.model.get(f"main/{flow}")
    return route.bends if isinstance(route, Route) else ()


def set_style(hand: Hand, style: str) -> None:
    hand.session.edit("Style", lambda model: edits.update(model, ["main"], style=style))


def between(hand: Hand, source: str, target: str) -> list[str]:
    return [f.id for f in hand.model.of(Flow) if (f.source, f.target) == (source, target)]


def draw(hand: Hand, source: str, target: str) -> str:
    """Draws a flow with the tool; its id."""
    before = set(between(hand, source, target))
    hand.canvas.set_tool("flow")
    hand.drag(*hand.middle(source), *hand.middle(target))
    hand.canvas.set_tool("select")
    (new,) = set(between(hand, source, target)) - before
    return new


def test_while_a_flow_is_drawn_it_snaps_to_the_element_that_is_framed(hand: Hand) -> None:
    x, y, width, height = hand.box("user")
    hand.hover(x + width / 2, y + height / 2)
    assert {dot.subject for dot in hand.canvas.overlay.dots} == {"user"}
    start = (x + width / 2, y + height + CONNECT_GAP)
    left, top, _, tall = hand.box("docs")
    hand.carry(*start, left - 6, top + tall / 2)
    path = hand.canvas.overlay._line.path()
    assert hand.canvas.overlay._target.boundingRect().contains(QPointF(left, top))
    ends = [path.elementAt(i) for i in range(path.elementCount())]
    box = Box(*hand.box("docs"))
    assert any(box.grown(0.6).contains(e.x, e.y) and not box.grown(-0.6).contains(e.x, e.y) for e in ends)
    hand.release(left - 6, top + tall / 2)
    assert len(between(hand, "user", "docs")) == 1


@pytest.mark.parametrize("style", STYLES)
def test_both_ends_of_a_flow_are_moved_to_others(hand: Hand, style: str) -> None:
    set_style(hand, style)
    hand.session.selection.set(["ask"])
    hand.drag(*line_of(hand, "ask")[-1], *hand.middle("llm"))
    assert between(hand, "user", "llm") == ["ask"]
    hand.drag(*line_of(hand, "ask")[0], *hand.middle("docs"))
    assert between(hand, "docs", "llm") == ["ask"]
    hand.session.undo()
    hand.session.undo()
    assert between(hand, "user", "chat") == ["ask"]


def test_an_end_dropped_on_the_element_of_the_other_end_makes_a_loop(hand: Hand) -> None:
    hand.session.selection.set(["ask"])
    hand.drag(*line_of(hand, "ask")[0], *hand.middle("chat"))
    assert between(hand, "chat", "chat") == ["ask"]


@pytest.mark.parametrize("style", STYLES)
def test_loops_are_drawn_outside_their_element_and_apart(hand: Hand, style: str) -> None:
    set_style(hand, style)
    x, y = hand.middle("llm")
    hand.canvas.set_tool("flow")
    for _ in range(2):
        hand.press(x, y)
        for to in ((x + 150, y), (x + 150, y + 90), (x, y)):
            hand.hover(*to)
        hand.release(x, y)
    one, two = (line_of(hand, flow) for flow in between(hand, "llm", "llm"))
    assert one != two
    assert abs(one[0][0] - two[0][0]) + abs(one[0][1] - two[0][1]) > 4
    left, top, width, height = hand.box("llm")
    for line in (one, two):
        assert not any(left < px < left + width and top < py < top + height for px, py in line)


@pytest.mark.parametrize("style", STYLES)
def test_flows_there_and_back_between_two_elements_stay_apart(hand: Hand, style: str) -> None:
    set_style(hand, style)
    hand.drag_by("llm", 0, 136)
    flows = [
        draw(hand, *ends) for ends in (("chat", "llm"), ("llm", "chat"), ("chat", "llm"), ("llm", "chat"))
    ]
    lines = [line_of(hand, flow) for flow in flows]
    for one, two in combinations(lines, 2):
        middles = [((a[0] + b[0]) / 2, (a[1] + b[1]) / 2) for a, b in pairwise(one)]
        assert max(distance_to_line(two, middle) for middle in middles) > 8
        ends = [(p, q) for p in (one[0], one[-1]) for q in (two[0], two[-1])]
        assert min(abs(p[0] - q[0]) + abs(p[1] - q[1]) for p, q in ends) > 5
    labels = [hand.canvas.content.label(flow) for flow in flows]
    assert all(label is None for label in labels)


@pytest.mark.parametrize("style", STYLES)
def test_bends_are_added_moved_and_taken_out(hand: Hand, style: str) -> None:
    set_style(hand, style)
    before = hand.model
    hand.session.selection.set(["store"])
    hand.drag(308, 176, 424, 176)
    assert bends_of(hand, "store") == ((424, 176),)
    assert distance_to_line(line_of(hand, "store"), (424, 176)) < 0.1
    hand.drag(424, 176, 448, 224)
    assert bends_of(hand, "store") == ((448, 224),)
    QTest.mouseDClick(hand.canvas.viewport(), LEFT, pos=hand.pixel(448, 224))
    assert hand.model == before


def test_a_flow_that_is_not_selected_is_bent_at_once_and_a_click_only_selects(hand: Hand) -> None:
    before = hand.model
    hand.click(308, 176)
    assert hand.selected == {"store"}
    assert hand.model is before
    hand.session.selection.clear()
    hand.drag(308, 176, 424, 176)
    assert hand.selected == {"store"}
    assert bends_of(hand, "store") == ((424, 176),)


@pytest.mark.parametrize("style", STYLES)
def test_bends_stay_when_an_end_moves_and_go_along_when_both_do(hand: Hand, style: str) -> None:
    set_style(hand, style)
    hand.session.selection.set(["store"])
    hand.drag(308, 176, 424, 176)
    hand.drag_by("docs", 80, 40)
    assert bends_of(hand, "store") == ((424, 176),)
    line = line_of(hand, "store")
    assert distance_to_line(line, (424, 176)) < 0.1
    if style == "orthogonal":
        assert all(a[0] == b[0] or a[1] == b[1] for a, b in pairwise(line))
    hand.session.selection.set(["chat", "docs"])
    hand.drag(*hand.middle("chat"), hand.middle("chat")[0] + 16, hand.middle("chat")[1] + 8)
    assert bends_of(hand, "store") == ((440, 184),)


@pytest.mark.parametrize("style", STYLES)
def test_what_a_drag_shows_of_a_bent_flow_is_what_comes_of_it(hand: Hand, style: str) -> None:
    set_style(hand, style)
    hand.session.selection.set(["store"])
    hand.drag(308, 176, 424, 176)
    x, y = hand.middle("docs")
    hand.carry(x, y, x + 80, y + 40)
    shown = line_of(hand, "store")
    hand.release(x + 80, y + 40)
    assert line_of(hand, "store") == shown


def test_a_curve_gets_a_second_bend_where_it_is_dragged(hand: Hand) -> None:
    set_style(hand, "curved")
    hand.session.selection.set(["store"])
    hand.drag(308, 176, 424, 176)
    x, y = next(p for p in line_of(hand, "store") if p[1] > 235)
    hand.drag(x, y, x + 40, y + 30)
    first, second = bends_of(hand, "store")
    assert first == (424, 176)
    assert second[1] > 195
    hand.session.undo()
    assert bends_of(hand, "store") == (first,)


def test_a_segment_of_an_orthogonal_flow_is_shifted_and_its_ends_stay(hand: Hand) -> None:
    hand.drag_by("docs", 160, 0)
    hand.session.selection.set(["store"])
    line = line_of(hand, "store")
    a, b = max(pairwise(line), key=lambda piece: abs(piece[0][1] - piece[1][1]))
    across = (a[0], b[1] - 20)
    hand.drag(*across, across[0] + 48, across[1])
    after = line_of(hand, "store")
    assert all(p[0] == q[0] or p[1] == q[1] for p, q in pairwise(after))
    assert bends_of(hand, "store")
