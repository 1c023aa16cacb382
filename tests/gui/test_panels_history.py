"""The history panel: steps listed, the present and the saved one told, and going to any of them."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from dfdmodeler.analysis.library import Library
from dfdmodeler.gui.panels.history import BEGINNING, SAVED, UNSAVED, HistoryPanel
from dfdmodeler.model import edits
from dfdmodeler.session.session import Session
from gui_parts import chat_model, dressed_theme

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def session(library: Library) -> Session:
    def now() -> str:
        """A minute for each step; who asks twice is told the same."""
        return f"2026-11-26T10:0{len(made.history.done)}"

    made = Session(library, choose=random.Random(7).choice, now=now)
    made.open(chat_model())
    for name in ("One", "Two", "Three"):
        made.edit(f"Rename to {name}", lambda model, name=name: edits.rename(model, "llm", name))
    return made


@pytest.fixture
def panel(qtbot: QtBot, qapp, session: Session) -> HistoryPanel:
    made = HistoryPanel(session, dressed_theme(qapp))
    qtbot.addWidget(made)
    made.resize(216, 400)
    made.show()
    return made


def texts(panel: HistoryPanel) -> list[str]:
    panel.update_now()
    return [row.text for row in panel.list.rows.rows]


def said(panel: HistoryPanel, text: str) -> str:
    panel.update_now()
    return next(row.spoken for row in panel.list.rows.rows if row.text == text)


def test_steps_stand_in_order_with_times_and_what_the_file_holds(panel, session, tmp_path: Path):
    assert texts(panel) == [SAVED, BEGINNING, UNSAVED, "Rename to One", "Rename to Two", "Rename to Three"]
    assert said(panel, "Rename to Three") == "Rename to Three, 10:02, present"
    assert panel.count.text() == "3 steps done. 3 steps away from the file."
    session.undo()
    session.saved(tmp_path / "chat.dfdm")
    assert texts(panel) == [
        SAVED, BEGINNING, "Rename to One", "Rename to Two", UNSAVED, "Rename to Three",
    ]  # fmt: skip
    assert said(panel, "Rename to Two") == "Rename to Two, 10:01, present, saved"
    assert said(panel, "Rename to Three") == "Rename to Three, 10:02, undone"
    assert panel.count.text() == "2 steps done, 1 undone. The file holds this state."


def test_a_click_goes_several_steps_back_and_enter_forward(qtbot, panel, session):
    index = panel.list.rows.index(panel.list.rows.row_of("1"))
    qtbot.mouseClick(panel.list.viewport(), LEFT, pos=panel.list.visualRect(index).center())
    assert session.model.name_of("llm") == "One"
    assert len(session.history.undone) == 2
    panel.update_now()
    panel.list.setFocus()
    qtbot.keyClick(panel.list, Qt.Key.Key_Down)
    qtbot.keyClick(panel.list, Qt.Key.Key_Down)
    assert session.model.name_of("llm") == "One", "looking is not going"
    qtbot.keyClick(panel.list, Qt.Key.Key_Return)
    assert session.model.name_of("llm") == "Three"
    panel.update_now()
    qtbot.keyClick(panel.list, Qt.Key.Key_Home)
    qtbot.keyClick(panel.list, Qt.Key.Key_Return)
    assert session.model == chat_model()


def test_an_edit_after_going_back_ends_what_was_undone(panel, session):
    session.go_to(1)
    session.edit("Rename to Other", lambda model: edits.rename(model, "llm", "Other"))
    assert texts(panel)[-2:] == ["Rename to One", "Rename to Other"]


def test_a_document_that_no_file_holds_is_all_unsaved(panel, session):
    session.open(chat_model(), clean=False)
    assert texts(panel) == [UNSAVED, BEGINNING]
    assert panel.count.text() == "Nothing was changed yet."


def test_the_panel_is_reached_by_its_keys(qtbot, window):
    window.activateWindow()
    assert not window.docks.shows("history")
    qtbot.keyClick(
        window, Qt.Key.Key_9, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    qtbot.waitUntil(lambda: window.docks.shows("history"))
    window.docks.toggle("history")
    qtbot.waitUntil(lambda: window.docks.shows("palette"))
