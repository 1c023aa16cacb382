"""What the Flows menu does: styles, both ways, reverse, for the diagram and for what is selected."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from dfdmodeler.gui.actions.flows import FLOWS
from dfdmodeler.gui.actions.palette import palette_entries
from dfdmodeler.gui.window import Window
from dfdmodeler.model import edits
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Route
from dfdmodeler.session.session import Session
from gui_parts import chat_model

SHIFT = Qt.KeyboardModifier.ShiftModifier
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def drawn() -> Model:
    """The model stands aside, so that flows to it run aslant."""
    return edits.place(chat_model(), "main", {"llm": (620.0, 300.0, 120.0, 48.0)})


def points(window: Window, flow: str) -> int:
    item = window.canvas.content.item(flow)
    assert item is not None
    return len(item.line)


def heads(window: Window, flow: str) -> int:
    item = window.canvas.content.item(flow)
    assert item is not None
    return sum(
        getattr(part.style, "fill", None) == "flow" for part in item.primitives if hasattr(part, "style")
    )


def run(window: Window, action: str) -> None:
    window.menus.refresh()
    assert window.menus.actions[action].isEnabled()
    window.menus.actions[action].trigger()


def test_all_flows_of_a_diagram_take_another_style_in_one_step(window: Window, session: Session) -> None:
    before = session.model
    run(window, "flows-curved")
    assert session.model.diagrams[0].style == "curved"
    assert points(window, "prompt") > 6
    window.menus.refresh()
    assert window.menus.actions["flows-curved"].isChecked()
    run(window, "flows-orthogonal")
    assert session.model == before
    session.undo()
    session.undo()
    assert session.model == before
    assert not window.menus.actions["flows-straight"].isChecked()


def test_the_selected_flow_takes_one_style_after_the_other_by_key(window: Window, session: Session) -> None:
    window.canvas.setFocus()
    session.selection.set(["prompt"])
    window.menus.refresh()
    for style in ("curved", "straight", "orthogonal"):
        QTest.keyClick(window.canvas, Qt.Key.Key_S)
        route = session.model["main/prompt"]
        assert isinstance(route, Route)
        assert route.style == style
    window.menus.refresh()
    assert window.menus.actions["flow-orthogonal"].isChecked()
    run(window, "flow-as-diagram")
    assert "main/prompt" not in session.model


def test_a_flow_goes_both_ways_and_back_by_key(window: Window, session: Session) -> None:
    window.canvas.setFocus()
    session.selection.set(["ask"])
    window.menus.refresh()
    assert heads(window, "ask") == 1
    QTest.keyClick(window.canvas, Qt.Key.Key_R, SHIFT)
    assert heads(window, "ask") == 2
    window.menus.refresh()
    assert window.menus.actions["both-ways"].isChecked()
    QTest.keyClick(window.canvas, Qt.Key.Key_R, SHIFT)
    assert heads(window, "ask") == 1
    session.undo()
    assert heads(window, "ask") == 2


def test_a_flow_is_reversed_by_key(window: Window, session: Session) -> None:
    window.canvas.setFocus()
    session.selection.set(["ask", "upload"])
    window.menus.refresh()
    QTest.keyClick(window.canvas, Qt.Key.Key_R)
    flow = session.model["ask"]
    assert (flow.source, flow.target) == ("chat", "user")  # type: ignore[attr-defined]
    session.undo()
    assert session.model["ask"] == chat_model()["ask"]


def test_a_label_is_given_back_from_the_menu(window: Window, session: Session) -> None:
    before = session.model
    session.edit("Move label", lambda model: edits.put_label(model, "main", "prompt", (20.0, 0.0)))
    session.selection.set(["prompt"])
    run(window, "reset-label")
    assert session.model == before
    window.menus.refresh()
    assert not window.menus.actions["reset-label"].isEnabled()


def test_what_is_for_flows_stands_in_one_submenu_and_in_the_command_palette(window: Window) -> None:
    menus = [menu for menu in window.findChildren(QMenu) if menu.title() == "Flows"]
    assert len(menus) == 1
    shown = [action.objectName() for action in menus[0].actions() if not action.isSeparator()]
    assert shown == [row.id for row in FLOWS]
    assert sum(action.isSeparator() for action in menus[0].actions()) == len({row.part for row in FLOWS}) - 1
    found = [entry.text.casefold() for entry in palette_entries(window.menus._context)]
    assert all(any(words in text for text in found) for words in ("curved flows", "straight flows"))


def test_without_a_flow_selected_there_is_nothing_to_do_to_one(window: Window, session: Session) -> None:
    session.selection.set(["chat"])
    window.menus.refresh()
    for action in ("flow-curved", "flow-next-style", "both-ways", "reverse", "straighten"):
        assert not window.menus.actions[action].isEnabled()
