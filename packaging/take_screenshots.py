"""Take the pictures of the window that the documentation shows, by working the program itself.

Every scene is taken light and dark, at 1x and 2x, into `out/screenshots`; those that a page shows (`SHOWN`)
are also written to `docs/images`, small. The same program gives the same pictures: nothing here depends on
the clock, on the machine's fonts or on who runs it. Run it through `make screenshots`.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from scene_steps import DAY, OUT, ROOT, TEMPLATES, Scene, opened, settle, until
from triage_scenes import TRIAGE

if TYPE_CHECKING:
    from PySide6.QtGui import QImage
    from PySide6.QtWidgets import QWidget

    from dfdmodeler.gui.app import Program
    from dfdmodeler.gui.window import Window

IMAGES = ROOT / "docs" / "images"
THEMES = ("light", "dark")
SCALES = (1, 2)
SCREEN = {
    "name": "screen", "x": 0, "y": 0, "width": 5120, "height": 3200,
    "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1,
}  # fmt: skip
"""What there is room on for the window at any scale."""
RECENT = ("Loan decisions", "Support assistant")


def welcome(program: Program, window: Window) -> QWidget:
    cards = (*window.welcome.recent.cards, *window.welcome.templates.cards)
    until(program, lambda: all(card.has_picture for card in cards), "drawing the thumbnails")
    return window


def fraud(program: Program, window: Window) -> QWidget:
    opened(program, window, "fraud-classifier")
    return window


def path(program: Program, window: Window) -> QWidget:
    opened(program, window, "rag-chatbot")
    window.session.selection.set(["llm"], "LLM-02@llm")
    return window


def large(program: Program, window: Window) -> QWidget:
    from benchmarks.systems import system

    window.session.open(system(1000, window.session.library.catalog))
    settle(program, window)
    window.canvas.fit()
    return window


def interview(program: Program, window: Window) -> QWidget:
    opened(program, window, "agent-with-tools")
    window.start_interview()
    until(program, lambda: window.questions.interview.round.current is not None, "ranking the questions")
    return window


def overlay(program: Program, window: Window) -> QWidget:
    opened(program, window, "federated-learning")
    window.overlays.choose("poison")
    until(program, window.overlays.card.isVisible, "the overlay")
    return window


def coverage(program: Program, window: Window) -> QWidget:
    opened(program, window, "rag-chatbot")
    window.docks.show("coverage")
    settle(program, window)
    window.coverage.update_now()
    return window


def drawing(program: Program, window: Window) -> QWidget:
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    opened(program, window, "fraud-classifier")
    window.canvas.setFocus()
    QTest.keyClick(window.canvas, Qt.Key.Key_Slash)
    QTest.keyClicks(program.app.focusWidget(), "tr d s")
    return window


def preferences(program: Program, window: Window) -> QWidget:
    from dfdmodeler.gui.dialogs.preferences import PreferencesDialog

    opened(program, window, "fraud-classifier")
    window.menus.actions["preferences"].trigger()
    return window.findChild(PreferencesDialog)


def shortcuts(program: Program, window: Window) -> QWidget:
    from dfdmodeler.gui.dialogs.shortcuts import ShortcutsDialog

    opened(program, window, "fraud-classifier")
    window.menus.actions["shortcuts"].trigger()
    return window.findChild(ShortcutsDialog)


SCENES: dict[str, Scene] = {
    scene.__name__: scene
    for scene in (
        welcome, fraud, path, large, interview, overlay, coverage, drawing, preferences, shortcuts,
        *TRIAGE,
    )
}  # fmt: skip
SHOWN = (
    "path-light", "path-dark", "welcome-light", "fraud-light", "overlay-light", "interview-light",
    "coverage-light", "drawing-light", "preferences-light", "large-dark", "sheet-light", "register-light",
    "progress-light", "conflicts-light", "compare-light", "ghosts-dark", "review-light", "gate-light",
    "details-light", "history-light",
)  # fmt: skip
"""What the pages show, at 1x: the others are for looking at."""


def take(theme: str, scale: int, home: Path) -> None:
    """All scenes, in this process."""
    from dfdmodeler.gui import app

    frame = app.open_frame()
    frame.app.setCursorFlashTime(0)
    program = app.fill(frame, lambda: DAY)
    program.preferences.change(
        theme=theme,
        motion="none",
        author="Ada",
        recent_files=tuple(str(home / f"{name}.dfdm") for name in RECENT),
    )
    for name, scene in SCENES.items():
        window = program.desktop.new_window()
        window.docks.show("threats")  # the window before may have shown another panel
        settle(program, window)
        taken = scene(program, window)
        settle(program, window)
        image = taken.grab().toImage()
        image.convertTo(image.Format.Format_RGB32)
        target = OUT / f"{name}-{theme}-{scale}x.png"
        save(image, target)
        print(target.relative_to(ROOT), flush=True)
        window.session.history.mark_clean()
        window.close()
    frame.window.session.history.mark_clean()
    frame.window.close()


def save_small(source: Path, target: Path) -> None:
    """Writes a picture with its 256 most frequent colours, which takes a third of the bytes."""
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QImage

    image = QImage(str(source)).convertToFormat(QImage.Format.Format_RGB32)
    counts = Counter(memoryview(image.constBits()).cast("I"))
    table = sorted(counts, key=lambda color: (-counts[color], color))[:256]
    nearest = Qt.ImageConversionFlag.ThresholdDither
    save(image.convertToFormat(QImage.Format.Format_Indexed8, table, nearest), target)


def save(image: QImage, target: Path) -> None:
    if not image.save(str(target), "PNG", 0):  # 0: as small as it gets
        raise OSError(f"{target} cannot be written")


def main() -> None:
    if len(sys.argv) == 3:
        sys.path.insert(0, str(ROOT))  # the large system is the one of the benchmarks
        take(sys.argv[1], int(sys.argv[2]), Path.home() / "Models")
        return
    home, screen = OUT / "home", OUT / "screen.json"
    for theme in THEMES:
        for scale in SCALES:
            shutil.rmtree(home, ignore_errors=True)
            (home / "Models").mkdir(parents=True)
            for name, template in zip(RECENT, ("fraud-classifier", "agent-with-tools"), strict=True):
                shutil.copy(TEMPLATES / f"{template}.dfdm", home / "Models" / f"{name}.dfdm")
            screen.write_text(json.dumps({"screens": [SCREEN]}))
            there = {
                "HOME": str(home),
                "DFDMODELER_HOME": str(home / "own"),
                "QT_QPA_PLATFORM": f"offscreen:configfile={screen}",
            }
            environment = {**os.environ, **there, "QT_SCALE_FACTOR": str(scale)}
            subprocess.run([sys.executable, __file__, theme, str(scale)], env=environment, check=True)
    for name in SHOWN:
        save_small(OUT / f"{name}-1x.png", IMAGES / f"{name}.png")


if __name__ == "__main__":
    main()
