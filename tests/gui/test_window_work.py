"""Work beside the window: its value arrives, it can be cancelled, its failure is not lost."""

from __future__ import annotations

import gc
import threading

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QProgressDialog, QPushButton, QWidget
from pytestqt.exceptions import capture_exceptions
from pytestqt.qtbot import QtBot

from dfdmodeler.gui import work as works
from dfdmodeler.gui.widgets.notices import Notices
from dfdmodeler.gui.work import Tell, Work, waited_for

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


def test_the_value_arrives_in_the_window(qtbot, parent):
    arrived: list[tuple[int, bool]] = []

    def make(tell: Tell) -> int:
        assert tell(0.5, "Half of it")
        return 42

    def take(value: int) -> None:
        arrived.append((value, threading.current_thread() is threading.main_thread()))

    Work("Making", make, take, parent).start()
    qtbot.waitUntil(lambda: arrived == [(42, True)])
    assert gc.isenabled()


def test_cancelled_work_stops_and_delivers_nothing(qtbot, parent):
    arrived: list[int] = []
    stopped = threading.Event()

    def make(tell: Tell) -> int:
        while tell(0.1, "For ever"):
            pass
        stopped.set()
        return 42

    work = Work("Making", make, arrived.append, parent)
    work.start()
    work.progress.canceled.emit()
    qtbot.waitUntil(stopped.is_set)
    qtbot.waitUntil(gc.isenabled)
    assert not arrived


def test_an_exception_in_the_work_is_raised_in_the_window(qtbot, parent):
    def make(tell: Tell) -> int:
        raise ZeroDivisionError("made for this test")

    with capture_exceptions() as seen:
        Work("Making", make, print, parent).start()
        qtbot.waitUntil(lambda: len(seen) == 1)
    assert seen[0][0] is ZeroDivisionError
    assert gc.isenabled()


def test_the_collector_rests_until_the_last_of_several_is_through(qtbot, parent):
    go_on, arrived = threading.Event(), []
    Work("Slow", lambda _: go_on.wait(10), arrived.append, parent).start()
    Work("Quick", lambda _: "quick", arrived.append, parent).start()
    qtbot.waitUntil(lambda: arrived == ["quick"])
    assert not gc.isenabled()
    go_on.set()
    qtbot.waitUntil(lambda: len(arrived) == 2)
    assert gc.isenabled()


def test_what_is_quick_is_waited_for_without_a_word(qtbot, parent):
    assert waited_for("Quick", lambda _: 42, parent) == 42
    assert QApplication.activeModalWidget() is None
    assert gc.isenabled()


def test_the_failure_of_what_is_waited_for_is_the_callers(parent):
    def fail(_: Tell) -> int:
        raise ZeroDivisionError("made for this test")

    with pytest.raises(ZeroDivisionError):
        waited_for("Failing", fail, parent)
    assert gc.isenabled()


def test_what_takes_long_is_told_and_can_be_given_up(qtbot, parent, monkeypatch):
    monkeypatch.setattr(works, "PATIENCE", 10)
    go_on, seen = threading.Event(), []

    def give_up() -> None:
        shown = QApplication.activeModalWidget()
        if not isinstance(shown, QProgressDialog):
            return
        seen.append((shown.labelText(), shown.maximum()))
        asking.stop()
        qtbot.mouseClick(shown.findChild(QPushButton), Qt.MouseButton.LeftButton)

    asking = QTimer(parent)
    asking.timeout.connect(give_up)
    asking.start(10)
    assert waited_for("Slow", lambda _: go_on.wait(10), parent) is None
    assert seen == [("Slow", 0)]
    assert QApplication.activeModalWidget() is None
    go_on.set()
    qtbot.waitUntil(gc.isenabled)


def test_work_that_tells_nothing_is_shown_too(qtbot, parent, monkeypatch):
    monkeypatch.setattr(works, "PATIENCE", 10)
    go_on, arrived = threading.Event(), []
    work = Work("Slow", lambda _: go_on.wait(10), arrived.append, parent)
    work.start()
    qtbot.waitUntil(lambda: work.progress.isVisible())
    with qtbot.waitSignal(work.destroyed):
        go_on.set()
    assert arrived == [True]


def test_what_takes_long_arrives_all_the_same(qtbot, parent, monkeypatch):
    monkeypatch.setattr(works, "PATIENCE", 10)
    go_on = threading.Event()
    QTimer.singleShot(100, go_on.set)
    assert waited_for("Slow", lambda _: go_on.wait(10), parent)
    assert QApplication.activeModalWidget() is None


@pytest.fixture
def notices(qtbot: QtBot) -> Notices:
    made = Notices()
    qtbot.addWidget(made)
    return made


def test_work_of_the_window_tells_in_a_bar_how_far_it_is(qtbot, notices, monkeypatch):
    monkeypatch.setattr(works, "PATIENCE", 10)
    arrived: list[int] = []
    stopped = threading.Event()

    def make(tell: Tell) -> int:
        while tell(0.25, "For ever"):
            pass
        stopped.set()
        return 42

    work = Work("Making", make, arrived.append, notices)
    work.start()
    bar = work.progress
    qtbot.waitUntil(lambda: notices.any_shown and bar.text.text() == "For ever")
    assert bar.progress.value() == bar.progress.maximum() // 4
    qtbot.mouseClick(bar.buttons["Cancel"], Qt.MouseButton.LeftButton)
    assert not notices.any_shown
    qtbot.waitUntil(stopped.is_set)
    qtbot.waitUntil(gc.isenabled)
    assert not arrived


def test_the_bar_goes_when_the_work_is_through(qtbot, notices, monkeypatch):
    monkeypatch.setattr(works, "PATIENCE", 10)
    go_on, arrived = threading.Event(), []
    Work("Slow", lambda _: go_on.wait(10), arrived.append, notices).start()
    qtbot.waitUntil(lambda: notices.any_shown)
    go_on.set()
    qtbot.waitUntil(lambda: arrived == [True])
    assert not notices.any_shown
