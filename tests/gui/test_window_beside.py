"""Windows beside the work: nothing waits for them, and those about a document go with it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from dfdmodeler.gui.actions.table import ACTIONS
from dfdmodeler.gui.dialogs.commands import CommandPalette
from dfdmodeler.gui.dialogs.glossary import GlossaryDialog
from dfdmodeler.gui.dialogs.threat import ThreatDialog
from dfdmodeler.model import edits
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import DIAGRAM_SUBJECT, Threat
from gui_parts import chat_model

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
BESIDE = ("find", "shortcuts", "glossary", "about", "preferences", "rule-packs", "next-controls",
          "state-threat", "export-pdf", "merge-with")  # fmt: skip


@pytest.fixture
def drawn() -> Model:
    return chat_model()


def act(window, name: str) -> None:
    window.menus.refresh()
    window.menus.actions[name].trigger()


@pytest.mark.parametrize("name", BESIDE)
def test_a_window_of_this_kind_stops_nothing_and_is_not_opened_twice(qtbot, window, session, name):
    assert name in {row.id for row in ACTIONS}
    before = set(QApplication.topLevelWidgets())
    act(window, name)
    (opened,) = [w for w in QApplication.topLevelWidgets() if w not in before and w.isVisible()]
    assert QApplication.activeModalWidget() is None
    session.edit("Rename", lambda m: edits.rename(m, "llm", "Other"))
    act(window, name)
    shown = [w for w in QApplication.topLevelWidgets() if w not in before and w.isVisible()]
    assert [type(w) for w in shown] == [type(opened)]


def test_a_threat_is_stated_whatever_is_done_meanwhile(qtbot, window, session):
    session.selection.set(("docs",))
    act(window, "state-threat")
    (dialog,) = window.findChildren(ThreatDialog)
    qtbot.keyClicks(dialog.title, "Flooded cellar")
    session.edit("Delete", lambda m: edits.delete(m, ["docs"]))
    dialog.accept()
    (stated,) = session.model.of(Threat)
    assert (stated.title, stated.subject) == ("Flooded cellar", DIAGRAM_SUBJECT)


def test_what_is_asked_about_a_document_goes_with_it(qtbot, window, session):
    act(window, "state-threat")
    act(window, "glossary")
    act(window, "new")
    qtbot.waitUntil(lambda: not window.findChildren(ThreatDialog))
    assert window.findChildren(GlossaryDialog), "words are the same everywhere"


def test_a_command_runs_once_the_palette_is_out_of_the_way(qtbot, window, session):
    act(window, "find")
    palette = window.findChild(CommandPalette)
    ran: list[bool] = []
    window.menus.actions["about-model"].triggered.connect(lambda: ran.append(palette.isVisible()))
    qtbot.keyClicks(palette.search, "about this model")
    qtbot.keyClick(palette.search, Qt.Key.Key_Return)
    assert ran == [False]


def test_the_palette_goes_when_one_goes_on_elsewhere(qtbot, window):
    act(window, "find")
    palette = window.findChild(CommandPalette)
    qtbot.waitUntil(palette.isActiveWindow)
    window.activateWindow()
    qtbot.waitUntil(lambda: window.findChild(CommandPalette) is None)
