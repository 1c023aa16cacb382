"""Work beside the window: its value arrives, it can be cancelled, its failure is not lost."""

from __future__ import annotations

import gc
import threading

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.exceptions import capture_exceptions
from pytestqt.qtbot import QtBot

from dfdmodeler.gui.work import Tell, Work

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
