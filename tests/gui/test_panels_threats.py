"""The threats panel: lists live, narrows to the selection, explains, decides."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from dfdmodeler.analysis.causes import Cause
from dfdmodeler.gui.panels.threat_rows import (
    CAUSE,
    GONE,
    Listing,
    ThreatFilter,
    matching,
    reviewed,
    threat_rows,
)
from dfdmodeler.gui.panels.threats import ThreatsPanel, with_control
from dfdmodeler.gui.reviewer import Reviewer
from dfdmodeler.gui.widgets.labels import PointableLabel
from dfdmodeler.model import edits, triage
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Decision, Element, Flow, Threat
from dfdmodeler.session.session import Session
from gui_parts import REVIEWER, TODAY, chat_model, dressed_theme

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def drawn() -> Model:
    return chat_model()


@pytest.fixture
def panel(qtbot: QtBot, qapp, session: Session) -> ThreatsPanel:
    made = ThreatsPanel(session, dressed_theme(qapp), REVIEWER)
    qtbot.addWidget(made)
    made.resize(360, 800)
    made.show()
    return made


def keys(panel: ThreatsPanel) -> list[str]:
    panel.update_now()
    return [row.key for row in panel.list.rows.rows if row.key]


def first_at(session: Session, subject: str) -> str:
    return next(t.id for t in session.threats.threats if t.subject == subject and t.track == "security")


def choose(qtbot: QtBot, panel: ThreatsPanel, key: str) -> None:
    panel.update_now()
    index = panel.list.rows.index(panel.list.rows.row_of(key))
    panel.list.scrollTo(index)
    qtbot.mouseClick(panel.list.viewport(), LEFT, pos=panel.list.visualRect(index).center())
    panel.update_now()
    QApplication.processEvents()  # what was hidden takes its place


def test_lists_what_the_session_found_and_nothing_about_the_drawing(panel, session):
    assert keys(panel) == [t.id for t in reviewed(session.threats.threats)]
    assert keys(panel)


def test_a_new_flow_brings_its_threats(panel, session):
    before = set(keys(panel))
    session.edit("Remove", lambda model: edits.delete(model, ["upload"]))
    assert set(keys(panel)) != before
    session.undo()
    assert set(keys(panel)) == before


def test_selecting_an_element_narrows_the_list_and_says_so(qtbot, panel, session):
    total = len(keys(panel))
    session.selection.set(("llm",))
    shown = keys(panel)
    assert shown
    assert all(key.endswith("@llm") for key in shown)
    assert panel.scope.text() == f"Model: {len(shown)} of {total}"
    qtbot.mouseClick(panel.show_all, LEFT)
    assert len(keys(panel)) == total


def test_a_boundary_narrows_the_list_to_all_that_is_inside(panel, session):
    session.selection.set(("org",))
    inside = {"org", "chat", "docs", "llm", "upload", "prompt", "context"}
    shown = {t.id for t in reviewed(session.threats.threats) if t.subject in inside}
    panel.update_now()
    assert panel.scope.text().startswith(f"Organisation: {len(shown)} of ")
    assert {threat for threat in keys(panel) if "@" in threat} <= shown


def test_where_no_threat_is_the_list_says_so(panel, session):
    session.edit("Add", lambda m: edits.put(m, Element(id="lone", type="human_user", name="Lone")))
    session.selection.set(("lone",))
    panel.update_now()
    assert "no threat at what is selected" in panel.empty.text()
    panel.search.setText("no threat is called so")
    session.selection.clear()
    panel.update_now()
    assert "Clear the filter" in panel.empty.text()


def test_a_long_name_makes_no_panel_wider(panel, session):
    session.selection.set(("llm",))
    panel.update_now()
    before = panel.minimumSizeHint().width()
    session.edit("Rename", lambda m: edits.rename(m, "llm", "The model that answers " * 9))
    panel.update_now()
    assert panel.minimumSizeHint().width() == before
    assert panel.scope.shown.startswith("The model")
    assert panel.scope.shown.endswith(panel.scope.text()[-5:])


def test_who_has_no_name_is_told_and_can_sign_what_was_decided(qtbot, qapp, session):
    names = [""]
    panel = ThreatsPanel(session, dressed_theme(qapp), Reviewer(lambda: names[0], lambda: TODAY))
    qtbot.addWidget(panel)
    panel.show()
    panel.name_wanted.connect(lambda: names.__setitem__(0, "Ada"))
    key = first_at(session, "llm")
    choose(qtbot, panel, key)
    assert not panel.decision.name.isVisible()
    qtbot.mouseClick(panel.decision.buttons["mitigated"], LEFT)
    panel.update_now()
    assert "without a name" in panel.decision.note.text()
    qtbot.mouseClick(panel.decision.name, LEFT)
    (decision,) = session.model.of(Decision)
    assert (decision.author, decision.status) == ("Ada", "mitigated")
    panel.update_now()
    assert not panel.decision.name.isVisible()


def test_filters_by_text_status_and_group(session):
    threats = reviewed(session.threats.threats)
    first = threats[0]
    session.edit("Decide", lambda m: triage.decide(m, first.id, status="accepted", reason="Small"))
    threats = reviewed(session.threats.threats)
    assert [t.id for t in matching(threats, ThreatFilter(status="decided"))] == [first.id]
    assert first.id not in [t.id for t in matching(threats, ThreatFilter(status="open"))]
    assert all(
        t.subject == "llm" for t in matching(threats, ThreatFilter(text="model", subjects=frozenset({"llm"})))
    )
    causes = [Cause(threat.id, (threat,), threat.title) for threat in threats]
    titles = [row.text for row in threat_rows(causes, (), Listing("element")) if not row.key]
    assert any(title.startswith("Model (") for title in titles)


def test_choosing_a_threat_shows_why_and_pointing_highlights(qtbot, panel, session):
    key = first_at(session, "llm")
    choose(qtbot, panel, key)
    assert session.selection.threat == key
    assert panel.lower.isVisible()
    sentences = [label for label in panel.card.widget().findChildren(PointableLabel) if label.ids]
    assert sentences
    with qtbot.waitSignal(panel.evidence_pointed) as pointed:
        sentences[0].setFocus()
    assert pointed.args[0] == frozenset(sentences[0].ids)


def test_the_card_names_references_and_tells_known_cases(qtbot, panel, session):
    choose(qtbot, panel, "ML-6@llm")
    texts = [label.text() for label in panel.card.widget().findChildren(QLabel)]
    assert any("AML.T0048 External Harms; AML.T0088 Generate Deepfakes" in text for text in texts)
    cases = texts[texts.index("Known cases") + 1 :]
    assert [bool(re.search(r"\((exercise, )?\d{4}, AML\.CS\d{4}\): ", text)) for text in cases] == [
        True
    ] * 3 + [False]


def test_one_click_decides_with_name_date_and_evidence(qtbot, panel, session):
    key = first_at(session, "llm")
    choose(qtbot, panel, key)
    qtbot.mouseClick(panel.decision.buttons["mitigated"], LEFT)
    decision = next(d for d in session.model.of(Decision) if d.threat == key)
    assert (decision.status, decision.author, decision.date) == ("mitigated", "Ada", TODAY)
    assert decision.evidence == session.analysis.explain(key).digest
    session.undo()
    assert not session.model.of(Decision)


@pytest.mark.parametrize("status", ["accepted", "not_applicable"])
def test_what_needs_a_reason_waits_for_it(qtbot, panel, session, status):
    key = first_at(session, "llm")
    choose(qtbot, panel, key)
    qtbot.mouseClick(panel.decision.buttons[status], LEFT)
    assert not session.model.of(Decision)
    assert not panel.decision.save.isEnabled()
    qtbot.keyClicks(panel.decision.reason, "Only inside")
    qtbot.keyClick(panel.decision.reason, Qt.Key.Key_Return)
    decision = session.model.of(Decision)[0]
    assert (decision.status, decision.reason) == (status, "Only inside")


def test_escape_gives_a_decision_up(qtbot, panel, session):
    choose(qtbot, panel, first_at(session, "llm"))
    qtbot.mouseClick(panel.decision.buttons["accepted"], LEFT)
    qtbot.keyClick(panel.decision.reason, Qt.Key.Key_Escape)
    assert panel.decision.buttons["open"].isChecked()
    assert not session.model.of(Decision)


def test_a_ticked_mitigation_is_a_control_of_the_subject(session):
    with_one = with_control(session.model, "llm", "M-adv_train", True)
    assert with_one.element("llm").properties["controls"] == ("M-adv_train",)
    without = with_control(with_one, "llm", "M-adv_train", False)
    assert "controls" not in without.element("llm").properties


def test_a_decision_outlives_its_threat_and_can_be_taken_back(qtbot, panel, session):
    key = first_at(session, "llm")
    session.edit(
        "Decide", lambda m: triage.decide(m, key, status="accepted", reason="Small", title="Old one")
    )
    session.edit("Delete", lambda m: edits.delete(m, ["llm"]))
    decision = session.model.of(Decision)[0]
    assert keys(panel)[-1] == GONE + decision.id
    choose(qtbot, panel, GONE + decision.id)
    assert not panel.decision.isVisible()
    panel.card.taken_back.emit(decision.threat)
    assert not session.model.of(Decision)


def test_a_stated_threat_is_listed_with_its_origin(panel, session):
    stated = Threat(id="stolen-laptop", subject="user", title="Stolen laptop", origin="Another tool")
    session.edit("State", lambda m: edits.put(m, stated))
    row = next(t for t in session.threats.threats if t.title == "Stolen laptop")
    assert row.id not in keys(panel), "what is imported does not drown what was found here"
    panel.source.setCurrentIndex(panel.source.findData("imported"))
    assert keys(panel) == [row.id]
    session.selection.set_threat(row.id)
    panel.update_now()
    texts = [label.text() for label in panel.card.widget().findChildren(PointableLabel)]
    assert any("recorded" in text for text in texts)


# Root causes, what to see first, and what was dismissed


@pytest.fixture
def fan(session: Session) -> list[str]:
    """Seven flows from outside of which nobody said how they are protected."""
    model = session.model
    for n in range(7):
        flow = Flow(id=f"in{n}", source="user", target="chat", properties={"carries": ("prompt",)})
        model = edits.put(model, flow)
    session.open(model)
    return [f"in{n}" for n in range(7)]


def group_row(panel: ThreatsPanel) -> str:
    return next(key for key in keys(panel) if key.startswith(CAUSE) and "protocol" in key)


def test_unprotected_flows_are_one_row_that_one_key_opens_and_folds(qtbot, panel, session, fan):
    key = group_row(panel)
    row = panel.list.rows.rows[panel.list.rows.row_of(key)]
    assert row.text == "Protocol not answered: 8 flows"
    assert row.aside == "Show 16"
    assert not any(f"ST-05@{flow}" in keys(panel) for flow in fan)
    choose(qtbot, panel, key)
    qtbot.keyClick(panel.list, Qt.Key.Key_Return)
    assert {f"ST-05@{flow}" for flow in fan} <= set(keys(panel))
    assert panel.list.current_key == key
    qtbot.keyClick(panel.list, Qt.Key.Key_Return)
    assert not any(f"ST-05@{flow}" in keys(panel) for flow in fan)


def test_a_group_is_decided_about_in_one_step(qtbot, panel, session, fan):
    choose(qtbot, panel, group_row(panel))
    assert panel.of_group.isVisible()
    assert panel.of_group.text().startswith("Decides about all 16")
    qtbot.mouseClick(panel.decision.buttons["accepted"], LEFT)
    qtbot.keyClicks(panel.decision.reason, "One building")
    qtbot.keyClick(panel.decision.reason, Qt.Key.Key_Return)
    decisions = session.model.of(Decision)
    assert len(decisions) == 16
    assert {(d.status, d.reason, d.author) for d in decisions} == {("accepted", "One building", "Ada")}
    assert all(d.evidence == session.analysis.explain(d.threat).digest for d in decisions)
    session.undo()
    assert not session.model.of(Decision)


def test_one_threat_of_an_open_group_is_decided_about_alone(qtbot, panel, session, fan):
    choose(qtbot, panel, group_row(panel))
    qtbot.keyClick(panel.list, Qt.Key.Key_Return)
    choose(qtbot, panel, "ST-05@in3")
    assert not panel.of_group.isVisible()
    qtbot.mouseClick(panel.decision.buttons["mitigated"], LEFT)
    assert [d.threat for d in session.model.of(Decision)] == ["ST-05@in3"]


def test_choosing_a_threat_elsewhere_opens_its_group(panel, session, fan):
    assert "ST-04@in2" not in keys(panel)
    session.selection.set_threat("ST-04@in2")
    assert "ST-04@in2" in keys(panel)
    assert panel.list.current_key == "ST-04@in2"


def test_the_top_has_no_more_rows_than_flows_and_the_rest_is_a_click_away(qtbot, panel, session):
    everything = keys(panel)
    flows = len(session.model.of(Flow))
    assert len(everything) > flows
    qtbot.mouseClick(panel.show_top, LEFT)
    first = keys(panel)
    assert len(first) <= flows
    assert first[0] in (everything[0], CAUSE + everything[0]) or first[0].startswith(CAUSE)
    assert panel.show_top.text().startswith("Show the other ")
    assert panel.scope.text().endswith(f" of {len(everything)}")
    qtbot.mouseClick(panel.show_top, LEFT)
    assert keys(panel) == everything


def test_how_often_a_rule_was_dismissed_is_told_where_it_fires_again(panel, session, fan):
    model = triage.decide(session.model, "ST-05@in0", status="not_applicable", reason="Inside")
    session.open(triage.decide(model, "ST-05@in1", status="accepted", reason="Inside"))
    session.selection.set_threat("ST-05@in2")
    keys(panel)
    row = panel.list.rows.rows[panel.list.rows.row_of("ST-05@in2")]
    assert row.help.endswith("This rule in this model: not applicable once, accepted once.")
