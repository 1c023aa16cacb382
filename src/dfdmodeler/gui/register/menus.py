"""The menus of the register: its columns, what can be done with one of them, and the decisions."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from dfdmodeler.analysis.columns import COLUMN, COLUMNS
from dfdmodeler.analysis.facets import FACET
from dfdmodeler.analysis.register_view import DOWN, Query
from dfdmodeler.analysis.triage_words import STATUS_WORDS

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMenu

    from dfdmodeler.gui.register.page import RegisterPage


def fill_decisions(menu: QMenu, page: RegisterPage) -> None:
    """All decisions, for the selected lines."""
    for status, words in STATUS_WORDS.items():
        menu.addAction(words, partial(page.decide, status))  # type: ignore[arg-type]


def fill_columns(menu: QMenu, page: RegisterPage) -> None:
    """All columns, those that are shown ticked."""
    for column in COLUMNS:
        action = menu.addAction(column.title)
        action.setCheckable(True)
        action.setChecked(column.id in page.query.columns)
        action.triggered.connect(lambda on, id_=column.id: _show_column(page, id_, on=on))
    menu.addSeparator()
    menu.addAction("The usual columns", lambda: page.ask(replace(page.query, columns=Query().columns)))


def _show_column(page: RegisterPage, column: str, *, on: bool) -> None:
    columns = page.query.columns
    wanted = (*columns, column) if on else tuple(one for one in columns if one != column)
    page.ask(replace(page.query, columns=wanted or columns))


def fill_column_menu(menu: QMenu, page: RegisterPage, column: str) -> None:
    """What can be done with a column: sort, group, narrow down to what the current line has, hide."""
    query, title = page.query, COLUMN[column].title
    others = any(part.removeprefix(DOWN) != column for part in query.sort)
    for words, sort in (("Sort upwards", column), ("Sort downwards", DOWN + column)):
        menu.addAction(words, partial(page.ask, replace(query, sort=(sort,))))
    if others:
        kept = tuple(part for part in query.sort if part.removeprefix(DOWN) != column)
        menu.addAction("Then upwards by it", partial(page.ask, replace(query, sort=(*kept, column))))
        menu.addAction("Then downwards by it", partial(page.ask, replace(query, sort=(*kept, DOWN + column))))
    unsorted = menu.addAction("In the usual order", partial(page.ask, replace(query, sort=())))
    unsorted.setEnabled(bool(query.sort))
    menu.addSeparator()
    grouped = query.group == column
    words = "No groups" if grouped else f"Group by {title.lower()}"
    menu.addAction(words, partial(page.ask, replace(query, group="" if grouped else column)))
    line = page.table.current_line
    if column in FACET and line:
        value = next(iter(FACET[column].values(line, page.asker)[-1:]), "")
        shown = FACET[column].words.get(value, value)
        if value:
            menu.addAction(f"Only “{shown}”", partial(page.ask, query.with_facet(column, [value])))
    menu.addSeparator()
    left = tuple(one for one in query.columns if one != column)
    menu.addAction("Hide this column", partial(page.ask, replace(query, columns=left))).setEnabled(bool(left))
