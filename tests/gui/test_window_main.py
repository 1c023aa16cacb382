"""The window as a whole: what is drawn is analysed, shown, decided; panels, menus and colours."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDockWidget

from dfdmodeler.drawing.tokens import color
from dfdmodeler.gui.actions.palette import palette_entries
from dfdmodeler.gui.actions.table import ACTIONS, CONTEXT_MENU, SUBMENUS, TOOL_BAR
from dfdmodeler.gui.dialogs.commands import CommandPalette, ranked
from dfdmodeler.gui.failure import FailureReporter
from dfdmodeler.gui.window import Window
from dfdmodeler.model import edits
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Decision, Element, Flow
from gui_parts import chat_model, dressed_theme, new_session, new_window

LEFT = Qt.MouseButton.LeftButton
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def draw_flow(window: Window, source: str, target: str) -> None:
    canvas = window.canvas
    canvas.set_tool("flow")
    start, end = canvas.rect_of(source).center(), canvas.rect_of(target).center()
    QTest.mousePress(canvas.viewport(), LEFT, pos=start)
    QTest.mouseMove(canvas.viewport(), (start + end) / 2)
    QTest.mouseMove(canvas.viewport(), end)
    QTest.mouseRelease(canvas.viewport(), LEFT, pos=end)


def take(window: Window, stencil: str) -> None:
    """Clicks on a stencil in the palette."""
    palette = window.palette_panel.list
    index = palette.rows.index(palette.rows.row_of(stencil))
    palette.scrollTo(index)
    QTest.mouseClick(palette.viewport(), LEFT, pos=palette.visualRect(index).center())


def test_draw_two_elements_and_a_flow_and_threats_appear_and_can_be_decided(qtbot, window, session):
    for stencil, at in (("human_user", QPoint(200, 200)), ("llm", QPoint(500, 300))):
        take(window, stencil)
        QTest.mouseClick(window.canvas.viewport(), LEFT, pos=at)
        QTest.keyClick(QApplication.focusWidget() or window.canvas, Qt.Key.Key_Escape)
    user, llm = sorted(session.model.of(Element), key=lambda e: e.type)
    draw_flow(window, user.id, llm.id)
    assert [(f.source, f.target) for f in session.model.of(Flow)] == [(user.id, llm.id)]
    session.selection.clear()
    window.threats.update_now()
    keys = [row.key for row in window.threats.list.rows.rows if row.key]
    assert f"LLM-01@{llm.id}" in keys

    session.selection.set_threat(f"LLM-01@{llm.id}")
    window.threats.update_now()
    QApplication.processEvents()
    qtbot.mouseClick(window.threats.decision.buttons["mitigated"], LEFT)
    assert session.model.of(Decision)[0].status == "mitigated"
    window.menus.actions["undo"].trigger()
    assert not session.model.of(Decision)


def test_canvas_outline_and_inspector_share_the_selection(qtbot, window, session):
    session.open(chat_model())
    QApplication.processEvents()
    canvas = window.canvas
    QTest.mouseClick(canvas.viewport(), LEFT, pos=canvas.rect_of("docs").center())
    assert session.selection.ids == ("docs",)
    window.docks.show("outline")
    qtbot.waitUntil(lambda: window.outline.tree.currentIndex().data() == "Documents")
    index = window.outline.tree_model.index_of("llm")
    QTest.mouseClick(window.outline.tree.viewport(), LEFT, pos=window.outline.tree.visualRect(index).center())
    assert session.selection.ids == ("llm",)
    window.docks.show("inspector")
    qtbot.waitUntil(lambda: window.inspector.title.text() == "Model")


def test_the_table_of_actions_is_consistent(window):
    ids = [row.id for row in ACTIONS]
    assert len(ids) == len(set(ids))
    assert {i for group in CONTEXT_MENU for i in group} | set(TOOL_BAR) | {s.after for s in SUBMENUS} <= set(
        ids
    )
    keys = [k.toString() for a in window.menus.actions.values() for k in a.shortcuts()]
    assert sorted(set(keys)) == sorted(keys), "two actions have the same keys"
    for title in {row.menu for row in ACTIONS}:
        groups = [row.group for row in ACTIONS if row.menu == title]
        assert groups == sorted(groups), f"the groups of {title} are not in order"


def test_actions_are_enabled_as_the_state_has_it(qtbot, window, session):
    actions = window.menus.actions
    session.open(chat_model())
    window.menus.refresh()
    assert not actions["undo"].isEnabled()
    assert not actions["delete"].isEnabled()
    session.selection.set(("docs",))
    qtbot.waitUntil(actions["delete"].isEnabled)
    actions["delete"].trigger()
    assert "docs" not in session.model
    window.menus.refresh()
    assert actions["undo"].text() == "Undo delete"
    actions["undo"].trigger()
    assert "docs" in session.model


def test_undo_keys_reach_the_document_from_a_text_field(qtbot, window, session):
    session.open(chat_model())
    session.selection.set(("llm",))
    window.docks.show("inspector")
    qtbot.waitUntil(
        lambda: window.inspector.form is not None and window.inspector.form.field("name") is not None
    )
    field = window.inspector.form.field("name")
    field.setFocus()
    qtbot.keyClicks(field, "X")
    assert session.model.name_of("llm") == "XModel"
    qtbot.keySequence(field, QKeySequence(QKeySequence.StandardKey.Undo))
    assert session.model.name_of("llm") == "Model"


def test_the_title_says_what_is_open_and_whether_it_is_saved(qtbot, window, session):
    session.open(chat_model())
    assert window.windowTitle() == "Chat[*]"
    assert not window.isWindowModified()
    session.edit("Rename", lambda m: edits.rename(m, "llm", "Other"))
    assert window.isWindowModified()
    qtbot.waitUntil(lambda: window.status.counts.text() == "4 elements, 4 flows, 1 boundary")


def test_keys_that_draw_count_from_the_first_moment(qtbot, window):
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is window.canvas)


def test_what_is_fitted_keeps_clear_of_the_tool_bar(window, session):
    session.open(chat_model())
    boxes = {"user": (0.0, 0.0, 120.0, 48.0), "llm": (0.0, 4000.0, 120.0, 48.0)}
    session.edit("Move", lambda model: edits.place(model, "main", boxes))
    window.canvas.fit()
    lowest = window.canvas.rect_of("llm")
    assert lowest.bottom() < window.bar.y()
    assert window.canvas.viewport().rect().contains(window.canvas.rect_of("user"))


def test_a_large_count_leaves_all_tabs_their_titles(window):
    window.docks.count("questions", 3814)
    assert window.findChild(QDockWidget, "questions").windowTitle() == "Questions 999+"
    window.docks.count("questions", 999)
    assert window.findChild(QDockWidget, "questions").windowTitle() == "Questions 999"


def test_panels_hide_and_come_back(qtbot, window):
    shown = [name for name in ("palette", "threats") if window.docks.shows(name)]
    assert shown == ["palette", "threats"]
    window.menus.actions["canvas-only"].trigger()
    qtbot.waitUntil(lambda: not window.docks.shows("palette") and not window.docks.shows("threats"))
    window.menus.actions["canvas-only"].trigger()
    qtbot.waitUntil(lambda: window.docks.shows("palette"))
    window.menus.actions["panel-palette"].trigger()
    qtbot.waitUntil(lambda: not window.docks.shows("palette"))


def test_panels_below_can_be_hidden_by_mouse_and_have_one_title(qtbot, window):
    docks = window.docks
    problems = docks._by_name["problems"].header
    docks.show("problems")
    qtbot.waitUntil(problems.title.isVisible)
    docks.show("suggestions")
    qtbot.waitUntil(lambda: docks.shows("suggestions"))
    assert docks._by_name["suggestions"].header.title.isHidden()  # the tab tells it
    qtbot.mouseClick(docks._by_name["suggestions"].header.hide_panel, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(problems.title.isVisible)
    qtbot.mouseClick(problems.hide_panel, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not docks.shows("problems"))
    assert not window.menus.actions["panel-problems"].isChecked()


def test_a_file_dropped_on_the_window_is_opened(qtbot, window, session, tmp_path):
    path = tmp_path / "chat.dfdm"
    assert not window.files.documents.write(path, chat_model())
    data = QMimeData()
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    data.setUrls([QUrl("https://example.org/chat.dfdm")])
    over = QDragEnterEvent(QPoint(9, 9), copy, data, left, none)
    QApplication.sendEvent(window.canvas.viewport(), over)
    assert not over.isAccepted()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    enter = QDragEnterEvent(QPoint(9, 9), copy, data, left, none)
    QApplication.sendEvent(window.canvas.viewport(), enter)
    assert enter.isAccepted()
    QApplication.sendEvent(window, QDropEvent(QPointF(9, 9), copy, data, left, none))
    qtbot.waitUntil(lambda: session.path == path)


def test_the_layout_is_remembered(qtbot, qapp, home, window, session):
    window.docks.toggle("palette")
    window.close()
    again = new_window(new_session(session.library), home, dressed_theme(qapp))
    qtbot.addWidget(again)
    with qtbot.waitExposed(again):
        again.show()
    assert not again.docks.shows("palette")


def test_the_colours_can_be_switched_and_are_remembered(qtbot, qapp, window):
    window.menus.actions["colors-dark"].trigger()
    assert qapp.palette().window().color().name().upper() == color("panel", "dark").upper()
    assert window.preferences.now.theme == "dark"
    window.menus.actions["colors-light"].trigger()
    assert qapp.palette().window().color().name().upper() == color("panel", "light").upper()


def test_an_exception_in_a_slot_is_shown_and_the_document_stays(qtbot, window, session, monkeypatch):
    session.open(chat_model())
    before = session.model
    reporter = FailureReporter(lambda: window)
    monkeypatch.setattr(sys, "excepthook", reporter.report)

    def fail(_: object) -> None:
        raise ZeroDivisionError("made for this test")

    monkeypatch.setattr(session, "undo", lambda: fail(None))
    with qtbot.captureExceptions() as seen:
        monkeypatch.setattr(sys, "excepthook", reporter.report)
        session.edit("Rename", lambda m: edits.rename(m, "llm", "Other"))
        window.menus.refresh()
        window.menus.actions["undo"].trigger()
    assert not seen
    assert reporter.dialog is not None
    assert "made for this test" in reporter.dialog.details.toPlainText()
    reporter.dialog.copy.click()
    assert "ZeroDivisionError" in QApplication.clipboard().text()
    assert session.model.name_of("llm") == "Other"
    assert before is not session.model
    reporter.dialog.reject()
    assert reporter.dialog is None


def test_the_command_palette_finds_actions_stencils_and_elements(qtbot, window, session):
    session.open(chat_model())
    window.menus.refresh()
    entries = palette_entries(window.context)
    assert ranked(entries, "docum")[0].text in ("Document store", "Documents")
    assert any(e.text == "Add LLM" for e in ranked(entries, "add llm"))
    palette = CommandPalette(entries, window.context.theme, window)
    qtbot.addWidget(palette)
    palette.chosen.connect(lambda entry: entry.run())
    qtbot.keyClicks(palette.search, "user element")
    qtbot.keyClick(palette.search, Qt.Key.Key_Return)
    assert session.selection.ids == ("user",)


def test_every_panel_and_the_canvas_have_names_for_screen_readers(window):
    for name in ("palette", "threats", "questions", "inspector", "outline", "problems", "suggestions"):
        window.docks.show(name)
    lists = (window.palette_panel.list, window.threats.list, window.questions.list, window.outline.tree)
    assert all(widget.accessibleName() for widget in (window.canvas, *lists))


def test_suggestions_are_made_and_shown_until_confirmed(qtbot, window, session):
    model = Model(
        [
            Element(id="app", type="process", name="Chat web app"),
            Element(id="model", type="process", name="GPT language model"),
            Flow(id="ask", source="app", target="model", name="prompt"),
        ]
    )
    session.open(model)
    window.menus.refresh()
    window.menus.actions["suggest"].trigger()
    qtbot.waitUntil(lambda: window.suggestions.isVisible())
    qtbot.waitUntil(lambda: len(window.suggestions.table_model.suggestions) > 0)
    assert session.model.element("model").type == "llm"
    qtbot.mouseClick(window.suggestions.reject_all, LEFT)
    assert session.model.element("model").type == "process"
