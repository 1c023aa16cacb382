"""The open file and other programs: what they write and hold is told in a bar, and no side is lost."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from dfdmodeler import paths
from dfdmodeler.formats import native
from dfdmodeler.gui.watch import CHANGED, LOCKED
from dfdmodeler.gui.widgets.notice import Notice
from dfdmodeler.model import edits
from gui_parts import chat_model

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
LEFT = Qt.MouseButton.LeftButton
HOLD = """
import sys
from pathlib import Path
from dfdmodeler.session.lock import Lock
lock = Lock(Path(sys.argv[1]), Path(sys.argv[2]))
print(lock.take() is None, flush=True)
sys.stdin.readline()
lock.release()
"""
THEIRS = "Their model"


@pytest.fixture
def path(window, session, tmp_path) -> Path:
    """The chat model, saved and open."""
    made = tmp_path / "chat.dfdm"
    made.write_bytes(native.write(chat_model()))
    assert window.files.open_path(made)
    return made


def write_theirs(path: Path) -> None:
    """Another process replaces the file, as editors do, with a model whose language model has a new name."""
    theirs = native.write(edits.rename(chat_model(), "llm", THEIRS))
    program = "import sys, os; open(sys.argv[1]+'~','wb').write(sys.stdin.buffer.read());"
    program += "os.replace(sys.argv[1]+'~', sys.argv[1])"
    subprocess.run([sys.executable, "-c", program, str(path)], input=theirs, check=True)


def name_in(path: Path) -> str:
    model, _ = native.read(path.read_bytes(), "")
    assert model is not None
    return model.name_of("llm")


def click(window, key: str, text: str) -> None:
    bar = window.notices.find(key)
    assert bar is not None
    QTest.mouseClick(bar.buttons[text], LEFT)


def rename(session, name: str) -> None:
    session.edit("Rename", lambda m: edits.rename(m, "llm", name))


def test_a_change_from_outside_is_told_and_reloaded_in_one_step(qtbot, window, session, path):
    rename(session, "Mine")
    write_theirs(path)
    qtbot.waitUntil(lambda: window.notices.find(CHANGED) is not None)
    assert not session.is_clean
    click(window, CHANGED, "Reload")
    assert session.model.name_of("llm") == THEIRS
    assert session.is_clean
    assert window.notices.find(CHANGED) is None
    window.menus.refresh()
    window.menus.actions["undo"].trigger()
    assert session.model.name_of("llm") == "Mine", "mine is an undo away"
    assert not session.is_clean


def test_how_the_other_version_differs_is_told(qtbot, window, session, path):
    write_theirs(path)
    qtbot.waitUntil(lambda: window.notices.find(CHANGED) is not None)
    assert window.notices.find(CHANGED).detail.text().startswith("It says something else of “Model”.")


def test_what_is_no_model_any_more_is_not_offered_for_reloading(qtbot, window, session, path):
    path.write_text("<<<<<<< ours")
    qtbot.waitUntil(lambda: window.notices.find(CHANGED) is not None)
    assert list(window.notices.find(CHANGED).buttons) == ["Keep mine", "Save mine as…"]
    assert "cannot be read" in window.notices.find(CHANGED).detail.text()
    click(window, CHANGED, "Keep mine")
    assert window.files.save()
    assert name_in(path) == "Model"
    assert path.with_name("chat (other version).dfdm").read_text() == "<<<<<<< ours"


def test_a_second_change_is_told_as_well(qtbot, window, session, path):
    write_theirs(path)
    qtbot.waitUntil(lambda: window.notices.find(CHANGED) is not None)
    click(window, CHANGED, "Reload")
    path.write_bytes(native.write(edits.rename(chat_model(), "llm", "Third")))
    qtbot.waitUntil(lambda: window.notices.find(CHANGED) is not None)


def test_a_file_that_is_written_again_with_the_same_is_not_worth_a_word(qtbot, window, session, path):
    path.write_bytes(path.read_bytes())
    qtbot.wait(400)
    assert window.notices.find(CHANGED) is None
    assert session.is_clean


def test_kept_mine_is_saved_and_theirs_lies_beside(qtbot, window, session, path):
    rename(session, "Mine")
    write_theirs(path)
    qtbot.waitUntil(lambda: window.notices.find(CHANGED) is not None)
    click(window, CHANGED, "Keep mine")
    window.files.watch.check()
    assert window.notices.find(CHANGED) is None
    window.menus.actions["save"].trigger()
    assert name_in(path) == "Mine"
    assert name_in(path.with_name("chat (other version).dfdm")) == THEIRS
    assert session.is_clean


def test_saving_over_an_unseen_change_asks_first(qtbot, window, session, path, monkeypatch):
    rename(session, "Mine")
    monkeypatch.setattr(window.files.watch, "check", lambda: None)  # saved before anything was noticed
    write_theirs(path)
    window.menus.actions["save"].trigger()
    assert name_in(path) == THEIRS
    assert not session.is_clean
    bar = window.notices.find(CHANGED)
    assert bar is not None
    click(window, CHANGED, "Save mine")
    assert name_in(path) == "Mine"
    assert name_in(path.with_name("chat (other version).dfdm")) == THEIRS
    assert session.is_clean


def test_saving_over_a_change_that_keeps_size_and_time_asks_too(window, session, path):
    status = path.stat()
    path.write_bytes(native.write(edits.rename(chat_model(), "llm", "Modem")))
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert path.stat().st_size == status.st_size
    rename(session, "Mine")
    assert not window.files.save()
    assert name_in(path) == "Modem"
    assert window.notices.find(CHANGED) is not None


def test_a_file_that_is_gone_can_be_written_again(qtbot, window, session, path):
    path.rename(path.with_name("elsewhere.dfdm"))
    qtbot.waitUntil(lambda: window.notices.find(CHANGED) is not None)
    assert not session.is_clean
    click(window, CHANGED, "Save it again")
    assert path.exists()
    assert session.is_clean
    assert window.notices.find(CHANGED) is None


def test_our_own_saving_is_no_change_from_outside(qtbot, window, session, path):
    rename(session, "Mine")
    window.menus.actions["save"].trigger()
    qtbot.wait(400)
    assert window.notices.find(CHANGED) is None
    assert session.is_clean


def test_escape_puts_a_notice_off_and_the_focus_returns(qtbot, window, session, path):
    write_theirs(path)
    qtbot.waitUntil(lambda: window.notices.find(CHANGED) is not None)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.canvas.setFocus()
    window.menus.refresh()
    QTest.keyClick(window, Qt.Key.Key_F6)
    assert window.focusWidget() is window.notices.find(CHANGED).buttons["Reload"]
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Escape)
    assert window.notices.find(CHANGED) is None
    assert window.focusWidget() is window.canvas
    window.files.watch.check()
    assert window.notices.find(CHANGED) is None, "told once"
    window.menus.actions["save"].trigger()
    assert name_in(path) == THEIRS, "saving asks all the same"


@pytest.fixture
def held(tmp_path) -> subprocess.Popen[str]:
    """Another process that has the document open before we do."""
    made = tmp_path / "chat.dfdm"
    made.write_bytes(native.write(chat_model()))
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(made), str(paths.user_state() / "open")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    assert process.stdout.readline() == "True\n"
    yield process
    process.kill()
    process.communicate()


def test_who_else_has_it_open_is_told_until_they_close(qtbot, window, session, held, tmp_path):
    path = tmp_path / "chat.dfdm"
    assert window.files.open_path(path)
    bar = window.notices.find(LOCKED)
    assert bar is not None
    assert "in another program on" in bar.text.text()
    held.communicate("close\n")
    qtbot.waitUntil(lambda: window.notices.find(LOCKED) is None)
    assert path.with_name(".chat.dfdm.lock").exists(), "ours from now on"
    window.close()
    assert not path.with_name(".chat.dfdm.lock").exists()


def test_a_copy_can_be_opened_instead(qtbot, window, session, held, tmp_path):
    assert window.files.open_path(tmp_path / "chat.dfdm")
    click(window, LOCKED, "Open a copy")
    assert session.path is None
    assert not session.is_clean
    assert session.model == chat_model()
    assert window.notices.find(LOCKED) is None


def test_going_on_is_possible_and_not_asked_again(qtbot, window, session, held, tmp_path):
    path = tmp_path / "chat.dfdm"
    assert window.files.open_path(path)
    click(window, LOCKED, "Go on")
    window.files.watch.check()
    assert window.notices.find(LOCKED) is None
    rename(session, "Mine")
    assert window.files.save()
    assert name_in(path) == "Mine"


def test_problems_are_told_in_a_bar_that_can_be_copied(qtbot, window, session, tmp_path):
    bad = tmp_path / "bad.dfdm"
    bad.write_text("{not json")
    assert not window.files.open_path(bad)
    bar = window.notices.find("file-problems")
    assert bar is not None
    assert bar.text.text() == "“bad.dfdm” could not be opened"
    assert bar.detail.text()


def test_a_bar_leaves_the_diagram_where_it_is(qtbot, window, session):
    session.open(chat_model())
    canvas = window.canvas

    def seen() -> QPoint:
        return canvas.viewport().mapTo(window, canvas.rect_of("llm").center())

    canvas.fit()
    canvas.zoom_to(1.3)
    QApplication.processEvents()
    before, top = seen(), canvas.mapTo(window, QPoint()).y()
    window.notices.tell(Notice("a", "Something happened", "And this is more about it"))
    qtbot.waitUntil(lambda: canvas.mapTo(window, QPoint()).y() > top + 20)
    assert (seen() - before).manhattanLength() <= 2
    window.notices.withdraw("a")
    qtbot.waitUntil(lambda: canvas.mapTo(window, QPoint()).y() == top)
    assert (seen() - before).manhattanLength() <= 2
