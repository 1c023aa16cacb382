"""The status bar: what is in the model and selected, what was found, what is saved, how large it is shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtGui import QAction, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QMenu, QPushButton, QStatusBar, QWidget

from dfdmodeler.analysis.signoff import Moved, SignOff, last_review
from dfdmodeler.analysis.signoff_words import moved_words, standing_words
from dfdmodeler.analysis.threat import SEVERITIES, Threat
from dfdmodeler.catalog.catalog import Catalog
from dfdmodeler.drawing.spoken import describe
from dfdmodeler.gui.sliced import Sliced
from dfdmodeler.gui.widgets.details import paint_arrow
from dfdmodeler.gui.widgets.labels import NarrowLabel, label
from dfdmodeler.gui.widgets.speech import announce
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Boundary, Element, Flow, Note, Review
from dfdmodeler.session.session import Session

MESSAGE_TIME = 6000
"""Milliseconds that a message stays."""
PATIENCE = 250
"""Milliseconds that an analysis may take before the bar says so, and after which counting follows it."""
ZOOM_MENU = ("zoom-in", "zoom-out", "zoom-100", "fit", "zoom-selection")
"""Ids of the actions in the menu of the zoom, as far as there are any."""
LEFT_ROOM, GAP, LEAST_WIDTH = 240, 8, 320
"""Pixels for counts and selection, between what stands on the right, and of the whole bar."""
SAVED, UNSAVED, UNTOUCHED = "Saved", "Unsaved changes", "New document"
_KINDS = ((Element, "element", "elements"), (Flow, "flow", "flows"), (Boundary, "boundary", "boundaries"))


class StatusButton(QPushButton):
    """A word that leads somewhere. It never becomes narrower, so that nothing beside it jumps."""

    def __init__(self, name: str, texts: Sequence[str] = ()) -> None:
        super().__init__()
        self.setProperty("role", "status")
        self.name = name
        self._room = tuple(texts)
        """Texts that there is always room for."""

    def show_text(self, text: str, help: str = "") -> None:
        """Shows another text; `help` says more of it."""
        self.setText(text)
        self.setToolTip(help)
        self.setAccessibleName(f"{self.name}: {text}")
        self.setAccessibleDescription(help)
        metrics, padding = self.fontMetrics(), self.sizeHint().width()
        padding -= metrics.horizontalAdvance(text)
        widest = max(metrics.horizontalAdvance(one) for one in (text, *self._room))
        self.setMinimumWidth(max(self.minimumWidth(), widest + padding))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.menu():
            painter = QPainter(self)
            paint_arrow(painter, self.width() - 16, self.height() / 2 - 2)
            painter.end()


class StatusBar(QStatusBar):
    """Counts and the selection on the left; threats, questions, state and zoom on the right."""

    panel_asked = Signal(str)
    """A panel that tells more."""

    def __init__(self, session: Session, actions: Mapping[str, QAction]) -> None:
        super().__init__()
        self._session = session
        self.setSizeGripEnabled(False)
        self.setAccessibleName("Status")
        self.counts = NarrowLabel()
        self.selection = NarrowLabel()
        self.threats = self._button("Threats", lambda: self.panel_asked.emit("threats"), ["100 open threats"])
        self.questions = self._button(
            "Questions", lambda: self.panel_asked.emit("questions"), ["100 open questions"]
        )
        self.signoff = self._button("Sign-off", lambda: actions["reviews"].trigger(), [])
        self._judge = SignOff(session.library)
        self._standing: Sliced[Moved] = Sliced(self)
        self._current = ""
        """The review that is known to cover the model as it is."""
        self.analysis = _quiet()
        self.saved = self._button("File", actions["save"].trigger, [SAVED, UNSAVED, UNTOUCHED])
        self.zoom = self._button("Zoom", None, ["1000 %"])
        self.zoom.setProperty("role", "status-menu")
        self.zoom.setMenu(_menu(self, [actions[i] for i in ZOOM_MENU if i in actions]))
        self.addWidget(self.counts, 1)
        self.addWidget(self.selection, 1)
        self._right = (self.threats, self.questions, self.signoff, self.analysis, self.saved, self.zoom)
        for widget in self._right:
            self.addPermanentWidget(widget)
        self._soon = _timer(self, 0, self.refresh)
        self._select_soon = _timer(self, 0, self._show_selection)
        self._later = _timer(self, PATIENCE, self._catch_up)
        session.changed.connect(lambda _: self._soon.start())
        session.opened.connect(lambda _: self._soon.start())
        session.state_changed.connect(lambda _: self._soon.start())
        session.threats_changed.connect(lambda _: self._soon.start())
        session.selection.changed.connect(lambda _: self._select_soon.start())
        self.analysis.setText("Analysing")
        self.analysis.setMinimumWidth(self.analysis.sizeHint().width())
        self.setContentsMargins(8, 0, 4, 0)
        self.show_zoom(1.0)
        self.refresh()
        self._catch_up()

    def _button(self, name: str, run: Callable[[], object] | None, room: Sequence[str]) -> StatusButton:
        button = StatusButton(name, room)
        if run:
            button.clicked.connect(lambda: run())
        return button

    def refresh(self) -> None:
        """Tells what is known at once; what takes counting follows a little later."""
        session = self._session
        self.counts.setText(count_words(session.model))
        self.counts.setToolTip(self.counts.text())
        self._show_selection()
        if not session.analysing:
            open_ = open_threats(session.threats.threats)
            self.threats.show_text(threat_words(open_), severity_words(open_))
            self.analysis.setText("Ready")
            self._show_signoff()
        self._show_saved()
        self._fit()
        self._later.start()

    def _show_selection(self) -> None:
        session = self._session
        ids = [i for i in session.selection.ids if i in session.model]
        self.selection.setText(selection_words(session.model, session.library.catalog, ids))
        self.selection.setToolTip(self.selection.text())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """The bar never keeps a window from becoming small: it leaves things out instead."""
        return QSize(LEAST_WIDTH, super().minimumSizeHint().height())

    def _catch_up(self) -> None:
        """An analysis that takes its time is told; once it is through, open questions are counted."""
        session = self._session
        if session.analysing:
            self.analysis.setText("Analysing")
        else:
            count = session.analysis.open_questions() if session.model else 0
            words = f"{count} open {'question' if count == 1 else 'questions'}"
            self.questions.show_text(words, "Shows the questions")
        self._fit()

    def _fit(self) -> None:
        """Leaves out what has no room, the least telling first; counts and selection are shortened."""
        room = self.width() - LEFT_ROOM
        shown = [widget for widget in self._right if widget is not self.signoff or self.signoff.text()]
        for widget in (self.analysis, self.questions, self.saved, self.threats, self.signoff):
            if widget not in shown:
                continue
            if sum(max(w.minimumWidth(), w.sizeHint().width()) + GAP for w in shown) <= room:
                break
            shown.remove(widget)
        for widget in self._right:
            widget.setVisible(widget in shown)

    def _show_signoff(self) -> None:
        """Whether there is an approval of the model as it is; said once when there no longer is."""
        session = self._session
        review = last_review(session.model)
        if review is None:
            self._standing.drop()
            self.signoff.show_text("")
            self._current = ""
            return
        question = self._judge.moving(session.model, session.threats, review)
        self._standing.ask(question, lambda moved: self._tell_signoff(review, moved))

    def _tell_signoff(self, review: Review, moved: Moved) -> None:
        verdict = "Approved" if review.approves else "Not approved"
        words = f"{verdict}, moved on since" if moved.at_all else verdict
        self.signoff.show_text(words, f"{standing_words(review, moved)}. Click to see more")
        if moved.at_all and self._current == review.id and review.approves:
            self.say(f"The approval by {review.reviewer} no longer covers the model: {moved_words(moved)}.")
        self._current = "" if moved.at_all else review.id
        self._fit()

    def _show_saved(self) -> None:
        session = self._session
        if session.path is None and session.is_clean and not session.history.steps:
            self.saved.show_text(UNTOUCHED, "Nothing is to be saved yet")
        elif session.is_clean:
            self.saved.show_text(SAVED, str(session.path or ""))
        else:
            where = str(session.path or "No file holds this document yet")
            self.saved.show_text(UNSAVED, f"{where}. Click to save")

    def show_zoom(self, factor: float) -> None:
        self.zoom.show_text(f"{round(factor * 100)} %", "How large the diagram is shown")

    def say(self, text: str) -> None:
        """Shows a passing message, and tells it to those who do not see it."""
        self.showMessage(text, MESSAGE_TIME)
        announce(self, text)


def count_words(model: Model) -> str:
    """How much is drawn, in words."""
    counts = Counter(type(record) for record in model.values())
    return ", ".join(f"{counts[kind]} {one if counts[kind] == 1 else many}" for kind, one, many in _KINDS)


def selection_words(model: Model, catalog: Catalog, ids: Sequence[str]) -> str:
    """What is selected: one thing by its name, several by their numbers; nothing if nothing is."""
    if len(ids) == 1:
        return " ".join(describe(model, catalog, ids[0]).split())
    counts = Counter(type(model[i]) for i in ids)
    kinds = (*_KINDS, (Note, "note", "notes"))
    parts = [
        f"{counts[kind]} {one if counts[kind] == 1 else many}" for kind, one, many in kinds if counts[kind]
    ]
    return f"{', '.join(parts)} selected" if parts else ""


def open_threats(threats: Iterable[Threat]) -> list[Threat]:
    """The threats that nobody decided about, without what concerns the drawing alone."""
    return [threat for threat in threats if threat.track != "validity" and not threat.decided]


def threat_words(threats: Sequence[Threat]) -> str:
    """How many threats are open; what a file of another tool brought along is counted apart."""
    imported = sum(threat.imported for threat in threats)
    total = len(threats) - imported
    words = f"{total} open {'threat' if total == 1 else 'threats'}" if total else "No open threats"
    return f"{words}, {imported} imported" if imported else words


def severity_words(threats: Sequence[Threat]) -> str:
    """How many of them there are of each severity."""
    counts = Counter(threat.severity for threat in threats if not threat.imported)
    return ", ".join(f"{counts[level]} {level.lower()}" for level in SEVERITIES if counts[level])


def _menu(parent: QWidget, actions: Sequence[QAction]) -> QMenu:
    menu = QMenu(parent)
    menu.addActions(actions)
    return menu


def _timer(parent: QWidget, wait: int, run: Callable[[], object]) -> QTimer:
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(wait)
    timer.timeout.connect(run)
    return timer


def _quiet() -> QLabel:
    return label("", wrap=False)
