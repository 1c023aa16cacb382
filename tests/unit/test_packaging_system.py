"""A system that lacks something is told what, and the one command that helps."""

from __future__ import annotations

import socket
import sys

import pytest

import check_system
import run_example


@pytest.fixture
def bare_debian(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A Linux with apt where no library loads; the list collects what is installed, which then loads."""
    installed: list[str] = []
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setattr(check_system, "install", installed.extend)
    monkeypatch.setattr(check_system, "runs", lambda program: program == "apt-get")
    table = {"libEGL.so.1": "libegl1", "libEGL_extra.so.1": "libegl1", "libGL.so.1": "libgl1"}
    probe = (lambda part: table[part] in installed, table)
    monkeypatch.setattr(check_system, "GROUPS", {"qt": probe})
    return installed


def test_a_missing_library_is_named_with_the_command(
    bare_debian: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert check_system.main(["qt"]) == 1
    said = capsys.readouterr().out
    assert "libEGL.so.1, libEGL_extra.so.1, libGL.so.1" in said
    assert "sudo apt-get install --no-install-recommends libegl1 libgl1\n" in said
    assert bare_debian == []


def test_a_build_server_installs_what_is_missing(
    bare_debian: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CI", "1")
    assert check_system.main(["qt"]) == 0
    assert bare_debian == ["libegl1", "libgl1"]
    assert capsys.readouterr().out == ""


def test_an_old_python_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(check_system, "OLDEST_PYTHON", (99, 0))
    assert check_system.main([]) == 1
    assert "newer is needed" in capsys.readouterr().out


def test_this_system_has_what_the_tests_need() -> None:
    assert check_system.missing(["python", "qt", "git"]) == {} or not sys.platform.startswith("linux")


@pytest.mark.parametrize(
    ("platform", "variables", "expected"),
    [
        ("linux", {}, False),
        ("linux", {"DISPLAY": ""}, False),
        ("linux", {"DISPLAY": "nonsense"}, False),
        ("linux", {"DISPLAY": "localhost:59000.0"}, False),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ("darwin", {}, True),
        ("win32", {}, True),
    ],
)
def test_where_there_is_a_display(
    platform: str, variables: dict[str, str], expected: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert run_example.has_display() is expected


@pytest.mark.skipif(sys.platform != "linux", reason="sockets without a file are Linux's")
def test_a_display_is_one_that_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setenv("DISPLAY", ":59001")
    assert not run_example.has_display()
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as server:
        server.bind("\0/tmp/.X11-unix/X59001")
        server.listen()
        assert run_example.has_display()
