"""Replacing a file: whole or not at all, with the version before beside it, and nothing left lying about."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest

from dfdmodeler.formats import storage
from dfdmodeler.formats.processes import machine

posix = pytest.mark.skipif(os.name != "posix", reason="links, devices and modes of POSIX")


def failing(number: int) -> Callable[..., NoReturn]:
    def fail(*_: object, **__: object) -> NoReturn:
        raise OSError(number, os.strerror(number))

    return fail


def names(directory: Path) -> list[str]:
    return sorted(path.name for path in directory.iterdir())


def test_a_new_file_and_then_another_version(tmp_path: Path) -> None:
    path = tmp_path / "m.dfdm"
    assert storage.replace(path, b"one", backup=True) is None
    assert names(tmp_path) == ["m.dfdm"]
    assert storage.replace(path, b"two", backup=True) is None
    assert (path.read_bytes(), (tmp_path / "m.dfdm.bak").read_bytes()) == (b"two", b"one")
    assert names(tmp_path) == ["m.dfdm", "m.dfdm.bak"]


def test_saving_the_same_again_keeps_the_version_before(tmp_path: Path) -> None:
    path = tmp_path / "m.dfdm"
    for content in (b"one", b"two", b"two"):
        storage.replace(path, content, backup=True)
    assert (tmp_path / "m.dfdm.bak").read_bytes() == b"one"


@pytest.mark.parametrize("step", ["os.fsync", "os.replace", "os.fdopen", "tempfile.mkstemp"])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EIO])
def test_a_failing_step_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, number: int
) -> None:
    path = tmp_path / "m.dfdm"
    path.write_bytes(b"old")
    monkeypatch.setattr(f"dfdmodeler.formats.storage.{step}", failing(number))
    problem = storage.replace(path, b"new", backup=True)
    monkeypatch.undo()
    assert problem is not None
    assert os.strerror(number).lower() in problem.what
    assert path.read_bytes() == b"old"
    assert [name for name in names(tmp_path) if name.endswith(".tmp")] == []


def test_what_cannot_be_read_back_never_takes_the_place(tmp_path: Path) -> None:
    path = tmp_path / "m.dfdm"
    path.write_bytes(b"old")
    seen: list[bytes] = []
    problem = storage.replace(path, b"new", verify=lambda data: bool(seen.append(data)))
    assert problem is not None
    assert "could not be read back" in problem.what
    assert seen == [b"new"]
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["m.dfdm"]


def test_a_disk_that_returns_other_bytes_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "read_bytes", lambda path: b"\0\0\0")
    problem = storage.replace(tmp_path / "m.dfdm", b"new")
    assert problem is not None
    assert names(tmp_path) == []


def test_a_directory_that_cannot_be_flushed_is_no_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flush = os.fsync

    def only_files(handle: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
        flush(handle)

    monkeypatch.setattr(os, "fsync", only_files)
    assert storage.replace(tmp_path / "m.dfdm", b"new") is None
    assert (tmp_path / "m.dfdm").read_bytes() == b"new"


@pytest.mark.parametrize("target", ["below/m.dfdm", "missing/m.dfdm", "directory"])
def test_an_impossible_target_is_told(tmp_path: Path, target: str) -> None:
    (tmp_path / "below").write_bytes(b"a file")
    (tmp_path / "directory").mkdir()
    problem = storage.replace(tmp_path / target, b"new", backup=True)
    assert problem is not None
    assert problem.where == str(tmp_path / target)
    assert names(tmp_path) == ["below", "directory"]


def test_a_name_that_is_none_is_told(tmp_path: Path) -> None:
    assert storage.replace(tmp_path / "a\0b", b"new") is not None
    assert storage.replace(tmp_path / ("n" * 300), b"new") is not None
    assert names(tmp_path) == []


@pytest.mark.parametrize(
    "name", ["späte Änderung.dfdm", " lead.dfdm", "a'b\"c$(d).dfdm", "-o.dfdm", "名" * 60]
)
def test_odd_names_are_names(tmp_path: Path, name: str) -> None:
    for content in (b"one", b"two"):
        assert storage.replace(tmp_path / name, content, backup=True) is None
    assert (tmp_path / name).read_bytes() == b"two"
    assert names(tmp_path) == sorted([name, f"{name}.bak"])


@posix
def test_a_name_that_is_no_text_is_a_name(tmp_path: Path) -> None:
    name = os.fsdecode(b"caf\xe9\n.dfdm")
    assert storage.replace(tmp_path / name, b"one") is None
    assert storage.load(tmp_path / name, 100) == b"one"


@posix
def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    target = tmp_path / "real" / "m.dfdm"
    target.write_bytes(b"old")
    link = tmp_path / "link.dfdm"
    link.symlink_to(target)
    assert storage.replace(link, b"new", backup=True) is None
    assert link.is_symlink()
    assert target.read_bytes() == b"new"
    assert names(tmp_path / "real") == ["m.dfdm", "m.dfdm.bak"]


@posix
def test_a_link_to_nothing_gets_its_file(tmp_path: Path) -> None:
    link = tmp_path / "link.dfdm"
    link.symlink_to(tmp_path / "later.dfdm")
    assert storage.replace(link, b"new") is None
    assert link.is_symlink()
    assert (tmp_path / "later.dfdm").read_bytes() == b"new"


@posix
def test_a_pipe_is_written_to_and_stays(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        assert storage.replace(pipe, b"through") is None
        assert os.read(reader, 100) == b"through"
    finally:
        os.close(reader)
    assert stat.S_ISFIFO(pipe.stat().st_mode)


@posix
def test_permissions_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "m.dfdm"
    path.write_bytes(b"old")
    path.chmod(0o640)
    storage.replace(path, b"new", backup=True)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


@posix
def test_a_new_file_gets_what_the_mask_allows(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        storage.replace(tmp_path / "m.dfdm", b"new")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "m.dfdm").stat().st_mode) == 0o640


def test_a_write_protected_file_is_not_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "m.dfdm"
    path.write_bytes(b"old")
    monkeypatch.setattr(os, "access", lambda *_: False)
    problem = storage.replace(path, b"new")
    assert problem is not None
    assert "permission denied" in problem.what
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["m.dfdm"]


def test_a_backup_that_cannot_be_made_stops_the_save(tmp_path: Path) -> None:
    path = tmp_path / "m.dfdm"
    path.write_bytes(b"old")
    (tmp_path / "m.dfdm.bak").mkdir()
    assert storage.replace(path, b"new", backup=True) is not None
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["m.dfdm", "m.dfdm.bak"]


@pytest.mark.parametrize("name", [".", "missing.dfdm", "a\0b", "n" * 300])
def test_what_cannot_be_loaded_is_told(tmp_path: Path, name: str) -> None:
    problem = storage.load(tmp_path / name, 100)
    assert not isinstance(problem, bytes)
    assert problem.what.endswith(".")


def test_a_huge_file_is_refused_without_reading_it(tmp_path: Path) -> None:
    path = tmp_path / "huge.dfdm"
    with path.open("wb") as file:
        file.truncate(1 << 42)
    problem = storage.load(path, 64 * 1024 * 1024)
    assert not isinstance(problem, bytes)
    assert problem.what == "The file is larger than 64 MB."


def test_a_file_of_just_the_limit_is_loaded(tmp_path: Path) -> None:
    path = tmp_path / "m.dfdm"
    path.write_bytes(b"1234")
    assert storage.load(path, 4) == b"1234"
    assert not isinstance(storage.load(path, 3), bytes)


def test_what_a_killed_process_left_goes_with_the_next_version(tmp_path: Path) -> None:
    path = tmp_path / "m.dfdm"
    ours = f".m.dfdm.{machine()}-"
    gone, mine, elsewhere = f"{ours}{2**22 + 7}-ab.tmp", f"{ours}{os.getpid()}-cd.tmp", ".m.dfdm.00-1-ef.tmp"
    kept = gone.replace(".dfdm", ".dfdm.bak")
    for name in (gone, kept, mine, elsewhere, ".m.dfdm.tmp", f"{ours}x-1.tmp"):
        (tmp_path / name).write_bytes(b"half")
    assert storage.replace(path, b"new") is None
    assert names(tmp_path) == sorted([mine, elsewhere, ".m.dfdm.tmp", f"{ours}x-1.tmp", "m.dfdm"])


def test_a_file_that_is_in_its_place_is_written_whatever_fails_then(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("listdir", "unlink"):
        monkeypatch.setattr(os, name, failing(errno.ESTALE))
    assert storage.replace(tmp_path / "m.dfdm", b"new") is None
    monkeypatch.undo()
    assert (tmp_path / "m.dfdm").read_bytes() == b"new"
