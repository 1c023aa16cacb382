"""The threats panel: lists live, narrows to the selection, explains, decides."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from dfdmodeler.gui.panels.threat_rows import GONE, ThreatFilter, matching, reviewed, threat_rows
from dfdmodeler.gui.panels.threats import ThreatsPanel, with_control
from dfdmodeler.gui.widgets.labels import PointableLabel
from dfdmodeler.model import edits
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Decision, Threat
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


def test_filters_by_text_status_and_group(session):
    threats = reviewed(session.threats.threats)
    first = threats[0]
    session.edit("Decide", lambda m: edits.decide(m, first.id, status="accepted", reason="Small"))
    threats = reviewed(session.threats.threats)
    assert [t.id for t in matching(threats, ThreatFilter(status="decided"))] == [first.id]
    assert first.id not in [t.id for t in matching(threats, ThreatFilter(status="open"))]
    assert all(
        t.subject == "llm" for t in matching(threats, ThreatFilter(text="model", subjects=frozenset({"llm"})))
    )
    titles = [row.text for row in threat_rows(threats, (), "element") if not row.key]
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


def test_a_decision_outlives_its_threat_and_can_be_forgotten(qtbot, panel, session):
    key = first_at(session, "llm")
    session.edit("Decide", lambda m: edits.decide(m, key, status="accepted", reason="Small", title="Old one"))
    session.edit("Delete", lambda m: edits.delete(m, ["llm"]))
    decision = session.model.of(Decision)[0]
    assert keys(panel)[-1] == GONE + decision.id
    choose(qtbot, panel, GONE + decision.id)
    assert not panel.decision.isVisible()
    panel.card.forgotten.emit(decision.id)
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
