"""The tour: each step waits until it was really done, Escape ends it, the Help menu resumes it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from dfdmodeler.gui.dialogs.report import ReportDialog
from dfdmodeler.gui.tour import KEY
from dfdmodeler.gui.tour_steps import RECEIVER, STEPS
from dfdmodeler.model import edits
from dfdmodeler.model.records import Element, Flow

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
LEFT = Qt.MouseButton.LeftButton
Key = Qt.Key


def bar(window):
    return window.notices.find(KEY)


def start(qtbot, window) -> None:
    qtbot.mouseClick(window.welcome.tour, LEFT)
    qtbot.waitUntil(lambda: bar(window) is not None)


def is_at(window, number: int) -> bool:
    return window.tour.step == number and STEPS[number].title in bar(window).text.text()


def drag(window, start: QPoint, end: QPoint) -> None:
    viewport = window.canvas.viewport()
    QTest.mousePress(viewport, LEFT, pos=start)
    for share in (0.3, 0.7, 1.0):
        QTest.mouseMove(viewport, start + (end - start) * share)
    QTest.mouseRelease(viewport, LEFT, pos=end)


def test_the_whole_tour_by_mouse(qtbot, window, session, tmp_path, monkeypatch):
    start(qtbot, window)
    assert session.path is None
    assert session.is_clean
    assert is_at(window, 0)
    assert window.tour.frame.geometry() == window.palette_panel.geometry().translated(
        window.palette_panel.mapTo(window, QPoint(0, 0)) - window.palette_panel.pos()
    )

    palette, canvas = window.palette_panel.list, window.canvas
    qtbot.mouseClick(palette.viewport(), LEFT, pos=palette.visualRect(palette.model().index(1, 0)).center())
    qtbot.mouseClick(canvas.viewport(), LEFT, pos=QPoint(60, canvas.viewport().height() - 60))
    (new,) = [e for e in session.model.of(Element) if e.id not in window.tour._first]
    assert is_at(window, 1)

    QTest.keyClick(window.focusWidget(), Key.Key_Escape)
    canvas.set_tool("flow")
    drag(window, canvas.rect_of(new.id).center(), canvas.rect_of(RECEIVER).center())
    assert any((f.source, f.target) == (new.id, RECEIVER) for f in session.model.of(Flow))
    assert is_at(window, 2)
    canvas.set_tool("select")

    window.threats.update_now()
    rows = window.threats.list
    index = next(rows.rows.index(n) for n, row in enumerate(rows.rows.rows) if row.key)
    qtbot.mouseClick(rows.viewport(), LEFT, pos=rows.visualRect(index).center())
    assert is_at(window, 2), "there is time to look at it"
    assert window.docks.shows("threats")
    qtbot.mouseClick(bar(window).buttons["Go on"], LEFT)
    assert is_at(window, 3)
    assert window.docks.shows("questions")

    session.edit("Answer", lambda m: edits.set_property(m, ["llm"], "grounding_check", "yes"))
    assert is_at(window, 4)
    window.threats.update_now()
    QApplication.processEvents()
    if session.selection.threat is None:
        qtbot.mouseClick(rows.viewport(), LEFT, pos=rows.visualRect(index).center())
        window.threats.update_now()
        QApplication.processEvents()
    qtbot.mouseClick(window.threats.decision.buttons["mitigated"], LEFT)
    assert is_at(window, 5)

    monkeypatch.setattr(window.files, "ask_save_path", lambda *_: tmp_path / "tour.pdf")
    window.menus.actions["export-pdf"].trigger()
    window.findChild(ReportDialog).accept()
    qtbot.waitUntil(lambda: window.tour.step is None, timeout=60_000)
    assert (tmp_path / "tour.pdf").exists()
    assert bar(window).text.text() == "That was all"
    assert not window.tour.frame.isVisible()
    assert not window.tour.can_resume


@pytest.mark.parametrize("size", [(1440, 900), (1000, 700)])
def test_the_bar_is_seen_at_every_step_and_takes_no_more_room_than_it_needs(qtbot, window, size):
    window.resize(*size)
    start(qtbot, window)
    for number in range(len(STEPS)):
        shown = bar(window)
        qtbot.waitUntil(lambda shown=shown: shown.isVisible() and shown.height() > 40)
        assert shown.height() < 180, number
        for part in (shown.text, shown.detail, *shown.buttons.values()):
            assert shown.rect().contains(part.geometry()), part
            assert part.height() >= part.heightForWidth(part.width())
        window.tour.skip()


def test_looking_without_doing_gets_nowhere(qtbot, window, session):
    start(qtbot, window)
    session.selection.set(("llm",))
    session.edit("Rename", lambda m: edits.rename(m, "llm", "Other"))
    session.undo()
    assert is_at(window, 0)


def test_a_flow_between_others_is_not_the_one_that_is_asked_for(qtbot, window, session):
    start(qtbot, window)
    session.edit("Add", lambda m: edits.put(m, Element(id="partner", type="external_entity")))
    assert is_at(window, 1)
    session.edit("Flow", lambda m: edits.put(m, Flow(id="other", source="customer", target="import")))
    assert is_at(window, 1)
    session.edit("Flow", lambda m: edits.put(m, Flow(id="sent", source="partner", target="import")))
    assert is_at(window, 2)


def test_by_keyboard_it_is_skipped_through_ended_and_resumed(qtbot, window, session):
    start(qtbot, window)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.canvas.setFocus()
    QTest.keyClick(window, Key.Key_F6)
    assert window.focusWidget() is bar(window).buttons["Skip this step"]
    QTest.keyClick(window.focusWidget(), Key.Key_Space)
    assert is_at(window, 1)
    assert window.focusWidget() is bar(window).buttons["Skip this step"], "the focus stays with the tour"
    QTest.keyClick(window.focusWidget(), Key.Key_Escape)
    assert bar(window) is None
    assert window.tour.step is None
    assert not window.tour.frame.isVisible()
    window.menus.refresh()
    action = window.menus.actions["tour"]
    assert action.text() == "Resume the tour"
    action.trigger()
    assert is_at(window, 1)


def test_another_document_ends_it_for_good(qtbot, window, session):
    start(qtbot, window)
    window.tour.skip()
    window.menus.actions["new"].trigger()
    assert window.tour.step is None
    assert bar(window) is None
    window.menus.refresh()
    assert window.menus.actions["tour"].text() == "Take the tour"


def test_unsaved_work_is_not_left_for_it_unasked(qtbot, window, session, monkeypatch):
    session.edit("Add", lambda m: edits.put(m, Element(id="mine", type="llm")))
    with monkeypatch.context() as patch:
        patch.setattr(window.files, "may_leave", lambda: False)
        window.menus.actions["tour"].trigger()
    assert window.tour.step is None
    assert "mine" in session.model


def test_every_step_points_at_something_that_is_there(qtbot, window):
    start(qtbot, window)
    for number, step in enumerate(STEPS):
        assert is_at(window, number)
        qtbot.waitUntil(step.target(window).isVisible)
        window.tour.skip()
    assert window.tour.step is None
