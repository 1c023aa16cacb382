"""The main window: layout only. What is done stands in `actions`, what is shown in `panels` and `canvas`."""

from __future__ import annotations

from base64 import b64decode, b64encode

from PySide6.QtCore import QByteArray, QPoint, Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QPushButton, QWidget

from dfdmodeler.drawing.metrics import Metrics
from dfdmodeler.gui.actions import TOOL_BAR
from dfdmodeler.gui.canvas.view import Canvas
from dfdmodeler.gui.context import Context
from dfdmodeler.gui.docks import Docks
from dfdmodeler.gui.files import Files
from dfdmodeler.gui.menus import Menus
from dfdmodeler.gui.panels.inspector import InspectorPanel
from dfdmodeler.gui.panels.outline import OutlinePanel
from dfdmodeler.gui.panels.palette import PalettePanel
from dfdmodeler.gui.panels.problems import ProblemsPanel
from dfdmodeler.gui.panels.questions import QuestionsPanel
from dfdmodeler.gui.panels.suggestions import SuggestionsPanel
from dfdmodeler.gui.panels.threats import ThreatsPanel
from dfdmodeler.gui.preferences import Preferences
from dfdmodeler.gui.reviewer import Reviewer
from dfdmodeler.gui.status import StatusBar
from dfdmodeler.gui.theme import Theme
from dfdmodeler.gui.toolbar import FloatingBar
from dfdmodeler.gui.welcome import Welcome
from dfdmodeler.session.session import Session

LAYOUT_VERSION = 1
"""Counts up when docks change, so that a layout of an older version is not restored."""
SIZE = (1440, 900)


class Window(QMainWindow):
    """Canvas in the middle, palette on the left, what is known on the right, what is wrong below."""

    def __init__(
        self, session: Session, theme: Theme, metrics: Metrics, preferences: Preferences, reviewer: Reviewer
    ) -> None:
        super().__init__()
        self.session, self.preferences = session, preferences
        self.canvas = Canvas(session, theme, metrics, self)
        self.canvas.snap = preferences.now.snap_to_grid
        self.setCentralWidget(self.canvas)
        self.palette_panel = PalettePanel(session.library.catalog, theme)
        self.threats = ThreatsPanel(session, theme, reviewer)
        self.questions = QuestionsPanel(session, theme, reviewer)
        self.inspector = InspectorPanel(session)
        self.outline = OutlinePanel(session, theme)
        self.problems = ProblemsPanel(session, theme)
        self.suggestions = SuggestionsPanel(session)
        self.docks = Docks(
            self,
            {
                "palette": self.palette_panel,
                "threats": self.threats,
                "questions": self.questions,
                "inspector": self.inspector,
                "outline": self.outline,
                "problems": self.problems,
                "suggestions": self.suggestions,
            },
        )
        self.files = Files(session, preferences, metrics, self.canvas.picture, self)
        self.context = Context(self, self.canvas, session, self.files, preferences, theme)
        self.menus = Menus(self.context, self.menuBar(), (self.canvas, self.outline))
        self.bar = FloatingBar((self.menus.actions[i] for i in TOOL_BAR), self.canvas)
        self.welcome = Welcome(self.files.beginnings(), self.canvas)
        self.status = StatusBar(session)
        self.setStatusBar(self.status)
        self._add_corner()
        self._connect()
        self._restore()
        self._show_title()

    def _add_corner(self) -> None:
        """The two things that are always at hand, at the right of the menus."""
        corner = QWidget(self)
        layout = QHBoxLayout(corner)
        layout.setContentsMargins(0, 2, 8, 2)
        for action_id, text, role in (
            ("find", "Find or run a command", ""),
            ("export-pdf", "Export PDF", "primary"),
        ):
            action = self.menus.actions[action_id]
            button = QPushButton(text, corner)
            button.setProperty("role", role)
            button.setToolTip(f"{text} ({action.shortcut().toString()})")
            button.clicked.connect(action.trigger)
            layout.addWidget(button)
        self.menuBar().setCornerWidget(corner)

    def _connect(self) -> None:
        session, canvas = self.session, self.canvas
        session.state_changed.connect(lambda _: self._show_title())
        session.opened.connect(lambda _: self._opened())
        session.changed.connect(lambda _: self._show_welcome())
        session.selection.changed.connect(lambda _: self._show_evidence())
        session.threats_changed.connect(lambda _: self._show_evidence())
        canvas.zoom_changed.connect(self.status.show_zoom)
        canvas.message.connect(self.status.say)
        canvas.menu_requested.connect(self._show_context_menu)
        self.palette_panel.taken.connect(canvas.start_placing)
        self.palette_panel.placed.connect(self._place)
        self.threats.evidence_pointed.connect(self._point)
        self.threats.question_chosen.connect(self._ask)
        self.questions.count_changed.connect(lambda n: self.docks.count("questions", n))
        self.problems.count_changed.connect(lambda n: self.docks.count("problems", n))
        self.files.message.connect(self.status.say)
        self.docks.changed.connect(self.menus.invalidate)

    # Panels.

    def toggle_full_screen(self) -> None:
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def show_about_model(self) -> None:
        """What the document says of itself is what the inspector shows when nothing is selected."""
        self.session.selection.clear()
        self.docks.show("inspector")
        self.inspector.focus_first()

    def rename_in_outline(self) -> bool:
        """Renames in the outline if the person is there."""
        return self.outline.isVisible() and self.outline.rename_current()

    def step_threat(self, by: int) -> None:
        """Goes to the next threat of the list, or the one before."""
        self.docks.show("threats")
        self.threats.step(by)

    def decide(self, status: str) -> None:
        """Decides about the chosen threat as its buttons do."""
        self.docks.show("threats")
        self.threats.decision.choose(status)

    def _place(self, stencil: str) -> None:
        self.canvas.set_tool("select")
        self.canvas.place_at_center(stencil)

    def _point(self, ids: frozenset[str] | None) -> None:
        if ids is None:
            self._show_evidence()
        else:
            self.canvas.show_evidence(ids)

    def _show_evidence(self) -> None:
        """Highlights why the chosen threat applies."""
        chosen = self.threats.current()
        shown = chosen is not None and bool(chosen.rule) and not self.session.analysing
        evidence = self.session.analysis.explain(chosen.id) if chosen and shown else None
        self.canvas.show_evidence(evidence.ids if evidence else frozenset())

    def _ask(self, question: str, subject: str) -> None:
        self.docks.show("questions")
        self.questions.show_question(question, subject)

    def _show_context_menu(self, at: QPoint) -> None:
        self.menus.context_menu(self).popup(at)

    # The document.

    def _opened(self) -> None:
        self.canvas.fit()
        self._show_welcome()
        if self.session.file_problems:
            self.docks.show("problems")

    def _show_title(self) -> None:
        self.setWindowTitle(f"{self.session.title}[*]")
        self.setWindowModified(not self.session.is_clean)
        self.setWindowFilePath(str(self.session.path or ""))

    def _show_welcome(self) -> None:
        self.welcome.setVisible(not self.session.model)

    def _restore(self) -> None:
        now = self.preferences.now
        if not (now.window_geometry and self.restoreGeometry(_decoded(now.window_geometry))):
            self.resize(*SIZE)
        if now.window_state:
            self.restoreState(_decoded(now.window_state), LAYOUT_VERSION)

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.files.may_leave():
            event.ignore()
            return
        self.preferences.change(
            window_geometry=_encoded(self.saveGeometry()),
            window_state=_encoded(self.saveState(LAYOUT_VERSION)),
        )
        self.session.close()
        event.accept()


def _encoded(state: QByteArray) -> str:
    return b64encode(state.data()).decode("ascii")


def _decoded(text: str) -> QByteArray:
    """What was remembered; text that is no base64 remembers nothing."""
    try:
        return QByteArray(b64decode(text, validate=True))
    except ValueError:
        return QByteArray()
