"""Shortcuts, words, and what this program is."""

from __future__ import annotations

from functools import partial

from dfdmodeler import paths
from dfdmodeler.gui.actions.action import Action
from dfdmodeler.gui.context import Context


def show_shortcuts(context: Context) -> None:
    """Shows all actions with their keys, beside the work."""
    from dfdmodeler.gui.dialogs.beside import show_beside
    from dfdmodeler.gui.dialogs.shortcuts import ShortcutsDialog

    window, theme = context.window, context.theme
    show_beside(window, ShortcutsDialog, lambda: ShortcutsDialog(window.menus.shortcuts, theme, window))


def show_glossary(context: Context) -> None:
    from dfdmodeler.catalog.terms import load_terms
    from dfdmodeler.gui.dialogs.beside import show_beside
    from dfdmodeler.gui.dialogs.glossary import GlossaryDialog

    make = partial(GlossaryDialog, load_terms(paths.glossary())[0], context.theme, context.window)
    show_beside(context.window, GlossaryDialog, make)


def show_about(context: Context) -> None:
    from dfdmodeler.gui.dialogs.beside import show_beside
    from dfdmodeler.gui.dialogs.information import AboutDialog

    packs = [f"{pack} {version}" for pack, version in context.session.library.versions.items()]
    show_beside(context.window, AboutDialog, partial(AboutDialog, packs, context.window))


HELP: tuple[Action, ...] = (
    Action("shortcuts", "Help", 0, "Keyboard shortcuts", show_shortcuts, "F1",
           help="All actions with their keys, which can be changed"),
    Action("glossary", "Help", 0, "Glossary", show_glossary,
           help="What the words of rules and threats mean"),
    Action("about", "Help", 1, "About dfdmodeler", show_about),
)  # fmt: skip
