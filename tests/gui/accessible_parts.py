"""Asking Qt's accessibility interface, and looking where the keyboard is."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QImage
from PySide6.QtWidgets import QApplication, QComboBox, QWidget

NAME = QAccessible.Text.Name
UNNAMED = (QAccessible.Role.PageTabList,)
"""Roles whose parts are named instead of themselves."""


def told(widget: QWidget) -> QAccessibleInterface:
    interface = QAccessible.queryAccessibleInterface(widget)
    assert interface is not None
    assert interface.isValid()
    return interface


def names(widget: QWidget) -> set[str]:
    """What a widget is called: by itself, or by the label that is said to belong to it."""
    interface = told(widget)
    labels = {other.text(NAME) for other, _ in interface.relations(QAccessible.RelationFlag.Label)}
    return labels if isinstance(widget, QComboBox) else labels | {interface.text(NAME)}


def reached(window: QWidget) -> list[QWidget]:
    """What one comes to by Tab and can see."""
    return [
        widget
        for widget in window.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.isEnabled()
        and not widget.focusProxy()
        and not widget.visibleRegion().isEmpty()
        and widget.window() is window
    ]


def nameless(window: QWidget) -> list[str]:
    """What takes the focus and has no name, or no role that tells what it is."""
    found = []
    for widget in reached(window):
        role = told(widget).role()
        vague = role in (QAccessible.Role.NoRole, QAccessible.Role.Window)
        if vague or not (any(names(widget)) or role in UNNAMED):
            found.append(f"{type(widget).__name__} in {type(widget.parent()).__name__}")
    return found


def unseen_focus(window: QWidget) -> list[str]:
    """What looks the same with the focus as without it."""
    unseen = []
    for widget in reached(window):
        if focus := QApplication.focusWidget():
            focus.clearFocus()
        before = _look(window, widget)
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        if widget.hasFocus() and _look(window, widget) == before:
            unseen.append(f"{type(widget).__name__} {widget.accessibleName() or widget.objectName()}")
    return unseen


def _look(window: QWidget, widget: QWidget) -> QImage:
    QApplication.processEvents()
    area = widget.rect().translated(widget.mapTo(window, widget.rect().topLeft()))
    return window.grab(area.adjusted(-4, -4, 4, 4)).toImage()
