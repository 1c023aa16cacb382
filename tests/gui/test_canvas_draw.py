"""Drawing: elements, notes and boundaries are put on the canvas, flows drawn and bent, names typed."""

from __future__ import annotations

from itertools import combinations

import pytest
from canvas_parts import LEFT, Hand, small_model
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from dfdmodeler.drawing.primitives import Box
from dfdmodeler.gui.canvas.stencils import MIME_TYPE
from dfdmodeler.model import edits
from dfdmodeler.model.model import EMPTY_MODEL
from dfdmodeler.model.records import Boundary, Element, Flow, Note, Route


@pytest.fixture
def hand(qtbot: QtBot) -> Hand:
    hand = Hand(small_model())
    qtbot.addWidget(hand.canvas)
    return hand


def flow_between(hand: Hand, source: str, target: str) -> Flow | None:
    flows = (f for f in hand.model.of(Flow) if (f.source, f.target) == (source, target))
    return next(flows, None)


def test_a_click_places_the_stencil_on_the_grid_and_selects_it(hand: Hand) -> None:
    hand.canvas.start_placing("llm")
    hand.click(650, 500)
    (added,) = hand.selected
    element = hand.record(added)
    assert isinstance(element, Element)
    assert (element.type, element.name, element.parent) == ("llm", "LLM 2", None)
    left, top, width, height = hand.box(added)
    assert (left % 8, top % 8) == (0, 0)
    assert abs(left + width / 2 - 650) <= 4
    assert abs(top + height / 2 - 500) <= 4
    assert hand.canvas.tool_name == "select"
    assert len(hand.session.history.done) == 1


def test_what_is_placed_in_a_boundary_belongs_to_it(hand: Hand) -> None:
    hand.canvas.start_placing("guardrail")
    hand.click(470, 200)
    assert hand.parent(*hand.selected) == "org"


def test_escape_puts_the_stencil_away(hand: Hand) -> None:
    before = hand.model
    hand.canvas.start_placing("llm")
    hand.hover(650, 500)
    hand.key(Qt.Key.Key_Escape)
    hand.click(650, 500)
    assert hand.model is before
    assert hand.canvas.tool_name == "select"


def test_a_stencil_can_be_dropped(hand: Hand) -> None:
    data = QMimeData()
    data.setData(MIME_TYPE, b"vector_store")
    at = hand.pixel(650, 500)
    copy = Qt.DropAction.CopyAction
    enter = QDragEnterEvent(at, copy, data, LEFT, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(hand.canvas.viewport(), enter)
    assert enter.isAccepted()
    drop = QDropEvent(at.toPointF(), copy, data, LEFT, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(hand.canvas.viewport(), drop)
    assert [e.type for e in hand.model.of(Element) if e.id in hand.selected] == ["vector_store"]


def test_other_things_cannot_be_dropped(hand: Hand) -> None:
    data = QMimeData()
    data.setText("words")
    enter = QDragEnterEvent(
        QPoint(10, 10), Qt.DropAction.CopyAction, data, LEFT, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(hand.canvas.viewport(), enter)
    assert not enter.isAccepted()


def test_the_keyboard_places_in_free_room_never_on_top_of_each_other(hand: Hand) -> None:
    first = hand.canvas.place_in_room("llm")
    second = hand.canvas.place_in_room("llm")
    assert hand.selected == {second}
    boxes = [Box(*hand.box(i)) for i in ("user", "chat", "docs", "llm", first, second)]
    assert not any(a.meets(b) for a, b in combinations(boxes, 2))


def test_the_first_element_of_an_empty_model_brings_its_diagram(hand: Hand) -> None:
    hand.session.open(EMPTY_MODEL)
    added = hand.canvas.place_in_room("llm")
    assert [d.id for d in hand.model.diagrams] == [hand.canvas.diagram]
    assert hand.canvas.rect_of(added) is not None


def test_a_dragged_box_becomes_a_boundary_around_what_is_inside(hand: Hand) -> None:
    hand.canvas.start_placing("boundary:third_party")
    hand.drag(610, 60, 810, 210)
    (added,) = hand.selected
    boundary = hand.record(added)
    assert isinstance(boundary, Boundary)
    assert (boundary.type, boundary.name) == ("third_party", "Third party")
    assert hand.box(added) == (608, 64, 200, 144)
    assert hand.parent("llm") == added
    assert len(hand.session.history.done) == 1


def test_escape_while_drawing_a_boundary_leaves_no_trace(hand: Hand) -> None:
    before = hand.model
    hand.canvas.set_tool("boundary")
    hand.carry(610, 60, 810, 210)
    hand.key(Qt.Key.Key_Escape)
    hand.release(810, 210)
    assert hand.model is before


def test_a_note_is_placed_and_written_on(hand: Hand) -> None:
    hand.canvas.set_tool("note")
    hand.click(700, 500)
    hand.type("Ask legal")
    QTest.keyClick(hand.canvas.viewport().focusWidget(), Qt.Key.Key_Return)
    assert [note.text for note in hand.model.of(Note)] == ["Ask legal"]


def test_a_flow_is_drawn_from_the_dot_beside_an_element(hand: Hand) -> None:
    hand.hover(376, 124)
    assert hand.canvas.overlay.dots
    hand.drag(388, 124, 660, 124)
    flow = flow_between(hand, "chat", "llm")
    assert flow is not None
    assert hand.selected == {flow.id}
    assert len(hand.session.history.done) == 1


def test_a_flow_dropped_on_nothing_is_not_made_and_what_may_come_next_is_offered(hand: Hand) -> None:
    before = hand.model
    hand.hover(376, 124)
    hand.drag(388, 124, 600, 500)
    assert hand.canvas.offering.chooser is not None
    hand.canvas.offering.close()
    assert hand.model is before


def test_escape_while_drawing_a_flow_leaves_no_trace(hand: Hand) -> None:
    before = hand.model
    hand.hover(376, 124)
    hand.carry(388, 124, 660, 124)
    hand.key(Qt.Key.Key_Escape)
    hand.release(660, 124)
    assert hand.model is before


def test_the_flow_tool_connects_by_drag_and_by_two_clicks(hand: Hand) -> None:
    hand.canvas.set_tool("flow")
    hand.drag(*hand.middle("llm"), *hand.middle("chat"))
    assert flow_between(hand, "llm", "chat") is not None
    hand.click_on("docs")
    hand.click_on("llm")
    assert flow_between(hand, "docs", "llm") is not None
    hand.key(Qt.Key.Key_Escape)
    assert hand.canvas.tool_name == "select"


def test_a_hand_that_trembles_draws_no_flow_to_itself(hand: Hand) -> None:
    before = hand.model
    hand.hover(376, 124)
    hand.drag(388, 124, 380, 124)
    hand.canvas.set_tool("flow")
    hand.drag(300, 124, 306, 126)
    assert hand.model is before
    hand.click_on("llm")
    assert flow_between(hand, "chat", "llm") is not None


def test_a_flow_that_leaves_its_element_and_comes_back_leads_to_itself(hand: Hand) -> None:
    for tool, (x, y) in (("select", (388, 124)), ("flow", hand.middle("chat"))):
        hand.canvas.set_tool(tool)
        hand.hover(376, 124)
        hand.carry(x, y, 480, 200)
        hand.hover(*hand.middle("chat"))
        hand.release(*hand.middle("chat"))
    loops = [f for f in hand.model.of(Flow) if f.source == f.target == "chat"]
    assert len(loops) == 2


def test_the_end_of_a_flow_is_dragged_to_another_element(hand: Hand) -> None:
    item = hand.canvas.content.item("ask")
    assert item is not None
    hand.session.selection.set(["ask"])
    hand.drag(*item.line[-1], *hand.middle("docs"))
    assert flow_between(hand, "user", "docs") is not None
    hand.session.undo()
    assert flow_between(hand, "user", "chat") is not None


def test_dragging_a_selected_flow_bends_it_and_it_stays_so(hand: Hand) -> None:
    hand.session.selection.set(["store"])
    hand.drag(308, 176, 424, 176)
    route = hand.model["main/store"]
    assert isinstance(route, Route)
    assert route.bends == ((424, 176),)
    item = hand.canvas.content.item("store")
    assert item is not None
    assert max(x for x, _ in item.line) == 424


def test_a_bend_put_back_in_line_is_gone(hand: Hand) -> None:
    hand.session.selection.set(["store"])
    hand.drag(308, 176, 424, 176)
    hand.drag(424, 176, 308, 176)
    assert "main/store" not in hand.model


def test_escape_while_bending_leaves_no_trace(hand: Hand) -> None:
    before = hand.model
    hand.session.selection.set(["store"])
    hand.carry(308, 176, 424, 176)
    hand.key(Qt.Key.Key_Escape)
    hand.release(424, 176)
    assert hand.model is before


def test_a_double_click_renames_in_place(hand: Hand) -> None:
    x, y = hand.middle("chat")
    QTest.mouseDClick(hand.canvas.viewport(), LEFT, pos=hand.pixel(x, y))
    hand.type("Portal")
    QTest.keyClick(hand.canvas.viewport().focusWidget(), Qt.Key.Key_Return)
    assert hand.model.name_of("chat") == "Portal"
    assert [step.label for step in hand.session.history.done] == ["Rename"]


def test_the_editor_leaves_the_icon_free_and_grows_with_the_name(hand: Hand) -> None:
    hand.canvas.begin_rename("chat")
    editor = hand.canvas.viewport().focusWidget()
    assert editor is not None
    at, width = editor.geometry().left(), editor.width()
    assert at > hand.pixel(*hand.box("chat")[:2]).x() + 28
    hand.type("A portal for whoever has a question")
    assert editor.width() > width
    assert editor.geometry().left() == at


def test_an_element_grows_with_its_name_unless_somebody_gave_it_a_size(hand: Hand) -> None:
    hand.session.edit("Size", lambda model: edits.place(model, "main", {"docs": (240.0, 256.0, 144.0, 64.0)}))
    for subject in ("chat", "docs"):
        middle, before = hand.middle(subject), hand.box(subject)
        hand.canvas.begin_rename(subject)
        hand.type("Conversations with customers")
        QTest.keyClick(hand.canvas.focusWidget(), Qt.Key.Key_Return)
        grown = hand.box(subject)
        if subject == "docs":
            assert grown == before
            continue
        assert grown[2] > before[2] + 40
        assert grown[0] % 8 == 0
        assert abs(hand.middle(subject)[0] - middle[0]) <= 4
    hand.session.undo()
    assert hand.box("chat")[2] > 136, "renaming and growing are one step, and this one was the other"
    hand.session.undo()
    assert hand.box("chat") == (240.0, 96.0, 136.0, 56.0)


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Tab])
def test_what_was_renamed_stays_selected(hand: Hand, key: Qt.Key) -> None:
    hand.click_on("chat")
    hand.key(Qt.Key.Key_F2)
    hand.type("Portal")
    editor = hand.canvas.viewport().focusWidget()
    assert editor is not None
    QTest.keyClick(editor, key)
    assert not editor.isVisible()
    assert hand.selected == {"chat"}
    assert hand.model.name_of("chat") == ("Chat" if key == Qt.Key.Key_Escape else "Portal")


def test_escape_leaves_the_name_as_it_was(hand: Hand) -> None:
    before = hand.model
    hand.click_on("chat")
    hand.key(Qt.Key.Key_F2)
    hand.type("Portal")
    QTest.keyClick(hand.canvas.viewport().focusWidget(), Qt.Key.Key_Escape)
    assert hand.model is before


def test_clicking_elsewhere_keeps_the_name_typed(hand: Hand) -> None:
    hand.canvas.begin_rename("org")
    hand.type("Company")
    hand.click(700, 600)
    assert hand.model.name_of("org") == "Company"


def test_flows_and_boundaries_are_renamed_too(hand: Hand) -> None:
    for subject in ("ask", "org"):
        hand.canvas.begin_rename(subject)
        hand.type("New")
        QTest.keyClick(hand.canvas.viewport().focusWidget(), Qt.Key.Key_Return)
        assert hand.model.name_of(subject) == "New"


def test_a_flow_from_an_element_that_was_undone_meanwhile_is_not_drawn(hand: Hand) -> None:
    hand.canvas.start_placing("llm")
    hand.click(720, 440)
    hand.canvas.set_tool("flow")
    hand.click(720, 440)
    hand.session.undo()
    before = hand.model
    hand.click_on("chat")
    assert hand.model is before


def test_what_was_undone_while_it_was_resized_stays_gone(hand: Hand) -> None:
    hand.canvas.start_placing("boundary")
    hand.click(720, 440)
    handle = hand.canvas.overlay.handles[0]
    hand.press(handle.x, handle.y)
    hand.session.undo()
    before = hand.model
    hand.hover(handle.x - 40, handle.y - 40)
    hand.release(handle.x - 40, handle.y - 40)
    assert hand.model is before
