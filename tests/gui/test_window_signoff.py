"""Sign-off in the window: a review is finished under a name, and what has moved on since is told."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox, QLabel
from pytestqt.qtbot import QtBot

from dfdmodeler.analysis.signoff import last_review, open_ids
from dfdmodeler.gui.dialogs.review import FinishReviewDialog
from dfdmodeler.gui.dialogs.reviews import ReviewsDialog
from dfdmodeler.gui.window import Window
from dfdmodeler.model import edits, triage
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Review
from gui_parts import TODAY, chat_model

LEFT = Qt.MouseButton.LeftButton
OK = QDialogButtonBox.StandardButton.Ok


@pytest.fixture
def drawn() -> Model:
    return chat_model()


def asked(window: Window) -> FinishReviewDialog:
    window.menus.actions["finish-review"].trigger()
    dialog = next(d for d in window.findChildren(FinishReviewDialog) if d.isVisible())
    assert isinstance(dialog, FinishReviewDialog)
    return dialog


def run(qtbot: QtBot, window: Window, action: str) -> None:
    qtbot.waitUntil(window.menus.actions[action].isEnabled)
    window.menus.actions[action].trigger()


def finish(qtbot: QtBot, window: Window, remark: str = "") -> None:
    dialog = asked(window)
    qtbot.mouseClick(dialog.approve, LEFT)
    qtbot.keyClicks(dialog.remark, remark)
    qtbot.mouseClick(dialog.buttons.button(OK), LEFT)


def test_what_is_open_is_shown_before_a_review_is_finished(qtbot, window, session):
    dialog = asked(window)
    open_ = open_ids(session.threats.threats)
    assert dialog.says.text().startswith(f"{len(open_)} threats are still open: ")
    assert [row.key for row in dialog.open.rows.rows if row.key] == list(open_)
    assert not dialog.before.isVisible()
    ok = dialog.buttons.button(OK)
    assert not ok.isEnabled()  # there is no verdict yet
    qtbot.keyClick(dialog.approve, Qt.Key.Key_Space)
    assert ok.isEnabled()
    dialog.reviewer.selectAll()
    qtbot.keyClick(dialog.reviewer, Qt.Key.Key_Delete)
    assert not ok.isEnabled()  # nor without a name
    qtbot.keyClicks(dialog.reviewer, "Grace")
    qtbot.keyClicks(dialog.remark, "As of release 3")
    qtbot.mouseClick(ok, LEFT)
    review = last_review(session.model)
    assert review is not None
    assert (review.reviewer, review.date, review.approves) == ("Grace", TODAY, True)
    assert (review.remark, review.open) == ("As of release 3", open_)


def test_a_review_is_one_step_that_can_be_taken_back(qtbot, window, session):
    before = session.model
    finish(qtbot, window)
    assert len(session.model.of(Review)) == 1
    run(qtbot, window, "undo")
    assert session.model == before
    run(qtbot, window, "redo")
    assert len(session.model.of(Review)) == 1


def test_not_approving_is_kept_too(qtbot, window, session):
    dialog = asked(window)
    qtbot.mouseClick(dialog.refuse, LEFT)
    qtbot.mouseClick(dialog.buttons.button(OK), LEFT)
    qtbot.waitUntil(lambda: window.status.signoff.text() == "Not approved")


def test_the_open_threats_follow_the_model_while_the_dialog_is_open(qtbot, window, session):
    dialog = asked(window)
    first = session.threats.threats[0].id
    assert first in [row.key for row in dialog.open.rows.rows]
    session.edit("Decide", lambda m: triage.decide(m, first, status="accepted", reason="Small"))
    assert first not in [row.key for row in dialog.open.rows.rows]
    assert dialog.isVisible()


def test_the_status_bar_tells_whether_the_approval_covers_the_model(qtbot, window, session):
    status = window.status
    assert not status.signoff.isVisible()
    finish(qtbot, window)
    qtbot.waitUntil(lambda: status.signoff.text() == "Approved")
    assert status.signoff.isVisible()
    assert f"Approved by Ada on {TODAY}" in status.signoff.toolTip()
    session.edit("Rename", lambda model: edits.rename(model, "llm", "Other"))
    qtbot.waitUntil(lambda: status.signoff.text() == "Approved, moved on since")
    assert "— the model has moved on: 1 element" in status.signoff.toolTip()
    assert status.currentMessage() == "The approval by Ada no longer covers the model: 1 element."
    run(qtbot, window, "undo")
    qtbot.waitUntil(lambda: status.signoff.text() == "Approved")


def test_moving_a_shape_leaves_the_approval_current(qtbot, window, session):
    finish(qtbot, window)
    session.edit("Move", lambda model: edits.place(model, "main", {"llm": (300.0, 320.0, 120.0, 48.0)}))
    qtbot.wait(50)
    assert window.status.signoff.text() == "Approved"


def test_all_reviews_are_listed_with_what_moved_on(qtbot, window, session):
    finish(qtbot, window, "First")
    session.edit("Rename", lambda model: edits.rename(model, "llm", "Other"))
    qtbot.waitUntil(lambda: window.status.signoff.text() == "Approved, moved on since")
    qtbot.mouseClick(window.status.signoff, LEFT)
    dialog = next(d for d in window.findChildren(ReviewsDialog) if d.isVisible())
    texts = [one.text() for one in dialog.area.widget().findChildren(QLabel)]
    assert texts[0].startswith(f"Approved by Ada on {TODAY} — the model has moved on: 1 element")
    assert texts[1:3] == ["First", "Elements: changed Other"]
    qtbot.mouseClick(dialog.finish, LEFT)
    asking = next(d for d in window.findChildren(FinishReviewDialog) if d.isVisible())
    assert asking.before.text().startswith("Before: Approved by Ada")
    qtbot.mouseClick(asking.approve, LEFT)
    qtbot.mouseClick(asking.buttons.button(OK), LEFT)
    texts = [one.text() for one in dialog.area.widget().findChildren(QLabel)]
    assert texts[0] == f"Approved by Ada on {TODAY}."


@pytest.mark.parametrize("scale", ["100", "200"])
def test_nothing_lies_over_anything_else_whatever_the_text_size(qtbot, window, session, scale):
    window.preferences.change(text_scale=scale)
    try:
        dialog = asked(window)
        qtbot.wait(50)
        parts = [
            dialog.says,
            dialog.open,
            dialog.reviewer,
            dialog.remark,
            *dialog.findChildren(QDialogButtonBox),
        ]
        kept = next(one for one in dialog.findChildren(QLabel) if one.text().startswith("The review is kept"))
        boxes = [one.geometry() for one in (*parts, kept)]
        assert [a for a in boxes if any(a is not b and a.intersects(b) for b in boxes)] == []
    finally:
        window.preferences.change(text_scale="100")
