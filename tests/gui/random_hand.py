"""A hand that does anything: mouse, keys and menus of a whole window, by chance and by seed."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from PySide6.QtCore import QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QDockWidget, QWidget

from dfdmodeler.gui.window import Window

LEFT, RIGHT, MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton
NONE, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
MODIFIERS = (NONE, NONE, NONE, SHIFT, CTRL, ALT)
KEYS = (
    *(getattr(Qt.Key, f"Key_{name}") for name in ("Left", "Right", "Up", "Down", "Home", "End")),
    *(getattr(Qt.Key, f"Key_{name}") for name in ("Tab", "Backtab", "Return", "Escape", "Space")),
    *(getattr(Qt.Key, f"Key_{name}") for name in ("Delete", "Backspace", "Insert", "F2", "F6", "F8")),
    *(getattr(Qt.Key, f"Key_{name}") for name in "VFBNHRL"),
)
COMBINED = "ZZYXCVDAFKLJ"
"""Letters pressed together with Ctrl; undo is among them twice."""
WORDS = ("a", "tr d s", "llm", "user", "Ä <b>", "  ")
NOT_CHOSEN = frozenset({"quit", "close", "new-window", "full-screen", "tour"})
"""Actions that end or double the window, or teach; they have tests of their own."""
PAUSE = 20
"""Milliseconds after which a dialog that waits for a person is left."""


class RandomHand:
    """Works a window. Dialogs are left by Escape; what it did last is told when a test fails."""

    def __init__(self, window: Window, seed: int) -> None:
        self._window, self._random = window, Random(seed)
        self.done: list[str] = []
        self._leaving = QTimer(window)
        self._leaving.timeout.connect(leave_dialogs)
        self._leaving.start(PAUSE)
        self._acts: tuple[tuple[int, Callable[[], str]], ...] = (
            (6, self._click), (3, self._double_click), (2, self._menu), (8, self._drag), (2, self._wheel),
            (8, self._key), (5, self._combine), (2, self._type), (5, self._choose), (3, self._place),
            (2, self._panel),
        )  # fmt: skip

    def work(self, times: int) -> None:
        """So many acts of any kind."""
        acts, weights = [act for _, act in self._acts], [weight for weight, _ in self._acts]
        for act in self._random.choices(acts, weights, k=times):
            self.done.append(act.__name__)
            self.done[-1] = act()
            QApplication.processEvents()

    def rest(self) -> None:
        """Lets go of everything, and waits for what the window does by itself."""
        self._leaving.stop()
        leave_dialogs()
        for _ in range(3):
            QTest.keyClick(self._window.canvas.viewport(), Qt.Key.Key_Escape)
            QApplication.processEvents()

    def _point(self) -> QPoint:
        """Somewhere on the canvas; half of the time on something that is drawn."""
        canvas, random = self._window.canvas, self._random
        subjects = sorted(canvas.content.subjects())
        if subjects and random.random() < 0.5:
            rect = canvas.rect_of(random.choice(subjects))
            if rect and canvas.viewport().rect().contains(rect.center()):
                edge = random.random() < 0.3
                return QPoint(rect.right(), rect.center().y()) if edge else rect.center()
        return self._inside(canvas.viewport())

    def _inside(self, widget: QWidget) -> QPoint:
        random = self._random
        return QPoint(random.randrange(max(1, widget.width())), random.randrange(max(1, widget.height())))

    def _target(self) -> QWidget:
        return QApplication.focusWidget() or self._window.canvas

    def _click(self) -> str:
        at, modifier = self._point(), self._random.choice(MODIFIERS)
        QTest.mouseClick(self._window.canvas.viewport(), LEFT, modifier, at)
        return f"click {at.x()},{at.y()} {modifier.name}"

    def _double_click(self) -> str:
        at = self._point()
        QTest.mouseDClick(self._window.canvas.viewport(), LEFT, NONE, at)
        QTest.mouseRelease(self._window.canvas.viewport(), LEFT, NONE, at)
        return f"double click {at.x()},{at.y()}"

    def _menu(self) -> str:
        """Something of the menu for what is selected."""
        menu = self._window.menus.context_menu(self._window)
        actions = [a for a in menu.actions() if a.isEnabled() and not a.isSeparator() and not a.menu()]
        action = self._random.choice(actions)
        if action.objectName() not in NOT_CHOSEN:
            action.trigger()
        menu.deleteLater()
        return f"context menu: {action.text()}"

    def _drag(self) -> str:
        view, random = self._window.canvas.viewport(), self._random
        start, end = self._point(), self._point()
        button, modifier = random.choice((LEFT, LEFT, LEFT, LEFT, MIDDLE)), random.choice(MODIFIERS)
        QTest.mousePress(view, button, modifier, start)
        for share in (0.3, 0.6, 1.0):
            between = start + (end - start) * share
            QTest.mouseMove(view, between)
            QApplication.processEvents()
        dropped = random.random() < 0.1
        if dropped:
            QTest.keyClick(view, Qt.Key.Key_Escape)
        QTest.mouseRelease(view, button, modifier, end)
        words = f"drag {start.x()},{start.y()} to {end.x()},{end.y()} {button.name} {modifier.name}"
        return f"{words}, given up" if dropped else words

    def _wheel(self) -> str:
        view, modifier = self._window.canvas.viewport(), self._random.choice((NONE, CTRL))
        at, turn = QPointF(self._point()), QPoint(0, self._random.choice((-120, 120)))
        globally = QPointF(view.mapToGlobal(at.toPoint()))
        no_phase = Qt.ScrollPhase.NoScrollPhase
        event = QWheelEvent(
            at, globally, QPoint(), turn, Qt.MouseButton.NoButton, modifier, no_phase, False
        )  # fmt: skip
        QApplication.sendEvent(view, event)
        return f"wheel {turn.y()} {modifier.name}"

    def _key(self) -> str:
        key, modifier = self._random.choice(KEYS), self._random.choice(MODIFIERS)
        QTest.keyClick(self._target(), key, modifier)
        return f"key {key.name} {modifier.name}"

    def _combine(self) -> str:
        letter = self._random.choice(COMBINED)
        QTest.keyClick(self._target(), getattr(Qt.Key, f"Key_{letter}"), CTRL)
        return f"Ctrl+{letter}"

    def _type(self) -> str:
        words = self._random.choice(WORDS)
        QTest.keyClicks(self._target(), words)
        return f"type {words!r}"

    def _choose(self) -> str:
        menus = self._window.menus
        menus.refresh()
        names = sorted(i for i, action in menus.actions.items() if action.isEnabled() and i not in NOT_CHOSEN)
        name = self._random.choice(names)
        menus.actions[name].trigger()
        return f"choose {name}"

    def _place(self) -> str:
        """A stencil from the palette, put where the next click is."""
        types = sorted(self._window.session.library.catalog.stencils)
        stencil = self._random.choice((*types, "boundary", "boundary:third_party", "note"))
        self._window.canvas.start_placing(stencil)
        at = self._inside(self._window.canvas.viewport())
        QTest.mouseClick(self._window.canvas.viewport(), LEFT, NONE, at)
        return f"place {stencil} at {at.x()},{at.y()}"

    def _panel(self) -> str:
        """A click somewhere in a panel."""
        docks = [dock for dock in self._window.findChildren(QDockWidget) if dock.isVisible()]
        if not docks:
            return "no panel"
        dock = self._random.choice(docks)
        at = self._inside(dock)
        hit = dock.childAt(at) or dock
        QTest.mouseClick(hit, self._random.choice((LEFT, LEFT, RIGHT)), NONE, hit.mapFrom(dock, at))
        return f"click in {dock.objectName()} at {at.x()},{at.y()}"


def leave_dialogs() -> None:
    """Closes menus, and dialogs as Escape does."""
    while (popup := QApplication.activePopupWidget()) is not None:
        popup.close()
    modal = QApplication.activeModalWidget()
    if isinstance(modal, QDialog):
        modal.reject()
