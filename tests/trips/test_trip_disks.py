"""Commands where the disk is full, read-only or gone, and files of newer versions: all stays."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from dfdmodeler import paths
from dfdmodeler.__main__ import main
from dfdmodeler.cli import inputs
from failing_disk import fill, mounted, vanished
from systems import shipped_library

MODEL = paths.templates() / "rag-chatbot.dfdm"
WRITING: dict[str, Sequence[str]] = {
    "convert": ("convert", "MODEL", "OUT.dfdm"),
    "report": ("report", "MODEL", "-o", "OUT.pdf"),
    "picture": ("render", "MODEL", "-o", "OUT.svg"),
    "merge": ("merge", "MODEL", "MODEL", "MODEL", "-o", "OUT.dfdm"),
    "differences": ("diff", "MODEL", "MODEL", "--format", "html", "-o", "OUT.html"),
    "sheet": ("register", "MODEL", "-o", "OUT.xlsx"),
    "rows": ("register", "MODEL", "-o", "OUT.csv"),
    "rules": ("rules", "docs", "-o", "OUT.html"),
    "threats": ("analyze", "MODEL", "--format", "json", "-o", "OUT.json"),
}
"""Commands that write a file."""
READING = ("analyze", "check", "convert", "report", "render")


@pytest.fixture(autouse=True)
def library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inputs, "load_library", lambda *_: (shipped_library(), ()))


def run(command: Sequence[str], model: Path, folder: Path) -> tuple[int, Path]:
    """The exit code of a command, and the file that it writes."""
    words = [word.replace("MODEL", str(model)).replace("OUT", str(folder / "out")) for word in command]
    return main(words), Path(next(word for word in words if word.startswith(str(folder / "out"))))


def told(capsys: pytest.CaptureFixture[str]) -> str:
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("error: "), err
    assert err.count("\n") == 1, err
    return err


@pytest.mark.parametrize("name", WRITING)
def test_a_full_disk_keeps_the_old_result(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    with mounted(tmp_path / "disk", "64k"):
        suffix = next(word for word in WRITING[name] if word.startswith("OUT")).removeprefix("OUT")
        (tmp_path / "disk" / f"out{suffix}").write_bytes(b"old")
        fill(tmp_path / "disk")
        code, output = run(WRITING[name], MODEL, tmp_path / "disk")
        assert code == 2
        assert "no space left on device. Nothing was changed on disk." in told(capsys)
        assert output.read_bytes() == b"old"
        assert sorted(p.name for p in output.parent.iterdir()) == ["filler", output.name]


@pytest.mark.parametrize("name", WRITING)
def test_a_read_only_disk_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    with mounted(tmp_path / "disk", "1m") as remount:
        remount("ro")
        code, output = run(WRITING[name], MODEL, tmp_path / "disk")
        assert code == 2
        assert "read-only file system" in told(capsys)
        assert list(output.parent.iterdir()) == []


@pytest.mark.parametrize("number", [errno.ESTALE, errno.EIO])
@pytest.mark.parametrize("name", WRITING)
def test_a_share_that_is_gone_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, number: int
) -> None:
    with vanished(tmp_path, number=number):
        code, _ = run(WRITING[name], MODEL, tmp_path)
    assert code == 2
    assert os.strerror(number).lower() in told(capsys)
    assert list(tmp_path.iterdir()) == []


def test_a_model_on_a_share_that_is_gone_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with vanished(tmp_path):
        assert main(["analyze", str(tmp_path / "m.dfdm")]) == 2
    assert "cannot be read: stale file handle" in told(capsys)


def test_a_base_that_cannot_be_read_is_not_taken_for_a_missing_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "share").mkdir()
    (tmp_path / "share" / "base.dfdm").write_bytes(MODEL.read_bytes())
    output = tmp_path / "out.dfdm"
    with vanished(tmp_path / "share"):
        words = ["merge", str(tmp_path / "share" / "base.dfdm"), str(MODEL), str(MODEL), "-o", str(output)]
        assert main(words) == 2
    assert "cannot be read: stale file handle" in told(capsys)
    assert not output.exists()


def test_a_base_of_a_gate_that_cannot_be_looked_at_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    base = tmp_path / "share" / "base.dfdm"
    with vanished(base.parent):
        assert main(["gate", str(MODEL), "--policy", str(paths.policy()), "--base", str(base)]) == 2
    assert str(base) in told(capsys)


def test_user_directories_that_are_gone_do_not_stop_a_command(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.undo()
    monkeypatch.setenv("DFDMODELER_HOME", str(home))
    with vanished(home):
        assert main(["analyze", str(MODEL), "-o", str(tmp_path / "threats.txt")]) == 0
    assert "threats:" in (tmp_path / "threats.txt").read_text(encoding="utf-8")
    assert "error" not in capsys.readouterr().err


@pytest.mark.parametrize("command", READING)
def test_a_file_that_needs_a_newer_version_is_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    path = tmp_path / "m.dfdm"
    newer = json.dumps({**json.loads(MODEL.read_bytes()), "schema": 7, "needs": 7}).encode()
    path.write_bytes(newer)
    rest = {"convert": [str(path)], "report": ["-o", "x.pdf"], "render": ["-o", "x.svg"]}.get(command, [])
    assert main([command, str(path), *rest]) == 2
    assert "needs a newer version of dfdmodeler" in told(capsys)
    assert path.read_bytes() == newer
    assert list(tmp_path.iterdir()) == [path]


def test_what_a_newer_version_added_is_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "m.dfdm"
    newer = {**json.loads(MODEL.read_bytes()), "schema": 7, "auras": [{"id": "z", "of": "llm"}]}
    path.write_text(json.dumps(newer), encoding="utf-8")
    assert main(["convert", str(path), str(path)]) == 0
    kept = json.loads(path.read_bytes())
    assert (kept["schema"], kept["auras"]) == (7, newer["auras"])
