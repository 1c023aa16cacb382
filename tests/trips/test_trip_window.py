"""The desktop program as a newcomer uses it: everything by mouse and keyboard, in a window as it starts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from time import perf_counter

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QDialogButtonBox, QFileDialog, QLineEdit, QWidget

from dfdmodeler.gui.app import Program, fill, open_frame
from dfdmodeler.gui.dialogs.commands import CommandPalette
from dfdmodeler.gui.dialogs.report import ReportDialog
from dfdmodeler.model.records import Boundary, Decision, Element, Flow, Suggestion

BLUEPRINT = Path(__file__).parents[1] / "fixtures" / "tm7" / "azure-health-data-and-ai.tm7"
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
Key = Qt.Key
PATIENCE = 20.0
"""Seconds that any one thing may take."""
pytestmark = [pytest.mark.slow, pytest.mark.qt_log_ignore("This plugin does not support", extend=True)]


class Person:
    """Hands that move the mouse over the window and press keys, and eyes that wait until something is so."""

    def __init__(self, program: Program) -> None:
        self.window, self.session, self.canvas = program.window, program.session, program.window.canvas

    def wait(self, holds: Callable[[], object], what: str = "it does not happen") -> None:
        end = perf_counter() + PATIENCE
        while not holds():
            assert perf_counter() < end, what
            QTest.qWait(10)

    def settle(self) -> None:
        QTest.qWait(30)
        self.wait(lambda: not self.session.analysing, "the analysis does not end")
        QTest.qWait(30)

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
        """A key as the window system tells of it: whoever has the focus gets it."""
        top = QApplication.activePopupWidget() or QApplication.activeModalWidget() or self.window
        self._come_back(top)
        QTest.keyClick(top.windowHandle(), key, modifier)
        QTest.qWait(20)

    def _come_back(self, top: QWidget) -> None:
        """Without a window manager nobody gives the focus back when something has closed."""
        handle = top.windowHandle()
        if QApplication.focusWindow() is None or not QApplication.focusWindow().isVisible():
            handle.requestActivate()
            self.wait(lambda: QApplication.focusWindow() is handle, "the window does not become active")

    def type(self, text: str) -> None:
        self._come_back(self.window)
        QTest.keyClicks(QApplication.focusWidget(), text)
        QTest.qWait(20)

    def click(self, widget: QWidget, at: QPoint | None = None, double: bool = False) -> None:
        top = widget.window()
        point = widget.mapTo(top, at or widget.rect().center())
        press = QTest.mouseDClick if double else QTest.mouseClick
        press(top.windowHandle(), LEFT, NONE, point)
        QTest.qWait(20)

    def drag(self, start: QPoint, end: QPoint) -> None:
        """Over the canvas."""
        viewport, handle = self.canvas.viewport(), self.window.windowHandle()
        at = [viewport.mapTo(self.window, start + (end - start) * share / 8) for share in range(9)]
        QTest.mouseMove(handle, at[0])
        QTest.mousePress(handle, LEFT, NONE, at[0])
        for point in at[1:]:
            QTest.mouseMove(handle, point)
        QTest.mouseRelease(handle, LEFT, NONE, at[-1])
        QTest.qWait(20)

    def pick(self, stencil: str) -> None:
        """Clicks a stencil in the palette."""
        palette = self.window.palette_panel.list
        index = palette.rows.index(palette.rows.row_of(stencil))
        palette.scrollTo(index)
        self.click(palette.viewport(), palette.visualRect(index).center())

    def drop(self, stencil: str, at: QPoint) -> None:
        """What the window system tells the canvas when a stencil is dragged onto it."""
        palette, viewport = self.window.palette_panel.list, self.canvas.viewport()
        data: QMimeData = palette.rows.mimeData([palette.rows.index(palette.rows.row_of(stencil))])
        copy = Qt.DropAction.CopyAction
        for event in (
            QDragEnterEvent(at, copy, data, LEFT, NONE),
            QDragMoveEvent(at, copy, data, LEFT, NONE),
            QDropEvent(QPointF(at), copy, data, LEFT, NONE),
        ):
            QApplication.sendEvent(viewport, event)

    def center(self, subject: str) -> QPoint:
        rect = self.canvas.rect_of(subject)
        assert rect is not None
        return rect.center()

    def only(self, type_: str) -> Element:
        found = [element for element in self.session.model.of(Element) if element.type == type_]
        assert len(found) == 1
        return found[0]

    def when_asked(self, answer: Callable[[QDialog], None]) -> None:
        """Answers the next dialog once it is there."""

        def look() -> None:
            beside = self.window.findChild(CommandPalette)
            dialog = QApplication.activeModalWidget() or beside
            if isinstance(dialog, QDialog) and dialog.isVisible():
                answer(dialog)
            else:
                QTimer.singleShot(20, look)

        QTimer.singleShot(20, look)

    def name_file(self, path: Path) -> Callable[[QDialog], None]:
        def answer(dialog: QDialog) -> None:
            assert isinstance(dialog, QFileDialog)
            field = dialog.findChild(QLineEdit, "fileNameEdit")
            field.setText(str(path))  # typing would open a list of files beside it
            QTest.mouseClick(dialog.findChild(QDialogButtonBox).buttons()[0], LEFT)

        return answer

    def choose_threat(self, rule: str, subject: str) -> None:
        """Clicks a threat in the list."""
        rows = self.window.threats.list
        index = rows.rows.index(rows.rows.row_of(f"{rule}@{subject}"))
        assert index.isValid(), f"{rule} is not listed"
        rows.scrollTo(index)
        self.click(rows.viewport(), rows.visualRect(index).center())
        self.settle()


@pytest.fixture
def person(qapp: QApplication) -> Iterator[Person]:
    frame = open_frame()
    frame.app.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
    program = fill(frame, clock=lambda: "2026-11-24")
    program.window.activateWindow()
    made = Person(program)
    made.settle()
    yield made
    program.session.history.mark_clean()
    program.window.close()
    program.window.deleteLater()
    program.app.processEvents()


def draw(person: Person) -> tuple[str, str, str]:
    """A party outside, training data, a training job, and what flows: the ids of the three."""
    person.pick("training_data_store")
    person.click(person.canvas.viewport(), QPoint(420, 300))
    person.key(Key.Key_Escape)
    person.pick("training_job")
    person.click(person.canvas.viewport(), QPoint(640, 300))
    person.key(Key.Key_Escape)
    person.drop("external_entity", QPoint(130, 300))
    person.settle()
    ids = tuple(person.only(t).id for t in ("external_entity", "training_data_store", "training_job"))
    for source, target in pairwise(ids):
        person.canvas.setFocus()
        person.key(Key.Key_Escape)
        start = person.canvas.rect_of(source)
        edge = QPoint(start.right() + 12, start.center().y())  # the dot beside the edge
        QTest.mouseMove(person.window.windowHandle(), person.canvas.viewport().mapTo(person.window, edge))
        QTest.qWait(20)
        person.drag(edge, person.center(target))
    person.settle()
    return ids  # type: ignore[return-value]


def test_draw_see_decide_take_back_save_open_and_print(person: Person, tmp_path: Path) -> None:
    session, window, canvas = person.session, person.window, person.canvas
    assert window.welcome.isVisible()
    entity, store, job = draw(person)
    assert not window.welcome.isVisible()
    assert [(f.source, f.target) for f in session.model.of(Flow)] == [(entity, store), (store, job)]

    person.click(canvas.viewport(), person.center(store), double=True)
    assert isinstance(QApplication.focusWidget(), QLineEdit) or QApplication.focusWidget() is not canvas
    person.key(Key.Key_A, CTRL)
    person.type("Scans")
    person.key(Key.Key_Return)
    assert session.model.name_of(store) == "Scans"

    person.key(Key.Key_Escape)
    person.key(Key.Key_B)
    person.drag(QPoint(320, 200), QPoint(760, 420))
    person.settle()
    (boundary,) = session.model.of(Boundary)
    assert {session.model[i].parent for i in (store, job)} == {boundary.id}
    assert session.model[entity].parent is None

    person.key(Key.Key_Escape)
    person.key(Key.Key_V)
    person.click(canvas.viewport(), person.center(store))
    window.docks.show("inspector")
    person.settle()
    field = window.inspector.form.field("data_class")
    field.setFocus()
    person.type("p")
    person.settle()
    assert session.model[store].properties.get("data_class") in ("public", "personal")

    window.docks.show("threats")
    person.settle()
    person.choose_threat("ML-2a", store)
    assert {entity, store} <= canvas._marks.highlighted
    person.click(window.threats.decision.buttons["accepted"])
    person.type("The entity is our own clinic.")
    person.key(Key.Key_Return)
    person.settle()
    (decision,) = session.model.of(Decision)
    assert (decision.status, decision.reason) == ("accepted", "The entity is our own clinic.")

    full, steps = session.model, len(session.history.done)
    for _ in range(steps):
        person.key(Key.Key_Z, CTRL)
    assert not session.model, [s.label for s in session.history.done]
    for _ in range(steps):
        person.key(Key.Key_Z, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert session.model == full
    person.settle()

    _save_and_open_again(person, tmp_path / "scans.dfdm")
    assert {r.id for r in full.values()} <= set(session.model)
    _print(person, tmp_path / "scans.pdf")


def _save_and_open_again(person: Person, path: Path) -> None:
    """Ctrl+S and a name, an empty model, Ctrl+O and the name."""
    session = person.session
    person.when_asked(person.name_file(path))
    person.key(Key.Key_S, CTRL)
    person.wait(path.exists, "the model is not saved")
    assert session.is_clean
    person.key(Key.Key_N, CTRL)
    assert not session.model, [s.label for s in session.history.done]
    person.when_asked(person.name_file(path))
    person.key(Key.Key_O, CTRL)
    person.wait(lambda: session.model.of(Decision), "the model is not opened again")
    person.settle()


def _print(person: Person, path: Path) -> None:
    """Ctrl+E, Enter, a name, Enter."""
    person.key(Key.Key_E, CTRL)
    person.wait(lambda: person.window.findChild(ReportDialog), "nobody asks what goes into the report")
    person.when_asked(person.name_file(path))
    QTest.keyClick(person.window.findChild(ReportDialog), Key.Key_Return)
    person.wait(path.exists, "the report is not written")
    assert path.read_bytes().startswith(b"%PDF-")


def test_copies_are_new_what_is_cut_keeps_its_ids_and_deleting_can_be_undone(person: Person) -> None:
    session, canvas = person.session, person.canvas
    _, store, job = draw(person)
    person.click(canvas.viewport(), person.center(job))
    person.key(Key.Key_C, CTRL)
    person.key(Key.Key_V, CTRL)
    assert len([e for e in session.model.of(Element) if e.type == "training_job"]) == 2
    person.key(Key.Key_Z, CTRL)
    before = session.model
    person.key(Key.Key_A, CTRL)
    person.key(Key.Key_X, CTRL)
    assert not session.model.of(Element)
    person.key(Key.Key_V, CTRL)
    assert {e.id for e in before.of(Element)} == {e.id for e in session.model.of(Element)}
    assert {f.id for f in before.of(Flow)} == {f.id for f in session.model.of(Flow)}
    person.key(Key.Key_Escape)
    person.click(canvas.viewport(), person.center(store))
    person.key(Key.Key_Delete)
    assert store not in session.model
    assert not session.model.of(Flow)
    person.key(Key.Key_Z, CTRL)
    assert store in session.model
    assert len(session.model.of(Flow)) == 2


def test_the_keyboard_alone_is_enough(person: Person) -> None:
    session, window = person.session, person.window
    window.palette_panel.search.setFocus()
    person.type("vector store")
    person.key(Key.Key_Return)
    store = person.only("vector_store")
    assert session.selection.ids == (store.id,)
    person.when_asked(
        lambda d: (QTest.keyClicks(d.search, "add retriever"), QTest.keyClick(d.search, Key.Key_Return))
    )
    person.key(Key.Key_K, CTRL)
    retriever = person.only("retriever")
    person.canvas.setFocus()
    before = person.canvas.rect_of(retriever.id)
    person.key(Key.Key_Right)
    person.key(Key.Key_Down)
    after = person.canvas.rect_of(retriever.id)
    assert after.x() > before.x()
    assert after.y() > before.y()
    person.key(Key.Key_F2)
    person.key(Key.Key_A, CTRL)
    person.type("Finder")
    person.key(Key.Key_Return)
    assert session.model.name_of(retriever.id) == "Finder"
    window.docks.show("outline")
    window.outline.tree.setFocus()
    person.settle()
    person.key(Key.Key_Home)
    person.key(Key.Key_Down)
    named = session.selection.current
    assert named in (retriever.id, store.id)
    person.key(Key.Key_F2)
    person.type("Index")
    person.key(Key.Key_Return)
    assert session.model.name_of(named) == "Index"
    person.key(Key.Key_E, ALT)  # the menu Edit, whose first entry is Undo
    person.wait(lambda: QApplication.activePopupWidget() is not None, "the menu does not open")
    person.key(Key.Key_Down)
    person.key(Key.Key_Return)
    assert session.model.name_of(named) != "Index"


def test_a_diagram_of_another_tool_is_brought_in_completed_and_printed(
    person: Person, tmp_path: Path
) -> None:
    session, window = person.session, person.window
    person.when_asked(person.name_file(BLUEPRINT))
    person.key(Key.Key_O, CTRL)
    person.wait(lambda: session.model.of(Element), "the blueprint is not opened")
    person.settle()
    person.key(Key.Key_T, CTRL | Qt.KeyboardModifier.ShiftModifier)
    person.settle()
    table = window.suggestions.table
    assert table.isVisible()
    suggested = len(session.model.of(Suggestion))
    for button, row in ((window.suggestions.confirm, 0), (window.suggestions.reject, 1)):
        person.click(table.viewport(), table.visualRect(table.model().index(row, 0)).center())
        person.click(button)
        person.settle()
    assert len(session.model.of(Suggestion)) == suggested - 2
    person.canvas.setFocus()
    person.key(Key.Key_Escape)
    window.docks.show("threats")
    person.settle()
    patients = next(e for e in session.model.of(Element) if e.name.startswith("Patient Data"))
    assert "84 imported" in window.status.threats.text()
    person.choose_threat("ML-2a", patients.id)
    assert len(person.canvas._marks.highlighted) > 3
    _print(person, tmp_path / "blueprint.pdf")
