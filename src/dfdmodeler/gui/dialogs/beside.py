"""Windows that stay open beside the work, one of each kind."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

D = TypeVar("D", bound=QDialog)
_OF_DOCUMENT = "of_document"


def show_beside(
    window: QWidget, kind: type[D], make: Callable[[], D], *, again: bool = True, of_document: bool = False
) -> D:
    """Shows the window's dialog of a kind: the one that is open already, if it may be shown `again`.

    One that is about the document closes with it.
    """
    known = next((dialog for dialog in window.findChildren(kind) if dialog.isVisible()), None)
    if known and not again:
        known.close()
        known = None
    dialog = known or make()
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setProperty(_OF_DOCUMENT, of_document)
    dialog.show()
    if known:
        dialog.raise_()
    dialog.activateWindow()
    return dialog


def close_beside(window: QWidget, *, of_document: bool = False) -> None:
    """Closes the dialogs of a window, or those that are about its document."""
    for dialog in window.findChildren(QDialog):
        if dialog.property(_OF_DOCUMENT) or not of_document:
            dialog.close()
