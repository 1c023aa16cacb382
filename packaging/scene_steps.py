"""How scenes of the window are brought about: opening something, and waiting until all is worked out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from dfdmodeler.gui.app import Program
    from dfdmodeler.gui.window import Window

ROOT = Path(__file__).resolve().parents[1]
TEMPLATES = ROOT / "resources" / "templates"
OUT = ROOT / "out" / "screenshots"
DAY = "2026-01-15"
PATIENCE = 60.0
"""Seconds that any one thing may take."""

Scene = Callable[["Program", "Window"], "QWidget"]
"""Brings a new window to what is to be seen, and says what of it is taken."""


def until(program: Program, holds: Callable[[], bool], what: str) -> None:
    end = monotonic() + PATIENCE
    while not holds():
        if monotonic() > end:
            raise TimeoutError(f"{what} took longer than {PATIENCE:.0f} seconds")
        program.app.processEvents()


def is_waiting(window: Window) -> bool:
    """Whether a panel tells that it is working something out."""
    from PySide6.QtWidgets import QLabel

    return any(told.text().endswith("…") and told.isVisible() for told in window.findChildren(QLabel))


def settle(program: Program, window: Window) -> None:
    """Until the analysis is through, all is worked out and everything has its place."""
    session, counted = window.session, window.status.questions
    until(program, lambda: not session.analysing, "the analysis")
    open_ = session.analysis.open_questions() if session.model else 0
    until(program, lambda: counted.text().startswith(f"{open_} "), "counting the questions")
    for _ in range(20):
        program.app.processEvents()
    until(program, lambda: not is_waiting(window), "what a panel works out")


def opened(program: Program, window: Window, template: str) -> None:
    window.files.new_from(TEMPLATES / f"{template}.dfdm")
    settle(program, window)
