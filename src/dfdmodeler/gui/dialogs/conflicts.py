"""What a merge left to choose: one conflict after the other, with both versions and what they began with."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from dfdmodeler.gui.reviewer import Reviewer
from dfdmodeler.gui.theme import Theme, scaled
from dfdmodeler.gui.widgets.labels import label
from dfdmodeler.gui.widgets.rows import Row, RowList
from dfdmodeler.gui.widgets.speech import announce
from dfdmodeler.model.change import Change
from dfdmodeler.model.conflict import Conflict
from dfdmodeler.model.model import Model
from dfdmodeler.model.settling import Choice, offered, settle, settle_all, unsettled
from dfdmodeler.report.conflict_words import SIDES, ConflictWords, Told
from dfdmodeler.report.words import capital
from dfdmodeler.session.session import Session

SIZE = QSize(424, 760)
"""As wide as the panels of the window, so that the diagram is seen beside it."""
LIST_HEIGHT = 196
CHOICES: dict[Choice, tuple[str, str, str]] = {
    "ours": ("Take ours", "O", "Ours"),
    "theirs": ("Take theirs", "T", "Theirs"),
    "both": ("Keep both", "B", "Both"),
    "keep": ("Keep as it is", "K", "As it was"),
}
"""The choices: what their button says, their key, and what is said of them afterwards."""
_HELP = "O ours · T theirs · B both · K as it is · N on · P back · Ctrl+Z undo"
_ASKED = {"Decision": "What was decided", "Answer": "What was answered", "Whether it stays": "Does it stay?"}
"""What is asked of some fields, which would otherwise say no more than what they are about."""
_DONE = "Nothing is left to choose. Save the model (Ctrl+S) to keep your choices; each can still be undone."
_GONE = "What this was about is no longer in the model."


class VersionCard(QFrame):
    """One version of what is disputed, and the button that takes it."""

    def __init__(self, button: QPushButton | None = None) -> None:
        super().__init__()
        self.setObjectName("card")
        self.title = label("", "section")
        self.text = label("")
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.text.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        if button:
            head.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 8 if button else 12, 12)
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addWidget(self.text)

    def tell(self, title: str, text: str) -> None:
        self.title.setText(title)
        self.text.setText(text)
        self.setAccessibleName(f"{title}: {text}")


class ConflictsDialog(QDialog):
    """Each choice is one edit of the session. `seen` are all conflicts of the document so far, so that it can
    be told how many of them are settled; `wanted` tells which one the person looks at.
    """

    wanted = Signal(object)
    save_wanted = Signal()

    def __init__(
        self,
        session: Session,
        theme: Theme,
        reviewer: Reviewer,
        seen: dict[str, Conflict],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Choose between versions")
        self._session, self._reviewer, self._seen = session, reviewer, seen
        self._told: dict[str, Told] = {}
        self._known: tuple[Model, ConflictWords] | None = None
        self._chosen: dict[str, Choice] = {}
        self.says, self.progress = label("", "heading"), QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName("Settled")
        self.progress.setFixedHeight(8)
        self.list = RowList(theme)
        self.list.setAccessibleName("Conflicts")
        self.list.chosen.connect(self._look)
        self.buttons = {choice: self._button(choice) for choice in CHOICES}
        self.thing, self.field = label("", "strong"), label("", "muted")
        self.cards = {side: VersionCard(self.buttons.get(side)) for side in SIDES}  # type: ignore[call-overload]
        self.back, self.on = QPushButton("Previous"), QPushButton("Next")
        self.all_ours, self.all_theirs = QPushButton("All ours"), QPushButton("All theirs")
        self.end = QPushButton("Close")
        self.pages = QStackedWidget()
        self._lay_out()
        self._connect()
        self.resize(SIZE)
        self._stand_beside()
        self._show()
        self._go_to_first()

    # Laying out.

    def _button(self, choice: Choice) -> QPushButton:
        text, key, _ = CHOICES[choice]
        button = QPushButton(text)
        button.setAutoDefault(False)
        button.setToolTip(f"{text} ({key})")
        button.clicked.connect(partial(self._choose, choice))
        return button

    def _lay_out(self) -> None:
        head = QVBoxLayout()
        head.setContentsMargins(16, 16, 16, 12)
        head.setSpacing(8)
        head.addWidget(self.says)
        head.addWidget(self.progress)
        self.pages.addWidget(self._detail())
        self.pages.addWidget(self._done())
        parts = QSplitter(Qt.Orientation.Vertical)
        parts.setChildrenCollapsible(False)
        parts.addWidget(self.list)
        parts.addWidget(self.pages)
        parts.setStretchFactor(0, 1)
        parts.setStretchFactor(1, 3)
        parts.setSizes([scaled(LIST_HEIGHT), scaled(SIZE.height() - LIST_HEIGHT)])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(parts, 1)
        layout.addLayout(self._foot())

    def _detail(self) -> QScrollArea:
        body = QWidget()
        others = QHBoxLayout()
        others.setSpacing(8)
        others.addWidget(self.buttons["both"])
        others.addWidget(self.buttons["keep"])
        others.addStretch(1)
        layout = QVBoxLayout(body)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(8)
        layout.addWidget(self.thing)
        layout.addWidget(self.field)
        for card in self.cards.values():
            layout.addWidget(card)
        layout.addLayout(others)
        layout.addStretch(1)
        area = QScrollArea()
        area.setWidget(body)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return area

    def _done(self) -> QWidget:
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(16, 8, 16, 12)
        layout.addWidget(label(_DONE, "empty"))
        return page

    def _foot(self) -> QVBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in (self.back, self.on):
            row.addWidget(button)
        row.addStretch(1)
        for button in (self.all_ours, self.all_theirs, self.end):
            row.addWidget(button)
        for button in (self.back, self.on, self.all_ours, self.all_theirs, self.end):
            button.setAutoDefault(False)
        foot = QVBoxLayout()
        foot.setContentsMargins(16, 12, 16, 16)
        foot.setSpacing(8)
        foot.addWidget(label(_HELP, "muted"))
        foot.addLayout(row)
        return foot

    def _connect(self) -> None:
        session = self._session
        self.back.clicked.connect(lambda: self.list.step(-1))
        self.on.clicked.connect(lambda: self.list.step(1))
        self.all_ours.clicked.connect(partial(self._choose_all, "ours"))
        self.all_theirs.clicked.connect(partial(self._choose_all, "theirs"))
        self.end.clicked.connect(self.close)
        keys = {
            "N": lambda: self.list.step(1),
            "P": lambda: self.list.step(-1),
            QKeySequence.StandardKey.Undo: session.undo,
            QKeySequence.StandardKey.Redo: session.redo,
            QKeySequence.StandardKey.Save: self.save_wanted.emit,
            **{key: partial(self._choose, choice) for choice, (_, key, _) in CHOICES.items()},
        }
        for key, run in keys.items():
            QShortcut(QKeySequence(key), self).activated.connect(run)
        stop = session.changed.connect(self._changed)
        self.finished.connect(lambda _: stop())

    def _stand_beside(self) -> None:
        """At the right of the window, over its panels: what is disputed is looked at in the diagram."""
        window = self.parentWidget()
        if window is not None:
            self.ensurePolished()
            room = window.frameGeometry()
            width = max(SIZE.width(), self.minimumSizeHint().width())  # more where the text is large
            height = min(scaled(SIZE.height()), room.height() - 96)
            self.resize(width, height)
            self.move(max(0, room.right() - width), room.bottom() - height - 32)

    # Showing.

    @property
    def current(self) -> Conflict | None:
        """The conflict that the person looks at, if it is not settled."""
        return self._session.model.find(Conflict, self.list.current_key)

    def _changed(self, change: Change) -> None:
        """Shows it, unless it is about something else: people go on drawing beside."""
        conflict = self._seen.get(self.list.current_key)
        about = conflict is not None and conflict.subject in change
        if about or any(type(record) is Conflict for pair in change.values() for record in pair):
            self._show()

    def _show(self) -> None:
        """Shows the present state; the person stays where they are, or goes on if that is settled."""
        open_ = unsettled(self._session.model)
        settled = [c for c in self._seen.values() if c.id not in self._session.model]
        total, done = len(open_) + len(settled), len(settled)
        self.says.setText(f"{done} of {total} settled")
        self.progress.setRange(0, max(1, total))
        self.progress.setValue(done)
        at, before = self.list.current_key, [row.key for row in self.list.rows.rows if row.key]
        self.list.set_rows([*self._rows("Left to choose", open_), *self._rows("Settled", settled)])
        if at and at not in self._session.model and open_:
            self._go_on(before, at, {conflict.id for conflict in open_})
        self.pages.setCurrentIndex(0 if open_ else 1)
        for button in (self.back, self.on, self.all_ours, self.all_theirs):
            button.setEnabled(bool(open_))
        self._detail_of(self.current)

    def _rows(self, title: str, conflicts: list[Conflict]) -> list[Row]:
        rows = [Row(f"{title} ({len(conflicts)})")] if conflicts else []
        for conflict in conflicts:
            told, settled = self._told_of(conflict), conflict.id not in self._session.model
            choice = self._chosen.get(conflict.id)
            aside = (CHOICES[choice][2] if choice else "Settled") if settled else ""
            thing = capital(told.thing.removeprefix(told.field.lower()).strip())
            rows.append(Row(told.field, conflict.id, thing, aside, faded=settled, help=thing))
        return rows

    def _told_of(self, conflict: Conflict) -> Told:
        """The words for a conflict, made once: hundreds of them would be felt."""
        if conflict.id not in self._told:
            self._told[conflict.id] = self._words().told(conflict)
        return self._told[conflict.id]

    def _words(self) -> ConflictWords:
        """Words for the present model."""
        session = self._session
        if self._known is None or self._known[0] is not session.model:
            titles = {threat.id: threat.title for threat in session.threats.threats}
            self._known = session.model, ConflictWords(session.model, session.library, titles)
        return self._known[1]

    def _detail_of(self, conflict: Conflict | None) -> None:
        if conflict is None:
            return
        told = self._told[conflict.id] = self._words().told(conflict)
        self.thing.setText(capital(told.thing))
        self.field.setText(_ASKED.get(told.field, told.field))
        for side, title in SIDES.items():
            stands = f"{title}, as it is now" if side == told.standing else title
            self.cards[side].tell(stands, getattr(told, side))
        possible = offered(self._session.model, conflict)
        for choice, button in self.buttons.items():
            button.setEnabled(choice in possible)
        self.buttons["both"].setVisible("both" in possible)
        self.buttons["keep"].setVisible(told.standing not in possible)
        if possible == ("keep",):
            self.field.setText(_GONE)

    def _look(self, key: str) -> None:
        """A person goes to a conflict: it is shown here and in the diagram."""
        conflict = self.current
        self._detail_of(conflict)
        if conflict:
            self.wanted.emit(conflict)

    def _go_to_first(self) -> None:
        for conflict in unsettled(self._session.model)[:1]:
            self.list.show_key(conflict.id)
            self._look(conflict.id)
        self.list.setFocus()

    def _go_on(self, before: list[str], at: str, open_: set[str]) -> None:
        """To what came next and is still open, or to what came before."""
        place = before.index(at) if at in before else 0
        following = [key for key in (*before[place:], *before[:place][::-1]) if key in open_]
        if following:
            self.list.show_key(following[0])
            self._look(following[0])

    # Choosing.

    def _choose(self, choice: Choice) -> None:
        conflict = self.current
        if conflict is None or choice not in offered(self._session.model, conflict):
            return
        self._chosen[conflict.id] = choice
        signed = {"author": self._reviewer.author(), "date": self._reviewer.today()}
        about = self._told_of(conflict).field.lower()
        self._session.edit(
            f"{CHOICES[choice][0]}: {about}", lambda model: settle(model, conflict.id, choice, **signed)
        )
        announce(self, self.says.text())

    def _choose_all(self, choice: Choice) -> None:
        left = unsettled(self._session.model)
        signed = {"author": self._reviewer.author(), "date": self._reviewer.today()}
        self._chosen.update({conflict.id: choice for conflict in left})
        self._session.edit(
            f"Take all {len(left)} of {choice}", lambda model: settle_all(model, choice, **signed)
        )
        announce(self, self.says.text())
