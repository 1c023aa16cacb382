"""What is kept about a threat beside its decision: every field by mouse and keys, each one step to undo."""

from __future__ import annotations

import random

import pytest
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from dfdmodeler.analysis import ratings
from dfdmodeler.analysis.library import Library
from dfdmodeler.gui.panels.kept_fields import web_address
from dfdmodeler.gui.panels.threat_pages import DETAILS, HISTORY
from dfdmodeler.gui.panels.threats import ThreatsPanel
from dfdmodeler.model import edits, triage
from dfdmodeler.model.records import Decision, Entry, Flow
from dfdmodeler.session.session import Session
from gui_parts import REVIEWER, TODAY, chat_model, dressed_theme

LEFT = Qt.MouseButton.LeftButton
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # offscreen, of popups
WORST = "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H"


@pytest.fixture
def session(library: Library) -> Session:
    made = Session(library, choose=random.Random(7).choice, now=lambda: f"{TODAY}T09:00:00")
    made.open(chat_model())
    return made


@pytest.fixture
def panel(qtbot: QtBot, qapp, session: Session) -> ThreatsPanel:
    made = ThreatsPanel(session, dressed_theme(qapp), REVIEWER)
    qtbot.addWidget(made)
    made.resize(400, 1400)
    made.show()
    session.selection.set_threat(first(session))
    made.update_now()
    tabs = made.pages.tabs
    qtbot.mouseClick(tabs, LEFT, pos=tabs.tabRect(1).center())
    QApplication.processEvents()
    assert made.pages.details.isVisible()
    return made


def first(session: Session) -> str:
    return next(t.id for t in session.threats.threats if t.subject == "llm" and t.track == "security")


def rated(panel: ThreatsPanel, session: Session, method: str):
    """The field of a method, after the model has chosen it."""
    session.edit("Rate", lambda m: edits.set_about(m, rating=method))
    panel.update_now()
    QApplication.processEvents()
    return field(panel, "rating")


def field(panel: ThreatsPanel, name: str):
    return panel.pages.details.form.field(name)


def kept(session: Session) -> Decision:
    (decision,) = session.model.of(Decision)
    return decision


def told(session: Session) -> list[tuple[str, str, str, str]]:
    return [(e.author, e.field, e.before, e.after) for e in triage.history_of(session.model, first(session))]


def test_typing_an_owner_is_one_step_and_one_line_of_history(qtbot, panel, session):
    owner = field(panel, "owner")
    qtbot.mouseClick(owner, LEFT)
    qtbot.keyClicks(owner, "Grace")
    panel.update_now()
    assert owner.hasFocus()
    assert (kept(session).owner, kept(session).title) == ("Grace", panel.current().title)
    assert told(session) == [("Ada", "owner", "", "Grace")]
    qtbot.keyClick(owner, Qt.Key.Key_Tab)
    session.undo()
    assert not session.model.of(Decision)
    assert not session.model.of(Entry)


def test_names_that_the_model_knows_are_offered(qtbot, panel, session):
    session.edit("Own", lambda m: edits.set_about(m, owner="Grace Hopper"))
    panel.update_now()
    owner = field(panel, "owner")
    owner.clearFocus()
    owner.setFocus()
    qtbot.keyClicks(owner, "hop")
    completer = owner.completer()
    assert completer.completionCount() == 1
    completer.popup().setCurrentIndex(completer.completionModel().index(0, 0))
    qtbot.keyClick(completer.popup(), Qt.Key.Key_Return)
    assert kept(session).owner == "Grace Hopper"


def test_the_due_day_is_chosen_and_taken_away_again(qtbot, panel, session):
    due = field(panel, "due")
    due.setFocus()
    qtbot.keyClick(due, Qt.Key.Key_Return)
    qtbot.keyClicks(due.popup.text, "2027-02-28")
    qtbot.keyClick(due.popup.text, Qt.Key.Key_Return)
    assert kept(session).due == "2027-02-28"
    qtbot.keyClick(due, Qt.Key.Key_Delete)
    assert not session.model.of(Decision)
    assert told(session) == [("Ada", "due", "", "2027-02-28"), ("Ada", "due", "2027-02-28", "")]


def test_an_open_threat_whose_day_has_passed_is_overdue_in_the_list(panel, session):
    threat = first(session)
    for due, said in (("2026-11-23", True), (TODAY, False)):
        session.edit("Due", lambda m, due=due: triage.track(m, [threat], due=due, author="Ada", date=TODAY))
        panel.update_now()
        row = panel.list.rows.rows[panel.list.rows.row_of(threat)]
        assert row.detail.endswith("Overdue") is said
    past = triage.track(session.model, [threat], due="2026-11-23", author="Ada", date=TODAY)
    session.edit("Done", lambda _: triage.decide(past, threat, status="mitigated"))
    panel.update_now()
    assert "Overdue" not in panel.list.rows.rows[panel.list.rows.row_of(threat)].detail


def test_an_address_of_a_ticket_opens_and_nothing_else_does(qtbot, panel, session, monkeypatch):
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    ticket = field(panel, "ticket")
    qtbot.keyClicks(ticket.text, "TM-12")
    assert not ticket.open.isVisible()
    ticket.text.selectAll()
    qtbot.keyClicks(ticket.text, "https://tickets.example/TM-12")
    QApplication.processEvents()
    qtbot.mouseClick(ticket.open, LEFT)
    assert [url.toString() for url in opened] == ["https://tickets.example/TM-12"]
    assert kept(session).ticket == "https://tickets.example/TM-12"


@pytest.mark.parametrize(
    "text", ["file:///etc/passwd", "javascript:alert(1)", "TM-12", "https://", "http://[", ""]
)
def test_only_web_addresses_can_be_opened(text):
    assert web_address(text) == ""


def test_tags_are_added_by_typing_and_ticked_off(qtbot, panel, session):
    tags = field(panel, "tags")
    tags.setFocus()
    qtbot.keyClick(tags, Qt.Key.Key_Return)
    for word in ("payments", "second quarter"):
        qtbot.keyClicks(tags.popup.search, word)
        qtbot.keyClick(tags.popup.search, Qt.Key.Key_Return)
    assert set(kept(session).tags) == {"payments", "second quarter"}
    tags.popup.list.setFocus()
    tags.popup.list.setCurrentRow(0)
    qtbot.keyClick(tags.popup.list, Qt.Key.Key_Space)
    assert kept(session).tags == ("payments",)
    tags.popup.close()
    session.undo()
    assert not session.model.of(Decision), "one opening of the list is one step"


def test_a_severity_of_its_own_needs_its_reason(qtbot, panel, session):
    severity, threat = field(panel, "severity"), panel.current()
    assert severity.choice.currentText() == f"As found ({threat.severity})"
    severity.choice.setFocus()
    qtbot.keyClick(severity.choice, Qt.Key.Key_L)
    assert not session.model.of(Decision)
    assert not severity.save.isEnabled()
    qtbot.keyClicks(severity.reason, "Test data only")
    qtbot.keyClick(severity.reason, Qt.Key.Key_Return)
    assert (kept(session).severity, kept(session).severity_reason) == ("Low", "Test data only")
    row = session.threats.find(threat.id)
    assert (row.severity, row.rated) == ("Low", threat.severity)
    panel.update_now()
    assert severity.choice.itemText(0) == f"As found ({threat.severity})"
    severity.choice.setFocus()
    qtbot.keyClick(severity.choice, Qt.Key.Key_Home)
    assert not session.model.of(Decision)


@pytest.mark.parametrize("leave", ["escape", "other"])
def test_a_severity_that_was_begun_is_given_up_with_escape_or_another_threat(qtbot, panel, session, leave):
    severity = field(panel, "severity")
    severity.choice.setFocus()
    qtbot.keyClick(severity.choice, Qt.Key.Key_L)
    assert severity.reason.isVisible()
    if leave == "escape":
        qtbot.keyClick(severity.reason, Qt.Key.Key_Escape)
    else:
        panel.step(1)
        panel.update_now()
    assert not severity.reason.isVisible()
    assert severity.choice.currentIndex() == 0
    assert not session.model.of(Decision)


def test_a_place_in_the_matrix_is_likelihood_and_impact(qtbot, panel, session):
    levels = rated(panel, session, "likelihood_impact")
    qtbot.mouseClick(levels.matrix, LEFT, pos=levels.matrix.rect_of(3, 4).center().toPoint())
    assert (kept(session).likelihood, kept(session).impact) == ("high", "very_high")
    assert levels.result.text().endswith("= 20")
    qtbot.keyClick(levels.matrix, Qt.Key.Key_Left)
    assert kept(session).likelihood == "medium"
    qtbot.mouseClick(levels.use, LEFT)
    assert kept(session).severity == "Important"
    assert kept(session).severity_reason.startswith("Likelihood and impact: Medium likelihood")
    session.undo()
    assert (kept(session).severity, kept(session).likelihood) == ("", "medium")


def test_a_vector_is_pasted_and_changed_metric_by_metric(qtbot, panel, session):
    cvss = rated(panel, session, "cvss4")
    QApplication.clipboard().setText(WORST)
    cvss.vector.setFocus()
    qtbot.keyClick(cvss.vector, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert kept(session).cvss == WORST
    assert cvss.result.text() == "10.0 Critical"
    qtbot.mouseClick(cvss.fold.header, LEFT)
    QApplication.processEvents()
    cvss.fields["PR"].setFocus()
    qtbot.keyClick(cvss.fields["PR"], Qt.Key.Key_H)
    assert ratings.cvss_values(kept(session).cvss)["PR"] == "H"
    assert cvss.vector.text() == kept(session).cvss
    assert cvss.result.text() == ratings.cvss4(kept(session).cvss).words
    session.undo()
    assert kept(session).cvss == WORST


def test_what_is_no_vector_is_told_and_suggests_nothing(qtbot, panel, session):
    cvss = rated(panel, session, "cvss4")
    cvss.vector.setFocus()
    qtbot.keyClicks(cvss.vector, "CVSS:4.0/AV:N")
    assert cvss.result.text() == "This is no CVSS 4.0 vector."
    assert not cvss.use.isVisible()
    assert told(session) == [("Ada", "cvss", "", "CVSS:4.0/AV:N")]


def test_metrics_can_be_chosen_without_a_vector(qtbot, panel, session):
    cvss = rated(panel, session, "cvss4")
    qtbot.mouseClick(cvss.fold.header, LEFT)
    cvss.fields["VC"].setFocus()
    qtbot.keyClick(cvss.fields["VC"], Qt.Key.Key_H)
    assert kept(session).cvss == ratings.with_metric("", "VC", "H")


def test_factors_come_to_a_risk_once_there_are_enough(qtbot, panel, session):
    owasp = rated(panel, session, "owasp")
    for fold in owasp.folds[1:3]:
        qtbot.mouseClick(fold.header, LEFT)
    QApplication.processEvents()
    for number, name in enumerate(list(owasp.fields)[:12]):
        assert owasp.rating is None, f"after {number} factors"
        owasp.fields[name].setFocus()
        qtbot.keyClick(owasp.fields[name], Qt.Key.Key_9)
    assert owasp.rating.severity == "Critical"
    assert kept(session).owasp.startswith("SL:9/M:9/")
    qtbot.mouseClick(owasp.use, LEFT)
    assert kept(session).severity == "Critical"


def test_how_threats_are_rated_is_asked_for_where_nobody_chose(qtbot, panel):
    assert panel.pages.details.form.field("rating") is None
    with qtbot.waitSignal(panel.rating_wanted):
        qtbot.mouseClick(panel.pages.details.choose_rating, LEFT)


def test_all_threats_of_a_group_get_what_is_set(qtbot, panel, session):
    model = session.model
    for n in range(7):
        flow = Flow(id=f"in{n}", source="user", target="chat", properties={"carries": ("prompt",)})
        model = edits.put(model, flow)
    session.open(model)
    panel.update_now()
    group = next(row.key for row in panel.list.rows.rows if row.key.startswith("cause:"))
    index = panel.list.rows.index(panel.list.rows.row_of(group))
    panel.list.scrollTo(index)
    qtbot.mouseClick(panel.list.viewport(), LEFT, pos=panel.list.visualRect(index).center() + QPoint(0, 2))
    panel.update_now()
    panel.pages.show_page(DETAILS)
    assert not panel.pages.is_offered(HISTORY), "a comment is about one threat"
    count = len(panel.group.threats)
    owner = field(panel, "owner")
    owner.setFocus()
    qtbot.keyClicks(owner, "Bo")
    assert [d.owner for d in session.model.of(Decision)] == ["Bo"] * count
    session.undo()
    assert not session.model.of(Decision)
