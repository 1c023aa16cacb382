"""Views of the register by name: those that every model has, and those that are kept in this one."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from dfdmodeler.analysis.register_view import BUILT_IN, BuiltIn, Query, as_query, as_view
from dfdmodeler.gui.register.asking import Ask, AskForm, Blank
from dfdmodeler.gui.register.filters import MenuButton
from dfdmodeler.model import edits
from dfdmodeler.model.records import View, evolve
from dfdmodeler.session.session import Session

_NAME = "Name"
_OWN = "Own view"


class ViewChooser(MenuButton):
    """`wanted` tells the query of the view that a person chose."""

    wanted = Signal(object)

    def __init__(self, session: Session, form: AskForm, parent: QWidget | None = None) -> None:
        super().__init__(BUILT_IN[0].name, self._fill_views, parent)
        self._session, self._form = session, form
        self._query = Query()
        self._at = BUILT_IN[0].name
        """The name of a view that every model has, or the id of one that is kept here."""
        self.setAccessibleName("View of the register")
        self.setToolTip("Views: what is shown, and in which order")
        session.changed.connect(lambda _: self.show_query(self._query))

    @property
    def built_in(self) -> BuiltIn | None:
        """The view that every model has and that is shown unchanged."""
        return next((view for view in BUILT_IN if view.name == self._at and view.query == self._query), None)

    @property
    def kept(self) -> View | None:
        """The view of this model that was chosen last."""
        return self._session.model.find(View, self._at)

    def reset(self) -> None:
        """Another document: back to everything."""
        self._at = BUILT_IN[0].name

    def show_query(self, query: Query) -> None:
        """Shows by name what is asked for now, and whether it was changed since the view was chosen."""
        self._query = query
        base = self._base()
        if base != query:
            self._at = next((view.name for view in BUILT_IN if view.query == query), self._at)
            base = self._base()
        name = self.kept.name if self.kept else self._at if base is not None else _OWN
        changed = ", changed" if base is not None and base != query else ""
        self.show_words(f"{name}{changed}", on=False)

    def _base(self) -> Query | None:
        """What the chosen view says."""
        if self.kept:
            return as_query(self.kept)
        return next((view.query for view in BUILT_IN if view.name == self._at), None)

    def _fill_views(self, menu: QMenu) -> None:
        for view in BUILT_IN:
            self._add(menu, view.name, view.name, view.query)
        own = sorted(self._session.model.of(View), key=lambda view: (view.name.casefold(), view.id))
        if own:
            menu.addSeparator()
        for view in own:
            self._add(menu, view.id, view.name or view.id, as_query(view))
        menu.addSeparator()
        menu.addAction("Save as a view…", self.ask_save)
        kept = self.kept
        if kept:
            changed = as_query(kept) != self._query
            menu.addAction(f"Save the changes to “{kept.name}”", self.save_changes).setEnabled(changed)
            menu.addAction("Rename…", self.ask_rename)
            menu.addAction("Delete", self.delete)

    def _add(self, menu: QMenu, key: str, name: str, query: Query) -> None:
        action = menu.addAction(name.replace("&", "&&"))
        action.setCheckable(True)
        action.setChecked(key == self._at)
        action.triggered.connect(lambda _=False: self.choose(key, query))

    def choose(self, key: str, query: Query) -> None:
        """Applies a view; the columns that are shown stay unless the view names its own."""
        self.menu_below.close()
        self._at = key
        self.wanted.emit(query)

    def ask_save(self) -> None:
        """Keeps what is shown under a name."""
        self._form.open_form(
            Ask("Save what is shown as a view", [Blank(_NAME, "", "Such as: Web team", needed=True)], "Save",
                lambda texts: self._save(texts[_NAME]))
        )  # fmt: skip

    def _save(self, name: str) -> None:
        view = as_view(self._query, self._session.new_id(name), name)
        self._at = view.id
        self._session.edit("Save a view", lambda model: edits.put(model, view))

    def save_changes(self) -> None:
        """Makes what is shown the chosen view."""
        kept = self.kept
        if kept:
            view = as_view(self._query, kept.id, kept.name)
            self._session.edit("Change a view", lambda model: edits.put(model, view))

    def ask_rename(self) -> None:
        kept = self.kept
        if kept:
            self._form.open_form(
                Ask("Rename the view", [Blank(_NAME, kept.name, needed=True)], "Rename",
                    lambda texts: self._rename(kept, texts[_NAME]))
            )  # fmt: skip

    def _rename(self, view: View, name: str) -> None:
        renamed = evolve(view, name=name)
        self._session.edit("Rename a view", lambda model: edits.put(model, renamed))

    def delete(self) -> None:
        """Takes the chosen view away; what is shown stays."""
        kept = self.kept
        if kept:
            self._at = ""
            self._session.edit("Delete a view", lambda model: edits.remove(model, [kept.id]))
