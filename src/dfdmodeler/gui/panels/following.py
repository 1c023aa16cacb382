"""The follow-up panel: assumptions and action items, what they are about, and what is late."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from dfdmodeler.analysis.followups import (
    KIND_WORDS,
    FollowUp,
    asks_for_a_look,
    follow_ups,
    is_settled,
    state_words,
    subject_words,
    title_of,
)
from dfdmodeler.gui.panels.following_editor import FollowUpEditor
from dfdmodeler.gui.reviewer import Reviewer
from dfdmodeler.gui.theme import Theme
from dfdmodeler.gui.widgets.fields import Chooser, is_for_window
from dfdmodeler.gui.widgets.halves import filtered, split
from dfdmodeler.gui.widgets.labels import NarrowLabel, label
from dfdmodeler.gui.widgets.live import LiveWidget
from dfdmodeler.gui.widgets.rows import Row, RowList
from dfdmodeler.model import edits
from dfdmodeler.model.records import ActionItem, Assumption
from dfdmodeler.session.session import Session

_EMPTY = "What the model takes for granted, and what is still to be done. Write a line above to add one."
_FILTERED = "None matches. Choose another filter to see the others."
_SECTIONS = {"assumption": "Assumptions", "action": "Action items"}
_NAMED = 2
EVEN = 10_000
"""Of both halves, so that they share the width."""
_MAKERS: dict[str, type[Assumption] | type[ActionItem]] = {"assumption": Assumption, "action": ActionItem}

FILTERS: dict[str, tuple[str, Callable[[FollowUp, str], bool]]] = {
    "all": ("All", lambda one, today: True),
    "open": ("Not settled", lambda one, today: not is_settled(one, today)),
    "late": ("To look at now", asks_for_a_look),
}


class NewField(QLineEdit):
    """A line to add something with; undo belongs to the document."""

    def event(self, event: object) -> bool:
        return False if is_for_window(event) else super().event(event)


class FollowUpPanel(LiveWidget):
    """A line that adds one about what is selected, the list, and the details of the chosen one beside it."""

    count_changed = Signal(int)
    threat_wanted = Signal(str)
    revealed = Signal(str)
    """The id of something that is to be brought into view."""

    def __init__(
        self, session: Session, theme: Theme, reviewer: Reviewer, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._reviewer = session, reviewer
        self._about: tuple[str, ...] | None = None
        self._chosen = ""
        self.kind = Chooser()
        self.kind.setAccessibleName("What to add")
        for kind, words in KIND_WORDS.items():
            self.kind.addItem(words, kind)
        self.new = NewField()
        self.new.returnPressed.connect(self._add)
        self.kind.currentIndexChanged.connect(self._tell_new)
        self.linked = NarrowLabel()
        self.filter = Chooser()
        self.filter.setAccessibleName("Which are listed")
        for key, (words, _) in FILTERS.items():
            self.filter.addItem(words, key)
        self.filter.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.filter.setMinimumContentsLength(4)
        self.filter.currentIndexChanged.connect(self.invalidate)
        self.list = RowList(theme)
        self.list.setAccessibleName("Assumptions and action items")
        self.list.chosen.connect(self._choose)
        self.list.opened.connect(self._open)
        self.empty = label(_EMPTY, "empty")
        self.editor = FollowUpEditor(session, reviewer)
        self._lay_out()
        self._connect()
        self._tell_new()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(self.kind)
        head.addWidget(self.filter)
        head.addWidget(self.linked, 1)
        top = QVBoxLayout()
        top.setContentsMargins(12, 4, 12, 4)
        top.setSpacing(0)
        top.addWidget(self.new)
        top.addLayout(head)
        left = filtered(top, self.empty, self.list)
        self.scroll = QScrollArea()
        self.scroll.setWidgetResizable(True)
        self.scroll.setFrameShape(QFrame.Shape.NoFrame)
        self.scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.scroll.setWidget(self.editor)
        splitter = split(self, (left, 1), (self.scroll, 1))
        splitter.setOrientation(Qt.Orientation.Horizontal)
        splitter.setSizes([EVEN, EVEN])

    def _connect(self) -> None:
        session = self._session
        session.changed.connect(self.invalidate)
        session.threats_changed.connect(self.invalidate)
        session.opened.connect(self._opened)
        session.selection.changed.connect(self._selected)
        self.editor.removed.connect(self.remove_chosen)
        self.editor.subject_chosen.connect(self._go_to)

    def _opened(self, _: None) -> None:
        self._about, self._chosen = None, ""
        self.new.clear()
        self.filter.setCurrentIndex(0)
        self.invalidate()

    def _selected(self, _: object) -> None:
        self._about = None
        self.invalidate()

    def refresh(self) -> None:
        session, today = self._session, self._reviewer.today()
        known = follow_ups(session.model)
        holds = FILTERS[self.filter.currentData()][1]
        shown = [one for one in known if holds(one, today) or one.id == self._chosen]
        self.list.set_rows(self._rows(shown, today))
        self.list.show_key(self._chosen or None)
        self.list.setVisible(bool(shown))
        self.empty.setVisible(not shown)
        self.empty.setText(_FILTERED if known else _EMPTY)
        self.editor.show_follow_up(next((one for one in known if one.id == self._chosen), None), self.titles)
        self._tell_new()
        self.count_changed.emit(sum(asks_for_a_look(one, today) for one in known))

    @property
    def titles(self) -> dict[str, str]:
        """What threats are called, by id, with where they are."""
        return {
            row.id: f"{row.title}: {row.subject_name}" if row.rule else row.title
            for row in self._session.threats.threats
        }

    def _rows(self, shown: Sequence[FollowUp], today: str) -> list[Row]:
        rows: list[Row] = []
        titles = self.titles if shown else {}
        for kind, title in _SECTIONS.items():
            of_kind = [one for one in shown if one.kind == kind]
            if of_kind:
                rows.append(Row(f"{title} ({len(of_kind)})"))
                rows += [self._row(one, titles, today) for one in of_kind]
        return rows

    def _row(self, one: FollowUp, titles: dict[str, str], today: str) -> Row:
        names = [subject_words(self._session.model, titles, subject) for subject in one.subjects]
        rest = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
        where = f"{', '.join(names[:_NAMED])}{rest}"
        day = one.valid_until if isinstance(one, Assumption) else one.due
        return Row(
            title_of(one),
            one.id,
            detail=". ".join(part for part in (state_words(one, today), one.owner, where) if part),
            aside=day,
            severity="Critical" if asks_for_a_look(one, today) else "",
            faded=one.status == "done",
            help=one.text,
        )

    # Adding.

    def begin(self, kind: str, subjects: Sequence[str] | None = None) -> None:
        """Puts the keyboard where one is added, about some ids or else about what is selected."""
        self._about = tuple(subjects) if subjects is not None else None
        self.kind.setCurrentIndex(self.kind.findData(kind))
        self._tell_new()
        self.new.setFocus()

    def _subjects(self) -> tuple[str, ...]:
        """What a new one is about: what was asked for, or what is selected, or the chosen threat."""
        if self._about is not None:
            return self._about
        selection = self._session.selection
        selected = tuple(i for i in selection.ids if i in self._session.model)
        return selected or ((selection.threat,) if self._session.threats.find(selection.threat or "") else ())

    def _tell_new(self) -> None:
        words = KIND_WORDS[self.kind.currentData()]
        self.new.setPlaceholderText(f"New {words.lower()}, Enter adds it")
        self.new.setAccessibleName(f"New {words.lower()}")
        titles = self.titles
        names = [subject_words(self._session.model, titles, subject) for subject in self._subjects()]
        self.linked.setText(f"About {', '.join(names)}" if names else "About nothing in particular")

    def _add(self) -> None:
        text, kind = self.new.text().strip(), self.kind.currentData()
        if not text:
            return
        one = _MAKERS[kind](id=self._session.new_id(text), text=text, subjects=self._subjects())
        self.new.clear()
        self._chosen = one.id
        self._session.edit(f"Add an {KIND_WORDS[kind].lower()}", lambda model: edits.put(model, one))

    # Going on.

    def show_one(self, record_id: str) -> None:
        """Brings one into view, whatever is filtered."""
        self._chosen = record_id
        self.invalidate()

    def _choose(self, key: str) -> None:
        self._chosen = key
        self.invalidate()

    def _open(self, key: str) -> None:
        """Goes to what it is about; to the details of one that is about nothing."""
        one = self._session.model.get(key)
        subjects = getattr(one, "subjects", ())
        if subjects:
            self._go_to(subjects)
        else:
            self.editor.focus_first()

    def _go_to(self, subjects: Sequence[str]) -> None:
        """Selects what it is about; a threat is shown with its card."""
        session = self._session
        places = tuple(i for i in subjects if i in session.model and session.threats.find(f"{i}@") is None)
        threats = [
            row.id for row in session.threats.threats if {row.id, row.id.removesuffix("@")} & {*subjects}
        ]
        about = self._about
        if places:
            session.selection.set(places)
            self.revealed.emit(places[0])
        elif threats:
            self.threat_wanted.emit(threats[0])
        self._about = about

    def remove_chosen(self) -> None:
        """Takes the chosen one out."""
        one = self._session.model.get(self._chosen)
        if one is not None:
            words = KIND_WORDS[one.kind].lower()
            self._session.edit(f"Remove an {words}", lambda model: edits.remove(model, [one.id]))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and self.list.hasFocus():
            self.remove_chosen()
        else:
            super().keyPressEvent(event)
