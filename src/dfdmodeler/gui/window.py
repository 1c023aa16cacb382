"""The main window: layout only. What is done stands in `actions`, what is shown in `panels` and `canvas`."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, Qt, Signal
from PySide6.QtGui import QAction, QCloseEvent, QKeySequence
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMainWindow,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from dfdmodeler import paths
from dfdmodeler.gui.dialogs.beside import close_beside
from dfdmodeler.gui.docks import Docks
from dfdmodeler.gui.theme import Theme

if TYPE_CHECKING:
    from dfdmodeler.drawing.metrics import Metrics
    from dfdmodeler.gui.desktop import Desktop
    from dfdmodeler.gui.preferences import Preferences
    from dfdmodeler.gui.reviewer import Reviewer
    from dfdmodeler.session.session import Session
    from dfdmodeler.settings import Settings

MENUS = ("File", "Edit", "View", "Diagram", "Threats", "Help")
LAYOUT_VERSION = 3
"""Counts up when docks change, so that a layout of an older version is not restored."""
SIZE = (1440, 900)
LEAST_CANVAS = (360, 240)
"""Below this the canvas is of no use; the window does not become smaller than that and its panels."""


class Window(QMainWindow):
    """Canvas in the middle, palette on the left, what is known on the right, what is wrong below.

    A window begins as an empty frame, which is cheap to show; `fill` brings what it is for.
    """

    closed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.desktop: Desktop | None = None
        """All windows of the program, where there may be others."""
        self.theme = theme
        center = QWidget(self)
        center.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        center.setMinimumSize(*LEAST_CANVAS)
        self._center = QVBoxLayout(center)
        self._center.setContentsMargins(0, 0, 0, 0)
        self._center.setSpacing(0)
        self.setCentralWidget(center)  # stays: another central widget would be given no room by the docks
        self.docks = Docks(self)
        self.menu_by_title = {title: self.menuBar().addMenu(f"&{title}") for title in MENUS}
        self.statusBar().setSizeGripEnabled(False)
        self.resize(*SIZE)
        self.docks.size()
        self._filled = False

    def fill(self, session: Session, metrics: Metrics, preferences: Preferences, reviewer: Reviewer) -> None:
        """Puts everything into the frame. What is imported here is what the first paint does without."""
        from dfdmodeler.gui.actions.table import TOOL_BAR
        from dfdmodeler.gui.canvas.view import Canvas
        from dfdmodeler.gui.carrying import CarryOffer
        from dfdmodeler.gui.context import Context
        from dfdmodeler.gui.files import Files
        from dfdmodeler.gui.menus import Menus
        from dfdmodeler.gui.merging import Merging
        from dfdmodeler.gui.navigation import Navigation
        from dfdmodeler.gui.overlays import Overlays
        from dfdmodeler.gui.status import StatusBar
        from dfdmodeler.gui.toolbar import FloatingBar
        from dfdmodeler.gui.triage import Triage
        from dfdmodeler.gui.widgets.notices import Notices
        from dfdmodeler.gui.wiring import Wiring

        theme = self.theme
        self.session, self.preferences = session, preferences
        self.canvas = Canvas(session, theme, metrics, self)
        self._draw_as(preferences.now)
        self.notices = Notices(self)
        self._center.addWidget(self.notices)
        self.drawing = QWidget(self)
        column = QVBoxLayout(self.drawing)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.canvas)
        self._center.addWidget(self.drawing)
        self._add_panels(reviewer)
        self.files = Files(
            session, preferences, metrics, reviewer, lambda: self.overlays.to_draw(), self.notices, self
        )
        self._add_beginnings()
        self.context = Context(self, self.canvas, session, self.files, preferences, theme, reviewer)
        self.overlays = Overlays(session, self.canvas, theme, metrics, preferences)
        self.navigation = Navigation(self, column)
        self.triage = Triage(self, self._center)
        self.carry_offer = CarryOffer(session, self.canvas, self.notices, reviewer)
        self.merging = Merging(self)
        self.menus = Menus(self.context, self.menu_by_title, (self.canvas, self.outline))
        self.bar = FloatingBar((self.menus.actions[i] for i in TOOL_BAR), self.canvas)
        self.canvas.covered = self.bar.covered
        self.overlays.card.stand_above(self.bar)
        self.navigation.overview.stand_above(self.bar)
        self.status = StatusBar(session, self.menus.actions)
        self.setStatusBar(self.status)
        self._add_corner()
        self._wiring = Wiring(self)
        self.canvas.show()
        self.drawing.show()
        self._center.activate()  # the first diagram is fitted before Qt would get round to it
        self.canvas.setFocus()  # keys that draw count from the first moment
        self._filled = True

    def _add_panels(self, reviewer: Reviewer) -> None:
        """The panels, each in its dock."""
        from dfdmodeler.gui.panels.coverage import CoveragePanel
        from dfdmodeler.gui.panels.following import FollowUpPanel
        from dfdmodeler.gui.panels.history import HistoryPanel
        from dfdmodeler.gui.panels.inspector import InspectorPanel
        from dfdmodeler.gui.panels.outline import OutlinePanel
        from dfdmodeler.gui.panels.palette import PalettePanel
        from dfdmodeler.gui.panels.problems import ProblemsPanel
        from dfdmodeler.gui.panels.questions import QuestionsPanel
        from dfdmodeler.gui.panels.suggestions import SuggestionsPanel
        from dfdmodeler.gui.panels.threats import ThreatsPanel

        session, theme = self.session, self.theme
        self.palette_panel = PalettePanel(session.library.catalog, theme)
        self.threats = ThreatsPanel(session, theme, reviewer)
        self.questions = QuestionsPanel(session, theme, reviewer)
        self.inspector = InspectorPanel(session, lambda: self.canvas.diagram, reviewer.today)
        self.outline = OutlinePanel(session, theme)
        self.problems = ProblemsPanel(session, theme)
        self.suggestions = SuggestionsPanel(session)
        self.history = HistoryPanel(session, theme)
        self.coverage = CoveragePanel(session, theme)
        self.following = FollowUpPanel(session, theme, reviewer)
        for name, panel in (
            ("palette", self.palette_panel), ("threats", self.threats), ("questions", self.questions),
            ("inspector", self.inspector), ("outline", self.outline), ("problems", self.problems),
            ("suggestions", self.suggestions), ("coverage", self.coverage),
            ("history", self.history), ("following", self.following),
        ):  # fmt: skip
            self.docks.put(name, panel)

    def _add_beginnings(self) -> None:
        """The ways into a document: the welcome page, the tour, files that are dropped."""
        from dfdmodeler.gui.drops import FileDrops
        from dfdmodeler.gui.steady import Steady
        from dfdmodeler.gui.thumbnails import Thumbnails
        from dfdmodeler.gui.tour import Tour
        from dfdmodeler.gui.welcome import Welcome

        files, room = self.files, self.canvas.viewport()
        self.tour = Tour(self)
        self.thumbnails = Thumbnails(files.documents.picture, paths.user_cache() / "thumbnails", self)
        self.welcome = Welcome(files.templates, self.preferences, self.thumbnails, self.theme, room)
        self.welcome.open_wanted.connect(files.open_path)
        self.welcome.template_wanted.connect(files.new_from)
        self.welcome.file_wanted.connect(files.ask_open)
        self.welcome.tour_wanted.connect(self.tour.start)
        self.drops = FileDrops(self, self.centralWidget(), self.open_files)
        Steady(self.canvas)

    def restore(self, geometry: str, state: str) -> None:
        """Takes the place and the layout that were remembered, in base64; other texts change nothing."""
        if geometry:
            self.restoreGeometry(_decoded(geometry))
        if state:
            self.restoreState(_decoded(state), LAYOUT_VERSION)

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
            _tell_keys(button, action)
            action.changed.connect(partial(_tell_keys, button, action))
            button.clicked.connect(action.trigger)
            layout.addWidget(button)
        self.menuBar().setCornerWidget(corner)
        corner.show()

    # Panels.

    def toggle_full_screen(self) -> None:
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def show_about_model(self) -> None:
        """What the document says of itself is what the inspector shows when nothing is selected."""
        self.session.selection.clear()
        self.edit_properties()

    def edit_properties(self) -> None:
        """Puts the keyboard into the properties of what is selected; Escape there gives it back."""
        self.inspector.came_from = "outline" if self.outline.tree.hasFocus() else ""
        self.docks.show("inspector")
        self.inspector.focus_first()

    def rename_in_outline(self) -> bool:
        """Renames in the outline if the person is there."""
        return self.outline.isVisible() and self.outline.rename_current()

    def start_interview(self) -> None:
        """Asks what is open, one question after the other."""
        self.docks.show("questions")
        self.questions.start_interview()

    def step_threat(self, by: int) -> None:
        """Goes to the next threat of the list, or the one before."""
        if self.triage.is_shown:
            self.triage.page.step(by)
            return
        self.docks.show("threats")
        self.threats.step(by)

    def decide(self, status: str) -> None:
        """Decides about the chosen threat as its buttons do; in the register about all that are selected."""
        if self.triage.is_shown:
            self.triage.page.decide(status)
            return
        self.docks.show("threats")
        self.threats.decision.choose(status)

    def follow_up(self, kind: str, subjects: Sequence[str] | None = None) -> None:
        """Puts the keyboard where an assumption or action item is added."""
        self.docks.show("following")
        self.following.begin(kind, subjects)

    def show_follow_up(self, record_id: str) -> None:
        """Shows an assumption or action item with its details."""
        self.docks.show("following")
        self.following.show_one(record_id)

    def comment(self) -> None:
        """Puts the keyboard where a comment on the chosen threat is written."""
        self.docks.show("threats")
        self.threats.update_now()
        self.threats.pages.begin_comment()

    def _draw_as(self, now: Settings) -> None:
        canvas = self.canvas
        canvas.snap, canvas.guides, canvas.glides = (
            now.snap_to_grid, now.alignment_guides, now.motion != "none",
        )  # fmt: skip

    def follow_preferences(self) -> None:
        """Another window, or a dialog, may have changed them."""
        now = self.preferences.now
        self.theme.choose(now.theme, now.contrast, now.text_scale)
        self._draw_as(now)

    # The document.

    def open_files(self, files: Sequence[Path]) -> None:
        """Opens the first in this window, the others in windows of their own; of a spreadsheet its edits."""
        from dfdmodeler.gui import sheets

        first, *others = files
        if sheets.is_sheet(first):
            sheets.show_edits(self.context, first)
        else:
            self.files.open_path(first)
        for path in others if self.desktop else ():
            self.desktop.open_path(path)

    def bring_forward(self) -> None:
        """In front of all others, also if it was minimized."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.raise_()
        self.activateWindow()

    # What Qt calls.

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._filled:
            return
        if not self.files.may_leave():
            event.ignore()
            return
        self.triage.leave()  # or the panels that it put away would stay away
        self.preferences.change(
            window_geometry=_encoded(self.saveGeometry()),
            window_state=_encoded(self.saveState(LAYOUT_VERSION)),
        )
        close_beside(self)
        self.files.close()
        self.thumbnails.drop()
        self.session.close()
        self.menus.release()
        self.navigation.release()
        self._wiring.release()
        event.accept()
        self.closed.emit()


def _tell_keys(button: QPushButton, action: QAction) -> None:
    """The keys of the action in the tooltip of a button that does the same."""
    keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    button.setToolTip(f"{button.text()} ({keys})" if keys else button.text())


def _encoded(state: QByteArray) -> str:
    return b64encode(state.data()).decode("ascii")


def _decoded(text: str) -> QByteArray:
    """What was remembered; text that is no base64 remembers nothing."""
    try:
        return QByteArray(b64decode(text, validate=True))
    except ValueError:
        return QByteArray()
