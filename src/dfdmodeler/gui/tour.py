"""The tour: a few steps inside a real model, told in a bar above the canvas while everything stays usable.

A step ends when the person has really done it, in whatever way. Escape in the bar ends the tour; it can be
resumed as long as its model is open.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRect, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from dfdmodeler import paths
from dfdmodeler.gui.theme import Theme
from dfdmodeler.gui.tour_steps import STEPS, TEMPLATE, Progress, Step
from dfdmodeler.gui.widgets.notice import Notice
from dfdmodeler.model.model import EMPTY_MODEL, Model

if TYPE_CHECKING:
    from dfdmodeler.gui.window import Window

KEY = "tour"
FOLLOW = 150
"""Milliseconds between two looks at where what is pointed at is now."""


class Frame(QWidget):
    """A line around a part of the window; the mouse does not notice it."""

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._theme = theme
        self._target: QWidget | None = None
        self.setObjectName("tour-frame")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._follow)
        self.hide()

    def point_at(self, target: QWidget | None) -> None:
        """Goes around a widget, wherever it moves; nowhere without one."""
        self._target = target
        if target is None:
            self._timer.stop()
            self.hide()
        else:
            self._timer.start(FOLLOW)
            self._follow()

    def _follow(self) -> None:
        target = self._target
        if target is None or not target.isVisible():
            self.hide()
            return
        place = QRect(target.mapTo(self.parentWidget(), target.rect().topLeft()), target.size())
        if place != self.geometry():
            self.setGeometry(place)
        self.show()
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(QPen(self._theme.color("accent"), 3))
        painter.drawRect(self.rect().adjusted(1, 1, -2, -2))
        painter.end()


class Tour(QObject):
    """One for each window."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self.frame = Frame(window.theme, window)
        self.step: int | None = None
        """Which step is shown; None while none is."""
        self._reached = 0
        self._first: Model = EMPTY_MODEL
        self._before: Model = EMPTY_MODEL
        self._opening = self._written = self._done = False
        session = window.session
        session.opened.connect(lambda _: self._left())
        session.changed.connect(lambda _: self._look())
        session.selection.changed.connect(lambda _: self._look())
        window.files.written.connect(self._wrote)

    @property
    def can_resume(self) -> bool:
        """Whether it was interrupted, and its model is still open."""
        return self.step is None and 0 < self._reached < len(STEPS)

    def start(self) -> None:
        """Begins in a model of its own, which nobody need save, or goes on where it was interrupted."""
        if self.step is not None:
            self._window.notices.take_focus()
        elif self.can_resume:
            self._show(self._reached)
        elif self._open():
            self._show(0)

    def skip(self) -> None:
        """Goes on to the next step without this one."""
        if self.step is not None:
            self._go_on()

    def end(self) -> None:
        """Takes the bar away; what was done stays."""
        self.step = None
        self.frame.point_at(None)
        self._window.notices.withdraw(KEY)

    def _open(self) -> bool:
        self._opening = True
        opened = self._window.files.new_from(paths.templates() / TEMPLATE)
        self._opening = False
        self._first = self._window.session.model
        return opened

    def _left(self) -> None:
        """Another document is open: there is nothing to resume."""
        if not self._opening:
            self._reached = 0
            if self.step is not None:
                self.end()

    def _show(self, number: int) -> None:
        window, step = self._window, STEPS[number]
        self.step = self._reached = number
        self._before, self._written, self._done = window.session.model, False, False
        if step.panel:
            window.docks.show(step.panel)
        self._tell(step.text, "Skip this step")
        self.frame.point_at(step.target(window))

    def _tell(self, text: str, onward: str) -> None:
        """Says something about the present step; the focus stays in the bar if it was there."""
        assert self.step is not None
        notices = self._window.notices
        had_focus = notices.has_focus(KEY)
        choices = ((onward, self.skip), ("End the tour", self.end))
        bar = notices.tell(Notice(KEY, _heading(self.step, STEPS[self.step]), text, choices))
        bar.dismissed.connect(self.end)
        if had_focus:
            notices.take_focus()

    def _look(self) -> None:
        """Has the step been done?"""
        if self.step is None:
            return
        session = self._window.session
        progress = Progress(self._first, self._before, session.model, session.selection.threat, self._written)
        if not self._done and STEPS[self.step].done(progress):
            self._done = True
            if STEPS[self.step].then:
                self._tell(STEPS[self.step].then, "Go on")
            else:
                self._go_on()

    def _wrote(self) -> None:
        self._written = True
        self._look()

    def _go_on(self) -> None:
        assert self.step is not None
        following = self.step + 1
        if following < len(STEPS):
            self._show(following)
            return
        self._reached = len(STEPS)
        self.end()
        self._window.notices.tell(
            Notice(
                KEY,
                "That was all",
                "Go on in this model, or begin your own with File, New. Undo takes back whatever you did.",
                (("Begin your own", self._window.files.new), ("Stay here", self.end)),
            )
        )


def _heading(number: int, step: Step) -> str:
    return f"{step.title} ({number + 1} of {len(STEPS)})"
