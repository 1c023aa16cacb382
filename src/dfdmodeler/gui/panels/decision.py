"""The decision about a threat: one click, with a reason and an end that open in place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from dfdmodeler.analysis.threat import Threat
from dfdmodeler.analysis.triage_words import ENDED, REASONS_ASKED, STATUS_WORDS, end_words
from dfdmodeler.gui.widgets.arrow_button import ArrowButton
from dfdmodeler.gui.widgets.days import DayField, day_of
from dfdmodeler.gui.widgets.fields import LongTextField
from dfdmodeler.gui.widgets.labels import label, link
from dfdmodeler.model.records import Decision, Status
from dfdmodeler.model.triage_records import NEEDS_REASON

_ROWS: tuple[tuple[Status, ...], ...] = (
    ("mitigated", "accepted", "not_applicable"),
    ("open", "needs_investigation"),
)
"""What is decided most stands first; the last row ends with the button of the others."""
_OTHERS: tuple[Status, ...] = ("transferred", "avoided", "false_positive")
_OTHER = "Other"
_SHORT = {"needs_investigation": "Investigate"}
"""What stands on a button whose status is called longer."""
RENEWED = 90
"""Days that a decision is renewed for whose first time is not known."""


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


class OtherButton(ArrowButton):
    """The decisions that are rarer, in a list that opens below; shows the one that was chosen."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__(_OTHER)
        self.setProperty("role", "verdict")
        self.setCheckable(True)
        self.menu_of_others = QMenu(self)
        for status in _OTHERS:
            action = self.menu_of_others.addAction(STATUS_WORDS[status])
            action.triggered.connect(lambda _=False, status=status: self.chosen.emit(status))
        self.status = ""
        self.show_status("")

    def show_status(self, status: str) -> None:
        """Shows one of the others, or that none of them is chosen."""
        self.status = status if status in _OTHERS else ""
        words = STATUS_WORDS[self.status] if self.status else _OTHER
        self.setText(words)
        listed = ", ".join(STATUS_WORDS[one] for one in _OTHERS)
        self.setAccessibleName(f"Other decisions: {words}" if self.status else "Other decisions")
        self.setToolTip(listed)

    def open_below(self) -> None:
        self.setChecked(bool(self.status))
        self.menu_of_others.popup(self.below)


class DecisionBox(QWidget):
    """Emits `decided(status, reason, expires)`.

    A status that needs a reason is decided when its reason is saved.
    """

    decided = Signal(str, str, str)
    name_wanted = Signal()

    def __init__(self, today: Callable[[], str] = str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self._threat: Threat | None = None
        self._pending = ""
        self.buttons: dict[str, QPushButton] = {}
        self._group = QButtonGroup(self)
        self.other = OtherButton()
        self.other.chosen.connect(self.choose)
        self.note = label("", "muted")
        self.again = link("Still right", "Keep this decision on the present evidence")
        self.again.clicked.connect(self._confirm_again)
        self.renew = link("Renew")
        self.renew.clicked.connect(self._renew)
        self.name = link("Set your name", "Decisions are kept with the name from the preferences")
        self.name.clicked.connect(self.name_wanted)
        self.reason = ReasonField(lines=2)
        self.reason.setAccessibleName("Reason")
        self.reason.textChanged.connect(self._offer_save)
        self.reason.submitted.connect(self._save)
        self.reason.given_up.connect(self._give_up)
        self.until = DayField("Without end", today)
        self.until.setAccessibleName("Holds until")
        self.until.setToolTip("The last day on which it holds; then the threat is open again")
        self.until.edited.connect(self._offer_save)
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
            for place, status in enumerate(statuses):
                grid.addWidget(self._button(status), row, place)
        grid.addWidget(self.other, len(_ROWS) - 1, len(_ROWS[-1]))
        self._group.addButton(self.other)
        self._end = QWidget()
        end = QHBoxLayout(self._end)
        end.setContentsMargins(0, 0, 0, 0)
        end.setSpacing(8)
        end.addWidget(label("Holds until", "muted", wrap=False))
        end.addWidget(self.until, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 12)
        layout.setSpacing(4)
        layout.addLayout(grid)
        layout.addWidget(self.reason)
        for row in ((self.note, self.name, self.again, self.renew), (self._end, self.cancel, self.save)):
            layout.addLayout(_row(row))

    def _button(self, status: str) -> QPushButton:
        words = STATUS_WORDS[status]
        button = QPushButton(_SHORT.get(status, words))
        button.setCheckable(True)
        button.setProperty("role", "verdict")
        button.setAccessibleName(words)
        button.setToolTip(words if status in _SHORT else "")
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
        self.reason.show_value(typed if typed is not None else self._saved.reason)
        if typed is None:
            self.until.show_value(self._saved.expires)
        self._show_state()

    @property
    def _saved(self) -> Decision:
        """What is kept about the threat."""
        decision = self._threat.decision if self._threat else None
        return decision or Decision(id="@", threat="@")

    def _show_state(self) -> None:
        threat = self._threat
        if threat is None:
            return
        status = self._pending or threat.status
        self.other.show_status(status)
        self.buttons.get(status, self.other).setChecked(True)
        self.reason.setVisible(status != "open" or bool(self._saved.reason))
        self.reason.setPlaceholderText(REASONS_ASKED.get(status, "Reason, if there is more to say"))
        self._offer_save()

    def _offer_save(self) -> None:
        threat = self._threat
        if threat is None:
            return
        written = self.reason.toPlainText() != self._saved.reason or self.until.value != self._saved.expires
        typing = bool(self._pending) or written
        status = self._pending or threat.status
        missing = status in NEEDS_REASON and not self.reason.toPlainText().strip()
        past = status in ENDED and bool(self.until.value) and self.until.value < self._today()
        self.save.setVisible(typing)
        self.cancel.setVisible(typing)
        self.save.setEnabled(not missing and not past)
        self.save.setToolTip("A reason is needed" if missing else "The day has passed" if past else "")
        self._end.setVisible(status in ENDED and (typing or not (threat.expired or threat.evidence_changed)))
        self._tell(threat, typing)

    def _tell(self, threat: Threat, typing: bool) -> None:
        """What stands below the buttons while nobody types."""
        self.note.setText("" if typing else _note(threat))
        self.note.setVisible(bool(self.note.text()))
        self.again.setVisible(threat.evidence_changed and not threat.expired and not typing)
        self.renew.setVisible(threat.expired and not typing)
        if threat.expired:
            self.renew.setText(f"Renew until {renewed(self._saved, self._today())}")
            self.renew.setToolTip("Keep this decision as long again, on the present evidence")
        calm = not (threat.evidence_changed or threat.expired or typing)
        self.name.setVisible(_is_nameless(threat) and calm)

    def choose(self, status: str) -> None:
        """Decides, or asks for the reason that is needed first."""
        threat = self._threat
        if threat is None:
            return
        other = status != threat.status
        over = threat.expired and status in ENDED
        if status in NEEDS_REASON and (other or over or not self._saved.reason.strip()):
            self._pending = status
            if over:
                self.until.show_value("" if other else renewed(self._saved, self._today()))
            self._show_state()
            self.reason.setFocus()
            self.reason.selectAll()
            return
        self._pending = ""
        excuse = other and threat.status in NEEDS_REASON  # why nothing is done is no reason for anything else
        reason = "" if status == "open" or excuse else self._saved.reason
        self.decided.emit(status, reason, self._saved.expires if status in ENDED else "")

    def _save(self) -> None:
        if self._threat is None or not self.save.isEnabled():
            return
        status = self._pending or self._threat.status
        self._pending = ""
        expires = self.until.value if status in ENDED else ""
        self.decided.emit(status, self.reason.toPlainText().strip(), expires)
        self.buttons.get(status, self.other).setFocus()

    def _give_up(self) -> None:
        self._pending = ""
        self.reason.show_value(self._saved.reason)
        self.until.show_value(self._saved.expires)
        self._show_state()

    def _confirm_again(self) -> None:
        if self._threat:
            self.decided.emit(self._threat.status, self._saved.reason, self._saved.expires)

    def _renew(self) -> None:
        if self._threat:
            end = renewed(self._saved, self._today())
            self.decided.emit(self._threat.status, self._saved.reason, end)


def _row(widgets: Sequence[QWidget]) -> QHBoxLayout:
    """Widgets side by side, of which the first takes what room there is; each is shown once it is needed."""
    row = QHBoxLayout()
    row.setSpacing(4)
    for widget in widgets:
        row.addWidget(widget, 1 if widget is widgets[0] else 0)
        widget.hide()  # all at once, as they never are, they would widen the panel for good
    return row


def renewed(decision: Decision, today: str) -> str:
    """Until when a decision holds that is renewed today: as long as it was to hold at first."""
    now, made, end = day_of(today), day_of(decision.date), day_of(decision.expires)
    if now is None:
        return ""
    long = end - made if made and end and end > made else timedelta(RENEWED)
    return str(now + long)


def _is_nameless(threat: Threat) -> bool:
    return threat.decision is not None and bool(threat.decision.date) and not threat.decision.author


def _note(threat: Threat) -> str:
    """What stands below the buttons: who decided and when, or what the mitigations suggest."""
    if threat.expired:
        return end_words(threat)
    if threat.evidence_changed:
        return "What this was decided on has changed. Review it again."
    decision = threat.decision
    if decision and (decision.author or decision.date):
        by = f" by {decision.author}" if decision.author else " without a name"
        return f"Decided{by}{f' on {decision.date}' if decision.date else ''}"
    if threat.proposed == "mitigated" and threat.status == "open":
        return "Its mitigations are done: it may be marked as mitigated."
    return ""
