"""The decision about a threat: all statuses, the reason, the end of an acceptance, what is reviewed again."""

from __future__ import annotations

import random

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from dfdmodeler.analysis.badges import badges
from dfdmodeler.analysis.library import Library
from dfdmodeler.gui.panels.decision import DecisionBox, renewed
from dfdmodeler.gui.panels.threat_rows import threat_row
from dfdmodeler.gui.panels.threats import ThreatsPanel
from dfdmodeler.model import triage
from dfdmodeler.model.records import Decision
from dfdmodeler.model.triage_records import NEEDS_REASON
from dfdmodeler.session.session import Session
from gui_parts import REVIEWER, TODAY, chat_model, dressed_theme

LEFT = Qt.MouseButton.LeftButton
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # offscreen, of popups


@pytest.fixture
def session(library: Library) -> Session:
    """With a clock, so that decisions end."""
    made = Session(library, choose=random.Random(7).choice, now=lambda: f"{TODAY}T09:00:00")
    made.open(chat_model())
    return made


@pytest.fixture
def panel(qtbot: QtBot, qapp, session: Session) -> ThreatsPanel:
    made = ThreatsPanel(session, dressed_theme(qapp), REVIEWER)
    qtbot.addWidget(made)
    made.resize(360, 800)
    made.show()
    made.search.clear()
    session.selection.set_threat(first(session))
    made.update_now()
    return made


def first(session: Session) -> str:
    return next(t.id for t in session.threats.threats if t.subject == "llm" and t.track == "security")


def kept(session: Session) -> Decision:
    (decision,) = session.model.of(Decision)
    return decision


def choose_other(qtbot: QtBot, box: DecisionBox, words: str) -> None:
    """Takes one of the rarer decisions with the keyboard."""
    box.other.setFocus()
    qtbot.keyClick(box.other, Qt.Key.Key_Return)
    menu = box.other.menu_of_others
    assert menu.isVisible()
    action = next(one for one in menu.actions() if one.text() == words)
    menu.setActiveAction(action)
    qtbot.keyClick(menu, Qt.Key.Key_Return)


@pytest.mark.parametrize(
    ("status", "words"),
    [("transferred", "Transferred"), ("avoided", "Avoided"), ("false_positive", "False positive")],
)
def test_the_rarer_decisions_open_below_and_ask_for_their_reason(qtbot, panel, session, status, words):
    box = panel.decision
    choose_other(qtbot, box, words)
    assert box.other.isChecked()
    assert box.other.text() == words
    assert not session.model.of(Decision)
    assert box.reason.hasFocus()
    qtbot.keyClicks(box.reason, "By contract")
    qtbot.keyClick(box.reason, Qt.Key.Key_Return)
    assert (kept(session).status, kept(session).reason) == (status, "By contract")
    panel.update_now()
    assert box.other.text() == words


def test_every_status_is_offered_once(panel):
    others = panel.decision.other.menu_of_others.actions()
    offered = [*panel.decision.buttons, *(one.text() for one in others)]
    assert len(offered) == len(set(offered)) == 8


def test_giving_an_other_decision_up_shows_the_one_before(qtbot, panel):
    choose_other(qtbot, panel.decision, "Avoided")
    qtbot.keyClick(panel.decision.reason, Qt.Key.Key_Escape)
    assert panel.decision.buttons["open"].isChecked()
    assert panel.decision.other.text() == "Other"


def test_a_reason_is_not_taken_over_by_another_decision_unasked(qtbot, panel, session):
    threat = first(session)
    session.edit("Decide", lambda m: triage.decide(m, threat, status="accepted", reason="Small", date=TODAY))
    panel.update_now()
    qtbot.mouseClick(panel.decision.buttons["not_applicable"], LEFT)
    assert kept(session).status == "accepted"
    assert panel.decision.reason.textCursor().selectedText() == "Small"
    qtbot.keyClick(panel.decision.reason, Qt.Key.Key_Return)
    assert (kept(session).status, kept(session).reason) == ("not_applicable", "Small")


def test_an_acceptance_is_given_an_end_in_the_calendar(qtbot, panel, session):
    box = panel.decision
    qtbot.mouseClick(box.buttons["accepted"], LEFT)
    qtbot.keyClicks(box.reason, "Small")
    qtbot.mouseClick(box.until, LEFT)
    qtbot.mouseClick(box.until.popup.ahead[0], LEFT)
    assert box.until.text() == "2026-12-24"
    qtbot.mouseClick(box.save, LEFT)
    assert kept(session).expires == "2026-12-24"
    assert not panel.current().expired


def test_a_digit_begins_to_write_the_end(qtbot, panel, session):
    box = panel.decision
    qtbot.mouseClick(box.buttons["accepted"], LEFT)
    qtbot.keyClicks(box.reason, "Small")
    box.until.setFocus()
    qtbot.keyClick(box.until, "2")
    qtbot.keyClicks(box.until.popup.text, "027-01-31")
    qtbot.keyClick(box.until.popup.text, Qt.Key.Key_Return)
    qtbot.mouseClick(box.save, LEFT)
    assert kept(session).expires == "2027-01-31"


def test_what_is_said_of_the_end_has_room_beside_who_decided(panel, session):
    threat, box = first(session), panel.decision
    session.edit("Decide", lambda m: triage.decide(m, threat, status="accepted", reason="Small", date=TODAY))
    panel.update_now()
    QApplication.processEvents()
    assert box.name.isVisible(), "it was decided without a name"
    assert box.until.contentsRect().width() > box.until.fontMetrics().horizontalAdvance("Without end") + 40


def test_fields_of_a_day_show_the_focus_by_their_frame_alone(qtbot, panel, session):
    box = panel.decision
    qtbot.mouseClick(box.buttons["accepted"], LEFT)
    inside = box.until.rect().adjusted(3, 3, -3, -3)
    before = box.until.grab(inside).toImage()
    qtbot.keyClick(box.reason, Qt.Key.Key_Tab)
    assert box.until.hasFocus()
    assert box.until.grab(inside).toImage() == before


def test_the_end_can_be_typed_and_what_is_no_date_is_told(qtbot, panel, session):
    box, threat = panel.decision, first(session)
    session.edit("Decide", lambda m: triage.decide(m, threat, status="accepted", reason="Small", date=TODAY))
    panel.update_now()
    QApplication.processEvents()
    assert box.until.isVisible()
    qtbot.mouseClick(box.until, LEFT)
    popup = box.until.popup
    qtbot.keyClicks(popup.text, "next week")
    qtbot.keyClick(popup.text, Qt.Key.Key_Return)
    assert popup.isVisible()
    assert "written like" in popup.wrong.text()
    popup.text.selectAll()
    qtbot.keyClicks(popup.text, "2027-01-31")
    qtbot.keyClick(popup.text, Qt.Key.Key_Return)
    assert not kept(session).expires, "nothing is kept before it is saved"
    qtbot.mouseClick(box.save, LEFT)
    assert kept(session).expires == "2027-01-31"
    session.undo()
    assert not kept(session).expires


def test_what_has_ended_is_open_again_everywhere_and_one_click_renews_it(qtbot, panel, session):
    threat, box = first(session), panel.decision
    before = badges(session.threats.threats)["llm"]
    fields = {"status": "accepted", "reason": "Small", "date": "2026-05-01", "expires": "2026-08-01"}
    session.edit("Decide", lambda m: triage.decide(m, threat, **fields))
    panel.update_now()
    row = panel.current()
    assert row.expired
    assert not row.decided
    assert badges(session.threats.threats)["llm"] == before
    assert "Accepted, expired" in threat_row(row).detail
    assert box.note.text() == "The acceptance ended on 2026-08-01: it is open again."
    assert box.renew.text() == "Renew until 2027-02-24"
    qtbot.mouseClick(box.renew, LEFT)
    assert (kept(session).expires, kept(session).date, kept(session).author) == ("2027-02-24", TODAY, "Ada")
    assert kept(session).reason == "Small"
    assert session.threats.find(threat).decided
    session.undo()
    assert kept(session).expires == "2026-08-01"


def test_what_is_to_be_reviewed_again_is_open_until_somebody_says_still_right(qtbot, panel, session):
    threat, box = first(session), panel.decision
    fields = {"status": "accepted", "reason": "Small", "date": "2026-05-01", "evidence": "1"}
    session.edit("Decide", lambda m: triage.decide(m, threat, **fields))
    panel.update_now()
    assert not panel.current().decided
    QApplication.processEvents()
    qtbot.mouseClick(box.again, LEFT)
    assert kept(session).evidence == session.analysis.explain(threat).digest
    assert session.threats.find(threat).decided


@pytest.mark.parametrize(
    ("made", "end", "until"),
    [
        ("2026-05-01", "2026-05-31", "2026-12-24"),
        ("", "2026-05-31", "2027-02-22"),
        ("2026-06-30", "2026-05-31", "2027-02-22"),
    ],
)
def test_a_renewal_is_as_long_as_the_decision_was(made, end, until):
    decision = Decision(id="R@b", threat="R@b", status="accepted", date=made, expires=end)
    assert renewed(decision, TODAY) == until


def test_what_needs_a_reason_is_never_kept_without_one(qtbot, panel, session):
    for status in NEEDS_REASON:
        panel.decision.choose(status)
        panel.decision.reason.clear()
        qtbot.keyClick(panel.decision.reason, Qt.Key.Key_Return)
        assert not session.model.of(Decision)
        qtbot.keyClick(panel.decision.reason, Qt.Key.Key_Escape)


def test_accepting_again_what_has_ended_asks_until_when(qtbot, panel, session):
    threat, box = first(session), panel.decision
    fields = {"status": "accepted", "reason": "Small", "date": "2026-05-01", "expires": "2026-08-01"}
    session.edit("Decide", lambda m: triage.decide(m, threat, **fields))
    panel.update_now()
    qtbot.mouseClick(box.buttons["accepted"], LEFT)
    assert kept(session).expires == "2026-08-01"
    assert box.until.value == "2027-02-24"
    qtbot.keyClick(box.reason, Qt.Key.Key_Return)
    assert (kept(session).reason, kept(session).expires) == ("Small", "2027-02-24")


def test_transferring_what_has_ended_does_not_end_at_once(qtbot, panel, session):
    threat, box = first(session), panel.decision
    fields = {"status": "accepted", "reason": "Small", "date": "2026-05-01", "expires": "2026-08-01"}
    session.edit("Decide", lambda m: triage.decide(m, threat, **fields))
    panel.update_now()
    choose_other(qtbot, box, "Transferred")
    qtbot.keyClicks(box.reason, "By contract")
    qtbot.keyClick(box.reason, Qt.Key.Key_Return)
    assert (kept(session).status, kept(session).expires) == ("transferred", "")


def test_a_day_that_has_passed_is_no_end(qtbot, panel, session):
    box = panel.decision
    qtbot.mouseClick(box.buttons["accepted"], LEFT)
    qtbot.keyClicks(box.reason, "Small")
    qtbot.mouseClick(box.until, LEFT)
    qtbot.keyClicks(box.until.popup.text, "2026-01-31")
    qtbot.keyClick(box.until.popup.text, Qt.Key.Key_Return)
    assert not box.save.isEnabled()
    assert box.save.toolTip() == "The day has passed"
    qtbot.keyClick(box.reason, Qt.Key.Key_Return)
    assert not session.model.of(Decision)


def test_why_nothing_was_done_is_no_reason_for_what_is_done(qtbot, panel, session):
    threat = first(session)
    session.edit("Decide", lambda m: triage.decide(m, threat, status="accepted", reason="Small", date=TODAY))
    panel.update_now()
    qtbot.mouseClick(panel.decision.buttons["mitigated"], LEFT)
    assert (kept(session).status, kept(session).reason) == ("mitigated", "")
    assert [e.text for e in triage.history_of(session.model, threat)] == ["Small", ""]
