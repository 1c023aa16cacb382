"""What would remove a threat, applied with a click and taken back; the best next controls."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from dfdmodeler.gui.dialogs.next_controls import NextControlsDialog
from dfdmodeler.gui.dialogs.report import ReportDialog
from dfdmodeler.gui.panels.remedies import RemediesSection
from dfdmodeler.gui.panels.threats import ThreatsPanel
from dfdmodeler.gui.sliced import Sliced
from dfdmodeler.model import edits
from dfdmodeler.model.model import Model
from dfdmodeler.session.session import Session
from gui_parts import REVIEWER, chat_model, dressed_theme

LEFT = Qt.MouseButton.LeftButton
REMOVABLE = "ST-20@chat"
"""Chat decides about no request: one control removes it."""
STANDING = "LLM-01@llm"
"""Nothing that can be set keeps the user from the model."""


@pytest.fixture
def drawn() -> Model:
    return chat_model()


@pytest.fixture
def panel(qtbot: QtBot, qapp, session: Session) -> ThreatsPanel:
    made = ThreatsPanel(session, dressed_theme(qapp), REVIEWER)
    qtbot.addWidget(made)
    made.resize(400, 900)
    made.show()
    return made


def section_of(qtbot: QtBot, panel: ThreatsPanel, session: Session, threat: str) -> RemediesSection:
    """The section of a threat's card, once everything is known."""
    session.selection.set_threat(threat)
    panel.update_now()
    section = panel.card.findChild(RemediesSection)
    assert section is not None
    qtbot.waitUntil(lambda: bool(section.boxes) and "adds" in section.boxes[-1].foot.text())
    QApplication.processEvents()
    return section


def test_a_click_applies_a_proposal_and_undo_takes_it_back(qtbot, panel, session):
    before = session.model
    section = section_of(qtbot, panel, session, REMOVABLE)
    box = section.boxes[0]
    assert "“Authorization” of Chat" in box.button.accessibleName()
    assert box.foot.text().startswith("Removes 1 threat, adds none.")
    panel.card.ensureWidgetVisible(box.button)
    QApplication.processEvents()
    qtbot.mouseClick(box.button, LEFT)
    assert session.model["chat"].properties["authorization"] == "yes"
    assert session.threats.find(REMOVABLE) is None
    assert session.history.done[-1].label == "Set “Authorization” of Chat to Yes"
    session.undo()
    assert session.model == before
    assert session.threats.find(REMOVABLE) is not None


def test_the_keyboard_applies_too(qtbot, panel, session):
    button = section_of(qtbot, panel, session, REMOVABLE).boxes[0].button
    panel.activateWindow()
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)
    assert session.threats.find(REMOVABLE) is None


def test_what_nothing_removes_can_be_mitigated(qtbot, panel, session):
    section = section_of(qtbot, panel, session, STANDING)
    assert section.says.text().startswith("No control that can be set here removes this threat")
    panel.card.ensureWidgetVisible(section.boxes[0].button)
    QApplication.processEvents()
    qtbot.mouseClick(section.boxes[0].button, LEFT)
    threat = session.threats.find(STANDING)
    assert threat is not None
    assert threat.proposed == "mitigated"


def test_pointing_at_a_change_tells_whom_it_is_about(qtbot, panel, session):
    section = section_of(qtbot, panel, session, REMOVABLE)
    sentence = section.boxes[0].layout().itemAt(0).widget()
    with qtbot.waitSignal(panel.evidence_pointed) as told:
        panel.activateWindow()
        sentence.setFocus()
    assert told.args == [frozenset({"chat"})]


def test_an_edit_elsewhere_makes_the_search_begin_again(qtbot, panel, session):
    section = section_of(qtbot, panel, session, REMOVABLE)
    old = section.boxes[0]
    session.edit("Log", lambda model: edits.set_property(model, ["chat"], "audit_logging", "yes"))
    assert not old.button.isEnabled()
    qtbot.waitUntil(lambda: section.boxes[0] is not old and "adds" in section.boxes[0].foot.text())
    assert section.boxes[0].button.isEnabled()


def test_best_next_controls_are_applied_up_to_a_step(qtbot, session):
    before = session.model
    dialog = NextControlsDialog(session)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: bool(dialog.boxes), timeout=20000)
    assert dialog.boxes[1].button.text() == "Apply 1 to 2"
    standing = len(session.threats.threats)
    QApplication.processEvents()
    qtbot.mouseClick(dialog.boxes[1].button, LEFT)
    assert len(session.history.done) == 1
    assert len(session.threats.threats) < standing
    qtbot.waitUntil(lambda: bool(dialog.boxes), timeout=20000)
    dialog.close()
    session.undo()
    assert session.model == before


def test_the_plan_can_be_for_what_is_selected(qtbot, session):
    session.selection.set(("docs",))
    dialog = NextControlsDialog(session)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.scope.setCurrentIndex(1)
    qtbot.waitUntil(lambda: not dialog.progress.isVisible(), timeout=20000)
    open_at = [t for t in session.threats.threats if t.subject == "docs" and t.track != "validity"]
    told = sum(int(word) for word in dialog.says.text().split() if word.isdigit())
    assert told == len(open_at)


def test_a_search_can_be_stopped_and_begun_again(qtbot, session):
    dialog = NextControlsDialog(session)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.mouseClick(dialog.stop, LEFT)
    assert dialog.says.text() == "Stopped before there was a plan."
    qtbot.wait(100)
    assert not dialog.boxes
    qtbot.mouseClick(dialog.stop, LEFT)
    qtbot.waitUntil(lambda: bool(dialog.boxes), timeout=20000)


def test_a_question_that_was_dropped_is_never_answered(qtbot, qapp):
    answers: list[str] = []

    def slow(answer):
        yield
        yield
        return answer

    search = Sliced(qapp)
    search.ask(slow("first"), answers.append)
    search.ask(slow("second"), answers.append)
    qtbot.waitUntil(lambda: bool(answers))
    search.ask(slow("third"), answers.append)
    search.drop()
    qtbot.wait(50)
    assert answers == ["second"]
    assert not search.busy


def test_moving_things_begins_no_search(qtbot, panel, session):
    section = section_of(qtbot, panel, session, REMOVABLE)
    old = section.boxes[0]
    session.edit("Move", lambda model: edits.place(model, "main", {"chat": (10.0, 10.0, 120.0, 48.0)}))
    qtbot.wait(300)
    assert section.boxes[0] is old
    assert old.button.isEnabled()


def test_a_report_has_the_controls_unless_they_are_unticked(qtbot, qapp):
    dialog = ReportDialog()
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.options().controls is None
    dialog.parts["controls"].setFocus()
    qtbot.keyClick(dialog.parts["controls"], Qt.Key.Key_Space)
    assert dialog.options().controls is False


def test_the_menu_opens_the_best_next_controls(qtbot, window, session, monkeypatch):
    session.selection.set(("chat",))
    qtbot.keyClick(window, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    (dialog,) = window.findChildren(NextControlsDialog)
    assert not dialog.isModal()
    assert dialog.parent() is window
    assert dialog.scope.itemText(1) == "For Chat"
