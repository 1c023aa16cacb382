"""Palette, outline, questions, problems and suggestions."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QModelIndex, QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from dfdmodeler.gui.panels.outline import OutlinePanel
from dfdmodeler.gui.panels.outline_tree import ID_ROLE
from dfdmodeler.gui.panels.palette import MIME, PalettePanel
from dfdmodeler.gui.panels.problems import ProblemsPanel
from dfdmodeler.gui.panels.questions import QuestionsPanel
from dfdmodeler.gui.panels.suggestions import SuggestionsPanel
from dfdmodeler.gui.widgets.rows import Row, RowList
from dfdmodeler.model import edits
from dfdmodeler.model.model import Model
from dfdmodeler.model.problem import Problem
from dfdmodeler.model.records import Answer, Boundary, Element, Suggestion
from gui_parts import REVIEWER, TODAY, chat_model, dressed_theme

LEFT = Qt.MouseButton.LeftButton
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def drawn() -> Model:
    return chat_model()


def shown(qtbot: QtBot, panel):
    qtbot.addWidget(panel)
    panel.resize(360, 800)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


# Rows


def test_what_stands_at_the_right_of_a_row_lies_over_none_of_its_words(qtbot, qapp):
    """The second line has its whole width, the first one ends before the words at the right."""
    rows = RowList(dressed_theme(qapp))
    long, width = "Unauthorized change of stored data and of much else", 260
    shown(qtbot, rows).setFixedSize(width, 100)

    def picture(text: str, aside: str) -> QImage:
        rows.set_rows([Row(text, "a", detail=long, aside=aside)])
        QApplication.processEvents()
        return rows.viewport().grab().toImage()

    second = QRect(0, 25, width, 23)
    assert picture("Short", "Show 5").copy(second) == picture("Short", "").copy(second)
    last = QRect(width - 60, 0, 48, 24)
    assert picture(long, "Show 5").copy(last) == picture("Short", "Show 5").copy(last)


# Palette


def test_palette_offers_every_stencil_and_every_kind_of_boundary(qtbot, qapp, library):
    panel = shown(qtbot, PalettePanel(library.catalog, dressed_theme(qapp)))
    offered = {row.key for row in panel.list.rows.rows}
    assert {s.type for _, group in library.catalog.palettes() for s in group} <= offered
    assert {f"boundary:{kind}" for kind in library.catalog.boundary_kinds} <= offered


def test_a_click_takes_a_stencil_and_enter_places_it(qtbot, qapp, library):
    panel = shown(qtbot, PalettePanel(library.catalog, dressed_theme(qapp)))
    index = panel.list.rows.index(panel.list.rows.row_of("process"))
    with qtbot.waitSignal(panel.taken) as taken:
        qtbot.mouseClick(panel.list.viewport(), LEFT, pos=panel.list.visualRect(index).center())
    assert taken.args == ["process"]
    with qtbot.waitSignal(panel.placed) as placed:
        qtbot.keyClick(panel.list, Qt.Key.Key_Return)
    assert placed.args == ["process"]


def test_searching_and_pressing_enter_places_the_first(qtbot, qapp, library):
    panel = shown(qtbot, PalettePanel(library.catalog, dressed_theme(qapp)))
    qtbot.keyClicks(panel.search, "vector")
    with qtbot.waitSignal(panel.placed) as placed:
        qtbot.keyClick(panel.search, Qt.Key.Key_Return)
    assert placed.args == ["vector_store"]
    panel.search.setText("no such thing")
    assert panel.empty.isVisible()


def test_what_no_stencil_is_called_is_searched_in_their_descriptions(qtbot, qapp, library):
    panel = shown(qtbot, PalettePanel(library.catalog, dressed_theme(qapp)))

    def found(words: str) -> set[str]:
        panel.search.setText(words)
        return {row.key for row in panel.list.rows.rows if row.key}

    assert "llm" in found("large language")
    assert "data_store" in found("Database")
    assert found("vector") == {"vector_store"}
    assert not found("no such thing")


def test_a_dragged_stencil_carries_its_type(qapp, qtbot, library):
    panel = shown(qtbot, PalettePanel(library.catalog, dressed_theme(qapp)))
    rows = panel.list.rows
    data = rows.mimeData([rows.index(rows.row_of("llm"))])
    assert bytes(data.data(MIME).data()) == b"llm"


# Outline


def ids_below(panel: OutlinePanel, record_id: str) -> list[str]:
    model = panel.tree_model
    parent = model.index_of(record_id)
    return [model.index(row, 0, parent).data(ID_ROLE) for row in range(model.rowCount(parent))]


def test_the_outline_nests_elements_in_boundaries_and_flows_in_sources(qtbot, qapp, session):
    panel = shown(qtbot, OutlinePanel(session, dressed_theme(qapp)))
    assert ids_below(panel, "org") == ["chat", "docs", "llm"]
    assert ids_below(panel, "chat") == ["upload", "prompt"]
    assert ids_below(panel, "user") == ["ask"]


def test_the_outline_and_the_session_select_alike(qtbot, qapp, session):
    panel = shown(qtbot, OutlinePanel(session, dressed_theme(qapp)))
    index = panel.tree_model.index_of("docs")
    qtbot.mouseClick(panel.tree.viewport(), LEFT, pos=panel.tree.visualRect(index).center())
    assert session.selection.ids == ("docs",)
    session.selection.set(("llm", "ask"))
    selected = {i.data(ID_ROLE) for i in panel.tree.selectionModel().selectedIndexes()}
    assert selected == {"llm", "ask"}


def test_the_outline_renames_and_deletes_by_keyboard(qtbot, qapp, session):
    panel = shown(qtbot, OutlinePanel(session, dressed_theme(qapp)))
    session.selection.set(("docs",))
    panel.tree.setFocus()
    qtbot.keyClick(panel.tree, Qt.Key.Key_F2)
    editor = panel.tree.findChild(QLineEdit)
    editor.selectAll()
    qtbot.keyClicks(editor, "Library")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: session.model.name_of("docs") == "Library")
    session.selection.set(("docs",))
    qtbot.keyClick(panel.tree, Qt.Key.Key_Delete)
    assert "docs" not in session.model
    panel.update_now()
    assert "docs" not in ids_below(panel, "org")
    session.undo()
    panel.update_now()
    assert "docs" in ids_below(panel, "org")


def all_ids(panel: OutlinePanel) -> set[str]:
    def below(index: QModelIndex) -> set[str]:
        model = panel.tree_model
        rows = [model.index(row, 0, index) for row in range(model.rowCount(index))]
        return {row.data(ID_ROLE) for row in rows}.union(*(below(row) for row in rows))

    return below(QModelIndex())


def test_the_outline_is_narrowed_by_name_and_kind_with_what_things_lie_in(qtbot, qapp, session):
    panel = shown(qtbot, OutlinePanel(session, dressed_theme(qapp)))
    panel.activateWindow()
    panel.tree.collapse(panel.tree_model.index_of("org"))
    qtbot.keyClicks(panel.search, "llm")
    panel.update_now()
    assert all_ids(panel) == {"org", "llm"}
    qtbot.keyClick(panel.search, Qt.Key.Key_Down)
    assert session.selection.ids == ("llm",)
    assert panel.tree.hasFocus()
    panel.search.setFocus()
    qtbot.keyClicks(panel.search, " nothing such")
    panel.update_now()
    assert panel.empty.isVisible()
    session.selection.clear()  # what is selected is unfolded
    qtbot.keyClick(panel.search, Qt.Key.Key_Escape)
    panel.update_now()
    assert {"org", "user", "ask"} <= all_ids(panel)
    assert not panel.tree.isExpanded(panel.tree_model.index_of("org")), "folded as before"


def test_the_rows_of_the_outline_are_told_in_words(qtbot, qapp, session):
    panel = shown(qtbot, OutlinePanel(session, dressed_theme(qapp)))
    told = {i: panel.tree_model.index_of(i).data(Qt.ItemDataRole.AccessibleTextRole) for i in ("chat", "ask")}
    assert told == {"chat": "Chat, Web app, in Organisation", "ask": "Prompt, from User to Chat"}


def test_what_was_folded_stays_folded(qtbot, qapp, session):
    panel = shown(qtbot, OutlinePanel(session, dressed_theme(qapp)))
    panel.tree.collapse(panel.tree_model.index_of("org"))
    session.edit("Add", lambda m: edits.put(m, Element(id="new", type="process", name="New")))
    panel.update_now()
    assert not panel.tree.isExpanded(panel.tree_model.index_of("org"))
    assert panel.tree.isExpanded(panel.tree_model.index_of("user"))


def test_boundaries_that_hold_each_other_are_shown_all_the_same(qtbot, qapp, session):
    one = Boundary(id="one", name="One", parent="two")
    two = Boundary(id="two", name="Two", parent="one")
    panel = shown(qtbot, OutlinePanel(session, dressed_theme(qapp)))
    session.edit("Break", lambda m: edits.put(m, one, two))
    panel.update_now()
    assert panel.tree_model.index_of("one").isValid()
    assert panel.tree_model.index_of("two").isValid()


# Questions


def test_an_answer_is_kept_with_name_and_date_and_is_one_step(qtbot, qapp, session):
    panel = shown(qtbot, QuestionsPanel(session, dressed_theme(qapp), REVIEWER))
    asked = session.analysis.questions()[0]
    panel.show_question(asked.question, asked.subject)
    qtbot.keyClicks(panel.editor.text, "We watch it")
    answer = session.model.of(Answer)[0]
    assert (answer.question, answer.subject) == (asked.question, asked.subject)
    assert (answer.text, answer.status, answer.author, answer.date) == (
        "We watch it",
        "answered",
        "Ada",
        TODAY,
    )
    assert len(session.history.done) == 1
    qtbot.mouseClick(panel.editor.buttons["not_applicable"], LEFT)
    assert session.model.of(Answer)[0].status == "not_applicable"


def test_questions_narrow_to_the_selection(qtbot, qapp, session):
    panel = shown(qtbot, QuestionsPanel(session, dressed_theme(qapp), REVIEWER))
    session.selection.set(("llm",))
    panel.update_now()
    keys = [row.key for row in panel.list.rows.rows if row.key]
    assert keys
    assert all(key.endswith("@llm") for key in keys)


# Problems and suggestions


def test_problems_of_file_and_drawing_select_what_they_are_about(qtbot, qapp, session):
    problem = Problem("chat.tm7:3", "The flow has no target.", "Connect it.", "warning", subject="ask")
    panel = shown(qtbot, ProblemsPanel(session, dressed_theme(qapp)))
    model = edits.put(chat_model(), Element(id="alone", type="process", name="Alone"))
    session.open(model, problems=(problem,))
    panel.update_now()
    texts = [row.text for row in panel.list.rows.rows]
    assert "The flow has no target." in texts
    assert any("Alone" in text for text in texts)
    panel.list.step(1)
    assert session.selection.ids == ("ask",)


def test_suggestions_are_confirmed_or_rejected(qtbot, qapp, session):
    panel = shown(qtbot, SuggestionsPanel(session))
    marks = [
        Suggestion(
            id="docs/type", subject="docs", field="type", previous="data_store", value="document_store"
        ),
        Suggestion(id="ask/carries", subject="ask", field="carries", value=("prompt",), reason="Its name"),
    ]
    session.edit("Suggest", lambda m: edits.put(m, *marks))
    panel.update_now()
    cells = [panel.table_model.data(panel.table_model.index(1, column)) for column in range(4)]
    assert cells == ["User to Chat", "Carries", "Unknown", "Prompt"]
    panel.table.selectRow(1)
    assert session.selection.ids == ("ask",)
    qtbot.mouseClick(panel.confirm, LEFT)
    assert [s.id for s in session.model.of(Suggestion)] == ["docs/type"]
    qtbot.mouseClick(panel.reject_all, LEFT)
    assert session.model.element("docs").type == "data_store"
    assert not session.model.of(Suggestion)
    session.undo()
    assert session.model.element("docs").type == "document_store"
