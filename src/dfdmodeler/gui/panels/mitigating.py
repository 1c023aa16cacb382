"""What is done about a threat: mitigations of the library and of one's own, each with its state and owner."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from dfdmodeler.analysis.register import adopting
from dfdmodeler.analysis.threat import MitigationState, Threat
from dfdmodeler.analysis.triage_words import MITIGATION_WORDS
from dfdmodeler.gui.panels.details import names_in
from dfdmodeler.gui.panels.form import NARROW, Form
from dfdmodeler.gui.panels.kept_fields import TicketField
from dfdmodeler.gui.panels.spec import FieldSpec, SectionSpec
from dfdmodeler.gui.reviewer import Reviewer
from dfdmodeler.gui.widgets.days import DayField
from dfdmodeler.gui.widgets.fields import ChoiceField, LongTextField, Option, TextField
from dfdmodeler.gui.widgets.labels import NarrowLabel, label, link
from dfdmodeler.gui.widgets.names import NameField
from dfdmodeler.model import triage
from dfdmodeler.model.model import Model
from dfdmodeler.model.record import evolve
from dfdmodeler.model.records import Mitigation
from dfdmodeler.session.session import Session

KINDS = {
    "proactive": "Prevents",
    "detective": "Detects",
    "response": "Limits the damage",
    "stated": "Added here",
}
_NOTHING = "No mitigation is known for it. Add one below."
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class MitigationRow(QFrame):
    """One mitigation: a tick where the model has it in place, its state, and details that open below."""

    control_set = Signal(str, bool)

    def __init__(self, page: MitigationsPage, state: MitigationState) -> None:
        super().__init__()
        self._page = page
        self.state = state
        self.tick = QCheckBox()
        self.tick.clicked.connect(lambda on: self.control_set.emit(self.state.id, on))
        self.title = label("")
        self.title.setBuddy(self.tick)
        offered = [Option(status, words) for status, words in MITIGATION_WORDS.items()]
        self.status = ChoiceField(offered, unset="Not planned" if self.measure else None)
        self.status.setMinimumContentsLength(10)
        self.status.edited.connect(self._set_status)
        self.summary = NarrowLabel()
        self.more = link("Details")
        self.more.clicked.connect(self._toggle)
        self.drop = link("Remove", "Takes it out; the history of the threat tells of it")
        self.drop.clicked.connect(self._drop)
        self.form: Form | None = None
        self._body = QWidget()
        self._body.hide()
        self._lay_out()

    @property
    def measure(self) -> str:
        """Its id in the library; empty for one of one's own."""
        return "" if self.state.kind == "stated" else self.state.id

    def _lay_out(self) -> None:
        below = QHBoxLayout()
        below.setSpacing(4)
        below.addWidget(self.status)
        below.addWidget(self.summary, 1)
        below.addWidget(self.more)
        self._inner = QVBoxLayout(self._body)
        self._inner.setContentsMargins(0, 0, 0, 4)
        self._inner.setSpacing(0)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 4, 0, 4)
        grid.setHorizontalSpacing(4)
        grid.setVerticalSpacing(0)
        grid.addWidget(self.tick, 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.title, 0, 1)
        grid.addLayout(below, 1, 1)
        grid.addWidget(self._body, 2, 1)
        grid.setColumnStretch(1, 1)

    def show_state(self, state: MitigationState) -> None:
        """Shows how it stands now."""
        self.state, kept = state, self._page.kept(state)
        self.title.setText(state.title)
        self.title.setToolTip(state.text)
        self.tick.setVisible(bool(self.measure))
        self.tick.setChecked(state.done)
        marked = state.done and kept is not None and kept.status in ("implemented", "verified")
        self.tick.setToolTip(
            "In place because it is marked as such here" if marked else "Tick it if it is in place"
        )
        self.tick.setAccessibleName(f"{state.title}: in place")
        self.tick.setAccessibleDescription(state.text)
        self.status.setAccessibleName(f"State of {state.title}")
        self.status.show_value(kept.status if kept else None)
        told = [KINDS[state.kind], *((kept.owner, f"due {kept.due}" if kept.due else "") if kept else ())]
        self.summary.setText(", ".join(part for part in told if part))
        self.more.setAccessibleName(f"Details of {state.title}")
        if self.form is not None:
            self.form.show_records((state.id,))
            self.drop.setVisible(kept is not None)

    def _toggle(self) -> None:
        if self.form is None:
            self.form = Form(self._page.session, [SectionSpec("", self._page.fields(self))], labels=NARROW)
            self.form.layout().setContentsMargins(0, 4, 0, 0)
            self._inner.addWidget(self.form)
            self._inner.addWidget(self.drop, 0, Qt.AlignmentFlag.AlignLeft)
            self.show_state(self.state)
        opens = self._body.isHidden()
        self._body.setVisible(opens)
        self.more.setText("Close" if opens else "Details")
        if opens:
            self.form.focus_first()

    def _set_status(self, status: str | None) -> None:
        if status is None:
            self._drop()
            return
        self._page.session.edit(
            f"Mitigation: {MITIGATION_WORDS[status].lower()}",
            lambda model: self._page.changed(model, self.state, status=status),
        )

    def _drop(self) -> None:
        self._page.drop(self.state)


class MitigationsPage(QScrollArea):
    """The mitigations of one threat, those of the library first; a line at the end adds one of one's own."""

    control_set = Signal(str, bool)
    """A mitigation's id, and whether the model has it in place."""

    def __init__(self, session: Session, reviewer: Reviewer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self._reviewer = session, reviewer
        self._threat: Threat | None = None
        self.rows: dict[str, MitigationRow] = {}
        self.nothing = label(_NOTHING, "muted")
        self.new = QLineEdit()
        self.new.setPlaceholderText("Add a mitigation")
        self.new.setAccessibleName("Add a mitigation")
        self.new.setToolTip("Enter adds it")
        self.new.returnPressed.connect(self._add)
        body = QWidget()
        self._body = QVBoxLayout(body)
        self._body.setContentsMargins(12, 8, 12, 8)
        self._body.setSpacing(4)
        self._body.addWidget(self.nothing)
        self._body.addWidget(self.new)
        self._body.addStretch(1)
        self.setWidget(body)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_threat(self, threat: Threat) -> None:
        """Shows what is done about a threat; rows that stay keep the keyboard and what is open in them."""
        order = list(KINDS)
        states = sorted(threat.mitigations, key=lambda state: order.index(state.kind))
        other = self._threat is None or self._threat.id != threat.id
        self._threat = threat
        if other:
            self.new.clear()
        if other or [*self.rows] != [state.id for state in states]:
            self._build(states, keep=not other)
        for state in states:
            self.rows[state.id].show_state(state)
        self.nothing.setVisible(not states)

    def _build(self, states: Sequence[MitigationState], *, keep: bool) -> None:
        wanted = {state.id for state in states}
        for id_, row in [*self.rows.items()]:
            if not keep or id_ not in wanted:
                self.rows.pop(id_)
                row.hide()
                row.deleteLater()
        known, self.rows = self.rows, {}
        for place, state in enumerate(states):
            row = known.get(state.id) or self._row(state)
            self.rows[state.id] = row
            self._body.insertWidget(place, row)

    def _row(self, state: MitigationState) -> MitigationRow:
        row = MitigationRow(self, state)
        row.control_set.connect(self.control_set)
        row.status.installEventFilter(self)
        return row

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Alt+Up and Alt+Down go from one mitigation to the next."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            by = _STEPS.get(Qt.Key(event.key()))
            stops = [*(row.status for row in self.rows.values()), self.new]
            if by and event.modifiers() & Qt.KeyboardModifier.AltModifier and watched in stops:
                there = stops[min(max(stops.index(watched) + by, 0), len(stops) - 1)]
                there.setFocus()
                self.ensureWidgetVisible(there, 0, 40)
                return True
        return super().eventFilter(watched, event)

    # What is kept.

    def kept(self, state: MitigationState) -> Mitigation | None:
        """What people keep about a mitigation now, before the analysis has caught up."""
        return self.session.model.find(Mitigation, self._id(state)) or state.stated

    def _id(self, state: MitigationState) -> str:
        threat = self._threat.id if self._threat else ""
        return state.id if state.kind == "stated" else triage.mitigation_id(state.id, threat)

    def changed(self, model: Model, state: MitigationState, **fields: Any) -> Model:
        """The model in which something else is kept about a mitigation."""
        threat, by = self._threat, self._reviewer.signed()
        if threat is None:
            return model
        model = adopting(model, [threat], **by)
        measure = "" if state.kind == "stated" else state.id
        blank = Mitigation(id=self._id(state), threat=threat.id, title=state.title, measure=measure)
        held = model.find(Mitigation, blank.id) or blank
        return triage.mitigate(model, evolve(held, **fields), **by)

    def drop(self, state: MitigationState) -> None:
        """Keeps nothing about a mitigation any more."""
        threat, by = self._threat, self._reviewer.signed()

        def dropped(model: Model) -> Model:
            model = adopting(model, [threat] if threat else [], **by)
            return triage.drop_mitigation(model, self._id(state), **by)

        self.session.edit("Remove a mitigation", dropped)

    def _add(self) -> None:
        title = " ".join(self.new.text().split())
        if title and self._threat:
            state = MitigationState(self.session.new_id(title), title, "stated", done=False)
            self.new.clear()
            self.session.edit("Add a mitigation", lambda model: self.changed(model, state, title=title))

    # The fields of a row.

    def fields(self, row: MitigationRow) -> tuple[FieldSpec, ...]:
        """What is kept about a mitigation besides its state."""
        own = () if row.measure else (self._field(row, "title", "Title", TextField),)
        return (
            *own,
            self._field(row, "owner", "Owner", NameField, options=names_in),
            self._field(row, "due", "Due", lambda: DayField("No date", self._reviewer.today)),
            self._field(row, "ticket", "Ticket", TicketField),
            self._field(row, "notes", "Notes", lambda: LongTextField(2), wide=True),
        )

    def _field(
        self,
        row: MitigationRow,
        name: str,
        text: str,
        make: Callable[[], QWidget],
        *,
        wide: bool = False,
        options: Callable[[Model], list[Option]] | None = None,
    ) -> FieldSpec:
        return FieldSpec(
            name,
            text,
            make,
            lambda _, i: getattr(self.kept(row.state), name, ""),
            lambda model, ids, value: self.changed(model, row.state, **{name: str(value)}),
            wide=wide,
            options=options,
            anew=True,
        )
