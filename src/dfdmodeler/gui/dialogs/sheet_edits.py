"""Edits from a spreadsheet: what each replaces, what is in doubt or unreadable, and taking them over."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from dfdmodeler.analysis.bulk import Signed
from dfdmodeler.analysis.lines import lines_of
from dfdmodeler.analysis.sheet import Grid
from dfdmodeler.analysis.sheet_edits import SheetEdits, edits_of, take_over
from dfdmodeler.gui.dialogs.sheet_edit_rows import DOUBT, EMPTY, EditRows, EditTree, strong_font
from dfdmodeler.gui.reviewer import Reviewer
from dfdmodeler.gui.theme import scaled
from dfdmodeler.gui.widgets.labels import label, link
from dfdmodeler.model.problem import Problem
from dfdmodeler.session.session import Session

SIZE = (880, 720)
STEP = "Take over edits from a spreadsheet"
_LINES, _FEW_LINES = 3, 2
"""Lines of the two texts that are compared, and of what could not be read; fewer where text is large."""
_LARGE = 1.5
_WAIT = "Looking for threats…"
_NOTHING = "Nothing was edited in {}."
_UNNAMED = "Decisions are not signed: set your name in the preferences."


class SheetEditsDialog(QDialog):
    """Follows the model while it is open; taking over is one step that can be undone."""

    def __init__(
        self,
        session: Session,
        reviewer: Reviewer,
        grids: Sequence[Grid],
        path: Path,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Edits from a spreadsheet")
        self._session, self._reviewer, self._grids, self._path = session, reviewer, grids, path
        self.found = SheetEdits()
        self.says = label("", "strong")
        self.rows = EditRows(self)
        self.tree = EditTree(self.rows)
        self.before, self.after = _text("In the model"), _text("In the sheet")
        self.unread_head, self.unread = label("Could not be read", "section"), _text("Could not be read")
        self.all, self.sure, self.none = link("All"), link("All but those in doubt"), link("None")
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.take = QPushButton()
        self.take.setDefault(True)
        self.take.setFont(strong_font())  # as the style has it, which asks for no room for that itself
        self.buttons.addButton(self.take, QDialogButtonBox.ButtonRole.AcceptRole)
        self._lay_out()
        self._connect()
        room = self.screen().availableSize()
        self.resize(QSize(scaled(SIZE[0]), scaled(SIZE[1])).boundedTo(room))
        self._show(None)
        self.tree.setFocus()

    def _lay_out(self) -> None:
        ticks = QHBoxLayout()
        ticks.setSpacing(4)
        ticks.addWidget(label("Tick", "muted", wrap=False))
        for button in (self.all, self.sure, self.none):
            button.setAutoDefault(False)
            ticks.addWidget(button)
        ticks.addStretch(1)
        texts = QGridLayout()
        texts.setSpacing(8)
        for column, text in enumerate((self.before, self.after)):
            texts.addWidget(label(text.accessibleName(), "muted", wrap=False), 0, column)
            texts.addWidget(text, 1, column)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(8)
        layout.addWidget(self.says)
        layout.addLayout(ticks)
        layout.addWidget(self.tree, 1)
        layout.addLayout(texts)
        layout.addWidget(self.unread_head)
        layout.addWidget(self.unread)
        layout.addWidget(label(self._signature(), "muted"))
        layout.addWidget(self.buttons)

    def _connect(self) -> None:
        self.rows.ticked.connect(self._check)
        self.tree.selectionModel().currentChanged.connect(lambda _: self._show_current())
        self.all.clicked.connect(lambda: self.rows.tick(lambda _: True))
        self.sure.clicked.connect(lambda: self.rows.tick(lambda edit: not edit.doubt))
        self.none.clicked.connect(lambda: self.rows.tick(lambda _: False))
        self.buttons.accepted.connect(self._take_over)
        self.buttons.rejected.connect(self.reject)
        stops = [
            self._session.threats_changed.connect(self._show),
            self._session.changed.connect(lambda _: self._check()),
        ]
        self.finished.connect(lambda _: [stop() for stop in stops])

    def _signature(self) -> str:
        author = self._reviewer.author()
        if not author:
            return _UNNAMED
        return f"Decisions are signed by {author}, {self._reviewer.today()}, on what is known now."

    def _show(self, _: None) -> None:
        """What the sheet says otherwise than the register does now."""
        session = self._session
        if session.analysing:
            self.says.setText(_WAIT)
            self._check()
            return
        self.found = edits_of(self._grids, lines_of(session.threats, session.model), self._path.name)
        self.rows.show_edits(self.found.edits)
        doubts = sum(bool(edit.doubt) for edit in self.found.edits)
        self.says.setText(self._counts(doubts))
        self.tree.setColumnHidden(DOUBT, not doubts)
        self.sure.setVisible(bool(doubts))
        told = [_said(problem) for problem in self.found.problems]
        self.unread.setPlainText("\n".join(told))
        self.unread_head.setVisible(bool(told))
        self.unread.setVisible(bool(told))
        self._show_current()

    def _counts(self, doubts: int) -> str:
        edits = self.found.edits
        if not edits:
            return _NOTHING.format(self._path.name)
        threats = len({edit.threat for edit in edits})
        told = f"{self._path.name}: {_counted(len(edits), 'edit')} of {_counted(threats, 'threat')}"
        return f"{told}, {doubts} in doubt" if doubts else told

    def _show_current(self) -> None:
        """The two texts of the current edit in full; its threat is shown in the window too."""
        index = self.tree.currentIndex().siblingAtColumn(0)
        edit, threat = self.rows.edit_at(index), self.rows.threat_at(index)
        for text, words in (
            (self.before, edit.before if edit else ""),
            (self.after, edit.after if edit else ""),
        ):
            text.setPlainText(words)
            text.setPlaceholderText(EMPTY if edit else "")
        if threat and self.isVisible():
            self._session.selection.set_threat(threat)

    def _check(self) -> None:
        count = len(self.rows.chosen)
        self.take.setText(f"Take over {_counted(count, 'edit')}" if count else "Take over")
        self.take.setEnabled(bool(count) and not self._session.analysing)
        for button in (self.all, self.none):
            button.setEnabled(bool(self.found.edits))

    def _take_over(self) -> None:
        session, chosen = self._session, self.rows.chosen
        by = Signed(self._reviewer.author(), self._reviewer.today())
        digests = {edit.threat: session.analysis.explain(edit.threat).digest for edit in chosen}
        session.edit(STEP, lambda model: take_over(model, chosen, digests, by))
        self.accept()


def _text(name: str) -> QPlainTextEdit:
    """A few lines to read and to copy from."""
    text = QPlainTextEdit()
    text.setReadOnly(True)
    text.setTabChangesFocus(True)
    text.setAccessibleName(name)
    text.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    lines = _LINES if scaled(SIZE[0]) < _LARGE * SIZE[0] else _FEW_LINES
    text.setFixedHeight(lines * text.fontMetrics().lineSpacing() + 16)
    return text


def _said(problem: Problem) -> str:
    """A problem with its row; that it is in this file is known."""
    row = problem.where.rpartition(", ")[2] if ", row " in problem.where else ""
    return f"{row.capitalize()}{': ' if row else ''}{problem.what} {problem.hint}".strip()


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun if count == 1 else f'{noun}s'}"
