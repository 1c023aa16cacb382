"""Growing a diagram: Tab adds what comes next, Shift+Tab what comes before, flows are drawn by keyboard."""

from __future__ import annotations

import pytest
from canvas_parts import SHIFT, Hand, small_model
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from dfdmodeler.gui.canvas.chooser import Chooser
from dfdmodeler.gui.canvas.retyping import ask_type
from dfdmodeler.model.records import Element, Flow

ENTER, ESCAPE, TAB, BACKTAB = Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Backtab


@pytest.fixture
def hand(qtbot: QtBot) -> Hand:
    hand = Hand(small_model())
    qtbot.addWidget(hand.canvas)
    return hand


def opened(hand: Hand) -> Chooser:
    chooser = hand.canvas.offering.chooser
    assert chooser is not None
    return chooser


def tab(hand: Hand) -> Chooser:
    hand.key(TAB)
    return opened(hand)


def backtab(hand: Hand) -> Chooser:
    hand.key(BACKTAB, SHIFT)
    return opened(hand)


def take(chooser: Chooser, text: str = "") -> None:
    QTest.keyClicks(chooser.search, text)
    QTest.keyClick(chooser.search, ENTER)


def sections(chooser: Chooser) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in chooser.list.rows.rows:
        if row.key:
            list(found.values())[-1].append(row.text)
        else:
            found[row.text] = []
    return found


def test_tab_and_enter_add_what_usually_follows_with_a_flow_as_one_step(hand: Hand) -> None:
    before = hand.model
    hand.click_on("docs")
    take(tab(hand))
    (added,) = hand.selected
    element = hand.record(added)
    assert isinstance(element, Element)
    assert element.type == "retriever"
    (flow,) = (f for f in hand.model.of(Flow) if f.target == added)
    assert flow.source == "docs"
    assert hand.canvas.content.item(flow.id) is not None
    assert [step.label for step in hand.session.history.done] == ["Add Retriever"]
    hand.session.undo()
    assert hand.model == before


def test_tab_again_goes_on_and_everything_keeps_clear_of_the_rest(hand: Hand) -> None:
    hand.click_on("user")
    for text in ("", "data store", "log", "monitor", ""):
        take(tab(hand), text)
    elements = [element.id for element in hand.model.of(Element)]
    assert len(elements) == 4 + 5
    boxes = [(i, hand.box(i)) for i in elements]
    for i, (left, top, width, height) in boxes:
        for other, (x, y, w, h) in boxes:
            apart = left + width <= x or x + w <= left or top + height <= y or y + h <= top
            assert i == other or apart, (i, other)
    assert len(hand.model.of(Flow)) == 2 + 5


def test_shift_tab_adds_what_comes_before_on_the_left(hand: Hand) -> None:
    hand.click_on("llm")
    take(backtab(hand), "prompt store")
    (added,) = hand.selected
    (flow,) = (f for f in hand.model.of(Flow) if f.source == added)
    assert flow.target == "llm"


def test_a_flow_is_drawn_to_an_element_that_is_there_by_keyboard_alone(hand: Hand) -> None:
    hand.click_on("chat")
    chooser = tab(hand)
    assert sections(chooser)["Connect Chat to"] == ["LLM", "User"], "Documents are connected already"
    take(chooser, "llm llm")
    (flow,) = (f for f in hand.model.of(Flow) if f.target == "llm")
    assert flow.source == "chat"
    assert hand.selected == {flow.id}
    assert len(hand.model.of(Element)) == 4
    assert [step.label for step in hand.session.history.done] == ["Add flow"]


def test_an_element_that_is_there_stays_in_sight_however_much_else_is_called_so(hand: Hand) -> None:
    hand.click_on("chat")
    chooser = tab(hand)
    QTest.keyClicks(chooser.search, "llm")
    found = sections(chooser)
    assert list(found) == ["Add after Chat", "Connect Chat to", "More to add"]
    assert found["Add after Chat"][0] == "LLM"
    assert found["Connect Chat to"] == ["LLM"]
    (row,) = (row for row in chooser.list.rows.rows if row.key == "old:llm")
    rect = chooser.list.visualRect(chooser.list.rows.index(chooser.list.rows.rows.index(row)))
    assert chooser.list.viewport().rect().contains(rect)


def test_elements_that_are_there_are_offered_before_too(hand: Hand) -> None:
    hand.click_on("docs")
    chooser = backtab(hand)
    QTest.keyClicks(chooser.search, "user")
    keys = [row.key for row in chooser.list.rows.rows]
    chooser.list.show_key("old:user")
    assert "old:user" in keys
    QTest.keyClick(chooser.search, ENTER)
    assert any((f.source, f.target) == ("user", "docs") for f in hand.model.of(Flow))


def test_from_a_flow_one_goes_on_at_its_end(hand: Hand) -> None:
    hand.canvas.setFocus()
    hand.session.selection.set(["ask"])
    assert "Add after Chat" in sections(tab(hand))
    QTest.keyClick(opened(hand).search, ESCAPE)
    assert "Add before User" in sections(backtab(hand))


def test_escape_leaves_everything_as_it_was_and_takes_the_marks_away(hand: Hand) -> None:
    before = hand.model
    hand.click_on("chat")
    chooser = tab(hand)
    assert hand.canvas.overlay._band.isVisible()
    assert hand.canvas.overlay._line.isVisible()
    QTest.keyClick(chooser.search, ESCAPE)
    assert hand.model is before
    assert hand.selected == {"chat"}
    assert not hand.canvas.overlay._band.isVisible()
    assert not hand.canvas.overlay._line.isVisible()
    assert hand.canvas.hasFocus()


def test_the_flow_to_what_is_there_is_shown_before_it_is_drawn(hand: Hand) -> None:
    hand.click_on("chat")
    chooser = tab(hand)
    QTest.keyClicks(chooser.search, "llm llm")
    assert not hand.canvas.overlay._band.isVisible()
    assert hand.canvas.overlay._target._rects
    line = hand.canvas.overlay._line.path()
    assert line.elementAt(0).x < line.elementAt(1).x


def test_what_is_grown_from_stays_in_its_boundary_where_it_fits(hand: Hand) -> None:
    hand.session.selection.set(["chat"])
    hand.canvas.setFocus()
    take(tab(hand), "log store")
    assert hand.parent(*hand.selected) == "org"


def test_dragging_into_free_room_offers_what_may_come_next_there(hand: Hand) -> None:
    hand.hover(160, 124)
    hand.drag(172, 124, 620, 250)
    chooser = opened(hand)
    assert "Add after User" in sections(chooser)
    take(chooser, "log")
    (added,) = hand.selected
    left, top, _, height = hand.box(added)
    assert abs(left - 620) <= 4
    assert abs(top + height / 2 - 250) <= 4
    assert any((f.source, f.target) == ("user", added) for f in hand.model.of(Flow))
    assert len(hand.session.history.done) == 1


def test_what_is_dropped_beside_the_canvas_offers_nothing_and_one_is_told_why(hand: Hand) -> None:
    before = hand.model
    hand.hover(160, 124)
    hand.drag(172, 124, 400, 740)
    assert hand.canvas.offering.chooser is None
    assert hand.model is before
    assert hand.said == ["A flow ends at an element or at an empty place: drop it on one."]


def test_the_flow_tool_offers_the_same_and_stays(hand: Hand) -> None:
    hand.canvas.set_tool("flow")
    hand.drag(92, 124, 92, 500)
    take(opened(hand), "web")
    (added,) = hand.selected
    assert abs(hand.box(added)[1] - 500) <= 4, "its upper side is at the pointer"
    assert hand.canvas.tool_name == "flow"


def test_with_several_things_selected_tab_opens_nothing(hand: Hand) -> None:
    hand.canvas.setFocus()
    hand.session.selection.set(["chat", "docs"])
    hand.key(TAB)
    assert hand.canvas.offering.chooser is None


def test_a_change_from_elsewhere_takes_the_list_away(hand: Hand) -> None:
    hand.click_on("docs")
    take(tab(hand))
    added = hand.selected
    QTest.keyClicks(tab(hand).search, "llm")
    hand.session.undo()
    assert hand.canvas.offering.chooser is None
    assert not added & set(hand.model)
    hand.session.selection.set(["chat"])
    ask_type(hand.canvas)
    hand.session.redo()
    assert hand.canvas.offering.chooser is None
    assert not hand.canvas.content.previewing


def test_the_menu_does_what_tab_does(window, session) -> None:
    session.open(small_model())
    session.selection.set(["chat"])
    window.menus.refresh()
    assert window.menus.actions["add-next"].isEnabled()
    window.menus.actions["add-before"].trigger()
    chooser = window.canvas.offering.chooser
    assert chooser.search.placeholderText() == "Add or connect from"
    assert window.canvas.viewport().rect().contains(QPoint(chooser.x(), chooser.y()))
    QTest.keyClick(chooser.search, ESCAPE)
    session.selection.clear()
    window.menus.refresh()
    assert not window.menus.actions["add-next"].isEnabled()
