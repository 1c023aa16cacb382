"""Preferences and shortcuts: made from their tables, counted at once in all windows, conflicts told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel

from dfdmodeler import settings
from dfdmodeler.gui.actions.table import ACTIONS
from dfdmodeler.gui.dialogs.preferences import PreferencesDialog
from dfdmodeler.gui.dialogs.shortcuts import ShortcutsDialog
from dfdmodeler.gui.preferences import Preferences
from dfdmodeler.gui.shortcuts import first_keys
from gui_parts import dressed_theme, new_session, new_window

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
LEFT = Qt.MouseButton.LeftButton
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
Key = Qt.Key


@pytest.fixture
def preferences(qtbot, window) -> PreferencesDialog:
    window.menus.actions["preferences"].trigger()
    made = window.findChild(PreferencesDialog)
    qtbot.waitUntil(made.isVisible)
    return made


@pytest.fixture
def sheet(qtbot, window) -> ShortcutsDialog:
    window.menus.actions["shortcuts"].trigger()
    made = window.findChild(ShortcutsDialog)
    qtbot.waitUntil(made.isVisible)
    return made


def keys_of(window, action: str) -> list[str]:
    return [keys.toString() for keys in window.menus.actions[action].shortcuts()]


def choose(sheet: ShortcutsDialog, action: str) -> None:
    """Finds an action by typing, and waits for its new keys."""
    row = next(row for row in ACTIONS if row.id == action)
    sheet.search.setFocus()
    sheet.search.clear()
    QTest.keyClicks(sheet.search, row.text.rstrip("…").lower())
    while sheet.list.current_key != action:
        QTest.keyClick(sheet.search, Key.Key_Down)
    QTest.keyClick(sheet.search, Key.Key_Return)
    assert sheet.focusWidget() is sheet.keys


def test_every_declared_preference_has_a_field_with_its_words(preferences):
    declared = {known.name: known for known in settings.preferences()}
    assert list(preferences.fields) == list(declared)
    for name, field in preferences.fields.items():
        assert field.accessibleName() == declared[name].title
        assert field.accessibleDescription() == declared[name].help


def test_changes_count_at_once_and_are_written(qtbot, window, preferences, home):
    assert not preferences.isModal()
    colours, snap, author = (preferences.fields[n] for n in ("theme", "snap_to_grid", "author"))
    colours.setFocus()
    QTest.keyClicks(colours, "D")
    colours.activated.emit(colours.currentIndex())
    assert window.theme.dark
    assert isinstance(snap, QCheckBox)
    snap.setFocus()
    QTest.keyClick(snap, Key.Key_Space)
    assert not window.canvas.snap
    author.setFocus()
    QTest.keyClicks(author, " Ada ")
    QTest.keyClick(author, Key.Key_Return)
    written = json.loads((home / "settings.json").read_text())
    assert (written["theme"], written["snap_to_grid"], written["author"]) == ("dark", False, "Ada")
    assert preferences.isVisible(), "Enter ends the field, not the window"
    qtbot.mouseClick(preferences.reset, LEFT)
    assert not window.theme.dark
    assert window.canvas.snap
    assert author.text() == ""
    assert colours.currentData() == "system"


def test_what_is_changed_elsewhere_is_shown(qtbot, window, preferences):
    window.menus.actions["snap"].trigger()
    assert not preferences.fields["snap_to_grid"].isChecked()


def test_a_file_that_cannot_be_written_is_told(qtbot, window, preferences, home, monkeypatch):
    monkeypatch.setattr(window.preferences, "_path", home / "settings.json" / "no directory")
    (home / "settings.json").write_text("{}")
    preferences.fields["snap_to_grid"].click()
    assert preferences.problem.isVisible()
    assert "not saved" in preferences.problem.text()


def test_large_text_is_whole_and_scrolls(qtbot, window, preferences):
    window.preferences.change(text_scale="200")
    preferences.close()
    window.menus.actions["preferences"].trigger()
    dialog = next(d for d in window.findChildren(PreferencesDialog) if d.isVisible())
    QApplication.processEvents()
    assert dialog.height() <= dialog.screen().availableGeometry().height()
    labels = [one for one in dialog.findChildren(QLabel) if one.isVisible()]
    assert len(labels) > len(dialog.fields)
    assert all(one.width() >= one.minimumSizeHint().width() for one in labels)
    assert all(one.height() >= one.heightForWidth(one.width()) for one in labels if one.wordWrap())
    last = dialog.fields["alignment_guides"]
    for _ in dialog.fields:
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        if last.hasFocus():
            break
    assert last.hasFocus()
    assert not last.visibleRegion().isEmpty(), "the keyboard brings what it is at into view"


def test_a_second_wish_brings_the_same_window_forward(qtbot, window, preferences):
    window.menus.actions["preferences"].trigger()
    assert window.findChildren(PreferencesDialog) == [preferences]
    preferences.close()
    window.preferences.change(author="Bob")
    window.menus.actions["preferences"].trigger()
    qtbot.waitUntil(lambda: window.findChild(PreferencesDialog).isVisible())


def test_the_sheet_lists_every_action_and_finds_it_by_name_or_keys(sheet):
    listed = [row.key for row in sheet.list.rows.rows if row.key and not row.key.startswith("always ")]
    assert sorted(listed) == sorted(row.id for row in ACTIONS)
    assert sheet.row.id == ACTIONS[0].id, "one is chosen from the beginning"
    QTest.keyClicks(sheet.search, "ctrl+shift+s")
    assert [row.key for row in sheet.list.rows.rows if row.key] == ["save-as"]
    sheet.search.clear()
    QTest.keyClicks(sheet.search, "nothing of the kind")
    assert sheet.empty.isVisible()
    assert sheet.row is None


def test_new_keys_by_keyboard_alone_run_the_action_from_now_on(qtbot, window, sheet, home):
    choose(sheet, "about-model")
    QTest.keyClick(sheet.keys, Key.Key_G, CTRL | SHIFT)
    assert keys_of(window, "about-model") == ["Ctrl+Shift+G"]
    assert sheet.focusWidget() is sheet.list
    assert "yours" in next(row.aside for row in sheet.list.rows.rows if row.key == "about-model")
    assert json.loads((home / "settings.json").read_text())["shortcuts"] == {"about-model": ["Ctrl+Shift+G"]}
    sheet.close()
    ran: list[str] = []
    window.menus.actions["about-model"].triggered.connect(lambda: ran.append("ran"))
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(window, Key.Key_G, CTRL | SHIFT)
    assert ran == ["ran"]
    QTest.keyClick(window, Key.Key_I, CTRL)
    assert ran == ["ran"], "the old keys are free"


def test_own_keys_are_there_at_the_next_start(qtbot, qapp, window, sheet, home, session):
    choose(sheet, "layout")
    QTest.keyClick(sheet.keys, Key.Key_G, CTRL | SHIFT)
    again = new_window(new_session(session.library), home, dressed_theme(qapp))
    qtbot.addWidget(again)
    assert keys_of(again, "layout") == ["Ctrl+Shift+G"]


def test_a_conflict_is_told_and_nothing_is_taken_unless_asked(qtbot, window, sheet):
    choose(sheet, "layout")
    QTest.keyClick(sheet.keys, Key.Key_K, CTRL)
    assert "Find or run a command" in sheet.told.text()
    assert keys_of(window, "layout") == ["Ctrl+L"]
    assert keys_of(window, "find") == ["Ctrl+K"]
    qtbot.mouseClick(sheet.take, LEFT)
    assert keys_of(window, "layout") == ["Ctrl+K"]
    assert keys_of(window, "find") == []
    everything = [keys for action in window.menus.actions for keys in keys_of(window, action)]
    assert len(everything) == len(set(everything))


def test_reset_of_one_robs_nobody_and_reset_of_all_restores_everything(qtbot, window, sheet):
    choose(sheet, "layout")
    QTest.keyClick(sheet.keys, Key.Key_K, CTRL)
    qtbot.mouseClick(sheet.take, LEFT)
    choose(sheet, "find")
    qtbot.mouseClick(sheet.reset, LEFT)
    assert keys_of(window, "find") == []
    assert "Arrange automatically" in sheet.told.text()
    choose(sheet, "layout")
    qtbot.mouseClick(sheet.reset, LEFT)
    assert keys_of(window, "layout") == ["Ctrl+L"]
    assert not sheet.reset.isEnabled()
    qtbot.mouseClick(sheet.reset_all, LEFT)
    assert window.preferences.now.shortcuts == {}
    for row in ACTIONS:
        assert window.menus.actions[row.id].shortcuts() == list(first_keys(row.keys))


def test_keys_can_be_taken_away_and_given_again(qtbot, window, sheet):
    choose(sheet, "layout")
    qtbot.mouseClick(sheet.remove, LEFT)
    assert keys_of(window, "layout") == []
    assert not sheet.remove.isEnabled()
    choose(sheet, "layout")
    QTest.keyClick(sheet.keys, Key.Key_L, CTRL)
    assert keys_of(window, "layout") == ["Ctrl+L"]
    assert window.preferences.now.shortcuts == {}, "the first keys are nothing of one's own"


@pytest.mark.parametrize(
    ("action", "key", "refused"),
    [("layout", Key.Key_G, True), ("tool-flow", Key.Key_G, False), ("layout", Key.Key_F7, False),
     ("layout", Key.Key_Right, True), ("tool-flow", Key.Key_Space, True)],
)  # fmt: skip
def test_keys_that_would_be_typed_or_move_are_refused(window, sheet, action, key, refused):
    before = keys_of(window, action)
    choose(sheet, action)
    QTest.keyClick(sheet.keys, key)
    assert (keys_of(window, action) == before) is refused
    assert (sheet.told.text().endswith("with it.")) is refused


def test_escape_gives_up_and_changes_nothing(window, sheet):
    choose(sheet, "layout")
    QTest.keyClick(sheet.keys, Key.Key_Escape)
    assert sheet.isVisible()
    assert sheet.focusWidget() is sheet.list
    assert keys_of(window, "layout") == ["Ctrl+L"]


def test_what_is_no_key_in_the_file_is_passed_over(qtbot, qapp, window, home: Path, session):
    (home / "settings.json").write_text(json.dumps({"shortcuts": {"layout": [""], "no action": ["Ctrl+Y"]}}))
    again = new_window(new_session(session.library), home, dressed_theme(qapp))
    qtbot.addWidget(again)
    assert keys_of(again, "layout") == []


def test_tooltips_tell_the_keys_of_now(qtbot, window, sheet):
    choose(sheet, "export-pdf")
    QTest.keyClick(sheet.keys, Key.Key_P, CTRL | SHIFT)
    corner = window.menuBar().cornerWidget()
    assert any("Ctrl+Shift+P" in child.toolTip() for child in corner.children() if hasattr(child, "toolTip"))
    assert QKeySequence("Ctrl+Shift+P") in window.menus.actions["export-pdf"].shortcuts()


def test_two_processes_keep_what_the_other_one_set(home):
    path = home / "shared.json"
    one, other = Preferences(path), Preferences(path)
    one.change(author="Ada")
    other.change(theme="dark")
    one.update(lambda now: now.with_recent("a.dfdm"))
    other.update(lambda now: now.with_recent("b.dfdm"))
    now = Preferences(path).now
    assert (now.author, now.theme, now.recent_files) == ("Ada", "dark", ("b.dfdm", "a.dfdm"))
    assert other.now == now


def test_a_file_that_was_damaged_or_removed_meanwhile_loses_nothing(home):
    path = home / "shared.json"
    kept = Preferences(path)
    kept.change(author="Ada")
    path.write_text("{")
    kept.change(theme="dark")
    assert Preferences(path).now.author == "Ada"
    path.unlink()
    kept.change(theme="light")
    assert (Preferences(path).now.author, Preferences(path).now.theme) == ("Ada", "light")


def test_the_sheet_tells_the_keys_that_belong_to_no_action_too(sheet):
    def found(query: str) -> dict[str, str]:
        sheet.search.setText(query)
        return {row.aside: row.text for row in sheet.list.rows.rows if row.key.startswith("always ")}

    assert found("comes after") == {"Tab": "Offer what comes after the selected element"}
    assert sheet.list.current_key == "always Tab"
    assert not sheet.keys.isEnabled()
    assert sheet.told.text() == "These keys always mean the same on the canvas."
    assert set(found("arrow")) == {"Arrow", "Ctrl+arrow", "Ctrl+Shift+arrow"}
    assert found("arrange automatically") == {}
