"""Several windows: each has a document of its own, files are dropped onto them, the last ends the program."""

from __future__ import annotations

import gc
import json
import shutil
import subprocess
import sys
import weakref
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from dfdmodeler.formats import native
from dfdmodeler.gui import recovery
from dfdmodeler.gui.app import Frame, Program, fill
from dfdmodeler.gui.window import Window
from dfdmodeler.model import edits
from dfdmodeler.model.records import Element, Flow
from dfdmodeler.session.journal import Journal
from dfdmodeler.session.session import Session
from gui_parts import TODAY, chat_model, dressed_theme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
COPY, LEFT = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton


@pytest.fixture
def program(qtbot, qapp) -> Program:
    """The program with its first window."""
    theme = dressed_theme(qapp)
    made = fill(Frame(qapp, theme, Window(theme)), clock=lambda: TODAY)
    with qtbot.waitExposed(made.window):
        made.window.show()
    yield made
    for window in tuple(made.desktop.windows):
        window.session.history.mark_clean()
        window.close()
    qapp.processEvents()


@pytest.fixture
def path(tmp_path) -> Path:
    made = tmp_path / "chat.dfdm"
    made.write_bytes(native.write(chat_model()))
    return made


def act(window: Window, name: str) -> None:
    window.menus.refresh()
    window.menus.actions[name].trigger()


def another(program: Program, qtbot) -> Window:
    act(program.window, "new-window")
    made = program.desktop.windows[-1]
    qtbot.waitUntil(made.isVisible)
    return made


def test_each_window_has_a_document_and_a_history_of_its_own(qtbot, program, path):
    first, second = program.window, another(program, qtbot)
    assert second is not first
    assert second.files.open_path(path)
    assert not first.session.model
    second.session.edit("Rename", lambda m: edits.rename(m, "llm", "Second"))
    first.session.edit("Add", lambda m: edits.put(m, Element(id="one", type="llm")))
    act(first, "undo")
    assert not first.session.model
    assert second.session.model.name_of("llm") == "Second"
    assert first.pos() != second.pos()


def test_what_is_copied_in_one_window_is_pasted_in_another(qtbot, program, path):
    first, second = program.window, another(program, qtbot)
    first.files.open_path(path)
    first.session.selection.set(["docs", "llm"])
    act(first, "copy")
    act(second, "paste")
    assert sorted(e.name for e in second.session.model.of(Element)) == ["Documents", "Model"]
    (flow,) = second.session.model.of(Flow)
    assert {flow.source, flow.target} == {e.id for e in second.session.model.of(Element)}
    assert "context" in first.session.model, "nothing was taken away"


def test_each_window_records_for_recovery(qtbot, program, home):
    for number, window in enumerate((program.window, another(program, qtbot))):
        window.session.edit("Add", lambda m, n=number: edits.put(m, Element(id=f"e{n}", type="llm")))
    assert len(list((home / "state").glob("*.journal"))) == 2
    program.desktop.windows[1].session.history.mark_clean()
    program.desktop.windows[1].close()
    assert len(list((home / "state").glob("*.journal"))) == 1


def test_a_file_is_opened_in_one_window_only(qtbot, program, path):
    first, second = program.window, another(program, qtbot)
    assert first.files.open_path(path)
    assert not second.files.open_path(path)
    assert second.session.path is None
    qtbot.waitUntil(first.isActiveWindow)


def test_a_file_is_read_again_by_the_window_that_has_it(qtbot, program, path):
    window = program.window
    assert window.files.open_path(path)
    path.write_bytes(native.write(edits.rename(chat_model(), "llm", "Later")))
    assert window.files.open_path(path)
    assert window.session.model.name_of("llm") == "Later"


def test_the_system_opens_files_where_there_is_room(qtbot, program, path, tmp_path):
    other = tmp_path / "other.dfdm"
    other.write_bytes(path.read_bytes())
    assert program.desktop.open_path(path)
    assert program.window.session.path == path, "in the window that was empty"
    assert program.desktop.open_path(other)
    assert [w.session.path for w in program.desktop.windows] == [path, other]
    assert program.desktop.open_path(path)
    assert len(program.desktop.windows) == 2


def test_a_closed_window_is_taken_down_without_a_word(qtbot, qapp, program, path):
    second = another(program, qtbot)
    second.files.open_path(path)
    qtbot.waitUntil(lambda: not second.session.analysing)
    act(second, "shortcuts")
    act(second, "preferences")
    with qtbot.captureExceptions() as seen:
        second.close()
        qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        qtbot.wait(50)
        program.preferences.change(author="Ada")
    assert not seen


def test_a_closed_window_lets_go_of_all_it_held(qtbot, qapp, program, path):
    second = another(program, qtbot)
    second.files.open_path(path)
    qtbot.waitUntil(lambda: not program.desktop.windows[-1].session.analysing)
    qtbot.wait(100)
    held, worn = weakref.ref(second.session), weakref.ref(second.theme)
    second.close()
    assert program.desktop.windows == [program.window]
    del second
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def is_gone() -> bool:
        gc.collect()
        return held() is None and worn() is None

    qtbot.waitUntil(is_gone)  # what is drawn beside the window ends first
    program.preferences.change(theme="dark")
    assert program.window.theme.dark
    program.preferences.change(theme="light")


def test_colours_and_grid_are_those_of_all_windows(qtbot, program):
    first, second = program.window, another(program, qtbot)
    act(second, "colors-dark")
    assert first.theme.dark
    assert second.theme.dark
    act(second, "colors-light")
    act(first, "snap")
    assert first.canvas.snap is second.canvas.snap is program.preferences.now.snap_to_grid is False


def test_quitting_closes_all_windows_unless_one_is_kept(qtbot, program, monkeypatch):
    second = another(program, qtbot)
    second.session.edit("Add", lambda m: edits.put(m, Element(id="one", type="llm")))
    monkeypatch.setattr(second.files, "may_leave", lambda: False)
    act(second, "quit")
    assert second in program.desktop.windows
    monkeypatch.undo()
    second.session.history.mark_clean()
    act(second, "quit")
    assert program.desktop.windows == []


def test_left_over_work_is_restored_into_a_window_of_its_own(qtbot, program, library, tmp_path, path):
    lost = Session(library, choose=lambda letters: letters[0], journal=Journal(tmp_path / "running"))
    lost.open(chat_model())
    lost.edit("Rename", lambda m: edits.rename(m, "llm", "Lost"))
    killed = tmp_path / "killed"
    shutil.copytree(tmp_path / "running", killed)
    lost.close()
    assert program.window.files.open_path(path)
    recovery.offer_recovery(program.window, killed)
    qtbot.mouseClick(program.window.notices.find(recovery.KEY).buttons["Restore"], LEFT)
    first, second = program.desktop.windows
    assert first.session.path == path
    assert second.session.model.name_of("llm") == "Lost"
    assert not second.session.is_clean


def test_windows_are_listed_and_brought_forward(qtbot, program, path):
    first, second = program.window, another(program, qtbot)
    first.files.open_path(path)
    below = next(a.menu() for a in second.menu_by_title["File"].actions() if a.text() == "Go to window")
    below.aboutToShow.emit()
    assert [(a.text(), a.isChecked()) for a in below.actions()] == [("Chat", False), ("Untitled model", True)]
    below.actions()[0].trigger()
    qtbot.waitUntil(first.isActiveWindow)


def drop(window: Window, *files: Path, leave: bool = False) -> QMimeData:
    """Drags files over the canvas, as the file manager does, and lets go."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    at, buttons, none = QPoint(200, 200), LEFT, Qt.KeyboardModifier.NoModifier
    viewport = window.canvas.viewport()
    enter = QDragEnterEvent(at, COPY, data, buttons, none)
    QApplication.sendEvent(viewport, enter)
    assert enter.isAccepted()
    assert window.drops.cue.isVisible()
    last = QDragLeaveEvent() if leave else QDropEvent(QPointF(at), COPY, data, buttons, none)
    QApplication.sendEvent(viewport, last)
    assert not window.drops.cue.isVisible()
    return data


def test_dropped_files_are_opened(qtbot, program, path, tmp_path):
    other = tmp_path / "other.dfdm"
    other.write_bytes(path.read_bytes())
    drop(program.window, path, leave=True)
    assert not program.window.session.model
    drop(program.window, path, other)
    qtbot.waitUntil(lambda: [w.session.path for w in program.desktop.windows] == [path, other])


def test_a_stencil_is_still_dropped_on_the_canvas(qtbot, program):
    data = program.window.palette_panel.list.model().mimeData(
        [program.window.palette_panel.list.model().index(1, 0)]
    )
    enter = QDragEnterEvent(QPoint(200, 200), COPY, data, LEFT, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(program.window.canvas.viewport(), enter)
    assert enter.isAccepted()
    assert not program.window.drops.cue.isVisible()
    drop_event = QDropEvent(QPointF(200, 200), COPY, data, LEFT, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(program.window.canvas.viewport(), drop_event)
    assert len(program.window.session.model.of(Element)) == 1


ASKED = """
import json, sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtGui import QFileOpenEvent
from dfdmodeler.gui import app as program
one, two = map(Path, sys.argv[1:])
frame = program.open_frame()
QCoreApplication.sendEvent(frame.app, QFileOpenEvent(str(one)))  # before there is anything to open it with
program.begin(frame, None)
QCoreApplication.sendEvent(frame.app, QFileOpenEvent(str(two)))
windows = [w for w in frame.app.topLevelWidgets() if type(w).__name__ == "Window"]
found = sorted(str(w.session.path) for w in windows)
closed = []
def close_all():
    for window in windows:
        closed.append(frame.app.closingDown())
        window.close()
QTimer.singleShot(0, close_all)
code = frame.app.exec()  # ends with the last window
print(json.dumps([found, closed, code]))
"""


def test_files_that_macos_asks_for_are_opened_and_the_last_window_ends_the_program(path, tmp_path):
    other = tmp_path / "other.dfdm"
    other.write_bytes(path.read_bytes())
    run = subprocess.run(
        [sys.executable, "-c", ASKED, str(path), str(other)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert json.loads(run.stdout.splitlines()[-1]) == [[str(path), str(other)], [False, False], 0]


def test_ctrl_shift_n_opens_a_window_and_ctrl_w_closes_it(qtbot, program):
    program.window.activateWindow()
    qtbot.waitUntil(program.window.isActiveWindow)
    held = Qt.KeyboardModifier.ControlModifier
    QTest.keyClick(program.window, Qt.Key.Key_N, held | Qt.KeyboardModifier.ShiftModifier)
    assert len(program.desktop.windows) == 2
    second = program.desktop.windows[1]
    qtbot.waitUntil(second.isActiveWindow)
    QTest.keyClick(second, Qt.Key.Key_W, held)
    assert program.desktop.windows == [program.window]
