"""Puts the desktop program together, in two steps: an empty window at once, then what it is for.

This module imports nothing but Qt and what an empty window needs; everything else is imported in `fill`.
"""

from __future__ import annotations

import gc
import json
import random
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from dfdmodeler import paths
from dfdmodeler.gui import theme as themes
from dfdmodeler.gui.application import Application
from dfdmodeler.gui.theme import Theme
from dfdmodeler.gui.window import Window

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from dfdmodeler.gui.desktop import Desktop
    from dfdmodeler.gui.preferences import Preferences
    from dfdmodeler.session.session import Session

NAME = "dfdmodeler"
SETTINGS_FILE = "settings.json"
_COLLECTIONS = (700, 10, 100)
"""How often garbage is looked for: in all of memory a tenth as often as is usual, because that stalls."""
LOOKS = ("theme", "contrast", "text_scale", "window_geometry", "window_state")


@dataclass(frozen=True)
class Frame:
    """The empty window."""

    app: QApplication
    theme: Theme
    window: Window


@dataclass(frozen=True)
class Program:
    """What is running; whoever holds it keeps it alive. Session and window are those that it began with."""

    app: QApplication
    session: Session
    preferences: Preferences
    window: Window
    desktop: Desktop


def today() -> str:
    """The date, as decisions and answers note it."""
    return date.today().isoformat()


def now() -> str:
    """The time of day and the date, as undo steps note them."""
    return datetime.now().isoformat(timespec="minutes")


def application() -> QApplication:
    """The application object, named and dressed."""
    known = QApplication.instance()
    app = known if isinstance(known, QApplication) else Application(sys.argv[:1])
    app.setApplicationName(NAME)
    app.setApplicationDisplayName(NAME)
    app.setDesktopFileName(NAME)
    themes.prepare(app, paths.fonts())
    return app


def first_look(path: Path) -> dict[str, str]:
    """How the window looked last time. What is wrong with the file is told when preferences are loaded."""
    try:
        plain = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return dict.fromkeys(LOOKS, "")
    values = plain if isinstance(plain, dict) else {}
    return {name: value if isinstance(value := values.get(name), str) else "" for name in LOOKS}


def open_frame() -> Frame:
    """Shows the empty window as it was left."""
    app = application()
    look = first_look(paths.user_config() / SETTINGS_FILE)
    theme = Theme(look["theme"] or "system", look["contrast"] or "system", look["text_scale"])
    theme.apply(app)
    window = Window(theme)
    window.restore(look["window_geometry"], look["window_state"])
    window.show()
    app.processEvents()
    return Frame(app, theme, window)


def fill(frame: Frame, clock: Callable[[], str] = today, packs: Sequence[Path] = ()) -> Program:
    """Brings library, session, panels and canvas into the window; `packs` are used besides the others."""
    from dfdmodeler.analysis.library import load_library
    from dfdmodeler.drawing.metrics import Metrics
    from dfdmodeler.gui.desktop import Desktop
    from dfdmodeler.gui.idle import IdleWork
    from dfdmodeler.gui.preferences import Preferences
    from dfdmodeler.gui.reviewer import Reviewer
    from dfdmodeler.rules.load import missing_packs
    from dfdmodeler.session.journal import Journal
    from dfdmodeler.session.session import Session

    preferences = Preferences(paths.user_config() / SETTINGS_FILE)
    stencils = [paths.shipped_stencils(), paths.user_stencils()]
    library, problems = load_library(stencils, paths.rule_packs(packs), [paths.shipped_taxonomies()])

    def new_session(owner: QObject) -> Session:
        return Session(
            library,
            choose=random.SystemRandom().choice,
            schedule=IdleWork(owner).run,
            now=now,
            journal=Journal(paths.user_state()),
        )

    gc.set_threshold(*_COLLECTIONS)
    reviewer = Reviewer(lambda: preferences.now.author, clock)
    desktop = Desktop(frame.app, new_session, Metrics(paths.fonts()), preferences, reviewer)
    desktop.fill(frame.window)
    frame.app.setWindowIcon(QIcon(str(paths.icons() / f"{NAME}.svg")))
    told = (preferences.problem,) if preferences.problem else ()
    frame.window.problems.show_library_problems((*told, *missing_packs(packs), *problems))
    return Program(frame.app, frame.window.session, preferences, frame.window, desktop)


def begin(frame: Frame, path: Path | None, packs: Sequence[Path] = ()) -> None:
    """Fills the window, opens what is asked for, and offers what an unfinished run left behind."""
    from dfdmodeler.gui.failure import FailureReporter
    from dfdmodeler.gui.recovery import offer_recovery

    FailureReporter(frame.app.activeWindow).install()
    program = fill(frame, packs=packs)
    if path is not None:
        program.window.files.open_path(path)
    if isinstance(frame.app, Application):
        frame.app.take_files(program.desktop.open_path)
    offer_recovery(program.window, paths.user_state())


def run(path: Path | None, packs: Sequence[Path] = ()) -> int:
    """Runs the desktop program until its last window is closed; the exit code of the process."""
    frame = open_frame()
    QTimer.singleShot(0, lambda: begin(frame, path, packs))
    return frame.app.exec()
