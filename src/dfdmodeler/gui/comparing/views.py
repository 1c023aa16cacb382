"""Both versions of a diagram: two views that pan and zoom as one, or one with what is gone as ghosts."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from dfdmodeler.catalog.catalog import Catalog
from dfdmodeler.drawing.metrics import Metrics
from dfdmodeler.drawing.primitives import Box
from dfdmodeler.drawing.versions import both, gone, shades
from dfdmodeler.gui.comparing.still import StillView
from dfdmodeler.gui.theme import Theme
from dfdmodeler.gui.widgets.labels import NarrowLabel, label
from dfdmodeler.model.diagrams import showing
from dfdmodeler.model.differences import Differences

Mode = Literal["beside", "above", "over"]
"""How both versions are shown: side by side, one above the other, or in one view."""
WIDE = 1.4
"""How many times wider than high a diagram is of which the versions rather stand one above the other."""
LARGEST = 1.25
"""The largest zoom at which a small diagram is fitted."""
_ORIENTATIONS = {"beside": Qt.Orientation.Horizontal, "above": Qt.Orientation.Vertical}
_AROUND = 24.0
_EQUAL = 10_000
"""More pixels than there are: what is shared out in these shares is shared out equally."""
_SIDES = ("Before", "After")
_NOWHERE = ", which has no such diagram"


class VersionViews(QStackedWidget):
    """Shows one diagram of both versions; `clicked` says what was clicked in any view."""

    clicked = Signal(str)

    def __init__(
        self, catalog: Catalog, metrics: Metrics, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.before = StillView(catalog, metrics, theme, "Before")
        self.after = StillView(catalog, metrics, theme, "After")
        self.over = StillView(catalog, metrics, theme, "Both versions")
        self.heads = (NarrowLabel(), NarrowLabel())
        self._found: Differences | None = None
        self._names = ("", "")
        self._fresh: set[StillView] = set()
        """The views that show the present diagram; others do once they are to be seen."""
        self.diagram = self._current = ""
        self._sides = QSplitter(Qt.Orientation.Horizontal)
        self._sides.setChildrenCollapsible(False)
        for head, view in zip(self.heads, (self.before, self.after), strict=True):
            self._sides.addWidget(_headed(head, view))
            self._sides.setStretchFactor(self._sides.count() - 1, 1)
        self.addWidget(self._sides)
        self.addWidget(
            _headed(label("Both versions; what is gone is dashed", "muted", wrap=False), self.over)
        )
        self.before.moved.connect(lambda: self.after.follow(self.before))
        self.after.moved.connect(lambda: self.before.follow(self.after))
        for view in self.all:
            view.clicked.connect(self.clicked)

    @property
    def all(self) -> tuple[StillView, StillView, StillView]:
        return self.before, self.after, self.over

    @property
    def shown(self) -> tuple[StillView, ...]:
        """The views that a person sees."""
        return (self.over,) if self.is_overlaid else (self.before, self.after)

    @property
    def is_overlaid(self) -> bool:
        return self.currentIndex() == 1

    @property
    def is_wide(self) -> bool:
        """Whether the diagram is so wide that there is more room for it one above the other."""
        bounds = self._bounds()
        return bounds.width > WIDE * bounds.height

    def set_mode(self, mode: Mode) -> None:
        """Shows both versions in another way. Who saw the whole sees the whole, others the same part."""
        seen, bounds = self.shown[-1], self._bounds()
        whole = seen.visible_box().holds(bounds)
        if mode != "over":
            self._sides.setOrientation(_ORIENTATIONS[mode])
            self._sides.setSizes([_EQUAL, _EQUAL])
        self.setCurrentIndex(1 if mode == "over" else 0)
        self._freshen()
        if whole:
            self.fit()
        else:
            for view in self.shown:
                view.follow(seen)

    def show_versions(self, found: Differences, diagram: str, names: tuple[str, str]) -> None:
        """Shows two versions, whole and as large as each other."""
        self._found = found
        self._names = names
        self.set_diagram(diagram)
        self.fit()

    def set_diagram(self, diagram: str) -> None:
        """Shows another diagram of both versions."""
        found = self._found
        if found is None:
            return
        self.diagram = diagram
        self._fresh.clear()
        self._freshen()
        sides = zip(self.heads, _SIDES, self._names, (found.before, found.after), strict=True)
        for head, side, name, model in sides:
            head.setText(f"{side}: {name}{'' if diagram in model else _NOWHERE}")

    def _freshen(self) -> None:
        """Draws what is to be seen and is not up to date."""
        found = self._found
        for view in self.shown if found else ():
            if view in self._fresh or found is None:
                continue
            self._fresh.add(view)
            if view is self.before:
                view.show_model(found.before, self.diagram, shades(found, "removed", "changed"))
            elif view is self.after:
                view.show_model(found.after, self.diagram, shades(found, "added", "changed"))
            else:
                marked = shades(found, "added", "removed", "changed")
                view.show_model(both(found), self.diagram, marked, gone(found))
            view.show_current(self._current)
        bounds = self._bounds()
        for view in self._fresh:
            view.set_content_bounds(bounds)

    def fit(self) -> None:
        """Shows the whole diagram of both."""
        bounds = self._bounds()
        for view in self.shown if bounds.width and bounds.height else ():
            view.fit_box(bounds, LARGEST)

    def reveal(self, subject: str) -> None:
        """Frames a thing in every view, on a diagram that shows it, and moves all views to it."""
        self._current = subject
        if subject and self._found and not any(view.box_of(subject) for view in self.shown):
            models = (self._found.after, self._found.before)
            there = [id_ for model in models for id_ in showing(model, subject)]
            if there:
                self.set_diagram(there[0])
        for view in self._fresh:
            view.show_current(subject)
        for view in reversed(self.shown):
            if box := view.box_of(subject):
                view.show_box(box.grown(_AROUND))
                for other in self.shown:
                    other.follow(view)
                return

    def _bounds(self) -> Box:
        boxes = [view.content.bounds for view in self._fresh if view.content.bounds.width]
        whole = boxes[0] if boxes else Box(0, 0, 0, 0)
        for box in boxes[1:]:
            whole = whole.united(box)
        return whole


def _headed(head: QWidget, view: QWidget) -> QWidget:
    whole = QWidget()
    layout = QVBoxLayout(whole)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    line = QHBoxLayout()
    line.setContentsMargins(12, 4, 12, 4)
    line.addWidget(head)
    layout.addLayout(line)
    layout.addWidget(view, 1)
    return whole
