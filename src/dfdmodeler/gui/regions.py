"""Going round the parts of the window by keyboard: the canvas, the bars above it, the panels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from dfdmodeler.gui.docks import PLACES

if TYPE_CHECKING:
    from dfdmodeler.gui.window import Window


def go_round(window: Window, by: int) -> None:
    """Puts the focus on the next part that is shown, or the one before."""
    parts = shown_parts(window)
    focused = QApplication.focusWidget()
    around = (i for i, part in enumerate(parts) if part is focused or part.isAncestorOf(focused))
    at = max(around, default=0)  # the innermost: the card of an overlay lies on the canvas
    for step in range(1, len(parts)):
        if focus_part(window, parts[(at + by * step) % len(parts)]):
            return


def shown_parts(window: Window) -> list[QWidget]:
    """The canvas, the card of an overlay, the notices if there are any, the tabs of diagrams, then the panels
    in front.
    """
    names = [place.name for place in PLACES if place.name != "palette"]
    panels = [window.docks.panel(name) for name in (*names, "palette") if window.docks.shows(name)]
    if window.triage.is_shown:
        return [*window.triage.page.regions, *panels]
    over = (window.overlays.card, window.notices, window.navigation.tabs)
    bars = [bar for bar in over if bar.isVisible()]
    return [window.canvas, *bars, *panels]


def focus_part(window: Window, part: QWidget) -> bool:
    """Puts the focus on what comes first in a part; false if nothing there takes it."""
    if part is window.notices:
        window.notices.take_focus()
        return True
    first = part if _takes_focus(part) else _first_in(part)
    if first is None:
        return False
    first.setFocus(Qt.FocusReason.TabFocusReason)
    return True


def _first_in(part: QWidget) -> QWidget | None:
    """The first widget below a part, as Tab goes, that takes the focus."""
    widget = part.nextInFocusChain()
    while widget is not part:
        if part.isAncestorOf(widget) and _takes_focus(widget):
            return widget
        widget = widget.nextInFocusChain()
    return None


def _takes_focus(widget: QWidget) -> bool:
    tabbed = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    return bool(tabbed) and widget.isVisible() and widget.isEnabled()
