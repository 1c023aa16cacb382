"""How long a frame takes while a person pans, zooms and drags on a real canvas that is not on a screen."""

from __future__ import annotations

import gc
import os
import random
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator
from time import perf_counter, process_time
from typing import Any

from benchmarks.analysis_speed import shipped
from benchmarks.measure import Result, p95
from benchmarks.systems import DIAGRAM, system

FRAME = 16.0
"""Milliseconds of one frame at 60 per second."""
STALL = 100.0
FRAMES = 40
"""Steps of a gesture."""
ZOOMS = (1.0, 0.5, 0.0)
"""Pixels per unit; 0 stands for the whole diagram."""
DRAGGED = "agent-0"
Times = list[tuple[float, float]]


def measure() -> Iterator[Result]:
    """Each size in a process of its own, so that sizes do not pay for each other."""
    for size in (1_000, 10_000):
        command = [sys.executable, "-m", "benchmarks.canvas_speed", str(size)]
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise RuntimeError(done.stderr)
        for line in done.stdout.splitlines():
            gesture, middle, high, worst, wall = line.split("\t")
            detail = f"median {middle}, p95 {high}, worst {worst} ms; on the clock p95 {wall} ms"
            if size == 1_000:
                yield Result(f"{gesture}, 1,000 elements, p95", float(high), FRAME, "ms", detail)
            else:
                yield Result(f"{gesture}, 10,000 elements, median", float(middle), FRAME, "ms", detail)
                yield Result(f"{gesture}, 10,000 elements, worst", float(worst), STALL, "ms", detail)


def gestures(size: int) -> Iterator[tuple[str, Times]]:
    """Names of gestures with the milliseconds of their frames, on the processor and on the clock."""
    from PySide6.QtCore import QPointF
    from PySide6.QtWidgets import QApplication

    app = QApplication.instance() or QApplication(sys.argv[:1])
    canvas = _canvas(size)
    app.processEvents()
    for scale in ZOOMS:
        name = f"at {scale:.0%}" if scale else "all in view"
        yield f"pan {name}", _frames(lambda n: canvas.pan_by(7, 3 if n % 40 < 20 else -3), canvas, scale)
        yield f"drag {name}", _frames(_dragging(canvas), canvas, scale)
    at = QPointF(canvas.viewport().rect().center())

    def zoom(number: int) -> None:
        canvas.glide_by(1.06 if number < FRAMES // 2 else 1 / 1.06, at)

    yield "zoom gesture", _frames(zoom, canvas, 0.0)


def _canvas(size: int) -> Any:
    from dfdmodeler import paths
    from dfdmodeler.drawing.metrics import Metrics
    from dfdmodeler.gui.canvas.view import Canvas
    from dfdmodeler.gui.theme import Theme
    from dfdmodeler.session.session import Session

    library = shipped()
    # Without threats: what is measured is drawing, and a window analyses when nobody moves anything.
    session = Session(library, choose=random.Random(1).choice, schedule=lambda task: None)
    session.open(system(size, library.catalog))
    canvas = Canvas(session, Theme("light"), Metrics(paths.fonts()))
    canvas.set_diagram(DIAGRAM)
    gc.collect()
    gc.freeze()  # as the program does after opening a file
    canvas.resize(1600, 1000)
    canvas.show()
    return canvas


def _frames(step: Callable[[int], object], canvas: Any, zoom: float) -> Times:
    """The time from each step of a gesture until it is painted, after the view came to rest."""
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    canvas.fit()
    if zoom:
        canvas.zoom_to(zoom)
        canvas.centerOn(*canvas.content.item(DRAGGED).shape.center)
    QTest.qWait(300)
    times = []
    for number in range(FRAMES):
        start, clock = process_time(), perf_counter()
        step(number)
        QApplication.processEvents()
        times.append((1000 * (process_time() - start), 1000 * (perf_counter() - clock)))
    _release(canvas)
    QTest.qWait(300)
    return times


def _dragging(canvas: Any) -> Callable[[int], None]:
    """Drags an element to and fro: the first step takes it, the others move it."""

    def step(number: int) -> None:
        from PySide6.QtCore import QEvent, Qt

        middle = canvas.mapFromScene(*canvas.content.item(DRAGGED).shape.center) if number == 0 else _at[0]
        _at[0] = middle
        if number == 0:
            _mouse(canvas, QEvent.Type.MouseButtonPress, middle, Qt.MouseButton.LeftButton)
        else:
            swing = 4 * (number if number < FRAMES // 2 else FRAMES - number)
            at = middle.__class__(middle.x() + 10 + swing, middle.y() + 10 + swing // 2)
            _mouse(canvas, QEvent.Type.MouseMove, at, Qt.MouseButton.NoButton)

    _at: list[Any] = [None]
    return step


def _mouse(canvas: Any, kind: Any, at: Any, button: Any) -> None:
    from PySide6.QtCore import QPointF, Qt
    from PySide6.QtGui import QMouseEvent
    from PySide6.QtWidgets import QApplication

    viewport = canvas.viewport()
    place, none = QPointF(at), Qt.KeyboardModifier.NoModifier
    held = Qt.MouseButton.LeftButton
    event = QMouseEvent(kind, place, viewport.mapToGlobal(place), button, held, none)
    QApplication.sendEvent(viewport, event)


def _release(canvas: Any) -> None:
    """Ends a gesture without a change."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    QTest.keyClick(canvas, Qt.Key.Key_Escape)


if __name__ == "__main__":
    for gesture, times in gestures(int(sys.argv[1])):
        busy, clock = zip(*times, strict=True)
        figures = (statistics.median(busy), p95(busy), max(busy), p95(clock))
        print(gesture, *(f"{figure:.1f}" for figure in figures), sep="\t", flush=True)
