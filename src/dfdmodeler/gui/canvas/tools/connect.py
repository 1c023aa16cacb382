"""Drawing flows from element to element, and moving the ends of flows to others."""

from __future__ import annotations

from abc import ABC, abstractmethod

from PySide6.QtCore import Qt

from dfdmodeler.drawing.geometry import border_point
from dfdmodeler.drawing.primitives import Box
from dfdmodeler.gui.canvas.handles import Handle
from dfdmodeler.gui.canvas.stencils import NEW
from dfdmodeler.gui.canvas.tools.tool import Edit, Pointer, Stage, Tool
from dfdmodeler.model import edits
from dfdmodeler.model.records import Flow, layout_id

_MARGIN = 10
"""Pixels around an element that still connect to it."""


class _Linking(Tool, ABC):
    """A line from a fixed element to the pointer, which snaps to the element it would connect to."""

    cursor = Qt.CursorShape.CrossCursor
    _reverse = False
    """Whether the pointer holds the source, so that the head is at the fixed end."""
    _away = False
    """Whether the pointer has left the source: only then may it come back, for a flow to itself."""

    def _element_at(self, at: Pointer) -> str | None:
        return self.stage.content.element_at(at.x, at.y, _MARGIN / self.stage.zoom)

    def _show(self, fixed: Box, at: Pointer) -> None:
        stage = self.stage
        over = self._element_at(at)
        item = stage.content.item(over) if over else None
        end = (
            border_point(item.shape, fixed.center)
            if item and item.shape != fixed and item.shape
            else (at.x, at.y)
        )
        points = [border_point(fixed, end), end]
        line = tuple(points[::-1] if self._reverse else points)
        stage.overlay.line(line)
        stage.overlay.target(item)
        stage.foresee(self._linking(over) if over else None, at, line)

    @abstractmethod
    def _linking(self, element: str) -> Edit | None:
        """What connecting to an element would do."""

    def close(self) -> None:
        self.stage.foresee_nothing()
        self.stage.overlay.line(())
        self.stage.overlay.target(None)


class Connect(_Linking):
    """From the press at an element to the release over another, or in free room, which offers a new one."""

    def __init__(self, stage: Stage, start: Pointer, source: str) -> None:
        super().__init__(stage)
        self._start, self._source = start, source
        self._dragging = False

    def drag(self, at: Pointer) -> None:
        self._dragging = self._dragging or at.far_from(self._start)
        self._away = self._away or self._element_at(at) != self._source
        item = self.stage.content.item(self._source)
        if self._dragging and item and item.shape:
            self._show(item.shape, at)

    def _linking(self, element: str) -> Edit | None:
        return _adding(NEW, self._source, element)

    def release(self, at: Pointer) -> None:
        target = self._element_at(at) if self._dragging else None
        self.stage.leave()
        if target == self._source and not self._away:
            return
        if target is not None:
            add_flow(self.stage, self._source, target)
        elif self._dragging:
            self.stage.offer_next(self._source, at)

    def cancel(self) -> bool:
        self.stage.leave()
        return True


class Reconnect(_Linking):
    """An end of a flow follows the pointer and connects to the element it is dropped on."""

    def __init__(self, stage: Stage, start: Pointer, handle: Handle) -> None:
        super().__init__(stage)
        self._start, self._flow, self._at_target = start, handle.subject, handle.index == 1
        self._reverse = not self._at_target
        line = getattr(stage.content.item(self._flow), "line", ()) or ((start.x, start.y),)
        far = line[0 if self._at_target else -1]
        self._fixed = Box(*far, 0.0, 0.0)
        self._dragging = False

    def drag(self, at: Pointer) -> None:
        self._dragging = self._dragging or at.far_from(self._start)
        if self._dragging:
            self._show(self._fixed, at)

    def release(self, at: Pointer) -> None:
        element = self._element_at(at) if self._dragging else None
        self.stage.leave()
        flow = self.stage.session.model.find(Flow, self._flow)
        if flow is None or not self._dragging:
            return
        if element is None:
            self.stage.say("A flow ends at an element: drop its end on one.")
            return
        self.stage.commit("Reconnect flow", self._linking(element))

    def _linking(self, element: str) -> Edit:
        field = "target" if self._at_target else "source"
        return lambda model: edits.update(model, [self._flow], **{field: element})

    def cancel(self) -> bool:
        self.stage.leave()
        return True


class FlowTool(_Linking):
    """The standing flow tool: drag from one element to another, or click both."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self._source: str | None = None

    def hover(self, at: Pointer) -> None:
        item = self.stage.content.item(self._source) if self._source else None
        if item and item.shape:
            self._show(item.shape, at)
        else:
            over = self._element_at(at)
            self.stage.overlay.target(self.stage.content.item(over) if over else None)

    def _linking(self, element: str) -> Edit | None:
        return _adding(NEW, self._source, element) if self._source else None

    def press(self, at: Pointer) -> None:
        over = self._element_at(at)
        if over is None:
            self._source = None
            self.close()
            self.stage.say("A flow begins at an element: press on one.")
        elif self._source is None:
            self._source, self._away = over, False
        else:
            self._finish(over)

    def drag(self, at: Pointer) -> None:
        if self._source is not None:
            self._away = self._away or self._element_at(at) != self._source
            self.hover(at)

    def release(self, at: Pointer) -> None:
        if self._source is None or not self._away:
            return
        over = self._element_at(at)
        if over is None:
            source = self._source
            self.cancel()
            self.stage.offer_next(source, at)
        else:
            self._finish(over)

    def cancel(self) -> bool:
        """Drops the flow under way; with none, the tool itself."""
        had, self._source = self._source, None
        self.close()
        return had is not None

    def _finish(self, target: str) -> None:
        source, self._source = self._source, None
        self.close()
        if source is not None:
            add_flow(self.stage, source, target)


def add_flow(stage: Stage, source: str, target: str) -> None:
    """Adds a flow between two elements and selects it, if both are still there."""
    session = stage.session
    if session.model.element(source) is None or session.model.element(target) is None:
        return
    name = f"{session.model.name_of(source)} {session.model.name_of(target)}"
    flow = session.new_id(name)
    assert layout_id(stage.diagram, flow) not in session.model
    stage.commit("Add flow", _adding(flow, source, target))
    session.selection.set([flow])


def _adding(flow: str, source: str, target: str) -> Edit:
    return lambda model: edits.put(model, Flow(id=flow, source=source, target=target))
