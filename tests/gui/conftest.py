"""The window that tests of the window share, and what is in it."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from dfdmodeler.analysis.library import Library
from dfdmodeler.gui.window import Window
from dfdmodeler.model.model import Model
from dfdmodeler.session.session import Session
from gui_parts import dressed_theme, give_keys, new_session, new_window, shipped_library


@pytest.fixture(scope="session")
def library() -> Library:
    return shipped_library()


@pytest.fixture
def drawn() -> Model | None:
    """What is drawn when a test begins: nothing, unless its file says otherwise."""
    return None


@pytest.fixture
def session(library: Library, drawn: Model | None) -> Session:
    return new_session(library, drawn)


@pytest.fixture
def window(qtbot: QtBot, qapp, home: Path, session: Session) -> Window:
    made = new_window(session, home, dressed_theme(qapp))
    qtbot.addWidget(made, before_close_func=lambda w: w.session.history.mark_clean())
    made.resize(1440, 900)
    with qtbot.waitExposed(made):
        made.show()
    give_keys(made)
    return made
