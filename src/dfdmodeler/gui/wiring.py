"""What follows from what in a window: events of the session, the canvas and the panels, and who hears."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QTimer

from dfdmodeler.gui.dialogs.beside import close_beside

if TYPE_CHECKING:
    from dfdmodeler.gui.window import Window


class Wiring:
    """Connects the parts of a filled window; the parts themselves are strangers to each other."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self._connect_session()
        self._connect_canvas()
        self._connect_panels()
        self._connect_rest()
        self._show_title()

    def release(self) -> None:
        """Lets go of what outlives the window."""
        self._forget_preferences()

    def _connect_session(self) -> None:
        session = self._window.session
        session.state_changed.connect(lambda _: self._show_title())
        session.opened.connect(lambda _: self._opened())
        session.changed.connect(lambda _: self._show_welcome())
        session.selection.changed.connect(lambda _: self._show_evidence())
        session.threats_changed.connect(lambda _: self._show_evidence())

    def _connect_canvas(self) -> None:
        window, canvas = self._window, self._window.canvas
        canvas.tool_changed.connect(lambda _: self._show_welcome())
        canvas.offering.changed.connect(lambda _: self._show_welcome())
        canvas.zoom_changed.connect(window.status.show_zoom)
        canvas.message.connect(window.status.say)
        canvas.menu_requested.connect(self._show_context_menu)

    def _connect_panels(self) -> None:
        window = self._window
        docks, menus = window.docks, window.menus
        window.palette_panel.taken.connect(window.canvas.start_placing)
        window.palette_panel.placed.connect(self._place)
        window.threats.evidence_pointed.connect(self._point)
        window.threats.question_chosen.connect(self._ask)
        window.threats.name_wanted.connect(menus.actions["preferences"].trigger)
        window.threats.menu_requested.connect(lambda at: menus.threat_menu(window).popup(at))
        window.outline.properties_asked.connect(window.edit_properties)
        window.outline.menu_requested.connect(lambda at: menus.outline_menu(window).popup(at))
        window.inspector.given_back.connect(self._take_back)
        window.coverage.evidence_changed.connect(self._show_evidence)
        window.coverage.evidence_pointed.connect(self._point)
        window.coverage.threat_wanted.connect(self._go_to_threat)
        window.threats.card.edit_wanted.connect(window.menus.actions["edit-threat"].trigger)
        window.threats.card.removal_wanted.connect(window.menus.actions["remove-threat"].trigger)
        window.threats.rating_wanted.connect(self._choose_rating)
        window.questions.asked_about.connect(window.canvas.reveal)
        window.questions.count_changed.connect(lambda n: docks.count("questions", n))
        window.problems.count_changed.connect(lambda n: docks.count("problems", n))
        window.following.count_changed.connect(lambda n: docks.count("following", n))
        window.following.threat_wanted.connect(self._go_to_threat)
        window.following.revealed.connect(window.canvas.reveal)
        for links in (window.threats.pages.details.following, window.inspector.following):
            links.chosen.connect(window.show_follow_up)
            links.added.connect(window.follow_up)
        window.problems.alarmed.connect(lambda: docks.show("problems"))

    def _connect_rest(self) -> None:
        window = self._window
        window.docks.changed.connect(window.coverage.look)
        window.docks.changed.connect(window.menus.invalidate)
        window.files.message.connect(window.status.say)
        window.notices.nothing_left.connect(window.triage.take_focus)
        window.overlays.changed.connect(window.menus.invalidate)
        window.overlays.card.pointed.connect(self._point)
        window.status.panel_asked.connect(window.docks.show)
        follow = window.follow_preferences
        self._forget_preferences = window.preferences.changed.connect(lambda _: follow())

    # What the connections lead to.

    def _take_back(self) -> None:
        """The keyboard returns from the properties to where it was."""
        window = self._window
        if window.inspector.came_from:
            window.docks.show(window.inspector.came_from)
            window.outline.tree.setFocus()
        else:
            window.triage.take_focus()

    def _place(self, stencil: str) -> None:
        self._window.canvas.set_tool("select")
        self._window.canvas.place_in_room(stencil)

    def _point(self, ids: frozenset[str] | None) -> None:
        if ids is None:
            self._show_evidence()
        else:
            self._window.canvas.show_evidence(ids)

    def _show_evidence(self) -> None:
        """Highlights why the chosen threat applies, or what is looked at in the coverage."""
        window, session = self._window, self._window.session
        if (asked := window.coverage.evidence) is not None:
            window.canvas.show_evidence(asked)
            return
        chosen = window.threats.current()
        shown = chosen is not None and bool(chosen.rule) and not session.analysing
        evidence = session.analysis.explain(chosen.id) if chosen and shown else None
        window.canvas.show_evidence(evidence.ids if evidence else frozenset())

    def _go_to_threat(self, threat: str) -> None:
        self._window.docks.show("threats")
        self._window.session.selection.set_threat(threat)

    def _choose_rating(self) -> None:
        """How threats are rated is a property of the model."""
        self._window.show_about_model()
        self._window.inspector.focus_field("rating")

    def _ask(self, question: str, subject: str) -> None:
        self._window.docks.show("questions")
        self._window.questions.show_question(question, subject)

    def _show_context_menu(self, at: QPoint) -> None:
        menu = self._window.menus.context_menu(self._window)
        forget = self._window.canvas.offering.forget_spot
        menu.aboutToHide.connect(lambda: QTimer.singleShot(0, forget))  # after what was chosen has run
        menu.popup(at)

    def _opened(self) -> None:
        close_beside(self._window, of_document=True)
        self._window.canvas.fit()
        self._show_welcome()
        if self._window.session.file_problems:
            self._window.docks.show("problems")

    def _show_title(self) -> None:
        window, session = self._window, self._window.session
        window.setWindowTitle(f"{session.title}[*]")
        window.setWindowModified(not session.is_clean)
        window.setWindowFilePath(str(session.path or ""))

    def _show_welcome(self) -> None:
        """While nothing is drawn, and nothing is in hand or being looked for to be drawn."""
        window = self._window
        at_rest = window.canvas.tool_name == "select" and window.canvas.offering.chooser is None
        window.welcome.setVisible(not window.session.model and at_rest)
