"""Windows that stay open beside the work, one of each kind."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtWidgets import QDialog, QWidget

D = TypeVar("D", bound=QDialog)


def show_beside(window: QWidget, kind: type[D], make: Callable[[], D]) -> D:
    """Shows the window's dialog of a kind, the one that is open already if there is one."""
    known = window.findChild(kind)
    dialog = known if known and known.isVisible() else make()
    dialog.show()
    dialog.raise_()
    dialog.activateWindow()
    return dialog
