"""What tests of the canvas share: a canvas on a small model, and a hand that works it by mouse and keys."""

from __future__ import annotations

import random
from functools import cache

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from dfdmodeler import paths
from dfdmodeler.analysis.library import Library, load_library
from dfdmodeler.drawing.metrics import Metrics
from dfdmodeler.gui.canvas.view import Canvas
from dfdmodeler.gui.theme import Theme
from dfdmodeler.model.edits import new_placement
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Boundary, Diagram, Element, Flow, Placement, Record, layout_id
from dfdmodeler.session.session import Session
from gui_parts import give_keys

BOXES = {
    "org": (200.0, 40.0, 360.0, 320.0),
    "user": (24.0, 96.0, 136.0, 56.0),
    "chat": (240.0, 96.0, 136.0, 56.0),
    "docs": (240.0, 256.0, 136.0, 56.0),
    "llm": (640.0, 96.0, 136.0, 56.0),
}
LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
SHIFT, ALT, CTRL, NONE = (
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.NoModifier,
)


@cache
def library() -> Library:
    return load_library([paths.shipped_stencils()], [])[0]


@cache
def metrics() -> Metrics:
    return Metrics(paths.fonts())


def small_model() -> Model:
    """A user outside; chat and documents inside a boundary; a language model at its right."""
    return Model(
        [
            Diagram(id="main", name="Main"),
            Boundary(id="org", name="Organisation", type="organisation"),
            Element(id="user", type="human_user", name="User"),
            Element(id="chat", type="web_app", name="Chat", parent="org"),
            Element(id="docs", type="document_store", name="Documents", parent="org"),
            Element(id="llm", type="llm", name="LLM"),
            Flow(id="ask", source="user", target="chat", name="Question"),
            Flow(id="store", source="chat", target="docs", name="Documents"),
            *(new_placement("main", subject, box) for subject, box in BOXES.items()),
        ]
    )


class Hand:
    """Works a canvas as a person does. Points are in diagram units; at the start they are pixels too."""

    def __init__(self, model: Model) -> None:
        self.session = Session(library(), choose=random.Random(3).choice)
        self.session.open(model)
        self.canvas = Canvas(self.session, Theme("light"), metrics())
        self.canvas.resize(1000, 700)
        self.canvas.show()
        QApplication.processEvents()
        give_keys(self.canvas)
        self.canvas.zoom_to(1.0)
        self.canvas._show_at(QPointF(0, 0), QPointF(0, 0))
        self.said: list[str] = []
        self.canvas.message.connect(self.said.append)

    @property
    def model(self) -> Model:
        return self.session.model

    @property
    def selected(self) -> set[str]:
        return set(self.session.selection.ids)

    def pixel(self, x: float, y: float) -> QPoint:
        return self.canvas.mapFromScene(x, y)

    def middle(self, subject: str) -> tuple[float, float]:
        item = self.canvas.content.item(subject)
        assert item is not None
        assert item.shape is not None
        return item.shape.center

    def box(self, subject: str) -> tuple[float, float, float, float]:
        placement = self.model[layout_id("main", subject)]
        assert isinstance(placement, Placement)
        return placement.x, placement.y, placement.width, placement.height

    def record(self, record_id: str) -> Record:
        return self.model[record_id]

    def parent(self, subject: str) -> str | None:
        record = self.model[subject]
        assert isinstance(record, Element | Boundary)
        return record.parent

    def hover(self, x: float, y: float) -> None:
        QTest.mouseMove(self.canvas.viewport(), self.pixel(x, y))

    def press(self, x: float, y: float, held: Qt.KeyboardModifier = NONE) -> None:
        self.hover(x, y)
        QTest.mousePress(self.canvas.viewport(), LEFT, held, self.pixel(x, y))

    def release(self, x: float, y: float, held: Qt.KeyboardModifier = NONE) -> None:
        QTest.mouseRelease(self.canvas.viewport(), LEFT, held, self.pixel(x, y))

    def click(self, x: float, y: float, held: Qt.KeyboardModifier = NONE) -> None:
        self.press(x, y, held)
        self.release(x, y, held)

    def click_on(self, subject: str, held: Qt.KeyboardModifier = NONE) -> None:
        self.click(*self.middle(subject), held)

    def carry(self, x: float, y: float, to_x: float, to_y: float, held: Qt.KeyboardModifier = NONE) -> None:
        """Presses and moves, and does not let go."""
        self.press(x, y, held)
        for share in (0.3, 0.7, 1.0):
            self.hover(x + (to_x - x) * share, y + (to_y - y) * share)

    def drag(self, x: float, y: float, to_x: float, to_y: float, held: Qt.KeyboardModifier = NONE) -> None:
        self.carry(x, y, to_x, to_y, held)
        self.release(to_x, to_y, held)

    def drag_by(self, subject: str, dx: float, dy: float) -> None:
        x, y = self.middle(subject)
        self.drag(x, y, x + dx, y + dy)

    def key(self, key: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
        QTest.keyClick(self.canvas, key, held)

    def type(self, text: str) -> None:
        """Types into whatever is open for typing on the canvas."""
        editor = self.canvas.focusWidget()
        assert editor is not None
        QTest.keyClicks(editor, text)
