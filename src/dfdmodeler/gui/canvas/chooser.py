"""A small list over the canvas that narrows while one types: arrow keys, Enter, Escape, or the mouse."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from dfdmodeler.gui.theme import Theme, scaled
from dfdmodeler.gui.widgets.labels import label
from dfdmodeler.gui.widgets.rows import ROW_ROLE, Row, RowList
from dfdmodeler.gui.widgets.search import SearchField
from dfdmodeler.gui.widgets.speech import announce

WIDTH, HEIGHT = 320, 344
"""Pixels it takes at most, with text of the usual size."""
_EDGE = 8
"""Pixels that stay free between the list and the edge of the canvas."""
_GAP = 12
"""Pixels between it and the place it is for."""
_LEAST = 200
_AROUND = 2 * 8 + 4 + 4
"""Pixels that margins and spacing take above and below the rows."""
_STEPS = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Tab: 1,
    Qt.Key.Key_Backtab: -1,
}
_PAGE = 6
_STAYS = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)


class Chooser(QFrame):
    """Open from the moment it is made until something is chosen, or it is left."""

    def __init__(
        self,
        parent: QWidget,
        theme: Theme,
        title: str,
        rows: Callable[[str], list[Row]],
        moved: Callable[[str], None],
        done: Callable[[str], None],
    ) -> None:
        """Asks `rows` for what a query finds, tells `moved` the current key, and `done` the chosen one or
        an empty text, once.
        """
        super().__init__(parent)
        self._rows, self._moved = rows, moved
        self._done: Callable[[str], None] | None = done
        self.setObjectName("chooser")
        self.setAccessibleName(title)
        self.search = SearchField(title, self)
        self.search.installEventFilter(self)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # else a click on a row would focus the canvas below
        self.setFocusProxy(self.search)
        self.search.textChanged.connect(self._fill)
        self.list = RowList(theme, parent=self)
        self.list.setAccessibleName(title)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.clicked.connect(lambda _: self._take())
        self.empty = label("Nothing is called so. Try a more general word.", "empty")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(4)
        layout.addWidget(self.search)
        layout.addWidget(self.empty)
        layout.addWidget(self.list, 1)
        self._fixed, self._room, self._upwards = QPoint(), HEIGHT, False
        self._fill()

    def open_at(self, place: QRect) -> None:
        """Shows it below a place of the parent, or above it where there is more room, all of it in view."""
        parent = self.parentWidget()
        below = parent.height() - _EDGE - place.bottom() - _GAP
        above = place.top() - _GAP - _EDGE
        self._room = max(below, above, _LEAST)
        self._upwards = below < min(_LEAST, above)
        width = min(scaled(WIDTH), parent.width() - 2 * _EDGE)
        left = max(_EDGE, min(place.left(), parent.width() - width - _EDGE))
        self._fixed = QPoint(left, place.top() - _GAP if self._upwards else place.bottom() + _GAP)
        self.resize(width, self.height())
        self._fit()
        self.show()
        self.raise_()
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fit(self) -> None:
        """As high as its rows need, from the edge that is at its place."""
        rows = sum(self.list.sizeHintForRow(i) for i in range(len(self.list.rows.rows))) or HEIGHT // 4
        most = min(scaled(HEIGHT), self._room)
        height = min(rows + self.search.sizeHint().height() + _AROUND, most)
        top = self._fixed.y() - height if self._upwards else self._fixed.y()
        top = max(_EDGE, min(top, self.parentWidget().height() - height - _EDGE))
        self.setGeometry(self._fixed.x(), top, self.width(), height)

    def close_with(self, key: str) -> None:
        """Ends with what was chosen; an empty key is nothing."""
        done, self._done = self._done, None
        if done is None:
            return
        self.search.clearFocus()
        self.hide()
        self.deleteLater()
        done(key)

    def _fill(self) -> None:
        rows = self._rows(self.search.text())
        self.list.set_rows(rows)
        self.list.setVisible(bool(rows))
        self.empty.setVisible(not rows)
        self.list.show_key(next((row.key for row in rows if row.key), None))
        self.list.scrollToTop()
        if self.isVisible():
            self._fit()
        self._tell()

    def _tell(self) -> None:
        row = self.list.currentIndex().data(ROW_ROLE)
        announce(self.search, row.spoken if row else self.empty.text())
        self._moved(self.list.current_key)

    def _take(self) -> None:
        if self.list.current_key:
            self.close_with(self.list.current_key)

    def _step(self, by: int) -> None:
        for _ in range(abs(by)):
            self.list.step(1 if by > 0 else -1)
        self._tell()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._key(Qt.Key(event.key()))
        left = isinstance(event, QFocusEvent) and event.type() == QEvent.Type.FocusOut
        if left and event.reason() not in _STAYS:  # type: ignore[attr-defined]
            self.close_with("")
        return False

    def _key(self, key: Qt.Key) -> bool:
        if key in _STEPS:
            self._step(_STEPS[key])
        elif key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            self._step(_PAGE if key == Qt.Key.Key_PageDown else -_PAGE)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take()
        elif key == Qt.Key.Key_Escape:
            self.close_with("")
        else:
            return False
        return True

    # What Qt calls: what is done here is not meant for the canvas below.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        event.accept()
