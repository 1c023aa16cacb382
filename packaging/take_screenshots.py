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
from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

import write_review_example as example

if TYPE_CHECKING:
    from PySide6.QtGui import QImage
    from PySide6.QtWidgets import QWidget

    from dfdmodeler.gui.app import Program
    from dfdmodeler.gui.comparing.dialog import CompareDialog
    from dfdmodeler.gui.window import Window
    from dfdmodeler.model.model import Model
    from dfdmodeler.model.records import Status

ROOT = Path(__file__).resolve().parents[1]
TEMPLATES = ROOT / "resources" / "templates"
OUT = ROOT / "out" / "screenshots"
IMAGES = ROOT / "docs" / "images"
THEMES = ("light", "dark")
SCALES = (1, 2)
SCREEN = {
    "name": "screen", "x": 0, "y": 0, "width": 5120, "height": 3200,
    "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1,
}  # fmt: skip
"""What there is room on for the window at any scale."""
DAY = "2026-01-15"
RECENT = ("Loan decisions", "Support assistant")
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


def compared(program: Program, window: Window, before: Model, after: Model) -> CompareDialog:
    from dfdmodeler.gui.comparing.opening import Version, show_versions

    window.session.open(after)
    settle(program, window)
    saved = Version(before, "fraud-classifier.dfdm at main")
    dialog = show_versions(window.context, saved, Version(after, "the open document"))
    assert dialog is not None
    until(program, lambda: dialog.comparison.delta.traced, "the search for reasons")
    return dialog


def compare(program: Program, window: Window) -> QWidget:
    dialog = compared(program, window, example.before(), example.after())
    dialog.step(1)
    return dialog


def ghosts(program: Program, window: Window) -> QWidget:
    dialog = compared(program, window, example.after(), example.before())
    dialog.modes["over"].click()
    return dialog


def shortcuts(program: Program, window: Window) -> QWidget:
    from dfdmodeler.gui.dialogs.shortcuts import ShortcutsDialog

    opened(program, window, "fraud-classifier")
    window.menus.actions["shortcuts"].trigger()
    return window.findChild(ShortcutsDialog)


def sheet(program: Program, window: Window) -> QWidget:
    from dfdmodeler.analysis.lines import lines_of
    from dfdmodeler.analysis.register_sheet import register_sheet
    from dfdmodeler.analysis.sheet import Sheet
    from dfdmodeler.formats.sheets import write_csv
    from dfdmodeler.gui.dialogs.sheet_edits import SheetEditsDialog
    from dfdmodeler.gui.sheets import show_edits
    from dfdmodeler.model import triage

    opened(program, window, "rag-chatbot")
    exported = register_sheet(lines_of(window.session.threats, window.session.model))
    cells = [dict(zip((head.title for head in exported.headings), row, strict=True)) for row in exported.rows]
    for row in cells:
        row.update(SHEET_EDITS.get(row["Id"], {}))
    edited = Sheet(exported.name, exported.headings, tuple(tuple(row.values()) for row in cells))
    path = OUT / "home" / "Models" / "register.csv"
    path.write_bytes(write_csv(edited))
    ann = {"author": "Ann", "date": DAY}
    window.session.edit("Owner", lambda m: triage.track(m, ["LLM-02@llm"], owner="Platform team", **ann))
    settle(program, window)
    show_edits(window.context, path)
    dialog = window.findChild(SheetEditsDialog)
    dialog.tree.setCurrentIndex(dialog.rows.index(1, 0, dialog.rows.index(1, 0)))
    return dialog


SHEET_EDITS = {
    "LLM-01@llm": {
        "Decision": "Accepted", "Ends": "2026-09-30",
        "Reason": "Answers go to the one who asked, and nothing acts on them.\nLook again before tools come.",
    },
    "LLM-02@llm": {"Owner": "Mia", "Due": "2026-03-31", "Tags": "prompts, release 2"},
    "LLM-06@documents": {"Decision": "Needs investigation", "Notes": "Who may upload?"},
    "ST-11@index": {"Decision": "Not applicable"},
    "ST-07@chat": {"Due": "03/04/2026"},
}  # fmt: skip
"""What was edited in the spreadsheet, by threat."""


def register(program: Program, window: Window) -> QWidget:
    """A register that people have worked in, grouped by decision."""
    from dataclasses import replace

    opened(program, window, "rag-chatbot")
    worked_on(window)
    settle(program, window)
    window.triage.show()
    page = window.triage.page
    page.ask(replace(page.query, group="status"))
    settle(program, window)
    page.table.show_lines([page.table.rows.key_at(place) for place in (1, 2)], page.table.rows.key_at(1))
    page.table.chosen.emit()
    return window


def progress(program: Program, window: Window) -> QWidget:
    """How far the same work is since a review before it."""
    register(program, window)
    window.triage.page.show_mode("progress")
    return window


def board(program: Program, window: Window) -> QWidget:
    register(program, window)
    window.triage.page.show_mode("board")
    return window


def worked_on(window: Window) -> None:
    """Decides about some threats after a review, and says who sees to others."""
    from dfdmodeler.analysis.bulk import Signed, decide_all, set_all
    from dfdmodeler.model import edits
    from dfdmodeler.model.records import Review

    rows = [row for row in window.session.threats.threats if row.track != "validity"]
    stands = {row.id: window.session.analysis.explain(row.id).digest for row in rows if row.rule}
    review = Review(id="review/1", reviewer="Ada", date="2025-12-01", open=tuple(row.id for row in rows[1:]))

    def work(model: Model) -> Model:
        model = edits.put(model, review)
        for day, which, status, reason, until in (
            ("2025-12-03", rows[3:6], "accepted", "Answers are checked by the support team.", ""),
            ("2025-12-10", rows[6:7], "accepted", "Until the pilot ends.", "2026-01-10"),
            ("2025-12-12", rows[9:12], "mitigated", "", ""),
            ("2025-12-19", rows[15:17], "not_applicable", "No tenant shares an index.", ""),
        ):
            model = decide_all(model, which, stands, status, reason, until, Signed("Ada", day))  # type: ignore[arg-type]
        model = set_all(
            model, rows[:3], Signed("Ada", "2026-01-05"), owner="Ada", due="2026-01-10", tags=("web",)
        )
        return set_all(model, rows[12:15], Signed("Ada", "2026-01-05"), owner="Bob", due="2026-02-28")

    window.session.edit("Work", work)


def conflicts(program: Program, window: Window) -> QWidget:
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    from dfdmodeler.gui.dialogs.conflicts import ConflictsDialog
    from dfdmodeler.model.merge import merge

    opened(program, window, "rag-chatbot")
    base = window.session.model
    ours = _version(
        base, "Hosted model", "accepted", "The model only answers; nothing acts on it.", "Bob Stone"
    )
    theirs = _version(
        base, "Provider’s model", "needs_investigation", "To be tried by the red team.", "Eve Moss"
    )
    window.session.open(merge(base, ours, theirs).marked)
    settle(program, window)
    window.merging.show()
    dialog = window.findChild(ConflictsDialog)
    until(program, dialog.isActiveWindow, "the dialog")
    for key in (Qt.Key.Key_N, Qt.Key.Key_O):
        QTest.keyClick(dialog.list, key)
    return dialog


def _version(base: Model, name: str, status: Status, reason: str, author: str) -> Model:
    """What one of two people made of the chatbot."""
    from dfdmodeler.model import edits, triage

    model = edits.rename(base, "llm", name)
    model = edits.update(model, ["documents"], notes=f"Looked at by {author}.")
    said = {"reason": reason, "author": author, "date": DAY, "title": "Indirect prompt injection"}
    return triage.decide(model, "LLM-02@llm", status=status, **said)


SCENES: dict[str, Scene] = {
    scene.__name__: scene
    for scene in (
        welcome, fraud, path, large, interview, overlay, coverage, drawing, preferences, shortcuts, sheet,
        register, board, progress, conflicts, compare, ghosts,
    )
}  # fmt: skip
SHOWN = (
    "path-light", "path-dark", "welcome-light", "fraud-light", "overlay-light", "interview-light",
    "coverage-light", "drawing-light", "preferences-light", "large-dark", "sheet-light", "register-light",
    "progress-light", "conflicts-light", "compare-light", "ghosts-dark",
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
