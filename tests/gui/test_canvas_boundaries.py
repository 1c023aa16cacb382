"""Before the drop: what a boundary would take in, which flows would cross it and which way."""

from __future__ import annotations

import pytest
from canvas_parts import ALT, BOXES, LEFT, NONE, SHIFT, Hand, small_model
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from dfdmodeler.gui.canvas.editor import NameEditor
from dfdmodeler.gui.canvas.stencils import MIME_TYPE
from dfdmodeler.model import edits
from dfdmodeler.model.records import Boundary, Flow


@pytest.fixture
def hand(qtbot: QtBot) -> Hand:
    hand = Hand(small_model())
    qtbot.addWidget(hand.canvas)
    return hand


def double_click(hand: Hand, x: float, y: float) -> None:
    QTest.mouseDClick(hand.canvas.viewport(), LEFT, NONE, hand.pixel(x, y))


def marks(hand: Hand) -> list[tuple[str, str]]:
    return [(mark.flow, mark.word) for mark in hand.canvas.overlay.crossings.marks]


def words(hand: Hand) -> list[str]:
    return hand.canvas.foresight.words.splitlines()


def taking(hand: Hand) -> int:
    return len(hand.canvas.overlay._taking._rects)


def taken(hand: Hand) -> int:
    return len(hand.canvas.overlay._taken._rects)


def test_dragging_an_element_out_marks_the_flows_that_would_cross(hand: Hand) -> None:
    x, y = hand.middle("chat")
    hand.carry(x, y, x + 40, y + 360)
    assert sorted(marks(hand)) == [("ask", "no longer"), ("store", "enters")]
    assert words(hand) == [
        "Chat would leave Organisation",
        "1 flow would now cross Organisation, 1 no longer",
        "Alt leaves boundaries as they are",
    ]
    (entering,) = [mark for mark in hand.canvas.overlay.crossings.marks if mark.word == "enters"]
    assert entering.at[1] == pytest.approx(BOXES["org"][1] + BOXES["org"][3])
    hand.release(x + 40, y + 360)
    assert (marks(hand), words(hand)) == ([], [])
    assert hand.said[-1].startswith("Chat has left Organisation, 1 flow now crosses Organisation")


def test_escape_takes_the_marks_away(hand: Hand) -> None:
    x, y = hand.middle("chat")
    hand.carry(x, y, x + 40, y + 360)
    hand.key(Qt.Key.Key_Escape)
    assert (marks(hand), words(hand), taking(hand)) == ([], [], 0)
    hand.release(x + 40, y + 360)
    assert hand.parent("chat") == "org"


def test_moving_within_a_boundary_says_nothing(hand: Hand) -> None:
    x, y = hand.middle("chat")
    hand.carry(x, y, x + 40, y + 40)
    assert (marks(hand), words(hand), taking(hand)) == ([], [], 0)


def test_the_boundary_that_would_take_in_is_framed_and_tinted(hand: Hand) -> None:
    x, y = hand.middle("llm")
    hand.carry(x, y, x - 200, y + 160)
    assert taking(hand) == 1
    before = hand.canvas.grab().toImage().pixelColor(hand.pixel(500, 340))
    hand.carry(x - 200, y + 160, x, y)
    assert taking(hand) == 0
    assert hand.canvas.grab().toImage().pixelColor(hand.pixel(500, 340)) != before


def test_alt_leaves_boundaries_as_they_are(hand: Hand) -> None:
    x, y = hand.middle("llm")
    hand.drag(x, y, x - 200, y + 160, ALT)
    assert hand.box("llm")[:2] == (440, 256)
    assert hand.parent("llm") is None
    hand.session.selection.set(["org"])
    hand.drag(380, 364, 380, 204, ALT)
    assert hand.parent("docs") == "org"


def test_a_stencil_over_a_boundary_shows_where_it_would_belong(hand: Hand) -> None:
    hand.canvas.start_placing("llm")
    hand.hover(480, 200)
    assert taking(hand) == 1
    assert words(hand)[0].endswith("would be in Organisation")
    hand.hover(720, 400)
    assert (taking(hand), words(hand)) == (0, [])
    hand.hover(480, 200)
    hand.click(480, 200)
    assert (taking(hand), words(hand)) == (0, [])


def test_a_boundary_being_drawn_shows_what_it_would_take(hand: Hand) -> None:
    hand.canvas.set_tool("boundary")
    hand.carry(600, 40, 820, 200)
    assert taken(hand) == 1
    assert words(hand) == ["LLM would be in Trust boundary"]
    hand.release(820, 200)
    assert taken(hand) == 0
    (new,) = hand.selected
    assert hand.parent("llm") == new


def test_enter_puts_a_boundary_around_what_is_selected(hand: Hand) -> None:
    said: list[str] = []
    hand.canvas.message.connect(said.append)
    hand.session.selection.set(["user", "llm"])
    hand.canvas.set_tool("boundary")
    assert said == ["Drag out a boundary, or press Enter to put one around what is selected."]
    hand.key(Qt.Key.Key_Return)
    (new,) = hand.selected
    assert isinstance(hand.record(new), Boundary)
    assert (hand.parent("user"), hand.parent("llm")) == (new, new)
    assert hand.canvas.tool_name == "select"
    assert hand.canvas.findChildren(NameEditor) == [], "Enter renames nothing"
    hand.session.undo()
    assert hand.parent("llm") is None


def test_a_boundary_being_resized_shows_what_it_would_take_and_release(hand: Hand) -> None:
    hand.session.selection.set(["org"])
    hand.carry(380, 364, 380, 204)
    assert marks(hand) == [("store", "leaves")]
    assert "Documents would leave Organisation" in words(hand)
    hand.release(380, 204)
    hand.carry(564, 120, 804, 120)
    assert taking(hand) == 1
    assert taken(hand) == 1


def test_a_boundary_dropped_over_others_nests(hand: Hand) -> None:
    inner = Boundary(id="inner", name="Inner")
    hand.session.edit(
        "Inner", lambda m: edits.place(edits.put(m, inner), "main", {"inner": (640, 300, 200, 160)})
    )
    hand.click(640, 340)
    hand.carry(640, 340, 352, 220)
    assert taking(hand) == 1
    hand.release(352, 220)
    assert hand.parent("inner") == "org"
    hand.session.undo()
    hand.session.edit("Around", lambda m: edits.place(m, "main", {"inner": (640, 300, 500, 400)}))
    hand.session.selection.set(["inner"])
    hand.drag(640, 340, 160, 60)
    assert hand.parent("org") == "inner"
    assert hand.parent("chat") == "org"


def test_a_flow_being_drawn_shows_what_it_would_cross(hand: Hand) -> None:
    hand.canvas.set_tool("flow")
    hand.carry(*hand.middle("chat"), *hand.middle("llm"))
    assert marks(hand) == [("@new", "leaves")]
    assert words(hand) == ["1 flow would now cross Organisation"]
    hand.release(*hand.middle("llm"))
    assert (marks(hand), words(hand)) == ([], [])


def test_an_end_of_a_flow_being_moved_shows_what_it_would_cross(hand: Hand) -> None:
    hand.session.selection.set(["store"])
    line = hand.canvas.content.item("store").line  # type: ignore[union-attr]
    hand.carry(*line[-1], *hand.middle("llm"))
    assert marks(hand) == [("store", "leaves")]
    hand.release(*hand.middle("llm"))
    flow = hand.record("store")
    assert isinstance(flow, Flow)
    assert flow.target == "llm"


def test_keys_that_move_something_out_tell_it_in_words(hand: Hand) -> None:
    hand.click_on("chat")
    for _ in range(20):
        hand.key(Qt.Key.Key_Up)
    assert hand.parent("chat") is None
    assert any(said.startswith("Chat has left Organisation") for said in hand.said)


def test_several_things_at_once_are_all_foreseen(hand: Hand) -> None:
    hand.click_on("user")
    hand.click_on("llm", SHIFT)
    x, y = hand.middle("user")
    hand.carry(x, y, x + 240, y + 80)
    assert "User would be in Organisation" in words(hand)


def test_in_a_very_large_model_it_is_looked_for_when_the_pointer_rests(
    hand: Hand, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr("dfdmodeler.gui.canvas.foresight._LARGE", 1)
    x, y = hand.middle("llm")
    hand.carry(x, y, x - 200, y + 160)
    assert taking(hand) == 0
    qtbot.waitUntil(lambda: taking(hand) == 1)
    assert words(hand)[0] == "LLM would be in Organisation"
    hand.carry(x - 200, y + 160, x, y)
    hand.key(Qt.Key.Key_Escape)
    qtbot.wait(100)
    assert (taking(hand), words(hand)) == (0, [])


def test_a_stencil_dragged_from_the_palette_shows_where_it_would_belong(hand: Hand) -> None:
    data = QMimeData()
    data.setData(MIME_TYPE, b"llm")
    at, copy = hand.pixel(480, 200), Qt.DropAction.CopyAction
    view = hand.canvas.viewport()
    QApplication.sendEvent(view, QDragEnterEvent(at, copy, data, LEFT, NONE))
    QApplication.sendEvent(view, QDragMoveEvent(at, copy, data, LEFT, NONE))
    assert taking(hand) == 1
    assert words(hand)[0].endswith("would be in Organisation")
    QApplication.sendEvent(view, QDragMoveEvent(hand.pixel(720, 500), copy, data, LEFT, NONE))
    assert (taking(hand), words(hand)) == (0, [])
    QApplication.sendEvent(view, QDragMoveEvent(at, copy, data, LEFT, NONE))
    QApplication.sendEvent(view, QDropEvent(QPointF(at), copy, data, LEFT, NONE))
    assert (taking(hand), words(hand)) == (0, [])
    (new,) = hand.selected
    assert hand.parent(new) == "org"


def test_what_is_chosen_by_typing_shows_where_it_would_belong(hand: Hand) -> None:
    double_click(hand, 480, 200)
    hand.type("llm")
    assert taking(hand) == 1
    QTest.keyClick(hand.canvas.viewport().focusWidget(), Qt.Key.Key_Escape)
    assert taking(hand) == 0
