"""What actions work on: everything that is open, in one value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dfdmodeler.gui.canvas.view import Canvas
    from dfdmodeler.gui.files import Files
    from dfdmodeler.gui.preferences import Preferences
    from dfdmodeler.gui.reviewer import Reviewer
    from dfdmodeler.gui.theme import Theme
    from dfdmodeler.gui.window import Window
    from dfdmodeler.session.session import Session


@dataclass(frozen=True)
class Context:
    """The parts of the open window."""

    window: Window
    canvas: Canvas
    session: Session
    files: Files
    preferences: Preferences
    theme: Theme
    reviewer: Reviewer
