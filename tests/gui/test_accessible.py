"""What assistive technology is told, asked through Qt's accessibility interface."""

from __future__ import annotations

import pytest
from accessible_parts import nameless, names, told, unseen_focus
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from dfdmodeler.gui.widgets import speech
from dfdmodeler.gui.window import Window
from dfdmodeler.model import edits
from dfdmodeler.model.model import Model
from dfdmodeler.session.session import Session
from gui_parts import chat_model, dressed_theme, new_window

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
NAME, DESCRIPTION, VALUE = QAccessible.Text.Name, QAccessible.Text.Description, QAccessible.Text.Value
Role = QAccessible.Role
PANELS = (
    "palette",
    "history",
    "threats",
    "questions",
    "inspector",
    "outline",
    "coverage",
    "problems",
    "following",
)


@pytest.fixture
def drawn() -> Model:
    return chat_model()


@pytest.fixture(autouse=True)
def listening() -> object:
    QAccessible.setActive(True)
    yield
    QAccessible.setActive(False)


def rows(widget: QWidget) -> list[QAccessibleInterface]:
    interface = told(widget)
    return [interface.child(number) for number in range(interface.childCount())]


def test_everything_that_takes_the_focus_has_a_name_and_a_role(
    qtbot: QtBot, window: Window, session: Session
):
    session.selection.set(["llm"], "LLM-01@llm")
    for panel in PANELS:
        window.docks.show(panel)
        QApplication.processEvents()
        assert nameless(window) == [], panel


def test_a_field_is_called_by_its_label_and_described_by_help_and_effect(qtbot, window, session):
    session.selection.set(["llm"])
    window.docks.show("inspector")
    QApplication.processEvents()
    field = window.inspector.form.field("rate_limiting")
    qtbot.waitUntil(lambda: bool(window.inspector.prospects.mark("rate_limiting")))
    field.setFocus()
    assert names(field) == {"Rate limiting"}
    assert told(field).role() == Role.ComboBox
    assert told(field).text(VALUE) == "Unknown"
    assert "Yes, Not applicable: removes 1 threat" in told(field).text(DESCRIPTION)
    tags = window.inspector.form.field("controls")
    assert told(tags).role() == Role.Button
    assert names(tags) == {"Other controls"}


def test_the_choosers_above_lists_are_called_by_what_they_choose(window):
    window.docks.show("threats")
    QApplication.processEvents()
    boxes = (window.threats.status, window.threats.grouping)
    assert [names(box) for box in boxes] == [{"Status"}, {"Grouping"}]


def test_groups_say_whether_they_are_open(qtbot, window, session):
    session.selection.set(["llm"])
    window.docks.show("inspector")
    QApplication.processEvents()
    header = next(p.section.header for p in window.inspector.form.parts if p.spec.title == "Access")
    interface = told(header)
    assert interface.role() == Role.Button
    assert interface.text(NAME).startswith("Access, ")
    assert interface.text(DESCRIPTION) == "Expanded"
    interface.actionInterface().doAction("Press")
    qtbot.waitUntil(lambda: interface.text(DESCRIPTION) == "Collapsed")


def test_a_switch_says_that_it_is_one_and_what_it_is_at(window, session):
    session.selection.set(["llm"])
    window.docks.show("inspector")
    QApplication.processEvents()
    interface = told(window.inspector.open_first)
    assert interface.text(NAME) == "Unanswered first"
    assert (interface.state().checkable, interface.state().checked) == (1, 0)
    interface.actionInterface().doAction("Toggle")
    assert interface.state().checked


def test_rows_of_the_outline_have_names_kinds_and_states(qtbot, window, session):
    window.docks.show("outline")
    session.selection.set(["org"])
    QApplication.processEvents()
    tree = told(window.outline.tree)
    assert (tree.role(), tree.text(NAME)) == (Role.Tree, "Outline of the model")
    items = {row.text(NAME): row for row in rows(window.outline.tree) if row.role() == Role.TreeItem}
    assert "Model, LLM, in Organisation" in items
    assert "Prompt, from User to Chat" in items
    org = next(row for name, row in items.items() if name.startswith("Organisation, trust boundary"))
    assert org.state().expanded
    assert org.state().selected
    window.outline.tree.collapse(window.outline.tree.currentIndex())
    org = next(row for row in rows(window.outline.tree) if row.text(NAME).startswith("Organisation, trust"))
    assert org.state().expandable
    assert not org.state().expanded


def test_rows_of_lists_say_all_that_is_seen(window, session):
    window.docks.show("threats")
    QApplication.processEvents()
    interface = told(window.threats.list)
    assert (interface.role(), interface.text(NAME)) == (Role.List, "Threats")
    texts = [row.text(NAME) for row in rows(window.threats.list)]
    assert any("Important" in text and "Model" in text for text in texts)
    assert not any(text.startswith("Important, Important") for text in texts)


def test_steps_of_the_history_say_which_is_present(window, session):
    session.edit("Rename", lambda model: edits.rename(model, "llm", "New"))
    window.docks.show("history")
    QApplication.processEvents()
    assert "Rename, present" in [row.text(NAME) for row in rows(window.history.list)]


def test_the_canvas_tells_what_is_selected_and_what_is_said(qtbot, window, session, monkeypatch):
    heard: list[str] = []
    monkeypatch.setattr(speech, "QAccessibleAnnouncementEvent", _hearing(heard))
    interface = told(window.canvas)
    assert interface.text(NAME) == "Diagram"
    session.selection.set(["llm"])
    QApplication.processEvents()
    assert interface.text(DESCRIPTION).startswith("Model, LLM, in Organisation")
    assert heard[-1].startswith("Model, LLM, in Organisation")
    window.status.say("Nothing to paste.")
    assert heard[-1] == "Nothing to paste."
    assert told(window.status).text(DESCRIPTION) == "Nothing to paste."


def _hearing(heard: list[str]) -> object:
    real = speech.QAccessibleAnnouncementEvent

    def made(widget: QWidget, text: str) -> object:
        heard.append(text)
        return real(widget, text)

    return made


def test_the_buttons_of_the_status_bar_say_what_they_are_about(qtbot, window):
    window.status.refresh()
    assert told(window.status.zoom).role() == Role.ButtonMenu
    assert told(window.status.threats).text(NAME).startswith("Threats: ")
    assert told(window.status.threats).role() == Role.Button


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_focus_is_seen_wherever_it_is(qtbot: QtBot, qapp, home, session: Session, scheme: str):
    window = new_window(session, home, dressed_theme(qapp, scheme))
    qtbot.addWidget(window, before_close_func=lambda w: w.session.history.mark_clean())
    window.resize(1440, 900)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    session.selection.set(["llm"], "LLM-01@llm")
    for panel in PANELS:
        window.docks.show(panel)
        QApplication.processEvents()
        assert unseen_focus(window) == [], panel
