"""How much memory the canvas takes, beside a naive one with a graphics item for each object."""

from __future__ import annotations

import gc
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.analysis_speed import shipped
from benchmarks.measure import Result
from benchmarks.systems import DIAGRAM, system

SHARE = 1 / 3
"""Of the naive canvas's memory, at most."""
_STATM = Path("/proc/self/statm")


def measure() -> Iterator[Result]:
    """Each canvas in a process of its own; nothing where the system does not tell memory."""
    if not _STATM.exists():
        return
    for size in (1_000, 10_000):
        ours, naive = (_measured(kind, size) for kind in ("ours", "naive"))
        detail = f"{ours:.0f} MB; one item per object {naive:.0f} MB"
        yield Result(f"canvas memory, {size:,} elements", ours / naive, SHARE, "x", detail)


def _measured(kind: str, size: int) -> float:
    command = [sys.executable, "-m", "benchmarks.canvas_memory", kind, str(size)]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(done.stderr)
    return float(done.stdout)


def growth(kind: str, size: int) -> float:
    """MB that the process grows by while a canvas is built and shown whole, once at 100 % and once all in
    view; a small one was shown before, so that fonts and libraries do not count.
    """
    from PySide6.QtWidgets import QApplication

    app = QApplication.instance() or QApplication(sys.argv[:1])
    build = _ours if kind == "ours" else _naive
    library = shipped()
    kept = [build(library, system(20, library.catalog))]
    model = system(size, library.catalog)
    gc.collect()
    before = _resident()
    kept.append(build(library, model))
    app.processEvents()
    gc.collect()
    return _resident() - before


def _resident() -> float:
    return int(_STATM.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def _ours(library: Any, model: Any) -> object:
    from PySide6.QtTest import QTest

    from dfdmodeler import paths
    from dfdmodeler.drawing.metrics import Metrics
    from dfdmodeler.gui.canvas.view import Canvas
    from dfdmodeler.gui.theme import Theme
    from dfdmodeler.session.session import Session

    session = Session(library, choose=random.Random(1).choice, schedule=lambda task: None)
    session.open(model)
    canvas = Canvas(session, Theme("light"), Metrics(paths.fonts()))
    canvas.set_diagram(DIAGRAM)
    canvas.resize(1600, 1000)
    canvas.show()
    while canvas.content.is_sketchy:
        canvas.content.finish()
    canvas.redraw()
    while not canvas.is_drawn:
        QTest.qWait(20)
    canvas.zoom_to(1.0)
    QTest.qWait(200)
    return canvas


def _naive(library: Any, model: Any) -> object:
    from PySide6.QtTest import QTest

    from benchmarks.naive_canvas import NaiveCanvas

    canvas = NaiveCanvas(library.catalog, model, DIAGRAM)
    canvas.resize(1600, 1000)
    canvas.show()
    canvas.fit()
    QTest.qWait(200)
    canvas.resetTransform()
    QTest.qWait(200)
    return canvas


if __name__ == "__main__":
    print(f"{growth(sys.argv[1], int(sys.argv[2])):.1f}")
