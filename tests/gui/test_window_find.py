"""Finding anything in the model: a bar over the canvas, worked by keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from dfdmodeler.model import diagrams, edits
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Diagram, Note
from gui_parts import chat_model

LEFT = Qt.MouseButton.LeftButton
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def drawn() -> Model:
    """The chat, its documents shown on a second diagram alone."""
    model = edits.put(
        chat_model(),
        Diagram(id="two", name="Serving", order=1),
        Note(id="n", diagram="two", text="Ask about retention", x=900, y=900),
    )
    model = diagrams.show(model, "two", ["docs"], lambda _: (136, 56))
    return diagrams.take_off(model, "main", ["docs"])


def search(window, text: str):
    window.canvas.setFocus()
    QApplication.processEvents()
    QTest.keyClick(window.canvas, Qt.Key.Key_F, CTRL)
    bar = window.navigation.find
    assert bar.isVisible()
    assert bar.field.hasFocus()
    QTest.keyClicks(bar.field, text)
    return bar


def test_a_hit_is_selected_shown_and_counted_while_one_types(window, session) -> None:
    bar = search(window, "docum")
    assert window.canvas.diagram == "two", "that is where it stands"
    assert session.selection.ids == ("docs",)
    assert window.canvas.viewport().rect().contains(window.canvas.rect_of("docs"))
    assert bar.count.text() == f"1/{len(bar.hits)}"
    assert bar.told.text() == "Name: Documents"
    assert bar.field.hasFocus()


def test_enter_steps_and_shift_enter_steps_back(window, session) -> None:
    bar = search(window, "model")
    assert len(bar.hits) > 2
    seen = [session.selection.ids]
    for _ in range(len(bar.hits)):
        QTest.keyClick(bar.field, Qt.Key.Key_Return)
        seen.append(session.selection.ids)
    assert seen[0] == seen[-1], "round the end"
    QTest.keyClick(bar.field, Qt.Key.Key_Return, SHIFT)
    assert bar.at == len(bar.hits) - 1
    assert bar.count.text() == f"{len(bar.hits)}/{len(bar.hits)}"
    QTest.mouseClick(bar.next, LEFT)
    assert bar.at == 0


def test_escape_closes_and_the_keyboard_goes_back_to_the_canvas(window, session) -> None:
    bar = search(window, "user")
    QTest.keyClick(bar.field, Qt.Key.Key_Escape)
    assert not bar.isVisible()
    assert window.canvas.hasFocus()
    assert session.selection.ids == ("user",)
    search(window, "")
    assert bar.field.selectedText() == "user", "to be typed over"


def test_notes_threats_and_diagrams_are_found(window, session) -> None:
    search(window, "retention")
    assert session.selection.ids == ("n",)
    assert window.canvas.diagram == "two"
    bar = search(window, "LLM-01")
    assert session.selection.threat == "LLM-01@llm"
    assert window.canvas.diagram == "main"
    assert bar.told.text().startswith("Model, Threat: ")
    search(window, "serving")
    assert window.canvas.diagram == "two"
    assert session.selection.ids == ()


def test_what_is_nowhere_is_said(window, session) -> None:
    bar = search(window, "xyzzy")
    assert bar.count.text() == "None"
    assert not bar.next.isEnabled()
    session.edit("Off", lambda m: edits.remove(m, ["main/user"]))
    search(window, "user")
    assert bar.told.text() == "Name: User (on no diagram)"


def test_a_hit_is_brought_near_and_from_under_the_bar(window, session) -> None:
    canvas = window.canvas
    canvas.zoom_to(0.1)
    bar = search(window, "user")
    assert canvas.zoom == 0.8
    QTest.keyClick(bar.field, Qt.Key.Key_Escape)
    rect = canvas.rect_of("user")
    canvas.pan_by(
        bar.geometry().center().x() - rect.center().x(), bar.geometry().center().y() - rect.center().y()
    )
    search(window, "user")
    assert not canvas.rect_of("user").intersects(bar.geometry())


def test_what_changes_meanwhile_is_found_as_it_is(window, session) -> None:
    bar = search(window, "user")
    before = len(bar.hits)
    session.edit("Rename", lambda m: edits.rename(m, "chat", "User front end"))
    QTest.keyClick(bar.field, Qt.Key.Key_Return)
    assert len(bar.hits) > before
    session.edit("Delete", lambda m: edits.delete(m, ["user", "chat"]))
    QTest.keyClick(bar.field, Qt.Key.Key_Return)
    assert bar.hits == []
    assert bar.count.text() == "None"
