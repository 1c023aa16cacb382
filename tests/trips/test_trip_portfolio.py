"""`dfdmodeler portfolio`, from the words to the result: here, in processes, and on a cluster."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import cluster_child
from dfdmodeler import paths
from dfdmodeler.__main__ import main
from failing_disk import fill, mounted

DAY = ("--today", "2026-11-26")
PROGRAM = [sys.executable, "-m", "dfdmodeler"]


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some that can be analysed and some that cannot."""
    made = tmp_path_factory.mktemp("models")
    for template in sorted(paths.templates().glob("*.dfdm"))[:3]:
        shutil.copy(template, made)
    (made / "team").mkdir()
    shutil.copy(paths.templates() / "rag-chatbot.dfdm", made / "team" / "chat.dfdm")
    (made / "team" / "broken.dfdm").write_bytes(b'{"format": "dfdmodeler", "schema": 1, "elements": [')
    (made / "team" / "picture.tm7").write_bytes(b"\x89PNG\r\n\x1a\n")
    (made / "team" / "newer.dfdm").write_bytes(b'{"format": "dfdmodeler", "schema": 7, "needs": 7}')
    return made


def result(models: Path, tmp_path: Path, *words: str) -> bytes:
    output = tmp_path / f"out-{len(list(tmp_path.iterdir()))}"
    assert main(["portfolio", str(models), *DAY, "-o", str(output), *words]) == 1
    return output.read_bytes()


@pytest.fixture(scope="module")
def alone(models: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """What one process finds, as JSON."""
    return result(models, tmp_path_factory.mktemp("alone"), "--jobs", "1", "--format", "json")


def test_one_process_finds_everything_and_tells_what_is_broken(alone: bytes) -> None:
    told = json.loads(alone)
    assert len(told["models"]) == 4
    levels = [list(model["undecided"].values()) for model in told["models"]]
    assert levels == sorted(levels, reverse=True)
    assert sum(levels[0]) > 10
    failed = {row["file"]: row["what"] for row in told["not_analysed"]}
    assert list(failed) == ["team/broken.dfdm", "team/newer.dfdm", "team/picture.tm7"]
    assert "needs a newer version" in failed["team/newer.dfdm"]
    assert told["recurring"][0]["severity"] == "critical"


def test_many_processes_find_the_same(models: Path, tmp_path: Path, alone: bytes) -> None:
    assert result(models, tmp_path, "--jobs", "3", "--format", "json") == alone


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    """The address of a cluster of two real workers."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
    child = subprocess.Popen(
        [sys.executable, str(Path(cluster_child.__file__))],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    )
    try:
        assert child.stdout
        yield child.stdout.readline().strip()
    finally:
        child.communicate()


def test_a_cluster_finds_the_same(models: Path, tmp_path: Path, alone: bytes, cluster: str) -> None:
    output = tmp_path / "portfolio.json"
    words = ["portfolio", str(models), *DAY, "--format", "json", "-o", str(output), "--scheduler", cluster]
    done = subprocess.run([*PROGRAM, *words], capture_output=True, text=True)
    assert done.returncode == 1, done.stderr
    assert output.read_bytes() == alone
    lines = done.stderr.splitlines()
    assert lines == [f"note: wrote {output}", "note: 3 files could not be analysed."]


def test_a_cluster_that_is_not_there_is_told(models: Path) -> None:
    address = "tcp://127.0.0.1:9"
    done = subprocess.run(
        [*PROGRAM, "portfolio", str(models), "--scheduler", address], capture_output=True, text=True
    )
    assert done.returncode == 2
    assert f"error: {address}: The scheduler cannot be reached" in done.stderr
    assert done.stdout == ""


def test_the_text_form_is_a_table_with_the_worst_first(
    models: Path, capsys: pytest.CaptureFixture[str], alone: bytes
) -> None:
    assert main(["portfolio", str(models), *DAY, "--jobs", "1"]) == 1
    out, err = capsys.readouterr()
    lines = out.splitlines()
    assert out.startswith("4 models, ")
    assert "3 files could not be analysed" in out.replace("\n", " ")
    names = [model["file"] for model in json.loads(alone)["models"]]
    places = [next(n for n, line in enumerate(lines) if line.startswith(name)) for name in names]
    assert places == sorted(places)
    assert "Recurring threats" in lines
    assert err == "note: 3 files could not be analysed.\n", "no bar where nobody watches"


def test_the_page_has_all_files(models: Path, tmp_path: Path, alone: bytes) -> None:
    page = result(models, tmp_path, "--jobs", "1", "--format", "html").decode()
    told = json.loads(alone)
    for row in (*told["models"], *told["not_analysed"]):
        assert row["file"] in page
    assert page.count("<tr>") == 2 + len(told["models"]) + len(told["recurring"])


def test_only_sound_models_end_with_0(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copy(paths.templates() / "rag-chatbot.dfdm", tmp_path)
    assert main(["portfolio", str(tmp_path), "--jobs", "1"]) == 0
    assert "1 model, " in capsys.readouterr().out


def test_a_directory_without_models_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for directory, words in ((tmp_path, "no model below"), (tmp_path / "gone", "no such directory")):
        assert main(["portfolio", str(directory)]) == 2
        assert words in capsys.readouterr().err


@pytest.mark.skipif(os.name != "posix", reason="links of POSIX")
def test_the_result_never_replaces_a_model(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    model = tmp_path / "m.dfdm"
    shutil.copy(paths.templates() / "rag-chatbot.dfdm", model)
    before = model.read_bytes()
    (tmp_path / "out.html").symlink_to(model)
    for output in ("out.html", "other.dfdm"):
        assert main(["portfolio", str(tmp_path), "--jobs", "1", "-o", str(tmp_path / output)]) == 2
    assert model.read_bytes() == before
    assert "would replace the model" in capsys.readouterr().err


def test_a_full_disk_keeps_the_old_result(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with mounted(tmp_path / "disk", "64k"):
        output = tmp_path / "disk" / "out.html"
        output.write_bytes(b"old")
        fill(tmp_path / "disk")
        words = ["portfolio", str(paths.templates()), "--jobs", "2", "--format", "html", "-o", str(output)]
        assert main(words) == 2
        assert "no space left on device" in capsys.readouterr().err
        assert output.read_bytes() == b"old"


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_ctrl_c_ends_it_at_once_without_a_trace(models: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.json"
    words = ["portfolio", str(models), "--jobs", "2", "--format", "json", "-o", str(output)]
    child = subprocess.Popen([*PROGRAM, *words], stderr=subprocess.PIPE, text=True, start_new_session=True)
    deadline = time.monotonic() + 60
    while len(workers(child.pid)) < 2 and time.monotonic() < deadline and child.poll() is None:
        time.sleep(0.01)
    running = workers(child.pid)
    os.killpg(child.pid, signal.SIGINT)
    _, err = child.communicate(timeout=60)
    assert child.returncode == 130, err
    assert err.startswith("note: stopped: ")
    assert err.count("\n") == 1, err
    assert not output.exists()
    while any(map(alive, running)):
        assert time.monotonic() < deadline, "its processes do not end"
        time.sleep(0.01)


def workers(parent: int) -> list[int]:
    """The processes that one has begun and that are not yet through, on Linux."""
    children = Path(f"/proc/{parent}/task/{parent}/children")
    return [int(pid) for pid in children.read_text().split()] if children.exists() else [parent, parent]


def alive(pid: int) -> bool:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"
