"""Names edited in place: Enter or leaving keeps what was typed, Escape drops it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFocusEvent, QFont, QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

_SMALLEST_FONT = 9
_WIDEST = 360
"""Pixels that the editor of a name grows to while one types."""
_ROOM = 16
"""Pixels beside the text: frame, margins, the cursor."""
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class NameEditor(QPlainTextEdit):
    """One editor for names and notes; in a note Shift+Enter begins a new line."""

    def __init__(
        self, parent: QWidget, text: str, done: Callable[[str | None], None], *, lines: bool
    ) -> None:
        super().__init__(text, parent)
        self._done: Callable[[str | None], None] | None = done
        self._lines = lines
        self._place = QRect()
        self.setObjectName("name-editor")
        self.setAccessibleName("Text of the note" if lines else "Name")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(2)
        self.selectAll()
        self.textChanged.connect(self._grow)

    def open_at(
        self, rect: QRect, font: QFont, zoom: float, ink: QColor, paper: QColor, frame: QColor
    ) -> None:
        """Shows the editor over a place, with text as large as it is drawn there."""
        scaled = QFont(font)
        scaled.setPixelSize(max(_SMALLEST_FONT, round(font.pixelSize() * zoom)))
        self.setFont(scaled)
        self.setStyleSheet(
            f"#name-editor {{ color: {ink.name()}; background: {paper.name()};"
            f" border: 1px solid {frame.name()}; border-radius: 4px; padding: 0; }}"
        )
        self._place = rect
        self._grow()
        self.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def finish(self, keep: bool) -> None:
        """Closes the editor, once; tells the text, or None if it is not to be kept."""
        done, self._done = self._done, None
        if done is None:
            return
        text = self.toPlainText()
        self.clearFocus()  # hidden with the focus, Qt would hand it on as Tab does: to the next element
        self.hide()
        self.deleteLater()
        done((text if self._lines else " ".join(text.split())) if keep else None)

    def _grow(self) -> None:
        """A name is on one line as long as that is possible; a note is as high as its text."""
        place = QRect(self._place)
        if not self._lines:
            wanted = self.fontMetrics().horizontalAdvance(self.toPlainText()) + _ROOM
            place.setWidth(max(place.width(), min(wanted, _WIDEST)))
        else:
            shown = self.document().documentLayout().documentSize().height()  # in lines, of this kind of text
            place.setHeight(max(place.height(), round((shown + 1) * self.fontMetrics().lineSpacing())))
        self.setGeometry(place)

    # What Qt calls.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        breaks_line = self._lines and event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if event.key() == Qt.Key.Key_Escape:
            self.finish(False)
        elif event.key() in _ENTER and not breaks_line:
            self.finish(True)
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        self.finish(True)
        return True

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.finish(True)
