"""What git is told: how the program is started again, and the one line among others' attributes."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

import pytest

from dfdmodeler.cli import git_setup
from dfdmodeler.cli.git_setup import LINE, added, command, removed, settings

FILES = [
    b"",
    b"\n",
    b"*.png binary\n",
    b"*.png binary",
    b"*.png binary\r\n*.txt text\r\n",
    b"*.png binary\r\n*.txt text",
    b"\xff\xfe not utf-8\n\n\n",
    b"*.dfdm merge=union\n",
]


@pytest.mark.parametrize("content", FILES)
def test_taking_the_line_out_leaves_the_file_as_it_was(content: bytes) -> None:
    assert LINE in added(content).replace(b"\r", b"").split(b"\n")
    assert removed(added(content)) == content
    assert added(added(content)) == added(content)
    assert removed(content) == content


def test_lines_that_others_wrote_after_it_stay() -> None:
    assert removed(added(b"a b\n") + b"c d\n") == b"a b\nc d\n"


def test_lines_end_as_the_others_do() -> None:
    assert added(b"a b\r\n") == b"a b\r\n" + LINE + b"\r\n"


def test_the_program_is_started_from_where_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "it's my Python"
    place.mkdir()
    monkeypatch.setattr(sys, "executable", str(place / "python"))
    assert command() == [(place / "python").as_posix(), "-P", "-m", "dfdmodeler"]
    script = place / ("dfdmodeler.exe" if sys.platform == "win32" else "dfdmodeler")
    script.touch()
    assert command() == [script.as_posix()]
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert command() == [(place / "python").as_posix()]
    for value in list(settings().values())[1:]:
        assert shlex.split(value)[0] == (place / "python").as_posix(), "spaces and quotes survive the shell"


def test_on_windows_the_program_ends_with_exe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(git_setup.sys, "platform", "win32")
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python.exe"))
    (tmp_path / "dfdmodeler.exe").touch()
    assert command() == [(tmp_path / "dfdmodeler.exe").as_posix()]


def test_no_module_of_the_repository_can_take_the_place_of_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Git runs the driver in the repository: `python -m` would look there first."""
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    assert "-P" in command()
