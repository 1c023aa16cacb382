"""A program killed while it edits, saves or merges: the old file or the new one, and nothing is lost."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import step_kills
from kills import AIMS, environment, kill


@pytest.mark.parametrize("seed", range(len(AIMS)))
def test_a_killed_program_loses_nothing(seed: int, tmp_path: Path) -> None:
    kill(seed, tmp_path / "here")


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 130))
def test_a_program_killed_at_any_moment_loses_nothing(seed: int, tmp_path: Path) -> None:
    kill(seed, tmp_path / "here")


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="each kill is a fork")
def test_a_program_killed_before_any_line_of_saving_loses_nothing(tmp_path: Path) -> None:
    command = [sys.executable, str(Path(step_kills.__file__)), str(tmp_path)]
    result = subprocess.run(command, capture_output=True, text=True, env=environment())
    assert result.returncode == 0, result.stderr
    assert int(result.stdout) > 150
