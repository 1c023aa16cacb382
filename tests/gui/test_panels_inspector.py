"""The inspector: a form from the catalog; every change is an edit that can be undone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidgetItem
from pytestqt.qtbot import QtBot

from dfdmodeler.gui.panels.inspector import InspectorPanel
from dfdmodeler.gui.panels.spec import UNANSWERED
from dfdmodeler.gui.widgets.details import DETAIL_ROLE
from dfdmodeler.gui.widgets.fields import SEVERAL, ChoiceField
from dfdmodeler.gui.widgets.tags import TagsField, TagsPopup
from dfdmodeler.model import edits
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Boundary, Note
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
    field.fill()
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


def test_that_threats_are_not_rated_is_told(panel, session):
    rated = panel.form.field("rating")
    assert rated.currentText() == "Not rated"
    session.edit("Rate", lambda m: edits.set_about(m, rating="cvss4"))
    panel.update_now()
    assert panel.form.field("rating").currentText() == "CVSS 4.0"


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


def test_the_ends_of_a_flow_are_listed_when_one_comes_to_the_field_and_named_as_they_are(
    qtbot, panel, session
):
    select(panel, session, "ask")
    panel.activateWindow()
    field = panel.form.field("target")
    assert (field.currentText(), field.count()) == ("Chat", 2), "the others are not listed yet"
    field.setFocus()
    assert [field.itemText(row) for row in range(field.count())] == [
        "Not connected", "Chat", "Documents", "Model", "User",
    ]  # fmt: skip
    panel.form.field("name").setFocus()
    session.edit("Rename", lambda model: edits.rename(model, "chat", "Front end"))
    panel.update_now()
    assert field.currentText() == "Front end"
    field.setFocus()
    qtbot.keyClick(field, "m")
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
    qtbot.keyClick(field, Qt.Key.Key_Return)
    popup = field.findChild(TagsPopup)
    item = popup.list.findItems("Documents", Qt.MatchFlag.MatchExactly)[0]
    item.setCheckState(Qt.CheckState.Checked)
    assert session.model["ask"].properties["carries"] == ("documents", "prompt")
    popup.list.findItems("Not applicable", Qt.MatchFlag.MatchExactly)[0].setCheckState(Qt.CheckState.Checked)
    assert session.model["ask"].properties["carries"] == ("n/a",)
    popup.close()


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_what_only_some_hold_is_kept_when_something_is_ticked_for_all(qtbot, panel, session):
    select(panel, session, "ask", "upload", "context")
    field: TagsField = panel.form.field("carries")
    assert field.text() == SEVERAL
    qtbot.keyClick(field, Qt.Key.Key_Return)
    popup = field.findChild(TagsPopup)

    def item(text: str) -> QListWidgetItem:
        return popup.list.findItems(text, Qt.MatchFlag.MatchExactly)[0]

    assert item("Prompt").checkState() == Qt.CheckState.PartiallyChecked
    item("Logs").setCheckState(Qt.CheckState.Checked)
    carried = [session.model[i].properties["carries"] for i in ("ask", "upload", "context")]
    assert carried == [("logs", "prompt"), ("documents", "logs"), ("context", "logs")]
    item("Prompt").setCheckState(Qt.CheckState.Unchecked)
    assert session.model["ask"].properties["carries"] == ("logs",)
    assert session.model["upload"].properties["carries"] == ("documents", "logs")
    popup.close()
    assert len(session.history.done) == 1, "what is ticked at one opening is one step"
    qtbot.keyClick(field, Qt.Key.Key_Return)
    field.findChildren(TagsPopup)[-1].list.item(0).setCheckState(Qt.CheckState.Checked)
    assert len(session.history.done) == 2
    field.findChildren(TagsPopup)[-1].close()
    for _ in range(len(session.history.done)):
        session.undo()
    assert session.model == chat_model()


def test_the_wheel_changes_no_value_in_passing(qtbot, panel, session):
    select(panel, session, "llm")
    field = panel.form.field("task")
    assert field.focusPolicy() == Qt.FocusPolicy.StrongFocus
    assert field.currentData() == "generation"


def test_several_kinds_offer_what_any_of_them_has(panel, session):
    select(panel, session, "llm", "ask")
    assert panel.form.field("task") is not None
    assert panel.form.field("protocol") is not None
    pick(panel.form.field("out_of_scope"), "yes")
    assert [session.model[i].properties["out_of_scope"] for i in ("llm", "ask")] == ["yes", "yes"]
    pick(panel.form.field("protocol"), "https")
    assert "protocol" not in session.model["llm"].properties
    assert session.model["ask"].properties["protocol"] == "https"
    session.undo()
    session.undo()
    assert session.model == chat_model()


def test_what_differs_is_shown_as_several_values(panel, session):
    session.edit("Set", lambda model: edits.set_property(model, ["chat"], "audit_logging", "yes"))
    select(panel, session, "chat", "llm", "docs")
    field = panel.form.field("audit_logging")
    assert (field.currentIndex(), field.placeholderText()) == (-1, SEVERAL)
    assert "of 2 of 3 selected" in field.accessibleName()  # documents offer none
    pick(field, "no")
    assert "audit_logging" not in session.model["docs"].properties
    panel.update_now()
    assert field.currentText() == "No"


def test_the_filter_finds_by_label_help_choice_and_group(qtbot, panel, session):
    select(panel, session, "llm")
    panel.activateWindow()
    qtbot.keyClicks(panel.search, "rate lim")
    shown = [row.spec.name for row in panel.form.rows if row.field.isVisible()]
    assert shown == ["controls", "rate_limiting"], "one of the other controls is to limit rates"
    qtbot.keyClick(panel.search, Qt.Key.Key_Return)
    assert panel.form.field("controls").hasFocus()
    panel.search.setFocus()
    panel.search.clear()
    qtbot.keyClicks(panel.search, "xyz")
    assert panel.nothing.isVisible()
    qtbot.keyClick(panel.search, Qt.Key.Key_Escape)
    assert panel.form.field("name").isVisible()


def test_groups_fold_and_stay_folded(qtbot, panel, session):
    select(panel, session, "llm")
    part = next(p for p in panel.form.parts if p.spec.title == "Access")
    qtbot.mouseClick(part.section.header, Qt.MouseButton.LeftButton)
    assert not part.rows[0].field.isVisible()
    select(panel, session, "chat")
    again = next(p for p in panel.form.parts if p.spec.title == "Access")
    assert not again.rows[0].field.isVisible()
    qtbot.keyClick(again.section.header, Qt.Key.Key_Right)
    assert again.rows[0].field.isVisible()
    qtbot.keyClick(again.section.header, Qt.Key.Key_Left)
    assert not again.rows[0].field.isVisible()
    assert panel.focus_field(again.rows[0].spec.name), "what is wanted is unfolded"
    assert again.rows[0].field.isVisible()


def test_arrow_keys_go_from_field_to_field_and_letters_choose(qtbot, panel, session):
    select(panel, session, "llm")
    panel.activateWindow()
    panel.focus_first()
    qtbot.waitUntil(lambda: panel.form.field("name").hasFocus())
    before = session.model
    for _ in range(60):
        if panel.form.field("rate_limiting").hasFocus():
            break
        qtbot.keyClick(panel.focusWidget(), Qt.Key.Key_Down)
    assert panel.form.field("rate_limiting").hasFocus()
    assert session.model is before, "going through changes nothing"
    qtbot.keyClick(panel.focusWidget(), "y")
    assert session.model.element("llm").properties["rate_limiting"] == "yes"
    qtbot.keyClick(panel.focusWidget(), Qt.Key.Key_Up)
    assert not panel.form.field("rate_limiting").hasFocus()
    with qtbot.waitSignal(panel.given_back):
        qtbot.keyClick(panel.focusWidget(), Qt.Key.Key_Escape)


def test_the_arrows_move_within_a_long_text_first(qtbot, panel, session):
    select(panel, session, "llm")
    panel.activateWindow()
    text = panel.form.field("description")
    text.setFocus()
    qtbot.keyClicks(text, "one")
    qtbot.keyClick(text, Qt.Key.Key_Return)
    qtbot.keyClicks(text, "two")
    qtbot.keyClick(text, Qt.Key.Key_Up)
    assert text.hasFocus()
    qtbot.keyClick(text, Qt.Key.Key_Up)
    assert panel.form.field("parent").hasFocus()


def test_help_and_what_answers_change_are_told_at_the_field(qtbot, panel, session):
    select(panel, session, "llm")
    panel.activateWindow()
    field = panel.form.field("rate_limiting")
    qtbot.waitUntil(lambda: bool(panel.prospects.mark("rate_limiting")))
    field.setFocus()
    assert "removes 1 threat (" in panel.help.changes.text()
    assert panel.help.text.text() == session.library.catalog.attribute("rate_limiting").help
    assert "removes 1 threat" in field.accessibleDescription()
    assert field.itemData(field.findData("yes"), DETAIL_ROLE) == "removes 1 threat"
    pick(field, "yes")
    qtbot.waitUntil(lambda: "Unknown, Partial, No: adds 1 threat" in panel.help.changes.text())
    assert field.itemData(field.findData("yes"), DETAIL_ROLE) is None
    panel.form.field("name").setFocus()
    assert panel.help.title.text() == "Name"
    assert panel.help.changes.text() == ""


def test_what_another_kind_of_boundary_would_change_is_told(qtbot, panel, session):
    select(panel, session, "org")
    field = panel.form.field("type")
    qtbot.waitUntil(lambda: bool(panel.prospects.mark("type")))
    told = {field.itemText(row): field.itemData(row, DETAIL_ROLE) for row in range(field.count())}
    assert told["Organization"] is None, "what it is changes nothing"
    assert any(words and "threat" in words for words in told.values())


def test_unanswered_first_keeps_its_order_while_one_answers(panel, session):
    select(panel, session, "llm")
    panel.open_first.click()
    panel.update_now()
    titles = [part.spec.title for part in panel.form.parts]
    assert titles[1] == UNANSWERED
    first = [row.spec.name for row in panel.form.parts[1].rows]
    assert "rate_limiting" in first
    assert "task" not in first
    form = panel.form
    pick(form.field("rate_limiting"), "yes")
    panel.update_now()
    assert panel.form is form, "nothing jumps while one answers"
    assert form.parts[1].section.header.count.startswith("1 of ")


def test_the_shown_diagram_and_a_note_can_be_changed(qtbot, qapp, session):
    session.edit("Note", lambda model: edits.put(model, Note(id="n", diagram="main", text="Ask Ada")))
    panel = InspectorPanel(session, lambda: "main")
    qtbot.addWidget(panel)
    panel.show()
    panel.form.field("diagram_name").selectAll()
    qtbot.keyClicks(panel.form.field("diagram_name"), "Overview")
    assert session.model["main"].name == "Overview"
    style = panel.form.field("diagram_style")
    assert style.currentText() == "Orthogonal"
    pick(style, "curved")
    assert session.model["main"].style == "curved"
    pick(style, "orthogonal")
    assert session.model["main"].style == ""
    select(panel, session, "n")
    qtbot.keyClicks(panel.form.field("text"), "!")
    assert "!" in session.model["n"].text


def test_every_attribute_has_help(library):
    assert [row.name for row in library.catalog.all_attributes if not row.help] == []


def test_every_field_has_a_name_for_screen_readers(panel, session):
    for i in ("llm", "ask", "org"):
        select(panel, session, i)
        assert all(field.accessibleName() for field in (row.field for row in panel.form.rows))


def test_a_line_has_an_inner_side_and_flows_name_the_lines_they_cut(panel, session):
    line = Boundary(id="wire", name="Wire", shape="line")
    session.edit(
        "Line", lambda m: edits.set_property(edits.put(m, line), ["ask"], "line_crossings", ["wire"])
    )
    select(panel, session, "ask")
    field: TagsField = panel.form.field("line_crossings")
    assert [option.text for option in field.options][:1] == ["Wire"]
    assert field.text() == "Wire"
    select(panel, session, "wire")
    pick(panel.form.field("inside"), "right")
    assert session.model["wire"].inside == "right"
    pick(panel.form.field("inside"), None)
    assert session.model["wire"].inside == ""
    select(panel, session, "org")
    assert panel.form.field("inside") is None
