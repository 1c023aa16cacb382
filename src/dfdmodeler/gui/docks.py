"""The panels around the canvas: where they stand, and which of them are shown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtWidgets import QDockWidget, QHBoxLayout, QMainWindow, QTabBar, QTabWidget, QToolButton, QWidget
from shiboken6 import isValid

from dfdmodeler.gui.theme import scaled
from dfdmodeler.gui.widgets.labels import label
from dfdmodeler.session.event import Event

_LEFT = Qt.DockWidgetArea.LeftDockWidgetArea
_RIGHT = Qt.DockWidgetArea.RightDockWidgetArea
_BOTTOM = Qt.DockWidgetArea.BottomDockWidgetArea
_WIDTHS = {"palette": 216, "threats": 376}
_LIMITS = {_LEFT: (160, 360), _RIGHT: (300, 640)}
"""Least and greatest widths, so that neither a panel nor the canvas is squeezed out."""
BOTTOM_HEIGHT = 220
MOST_TOLD = 999
"""Larger numbers would leave the other tabs no room for their titles."""


class Place(NamedTuple):
    """Where a panel stands; panels of one area are tabs of each other."""

    name: str
    title: str
    area: Qt.DockWidgetArea
    shown: bool = True


PLACES = (
    Place("palette", "Stencils", _LEFT),
    Place("threats", "Threats", _RIGHT),
    Place("questions", "Questions", _RIGHT),
    Place("inspector", "Properties", _RIGHT),
    Place("outline", "Outline", _RIGHT),
    Place("coverage", "Coverage", _RIGHT),
    Place("history", "History", _LEFT, shown=False),
    Place("problems", "Problems", _BOTTOM, shown=False),
    Place("suggestions", "Suggestions", _BOTTOM, shown=False),
    Place("following", "Follow-up", _BOTTOM, shown=False),
)


class Header(QWidget):
    """What stands above a panel that comes and goes: how to hide it, and its title where no tab tells it."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.title = label(title, "section", wrap=False)
        self.hide_panel = QToolButton()
        self.hide_panel.setText("Hide")
        self.hide_panel.setAccessibleName(f"Hide {title.lower()}")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 4, 4, 0)
        layout.addWidget(self.title)
        layout.addStretch(1)
        layout.addWidget(self.hide_panel)


class PanelDock(QDockWidget):
    """A panel without a title bar of Qt's: its tab is its title."""

    def __init__(self, place: Place, window: QMainWindow) -> None:
        super().__init__(place.title, window)
        self.setObjectName(place.name)
        self.setAccessibleName(place.title)
        self.setFeatures(QDockWidget.DockWidgetFeature.DockWidgetClosable)
        self.header = None if place.shown else Header(place.title)
        if self.header:
            self.header.hide_panel.clicked.connect(self.hide)
        self.setTitleBarWidget(self.header or QWidget(self))
        self.setWidget(QWidget(self))
        self._limits = _LIMITS.get(place.area)
        self._keep_limits()

    def _keep_limits(self) -> None:
        """Holds the width within its limits, which larger text widens."""
        if self._limits:
            least, greatest = self._limits
            self.setMinimumWidth(scaled(least))
            self.setMaximumWidth(scaled(greatest))

    # What Qt calls.

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.FontChange:
            self._keep_limits()
        super().changeEvent(event)


class Docks:
    """The panels by name; each place is empty until its panel is put there."""

    def __init__(self, window: QMainWindow) -> None:
        self.changed: Event[None] = Event()
        self._window = window
        self._by_name: dict[str, PanelDock] = {}
        self._hidden: tuple[str, ...] = ()
        window.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, QTabWidget.TabPosition.North)
        first_in: dict[Qt.DockWidgetArea, PanelDock] = {}
        for place in PLACES:
            dock = self._by_name[place.name] = PanelDock(place, window)
            window.addDockWidget(place.area, dock)
            dock.setHidden(not place.shown)
            if place.area in first_in:
                window.tabifyDockWidget(first_in[place.area], dock)
            first_in.setdefault(place.area, dock)
            dock.visibilityChanged.connect(self._changed)
        window.setCorner(Qt.Corner.BottomLeftCorner, _LEFT)
        window.setCorner(Qt.Corner.BottomRightCorner, _RIGHT)
        self._by_name["threats"].raise_()
        for bar in window.findChildren(QTabBar):
            bar.setElideMode(Qt.TextElideMode.ElideNone)  # where large text has no room, tabs scroll
            bar.setUsesScrollButtons(True)

    def size(self) -> None:
        """Gives the panels the widths and heights they begin with."""
        window = self._window
        docks = [self._by_name[name] for name in _WIDTHS]
        window.resizeDocks(docks, list(map(scaled, _WIDTHS.values())), Qt.Orientation.Horizontal)
        window.resizeDocks([self._by_name["problems"]], [BOTTOM_HEIGHT], Qt.Orientation.Vertical)

    def narrow(self, name: str) -> None:
        """Gives a panel the width that it begins with, where others that went away left it more."""
        dock, width = self._by_name[name], scaled(_WIDTHS[name])
        QTimer.singleShot(
            0, dock, lambda: self._window.resizeDocks([dock], [width], Qt.Orientation.Horizontal)
        )

    def _changed(self, _: bool) -> None:
        """A panel was shown, hidden or brought to the front, or is taken down with the window."""
        if not isValid(self._window):
            return
        for dock in self._by_name.values():
            if dock.header:
                beside = self._window.tabifiedDockWidgets(dock)
                dock.header.title.setVisible(all(other.isHidden() for other in beside))
        self.changed.emit(None)

    def put(self, name: str, panel: QWidget) -> None:
        """Puts a panel in its place."""
        empty = self._by_name[name].widget()
        self._by_name[name].setWidget(panel)
        empty.deleteLater()

    def panel(self, name: str) -> QWidget:
        """What stands in a place."""
        return self._by_name[name].widget()

    def show(self, name: str) -> None:
        """Brings a panel to the front."""
        self._by_name[name].show()
        self._by_name[name].raise_()

    def shows(self, name: str) -> bool:
        """Whether a panel is to be seen."""
        dock = self._by_name[name]
        return dock.isVisible() and not dock.visibleRegion().isEmpty()

    def toggle(self, name: str) -> None:
        """Hides a panel that is in front, shows one that is not."""
        if self.shows(name):
            self._by_name[name].hide()
        else:
            self.show(name)

    def is_open(self, name: str) -> bool:
        """Whether a panel is there, be it behind the tab of another."""
        return not self._by_name[name].isHidden()

    def stow(self, names: Iterable[str]) -> tuple[str, ...]:
        """Hides panels for a while; those of them that were there."""
        stowed = tuple(name for name in names if self.is_open(name))
        for name in stowed:
            self._by_name[name].hide()
        return stowed

    def bring_back(self, names: Iterable[str]) -> None:
        """Shows panels that were hidden for a while, without bringing them to the front."""
        for name in names:
            self._by_name[name].show()

    @property
    def all_hidden(self) -> bool:
        """Whether all panels were hidden at once."""
        return bool(self._hidden)

    def toggle_all(self) -> None:
        """Hides all panels, or brings back those that were hidden so."""
        if self._hidden:
            for name in self._hidden:
                self._by_name[name].show()
            self._hidden = ()
        else:
            self._hidden = tuple(name for name, dock in self._by_name.items() if not dock.isHidden())
            for name in self._hidden:
                self._by_name[name].hide()

    def count(self, name: str, number: int) -> None:
        """Writes a number beside a panel's title; the panel itself tells one that is too large for a tab."""
        title = next(place.title for place in PLACES if place.name == name)
        told = str(number) if number <= MOST_TOLD else f"{MOST_TOLD}+"
        self._by_name[name].setWindowTitle(f"{title} {told}" if number else title)
