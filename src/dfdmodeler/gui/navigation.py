"""What leads from place to place in a window: tabs, the way in to a diagram that an element opens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dfdmodeler.gui.actions.diagrams import open_inside, out_to
from dfdmodeler.gui.breadcrumbs import Breadcrumbs
from dfdmodeler.gui.canvas.overview import Overview
from dfdmodeler.gui.diagram_tabs import DiagramTabs
from dfdmodeler.gui.find_bar import FindBar
from dfdmodeler.gui.widgets.speech import announce

if TYPE_CHECKING:
    from PySide6.QtWidgets import QVBoxLayout

    from dfdmodeler.gui.window import Window


class Navigation:
    """Stands over and below the canvas; `center` is the column that holds it.

    Actions ask it for their state, so it is there before the menus; it asks for them when they are wanted.
    """

    def __init__(self, window: Window, center: QVBoxLayout) -> None:
        session, canvas, self._window = window.session, window.canvas, window
        self.tabs = DiagramTabs(session, canvas, window.theme, self._run, window)
        center.addWidget(self.tabs)
        self.breadcrumbs = Breadcrumbs(session, canvas)
        self.find = FindBar(session, canvas)
        self.find.visibility_changed.connect(lambda: window.menus.invalidate())
        self.overview = Overview(canvas, window.theme)
        self.overview.want(window.preferences.now.overview)
        self._forget = window.preferences.changed.connect(self._follow_preferences)
        canvas.furniture = (self.overview, self.find, self.breadcrumbs)
        canvas.places.changed.connect(lambda _: window.menus.invalidate())
        canvas.inside_wanted.connect(lambda element: open_inside(window.context, element))
        canvas.diagram_changed.connect(window.inspector.invalidate)
        canvas.diagram_changed.connect(self._tell_diagram)
        session.selection.changed.connect(self._follow_selection)
        self.breadcrumbs.chosen.connect(lambda diagram: out_to(window.context, diagram))
        self.tabs.menu_requested.connect(lambda at: window.menus.diagram_menu(window).popup(at))
        window.inspector.whereabouts.linkActivated.connect(self._show_diagram)

    def _follow_preferences(self, _: None) -> None:
        self.overview.want(self._window.preferences.now.overview)

    def _follow_selection(self, _: None) -> None:
        """What is selected elsewhere, in a list or the outline, is shown: on another diagram if need be."""
        canvas, ids = self._window.canvas, self._window.session.selection.ids
        if ids and not any(canvas.content.item(i) for i in ids):
            canvas.reveal(ids[-1])

    def _tell_diagram(self, diagram: str) -> None:
        """Where nothing is selected that would be told, the name of the diagram is."""
        if not self._window.session.selection.ids and diagram in self._window.session.model:
            announce(self._window.canvas, f"Diagram {self._window.session.model.name_of(diagram)}")

    def release(self) -> None:
        """The window closes: the preferences, which outlive it, are no longer followed."""
        self._forget()

    def _run(self, action: str) -> None:
        self._window.menus.actions[action].trigger()

    def _show_diagram(self, diagram: str) -> None:
        """Shows a diagram, and on it what is selected."""
        self._window.canvas.set_diagram(diagram)
        for subject in self._window.session.selection.ids[-1:]:
            self._window.canvas.reveal(subject)
