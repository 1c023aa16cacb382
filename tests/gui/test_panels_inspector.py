"""The inspector: a form from the catalog; every change is an edit that can be undone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from dfdmodeler.gui.panels.inspector import InspectorPanel
from dfdmodeler.gui.widgets.fields import ChoiceField, TagsField, TagsPopup
from dfdmodeler.model.model import Model
from dfdmodeler.session.session import Session
from gui_parts import chat_model, dressed_theme


@pytest.fixture
def drawn() -> Model:
    return chat_model()


@pytest.fixture
def panel(qtbot: QtBot, qapp, session: Session) -> InspectorPanel:
    dressed_theme(qapp)
    made = InspectorPanel(session)
    qtbot.addWidget(made)
    made.resize(360, 900)
    made.show()
    return made


def select(panel: InspectorPanel, session: Session, *ids: str) -> None:
    session.selection.set(ids)
    panel.update_now()


def pick(field: ChoiceField, value: str | None) -> None:
    index = 0 if value is None else field.findData(value)
    field.setCurrentIndex(index)
    field.activated.emit(index)


def test_offers_what_the_catalog_offers_of_the_type(panel, session, library):
    select(panel, session, "llm")
    for attribute in library.catalog.attributes("llm"):
        assert panel.form.field(attribute.name) is not None, attribute.name
    select(panel, session, "ask")
    assert panel.form.field("protocol") is not None
    assert panel.form.field("task") is None


def test_nothing_selected_shows_the_model_itself(qtbot, panel, session):
    select(panel, session)
    field = panel.form.field("title")
    assert field.text() == "Chat"
    field.selectAll()
    qtbot.keyClicks(field, "Support chat")
    assert session.model.about.title == "Support chat"
    pick(panel.form.field("report_unknowns"), "yes")
    assert session.model.about.report_unknowns


def test_typing_a_name_is_one_step(qtbot, panel, session):
    select(panel, session, "llm")
    field = panel.form.field("name")
    field.selectAll()
    qtbot.keyClicks(field, "Answers")
    assert session.model.name_of("llm") == "Answers"
    assert len(session.history.done) == 1
    session.undo()
    assert session.model.name_of("llm") == "Model"


def test_leaving_a_field_ends_the_step(qtbot, panel, session):
    select(panel, session, "llm")
    field = panel.form.field("name")
    qtbot.keyClicks(field, "a")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.keyClicks(field, "b")
    assert len(session.history.done) == 2


def test_a_claimed_control_makes_its_threat_go(panel, session):
    select(panel, session, "llm")
    before = {t.id for t in session.threats.threats}
    pick(panel.form.field("rate_limiting"), "yes")
    assert session.model.element("llm").properties["rate_limiting"] == "yes"
    after = {t.id for t in session.threats.threats}
    assert after < before


def test_unknown_takes_a_value_away(panel, session):
    select(panel, session, "llm")
    pick(panel.form.field("task"), None)
    assert "task" not in session.model.element("llm").properties


def test_several_elements_edit_together(panel, session):
    select(panel, session, "chat", "llm")
    field = panel.form.field("type")
    assert field.currentIndex() == -1
    assert panel.form.field("name") is None
    pick(panel.form.field("audit_logging"), "yes")
    assert all(session.model.element(i).properties["audit_logging"] == "yes" for i in ("chat", "llm"))
    assert len(session.history.done) == 1


def test_the_type_can_be_changed(panel, session):
    select(panel, session, "docs")
    pick(panel.form.field("type"), "vector_store")
    panel.update_now()
    assert session.model.element("docs").type == "vector_store"
    assert panel.form.field("tenant_isolation") is not None


def test_a_flow_is_reversed_and_bent_to_other_ends(qtbot, panel, session):
    select(panel, session, "ask")
    qtbot.mouseClick(panel.reverse, Qt.MouseButton.LeftButton)
    assert (session.model["ask"].source, session.model["ask"].target) == ("chat", "user")
    panel.update_now()
    pick(panel.form.field("target"), "llm")
    assert session.model["ask"].target == "llm"


def test_an_element_moves_between_boundaries(panel, session):
    select(panel, session, "user")
    pick(panel.form.field("parent"), "org")
    assert session.model.element("user").parent == "org"


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # the offscreen platform, of popups
def test_kinds_of_data_are_ticked_in_a_list(qtbot, panel, session):
    select(panel, session, "ask")
    field: TagsField = panel.form.field("carries")
    assert field.text() == "Prompt"
    qtbot.keyClick(field, Qt.Key.Key_Down)
    popup = field.findChild(TagsPopup)
    item = popup.list.findItems("Documents", Qt.MatchFlag.MatchExactly)[0]
    item.setCheckState(Qt.CheckState.Checked)
    assert session.model["ask"].properties["carries"] == ("documents", "prompt")
    popup.list.findItems("Not applicable", Qt.MatchFlag.MatchExactly)[0].setCheckState(Qt.CheckState.Checked)
    assert session.model["ask"].properties["carries"] == ("n/a",)
    popup.close()


def test_the_wheel_changes_no_value_in_passing(qtbot, panel, session):
    select(panel, session, "llm")
    field = panel.form.field("task")
    assert field.focusPolicy() == Qt.FocusPolicy.StrongFocus
    assert field.currentData() == "generation"


def test_every_field_has_a_name_for_screen_readers(panel, session):
    for i in ("llm", "ask", "org"):
        select(panel, session, i)
        assert all(field.accessibleName() for _, field, _ in panel.form._rows)
