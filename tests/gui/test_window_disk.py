"""The window where the disk is full, read-only or gone: it says so, and nothing that was drawn is lost."""

from __future__ import annotations

import errno
import json
import os
import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from dfdmodeler import paths
from dfdmodeler.formats import native
from dfdmodeler.gui import recovery
from dfdmodeler.gui.files import PROBLEMS
from dfdmodeler.gui.watch import CHANGED
from dfdmodeler.model import edits
from dfdmodeler.session.journal import Journal, find
from failing_disk import fill, mounted, vanished
from gui_parts import chat_model, new_session

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
BEFORE = native.write(chat_model())


@pytest.fixture
def session(library, home):
    """One that keeps a journal, as in the program."""
    made = new_session(library)
    made._journal = Journal(paths.user_state())
    return made


@pytest.fixture
def share(tmp_path) -> Path:
    """A place where models lie."""
    made = tmp_path / "share"
    made.mkdir()
    return made


def opened(window, folder: Path) -> Path:
    path = folder / "chat.dfdm"
    path.write_bytes(BEFORE)
    assert window.files.open_path(path)
    return path


def rename(session, name: str) -> None:
    session.edit("Rename", lambda m: edits.rename(m, "llm", name))


def name_in(path: Path) -> str:
    model, _ = native.read(path.read_bytes(), "")
    assert model is not None
    return model.name_of("llm")


def said(window, key: str = PROBLEMS) -> str:
    bar = window.notices.find(key)
    return f"{bar.text.text()}: {bar.detail.text()}" if bar else ""


def journaled(tmp_path: Path) -> str:
    """The name in what a start after a crash would offer."""
    copy = tmp_path / "copied"
    shutil.copytree(paths.user_state(), copy)
    ((recovered,), problems) = find(copy)
    assert problems == []
    return recovered.model.name_of("llm")


@pytest.mark.parametrize("number", [errno.ESTALE, errno.EIO, errno.EACCES, errno.EHOSTDOWN])
def test_a_share_that_vanishes_takes_nothing_along(window, session, share, tmp_path, number):
    path = opened(window, share)
    rename(session, "Mine")
    with vanished(share, number=number):
        QApplication.sendEvent(window, QEvent(QEvent.Type.WindowActivate))
        window.files.watch.check()
        assert "is no longer where it was" in said(window, CHANGED)
        assert "cannot be reached" in said(window, CHANGED)
        rename(session, "Still mine")
        assert not window.files.save()
        assert "The model was not saved" in said(window)
        assert os.strerror(number).lower() in said(window)
        assert not session.is_clean
        assert not window.files.reload()
        assert session.model.name_of("llm") == "Still mine"
        assert journaled(tmp_path) == "Still mine"
    assert path.read_bytes() == BEFORE
    assert window.files.save()
    assert name_in(path) == "Still mine"
    assert said(window) == ""
    assert {entry.name for entry in share.iterdir()} == {"chat.dfdm", "chat.dfdm.bak", ".chat.dfdm.lock"}


def test_user_directories_that_vanish_do_not_stop_editing_and_saving(window, session, share, home):
    path = opened(window, share)
    with vanished(home):
        rename(session, "Mine")
        assert session.journal_problem is not None
        assert window.files.save()
        rename(session, "Mine too")
        recovery.offer_recovery(window, paths.user_state())
        window.preferences.change(author="Ada")
        assert window.preferences.problem is not None
    assert name_in(path) == "Mine"
    rename(session, "Recorded")
    assert session.journal_problem is None
    assert len(list(paths.user_state().glob("*.journal"))) == 1


def test_a_full_disk_is_told_and_the_old_file_stays(qtbot, window, session, tmp_path, home):
    with mounted(tmp_path / "disk", "128k"):
        path = opened(window, tmp_path / "disk")
        filler = fill(tmp_path / "disk")
        rename(session, "Mine")
        assert not window.files.save()
        assert "no space left on device" in said(window)
        assert "make room" in said(window)
        assert path.read_bytes() == BEFORE
        report = window.files.write_report(path.with_suffix(".pdf"))
        qtbot.waitSignal(report.ended, timeout=30_000).wait()
        qtbot.waitUntil(lambda: "chat.pdf" in said(window))
        window.files.write_picture(path.with_suffix(".png"))
        qtbot.waitUntil(lambda: "chat.png" in said(window), timeout=30_000)
        assert {p.name for p in path.parent.iterdir()} == {"chat.dfdm", ".chat.dfdm.lock", "filler"}
        filler.unlink()
        assert window.files.save()
        assert name_in(path) == "Mine"


def test_a_full_disk_of_the_user_is_told_and_nothing_else(window, session, share, home):
    home_disk = home / "state"
    with mounted(home_disk, "128k"):
        path = opened(window, share)
        filler = fill(home_disk)
        rename(session, "Mine")
        assert "no space left" in str(session.journal_problem).lower()
        assert window.files.save()
        assert name_in(path) == "Mine"
        filler.unlink()
        rename(session, "Recorded")
        assert session.journal_problem is None
        session.close()


def test_a_read_only_directory_can_be_read_from(window, session, tmp_path):
    with mounted(tmp_path / "disk", "1m") as remount:
        (tmp_path / "disk" / "chat.dfdm").write_bytes(BEFORE)
        remount("ro")
        assert window.files.open_path(tmp_path / "disk" / "chat.dfdm")
        rename(session, "Mine")
        assert not window.files.save()
        assert "read-only file system" in said(window)
        assert not session.is_clean
        assert window.files._write(tmp_path / "elsewhere.dfdm")
        assert name_in(tmp_path / "elsewhere.dfdm") == "Mine"
        assert [p.name for p in (tmp_path / "disk").iterdir()] == ["chat.dfdm"]
        window.files.close()


def newer(number: int) -> bytes:
    """The file of a version that gives what is known another meaning."""
    return json.dumps({**json.loads(BEFORE), "schema": number, "needs": number}).encode()


def test_a_file_that_needs_a_newer_version_is_not_opened(window, session, share):
    path = share / "newer.dfdm"
    path.write_bytes(newer(9))
    assert not window.files.open_path(path)
    assert "needs a newer version of dfdmodeler" in said(window)
    assert session.path is None
    assert not session.model
    assert [entry.name for entry in share.iterdir()] == ["newer.dfdm"]
    assert path.read_bytes() == newer(9)


def test_a_file_that_a_newer_version_replaced_is_never_lost(window, session, share):
    path = opened(window, share)
    rename(session, "Mine")
    path.write_bytes(newer(9))
    window.files.watch.check()
    assert "cannot be read as a model" in said(window, CHANGED)
    assert not window.files.reload()
    assert not window.files.save()
    assert path.read_bytes() == newer(9), "a person is asked first"
    window.files.watch._replace()
    assert name_in(path) == "Mine"
    assert (share / "chat (other version).dfdm").read_bytes() == newer(9)
