"""The open document's file: what others write is noticed, what only looks new is not."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from dfdmodeler.formats import storage
from dfdmodeler.session.open_file import OpenFile, look


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "chat.dfdm"
    made.write_bytes(b"mine")
    return made


@pytest.fixture
def file(path: Path, tmp_path: Path) -> OpenFile:
    return OpenFile(path, tmp_path / "aside", look(path))


def write_elsewhere(path: Path, text: str) -> None:
    """Another process replaces the file."""
    program = "import sys, pathlib; pathlib.Path(sys.argv[1]).write_text(sys.argv[2])"
    subprocess.run([sys.executable, "-c", program, str(path), text], check=True)


def test_what_another_process_writes_is_noticed(file: OpenFile, path: Path) -> None:
    assert file.state() == "same"
    write_elsewhere(path, "theirs, longer")
    assert file.state() == "changed"
    file.written()
    assert file.state() == "same"


def test_a_touched_file_is_the_same(file: OpenFile, path: Path) -> None:
    os.utime(path, ns=(1, 1))
    assert file.state() == "same"
    assert file.state(thorough=True) == "same"


def test_a_change_that_keeps_size_and_time_is_seen_before_saving(file: OpenFile, path: Path) -> None:
    time = path.stat().st_mtime_ns
    path.write_bytes(b"hers")
    os.utime(path, ns=(time, time))
    assert file.state() == "same", "what a quick look cannot see"
    assert file.state(thorough=True) == "changed"


def test_a_file_that_is_gone_and_comes_back(file: OpenFile, path: Path) -> None:
    path.rename(path.with_name("moved.dfdm"))
    assert file.state() == "gone"
    path.write_bytes(b"mine")
    assert file.state() == "same"
    path.unlink()
    path.mkdir()
    assert file.state() == "gone"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names here")
def test_a_pipe_is_no_file_and_nobody_waits_for_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    program = "import sys, pathlib; from dfdmodeler.session.open_file import look;"
    program += "print(look(pathlib.Path(sys.argv[1])))"
    run = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "pipe")], capture_output=True, text=True, timeout=60
    )
    assert run.stdout == "None\n", run.stderr


def test_preferring_mine_counts_for_one_version(file: OpenFile, path: Path) -> None:
    path.write_bytes(b"theirs")
    file.keep_mine()
    assert file.mine_is_preferred
    assert file.state() == "changed"
    path.write_bytes(b"theirs again")
    assert not file.mine_is_preferred


def test_a_version_is_set_aside_under_a_free_name(path: Path) -> None:
    first = storage.set_aside(path, 100)
    path.write_bytes(b"more")
    second = storage.set_aside(path, 100)
    assert isinstance(first, Path)
    assert isinstance(second, Path)
    assert (first.name, first.read_bytes()) == ("chat (other version).dfdm", b"mine")
    assert (second.name, second.read_bytes()) == ("chat (other version 2).dfdm", b"more")
    assert not isinstance(storage.set_aside(path.with_name("missing.dfdm"), 100), Path)
