"""Checking against a policy in the window: what a build would say, at once after each change."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from dfdmodeler import paths
from dfdmodeler.formats import native
from dfdmodeler.gui.dialogs.gate import COMMIT, NO_POLICY, NOTHING, SAVED, GateDialog
from dfdmodeler.gui.window import Window
from dfdmodeler.model import edits, triage
from dfdmodeler.model.model import Model
from gui_parts import chat_model

LEFT = Qt.MouseButton.LeftButton
POLICY = "[new_undecided]\nseverity = 'important'\n[reasons]\n"


@pytest.fixture
def drawn() -> Model:
    return chat_model()


@pytest.fixture
def policy(tmp_path: Path) -> Path:
    path = tmp_path / "policy.toml"
    path.write_text(POLICY)
    return path


def opened(window: Window) -> GateDialog:
    window.menus.actions["check-policy"].trigger()
    return next(dialog for dialog in window.findChildren(GateDialog) if dialog.isVisible())


def checked(qtbot: QtBot, window: Window, policy: Path) -> GateDialog:
    dialog = opened(window)
    dialog.use_policy(policy)
    qtbot.waitUntil(lambda: dialog.copy.isEnabled())
    return dialog


def reasons(dialog: GateDialog) -> list[str]:
    return [row.text for row in dialog.rows.rows.rows if row.key and not row.faded]


def compare(qtbot: QtBot, dialog: GateDialog, base: str) -> None:
    dialog.compare.setCurrentIndex(dialog.compare.findData(base))
    qtbot.waitUntil(lambda: dialog.says.text() != "Checking…")


def test_without_a_policy_it_asks_for_one_and_remembers_it(qtbot, window, policy, monkeypatch):
    dialog = opened(window)
    assert dialog.says.text() == NO_POLICY
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(policy), ""))
    qtbot.mouseClick(dialog.policy, LEFT)
    qtbot.waitUntil(lambda: dialog.copy.isEnabled())
    assert dialog.policy.text() == "policy.toml"
    dialog.close()
    again = opened(window)
    qtbot.waitUntil(lambda: again.copy.isEnabled())
    assert window.preferences.now.last_policy == str(policy)


def test_a_policy_to_begin_with_is_written(qtbot, window, tmp_path, monkeypatch):
    dialog = opened(window)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "new.toml"), ""))
    qtbot.mouseClick(dialog.example, LEFT)
    qtbot.waitUntil(lambda: dialog.copy.isEnabled())
    assert not dialog.example.isVisible()
    assert (tmp_path / "new.toml").read_bytes() == paths.policy().read_bytes()
    (tmp_path / "file").write_text("")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "file" / "x.toml"), ""))
    window.preferences.change(last_policy="")
    dialog.close()
    again = opened(window)
    qtbot.mouseClick(again.example, LEFT)
    assert "cannot be written" in again.says.text()


def test_reasons_are_listed_and_lead_to_their_places(qtbot, window, session, policy):
    dialog = checked(qtbot, window, policy)
    assert dialog.says.text().startswith("Failed: ")
    rows = dialog.rows.rows.rows
    assert rows[0].text.startswith("No grave threat is new and undecided: failed (")
    assert [row.text for row in rows[-2:]] == ["Passed (1)", "Whoever dismisses or accepts says why"]
    first = next(row for row in rows if row.key)
    qtbot.mouseClick(
        dialog.rows.viewport(), LEFT, pos=dialog.rows.visualRect(dialog.rows.rows.index(1)).center()
    )
    assert session.selection.threat is not None
    assert session.selection.threat in first.help
    assert session.selection.ids == (session.threats.find(session.selection.threat).subject,)


def test_it_follows_the_model(qtbot, window, session, policy):
    dialog = checked(qtbot, window, policy)
    before = reasons(dialog)
    threat = next(t.id for t in session.threats.threats if t.severity == "Important")
    session.edit("Decide", lambda m: triage.decide(m, threat, status="mitigated", reason="Done"))
    qtbot.waitUntil(lambda: dialog.copy.isEnabled() and len(reasons(dialog)) == len(before) - 1)
    window.menus.actions["undo"].trigger()
    qtbot.waitUntil(lambda: dialog.copy.isEnabled() and reasons(dialog) == before)


def test_the_summary_is_copied_as_markdown(qtbot, window, policy):
    dialog = checked(qtbot, window, policy)
    qtbot.mouseClick(dialog.copy, LEFT)
    text = QGuiApplication.clipboard().text()
    assert text.startswith("## Gate failed: Chat\n")
    assert "**failed, " in text


def test_a_policy_that_is_wrong_is_told(qtbot, window, policy):
    policy.write_text("[new_undecidd]\n")
    dialog = opened(window)
    dialog.use_policy(policy)
    assert dialog.says.text() == "The policy cannot be used."
    assert reasons(dialog) == ["Unknown key 'new_undecidd' in policy.toml."]
    policy.write_text(POLICY)
    qtbot.mouseClick(dialog.again, LEFT)
    qtbot.waitUntil(lambda: dialog.copy.isEnabled())


def test_the_model_is_compared_with_the_saved_file_and_the_last_commit(
    qtbot, window, session, policy, tmp_path, monkeypatch
):
    if shutil.which("git") is None:
        pytest.skip("there is no git")
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{who}_NAME", "Ann")
        monkeypatch.setenv(f"GIT_{who}_EMAIL", "ann@example.org")
    path = tmp_path / "m.dfdm"
    path.write_bytes(native.write(edits.delete(chat_model(), ["llm"])))
    for arguments in (["init", "-q"], ["add", "m.dfdm"], ["commit", "-q", "-m", "Begin"]):
        subprocess.run(["git", *arguments], cwd=tmp_path, check=True, capture_output=True)
    path.write_bytes(native.write(chat_model()))
    session.open(chat_model(), path=path)
    dialog = checked(qtbot, window, policy)
    assert [dialog.compare.itemData(n) for n in range(dialog.compare.count())] == [NOTHING, COMMIT, SAVED]
    everything = len(reasons(dialog))
    compare(qtbot, dialog, COMMIT)
    assert 0 < len(reasons(dialog)) < everything
    compare(qtbot, dialog, SAVED)
    assert reasons(dialog) == []
    assert dialog.says.text() == "All 2 checks passed."


def test_what_is_in_no_repository_cannot_be_compared_with_a_commit(qtbot, window, session, policy, tmp_path):
    path = tmp_path / "m.dfdm"
    path.write_bytes(native.write(chat_model()))
    session.open(chat_model(), path=path)
    dialog = checked(qtbot, window, policy)
    compare(qtbot, dialog, COMMIT)
    assert dialog.says.text() == "There is nothing to compare with."
    assert "no git repository" in reasons(dialog)[0]
