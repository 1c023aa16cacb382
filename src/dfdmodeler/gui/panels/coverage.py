"""Coverage: what became of each rule, where it fired and where not, and at each place why."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dfdmodeler.analysis.sections import concerned, headline, sections
from dfdmodeler.analysis.silence import account
from dfdmodeler.analysis.verdict_words import matching
from dfdmodeler.analysis.verdicts import KINDS, Kind, Tally, Verdicts
from dfdmodeler.gui.panels.account import AccountCard
from dfdmodeler.gui.panels.coverage_tree import CoverageTree, branches
from dfdmodeler.gui.sliced import Sliced
from dfdmodeler.gui.theme import Theme
from dfdmodeler.gui.widgets.fields import Chooser
from dfdmodeler.gui.widgets.halves import filtered, split
from dfdmodeler.gui.widgets.labels import LINK_HEIGHT, label, link
from dfdmodeler.gui.widgets.live import LiveWidget
from dfdmodeler.gui.widgets.rows import Row, RowList
from dfdmodeler.gui.widgets.search import SearchField
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Boundary, Element, Flow
from dfdmodeler.rules.wording import sentence
from dfdmodeler.session.session import Session

SUBJECTS = (Element, Flow, Boundary)
_EMPTY = (
    "What becomes of each rule is told here once something is drawn: where it fires, and why not elsewhere."
)
_FILTERED = "No rule matches. Clear the filter to see the others."
_COUNTING = "Counting…"
_SHARES = (4, 3, 4)
"""Of the height: rules, places, reasons; among those of them that are shown."""


class CoveragePanel(LiveWidget):
    """Rules at the selected elements or at all; at work only while somebody sees it."""

    evidence_changed = Signal()
    """Other records are to be highlighted, or none."""
    evidence_pointed = Signal(object)
    """Ids to highlight for as long as a sentence is pointed at, or None."""
    threat_wanted = Signal(str)
    """The id of a threat to go to."""

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._everywhere = False
        self._held: tuple[tuple[str, ...], frozenset[str] | None] | None = None
        """A selection that was made from here, and what the panel was narrowed to before."""
        self._counting: Sliced[tuple[Tally, ...]] = Sliced(self)
        self._counted: tuple[Model, frozenset[str] | None] | None = None
        """What the tallies are of, or will be."""
        self._verdicts: Verdicts | None = None
        self._tallies: tuple[Tally, ...] = ()
        self._subject = ""
        self._evidence: frozenset[str] | None = None
        self.search = SearchField("Filter rules")
        self.kind = Chooser()
        self.kind.setAccessibleName("Verdict")
        self.kind.addItem("All verdicts", "")
        for kind, text in KINDS.items():
            self.kind.addItem(text, kind)
        self.scope = label("", "muted", wrap=False)
        self.show_all = link("Show all")
        self.empty = label(_EMPTY, "empty")
        self.tree = CoverageTree(theme)
        self.tree.setAccessibleName("Rules by family")
        self.list = RowList(theme)
        self.list.setAccessibleName("Where the rule was examined")
        self.card = AccountCard()
        self.card.setAccessibleName("Why, or why not")
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        filters = QHBoxLayout()
        filters.setSpacing(4)
        filters.addWidget(self.search, 1)
        filters.addWidget(self.kind)
        scope = QHBoxLayout()
        scope.addStrut(LINK_HEIGHT)
        scope.addWidget(self.scope, 1)
        scope.addWidget(self.show_all)
        top = QVBoxLayout()
        top.setContentsMargins(12, 12, 12, 4)
        top.setSpacing(4)
        top.addLayout(filters)
        top.addLayout(scope)
        upper = filtered(top, self.empty, self.tree)
        self.splitter = split(self, *zip((upper, self.list, self.card), _SHARES, strict=True))

    def _connect(self) -> None:
        session = self._session
        session.threats_changed.connect(self.invalidate)
        session.changed.connect(lambda _: self._counting.drop())
        session.opened.connect(self._opened)
        session.selection.changed.connect(self.invalidate)
        self.search.textChanged.connect(self.invalidate)
        self.search.returnPressed.connect(self._enter_tree)
        self.kind.currentIndexChanged.connect(self.invalidate)
        self.show_all.clicked.connect(self._toggle_scope)
        self.tree.chosen.connect(self._choose_rule)
        self.tree.entered.connect(self._enter_rule)
        self.list.chosen.connect(self._choose_subject)
        self.list.opened.connect(lambda _: self.card.focus_first())
        self.card.pointed.connect(self.evidence_pointed)
        self.card.chosen.connect(self._select)
        self.card.threat_wanted.connect(lambda: self.threat_wanted.emit(f"{self.rule}@{self._subject}"))

    @property
    def rule(self) -> str:
        """The id of the chosen rule, or empty."""
        key = self.tree.current_key
        return key if key in self._session.library.rules else ""

    @property
    def evidence(self) -> frozenset[str] | None:
        """The ids to highlight for the chosen rule at the chosen subject; None if nobody looks at one."""
        return self._evidence if self.is_seen else None

    @property
    def is_seen(self) -> bool:
        """Whether somebody can see it: a panel behind another's tab is visible to Qt alone."""
        return self.isVisible() and not self.visibleRegion().isEmpty()

    def look(self, *_: object) -> None:
        """It may have come to the front: shows the present state if so."""
        if self._stale and self.is_seen:
            self._soon.start(0)
        self.evidence_changed.emit()

    def ask_why(self) -> None:
        """Begins the search for a threat that is missing at what is selected."""
        self._everywhere, self._held = False, None
        self.search.clear()
        self.kind.setCurrentIndex(0)
        self.search.setFocus()
        self.invalidate()

    def update_now(self) -> None:
        """Shows the present state, unless it is shown already or nobody sees it."""
        if self.is_seen:
            super().update_now()

    def refresh(self) -> None:
        session = self._session
        if session.analysing:
            return  # what it yields comes in a moment
        subjects = self._subjects()
        if self._counted is None or self._counted[0] is not session.model or self._counted[1] != subjects:
            self._count(session.model, subjects)
        self._show(subjects)

    def _count(self, model: Model, subjects: frozenset[str] | None) -> None:
        if self._verdicts is None or self._counted is None or self._counted[0] is not model:
            self._verdicts = Verdicts(self._session.analysis, model)
        self._counted = (model, subjects)
        self._counting.ask(self._verdicts.tallying(subjects), self._know)

    def _know(self, tallies: tuple[Tally, ...]) -> None:
        self._tallies = tallies
        self.invalidate()

    def _show(self, subjects: frozenset[str] | None) -> None:
        drawn = any(isinstance(record, SUBJECTS) for record in self._session.model.values())
        kind: Kind | None = self.kind.currentData() or None
        shown = matching(self._tallies, self.search.text(), kind) if drawn else ()
        found = branches(shown)
        searched = bool(self.search.text()) or kind is not None
        opened = (b.family for b in found if searched or (subjects is not None and not b.family.faded))
        self.tree.show_branches(found, frozenset(family.key for family in opened))
        self.tree.setVisible(bool(shown))
        self.empty.setVisible(not shown)
        waiting = self._counting.busy and not self._tallies
        self.empty.setText(_COUNTING if drawn and waiting else _FILTERED if drawn else _EMPTY)
        self._show_scope(shown, subjects)
        before = self._panes()
        self._show_subjects(subjects, kind)
        self._show_account()
        if self._panes() != before:
            self.splitter.setSizes([share * self.height() for share in _SHARES])

    def _panes(self) -> list[bool]:
        return [self.splitter.widget(place).isVisibleTo(self) for place in range(self.splitter.count())]

    def _show_scope(self, shown: tuple[Tally, ...], subjects: frozenset[str] | None) -> None:
        model, selected = self._session.model, self._selected()
        fired = sum(1 for tally in shown if tally.by_kind.get("fires"))
        words = f"{len(shown)} rule{'' if len(shown) == 1 else 's'}, {fired or 'none'} fired" if shown else ""
        if subjects is not None:
            where = model.name_of(next(iter(subjects))) if len(subjects) == 1 else f"{len(subjects)} selected"
            words = f"{where}: {words}" if words else where
        self.scope.setText(words)
        self.show_all.setVisible(selected is not None)
        self.show_all.setText("Show selected" if self._everywhere else "Show all")

    def _show_subjects(self, subjects: frozenset[str] | None, kind: Kind | None) -> None:
        """Lists where the chosen rule was examined; of a single place nothing is left to choose."""
        verdicts, rule = self._verdicts, self.rule
        found = verdicts.kinds(rule, subjects and sorted(subjects)) if verdicts and rule else {}
        wanted = {subject: became for subject, became in found.items() if kind in (None, became)}
        if len(wanted) == 1:
            self._subject = next(iter(wanted))
        elif self._subject not in wanted:
            self._subject = ""
        self.list.set_rows(subject_rows(verdicts, wanted) if verdicts else [])
        self.list.show_key(self._subject)
        self.list.setVisible(len(wanted) > 1)

    def _show_account(self) -> None:
        verdicts, rule, subject = self._verdicts, self.rule, self._subject
        self.card.setVisible(bool(verdicts and rule and subject))
        evidence = None
        if verdicts and rule and subject:
            found = account(verdicts, rule, subject)
            threat = self._session.threats.find(found.verdict.id)
            told = tuple(sections(verdicts, found))
            title = f"{rule}: {self._session.library.rules[rule].title}"
            said = headline(found, threat, verdicts.named(subject))
            self.card.show_account(title, said, subject, told, threat=threat is not None)
            evidence = concerned(found, told)
        if evidence != self._evidence:
            self._evidence = evidence
            self.evidence_changed.emit()

    def _selected(self) -> frozenset[str] | None:
        model = self._session.model
        return frozenset(i for i in self._session.selection.ids if isinstance(model.get(i), SUBJECTS)) or None

    def _subjects(self) -> frozenset[str] | None:
        """What the panel is narrowed to; a selection that was made from here does not narrow it."""
        if self._everywhere:
            return None
        if self._held and self._held[0] == self._session.selection.ids:
            return self._held[1]
        self._held = None
        return self._selected()

    def _select(self, ids: tuple[str, ...]) -> None:
        known = tuple(i for i in ids if i in self._session.model)
        self._held = (known, self._subjects())
        self._session.selection.set(known, self._session.selection.threat)

    def _choose_rule(self, _: str) -> None:
        self._show_chosen()

    def _choose_subject(self, subject: str) -> None:
        self._subject = subject
        self._show_chosen()

    def _show_chosen(self) -> None:
        """Shows what was chosen, once the analysis is through."""
        self.invalidate()
        if not self._session.analysing:
            self.update_now()

    def _enter_tree(self) -> None:
        """From the search to the first rule that was found."""
        self.update_now()
        rules = [rule for branch in self.tree.rows.branches for rule in branch.rules]
        if rules:
            self.tree.setFocus()
            self.tree.go_to(self.rule or rules[0].key)

    def _enter_rule(self) -> None:
        """From a rule to where it was examined, or straight to the reasons."""
        if self.list.isVisible():
            self.list.setFocus()
            if not self._subject:
                self.list.step(1)
        else:
            self.card.focus_first()

    def _toggle_scope(self) -> None:
        self._everywhere = not self._everywhere
        self._held = None
        self.invalidate()

    def _opened(self, _: None) -> None:
        self._counting.drop()
        self._everywhere, self._held, self._counted, self._verdicts = False, None, None, None
        self._tallies, self._subject = (), ""
        self.search.clear()
        self.invalidate()


def subject_rows(verdicts: Verdicts, found: dict[str, Kind]) -> list[Row]:
    """Rows of the subjects of one rule, by verdict and name."""
    rows: list[Row] = []
    for kind, title in KINDS.items():
        named = [(sentence(verdicts.named(i)), i) for i, became in found.items() if became == kind]
        faded = kind not in ("fires", "silent")
        if named:
            rows.append(Row(f"{title} ({len(named)})"))
        rows += [
            Row(name, subject, faded=faded, help=name)
            for name, subject in sorted(named, key=lambda pair: (pair[0].casefold(), pair[1]))
        ]
    return rows
