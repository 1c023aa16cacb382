"""The window that compares two versions: a list of what differs beside both diagrams."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from dfdmodeler.analysis.delta import Delta
from dfdmodeler.analysis.engine import Analysis
from dfdmodeler.analysis.reasons import tracing
from dfdmodeler.analysis.slices import Slices
from dfdmodeler.drawing.metrics import Metrics
from dfdmodeler.gui.comparing.entries import Entries
from dfdmodeler.gui.comparing.views import Mode, VersionViews
from dfdmodeler.gui.theme import Theme, scaled
from dfdmodeler.gui.widgets.fields import Chooser
from dfdmodeler.gui.widgets.labels import label
from dfdmodeler.gui.widgets.rows import RowList
from dfdmodeler.gui.work import Tell, Work
from dfdmodeler.report.compose_differences import Comparison, gist
from dfdmodeler.report.render_differences import RENDERERS

SIZE = (1280, 800)
LIST_WIDTH, MOST_WIDTH = 380, 520
"""Pixels that the list has at first, and that it has at most where text is large."""
MOST_LINES = 14
_SEARCH = "Looking for the edits behind the threats"
MODES: dict[Mode, str] = {"beside": "Side by side", "above": "Stacked", "over": "Overlay"}
NEXT, PREVIOUS = "Alt+Down", "Alt+Up"


class CompareDialog(QDialog):
    """Changes nothing: `swapped` asks for the same two versions the other way round."""

    swapped = Signal()

    def __init__(
        self, metrics: Metrics, theme: Theme, comparison: Comparison, parent: QWidget | None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Compare versions")
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.comparison = comparison
        self._names = ("", "")
        self._trace: Work[Delta | None] | None = None
        self.gist, self.rest = label("", "strong"), label("", "muted")
        self.list = RowList(theme)
        self.list.setAccessibleName("Differences")
        self.title, self.details = label("", "strong"), label("")
        self.details.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.views = VersionViews(comparison.library.catalog, metrics, theme)
        self.diagrams = Chooser()
        self.diagrams.setAccessibleName("Diagram")
        self.modes = {mode: _choice(text) for mode, text in MODES.items()}
        self.previous, self.next = _button("Previous", PREVIOUS), _button("Next", NEXT)
        self.swap, self.copy = _button("Swap sides"), _button("Copy for pull request")
        self.again = _button("Compare again")
        self.again.setToolTip("The document was edited since")
        self.again.hide()
        self.where = label("", "muted", wrap=False)
        self._lay_out()
        self._connect()
        self.resize(*SIZE)
        self.list.setFocus()

    def _lay_out(self) -> None:
        modes = QButtonGroup(self)
        for button in self.modes.values():
            modes.addButton(button)
        bar = QHBoxLayout()
        bar.setContentsMargins(12, 8, 12, 8)
        bar.setSpacing(8)
        for part in (*self.modes.values(), self.diagrams):
            bar.addWidget(part)
        bar.addStretch(1)
        for part in (self.again, self.where, self.previous, self.next, self.swap, self.copy):
            bar.addWidget(part)
        text = QVBoxLayout()
        text.setContentsMargins(12, 8, 12, 8)
        text.setSpacing(4)
        text.addWidget(self.gist)
        text.addWidget(self.rest)
        words = QScrollArea()
        words.setWidgetResizable(True)
        words.setFrameShape(QScrollArea.Shape.NoFrame)
        words.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        told = QWidget()
        lines = QVBoxLayout(told)
        lines.setContentsMargins(12, 8, 12, 8)
        lines.setSpacing(4)
        lines.addWidget(self.title)
        lines.addWidget(self.details)
        lines.addStretch(1)
        words.setWidget(told)
        halves = QSplitter(Qt.Orientation.Vertical)
        halves.setChildrenCollapsible(False)
        halves.addWidget(self.list)
        halves.addWidget(words)
        halves.setStretchFactor(0, 1)
        halves.setSizes([520, 160])
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(text)
        column.addWidget(halves, 1)
        parts = QSplitter(Qt.Orientation.Horizontal)
        parts.setChildrenCollapsible(False)
        parts.addWidget(left)
        parts.addWidget(self.views)
        parts.setStretchFactor(1, 1)
        wide = min(scaled(LIST_WIDTH), MOST_WIDTH)
        parts.setSizes([wide, SIZE[0] - wide])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(bar)
        layout.addWidget(parts, 1)

    def _connect(self) -> None:
        self.list.chosen.connect(self._show_entry)
        self.views.clicked.connect(self._choose_at)
        for mode, button in self.modes.items():
            button.clicked.connect(partial(self.views.set_mode, mode))
        self.diagrams.activated.connect(lambda _: self._choose_diagram(self.diagrams.currentData()))
        self.next.clicked.connect(lambda: self.step(1))
        self.previous.clicked.connect(lambda: self.step(-1))
        for keys, by in ((NEXT, 1), (PREVIOUS, -1)):
            QShortcut(QKeySequence(keys), self).activated.connect(lambda by=by: self.step(by))
        self.swap.clicked.connect(self.swapped)
        self.copy.clicked.connect(self._copy)
        self.finished.connect(lambda _: self._drop_search())

    # What is shown.

    def show_comparison(
        self, comparison: Comparison, analysis: Analysis, names: tuple[str, str], diagram: str
    ) -> None:
        """Shows two versions, the diagram first that the person was at; the reasons follow."""
        self.comparison, self._names = comparison, names
        found = comparison.found
        both = {row.id: row.name or row.id for model in (found.before, found.after) for row in model.diagrams}
        self.diagrams.clear()
        for id_, name in both.items():
            self.diagrams.addItem(name, id_)
        self.diagrams.setVisible(len(both) > 1)
        first = diagram if diagram in both else next(iter(both), "")
        self._fill()
        self.views.show_versions(found, first, names)
        self._choose_mode("above" if self.views.is_wide else "beside")
        self.diagrams.setCurrentIndex(max(0, self.diagrams.findData(first)))
        if self.entries.keys:
            self.go(self.entries.keys[0])
        if not comparison.delta.traced:
            search = tracing(found, comparison.delta, analysis)
            self._trace = Work(_SEARCH, lambda tell: _through(search, tell), self._take_reasons, None)
            self._trace.ended.connect(self._forget_search)
            self._trace.start()

    def _take_reasons(self, delta: Delta | None) -> None:
        if delta is not None:
            self.comparison = replace(self.comparison, delta=delta)
            self._fill()

    def _forget_search(self) -> None:
        self._trace = None

    def _drop_search(self) -> None:
        if self._trace is not None:
            self._trace.cancel()

    def _fill(self) -> None:
        key = self.list.current_key
        self.entries = Entries(self.comparison)
        for shown, words in zip((self.gist, self.rest), gist(self.comparison), strict=True):
            shown.setText(words)
            shown.setVisible(bool(words))
        self.list.set_rows(self.entries.rows)
        several = len(self.entries.keys) > 1
        self.next.setEnabled(several)
        self.previous.setEnabled(several)
        self._tell(key)

    def _tell(self, key: str) -> None:
        """The words about an entry below the list, and where in the list it is."""
        entry = self.entries.by_key.get(key)
        lines = entry.lines[:MOST_LINES] if entry else ()
        self.title.setText(entry.title if entry else "")
        self.details.setText("\n".join(lines))
        keys = self.entries.keys
        self.where.setText(f"{keys.index(key) + 1} of {len(keys)}" if entry else "")

    def _choose_mode(self, mode: Mode) -> None:
        self.modes[mode].setChecked(True)
        self.views.set_mode(mode)
        self.views.fit()

    # What a person does.

    def go(self, key: str) -> None:
        """Moves the list and the views to an entry."""
        self.list.show_key(key)
        self._show_entry(key)

    def step(self, by: int) -> None:
        """Goes to the next entry, or the one before; after the last comes the first."""
        keys = self.entries.keys
        if keys:
            at = self.list.current_key
            place = keys.index(at) + by if at in keys else 0 if by > 0 else -1
            self.go(keys[place % len(keys)])

    def _show_entry(self, key: str) -> None:
        entry = self.entries.by_key.get(key)
        if entry is not None:
            self._tell(key)
            self.views.reveal(entry.subject)
            self.diagrams.setCurrentIndex(max(0, self.diagrams.findData(self.views.diagram)))

    def _choose_at(self, subject: str) -> None:
        key = self.entries.key_at(subject) if subject else ""
        if key:
            self.go(key)
        else:
            self.views.reveal("")

    def _choose_diagram(self, diagram: str) -> None:
        self.views.set_diagram(diagram)
        self.views.fit()

    def _copy(self) -> None:
        """The whole as Markdown, ready to paste."""
        QGuiApplication.clipboard().setText(RENDERERS["md"](self.comparison, " → ".join(self._names)))
        self.where.setText("Copied")


def _through(search: Slices[Delta], tell: Tell) -> Delta | None:
    """Goes through with a search unless nobody waits for it any more."""
    while tell(0.0, _SEARCH):
        try:
            next(search)
        except StopIteration as end:
            found: Delta = end.value
            return found
    return None


def _choice(text: str) -> QPushButton:
    button = _button(text)
    button.setCheckable(True)
    button.setProperty("role", "choice")
    return button


def _button(text: str, keys: str = "") -> QPushButton:
    button = QPushButton(text)
    button.setAutoDefault(False)
    if keys:
        button.setToolTip(f"{text} ({QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)})")
    return button
