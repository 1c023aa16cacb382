"""What tests of the window share: a small model in which threats arise, and ways to poke at widgets."""

from __future__ import annotations

import random
from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from dfdmodeler import paths
from dfdmodeler.analysis.library import Library, load_library
from dfdmodeler.drawing.metrics import Metrics
from dfdmodeler.gui import theme as themes
from dfdmodeler.gui.preferences import Preferences
from dfdmodeler.gui.reviewer import Reviewer
from dfdmodeler.gui.theme import Theme
from dfdmodeler.gui.window import Window
from dfdmodeler.model.edits import new_placement
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import About, Boundary, Diagram, Element, Flow
from dfdmodeler.session.session import Session

TODAY = "2026-11-24"
REVIEWER = Reviewer(lambda: "Ada", lambda: TODAY)


def shipped_library() -> Library:
    """The library that the program starts with."""
    stencils, packs = [paths.shipped_stencils()], [paths.shipped_rules()]
    return load_library(stencils, packs, [paths.shipped_taxonomies()])[0]


def chat_model() -> Model:
    """A user, a chat application inside a boundary, a store of documents, a language model."""
    boxes = {
        "org": (220.0, 40.0, 220.0, 340.0),
        "user": (20.0, 80.0, 120.0, 48.0),
        "chat": (260.0, 80.0, 120.0, 48.0),
        "docs": (260.0, 200.0, 120.0, 48.0),
        "llm": (260.0, 300.0, 120.0, 48.0),
    }
    return Model(
        [
            About(title="Chat"),
            Diagram(id="main", name="Main"),
            Boundary(id="org", name="Organisation", type="organisation"),
            Element(id="user", type="human_user", name="User"),
            Element(id="chat", type="web_app", name="Chat", parent="org"),
            Element(id="docs", type="document_store", name="Documents", parent="org"),
            Element(id="llm", type="llm", name="Model", parent="org", properties={"task": "generation"}),
            Flow(id="ask", source="user", target="chat", properties={"carries": ["prompt"]}),
            Flow(id="upload", source="chat", target="docs", properties={"carries": ["documents"]}),
            Flow(id="prompt", source="chat", target="llm", properties={"carries": ["prompt"]}),
            Flow(id="context", source="docs", target="llm", properties={"carries": ["context"]}),
            *(new_placement("main", subject, box) for subject, box in boxes.items()),
        ]
    )


def new_session(library: Library, model: Model | None = None) -> Session:
    """A session whose analysis runs at once."""
    session = Session(library, choose=random.Random(7).choice)
    if model is not None:
        session.open(model)
    return session


def new_window(session: Session, home: Path, theme: Theme) -> Window:
    """A window with preferences of its own."""
    preferences = Preferences(home / "settings.json")
    window = Window(theme)
    window.restore(preferences.now.window_geometry, preferences.now.window_state)
    window.fill(session, Metrics(paths.fonts()), preferences, REVIEWER)
    return window


def dressed_theme(app: object, choice: str = "light") -> Theme:
    """The theme as the program applies it."""
    themes.prepare(app, paths.fonts())  # type: ignore[arg-type]
    theme = Theme(choice)
    theme.apply(app)  # type: ignore[arg-type]
    return theme


def give_keys(window: QWidget) -> None:
    """Lets keys go to a window that was just shown: on a bare virtual screen no window manager does so."""
    if QGuiApplication.platformName() != "offscreen":
        QTest.qWaitForWindowExposed(window)
        window.activateWindow()
        QTest.qWaitForWindowActive(window)
