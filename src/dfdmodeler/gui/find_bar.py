"""Finding anything: a bar over the canvas that counts what is found, and steps from one to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QToolButton

from dfdmodeler.gui.canvas.view import Canvas
from dfdmodeler.gui.widgets.labels import NarrowLabel, label
from dfdmodeler.gui.widgets.search import SearchField
from dfdmodeler.gui.widgets.speech import announce
from dfdmodeler.model.diagrams import showing
from dfdmodeler.model.records import Diagram
from dfdmodeler.session.session import Session

if TYPE_CHECKING:
    from dfdmodeler.analysis.find import Book, Hit

_CORNER = 12
_WIDTH = 380
_AT_ONCE = 500
"""Entries read between two events."""
_LEGIBLE, _NEAR = 0.4, 0.8
"""A hit is shown at least this large; if it would be smaller, it is brought near."""


class FindBar(QFrame):
    """Stands at the upper right of the canvas while one searches. Escape closes it."""

    visibility_changed = Signal()

    def __init__(self, session: Session, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._session, self._canvas = session, canvas
        self._book: Book | None = None
        self._reading = QTimer(self)
        self._reading.setInterval(0)
        self._reading.timeout.connect(self._read_on)
        self.hits: list[Hit] = []
        self.at = -1
        self.setObjectName("floating")
        self.setAccessibleName("Find in the model")
        self.field = SearchField("Find in the model", self)
        self.count = label("", "muted", wrap=False)
        self.count.setMinimumWidth(64)
        self.count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.told = NarrowLabel()
        self.previous = self._button("‹", "Previous (Shift+Enter)", -1)
        self.next = self._button("›", "Next (Enter)", 1)
        self._lay_out()
        self.field.textChanged.connect(lambda _: self._search())
        self.field.installEventFilter(self)
        canvas.installEventFilter(self)
        session.changed.connect(lambda _: self._outdated())
        session.opened.connect(lambda _: self._outdated())
        session.threats_changed.connect(lambda _: self._outdated())
        self.hide()

    def _lay_out(self) -> None:
        close = self._button("×", "Close (Esc)", 0)
        close.clicked.connect(self.close_bar)
        layout = QGridLayout(self)
        layout.setContentsMargins(8, 8, 4, 8)
        layout.setHorizontalSpacing(2)
        layout.setVerticalSpacing(4)
        for column, widget in enumerate((self.field, self.count, self.previous, self.next, close)):
            layout.addWidget(widget, 0, column)
        layout.addWidget(self.told, 1, 0, 1, 5)
        layout.setColumnStretch(0, 1)

    def _button(self, text: str, words: str, by: int) -> QToolButton:
        button = QToolButton(self)
        button.setText(text)
        button.setToolTip(words)
        button.setAccessibleName(words.partition(" (")[0])
        side = button.fontMetrics().height() + 10
        button.setFixedSize(side, side)
        if by:
            button.clicked.connect(lambda: self.step(by))
        return button

    def open(self) -> None:
        """Shows the bar, or goes back to it, with all of its text chosen."""
        self.show()
        self.visibility_changed.emit()
        self.raise_()
        self._place()
        self._begin()
        self._reading.start()
        self._canvas.places.mark()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def close_bar(self) -> None:
        """Takes the bar away; what was found last stays selected."""
        self._canvas.setFocus()  # first: hidden with the focus, Qt would hand it on as Tab does
        self.hide()
        self.visibility_changed.emit()

    def step(self, by: int) -> None:
        """Goes to the next hit, or the one before, round the ends."""
        if self._book is None:
            self._read()
        if self.hits:
            self._go((self.at + by) % len(self.hits))

    def _begin(self) -> Book:
        """What is read, anew if something changed since."""
        from dfdmodeler.analysis.find import Book

        if self._book is None:
            session, library = self._session, self._session.library
            self._book = Book(session.model, library.catalog, session.threats.threats, library.questions)
        return self._book

    def _read_on(self) -> None:
        """Between events, while the person begins to type."""
        if self._book is None or not self._book.read(_AT_ONCE):
            self._reading.stop()

    def _outdated(self) -> None:
        """What was found may say something else now; the next step or letter looks again."""
        self._book = None

    def _search(self) -> None:
        self._read()
        self.at = -1
        self._tell()
        if self.hits:
            with self._canvas.places.quiet():  # while one types; what was in view before can be gone back to
                self._go(0)

    def _read(self) -> None:
        """Finds anew; where the present hit still is one, it stays the present one."""
        before = self.hits[self.at] if 0 <= self.at < len(self.hits) else None
        self.hits = self._begin().find(self.field.text())
        gone = min(self.at, len(self.hits)) - 1  # so that the next step is to what stands there now
        self.at = self.hits.index(before) if before in self.hits else gone
        self._tell()

    def _go(self, at: int) -> None:
        """Shows a hit: selected, in view and legible, on a diagram where it stands."""
        self.at = at
        hit, session, canvas = self.hits[at], self._session, self._canvas
        if session.model.find(Diagram, hit.subject):
            canvas.set_diagram(hit.subject)
            session.selection.clear()
        else:
            session.selection.set([hit.subject] if hit.subject in session.model else (), hit.threat or None)
            canvas.reveal(hit.subject)
            self._bring_near(hit.subject)
        self._tell()

    def _bring_near(self, subject: str) -> None:
        """Where a hit is too small to be seen, or under this bar, it comes to the middle."""
        canvas, rect = self._canvas, self._canvas.rect_of(subject)
        item = canvas.content.item(subject)
        if rect is None or item is None:
            return
        if canvas.zoom < _LEGIBLE or rect.intersects(self.geometry()):
            canvas.look_at(*(item.shape or item.bounds).center, max(canvas.zoom, _NEAR))

    def _tell(self) -> None:
        count = len(self.hits)
        searched = bool(self.field.text().strip())
        self.count.setText(f"{self.at + 1}/{count}" if count else "None" if searched else "")
        self.previous.setEnabled(count > 1)
        self.next.setEnabled(count > 1)
        self.told.setText(self._words() if 0 <= self.at < count else "")
        if searched:
            announce(self.field, f"{self.count.text()} {self.told.text()}".strip())

    def _words(self) -> str:
        """What the present hit says, and of what."""
        hit, model = self.hits[self.at], self._session.model
        name = model.name_of(hit.subject) if hit.subject in model else "The model"
        where = "" if showing(model, hit.subject) or hit.subject not in model else " (on no diagram)"
        if hit.what in ("Name", "Diagram", "Note"):
            return f"{hit.what}: {hit.text}{where}"
        return f"{name}{where}, {hit.what}: {hit.text}"

    def _place(self) -> None:
        width = min(_WIDTH, self._canvas.width() - 2 * _CORNER)
        self.setFixedWidth(width)
        self.adjustSize()
        self.move(self._canvas.width() - width - _CORNER, _CORNER)

    # What Qt calls.

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._canvas and event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        if watched is self.field and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(event)
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        """Enter and arrows step; everything else is typing."""
        back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.step(-1 if back else 1)
            case Qt.Key.Key_Down:
                self.step(1)
            case Qt.Key.Key_Up:
                self.step(-1)
            case _:
                return False
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        else:
            super().keyPressEvent(event)
