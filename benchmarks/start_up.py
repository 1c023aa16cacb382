"""How soon the window is there, beside a bare window with the same menus and panels, in fresh processes."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.measure import Result

RUNS = 7
LATE = ("networkx", "reportlab", "numpy", "PIL")
"""What must not be imported before the first paint."""
BARE = """
import json, sys, time
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDockWidget, QGraphicsScene, QGraphicsView, QMainWindow, QWidget
frame = json.loads(sys.argv[1])
app = QApplication(sys.argv[:1])
window = QMainWindow()
view = QGraphicsView(QGraphicsScene(window))
window.setCentralWidget(view)
for title, texts in frame["menus"]:
    menu = window.menuBar().addMenu(title)
    for text in texts:
        menu.addAction(text)
for title, area, shown in frame["docks"]:
    dock = QDockWidget(title, window)
    dock.setWidget(QWidget(dock))
    window.addDockWidget(Qt.DockWidgetArea(area), dock)
    dock.setVisible(shown)
window.statusBar()
window.resize(*frame["size"])
window.show()
app.processEvents()
print(json.dumps({"first": time.time()}), flush=True)
"""
PROGRAM = """
import json, sys, time
from pathlib import Path
from dfdmodeler.gui import app
frame = app.open_frame()
told = {"first": time.time(), "early": sorted(set(LATE) & set(sys.modules))}
app.begin(frame, Path(sys.argv[1]))
assert frame.window.session.model, "the example was not opened"
frame.window.canvas.viewport().repaint()
told["ready"] = time.time()
while frame.window.session.analysing:
    frame.app.processEvents()
told["threats"] = time.time()
from PySide6.QtWidgets import QDockWidget
told["size"] = frame.window.size().toTuple()
told["menus"] = [
    (action.text(), [entry.text() for entry in action.menu().actions()])
    for action in frame.window.menuBar().actions() if action.menu()
]
told["docks"] = [
    (dock.windowTitle(), frame.window.dockWidgetArea(dock).value, not dock.isHidden())
    for dock in frame.window.findChildren(QDockWidget)
]
print(json.dumps(told), flush=True)
import os
os._exit(0)
""".replace("LATE", repr(LATE))


def measure() -> Iterator[Result]:
    with tempfile.TemporaryDirectory() as directory:
        example = Path(directory) / "example.dfdm"
        _write_example(example)
        frame = _run(PROGRAM, str(example), directory)
        rounds = [
            (_run(BARE, json.dumps(frame), directory), _run(PROGRAM, str(example), directory))
            for _ in range(RUNS)
        ]
    bare = statistics.median(one["first"] for one, _ in rounds)
    first, ready, threats = (
        statistics.median(other[name] for _, other in rounds) for name in ("first", "ready", "threats")
    )
    detail = f"{first:.0f} ms; bare window {bare:.0f} ms; {RUNS} fresh processes each"
    yield Result("first paint of the empty shell", first / bare, 1.4, "x", detail)
    detail = f"{ready:.0f} ms; with its threats {threats:.0f} ms"
    yield Result("ready with the example drawn", ready / bare, 2.5, "x", detail)
    early = frame["early"]
    detail = ", ".join(early) or f"none of {', '.join(LATE)}"
    yield Result("imported at first paint", len(early), 0, "", detail)


def _write_example(path: Path) -> None:
    from benchmarks.analysis_speed import shipped
    from benchmarks.systems import system
    from dfdmodeler.formats import native

    path.write_bytes(native.write(system(20, shipped().catalog)))


def _run(program: str, argument: str, home: str) -> dict[str, Any]:
    """What a fresh process tells; times as milliseconds since it was started."""
    environment = {
        **os.environ,
        "DFDMODELER_HOME": str(Path(home) / "home"),
        "PYTHONDONTWRITEBYTECODE": "",
        "PYTHONPYCACHEPREFIX": str(Path(home) / "bytecode"),  # as installed: modules are compiled once
        "QT_QPA_PLATFORM": "offscreen",
    }
    start = time.time()
    done = subprocess.run(
        [sys.executable, "-c", program, argument],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise RuntimeError(done.stderr)
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    moments = {key: 1000 * (value - start) for key, value in told.items() if isinstance(value, float)}
    return {**told, **moments}
