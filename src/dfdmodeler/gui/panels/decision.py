"""The decision about a threat: one click, with a reason that opens in place."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from dfdmodeler.analysis.threat import Threat
from dfdmodeler.analysis.triage_words import REASONS_ASKED, STATUS_WORDS
from dfdmodeler.gui.widgets.fields import LongTextField
from dfdmodeler.gui.widgets.labels import label, link
from dfdmodeler.model.records import Status
from dfdmodeler.model.triage_records import NEEDS_REASON

_ROWS: tuple[tuple[Status, ...], ...] = (
    ("open", "needs_investigation"),
    ("mitigated", "accepted", "transferred"),
    ("avoided", "not_applicable", "false_positive"),
)
"""Not decided yet above, decided below; each row takes the whole width."""
_SIXTH = 6


class ReasonField(LongTextField):
    """Enter submits, Shift+Enter begins a new line, Escape gives up."""

    submitted = Signal()
    given_up = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        shifted = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not shifted:
            self.submitted.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
        else:
            super().keyPressEvent(event)


class DecisionBox(QWidget):
    """Emits `decided(status, reason)`. A status that needs a reason is decided when its reason is saved."""

    decided = Signal(str, str)
    name_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._threat: Threat | None = None
        self._pending = ""
        self.buttons: dict[str, QPushButton] = {}
        self._group = QButtonGroup(self)
        self.note = label("", "muted")
        self.again = link("Still right", "Keep this decision on the present evidence")
        self.again.clicked.connect(self._confirm_again)
        self.name = link("Set your name", "Decisions are kept with the name from the preferences")
        self.name.clicked.connect(self.name_wanted)
        self.reason = ReasonField(lines=2)
        self.reason.setAccessibleName("Reason")
        self.reason.textChanged.connect(self._offer_save)
        self.reason.submitted.connect(self._save)
        self.reason.given_up.connect(self._give_up)
        self.save = QPushButton("Save")
        self.save.setProperty("role", "primary")
        self.save.clicked.connect(self._save)
        self.cancel = QPushButton("Cancel")
        self.cancel.clicked.connect(self._give_up)
        self._lay_out()

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setSpacing(4)
        for row, statuses in enumerate(_ROWS):
            span = _SIXTH // len(statuses)
            for place, status in enumerate(statuses):
                grid.addWidget(self._button(status), row, place * span, 1, span)
        below = QHBoxLayout()
        below.addWidget(self.note, 1)
        below.addStretch(0)
        below.addWidget(self.name)
        below.addWidget(self.again)
        below.addWidget(self.cancel)
        below.addWidget(self.save)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 12)
        layout.setSpacing(4)
        layout.addLayout(grid)
        layout.addWidget(self.reason)
        layout.addLayout(below)

    def _button(self, status: str) -> QPushButton:
        words = STATUS_WORDS[status]
        button = QPushButton(words)
        button.setCheckable(True)
        button.setProperty("role", "choice")
        button.setAccessibleName(words)
        button.clicked.connect(lambda: self.choose(status))
        self._group.addButton(button)
        self.buttons[status] = button
        return button

    def show_threat(self, threat: Threat) -> None:
        """Shows what was decided about a threat; what a person is typing about the same one stays."""
        same = self._threat is not None and self._threat.id == threat.id
        if same and self._threat == threat:
            return
        typed = self.reason.toPlainText() if same and self._pending else None
        if not same:
            self._pending = ""
        self._threat = threat
        self.reason.show_value(typed if typed is not None else self._saved_reason())
        self._show_state()

    def _saved_reason(self) -> str:
        decision = self._threat.decision if self._threat else None
        return decision.reason if decision else ""

    def _show_state(self) -> None:
        threat = self._threat
        if threat is None:
            return
        status = self._pending or threat.status
        self.buttons[status].setChecked(True)
        self.reason.setVisible(status != "open" or bool(self._saved_reason()))
        self.reason.setPlaceholderText(REASONS_ASKED.get(status, "Reason, if there is more to say"))
        self.note.setText("" if self._pending else _note(threat))
        self.note.setVisible(bool(self.note.text()))
        self.again.setVisible(threat.evidence_changed and not self._pending)
        self.name.setVisible(_is_nameless(threat) and not threat.evidence_changed and not self._pending)
        self._offer_save()

    def _offer_save(self) -> None:
        typing = bool(self._pending) or self.reason.toPlainText() != self._saved_reason()
        missing = self._pending in NEEDS_REASON and not self.reason.toPlainText().strip()
        self.save.setVisible(typing)
        self.cancel.setVisible(typing)
        self.save.setEnabled(not missing)

    def choose(self, status: str) -> None:
        if status in NEEDS_REASON and not self._saved_reason().strip():
            self._pending = status
            self._show_state()
            self.reason.setFocus()
            return
        self._pending = ""
        self.decided.emit(status, "" if status == "open" else self._saved_reason())

    def _save(self) -> None:
        if self._threat is None or not self.save.isEnabled():
            return
        status = self._pending or self._threat.status
        self._pending = ""
        self.decided.emit(status, self.reason.toPlainText().strip())
        self.buttons[status].setFocus()

    def _give_up(self) -> None:
        self._pending = ""
        self.reason.show_value(self._saved_reason())
        self._show_state()

    def _confirm_again(self) -> None:
        if self._threat:
            self.decided.emit(self._threat.status, self._saved_reason())


def _is_nameless(threat: Threat) -> bool:
    return threat.decision is not None and bool(threat.decision.date) and not threat.decision.author


def _note(threat: Threat) -> str:
    """What stands below the buttons: who decided and when, or what the mitigations suggest."""
    if threat.evidence_changed:
        return "What this was decided on has changed. Review it again."
    decision = threat.decision
    if decision and (decision.author or decision.date):
        by = f" by {decision.author}" if decision.author else " without a name"
        return f"Decided{by}{f' on {decision.date}' if decision.date else ''}"
    if threat.proposed == "mitigated" and threat.status == "open":
        return "Its mitigations are done: it may be marked as mitigated."
    return ""
