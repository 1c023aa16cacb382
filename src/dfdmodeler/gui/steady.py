"""A bar that appears above the canvas moves its edge, not the diagram that somebody is looking at."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QMoveEvent

from dfdmodeler.gui.canvas.viewport import Viewport


class Steady(QObject):
    """Scrolls a view back by as much as its upper edge moves, in its parent or with it."""

    def __init__(self, view: Viewport) -> None:
        super().__init__(view)
        self._view = view
        self._moving = (view, view.parentWidget())
        for widget in self._moving:
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched in self._moving and isinstance(event, QMoveEvent) and event.type() == QEvent.Type.Move:
            down = event.pos().y() - event.oldPos().y()
            if down and not self._view.is_fitted:
                self._view.pan_by(0, -down)
        return super().eventFilter(watched, event)
