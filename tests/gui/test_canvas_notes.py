"""Notes and the legend by mouse and keys: several lines, moved, resized, deleted; a legend follows."""

from __future__ import annotations

import pytest
from canvas_parts import Hand, small_model
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from dfdmodeler.drawing.primitives import Text
from dfdmodeler.gui.canvas import notation
from dfdmodeler.model import edits
from dfdmodeler.model.records import Note

SHIFT = Qt.KeyboardModifier.ShiftModifier
LONG = "Tokens live for a day. " * 12


@pytest.fixture
def hand(qtbot: QtBot) -> Hand:
    hand = Hand(small_model())
    qtbot.addWidget(hand.canvas)
    return hand


def note(hand: Hand) -> Note:
    (found,) = hand.model.of(Note)
    return found


def put(hand: Hand, text: str = "Remember") -> None:
    record = Note(id="n", diagram="main", text=text, x=640, y=400, width=160, height=64)
    hand.session.edit("Note", lambda m: edits.put(m, record))


def lines(hand: Hand, subject: str) -> list[str]:
    item = hand.canvas.content.item(subject)
    assert item is not None
    return [part.text for part in item.primitives if isinstance(part, Text)]


def type_in_note(hand: Hand, *texts: str) -> None:
    """Types lines into the open editor, Shift+Enter between them."""
    for number, text in enumerate(texts):
        if number:
            QTest.keyClick(hand.canvas.viewport().focusWidget(), Qt.Key.Key_Return, SHIFT)
        hand.type(text)


def test_a_new_note_is_written_at_once_in_several_lines(hand: Hand) -> None:
    hand.canvas.set_tool("note")
    hand.click(720, 440)
    type_in_note(hand, "Who may call this?", "Ask the owner.")
    assert "Shift+Enter" in hand.said[-1]
    QTest.keyClick(hand.canvas.viewport().focusWidget(), Qt.Key.Key_Return)
    assert note(hand).text == "Who may call this?\nAsk the owner."
    assert lines(hand, note(hand).id) == ["Who may call this?", "Ask the owner."]
    assert hand.session.history.done[-1].label == "Edit note"


def test_a_note_grows_until_all_of_its_text_can_be_read(hand: Hand) -> None:
    put(hand)
    hand.click_on("n")
    hand.key(Qt.Key.Key_F2)
    before = hand.canvas.viewport().focusWidget().height()
    type_in_note(hand, *["line"] * 8)
    assert hand.canvas.viewport().focusWidget().height() > before
    QTest.keyClick(hand.canvas.viewport().focusWidget(), Qt.Key.Key_Return)
    assert note(hand).height > 64
    assert lines(hand, "n") == ["line"] * 8
    hand.session.undo()
    assert (note(hand).text, note(hand).height) == ("Remember", 64)


def test_escape_drops_what_was_typed(hand: Hand) -> None:
    put(hand)
    hand.click_on("n")
    hand.key(Qt.Key.Key_F2)
    type_in_note(hand, "Something else")
    QTest.keyClick(hand.canvas.viewport().focusWidget(), Qt.Key.Key_Escape)
    assert note(hand).text == "Remember"


def test_text_wraps_with_the_width(hand: Hand) -> None:
    put(hand, LONG)
    hand.session.edit("Higher", lambda m: edits.update(m, ["n"], height=240.0))
    hand.click_on("n")
    narrow = lines(hand, "n")
    hand.drag(804, 520, 964, 520)
    assert note(hand).width == 320
    assert len(lines(hand, "n")) < len(narrow)


def test_a_note_is_moved_and_deleted(hand: Hand) -> None:
    put(hand)
    hand.drag_by("n", -80, 40)
    assert (note(hand).x, note(hand).y) == (560, 440)
    hand.key(Qt.Key.Key_Delete)
    assert hand.model.of(Note) == []
    hand.session.undo()
    assert note(hand).text == "Remember"


def test_a_legend_stands_below_everything_and_follows(hand: Hand) -> None:
    bottom = hand.canvas.content.bounds.bottom
    legend = notation.insert(hand.canvas)
    assert note(hand).y >= bottom
    assert hand.selected == {legend}
    assert "Data store" in lines(hand, legend)
    hand.session.edit("Delete", lambda m: edits.delete(m, ["docs"]))
    assert "Data store" not in lines(hand, legend)
    hand.session.undo()
    assert "Data store" in lines(hand, legend)


def test_there_is_one_legend_on_a_diagram(hand: Hand) -> None:
    first = notation.insert(hand.canvas)
    hand.session.selection.clear()
    assert notation.insert(hand.canvas) == first
    assert hand.selected == {first}
    assert len(hand.model.of(Note)) == 1


def test_a_legend_moves_keeps_its_size_and_takes_another_title(hand: Hand) -> None:
    legend = notation.insert(hand.canvas)
    hand.canvas.reveal(legend)
    assert hand.canvas.overlay.handles == ()
    x, y = note(hand).x, note(hand).y
    hand.drag_by(legend, 160, 0)
    assert (note(hand).x, note(hand).y) == (x + 160, y)
    hand.key(Qt.Key.Key_F2)
    hand.type("Signs")
    QTest.keyClick(hand.canvas.viewport().focusWidget(), Qt.Key.Key_Return)
    assert lines(hand, legend)[0] == "Signs"
