"""Puts the desktop program together: preferences, theme, library, session, window."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from dfdmodeler import paths, settings
from dfdmodeler.analysis.library import load_library
from dfdmodeler.drawing.metrics import Metrics
from dfdmodeler.gui import theme as themes
from dfdmodeler.gui.failure import FailureReporter
from dfdmodeler.gui.idle import IdleWork
from dfdmodeler.gui.preferences import Preferences
from dfdmodeler.gui.recovery import offer_recovery
from dfdmodeler.gui.reviewer import Reviewer
from dfdmodeler.gui.theme import Theme
from dfdmodeler.gui.window import Window
from dfdmodeler.session.journal import Journal
from dfdmodeler.session.session import Session

NAME = "dfdmodeler"


@dataclass(frozen=True)
class Program:
    """What is running; whoever holds it keeps it alive."""

    app: QApplication
    session: Session
    theme: Theme
    preferences: Preferences
    window: Window
    failures: FailureReporter


def today() -> str:
    """The date, as decisions and answers note it."""
    return date.today().isoformat()


def application() -> QApplication:
    """The application object, named and dressed."""
    known = QApplication.instance()
    app = known if isinstance(known, QApplication) else QApplication(sys.argv[:1])
    app.setApplicationName(NAME)
    app.setApplicationDisplayName(NAME)
    app.setDesktopFileName(NAME)
    app.setWindowIcon(QIcon(str(paths.icons() / f"{NAME}.svg")))
    themes.prepare(app, paths.fonts())
    return app


def compose(clock: Callable[[], str] = today) -> Program:
    """Everything but the first document, and nothing shown yet."""
    app = application()
    preferences = Preferences(paths.user_config() / settings.FILE_NAME)
    theme = Theme(preferences.now.theme)
    theme.apply(app)
    stencils = [paths.shipped_stencils(), paths.user_stencils()]
    library, problems = load_library(stencils, [paths.shipped_rules(), paths.user_rules()])
    session = Session(
        library,
        choose=random.SystemRandom().choice,
        schedule=IdleWork(app).run,
        journal=Journal(paths.user_state()),
    )
    reviewer = Reviewer(lambda: preferences.now.author, clock)
    window = Window(session, theme, Metrics(paths.fonts()), preferences, reviewer)
    window.problems.show_library_problems(problems)
    failures = FailureReporter(lambda: window)
    return Program(app, session, theme, preferences, window, failures)


def begin(program: Program, path: Path | None) -> None:
    """The first document: the one that was asked for, and what an unfinished run left behind."""
    if path is not None:
        program.window.files.open_path(path)
    else:
        offer_recovery(program.session, paths.user_state(), program.window)


def run(path: Path | None) -> int:
    """Runs the desktop program until its window is closed; the exit code of the process."""
    program = compose()
    program.failures.install()
    program.window.show()
    QTimer.singleShot(0, lambda: begin(program, path))
    return program.app.exec()
