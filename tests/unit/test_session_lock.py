"""Who has a document open: told between real processes, forgotten when they end."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from dfdmodeler.session.lock import Lock

HOLD = """
import sys
from pathlib import Path
from dfdmodeler.session.lock import Lock
lock = Lock(Path(sys.argv[1]), Path(sys.argv[2]))
print("taken" if lock.take() is None and lock.is_held else "not taken", flush=True)
sys.stdin.readline()
lock.release()
"""


@contextmanager
def another(document: Path, aside: Path) -> Iterator[subprocess.Popen[str]]:
    """A process of its own that has the document open."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(document), str(aside)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    assert process.stdout.readline() == "taken\n"
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


@pytest.fixture
def document(tmp_path: Path) -> Path:
    folder = tmp_path / "models"
    folder.mkdir()
    path = folder / "chat.dfdm"
    path.write_text("{}")
    return path


@pytest.fixture
def aside(tmp_path: Path) -> Path:
    return tmp_path / "state"


def lock_file(document: Path) -> Path:
    return document.with_name(f".{document.name}.lock")


def test_another_process_is_told_of_until_it_closes(document: Path, aside: Path) -> None:
    mine = Lock(document, aside)
    with another(document, aside) as process:
        holder = mine.take()
        assert holder is not None
        assert (holder.pid, holder.host) == (process.pid, socket.gethostname())
        assert not holder.is_here
        assert not mine.is_held
        process.communicate("close\n")
        assert not lock_file(document).exists()
        assert mine.take() is None
    assert mine.is_held
    mine.release()
    assert os.listdir(document.parent) == ["chat.dfdm"]


def test_a_killed_process_is_forgotten(document: Path, aside: Path) -> None:
    with another(document, aside) as process:
        process.kill()
        process.wait()
    assert lock_file(document).exists()
    mine = Lock(document, aside)
    assert mine.take() is None
    assert mine.is_held
    assert json.loads(lock_file(document).read_text())["pid"] == os.getpid()


def test_a_later_process_with_the_same_number_is_not_taken_for_the_holder(
    document: Path, aside: Path
) -> None:
    left = {"pid": os.getppid(), "host": socket.gethostname(), "user": "ada", "born": "1", "token": "t"}
    lock_file(document).write_text(json.dumps(left))
    assert (Lock(document, aside).take() is None) is sys.platform.startswith("linux")


def test_drafts_of_processes_that_are_gone_are_removed(document: Path, aside: Path) -> None:
    drafts = [document.with_name(f"{lock_file(document).name}.{pid}") for pid in (2**22 + 7, os.getppid())]
    other = document.with_name(f"{lock_file(document).name}.5x")
    for draft in (*drafts, other):
        draft.write_text("")
    assert Lock(document, aside).take() is None
    assert [path.exists() for path in (*drafts, other)] == [False, True, True]


def test_another_machine_is_believed(document: Path, aside: Path) -> None:
    left = {"pid": 4_000_000, "host": "elsewhere", "user": "ada", "born": "", "token": "t"}
    lock_file(document).write_text(json.dumps(left))
    holder = Lock(document, aside).take()
    assert holder is not None
    assert (holder.host, holder.user) == ("elsewhere", "ada")
    assert lock_file(document).exists()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b'{"pid": "x"}',
        b"[" * 10_000,
        b"\xff\xfe",
        b'{"pid": 99999999999999999999999, "host": "h", "user": "u", "born": "", "token": "t"}'.replace(
            b'"h"', json.dumps(socket.gethostname()).encode()
        ),
    ],
    ids=["empty", "cut", "list", "no number", "deep", "no text", "huge number"],
)
def test_a_lock_that_says_nothing_is_replaced(document: Path, aside: Path, content: bytes) -> None:
    lock_file(document).write_bytes(content)
    mine = Lock(document, aside)
    assert mine.take() is None
    assert mine.is_held


def test_two_windows_of_one_process_know_of_each_other(document: Path, aside: Path) -> None:
    first, second = Lock(document, aside), Lock(document, aside)
    assert first.take() is None
    assert first.take() is None, "taken twice"
    holder = second.take()
    assert holder is not None
    assert holder.is_here
    assert second.holder() == holder
    second.release()
    assert lock_file(document).exists(), "the lock of somebody else stays"
    first.release()
    assert not lock_file(document).exists()


def test_a_lock_that_another_machine_took_over_is_left_alone(document: Path, aside: Path) -> None:
    mine = Lock(document, aside)
    assert mine.take() is None
    theirs = {"pid": 1, "host": "elsewhere", "user": "ada", "born": "", "token": "t"}
    lock_file(document).write_text(json.dumps(theirs))
    mine.release()
    assert json.loads(lock_file(document).read_text()) == theirs


def test_a_link_leads_to_the_same_lock(document: Path, aside: Path) -> None:
    link = document.with_name("link.dfdm")
    link.symlink_to(document)
    with another(document, aside):
        assert Lock(link, aside).take() is not None


def test_beside_a_file_that_nothing_can_be_written_to_the_lock_lies_aside(
    document: Path, aside: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = Path.write_text

    def refuse(path: Path, *given: object, **named: object) -> int:
        if path.parent == document.parent:
            raise PermissionError(13, "Permission denied")
        return write(path, *given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(Path, "write_text", refuse)
    mine = Lock(document, aside)
    assert mine.take() is None
    assert mine.is_held
    assert Lock(document, aside).take() is not None
    mine.release()
    assert not list(aside.glob("*.lock"))


def test_many_at_once_agree_on_one(document: Path, aside: Path) -> None:
    left = {"pid": 4_000_000, "host": socket.gethostname(), "user": "ada", "born": "9", "token": "t"}
    lock_file(document).write_text(json.dumps(left))
    everybody = [
        subprocess.Popen(
            [sys.executable, "-c", HOLD, str(document), str(aside)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(6)
    ]
    said = [process.stdout.readline().strip() for process in everybody if process.stdout]
    for process in everybody:
        process.communicate("close\n")
    assert sorted(said) == ["not taken"] * 5 + ["taken"]
