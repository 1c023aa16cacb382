"""Going to the properties and back, by keyboard alone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from dfdmodeler.model.model import Model
from gui_parts import chat_model


@pytest.fixture
def drawn() -> Model:
    return chat_model()


def test_alt_enter_goes_to_the_properties_and_escape_back_to_the_canvas(qtbot, window, session):
    window.activateWindow()
    window.canvas.setFocus()
    session.selection.set(["llm"])
    qtbot.keyClick(window.canvas, Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    name = window.inspector.form.field("name")
    qtbot.waitUntil(name.hasFocus)
    qtbot.keyClick(name, Qt.Key.Key_Escape)
    assert window.canvas.hasFocus()


def test_enter_in_the_outline_goes_to_the_properties_and_escape_back_to_the_outline(qtbot, window, session):
    window.activateWindow()
    window.docks.show("outline")
    window.outline.tree.setFocus()
    session.selection.set(["docs"])
    qtbot.keyClick(window.outline.tree, Qt.Key.Key_Return)
    name = window.inspector.form.field("name")
    qtbot.waitUntil(name.hasFocus)
    assert name.text() == "Documents"
    qtbot.keyClick(name, Qt.Key.Key_Escape)
    assert window.outline.tree.hasFocus()
    assert session.selection.ids == ("docs",)


def test_the_name_of_the_shown_diagram_is_a_property_of_the_model(qtbot, window, session):
    session.selection.clear()
    window.edit_properties()
    assert window.inspector.form.field("diagram_name").text() == "Main"
