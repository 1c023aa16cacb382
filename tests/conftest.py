"""What every test gets: no screen, no home directory, and repeatable random examples."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

# Before anything imports Qt: it reads the platform once, when the application object is made.
os.environ["QT_QPA_PLATFORM"] = "offscreen"

# Derandomized, so that a red run can be repeated anywhere; no deadline, because shared machines stall.
settings.register_profile("default", deadline=None, derandomize=True, max_examples=100)
settings.register_profile("long", settings.get_profile("default"), max_examples=1000)
settings.load_profile("default")


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's directories of this test alone."""
    directory = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("DFDMODELER_HOME", str(directory))
    return directory
