"""Trying the program out as a person would: `dfdmodeler --self-test`, also of a frozen program.

Draws, takes back, saves, reads back, analyses and writes a report, with events posted to the window. Prints
one line of JSON with milliseconds; a sentence and exit code 1 if anything does not hold. Writes only into a
temporary folder.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtCore import QPoint

    from dfdmodeler.gui.app import Program

EXAMPLE = "rag-chatbot.dfdm"
STENCIL = "web_app"
PATIENCE = 60.0
"""Seconds that any one thing may take."""


class DoesNotHoldError(Exception):
    """Something that should be so is not; the message is one sentence."""


def run() -> int:
    """Tries everything; the exit code of the process."""
    with tempfile.TemporaryDirectory(prefix="dfdmodeler-") as folder:
        os.environ["DFDMODELER_HOME"] = folder
        try:
            print(json.dumps({name: round(value, 1) for name, value in _times(Path(folder)).items()}))
        except DoesNotHoldError as error:
            print(f"The self-test failed: {error}", file=sys.stderr)
            return 1
    return 0


def _times(folder: Path) -> dict[str, float]:
    times: dict[str, float] = {}
    begin = perf_counter()
    from dfdmodeler.gui.app import fill, open_frame

    frame = open_frame()
    times["first_paint"] = (perf_counter() - begin) * 1000
    program = fill(frame)
    _open_example(program)
    times["ready"] = (perf_counter() - begin) * 1000
    _draw(program)
    _save_and_read(program, folder / "saved.dfdm")
    with _timed(times, "analyse"):
        _analyse(program)
    with _timed(times, "pdf"):
        _write_report(program, folder / "report.pdf")
    program.session.history.mark_clean()
    program.window.close()
    return times


@contextmanager
def _timed(times: dict[str, float], name: str) -> Iterator[None]:
    begin = perf_counter()
    yield
    times[name] = (perf_counter() - begin) * 1000


def _open_example(program: Program) -> None:
    from dfdmodeler import paths

    if not program.window.files.open_path(paths.templates() / EXAMPLE):
        raise DoesNotHoldError(f"the example {EXAMPLE} cannot be opened.")
    _settle(program)
    if not program.session.threats.threats:
        raise DoesNotHoldError("no threats are found in the example.")


def _draw(program: Program) -> None:
    """An element and a flow by mouse, undone and redone by keyboard."""
    from dfdmodeler.model.records import Element, Flow

    session, canvas = program.session, program.window.canvas
    before = session.model
    known = next(element for element in before.of(Element) if canvas.rect_of(element.id))
    canvas.start_placing(STENCIL)
    _click(program, _free_place(program))
    added = [e for e in session.model.of(Element) if e.id not in before]
    if len(added) != 1:
        raise DoesNotHoldError("a click does not draw an element.")
    _press_key(program, "Escape")
    canvas.set_tool("flow")
    _drag(program, canvas.rect_of(added[0].id).center(), canvas.rect_of(known.id).center())
    drawn = [f for f in session.model.of(Flow) if f.id not in before]
    if [(f.source, f.target) for f in drawn] != [(added[0].id, known.id)]:
        raise DoesNotHoldError("dragging from one element to another does not draw a flow.")
    after = session.model
    _act(program, "undo")
    _act(program, "undo")
    if any(record_id in session.model for record_id in (added[0].id, drawn[0].id)):
        raise DoesNotHoldError("undo does not take back what was drawn.")
    _act(program, "redo")
    _act(program, "redo")
    if session.model != after:
        raise DoesNotHoldError("redo does not bring back what was drawn.")
    _settle(program)


def _save_and_read(program: Program, path: Path) -> None:
    session = program.session
    session.path = path
    if not program.window.files.save():
        raise DoesNotHoldError("the model cannot be saved.")
    documents = program.window.files.documents
    reading = documents.read(path)
    if reading.model != documents.stamped(session.model):
        raise DoesNotHoldError("the saved model is not the one that was drawn.")


def _analyse(program: Program) -> None:
    """All rules from scratch."""
    from dfdmodeler.analysis.engine import Analysis

    analysis = Analysis(program.session.library)
    for _ in analysis.run(program.session.model):
        pass
    if {f.id for f in analysis.findings} != {f.id for f in program.session.analysis.findings}:
        raise DoesNotHoldError("the analysis while drawing does not find what one from scratch finds.")


def _write_report(program: Program, path: Path) -> None:
    program.window.files.write_report(path)
    _until(path.exists, "the report is not written")
    if not path.read_bytes().startswith(b"%PDF-"):
        raise DoesNotHoldError("the report is not a PDF document.")


def _free_place(program: Program) -> QPoint:
    """A point of the viewport with room for an element around it."""
    from PySide6.QtCore import QPoint

    from dfdmodeler.model.records import Boundary

    canvas, model = program.window.canvas, program.session.model
    canvas.zoom_by(0.75)
    area = canvas.viewport().rect()
    for y in range(60, area.height() - 60, 20):
        for x in range(90, area.width() - 90, 20):
            near = (canvas.id_at(QPoint(x + dx, y + dy)) for dx in (-60, 0, 60) for dy in (-30, 0, 30))
            if all(i is None or isinstance(model[i], Boundary) for i in near):
                return QPoint(x, y)
    raise DoesNotHoldError("there is no room on the canvas.")


def _click(program: Program, at: QPoint) -> None:
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    QTest.mouseClick(program.window.canvas.viewport(), Qt.MouseButton.LeftButton, pos=at)
    _pause(program)


def _drag(program: Program, start: QPoint, end: QPoint) -> None:
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    viewport = program.window.canvas.viewport()
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=start)
    for share in (0.25, 0.5, 0.75, 1.0):
        QTest.mouseMove(viewport, start + (end - start) * share)
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=end)
    _pause(program)


def _act(program: Program, name: str) -> None:
    """Does what a menu entry does, once the menus have caught up."""
    _pause(program)
    program.window.menus.actions[name].trigger()


def _press_key(program: Program, name: str) -> None:
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    QTest.keyClick(program.app.focusWidget() or program.window.canvas, Qt.Key[f"Key_{name}"])
    _pause(program)


def _settle(program: Program) -> None:
    """Until the analysis is through and everything is painted."""
    _until(lambda: not program.session.analysing, "the analysis does not end")
    program.window.canvas.viewport().repaint()
    _pause(program)


def _pause(program: Program) -> None:
    program.app.processEvents()


def _until(holds: Callable[[], bool], complaint: str) -> None:
    from PySide6.QtCore import QCoreApplication

    end = perf_counter() + PATIENCE
    while not holds():
        if perf_counter() > end:
            raise DoesNotHoldError(f"{complaint}.")
        QCoreApplication.processEvents()
