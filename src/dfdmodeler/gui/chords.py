"""Keys that are pressed one after the other: after the first, a small list says which may follow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLabel, QWidget

_NATIVE = QKeySequence.SequenceFormat.NativeText
_TIME = 5000
"""Milliseconds that the list stays."""
_INSET = 16
"""Pixels from the upper left corner of the canvas."""


class ChordHints(QObject):
    """Watches keys before Qt takes them for shortcuts, and takes none; the list stands on the canvas."""

    def __init__(self, actions: Mapping[str, QAction], watched: Iterable[QWidget], canvas: QWidget) -> None:
        super().__init__(canvas)
        self._actions = actions
        self._held = False
        """Whether a first key is down."""
        self.list = QLabel(canvas)
        self.list.setObjectName("canvas-hint")
        self.list.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.list.hide()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_TIME)
        self._timer.timeout.connect(self.list.hide)
        for widget in watched:
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride:
                self._begin(QKeySequence(event.keyCombination()))
            elif event.type() == QEvent.Type.KeyRelease and not event.isAutoRepeat():
                self._release()
        return False

    def _begin(self, first: QKeySequence) -> None:
        """A first key, since Qt asks for no others."""
        follows = following(self._actions.values(), first)
        self._held = bool(follows)
        self.list.setVisible(self._held)
        if follows:
            self.list.setText(_listed(first.toString(_NATIVE), follows))
            self.list.adjustSize()
            self.list.move(_INSET, _INSET)
            self.list.raise_()
            self._timer.start()

    def _release(self) -> None:
        """Any release but that of the first key is one of the second."""
        if not self._held:
            self.list.hide()
        self._held = False


def following(actions: Iterable[QAction], first: QKeySequence) -> list[tuple[str, str]]:
    """The second keys of what can be done now whose first key this is, and what they do."""
    return [
        (QKeySequence(keys[1]).toString(_NATIVE), action.text())
        for action in actions
        if action.isEnabled()
        for keys in action.shortcuts()
        if keys.count() > 1 and keys[0] == first[0]
    ]


def _listed(first: str, follows: Iterable[tuple[str, str]]) -> str:
    rows = (f"<tr><td><b>{escape(key)}</b></td><td>&nbsp; {escape(text)}</td></tr>" for key, text in follows)
    return f"<p>{escape(first)}, then</p><table>{''.join(rows)}</table>"
