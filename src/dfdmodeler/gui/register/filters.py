"""The filter bar of the register: words, one button for each facet, and how the lines are grouped."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QMenu, QWidget

from dfdmodeler.analysis.columns import COLUMNS
from dfdmodeler.analysis.facets import FACETS, Facet
from dfdmodeler.analysis.register_view import Query
from dfdmodeler.gui.theme import scaled
from dfdmodeler.gui.widgets.arrow_button import ArrowButton
from dfdmodeler.gui.widgets.flowing import FlowingRow
from dfdmodeler.gui.widgets.labels import link
from dfdmodeler.gui.widgets.search import SearchField

Offer = Callable[[Facet], Sequence[tuple[str, str, int]]]
"""Values of a facet, their words, and how many lines have them that the other filters let through."""
GROUPS = (
    "severity",
    "status",
    "state",
    "owner",
    "subject",
    "family",
    "rule",
    "stride",
    "tags",
    "source",
    "kind",
)
"""Columns by which lines are grouped often; the menu of a column groups by any."""


class StayingMenu(QMenu):
    """A menu in which several things can be ticked, one after the other."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        action = self.actionAt(event.position().toPoint())
        if not self._tick(action):
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Space or not self._tick(self.activeAction()):
            super().keyPressEvent(event)

    def _tick(self, action: QAction | None) -> bool:
        if action is None or not action.isCheckable() or not action.isEnabled():
            return False
        action.trigger()
        return True


class MenuButton(ArrowButton):
    """A quiet button with a small arrow; its menu is filled when it opens."""

    def __init__(self, text: str, fill: Callable[[QMenu], object], parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setProperty("role", "pick")
        self.menu_below = StayingMenu(self)
        self._fill = fill

    def open_below(self) -> None:
        """Fills the menu and opens it below."""
        self.menu_below.clear()
        self._fill(self.menu_below)
        self.menu_below.popup(self.below)

    def show_words(self, text: str, *, on: bool) -> None:
        """Says what is chosen; `on` is for what narrows down, so that it is not overlooked."""
        self.setText(text)
        if self.property("on") != on:
            self.setProperty("on", on)
            self.style().unpolish(self)
            self.style().polish(self)


class FilterBar(FlowingRow):
    """`wanted` tells the query that a person asks for."""

    wanted = Signal(object)
    left = Signal()
    """The arrow keys or Enter lead from the field to the lines."""

    def __init__(self, offer: Offer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._offer = offer
        self._query = Query()
        self.search = SearchField("Filter the register")
        self.search.setMinimumWidth(scaled(180))
        self.search.textChanged.connect(self._search)
        self.search.installEventFilter(self)
        self.buttons = {facet.id: self._button(facet) for facet in FACETS}
        self.group = MenuButton("Group", self._fill_groups)
        self.group.setAccessibleName("Group by")
        self.clear = link("Clear", "Show all again")
        self.clear.clicked.connect(self._clear)
        for widget in (self.search, *self.buttons.values(), self.clear):
            self.add(widget)

    def _button(self, facet: Facet) -> MenuButton:
        button = MenuButton(facet.title, lambda menu: self._fill(menu, facet))
        button.setToolTip(f"Show only some: {facet.title.lower()}")
        return button

    def show_query(self, query: Query) -> None:
        """Shows what is asked for."""
        self._query = query
        if self.search.text().strip() != query.text.strip():
            self.search.blockSignals(True)
            self.search.setText(query.text)
            self.search.blockSignals(False)
        for facet in FACETS:
            wanted = query.facets.get(facet.id, frozenset())
            self.buttons[facet.id].show_words(_chosen(facet, wanted), on=bool(wanted))
        title = next((one.title for one in COLUMNS if one.id == query.group), "")
        self.group.show_words(f"Group: {title.lower()}" if title else "Group", on=bool(title))
        self.clear.setVisible(query.narrows)

    def _search(self, text: str) -> None:
        self._ask(Query(text, self._query.facets, self._query.sort, self._query.group, self._query.columns))

    def _ask(self, query: Query) -> None:
        self.show_query(query)
        self.wanted.emit(query)

    def _clear(self) -> None:
        query = self._query
        self._ask(Query("", {}, query.sort, query.group, query.columns))
        self.search.setFocus()

    def _fill(self, menu: QMenu, facet: Facet) -> None:
        held = self._query.facets.get(facet.id, frozenset())
        offered = self._offer(facet)
        for value, words, count in offered:
            action = menu.addAction(f"{words}\t{count:,}".replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(value in held)
            action.triggered.connect(lambda on, v=value: self._toggle(facet, v, on=on))
        if not offered:
            menu.addAction("None yet").setEnabled(False)
        menu.addSeparator()
        menu.addAction("Any", lambda: self._ask(self._query.without(facet.id))).setEnabled(bool(held))

    def _toggle(self, facet: Facet, value: str, *, on: bool) -> None:
        held = self._query.facets.get(facet.id, frozenset())
        self._ask(self._query.with_facet(facet.id, held | {value} if on else held - {value}))

    def _fill_groups(self, menu: QMenu) -> None:
        for id_, title in (("", "No groups"), *((c.id, c.title) for c in COLUMNS if c.id in GROUPS)):
            action = menu.addAction(title)
            action.setCheckable(True)
            action.setChecked(self._query.group == id_)
            action.triggered.connect(lambda _=False, i=id_: self._group_by(i))

    def _group_by(self, column: str) -> None:
        query = self._query
        self.group.menu_below.close()
        self._ask(Query(query.text, query.facets, query.sort, column, query.columns))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        leaving = (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in leaving:
            self.left.emit()
            return True
        return super().eventFilter(watched, event)


def _chosen(facet: Facet, wanted: frozenset[str]) -> str:
    """What a button says: its facet, and what is chosen of it."""
    if not wanted:
        return facet.title
    names = [words for value, words in facet.words.items() if value in wanted]
    names += sorted(wanted - facet.words.keys())
    rest = f" +{len(names) - 1}" if len(names) > 1 else ""
    return f"{facet.title}: {names[0].lower() if names[0] in facet.words.values() else names[0]}{rest}"
