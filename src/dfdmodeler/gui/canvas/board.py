"""The part of the canvas that shows: one diagram of the session, its marks and its selection, kept up to
date.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Protocol

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QTimer, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QWidget

from dfdmodeler.analysis.badges import badges
from dfdmodeler.drawing.lines import following
from dfdmodeler.drawing.metrics import Metrics
from dfdmodeler.drawing.primitives import Box, Marks, Picture, Shade
from dfdmodeler.drawing.spoken import describe
from dfdmodeler.gui.canvas.backdrop import paint_backdrop
from dfdmodeler.gui.canvas.content import Content
from dfdmodeler.gui.canvas.detail import Detail, detail_at
from dfdmodeler.gui.canvas.foresight import Foresight
from dfdmodeler.gui.canvas.handles import handles_of
from dfdmodeler.gui.canvas.overlay import Overlay
from dfdmodeler.gui.canvas.painter import Painter
from dfdmodeler.gui.canvas.rename import Renaming
from dfdmodeler.gui.canvas.tools.tool import Edit
from dfdmodeler.gui.canvas.viewport import Viewport
from dfdmodeler.gui.widgets.speech import announce
from dfdmodeler.model.change import Change
from dfdmodeler.model.diagrams import showing
from dfdmodeler.model.locking import is_locked
from dfdmodeler.model.records import Diagram
from dfdmodeler.session.event import Event
from dfdmodeler.session.session import Session

DEFAULT_DIAGRAM = "main"
"""Id of the diagram that a model without one gets when something is first drawn."""
HIT = 5
"""Pixels around a line that still hit it."""
_FIT_LARGEST = 1.25
_CROWD = 250
"""Items in view that take about a frame to draw."""
_LASTING = 200
"""Steps of finishing after which what was drawn is taken for lasting."""
_WEIGHTS = {"boundary": 0.1, "flow": 0.2}
"""How much something counts where room is looked for, by its role; what is read counts fully."""
_TAKEN = 1e6
"""How crowded a place is where something stands over the canvas already."""
_HAIR = 3
"""Pixels around an item that lines of a fixed width take."""


class Colors(Protocol):
    """What the canvas needs of a theme."""

    changed: Event[None]

    def color(self, token: str) -> QColor:
        """The present colour of a token."""


class Board(Viewport):
    """Draws the diagram and answers where things are."""

    diagram_changed = Signal(str)
    """Another diagram is shown: its id."""
    inside_wanted = Signal(str)
    """The diagram that an element opens is to be shown: the element's id."""
    message = Signal(str)
    copied = Signal(object)
    """What was copied: the id of each copy by that of its original."""
    settled = Signal()
    """All that waited is routed and marked, or another overlay is laid on."""
    escaped = Signal()
    """Escape was pressed while nothing was under way and nothing selected."""

    def __init__(
        self, session: Session, theme: Colors, metrics: Metrics, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.session, self.diagram = session, DEFAULT_DIAGRAM
        self._before = DEFAULT_DIAGRAM
        """The diagram that was shown before this one."""
        self._theme, self._metrics = theme, metrics
        self.content = Content(session.library.catalog, metrics)
        self.overlay = Overlay(self.scene(), theme.color)
        self.foresight = Foresight(self)
        self._painter = Painter(theme.color, metrics)
        self._renaming = Renaming(self, theme.color)
        self._marks = Marks()
        self.furniture: tuple[QWidget, ...] = ()
        """What stands over the canvas, where nothing else should."""
        self._opening = 0
        """Steps that finishing may still take after a large diagram was opened."""
        self._finishing = QTimer(self)
        self._finishing.setInterval(0)
        self._finishing.timeout.connect(self._finish)
        self.setAccessibleName("Diagram")
        for bar in (self.horizontalScrollBar(), self.verticalScrollBar()):
            bar.valueChanged.connect(lambda _: self._renaming.follow())
        stops = [
            session.changed.connect(self._follow),
            session.opened.connect(self._reopen),
            session.threats_changed.connect(self._mark),
            session.selection.changed.connect(self._select),
            theme.changed.connect(self._recolor),
        ]
        self.destroyed.connect(lambda: [stop() for stop in stops])

    def set_diagram(self, diagram: str) -> None:
        """Shows another diagram of the model."""
        self._renaming.end(keep=True)
        if diagram != self.diagram:
            self._before, self.diagram = self.diagram, diagram
        self.content.open(self.session.model, diagram)
        self._mark(None)
        self.set_content_bounds(self.content.bounds)
        self._drop_selected()
        self._select(None)
        self._opening = len(self.content.drawn.items) if self.content.is_sketchy else 0
        self._finish_later()
        self.redraw()
        self.diagram_changed.emit(diagram)

    def _drop_selected(self) -> None:
        """What does not stand here is no longer selected: keys would do to it what nobody sees."""
        selection = self.session.selection
        kept = [i for i in selection.ids if self.content.item(i) is not None]
        if len(kept) < len(selection.ids):
            selection.set(kept, selection.threat)

    def to_draw(self) -> Callable[[], Picture]:
        """What draws, for export, what is shown now; it may run beside the window."""
        return self.content.to_draw()

    def show_evidence(self, ids: frozenset[str]) -> None:
        """Highlights a path; an empty set takes the highlight away."""
        self._set_marks(replace(self._marks, highlighted=ids))

    def show_shades(self, shades: Mapping[str, Shade] | None) -> None:
        """Lays an overlay over the diagram; None takes it away."""
        self._set_marks(replace(self._marks, shades=shades))
        if not self.content.is_sketchy:
            self.settled.emit()

    def crowding(self, rect: QRect) -> float:
        """How much a rectangle of the viewport holds; lines count less than shapes and text."""
        area = self.viewportTransform().inverted()[0].mapRect(QRectF(rect))
        shown = self.content.visible(Box(area.x(), area.y(), area.width(), area.height()))
        taken = sum(part.isVisible() and part.geometry().intersects(rect) for part in self.furniture)
        return sum(_WEIGHTS.get(item.role, 1.0) for item in shown) + _TAKEN * taken

    def words_of(self, subject: str) -> str:
        """What something is and what the overlay says of it, for those who do not see it."""
        model, catalog, shade = self.session.model, self.session.library.catalog, self._marks.shade(subject)
        words = describe(model, catalog, subject, self._marks.badges.get(subject))
        words += ", locked" if is_locked(model, self.diagram, subject) else ""
        return f"{words}, {shade.words}" if shade else words

    def fit(self) -> None:
        """Shows the whole diagram."""
        bounds = self.content.bounds
        if bounds.width and bounds.height:
            if not self.is_fitted:
                self.jumping.emit()
            self.set_content_bounds(bounds)
            self.fit_box(bounds, _FIT_LARGEST)
        else:
            self.zoom_to(1.0)

    def reveal(self, subject: str) -> None:
        """Scrolls so that something is in view, on another diagram if it does not stand on this one."""
        if self.content.item(subject) is None and (there := showing(self.session.model, subject)):
            self.set_diagram(there[0])
        item = self.content.item(subject)
        if item is not None:
            self.show_box(item.shape or item.bounds)

    def rect_of(self, subject: str) -> QRect | None:
        """Where something is drawn, in the viewport: a shape's own box, what a flow's line takes up."""
        item = self.content.item(subject)
        if item is None:
            return None
        return self.viewportTransform().mapRect(QRectF(*(item.shape or item.bounds))).toAlignedRect()

    def id_at(self, point: QPoint) -> str | None:
        """What is drawn at a point of the viewport."""
        at = self.to_scene(QPointF(point))
        return self.content.hit(at.x(), at.y(), HIT / self.zoom)

    def begin_rename(self, subject: str) -> None:
        """Opens the name of something, or the text of a note, for editing in place."""
        self.reveal(subject)
        self._renaming.begin(subject)

    def go_inside(self, subject: str) -> None:
        """Asks for the diagram that an element opens."""
        self.inside_wanted.emit(subject)

    def preview(self, edit: Edit) -> None:
        """Shows what an edit would do, without doing it."""
        lifted = self.content.moving
        shown = self.content.preview(edit(self.session.model))
        self._repaint(self.content.places(self.content.moving - lifted))
        for box in shown:
            self.viewport().update(self._rect(box))
        self._frame_selection()

    def end_preview(self) -> None:
        """Shows what is, exactly as before the preview."""
        self._repaint(self.content.end_preview())
        self._finish_later()
        self._frame_selection()

    def commit(self, label: str, edit: Edit, merge: str | None = None) -> Change:
        """Does an edit, as one step that can be undone; the preview ends. What flows cut follows it, and
        what changed about boundaries is told.
        """
        self.end_preview()
        before = self.session.model
        whole = following(edit, self.diagram, self.content.size_of)
        change = self.session.edit(label, whole, merge=merge)
        if words := self.foresight.told(before):
            self.message.emit(words)
        return change

    def _reopen(self, _: None) -> None:
        """Another document: its first diagram, whole."""
        diagrams = self.session.model.diagrams
        self._marks = Marks()
        self.set_diagram(diagrams[0].id if diagrams else DEFAULT_DIAGRAM)
        self.fit()

    def _follow(self, change: Change) -> None:
        if self.diagram in change and self.session.model.find(Diagram, self.diagram) is None:
            known = [diagram.id for diagram in self.session.model.diagrams]
            if known:
                self.set_diagram(self._before if self._before in known else known[0])
                return
        self._repaint(self.content.follow(self.session.model, change))
        self._finish_later()
        self.set_content_bounds(self.content.bounds)
        self._frame_selection()
        self._renaming.follow()

    def _finish_later(self) -> None:
        if self.content.is_sketchy:
            self._finishing.start()

    def _finish(self) -> None:
        """Routes a flow of those that a large change left sketched, when nothing else is to be done."""
        if self.content.is_sketchy:
            self._repaint(self.content.finish())
            self._opening = max(0, self._opening - 1)
            if self._opening and self._opening % _LASTING == 0:
                gc.freeze()  # a large diagram lasts: looking through it for garbage stalls many frames
        else:
            self._opening = 0
            self._finishing.stop()
            self.set_content_bounds(self.content.bounds)
            self._frame_selection()
            self.settled.emit()

    def _mark(self, _: None) -> None:
        self._set_marks(replace(self._marks, badges=badges(self.session.threats.threats)))

    def _set_marks(self, marks: Marks) -> None:
        self._marks = marks
        self._repaint(self.content.mark(marks))
        self._finish_later()
        self._frame_selection()  # frames and handles leave room for badges

    def _select(self, _: None) -> None:
        self._frame_selection()
        current = self.session.selection.current
        words = ""
        if current is not None and current in self.session.model:
            words = self.words_of(current)
        announce(self, words)

    def _recolor(self, _: None) -> None:
        self._painter.forget()
        self.overlay.recolor()
        self.redraw()

    def _frame_selection(self) -> None:
        """Frames what is selected; alone, it also shows its handles. Marks what is locked."""
        self.overlay.locks.show_items(self.content.locked())
        ids = self.session.selection.ids
        items = [item for item in map(self.content.item, ids) if item is not None]
        labels = [label for label in map(self.content.label, ids) if label is not None]
        self.overlay.select(items, labels)
        alone = items[0] if len(items) == 1 else None
        self.overlay.show_handles(handles_of(alone, self.content.model, self.diagram) if alone else ())

    def _repaint(self, boxes: Iterable[Box]) -> None:
        """Draws again what lies in these boxes."""
        for box in boxes:
            self.redraw_rect(self._rect(box))

    def _rect(self, box: Box) -> QRect:
        """Where a box is in the viewport, with room for the width of hairlines."""
        rect = self.viewportTransform().mapRect(QRectF(*box))
        return rect.adjusted(-_HAIR, -_HAIR, _HAIR, _HAIR).toAlignedRect()

    # What the viewport asks for.

    def is_crowded(self) -> bool:
        return self.content.is_crowded(self.visible_box(), _CROWD)

    def ground(self) -> QColor:
        return self._theme.color("canvas")

    def draw_area(self, painter: QPainter, rect: QRect) -> int:
        area = self.viewportTransform().inverted()[0].mapRect(QRectF(rect.adjusted(-1, -1, 1, 1)))
        painter.setTransform(self.viewportTransform())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_backdrop(painter, area, self.zoom, self.ground(), self._theme.color("line"))
        items = self.content.standing(Box(area.x(), area.y(), area.width(), area.height()))
        self._painter.paint(painter, items, self._detail())
        return len(items)

    def draw_moving(self, painter: QPainter, area: QRectF) -> None:
        items = self.content.moved(Box(area.x(), area.y(), area.width(), area.height()))
        if items:
            self._painter.paint(painter, items, self._detail())

    def _detail(self) -> Detail:
        return detail_at(self.zoom, len(self.content.drawn.items))
