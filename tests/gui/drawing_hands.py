"""A person at the whole window: draws by mouse, or by keyboard alone, with real events."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTabBar, QWidget

from dfdmodeler.gui.panels.inspector import InspectorPanel
from dfdmodeler.gui.widgets.tags import TagsField, TagsPopup
from dfdmodeler.gui.window import Window

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
Key = Qt.Key
_OPPOSITE = {
    Key.Key_Left: Key.Key_Right,
    Key.Key_Right: Key.Key_Left,
    Key.Key_Up: Key.Key_Down,
    Key.Key_Down: Key.Key_Up,
}
_ENOUGH = 40
"""Presses of a key after which something should have been reached."""


class Person:
    """What both ways of drawing share. Points are in diagram units."""

    def __init__(self, window: Window) -> None:
        self.window, self.session, self.canvas = window, window.session, window.canvas

    @property
    def current(self) -> str:
        """The one thing that is selected."""
        (current,) = self.session.selection.ids
        return current

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
        """A key goes to whatever has the focus."""
        QTest.keyClick(self._focused(), key, held)

    def type(self, text: str) -> None:
        QTest.keyClicks(self._focused(), text)

    def _focused(self) -> QWidget:
        """What keys go to. Without a window manager nobody gives the focus back when a popup has closed."""
        popup = QApplication.activePopupWidget()
        if popup is not None:
            return popup.focusWidget() or popup
        if QApplication.focusWidget() is None:
            self.window.activateWindow()
            QTest.qWait(1)
        focused = QApplication.focusWidget()
        assert focused is not None
        return focused

    def enter(self, text: str) -> None:
        """Types and ends with Enter: a name, or what a list is asked for."""
        self.type(text)
        self.press(Key.Key_Return)

    def named(self, name: str) -> str:
        """The id of what is called so."""
        found = [i for i in self.session.model if self.session.model.name_of(i) == name]
        assert len(found) == 1, (name, found)
        return found[0]

    def field(self) -> TagsField:
        """The field for what the selected flow carries."""
        inspector: InspectorPanel = self.window.inspector
        QTest.qWait(1)  # panels follow the selection when nothing else is to be done
        assert inspector.form is not None
        field: TagsField = inspector.form.field("carries")
        return field


class Typist(Person):
    """Uses the keyboard alone."""

    def go_to_canvas(self) -> None:
        for _ in range(_ENOUGH):
            if QApplication.focusWidget() is self.canvas:
                return
            self.press(Key.Key_F6)
        raise AssertionError("F6 does not lead to the canvas")

    def insert(self, query: str, name: str = "") -> str:
        """Inserts what a query finds first, and gives it a name; its id."""
        self.type("/")
        return self._added(query, name)

    def add_next(self, query: str, name: str = "") -> str:
        self.press(Key.Key_Tab)
        return self._added(query, name)

    def add_before(self, query: str, name: str = "") -> str:
        self.press(Key.Key_Backtab, SHIFT)
        return self._added(query, name)

    def connect(self, name: str) -> str:
        """Draws a flow to an element that is there; its id."""
        self.press(Key.Key_Tab)
        self.enter(name)
        return self.current

    def go_to(self, name: str, *keys: Qt.Key) -> None:
        """Goes from element to element, until the one of a name is reached."""
        for key in keys:
            self.press(key, CTRL)
        reached = self.session.model.name_of(self.current)
        assert reached == name, reached

    def go_along(self, key: Qt.Key) -> None:
        self.press(key, CTRL | SHIFT)

    def move_out(self) -> None:
        """Takes what is selected out of all boundaries."""
        self.press(Key.Key_B, CTRL | SHIFT)
        self.enter("no boundary")

    def tell_flow(self, back: Qt.Key, name: str, *carries: str) -> None:
        """Goes back along the flow that was just drawn, tells about it, and returns."""
        here = self.current
        self.go_along(back)
        self.tell(name, *carries)
        self.go_along(_OPPOSITE[back])
        assert self.current == here

    def tell(self, name: str, *carries: str) -> None:
        """Names the selected flow, and ticks what it carries in the properties."""
        if name:
            self.press(Key.Key_Return)
            self.enter(name)
        self.press(Key.Key_Return, ALT)
        field = self.field()
        for _ in range(_ENOUGH):
            if field.hasFocus():
                break
            self.press(Key.Key_Tab)
        assert field.hasFocus(), "Tab does not lead to what the flow carries"
        for label in carries:
            self.press(Key.Key_Space)
            self.type(label)
            self.press(Key.Key_Return)
            self.press(Key.Key_Space)
            self.press(Key.Key_Escape)
        self.press(Key.Key_Escape)
        assert self.canvas.hasFocus()

    def _added(self, query: str, name: str) -> str:
        self.enter(query)
        if name:
            self.press(Key.Key_Return)
            self.enter(name)
        return self.current


class Artist(Person):
    """Uses the mouse, and types only names and what is looked for."""

    def pixel(self, x: float, y: float) -> QPoint:
        point = self.canvas.mapFromScene(QPointF(x, y))
        assert self.canvas.viewport().rect().contains(point), (x, y)
        return point

    def zoom_out(self, notches: int) -> None:
        """Turns the wheel with Ctrl held, over the middle of the canvas."""
        viewport = self.canvas.viewport()
        at = QPointF(viewport.rect().center())
        QApplication.sendEvent(
            viewport,
            QWheelEvent(
                at, viewport.mapToGlobal(at), QPoint(), QPoint(0, -120 * notches),
                Qt.MouseButton.NoButton, CTRL, Qt.ScrollPhase.NoScrollPhase, False,
            ),
        )  # fmt: skip

    def click(self, widget: QWidget, at: QPoint | None = None, double: bool = False) -> None:
        point = widget.rect().center() if at is None else at
        QTest.mouseMove(widget, point)
        QTest.mouseClick(widget, LEFT, NONE, point)
        if double:
            QTest.mouseDClick(widget, LEFT, NONE, point)

    def on_canvas(self, x: float, y: float, double: bool = False) -> None:
        self.click(self.canvas.viewport(), self.pixel(x, y), double)

    def pick(self, stencil: str) -> None:
        """Clicks a stencil in the palette."""
        palette = self.window.palette_panel.list
        index = palette.rows.index(palette.rows.row_of(stencil))
        palette.scrollTo(index)
        self.click(palette.viewport(), palette.visualRect(index).center())

    def put(self, stencil: str, name: str, x: float, y: float) -> str:
        """From the palette to a place."""
        self.pick(stencil)
        self.on_canvas(x, y)
        return self._named(self.current, name)

    def find(self, query: str, name: str, x: float, y: float) -> str:
        """By a double-click on the place, and a click on what is found."""
        self.on_canvas(x, y, double=True)
        self.type(query)
        chooser = self.canvas.offering.chooser
        assert chooser is not None
        row = next(i for i, row in enumerate(chooser.list.rows.rows) if row.key)
        self.click(chooser.list.viewport(), chooser.list.visualRect(chooser.list.rows.index(row)).center())
        return self._named(self.current, name)

    def frame(self, kind: str, name: str, left: float, top: float, right: float, bottom: float) -> str:
        """Drags out a boundary of a kind."""
        self.pick(kind)
        self.drag(self.pixel(left, top), self.pixel(right, bottom))
        return self._named(self.current, name)

    def draw(self, source: str, target: str, name: str, carries: Iterable[str], down: bool = False) -> str:
        """Draws a flow from the dot at an element's side to another, names it, ticks what it carries."""
        rect = self.canvas.rect_of(source)
        aim = self.canvas.rect_of(target)
        assert rect is not None
        assert aim is not None
        at = QPoint(rect.center().x(), rect.bottom()) if down else QPoint(rect.right(), rect.center().y())
        QTest.mouseMove(self.canvas.viewport(), at)
        (dot,) = (
            d for d in self.canvas.overlay.dots if (d.horizontal, d.vertical) == ((0, 1) if down else (1, 0))
        )
        self.drag(self.pixel(dot.x, dot.y), aim.center())
        flow = self.current
        self._named(flow, name)
        self._open_properties()
        for label in carries:
            self._tick(label)
        return flow

    def drag(self, start: QPoint, end: QPoint) -> None:
        viewport = self.canvas.viewport()
        QTest.mouseMove(viewport, start)
        QTest.mousePress(viewport, LEFT, NONE, start)
        for share in (0.2, 0.5, 0.8, 1.0):
            QTest.mouseMove(viewport, start + (end - start) * share)
        QTest.mouseRelease(viewport, LEFT, NONE, end)

    def _open_properties(self) -> None:
        for bar in self.window.findChildren(QTabBar):
            for index in range(bar.count()):
                if bar.tabText(index) == "Properties":
                    self.click(bar, bar.tabRect(index).center())

    def _tick(self, label: str) -> None:
        self.window.inspector._scroll.ensureWidgetVisible(self.field())
        self.click(self.field())
        popup = QApplication.activePopupWidget()
        assert isinstance(popup, TagsPopup)
        (item,) = (i for i in popup._items() if i.text() == label)
        popup.list.scrollToItem(item)
        rect = popup.list.visualItemRect(item)
        self.click(popup.list.viewport(), QPoint(rect.left() + 12, rect.center().y()))
        popup.close()

    def _named(self, subject: str, name: str) -> str:
        """Double-clicks its name, or the line of a flow, and types another."""
        if name:
            self.click(self.canvas.viewport(), self._grip(subject), double=True)
            self.enter(name)
        return subject

    def _grip(self, subject: str) -> QPoint:
        """Where a double-click takes hold of something and nothing else."""
        item = self.canvas.content.item(subject)
        assert item is not None
        line = [QPointF(*point) for point in item.line]
        points = [a + (b - a) * share for share in (0.5, 0.3, 0.7) for a, b in pairwise(line)]
        if item.label:
            points.insert(0, QPointF(*item.label.center))
        if item.shape:
            points += [QPointF(*item.shape.center), QPointF(item.shape.x + 24, item.shape.y + 16)]
        pixels = (self.canvas.mapFromScene(point) for point in points)
        return next(pixel for pixel in pixels if self.canvas.id_at(pixel) == subject)
