"""What every test gets: no screen, no home directory, and repeatable random examples."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from hypothesis import settings

# Before anything imports Qt: it reads the platform once, when the application object is made.
# `make windows` asks for a real platform on a virtual screen.
os.environ["QT_QPA_PLATFORM"] = os.environ.get("DFDMODELER_TEST_PLATFORM", "offscreen")

# Derandomized, so that a red run can be repeated anywhere; no deadline, because shared machines stall.
settings.register_profile("default", deadline=None, derandomize=True, max_examples=50)
settings.register_profile("long", settings.get_profile("default"), max_examples=500)
settings.load_profile("default")


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's directories of this test alone."""
    directory = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("DFDMODELER_HOME", str(directory))
    return directory


def pytest_sessionfinish() -> None:
    """Empties the clipboard while Python still lives.

    The offscreen platform keeps it in a C++ static, and frees what Python made in it after Python is gone:
    the process would end with a segmentation fault. Windows of real platforms end it with the application.
    """
    gui = sys.modules.get("PySide6.QtGui")
    if gui is not None and gui.QGuiApplication.instance():
        gui.QGuiApplication.clipboard().clear()
