"""On which diagrams something stands, with a way there."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QLabel, QWidget

from dfdmodeler.model.diagrams import showing
from dfdmodeler.model.model import Model


class Whereabouts(QLabel):
    """One line, shown only where there are several diagrams. A diagram that is not shown is a link to it.

    `linkActivated` tells the id of a diagram that the person wants to see.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("On which diagrams")
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)
        self.setMinimumWidth(1)
        self.setProperty("role", "muted")
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() == Qt.FocusReason.TabFocusReason:
            super().focusNextPrevChild(True)  # at once to the first link, which Enter then follows

    def show_subject(self, model: Model, subject: str, shown: str) -> None:
        """Tells where a record stands; `shown` is the diagram on the canvas. No subject hides it."""
        several = bool(subject) and len(model.diagrams) > 1
        self.setVisible(several)
        if several:
            self.setText(words(model, subject, shown))
            self.setAccessibleName(words(model, subject, shown, links=False))


def words(model: Model, subject: str, shown: str, *, links: bool = True) -> str:
    """The line as rich text, or as plain text without links."""
    places = showing(model, subject)
    if not places:
        return "It stands on no diagram."
    names = []
    for place in places:
        name = model.name_of(place)
        if links:
            name = escape(name)
            name = name if place == shown else f'<a href="{escape(place)}">{name}</a>'
        names.append(name)
    return f"On the diagram{'s' if len(names) > 1 else ''} {', '.join(names)}"
