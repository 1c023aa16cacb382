"""Makes menus and shortcuts from the table of actions, and keeps them in step with the state."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from dfdmodeler.gui.actions.action import Action, Submenu
from dfdmodeler.gui.actions.diagrams import DIAGRAM_MENU
from dfdmodeler.gui.actions.table import (
    ACTIONS,
    CONTEXT_MENU,
    CONTEXT_SUBMENUS,
    OUTLINE_MENU,
    SUBMENUS,
    THREAT_MENU,
)
from dfdmodeler.gui.chords import ChordHints
from dfdmodeler.gui.context import Context
from dfdmodeler.gui.shortcuts import Bound, Shortcuts, first_keys

_ROWS = {row.id: row for row in ACTIONS}
_MAC_ROLES = {
    "quit": QAction.MenuRole.QuitRole,
    "preferences": QAction.MenuRole.PreferencesRole,
    "about": QAction.MenuRole.AboutRole,
}


class Menus(QObject):
    """The actions by id; `refresh` soon after something they depend on may have changed."""

    def __init__(self, context: Context, menus: Mapping[str, QMenu], local_to: Iterable[QWidget]) -> None:
        super().__init__(context.window)
        self._context = context
        self.shortcuts = Shortcuts(map(_bound, ACTIONS), context.preferences)
        self._own = context.preferences.now.shortcuts
        self._local_to = tuple(local_to)
        self.actions: dict[str, QAction] = {}
        self.submenus: dict[str, tuple[QMenu, int]] = {}
        """Menus below others by name, and the part that is being filled."""
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.refresh)
        for title, menu in menus.items():
            self._fill(menu, [row for row in ACTIONS if row.menu == title])
        self.chords = ChordHints(self.actions, self._local_to, context.canvas)
        context.session.state_changed.connect(self.invalidate)
        context.session.selection.changed.connect(self.invalidate)
        self._forget_preferences = context.preferences.changed.connect(self._follow_preferences)
        context.canvas.tool_changed.connect(self.invalidate)
        context.canvas.diagram_changed.connect(self.invalidate)
        self.refresh()

    def release(self) -> None:
        """The window closes: the preferences, which outlive it, are no longer followed."""
        self._forget_preferences()

    def _follow_preferences(self, _: None) -> None:
        own = self._context.preferences.now.shortcuts
        if own != self._own:
            self._own = own
            for row in ACTIONS:
                self.actions[row.id].setShortcuts(self.shortcuts.keys(self.shortcuts.rows[row.id]))
        self.invalidate()

    def invalidate(self, *_: object) -> None:
        """Something that actions depend on may have changed."""
        if not self._soon.isActive():
            self._soon.start(0)

    def refresh(self) -> None:
        """Enables, ticks and labels every action as the state has it."""
        for row in ACTIONS:
            action = self.actions[row.id]
            if row.enabled:
                action.setEnabled(row.enabled(self._context))
            if row.checked:
                action.setChecked(row.checked(self._context))
            if row.label:
                action.setText(row.label(self._context))

    def full_text(self, action_id: str) -> str:
        """What an action is called away from its menu: one of a submenu has that before it."""
        return _ROWS[action_id].within(self.actions[action_id].text())

    def context_menu(self, parent: QWidget) -> QMenu:
        """The canvas' own menu."""
        menu = self._popup(parent, CONTEXT_MENU)
        menu.addSeparator()
        for below in (self.submenus[name][0] for name in CONTEXT_SUBMENUS):
            if any(action.isEnabled() for action in below.actions() if not action.isSeparator()):
                menu.addAction(below.menuAction())  # `addMenu` would take it away with the popup
        return menu

    def outline_menu(self, parent: QWidget) -> QMenu:
        """The menu of what is selected in the outline."""
        return self._popup(parent, OUTLINE_MENU)

    def diagram_menu(self, parent: QWidget) -> QMenu:
        """The menu of a diagram's tab."""
        return self._popup(parent, DIAGRAM_MENU)

    def threat_menu(self, parent: QWidget) -> QMenu:
        """The menu of a threat in the list."""
        return self._popup(parent, THREAT_MENU)

    def _popup(self, parent: QWidget, groups: Sequence[Sequence[str]]) -> QMenu:
        self.refresh()
        menu = QMenu(parent)
        menu.aboutToHide.connect(menu.deleteLater)  # each popup is new; none is to stay with the window
        for group in groups:
            menu.addSeparator()
            menu.addActions([self.actions[i] for i in group if self.actions[i].isEnabled()])
        return menu

    def _fill(self, menu: QMenu, rows: list[Action]) -> None:
        group = rows[0].group
        for row in rows:
            if row.group != group:
                menu.addSeparator()
                group = row.group
            self._menu_of(row, menu).addAction(self._make(row))
            for submenu in SUBMENUS:
                if submenu.after == row.id:
                    self._add_submenu(menu, submenu)
        menu.aboutToShow.connect(self.refresh)

    def _menu_of(self, row: Action, menu: QMenu) -> QMenu:
        """The menu that an action stands in: the given one, or one below it."""
        if not row.below:
            return menu
        if row.below not in self.submenus:
            self.submenus[row.below] = menu.addMenu(row.below), row.part
        below, part = self.submenus[row.below]
        if part != row.part:
            below.addSeparator()
            self.submenus[row.below] = below, row.part
        return below

    def _make(self, row: Action) -> QAction:
        action = QAction(row.text, self)
        action.setObjectName(row.id)
        action.setShortcuts(self.shortcuts.keys(self.shortcuts.rows[row.id]))
        action.setAutoRepeat(all(keys.count() < 2 for keys in action.shortcuts()))
        action.setCheckable(row.checked is not None)
        action.setToolTip(row.help or row.text.rstrip("…"))
        action.setStatusTip(row.help)
        action.setMenuRole(_MAC_ROLES.get(row.id, QAction.MenuRole.NoRole))
        if row.short:
            action.setIconText(row.short)
        action.triggered.connect(partial(self._run, row))
        if row.local:
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            for widget in self._local_to:
                widget.addAction(action)
        self.actions[row.id] = action
        return action

    def _run(self, row: Action, _: bool = False) -> None:
        if row.local or row.menu == "Diagram":
            self._context.window.triage.leave()  # what is drawn with is seen
        row.run(self._context)
        self.invalidate()

    def _add_submenu(self, menu: QMenu, submenu: Submenu) -> None:
        below = menu.addMenu(submenu.text)
        below.aboutToShow.connect(partial(self._fill_submenu, below, submenu))

    def _fill_submenu(self, menu: QMenu, submenu: Submenu) -> None:
        menu.clear()
        for choice in submenu.choices(self._context):
            action = menu.addAction(choice.text.replace("&", "&&"))
            action.setCheckable(choice.checked is not None)
            action.setChecked(bool(choice.checked))
            action.triggered.connect(lambda _=False, run=choice.run: run())
        if menu.isEmpty():
            menu.addAction("None yet").setEnabled(False)


def _bound(row: Action) -> Bound:
    return Bound(
        row.id, row.menu, row.within(row.text.rstrip("…")), row.help, first_keys(row.keys), row.local
    )
