"""Which files below a directory are models."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from dfdmodeler.cli.model_files import model_files
from failing_disk import vanished


def make(directory: Path, *names: str) -> None:
    for name in names:
        path = directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"{}")


def names(directory: Path) -> list[str]:
    return [file.name for file in model_files(directory)[0]]


def test_all_formats_at_any_depth_in_the_order_of_their_names(tmp_path: Path) -> None:
    make(tmp_path, "b.dfdm", "a/x.tm7", "a/deep/y.dfd.yaml", "readme.md", "b.dfdm.bak", "a.DFDM")
    assert names(tmp_path) == ["a.DFDM", "a/deep/y.dfd.yaml", "a/x.tm7", "b.dfdm"]


def test_hidden_and_foreign_directories_are_left_out(tmp_path: Path) -> None:
    make(
        tmp_path,
        ".git/a.dfdm",
        "x/.venv/a.dfdm",
        "node_modules/p/a.dfdm",
        "vendor/a.dfdm",
        ".a.dfdm",
        "b.dfdm",
    )
    assert names(tmp_path) == ["b.dfdm"]
    assert names(tmp_path / ".git") == ["a.dfdm"], "who names one means it"


@pytest.mark.skipif(os.name != "posix", reason="links of POSIX")
def test_loops_of_links_end_and_a_file_counts_once(tmp_path: Path) -> None:
    make(tmp_path, "z/real.dfdm")
    (tmp_path / "z" / "loop").symlink_to(tmp_path)
    (tmp_path / "a.dfdm").symlink_to(tmp_path / "z" / "real.dfdm")
    (tmp_path / "b.dfdm").symlink_to(tmp_path / "b.dfdm")
    (tmp_path / "c.dfdm").symlink_to("nowhere")
    assert names(tmp_path) == ["b.dfdm", "c.dfdm", "z/real.dfdm"]


def test_a_directory_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    make(tmp_path, "a.dfdm", "locked/b.dfdm")
    with vanished(tmp_path / "locked"):
        files, problems = model_files(tmp_path)
    assert [file.name for file in files] == ["a.dfdm"]
    assert [problem.where for problem in problems] == ["locked"]
