"""Starting: what is loaded by the time the window is painted first."""

from __future__ import annotations

import json
import subprocess
import sys

HEAVY = ("networkx", "reportlab", "numpy", "PIL")
EVERYTHING = (*HEAVY, "pydantic", "dfdmodeler.session.session")
PROGRAM = f"""
import json, sys
from dfdmodeler.gui.app import fill, open_frame
frame = open_frame()
assert frame.window.isVisible()
at_first = [name for name in {EVERYTHING!r} if name in sys.modules]
program = fill(frame)
program.app.processEvents()
ready = [name for name in {HEAVY!r} if name in sys.modules]
print(json.dumps([at_first, ready]))
program.window.close()
"""


def test_the_first_paint_loads_qt_alone_and_the_empty_window_no_reports_or_graphs():
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, timeout=120, check=True
    )
    assert json.loads(run.stdout.splitlines()[-1]) == [[], []]


def test_the_self_test_holds():
    run = subprocess.run(
        [sys.executable, "-m", "dfdmodeler", "--self-test"],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    times = json.loads(run.stdout.splitlines()[-1])
    assert set(times) == {"first_paint", "ready", "analyse", "pdf"}
    assert 0 < times["first_paint"] < times["ready"]
