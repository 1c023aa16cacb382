"""Windows that stay open beside the work, one of each kind."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from dfdmodeler.gui.theme import scaled

D = TypeVar("D", bound=QDialog)
_OF_DOCUMENT = "of_document"
_EDGE = 64
"""Pixels that are left around a dialog for the frame of its window."""


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


def give_room(dialog: QDialog, size: tuple[int, int]) -> None:
    """Gives a dialog this size at the usual text size, and more with larger text, within the screen."""
    room = dialog.screen().availableSize()
    width, height = scaled(size[0]), scaled(size[1])
    dialog.resize(min(width, room.width() - _EDGE), min(height, room.height() - _EDGE))


def close_beside(window: QWidget, *, of_document: bool = False) -> None:
    """Closes the dialogs of a window, or those that are about its document."""
    for dialog in window.findChildren(QDialog):
        if dialog.property(_OF_DOCUMENT) or not of_document:
            dialog.close()
