"""F6 and Shift+F6 go round the parts of the window, wherever the keyboard is."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from dfdmodeler.gui.regions import shown_parts
from dfdmodeler.gui.widgets.notice import Notice
from gui_parts import chat_model

SHIFT = Qt.KeyboardModifier.ShiftModifier


def part_of(window) -> int:
    focused = QApplication.focusWidget()
    return next(i for i, p in enumerate(shown_parts(window)) if p is focused or p.isAncestorOf(focused))


def test_f6_goes_round_all_parts_that_are_shown_and_back(qtbot, window, session):
    session.open(chat_model())
    window.docks.show("problems")
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.canvas.setFocus()
    parts = shown_parts(window)
    assert parts[0] is window.canvas
    assert {window.threats, window.problems, window.palette_panel} <= set(parts)
    seen = []
    for _ in parts:
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_F6)
        seen.append(part_of(window))
    assert seen == [*range(1, len(parts)), 0]
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_F6, SHIFT)
    assert part_of(window) == len(parts) - 1


def test_a_notice_comes_first_from_the_canvas(qtbot, window):
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.notices.tell(Notice("one", "Something happened"))
    window.canvas.setFocus()
    QTest.keyClick(window, Qt.Key.Key_F6)
    assert window.notices.isAncestorOf(QApplication.focusWidget())


def test_what_is_not_shown_is_passed_over(qtbot, window):
    window.docks.toggle_all()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.canvas.setFocus()
    assert window.palette_panel not in shown_parts(window)
    QTest.keyClick(window, Qt.Key.Key_F6)
    assert QApplication.focusWidget() is window.canvas
