"""The register with 10,000 threats: how long a key, a letter of a filter and a page of scrolling take.

The window is real and offscreen, with the panels that it has beside the register; what runs when nothing else
is to be done has run before. A key is over when everything that follows from it at once is painted.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from benchmarks.analysis_speed import shipped
from benchmarks.measure import Result, p95
from benchmarks.systems import system
from dfdmodeler.formats import native

ELEMENTS = 2_260
"""Their threats are 10,000."""
FRAME, STALL, THOUGHT = 16.0, 100.0, 250.0
"""Milliseconds of a frame, of an event that is noticed, and between two acts of a person."""
PAGES, CARD = 60, "the card"
REST, AFTER = 4_000, 1_500
"""Milliseconds until nothing is left to be done in between: at the beginning, and after each key."""
KEY, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier


def measure() -> Iterator[Result]:
    """In a process of its own."""
    command = [sys.executable, "-m", "benchmarks.register_speed"]
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "DFDMODELER_HOME": home}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(done.stderr)
    for line in done.stdout.strip().splitlines():
        goal, measured, bound, detail = line.split("\t")
        yield Result(goal, float(measured), float(bound), "ms", detail)


class Hand:
    """Works the register and takes the time."""

    def __init__(self, app: QApplication, page: Any) -> None:
        self._app, self.page, self.table = app, page, page.table

    def timed(self, act: Callable[[], object]) -> float:
        """Milliseconds on the processor until what follows at once is painted."""
        QTest.qWait(AFTER)
        start = process_time()
        act()
        self._app.processEvents()
        return 1000 * (process_time() - start)

    def pages(self) -> list[float]:
        """Each page of scrolling down."""
        bar, step = self.table.verticalScrollBar(), self.table.viewport().height()

        def turn() -> None:
            bar.setValue(bar.value() + step)
            self.table.viewport().repaint()

        times = []
        for _ in range(PAGES):
            start = process_time()
            turn()
            times.append(1000 * (process_time() - start))
        bar.setValue(0)
        return times

    def acts(self) -> dict[str, Callable[[], object]]:
        """What people do, by name."""
        page, table = self.page, self.table
        search = page.filters.search
        return {
            "next line": lambda: QTest.keyClick(table, KEY.Key_Down),
            CARD: lambda: (QTest.keyClick(table, KEY.Key_Down), table.chosen.emit()),
            "last line": lambda: QTest.keyClick(table, KEY.Key_End),
            "first line": lambda: QTest.keyClick(table, KEY.Key_Home),
            "choose all": lambda: QTest.keyClick(table, KEY.Key_A, CTRL),
            "choose one": lambda: QTest.keyClick(table, KEY.Key_Home),
            "filter, first letter": lambda: QTest.keyClicks(search, "i"),
            "filter, second letter": lambda: QTest.keyClicks(search, "n"),
            "no filter": search.clear,
            "sort": lambda: page.ask(page.query.sorted_by("title")),
            "sort by two": lambda: page.ask(page.query.sorted_by("subject", also=True)),
            "group": lambda: page.ask(type(page.query)(group="family")),
            "no group": lambda: page.ask(type(page.query)()),
        }


def tell(what: str, measured: float, bound: float, detail: str) -> None:
    """A goal, what was measured, what it may be at most, and what it is made of."""
    print(f"register: {what}\t{measured}\t{bound}\t{detail}")


def main() -> None:
    """Prints a line for each goal, with tabs between its parts."""
    from dfdmodeler.gui import app

    frame = app.open_frame()
    program = app.fill(frame, lambda: "2026-01-15")
    window = frame.window
    with tempfile.TemporaryDirectory() as home:
        path = Path(home) / "large.dfdm"
        path.write_bytes(native.write(system(ELEMENTS, shipped().catalog)))
        window.files.open_path(path)
        while window.session.analysing or not window.session.threats.threats:
            program.app.processEvents()
        window.triage.show()
        QTest.qWait(REST)
        hand = Hand(program.app, window.triage.page)
        rows = len(hand.page.lines)
        tell(
            f"a page of {rows:,} threats", p95(pages := hand.pages()), FRAME, f"median {median(pages):.1f} ms"
        )
        times = {name: hand.timed(act) for name, act in hand.acts().items()}
        tell(
            "the card after a pause", times.pop(CARD), THOUGHT, "the key, the evidence, the panels behind it"
        )
        detail = ", ".join(f"{name} {took:.0f}" for name, took in times.items())
        tell(f"a key or click, {rows:,} threats", max(times.values()), STALL, detail)
        window.session.history.mark_clean()
        window.close()


if __name__ == "__main__":
    main()
