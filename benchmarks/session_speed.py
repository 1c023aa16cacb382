"""A minute at the whole window, drawn with real events at a person's pace: how long anything holds it up.

The program does what people do in turn: it draws and names elements, connects and drags them, says what flows
carry, takes back and brings again, zooms, pans and looks at every overlay, while threats are looked for as
always. A stall is one event that the window is busy with: nothing else is answered or painted meanwhile.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from benchmarks.analysis_speed import shipped
from benchmarks.measure import Result
from benchmarks.systems import system
from dfdmodeler.formats import native
from dfdmodeler.gui.application import Application
from dfdmodeler.model.records import Element, Flow

SECONDS = 60.0
STALL = 100.0
"""Milliseconds of one event that a person notices."""
FRAME, LETTER, THOUGHT = 16, 60, 250
"""Milliseconds between two moves of the hand, two letters, and two acts."""
LEFT, NONE, KEY = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, Qt.Key
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
OVERLAYS = (KEY.Key_1, KEY.Key_2, KEY.Key_3, KEY.Key_4, KEY.Key_5, KEY.Key_6, KEY.Key_7, KEY.Key_0)


def measure() -> Iterator[Result]:
    """Each size in a process of its own."""
    for size in (1_000, 10_000):
        command = [sys.executable, "-m", "benchmarks.session_speed", str(size)]
        with tempfile.TemporaryDirectory() as home:
            environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "DFDMODELER_HOME": home}
            done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise RuntimeError(done.stderr)
        worst, detail = done.stdout.strip().splitlines()[-1].split("\t")
        yield Result(f"stall of a session, {size:,} elements", float(worst), STALL, "ms", detail)


class Watched(Application):
    """Notes how long each event takes, and what the person was doing."""

    def __init__(self, arguments: list[str]) -> None:
        super().__init__(arguments)
        self.doing = ""
        self.events = 0
        self.busy = 0.0
        """Milliseconds on the processor."""
        self.worst: dict[str, tuple[float, float]] = {}
        """The longest event of each kind of act: milliseconds on the processor, and on the clock."""
        self._depth = 0

    def notify(self, receiver: QObject, event: QEvent) -> bool:
        if self._depth or not self.doing:
            return super().notify(receiver, event)
        self._depth += 1
        start, clock = process_time(), perf_counter()
        try:
            return super().notify(receiver, event)
        finally:
            took = 1000 * (process_time() - start), 1000 * (perf_counter() - clock)
            self._depth -= 1
            self.events += 1
            self.busy += took[0]
            self.worst[self.doing] = max(took, self.worst.get(self.doing, (0.0, 0.0)))


class Person:
    """Works the window with mouse and keys."""

    def __init__(self, app: Watched, window: Any) -> None:
        self._app, self._window, self._canvas = app, window, window.canvas
        self._new = ""
        self._acts: tuple[tuple[str, Callable[[], object]], ...] = (
            ("draw", self._draw), ("type a name", self._name), ("connect", self._connect),
            ("say what flows carry", self._answer), ("drag", self._drag), ("undo and redo", self._undo),
            ("zoom", self._zoom), ("pan", self._pan), ("overlay", self._overlay),
        )  # fmt: skip
        self._overlays = cycle(OVERLAYS)

    def work(self, seconds: float) -> int:
        """Does everything in turn for so long, and the round to its end; how many rounds."""
        end, rounds = perf_counter() + seconds, 0
        while perf_counter() < end:
            for name, act in self._acts:
                self._app.doing = name
                act()
                QTest.qWait(THOUGHT)
            rounds += 1
        self._app.doing = ""
        return rounds

    def _focused(self) -> QWidget:
        popup = QApplication.activePopupWidget()
        if popup is None and QApplication.focusWidget() is None:  # no window manager gives it back
            self._window.activateWindow()
            QTest.qWait(1)
        return (popup.focusWidget() or popup) if popup else QApplication.focusWidget() or self._canvas

    def _press(self, key: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
        QTest.keyClick(self._focused(), key, held)
        QTest.qWait(LETTER)

    def _type(self, text: str) -> None:
        for letter in text:
            QTest.keyClick(self._focused(), letter)
            QTest.qWait(LETTER)

    def _middle(self, subject: str) -> QPoint:
        rect = self._canvas.rect_of(subject)
        assert rect is not None, subject
        return rect.center()

    def _draw(self) -> None:
        """Goes where the last one was drawn, or to the first, and inserts the next beside it."""
        session = self._window.session
        first = next(iter(session.model.of(Element))).id
        self._canvas.zoom_to(1.0)
        self._canvas.reveal(self._new or first)
        session.selection.set([self._new or first])
        self._canvas.setFocus()
        self._type("/tr d s")
        self._press(KEY.Key_Return)
        (self._new,) = session.selection.ids
        assert session.model.element(self._new).type == "training_data_store"

    def _name(self) -> None:
        self._press(KEY.Key_Return)
        self._type("Claims of last year")
        self._press(KEY.Key_Return)
        assert self._window.session.model.name_of(self._new).startswith("Claims of last year")

    def _connect(self) -> None:
        """Tab from the new one, to what is there and found by name."""
        before = sum(1 for _ in self._window.session.model.of(Flow))
        self._press(KEY.Key_Tab)
        self._type("training-0")
        self._press(KEY.Key_Return)
        assert sum(1 for _ in self._window.session.model.of(Flow)) == before + 1

    def _answer(self) -> None:
        """Opens the properties of the flow that was just drawn, and chooses there."""
        self._press(KEY.Key_Return, ALT)
        before, properties = self._window.session.model, self._window.inspector
        assert properties.focus_field("encrypted")
        self._press(KEY.Key_Y)
        assert self._window.session.model != before
        self._press(KEY.Key_Escape)

    def _drag(self) -> None:
        self._canvas.reveal(self._new)
        QTest.qWait(THOUGHT)
        view, start = self._canvas.viewport(), self._middle(self._new)
        QTest.mousePress(view, LEFT, NONE, start)
        for step in range(40):
            swing = 4 * min(step, 40 - step)
            QTest.mouseMove(view, start + QPoint(24 + swing, 24 + swing // 2))
            QTest.qWait(FRAME)
        QTest.mouseRelease(view, LEFT, NONE, start + QPoint(24, 24))

    def _undo(self) -> None:
        model = self._window.session.model
        for key in (KEY.Key_Z, KEY.Key_Z, KEY.Key_Y, KEY.Key_Y):
            self._press(key, CTRL)
        assert self._window.session.model == model

    def _wheel(self, turn: QPoint, held: Qt.KeyboardModifier) -> None:
        view = self._canvas.viewport()
        at = QPointF(view.rect().center())
        event = QWheelEvent(
            at, QPointF(view.mapToGlobal(at.toPoint())), QPoint(), turn, Qt.MouseButton.NoButton, held,
            Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(view, event)
        QTest.qWait(FRAME)

    def _zoom(self) -> None:
        """Out until nearly everything is in view, and back."""
        for turn in (-60,) * 20 + (60,) * 20:
            self._wheel(QPoint(0, turn), CTRL)

    def _pan(self) -> None:
        for step in range(40):
            self._wheel(QPoint(-30 if step < 20 else 30, 15 if step % 10 < 5 else -15), NONE)

    def _overlay(self) -> None:
        for _ in range(2):
            self._press(next(self._overlays), ALT)
            QTest.qWait(THOUGHT)


def stalls(size: int) -> tuple[Watched, int]:
    """The watched program after a session, and how many rounds there were."""
    from dfdmodeler.gui import app as program

    app = Watched(sys.argv[:1])
    frame = program.open_frame()
    filled = program.fill(frame)
    window = filled.window
    window.resize(1600, 1000)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.dfdm"
        path.write_bytes(native.write(system(size, shipped().catalog)))
        assert window.files.open_path(path)
    window.activateWindow()
    while filled.session.analysing or not window.canvas.is_drawn:
        QTest.qWait(50)
    rounds = Person(app, window).work(SECONDS)
    filled.session.history.mark_clean()
    window.close()
    return app, rounds


if __name__ == "__main__":
    watched, rounds = stalls(int(sys.argv[1]))
    doing, (busy, clock) = max(watched.worst.items(), key=lambda entry: entry[1])
    each = "; ".join(f"{name} {worst[0]:.0f}" for name, worst in watched.worst.items())
    told = f"{rounds} rounds, {watched.events} events; longest: {doing}, {clock:.0f} ms on the clock; {each}"
    print(f"{busy:.1f}\t{told}", flush=True)
