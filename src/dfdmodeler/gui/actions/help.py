"""Shortcuts, words, and what this program is."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence

from dfdmodeler import paths
from dfdmodeler.gui.actions.action import Action
from dfdmodeler.gui.context import Context

_NATIVE = QKeySequence.SequenceFormat.NativeText


def show_shortcuts(context: Context) -> None:
    from dfdmodeler.gui.dialogs.information import ShortcutsDialog

    groups = []
    for menu in context.window.menuBar().actions():
        below = menu.menu()
        rows = [(a.text(), a.shortcut().toString(_NATIVE)) for a in below.actions()] if below else []
        groups.append((menu.text().replace("&", ""), [row for row in rows if row[1]]))
    ShortcutsDialog(groups, context.window).exec()


def show_glossary(context: Context) -> None:
    from dfdmodeler.catalog.terms import load_terms
    from dfdmodeler.gui.dialogs.glossary import GlossaryDialog

    GlossaryDialog(load_terms(paths.glossary())[0], context.theme, context.window).exec()


def show_about(context: Context) -> None:
    from dfdmodeler.gui.dialogs.information import AboutDialog

    packs = [f"{pack} {version}" for pack, version in context.session.library.versions.items()]
    AboutDialog(packs, context.window).exec()


HELP: tuple[Action, ...] = (
    Action("shortcuts", "Help", 0, "Keyboard shortcuts", show_shortcuts, "F1"),
    Action("glossary", "Help", 0, "Glossary", show_glossary,
           help="What the words of rules and threats mean"),
    Action("about", "Help", 1, "About dfdmodeler", show_about),
)  # fmt: skip
