"""The threats panel: what was found, live; the card of the chosen threat; the decision about it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dfdmodeler.analysis.causes import Cause, Causes, dismissals, dismissed_words, top
from dfdmodeler.analysis.threat import Threat
from dfdmodeler.gui.panels.deciding import decide_about
from dfdmodeler.gui.panels.decision import DecisionBox
from dfdmodeler.gui.panels.threat_pages import ThreatPages
from dfdmodeler.gui.panels.threat_rows import (
    CAUSE,
    FEWEST,
    GONE,
    GROUPINGS,
    SOURCE_FILTERS,
    STATUS_FILTERS,
    Listing,
    ThreatFilter,
    has_both_sources,
    listed,
    matching,
    reviewed,
    threat_rows,
)
from dfdmodeler.gui.reviewer import Reviewer
from dfdmodeler.gui.theme import Theme
from dfdmodeler.gui.widgets.fields import Chooser
from dfdmodeler.gui.widgets.halves import filtered, split
from dfdmodeler.gui.widgets.labels import LINK_HEIGHT, NarrowLabel, label, link
from dfdmodeler.gui.widgets.live import LiveWidget
from dfdmodeler.gui.widgets.rows import RowList
from dfdmodeler.gui.widgets.search import SearchField
from dfdmodeler.gui.widgets.trees import menu_place
from dfdmodeler.model import edits, triage
from dfdmodeler.model.model import Model
from dfdmodeler.model.moves import carried
from dfdmodeler.model.records import Boundary, Element, Flow, Status
from dfdmodeler.session.session import Session

CONTROLS = "controls"
_EMPTY = "Threats appear here while you draw. Begin with what holds data or a model, then connect it."
_FILTERED = "No threat matches. Clear the filter to see the others."
_NONE_HERE = "There is no threat at what is selected. “Show all” lists those elsewhere."


class ThreatsPanel(LiveWidget):
    """Selecting elements narrows the list to them; choosing a threat leaves the selection as it is."""

    evidence_pointed = Signal(object)
    """Ids to highlight for as long as a sentence is pointed at, or None: back to the chosen threat's."""
    question_chosen = Signal(str, str)
    """Question id and subject id."""
    name_wanted = Signal()
    """A decision has no name at it, and the person wants to give theirs."""
    rating_wanted = Signal()
    """How threats are rated is to be chosen."""
    menu_requested = Signal(QPoint)
    """Where on the screen a menu of the chosen threat is wanted."""

    def __init__(
        self, session: Session, theme: Theme, reviewer: Reviewer, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._reviewer = session, reviewer
        self._everywhere = False
        self._top = False
        self._causes: Causes | None = None
        self._groups: dict[str, Cause] = {}
        self._opened_causes: frozenset[str] = frozenset()
        self._cause = ""
        self.search = SearchField("Filter threats")
        self.status = _choices("Status", {key: text for key, (text, _) in STATUS_FILTERS.items()})
        self.grouping = _choices("Grouping", {key: text for key, (text, _) in GROUPINGS.items()})
        self.source = _choices("Source", {key: text for key, (text, _) in SOURCE_FILTERS.items()})
        self.scope = NarrowLabel()
        self.show_all = link("Show all")
        self.show_top = link("Top", "At most one threat for each flow, what matters most first")
        self.list = RowList(theme)
        self.list.setAccessibleName("Threats")
        self.empty = label(_EMPTY, "empty")
        self.pages = ThreatPages(session, theme, reviewer)
        self.card = self.pages.card
        self.decision = DecisionBox(reviewer.today)
        self.of_group = label("", "muted")
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        filters = QHBoxLayout()
        filters.setSpacing(4)
        filters.addWidget(self.status, 1)
        filters.addWidget(self.grouping, 1)
        filters.addWidget(self.source, 1)
        scope = QHBoxLayout()
        scope.addStrut(LINK_HEIGHT)
        scope.addWidget(self.scope, 1)
        scope.addWidget(self.show_all)
        scope.addWidget(self.show_top)
        top = QVBoxLayout()
        top.setContentsMargins(12, 12, 12, 4)
        top.setSpacing(4)
        top.addWidget(self.search)
        top.addLayout(filters)
        top.addLayout(scope)
        self.upper, self.lower = filtered(top, self.empty, self.list), QWidget()
        below = QVBoxLayout(self.lower)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(0)
        below.addWidget(self.pages, 1)
        self.of_group.setContentsMargins(12, 8, 12, 0)
        below.addWidget(self.of_group)
        below.addWidget(self.decision)
        self.splitter = split(self, (self.upper, 2), (self.lower, 3))

    def _connect(self) -> None:
        session = self._session
        session.threats_changed.connect(self.invalidate)
        session.opened.connect(self._opened)
        session.selection.changed.connect(self.invalidate)
        self.search.textChanged.connect(self.invalidate)
        self.status.currentIndexChanged.connect(self.invalidate)
        self.grouping.currentIndexChanged.connect(self.invalidate)
        self.source.currentIndexChanged.connect(self.invalidate)
        self.show_all.clicked.connect(self._toggle_scope)
        self.show_top.clicked.connect(self.toggle_top)
        self.list.chosen.connect(self._choose)
        self.list.opened.connect(self._open)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(self._ask_menu)
        self.card.pointed.connect(self.evidence_pointed)
        self.card.chosen.connect(lambda ids: session.selection.set(ids, session.selection.threat))
        self.pages.mitigating.control_set.connect(self._set_control)
        self.card.question_chosen.connect(self._ask)
        self.card.taken_back.connect(self._take_back)
        self.decision.decided.connect(self._decide)
        self.decision.name_wanted.connect(self._sign)
        self.pages.details.rating_wanted.connect(self.rating_wanted)

    def current(self) -> Threat | None:
        """The threat whose card is shown."""
        chosen = self._session.selection.threat
        return next((threat for threat in self._session.threats.threats if threat.id == chosen), None)

    def refresh(self) -> None:
        if self.upper.isHidden():
            self._groups = {}
            self._show_card()
            return
        session = self._session
        found = reviewed(session.threats.threats)
        subjects = self._subjects()
        both = has_both_sources(found)
        self.source.setVisible(both)
        wanted = ThreatFilter(
            self.search.text(),
            self.status.currentData(),
            self.source.currentData() if both else "all",
            self.grouping.currentData(),
            None if self._everywhere else subjects,
        )
        shown = matching(found, wanted)
        gone = session.threats.gone if wanted.subjects is None and not wanted.text else ()
        causes = self._grouped(shown, found, wanted.grouping)
        rows = threat_rows(causes, () if self._top else gone, self._listing(found, wanted.grouping))
        self.list.set_rows(rows)
        self.list.show_key(self._current_key())
        self.list.setVisible(bool(rows))
        self.empty.setVisible(not rows)
        self.empty.setText(self._nothing(found, wanted))
        self._show_scope(sum(len(cause.threats) for cause in causes), len(found), subjects)
        self._show_card()

    def _nothing(self, found: list[Threat], wanted: ThreatFilter) -> str:
        """Why no threat is listed."""
        if not found:
            return _EMPTY
        here = any(wanted.subjects is None or threat.subject in wanted.subjects for threat in found)
        return _FILTERED if here else _NONE_HERE

    def _listing(self, found: list[Threat], grouping: str) -> Listing:
        often = {rule: dismissed_words(counts) for rule, counts in dismissals(found).items()}
        fewest = 2 if self._top else FEWEST
        return Listing(grouping, self._opened_causes, fewest, often, self._reviewer.today())

    def _grouped(self, shown: list[Threat], found: list[Threat], grouping: str) -> list[Cause]:
        """The rows to be: threats by cause, all of them or those to see first."""
        model = self._session.model
        self._causes = self._causes or Causes(self._session.library)
        causes = self._causes.of(model, shown)
        first = top(causes, len(model.of(Flow)))
        rest = len(shown) - sum(len(cause.threats) for cause in first)
        self.show_top.setVisible(self._top or rest > 0)
        self.show_top.setText(f"Show the other {rest}" if self._top else f"Top {len(first)}")
        parts = first if self._top else listed(causes, shown, self._listing(found, grouping))
        self._groups = {CAUSE + cause.id: cause for cause in parts if cause.is_group}
        self._reveal_chosen()
        return list(parts)

    def _current_key(self) -> str | None:
        """The row of the chosen threat, or of the group that was chosen as a whole."""
        chosen = self._session.selection.threat
        cause = self._groups.get(self._cause)
        whole = cause is not None and any(threat.id == chosen for threat in cause.threats)
        return self._cause if whole else chosen

    def _reveal_chosen(self) -> None:
        """Opens the group that hides the chosen threat, unless the group itself was chosen."""
        chosen = self._session.selection.threat
        for key, cause in self._groups.items():
            if key != self._cause and any(threat.id == chosen for threat in cause.threats):
                self._opened_causes |= {cause.id}

    @property
    def group(self) -> Cause | None:
        """The group that is chosen as a whole."""
        return self._groups.get(self.list.current_key)

    @property
    def shows_top(self) -> bool:
        """Whether only what to see first is listed."""
        return self._top

    def toggle_top(self) -> None:
        """Shows what to see first, or everything again."""
        self._top = not self._top
        self.invalidate()

    def _subjects(self) -> frozenset[str] | None:
        """What is selected, boundaries with all that is inside; None if nothing is."""
        model = self._session.model
        ids = frozenset(i for i in self._session.selection.ids if i in model)
        bounded = any(model.find(Boundary, i) for i in ids)
        return (carried(model, ids) if bounded else ids) or None

    def _show_scope(self, shown: int, total: int, subjects: frozenset[str] | None) -> None:
        narrowed = subjects is not None and not self._everywhere
        words = f"{shown} of {total}" if shown != total else f"{total} threats" if total != 1 else "1 threat"
        if narrowed and subjects is not None:
            model, ids = self._session.model, self._session.selection.ids
            where = model.name_of(ids[0]) if len(ids) == 1 else f"{len(ids)} selected"
            words = f"{where}: {shown} of {total}"
        self.scope.setText(words if total else "")
        self.show_all.setVisible(subjects is not None)
        self.show_all.setText("Show all" if narrowed else "Show selected")

    def _show_card(self) -> None:
        session = self._session
        if session.analysing:
            return  # what it yields comes in a moment: until then the card stays
        threat = self.current()
        gone = next((d for d in session.threats.gone if GONE + d.id == session.selection.threat), None)
        self.lower.setVisible(threat is not None or gone is not None)
        self.decision.setVisible(threat is not None)
        group = self.group
        self.of_group.setVisible(group is not None)
        if group is not None:
            self.of_group.setText(f"Decides about all {len(group.threats)}: {group.title}")
        if threat is not None:
            self.pages.show_threat(threat, self._shown())
            self.decision.show_threat(threat)
        elif gone is not None:
            self.pages.show_gone(gone)

    def show_list(self, shown: bool) -> None:
        """Without its list, where another one is beside it, the panel is the card of the chosen threat."""
        self.upper.setVisible(shown)
        self.invalidate()

    def step(self, by: int) -> None:
        """Chooses the next threat of the list, or the one before."""
        self.update_now()
        self.list.step(by)

    def _toggle_scope(self) -> None:
        self._everywhere = not self._everywhere
        self.invalidate()

    def _opened(self, _: None) -> None:
        self._everywhere = False
        self._opened_causes, self._cause = frozenset(), ""
        self.search.clear()
        self.source.setCurrentIndex(0)
        self.invalidate()

    def _choose(self, key: str) -> None:
        group = self._groups.get(key)
        self._cause = key if group else ""
        self._session.selection.set_threat(group.threats[0].id if group else key)
        self.invalidate()

    def _ask_menu(self, at: QPoint) -> None:
        """A menu where it was asked for, if that is on the chosen threat, or else below its row."""
        where = menu_place(self.list, at)
        if self.current() is not None and where is not None:
            self.menu_requested.emit(where)

    def _open(self, key: str) -> None:
        """Goes to where a threat is; opens a group, or folds it."""
        if (group := self._groups.get(key)) is not None:
            self._opened_causes ^= {group.id}
            self._cause = key
            self.invalidate()
            return
        threat = self.current()
        if threat and threat.id == key and threat.subject in self._session.model:
            self._session.selection.set((threat.subject,), key)

    def _shown(self) -> Sequence[Threat]:
        """The chosen threat, or all of the chosen group."""
        group, threat = self.group, self.current()
        return group.threats if group else (threat,) if threat else ()

    def _decide(self, status: Status, reason: str, expires: str) -> None:
        decide_about(self._session, self._reviewer, self._shown(), status, reason, expires)

    def _sign(self) -> None:
        """Asks for the person's name, and puts it to the decision that is shown."""
        self.name_wanted.emit()
        threat = self.current()
        if threat and threat.decision and self._reviewer.author():
            self._decide(threat.status, threat.decision.reason, threat.decision.expires)

    def _set_control(self, mitigation: str, on: bool) -> None:
        threat = self.current()
        if threat:
            label_ = "Set a control" if on else "Take back a control"
            self._session.edit(label_, lambda model: with_control(model, threat.subject, mitigation, on))
            self.invalidate()  # what a tick means is the analysis' to say

    def _ask(self, question: str) -> None:
        threat = self.current()
        if threat:
            self.question_chosen.emit(question, threat.subject)

    def _take_back(self, threat: str) -> None:
        """Takes a decision back whose threat is gone; its history tells of it."""
        signed = {"author": self._reviewer.author(), "date": self._reviewer.today()}
        self._session.edit(
            "Take a decision back", lambda model: triage.decide(model, threat, status="open", **signed)
        )


def with_control(model: Model, subject: str, mitigation: str, on: bool) -> Model:
    """States that a mitigation is in place at an element or flow, or no longer."""
    record = model.get(subject)
    if not isinstance(record, Element | Flow):
        return model
    held = record.properties.get(CONTROLS, ())
    kept = {one for one in ((held,) if isinstance(held, str) else held) if one not in (mitigation, "n/a")}
    return edits.set_property(
        model, [subject], CONTROLS, tuple(kept | ({mitigation} if on else set())) or None
    )


def _choices(name: str, texts: dict[str, str]) -> Chooser:
    box = Chooser()
    box.setAccessibleName(name)
    for key, text in texts.items():
        box.addItem(text, key)
    return box
