"""Dialogs: everything in them has a name, and the focus is seen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from accessible_parts import nameless, unseen_focus
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from dfdmodeler import paths
from dfdmodeler.catalog.terms import load_terms
from dfdmodeler.gui.actions.palette import palette_entries
from dfdmodeler.gui.dialogs.commands import CommandPalette
from dfdmodeler.gui.dialogs.conflicts import ConflictsDialog
from dfdmodeler.gui.dialogs.gate import GateDialog
from dfdmodeler.gui.dialogs.glossary import GlossaryDialog
from dfdmodeler.gui.dialogs.information import AboutDialog
from dfdmodeler.gui.dialogs.merge_with import MergeWithDialog
from dfdmodeler.gui.dialogs.next_controls import NextControlsDialog
from dfdmodeler.gui.dialogs.override import OverrideDialog
from dfdmodeler.gui.dialogs.packs import PacksDialog
from dfdmodeler.gui.dialogs.preferences import PreferencesDialog
from dfdmodeler.gui.dialogs.report import ReportDialog
from dfdmodeler.gui.dialogs.review import FinishReviewDialog
from dfdmodeler.gui.dialogs.reviews import ReviewsDialog
from dfdmodeler.gui.dialogs.shortcuts import ShortcutsDialog
from dfdmodeler.gui.dialogs.split import SplitDialog
from dfdmodeler.gui.dialogs.threat import ThreatDialog
from dfdmodeler.gui.window import Window
from dfdmodeler.model import edits
from dfdmodeler.model.merge import merge
from dfdmodeler.model.model import Model
from dfdmodeler.session.session import Session
from gui_parts import chat_model, dressed_theme

DIALOGS: dict[str, Callable[[Window], QDialog]] = {
    "commands": lambda w: CommandPalette(palette_entries(w.context), w.theme, w),
    "glossary": lambda w: GlossaryDialog(load_terms(paths.glossary())[0], w.theme, w),
    "about": lambda w: AboutDialog(["core 1.0"], w),
    "next controls": lambda w: NextControlsDialog(w.session, w),
    "override": lambda w: OverrideDialog("Override the severity", "LLM-01", ("Critical", "Low"), parent=w),
    "packs": lambda w: PacksDialog(w.session, paths.user_config(), w),
    "preferences": lambda w: PreferencesDialog(w.preferences, w),
    "report": lambda w: ReportDialog(w),
    "finish review": lambda w: FinishReviewDialog(w.session, w.theme, w.context.reviewer, w),
    "reviews": lambda w: ReviewsDialog(w.session, lambda: None, w),
    "gate": lambda w: GateDialog(
        w.session, w.theme, w.files.documents, "2026-01-15", paths.policy(), lambda _: None, w
    ),
    "shortcuts": lambda w: ShortcutsDialog(w.menus.shortcuts, w.theme, w),
    "threat": lambda w: ThreatDialog(w.session.model, parent=w),
    "conflicts": lambda w: ConflictsDialog(_disputed(w), w.theme, w.context.reviewer, {}, w),
    "split": lambda w: SplitDialog("Chat", "Chat 2", {"ask": "User → Chat", "on": "Chat → Model"}, w),
    "merge with": lambda w: MergeWithDialog(lambda: None, w),
}


def _disputed(window: Window) -> Session:
    """The session with two names for one thing."""
    base = chat_model()
    sides = (edits.update(base, ["llm"], notes=text) for text in ("one", "two"))
    window.session.open(merge(base, *sides).marked)
    return window.session


pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def drawn() -> Model:
    return chat_model()


@pytest.mark.parametrize("name", DIALOGS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_has_a_name_and_shows_the_focus(qtbot: QtBot, qapp, window: Window, name: str, scheme: str):
    dressed_theme(qapp, scheme)
    QAccessible.setActive(True)
    dialog = DIALOGS[name](window)
    dialog.setModal(False)
    with qtbot.waitExposed(dialog):
        dialog.show()
    dialog.activateWindow()
    assert nameless(dialog) == []
    assert unseen_focus(dialog) == []
    dialog.close()
