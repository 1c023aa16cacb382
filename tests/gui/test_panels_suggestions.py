"""The table of suggestions: read in full, worked by keyboard, weaker ones on request."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QItemSelectionModel, QRect, Qt

from dfdmodeler.analysis.suggest import THRESHOLD
from dfdmodeler.gui.panels.suggestion_rows import PADDING, WAS, WRAPPED
from dfdmodeler.gui.panels.suggestions import SuggestionsPanel
from dfdmodeler.model import edits
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Element, Suggestion
from gui_parts import chat_model

LEFT, CTRL = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
REASON = "named 'Documents' +0.50, machine learning in the model +0.10, read by 'Model training' +0.25"
MARKS = (
    Suggestion(id="ask/carries", subject="ask", field="carries", value=("prompt",), score=0.8, reason=REASON),
    Suggestion(
        id="docs/type",
        subject="docs",
        field="type",
        previous="data_store",
        value="document_store",
        score=0.85,
    ),
    Suggestion(id="docs/trust", subject="docs", field="trust", value="trusted", reason="A reason"),
)


@pytest.fixture
def drawn() -> Model:
    return edits.put(chat_model(), *MARKS)


@pytest.fixture
def panel(qtbot, qapp, session):
    made = SuggestionsPanel(session)
    qtbot.addWidget(made)
    made.resize(420, 500)
    with qtbot.waitExposed(made):
        made.show()
    return made


def ids(session) -> list[str]:
    return sorted(suggestion.id for suggestion in session.model.of(Suggestion))


@pytest.mark.parametrize("width", [360, 700, 1200])
def test_reasons_can_be_read_in_full_at_any_width(qtbot, panel, width):
    panel.resize(width, 500)
    table = panel.table
    reason = table.model().columnCount() - 1

    def fits() -> bool:
        row = next(n for n, s in enumerate(panel.table_model.suggestions) if s.reason == REASON)
        room = QRect(0, 0, table.columnWidth(reason) - PADDING, 10_000)
        needed = table.fontMetrics().boundingRect(room, WRAPPED, REASON)
        return needed.height() <= table.rowHeight(row) and needed.width() <= room.width()

    qtbot.waitUntil(fits)
    assert table.columnViewportPosition(reason) + table.columnWidth(reason) <= table.viewport().width() + 1
    assert table.isColumnHidden(WAS) is (width < 500)


def test_scores_are_told(panel):
    table = panel.table_model
    cells = {s.id: table.data(table.index(n, 4)) for n, s in enumerate(table.suggestions)}
    assert cells == {"ask/carries": "0.80", "docs/type": "0.85", "docs/trust": ""}


def test_enter_confirms_what_is_selected_and_goes_on_to_the_next(qtbot, panel, session):
    panel.table.setFocus()
    panel.table.selectRow(0)
    first, second = (s.id for s in panel.table_model.suggestions[:2])
    qtbot.keyClick(panel.table, Qt.Key.Key_Return)
    assert first not in ids(session)
    assert [s.id for s in panel._chosen()] == [second]
    qtbot.keyClick(panel.table, Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
    assert second not in ids(session)


def test_several_are_rejected_at_once_by_keyboard_and_come_back_by_one_undo(qtbot, panel, session):
    panel.table.setFocus()
    panel.table.selectRow(0)
    qtbot.keyClick(panel.table, Qt.Key.Key_A, CTRL)
    assert len(panel._chosen()) == len(MARKS)
    qtbot.keyClick(panel.table, Qt.Key.Key_Delete)
    assert ids(session) == []
    assert session.model.element("docs").type == "data_store"
    session.undo()
    assert ids(session) == sorted(mark.id for mark in MARKS)


def test_two_of_three_are_confirmed_at_once(qtbot, panel, session):
    flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    for row in (0, 2):
        panel.table.selectionModel().select(panel.table_model.index(row, 0), flags)
    left = panel.table_model.suggestions[1].id
    qtbot.mouseClick(panel.confirm, LEFT)
    assert ids(session) == [left]


def test_weaker_ones_are_shown_on_request_and_not_in_effect(qtbot, panel, session):
    vague = Element(id="vague", type="process", name="Monitoring")
    session.open(edits.put(chat_model(), vague))
    panel.update_now()
    before = session.model
    assert panel.table_model.suggestions == []
    qtbot.mouseClick(panel.weaker, LEFT)
    panel.update_now()
    shown = {s.subject: s for s in panel.table_model.suggestions}
    assert shown["vague"].value == "monitor"
    assert shown["vague"].score < THRESHOLD
    assert session.model is before
    assert not panel.confirm_all.isEnabled()
    row = panel.table_model.suggestions.index(shown["vague"])
    assert panel.table_model.data(panel.table_model.index(row, 4)).endswith("weak")
    panel.table.selectRow(row)
    assert not panel.reject.isEnabled()
    qtbot.mouseClick(panel.confirm, LEFT)
    assert session.model.element("vague").type == "monitor"
    assert not session.model.of(Suggestion)
    session.undo()
    assert session.model == before
    qtbot.mouseClick(panel.weaker, LEFT)
    panel.update_now()
    assert panel.table_model.suggestions == []
