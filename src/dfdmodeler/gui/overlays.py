"""The overlay that is on: kept up with the model, its analysis and the selection, in slices."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from dfdmodeler.analysis.overlays import Overlay, OverlayKind, Question, overlay_kind
from dfdmodeler.analysis.slices import Slices
from dfdmodeler.drawing.legend import Legend, with_legend
from dfdmodeler.drawing.metrics import Metrics
from dfdmodeler.drawing.primitives import Picture
from dfdmodeler.gui.canvas.board import Colors
from dfdmodeler.gui.canvas.legend import LegendCard, spoken
from dfdmodeler.gui.canvas.view import Canvas
from dfdmodeler.gui.preferences import Preferences
from dfdmodeler.gui.sliced import Sliced
from dfdmodeler.gui.widgets.speech import announce
from dfdmodeler.session.session import Session

WORKING = "Working it out"
_PATIENCE = 300
"""Milliseconds that pass before it is told that something is being worked out."""


class Overlays(QObject):
    """At most one overlay is on; `changed` tells that it is another one, or none."""

    changed = Signal()

    def __init__(
        self, session: Session, canvas: Canvas, theme: Colors, metrics: Metrics, preferences: Preferences
    ) -> None:
        super().__init__(canvas)
        self._session, self._canvas = session, canvas
        self.card = card = LegendCard(theme, metrics, canvas, canvas.crowding)
        self._metrics, self._preferences = metrics, preferences
        self._sliced: Sliced[Overlay | None] = Sliced(self)
        self.kind: OverlayKind | None = None
        self._found: Overlay | None = None
        self._is_new = False
        """Whether a person waits to be told the answer."""
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE)
        self._patience.timeout.connect(self._tell)
        stops = [
            session.changed.connect(lambda _: self._sliced.drop()),
            session.opened.connect(lambda _: self._reopen()),
            session.threats_changed.connect(lambda _: self._ask()),
            session.selection.changed.connect(lambda _: self._follow_selection()),
        ]
        self.destroyed.connect(lambda: [stop() for stop in stops])
        canvas.diagram_changed.connect(lambda _: self._show_elsewhere())
        canvas.escaped.connect(self.end)
        card.closed.connect(self._close)
        card.chosen.connect(session.selection.set)

    def choose(self, overlay_id: str) -> None:
        """Turns an overlay on, or off if it is on already."""
        kind = overlay_kind(overlay_id)
        if kind is None or kind is self.kind:
            self.end()
            return
        self.kind, self._found, self._is_new = kind, None, True
        self.card.hide()
        self._canvas.show_shades(None)
        self._patience.start()
        self._ask()
        self.changed.emit()

    def end(self) -> None:
        """Shows the diagram as it is again."""
        if self.kind is None:
            return
        self.kind = self._found = None
        self._sliced.drop()
        self._patience.stop()
        self.card.hide()
        self._canvas.show_shades(None)
        announce(self._canvas, "No overlay")
        self.changed.emit()

    def to_draw(self) -> Callable[[], Picture]:
        """What draws, for export, what is shown now, with the legend of the overlay if that is wanted."""
        draw, legend, metrics = self._canvas.to_draw(), self._legend(), self._metrics
        if legend is None or not self._preferences.now.legend_in_pictures:
            return draw
        return lambda: with_legend(draw(), legend, metrics)

    def _show_elsewhere(self) -> None:
        """Another diagram: other places have each meaning, and another corner may be free."""
        self.card.choose_corner()
        self._tell()

    def _close(self) -> None:
        self.end()
        self._canvas.setFocus()

    def _reopen(self) -> None:
        """Another document: what was found is about the one before."""
        self._sliced.drop()
        if self.kind is not None:
            self._found = None
            self._canvas.show_shades({})
            self._tell()

    def _follow_selection(self) -> None:
        if self.kind is not None and self.kind.follows_selection:
            self._ask()

    def _ask(self) -> None:
        """Works it out anew, between events."""
        if self.kind is not None:
            self._sliced.ask(self._working(self.kind), self._show)

    def _working(self, kind: OverlayKind) -> Slices[Overlay | None]:
        """What an overlay says; nothing while the analysis is behind, whose end will ask again.

        What is selected also changes in the midst of an edit, before its analysis begins: that is waited for.
        """
        yield
        session = self._session
        if session.analysing:
            return None
        threats = tuple(session.threats.threats)
        found = yield from kind.make(
            Question(session.analysis, session.model, threats, session.selection.ids)
        )
        return found

    def _show(self, found: Overlay | None) -> None:
        if found is None:
            return
        self._found = found
        self._patience.stop()
        self._canvas.show_shades(found.shades)
        if self._is_new:
            self.card.choose_corner()
        self._tell()
        if self._is_new and (legend := self._legend()):
            self._is_new = False
            announce(self._canvas, f"Overlay {legend.title}. {spoken(legend)}")

    def _legend(self) -> Legend | None:
        if self.kind is None or self._found is None:
            return None
        return self.kind.legend(self._found, self._canvas.content.shown)

    def _tell(self) -> None:
        """Brings the card up to date."""
        if self.kind is None:
            return
        legend = self._legend() or Legend(self.kind.title, self.kind.help, (), WORKING)
        subjects: dict[str, list[str]] = {}
        shown = self._canvas.content.shown
        for subject, shade in sorted(self._found.shades.items()) if self._found else ():
            if subject in shown:
                subjects.setdefault(shade.words, []).append(subject)
        self.card.show_legend(legend, {} if self.kind.follows_selection else subjects)
