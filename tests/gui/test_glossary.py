"""The glossary as a person uses it: typing, arrow keys, and what is shown then."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest

from dfdmodeler import paths
from dfdmodeler.catalog.terms import load_terms
from dfdmodeler.gui.actions.help import show_glossary
from dfdmodeler.gui.actions.table import ACTIONS
from dfdmodeler.gui.dialogs.glossary import GlossaryDialog
from gui_parts import dressed_theme


@pytest.fixture
def dialog(qtbot, qapp) -> GlossaryDialog:
    shown = GlossaryDialog(load_terms(paths.glossary())[0], dressed_theme(qapp))
    qtbot.addWidget(shown)
    shown.show()
    return shown


def words(dialog: GlossaryDialog) -> list[str]:
    return [row.text for row in dialog.list.rows.rows]


def test_typing_finds_words_by_name_alias_and_meaning(dialog):
    assert words(dialog) == sorted(words(dialog), key=str.casefold)
    QTest.keyClicks(dialog.search, "rag")
    assert words(dialog)[0] == dialog.name.text() == "Retrieval-augmented generation"
    assert dialog.also.isVisible()
    assert "RAG" in dialog.also.text()
    assert dialog.text.text().startswith("Looking up passages")


def test_arrow_keys_move_while_typing(dialog):
    QTest.keyClicks(dialog.search, "inversion")
    assert words(dialog) == ["Embedding inversion", "Model inversion"]
    assert dialog.name.text() == "Embedding inversion"
    QTest.keyClick(dialog.search, Qt.Key.Key_Down)
    assert dialog.name.text() == "Model inversion"
    assert dialog.text.text() == "Reconstructing training data from the answers of a model."
    assert not dialog.also.isVisible()


def test_a_word_that_is_not_there_is_told(dialog):
    QTest.keyClicks(dialog.search, "zzz")
    assert words(dialog) == []
    assert dialog.text.text() == "The glossary does not have this word."
    assert dialog.name.text() == ""
    QTest.keyClick(dialog.search, Qt.Key.Key_Backspace)
    QTest.keyClick(dialog.search, Qt.Key.Key_Backspace)
    QTest.keyClick(dialog.search, Qt.Key.Key_Backspace)
    assert len(words(dialog)) > 100


def test_the_help_menu_opens_it(window, monkeypatch):
    (row,) = [action for action in ACTIONS if action.id == "glossary"]
    assert (row.menu, row.run) == ("Help", show_glossary)
    (shown,) = [a for a in window.findChildren(QAction) if a.text().replace("&", "") == row.text]
    shown.trigger()
    assert [dialog.name.text() for dialog in window.findChildren(GlossaryDialog)] == ["Accelerator"]
