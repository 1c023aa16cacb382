"""What tests of the register share."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from dfdmodeler.gui.register.filters import MenuButton
from dfdmodeler.gui.register.page import RegisterPage

NONE = Qt.KeyboardModifier.NoModifier
CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier,
)  # fmt: skip


def press(page: RegisterPage, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
    """A key, to whatever has the focus."""
    QTest.keyClick(QApplication.focusWidget() or page.table, key, modifiers)
    QTest.qWait(20)


def told(page: RegisterPage, column: str) -> list[str]:
    """What a column shows, from top to bottom."""
    place = page.query.columns.index(column)
    rows = range(page.table.rows.rowCount())
    return [page.table.rows.index(row, place).data() for row in rows if page.table.rows.line(row)]


def choose(page: RegisterPage, *rows: int) -> None:
    """Clicks rows, all but the first with Ctrl."""
    for number, row in enumerate(rows):
        at = page.table.visualRect(page.table.rows.index(row, 1)).center()
        QTest.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, CTRL if number else NONE, at)
    QTest.qWait(20)


def pick(button: MenuButton, words: str) -> None:
    """Opens the menu of a button and clicks an entry."""
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    menu: QMenu = button.menu_below
    action = next(one for one in menu.actions() if one.text().partition("\t")[0] == words)
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())
    menu.close()
    QTest.qWait(20)
