"""The register in the middle of the window: all that is known of threats, as a table to work through."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from dfdmodeler.analysis.bulk import shared_words
from dfdmodeler.analysis.burndown import burndown
from dfdmodeler.analysis.columns import COLUMN
from dfdmodeler.analysis.facets import FACET, Asker, Facet
from dfdmodeler.analysis.lines import Line, lines_of
from dfdmodeler.analysis.register_view import Group, Query, as_text, groups_of, narrowed
from dfdmodeler.gui.panels.threat_rows import GONE
from dfdmodeler.gui.register import menus
from dfdmodeler.gui.register.acting import Acting, threats_in_words
from dfdmodeler.gui.register.asking import AskForm
from dfdmodeler.gui.register.board import Board
from dfdmodeler.gui.register.filters import FilterBar, MenuButton, StayingMenu
from dfdmodeler.gui.register.modes import ModeSwitch
from dfdmodeler.gui.register.nothing import nothing_words
from dfdmodeler.gui.register.progress import Progress
from dfdmodeler.gui.register.table import RegisterTable
from dfdmodeler.gui.register.views import ViewChooser
from dfdmodeler.gui.reviewer import Reviewer
from dfdmodeler.gui.theme import Theme
from dfdmodeler.gui.widgets.flowing import FlowingRow
from dfdmodeler.gui.widgets.labels import NarrowLabel, label
from dfdmodeler.gui.widgets.live import LiveWidget
from dfdmodeler.gui.widgets.speech import announce
from dfdmodeler.model.records import Status
from dfdmodeler.session.session import Session

TABLE, BOARD, PROGRESS = "table", "board", "progress"
MODES = {TABLE: "Table", BOARD: "Board", PROGRESS: "Progress"}
LEAST_HEIGHT = 120
MOST_PLACES = 200
"""Of more lines than that, only the place of the current one is selected in the model."""
_FIELDS = ("owner", "due", "tags", "severity")


class RegisterPage(LiveWidget):
    """Lines as a table; what is selected here is selected in the session, and the other way round."""

    closed = Signal()
    """Back to the diagram."""
    details_wanted = Signal()
    menu_wanted = Signal(QPoint)

    def __init__(
        self, session: Session, theme: Theme, reviewer: Reviewer, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("register")
        self._session, self._reviewer = session, reviewer
        self.query = Query()
        self.lines: tuple[Line, ...] = ()
        self.groups: tuple[Group, ...] = ()
        self._folded: frozenset[str] = frozenset()
        self._choosing = False
        self._counted: object = None
        self.table = RegisterTable(theme)
        self.filters = FilterBar(self._offered)
        self.form = AskForm()
        self.views = ViewChooser(session, self.form)
        self.board = Board(theme)
        self.progress = Progress(theme)
        self.modes = ModeSwitch(MODES)
        self.columns = MenuButton("Columns", partial(menus.fill_columns, page=self))
        self.back = QPushButton("Back to the diagram")
        self.empty = label("", "empty")
        self.said = NarrowLabel()
        self.decide_button = MenuButton("Decide", partial(menus.fill_decisions, page=self))
        self.field_buttons = {id_: QPushButton(COLUMN[id_].title) for id_ in _FIELDS}
        self.acting = Acting(session, reviewer, self.form, self._say)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.head = FlowingRow()
        title = label("Register", "title", wrap=False)
        title.setContentsMargins(0, 0, 8, 0)
        for widget in (title, self.modes, self.views):
            self.head.add(widget)
        for widget in (self.filters.group, self.columns, self.back):
            self.head.add(widget, right=True)
        top = QVBoxLayout()
        top.setContentsMargins(16, 12, 12, 8)
        top.setSpacing(8)
        top.addWidget(self.head)
        top.addWidget(self.filters)
        self.body = QStackedWidget(self)
        self.body.setContentsMargins(8, 0, 4, 0)
        self.body.setMinimumSize(1, LEAST_HEIGHT)  # not that of the largest of its pages
        self.body.addWidget(self.table)
        self.body.addWidget(self.board)
        self.body.addWidget(self.progress)
        self.body.addWidget(self.empty)
        below = QVBoxLayout()
        below.setContentsMargins(16, 8, 12, 8)
        below.setSpacing(8)
        below.addWidget(self.form)
        self.bar = QWidget()
        bar = QHBoxLayout(self.bar)
        bar.setContentsMargins(0, 0, 0, 0)
        bar.setSpacing(4)
        bar.addWidget(self.said, 1)
        bar.addWidget(self.decide_button)
        for button in self.field_buttons.values():
            bar.addWidget(button)
        below.addWidget(self.bar)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(self.body, 1)
        layout.addLayout(below)
        self._order_keys()

    def _order_keys(self) -> None:
        """Tab goes as one reads: the head, the filters, the lines, what is done with them."""
        lists = [column.list for column in self.board.columns.values()]
        order = (
            *self.modes.buttons.values(), self.views, self.filters.group, self.columns, self.back,
            self.filters.search, *self.filters.buttons.values(), self.filters.clear, self.table, *lists,
            self.progress.show_new, self.decide_button, *self.field_buttons.values(),
        )  # fmt: skip
        for one, after in pairwise(order):
            QWidget.setTabOrder(one, after)

    def _connect(self) -> None:
        session, table = self._session, self.table
        session.threats_changed.connect(self.invalidate)
        session.opened.connect(self._opened)
        session.selection.changed.connect(self._follow_selection)
        table.chosen.connect(self._chosen)
        table.opened.connect(self.details_wanted)
        table.folded.connect(self._fold)
        table.copy_wanted.connect(self._copy)
        table.sort_wanted.connect(lambda id_, also: self.ask(self.query.sorted_by(id_, also=also)))
        table.columns_moved.connect(lambda order: self.ask(replace(self.query, columns=order)))
        table.menu_wanted.connect(self.menu_wanted)
        table.column_menu_wanted.connect(self._show_column_menu)
        table.cells.written.connect(lambda id_, text: self.acting.write(self.selected, id_, text))
        table.cells.refused.connect(self._say)
        table.cells.began.connect(self._tell_all)
        table.cells.known = self._known
        table.cells.shared = self._shared
        self.board.chosen.connect(self._chosen)
        self.board.opened.connect(self.details_wanted)
        self.board.moved.connect(self.decide)
        self.progress.new_wanted.connect(self._show_new)
        self.modes.chosen.connect(self.show_mode)
        self.filters.wanted.connect(self.ask)
        self.filters.left.connect(self.take_focus)
        self.views.wanted.connect(self.ask)
        self.form.given_up = self.take_focus
        self.back.clicked.connect(self.closed)
        for id_, button in self.field_buttons.items():
            button.setToolTip(f"Set it for all selected threats: {COLUMN[id_].title.lower()}")
            button.clicked.connect(partial(self.set_field, id_))

    # What is shown.

    @property
    def asker(self) -> Asker:
        return Asker(self._reviewer.author(), self._reviewer.today())

    @property
    def selected(self) -> list[Line]:
        """The lines that something is done with."""
        return self.board.selected_lines() if self.modes.mode == BOARD else self.table.selected_lines()

    @property
    def regions(self) -> tuple[QWidget, ...]:
        """The parts between which one goes with F6."""
        return tuple(part for part in (self.body, self.head, self.filters, self.bar) if part.isVisible())

    @property
    def current_line(self) -> Line | None:
        """The line that a person is at."""
        return self.board.current_line if self.modes.mode == BOARD else self.table.current_line

    def show_mode(self, mode: str) -> None:
        """Shows the lines as a table or a board, or how far the work is."""
        ids, current = [line.id for line in self.selected], self.current_line
        self.modes.show_mode(mode)
        self._show()
        self._show_chosen(ids, current.id if current else "")
        self.take_focus()

    def _show_new(self) -> None:
        self.ask(Query().with_facet("state", ("new", "reopened")))
        self.show_mode(TABLE)

    def ask(self, query: Query) -> None:
        """Shows what is asked for from now on."""
        if query.group != self.query.group:
            self._folded = frozenset()
        self.query = query
        self._show()

    def refresh(self) -> None:
        if self._session.analysing:
            return  # what it yields comes in a moment
        self.lines = lines_of(self._session.threats, self._session.model, self.lines)
        self._show()

    def _show(self) -> None:
        self.table.rows.today = self._reviewer.today()
        self.groups = groups_of(self.lines, self.query, self.asker)
        self.table.show_groups(self.groups, self._folded, self.query)
        if self.modes.mode == BOARD:
            self.board.show_lines([line for group in self.groups for line in group.lines], self.asker.today)
        elif self.modes.mode == PROGRESS:
            session = self._session
            self.progress.show_burndown(burndown(session.model, session.threats.threats, self.asker.today))
        self.filters.show_query(self.query)
        self.views.show_query(self.query)
        self._show_body()
        self._follow_selection()
        self._count()

    def _show_body(self) -> None:
        model, view = self._session.model, self.views.built_in
        self.empty.setText(nothing_words(self.lines, self.query, view, model))
        mode = self.modes.mode
        shown = {TABLE: self.table, BOARD: self.board, PROGRESS: self.progress}[mode]
        self.body.setCurrentWidget(shown if self.groups or mode == PROGRESS else self.empty)
        for widget in (self.filters, self.views, self.filters.group, self.columns, self.bar):
            widget.setVisible(
                mode == TABLE or (mode == BOARD and widget in (self.filters, self.views, self.bar))
            )

    def _count(self) -> None:
        shown, chosen = sum(len(group.lines) for group in self.groups), len(self.selected)
        for button in (self.decide_button, *self.field_buttons.values()):
            button.setEnabled(chosen > 0)
        counted = (shown, len(self.lines), tuple(line.id for line in self.selected))
        if counted == self._counted:
            return  # what was told meanwhile stays
        self._counted = counted
        of = f"{shown:,} of {len(self.lines):,}" if shown != len(self.lines) else threats_in_words(shown)
        self.said.setText(f"{of}, {chosen:,} selected" if chosen > 1 else of)

    def _say(self, words: str) -> None:
        """Tells what was done, until something else is to be told."""
        self.said.setText(words)
        announce(self, words)

    def _tell_all(self) -> None:
        chosen = len(self.selected)
        if chosen > 1:
            self._say(f"What you write goes to all {chosen:,} that are selected.")

    def _offered(self, facet: Facet) -> Sequence[tuple[str, str, int]]:
        others = narrowed(self.lines, self.query.without(facet.id), self.asker)
        return FACET[facet.id].offered(others, self.asker)

    def _known(self, column: str) -> Sequence[str]:
        """What was written into a column of other lines."""
        if column == "tags":
            return [tag for line in self.lines for tag in line.kept.tags]
        own = [self._reviewer.author()] if column == "owner" and self._reviewer.author() else []
        return [*own, *(words for line in self.lines if (words := COLUMN[column].words(line)))]

    def _shared(self, column: str) -> str | None:
        """What the selected lines have in common in a column."""
        return shared_words(self.selected, column)

    # Selection.

    def _chosen(self) -> None:
        """A person chose lines here: their places are selected in the model, the current threat is shown."""
        model, current = self._session.model, self.current_line
        chosen = self.selected
        ids = [line.threat.subject for line in chosen if line.threat.subject in model]
        if len(chosen) > MOST_PLACES and current:  # to see so many places tells nothing
            ids = [one for one in ids if one == current.threat.subject]
        if current and current.threat.subject in ids:
            ids = [one for one in ids if one != current.threat.subject] + [current.threat.subject]
        threat = None
        if current and chosen:
            threat = GONE + current.kept.id if current.is_gone else current.id
        self._choosing = True
        self._session.selection.set(ids, threat)
        self._choosing = False
        self._count()

    def _follow_selection(self, *_: object) -> None:
        """What is chosen elsewhere is shown here: a threat, or all threats at what is selected."""
        selection = self._session.selection
        if self._choosing or not self.isVisible():
            return
        if selection.threat is not None:
            id_ = self._line_id(selection.threat)
            if id_ not in [line.id for line in self.selected]:
                self._show_chosen([id_], id_)
        elif selection.ids and {line.threat.subject for line in self.selected} != set(selection.ids):
            wanted = frozenset(selection.ids)
            at = [line.id for line in self.lines if line.threat.subject in wanted]
            self._show_chosen(at, at[0] if at else "")
        self._count()

    def _show_chosen(self, ids: Sequence[str], current: str) -> None:
        shown = self.board.show_selected if self.modes.mode == BOARD else self.table.show_lines
        shown(ids, current)

    def _line_id(self, threat: str) -> str:
        if not threat.startswith(GONE):
            return threat
        kept = threat.removeprefix(GONE)
        return next((line.id for line in self.lines if line.is_gone and line.kept.id == kept), threat)

    # What a person does.

    def decide(self, status: Status) -> None:
        """Decides about the selected lines, if they are seen."""
        if self.modes.mode != PROGRESS:
            self.acting.decide(self.selected, status)

    def set_field(self, column: str, *_: object) -> None:
        """Writes into a column for the selected lines: in the table if it is shown there."""
        if column == "severity":
            self.acting.ask_severity(self.selected)
        elif self.modes.mode != TABLE or not self.table.write(column):
            self.acting.ask_value(self.selected, column)

    def find(self) -> None:
        """Puts the keyboard into the filter."""
        self.filters.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filters.search.selectAll()

    def step(self, by: int) -> None:
        """Goes to the next line of the table, or the one before."""
        self.table.step(by)

    def _copy(self) -> None:
        """Copies the selected lines, to be pasted into a sheet or a text."""
        QApplication.clipboard().setText(as_text(self.selected, self.query.columns))
        self._say(f"Copied: {threats_in_words(len(self.selected))}.")

    def _fold(self, title: str) -> None:
        self._folded ^= {title}
        self._show()

    def take_focus(self) -> None:
        """Puts the keyboard into the lines."""
        if self.modes.mode == BOARD and self.groups:
            self.board.focus_cards()
        elif self.modes.mode == PROGRESS:
            self.modes.setFocus()
        else:
            self.table.setFocus()

    def _opened(self, _: None) -> None:
        self.form.close_form()
        self.views.reset()
        self.query, self.lines, self._folded = Query(), (), frozenset()
        self.invalidate()

    def _show_column_menu(self, column: str, at: QPoint) -> None:
        menu = StayingMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        menus.fill_column_menu(menu, self, column)
        menu.popup(at)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.acting.busy:
            self.acting.drop()
        elif self.form.is_open:
            self.form.close_form()
        elif self.filters.isAncestorOf(self.focusWidget() or self):
            self.take_focus()
        else:
            self.closed.emit()
