"""The register as a spreadsheet from the window: out, and its edits back, by mouse and keys."""

from __future__ import annotations

from pathlib import Path

import pytest
from accessible_parts import nameless, reached, unseen_focus
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from dfdmodeler.analysis.lines import lines_of
from dfdmodeler.analysis.register_sheet import register_sheet
from dfdmodeler.analysis.sheet import Sheet
from dfdmodeler.formats.sheets import read_sheets, write_csv
from dfdmodeler.gui import sheets
from dfdmodeler.gui.dialogs.sheet_edits import STEP, SheetEditsDialog
from dfdmodeler.model import triage
from dfdmodeler.model.edits import put
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Threat
from gui_parts import chat_model

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
EDITS = {
    "own@": {"Decision": "Accepted", "Reason": "Small\nenough", "Owner": "Cy"},
    "two@": {"Decision": "Not applicable", "Due": "2026-04-01"},
}


@pytest.fixture
def drawn() -> Model:
    threats = (Threat(id="own", title="Stolen laptop"), Threat(id="two", title="Spy"))
    return put(chat_model(), *threats)


@pytest.fixture
def exported(session, tmp_path) -> Path:
    """A register that was exported and edited."""
    sheet = register_sheet(lines_of(session.threats, session.model))
    titles = [heading.title for heading in sheet.headings]
    cells = [dict(zip(titles, row, strict=True)) for row in sheet.rows]
    rows = tuple(tuple((row | EDITS.get(row["Id"], {})).values()) for row in cells)
    path = tmp_path / "register.csv"
    path.write_bytes(write_csv(Sheet(sheet.name, sheet.headings, rows)))
    return path


@pytest.fixture
def opened(qtbot, window, exported, monkeypatch):
    """Opens the list of edits as a person does."""

    def open_() -> SheetEditsDialog:
        monkeypatch.setattr(sheets, "ask_path", lambda _: exported)
        window.menus.actions["import-edits"].trigger()
        dialog = window.findChild(SheetEditsDialog)
        if dialog:
            dialog.activateWindow()
            qtbot.waitUntil(dialog.isActiveWindow)
        return dialog

    return open_


def texts(dialog: SheetEditsDialog) -> list[list[str]]:
    """What the rows tell, those of threats with their titles alone."""
    rows = dialog.rows
    told = []
    for number in range(rows.rowCount()):
        threat = rows.index(number, 0)
        told.append([threat.data()])
        for place in range(rows.rowCount(threat)):
            told.append([rows.index(place, column, threat).data() for column in range(3)])
    return told


def checked(dialog: SheetEditsDialog) -> list[str]:
    return [f"{edit.threat} {edit.column.id}" for edit in dialog.rows.chosen]


def test_edits_are_listed_with_what_they_replace(opened):
    dialog = opened()
    assert texts(dialog) == [
        ["Stolen laptop: the model as a whole"],
        ["Decision", "Open", "Accepted"],
        ["Reason", "Empty", "Small enough"],
        ["Owner", "Empty", "Cy"],
        ["Spy: the model as a whole"],
        ["Due", "Empty", "2026-04-01"],
    ]
    assert dialog.says.text() == "register.csv: 4 edits of 2 threats"
    assert "“Not applicable” needs a reason" in dialog.unread.toPlainText()
    assert dialog.unread.toPlainText().startswith("Row ")
    assert dialog.take.text() == "Take over 4 edits"


def test_the_current_edit_is_shown_in_full_and_its_threat_in_the_window(opened, session):
    dialog = opened()
    QTest.keyClick(dialog.tree, Qt.Key.Key_Down)
    assert dialog.after.toPlainText() == "Small\nenough"
    assert dialog.before.placeholderText() == "Empty"
    assert session.selection.threat == "own@"


def test_taking_over_is_one_step_that_can_be_undone(opened, session, window):
    before = session.model
    dialog = opened()
    QTest.mouseClick(dialog.take, Qt.MouseButton.LeftButton)
    assert not dialog.isVisible()
    decided = triage.decision_on(session.model, "own@")
    assert (decided.status, decided.reason, decided.owner) == ("accepted", "Small\nenough", "Cy")
    assert decided.author == window.context.reviewer.author()
    assert decided.date == window.context.reviewer.today()
    assert triage.decision_on(session.model, "two@").due == "2026-04-01"
    assert session.undo().label == STEP
    assert session.model == before


def test_cancelling_changes_nothing(opened, session):
    before = session.model
    dialog = opened()
    QTest.keyClick(dialog.tree, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert session.model is before


def test_space_takes_the_tick_of_a_decision_with_its_reason(opened, session):
    dialog = opened()
    QTest.keyClick(dialog.tree, Qt.Key.Key_Space)
    assert checked(dialog) == ["own@ owner", "two@ due"]
    assert dialog.take.text() == "Take over 2 edits"
    threat = dialog.rows.index(0, 0)
    assert dialog.rows.data(threat, Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.PartiallyChecked
    QTest.keyClick(dialog.tree, Qt.Key.Key_Return)
    assert not dialog.isVisible()
    assert triage.decision_on(session.model, "own@").status == "open"
    assert triage.decision_on(session.model, "own@").owner == "Cy"


def test_a_click_on_the_tick_of_a_threat_takes_all_of_it(opened):
    dialog = opened()
    rect = dialog.tree.visualRect(dialog.rows.index(0, 0))
    at = rect.center()
    at.setX(rect.left() + 10)
    QTest.mouseClick(dialog.tree.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert checked(dialog) == ["two@ due"]
    QTest.mouseClick(dialog.tree.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert len(checked(dialog)) == 4


def test_all_and_none_are_ticked_at_once(opened):
    dialog = opened()
    QTest.mouseClick(dialog.none, Qt.MouseButton.LeftButton)
    assert checked(dialog) == []
    assert not dialog.take.isEnabled()
    QTest.keyClick(dialog.tree, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(dialog.tree, Qt.Key.Key_Space)
    assert len(checked(dialog)) == 4


def test_what_the_model_changed_too_is_not_ticked(opened, session, exported):
    session.edit("Owner", lambda m: triage.track(m, ["own"], owner="Di", author="Ann", date="2026-01-01"))
    dialog = opened()
    assert "own@ owner" not in checked(dialog)
    assert dialog.says.text().endswith("1 in doubt")
    assert not dialog.tree.isColumnHidden(3)
    QTest.mouseClick(dialog.all, Qt.MouseButton.LeftButton)
    assert "own@ owner" in checked(dialog)
    QTest.mouseClick(dialog.sure, Qt.MouseButton.LeftButton)
    assert "own@ owner" not in checked(dialog)


def test_the_list_follows_the_model_and_keeps_what_was_ticked(opened, session):
    dialog = opened()
    QTest.mouseClick(dialog.none, Qt.MouseButton.LeftButton)
    session.edit("Owner", lambda m: triage.track(m, ["own"], owner="Cy", author="Ann", date="2026-01-01"))
    assert ["Owner", "Empty", "Cy"] not in texts(dialog)
    assert checked(dialog) == []
    session.undo()
    assert ["Owner", "Empty", "Cy"] in texts(dialog)


def test_a_sheet_without_edits_says_so(opened, exported, session):
    exported.write_bytes(write_csv(register_sheet(lines_of(session.threats, session.model))))
    dialog = opened()
    assert dialog.says.text() == "Nothing was edited in register.csv."
    assert not dialog.take.isEnabled()
    assert not dialog.unread.isVisible()


def test_a_spreadsheet_that_is_dropped_shows_its_edits(window, exported, session):
    before = session.model
    window.open_files([exported])
    assert window.findChild(SheetEditsDialog).says.text().startswith("register.csv: 4 edits")
    assert session.model is before


@pytest.mark.parametrize("data", [b"", b"a,b\r\n", b"PK"])
def test_what_cannot_be_read_is_told_above_the_canvas(opened, exported, window, monkeypatch, data):
    told: list[str] = []
    monkeypatch.setattr(window.files, "tell_problems", lambda title, _: told.append(title))
    exported.write_bytes(data)
    assert opened() is None
    assert told == ["“register.csv” could not be read"]


def test_everything_in_the_list_is_named_and_reached_by_tab(opened):
    dialog = opened()
    assert nameless(dialog) == []
    assert unseen_focus(dialog) == []
    assert {
        dialog.tree,
        dialog.all,
        dialog.none,
        dialog.before,
        dialog.after,
        dialog.unread,
        dialog.take,
    } <= set(reached(dialog))


@pytest.mark.parametrize("name", ["register.xlsx", "register.csv"])
def test_the_register_is_written_beside_the_window(qtbot, window, session, tmp_path, monkeypatch, name):
    path = tmp_path / "out" / name
    path.parent.mkdir()
    monkeypatch.setattr(window.files, "ask_save_path", lambda *_: path)
    with qtbot.waitSignal(window.files.written):
        window.menus.actions["export-register"].trigger()
    grids = read_sheets(path.read_bytes(), name)
    assert len(grids[0].rows) == len(lines_of(session.threats, session.model)) + 1
