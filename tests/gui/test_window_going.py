"""Keeping track: back and forth through places visited, zooming to what is selected, the overview."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from dfdmodeler.gui.canvas.overview import FROM
from dfdmodeler.model import edits
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Diagram, Element
from gui_parts import chat_model

LEFT = Qt.MouseButton.LeftButton
ALT, SHIFT, CTRL = (
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)


@pytest.fixture
def drawn() -> Model:
    model = edits.put(chat_model(), Diagram(id="two", name="Serving", order=1))
    return edits.place(model, "two", {"llm": (0.0, 0.0, 136.0, 56.0)})


def large() -> Model:
    """Six rows of elements, far more than a view shows."""
    ids = [f"e{n}" for n in range(FROM)]
    model = Model([Diagram(id="main"), *(Element(id=i, type="llm", name=i) for i in ids)])
    boxes = {i: (400.0 * (n % 5), 300.0 * (n // 5), 136.0, 56.0) for n, i in enumerate(ids)}
    return edits.place(model, "main", boxes)


def key(window, key: Qt.Key, held: Qt.KeyboardModifier) -> None:
    window.canvas.setFocus()
    QApplication.processEvents()
    QTest.keyClick(window.canvas, key, held)


def place(window):
    return window.canvas.places.here()


def test_back_and_forth_through_places_visited(window, session) -> None:
    canvas = window.canvas
    canvas.zoom_to(1.5)
    start = place(window)
    QApplication.processEvents()
    assert not window.menus.actions["forward"].isEnabled()
    key(window, Qt.Key.Key_PageDown, CTRL)
    there = place(window)
    assert there.diagram == "two"
    key(window, Qt.Key.Key_PageUp, CTRL)
    canvas.fit()
    last = place(window)
    for expected in (start, there, start):
        key(window, Qt.Key.Key_Left, ALT)
        assert place(window) == expected
    for expected in (there, start, last):
        key(window, Qt.Key.Key_Right, ALT)
        assert place(window) == expected
    QApplication.processEvents()
    assert not window.menus.actions["forward"].isEnabled()


def test_a_new_jump_ends_the_way_forward(window) -> None:
    canvas = window.canvas
    canvas.set_diagram("two")
    canvas.places.go_back()
    assert canvas.places.may_go_forward
    canvas.zoom_to(2.0)
    canvas.fit()
    assert not canvas.places.may_go_forward


def test_places_on_a_diagram_that_is_gone_are_passed_over(window, session) -> None:
    canvas = window.canvas
    start = place(window)
    canvas.set_diagram("two")
    canvas.set_diagram("main")
    canvas.zoom_to(2.0)
    session.edit("Delete", lambda m: edits.delete(m, ["two"]))
    canvas.places.go_back()
    assert (place(window).diagram, place(window).zoom, place(window).fitted) == ("main", start.zoom, True)
    session.open(chat_model())
    assert not canvas.places.may_go_back


def test_searching_is_one_place_to_come_back_to(window, session) -> None:
    canvas = window.canvas
    canvas.zoom_to(0.1)
    start = place(window)
    key(window, Qt.Key.Key_F, CTRL)
    for text in ("documents", "serving", "user"):
        window.navigation.find.field.selectAll()
        QTest.keyClicks(window.navigation.find.field, text)
    assert place(window) != start
    key(window, Qt.Key.Key_Left, ALT)
    assert place(window)[:2] == start[:2]


def test_zoom_to_the_selection(window, session) -> None:
    canvas, start = window.canvas, place(window)
    session.selection.set(["docs", "llm"])
    key(window, Qt.Key.Key_2, SHIFT)
    view = canvas.viewport().rect()
    for subject in ("docs", "llm"):
        assert view.contains(canvas.rect_of(subject))
    rect = canvas.rect_of("docs").united(canvas.rect_of("llm"))
    assert max(rect.width() / view.width(), rect.height() / view.height()) > 0.4 or canvas.zoom == 2.0
    assert (rect.center() - view.center()).manhattanLength() < 60
    zoomed = place(window)
    session.selection.clear()
    QApplication.processEvents()
    key(window, Qt.Key.Key_2, SHIFT)
    assert place(window) == zoomed, "nothing to zoom to"
    key(window, Qt.Key.Key_Left, ALT)
    assert place(window)[:2] == start[:2]


def test_the_overview_shows_where_one_is_and_moves_the_view(qtbot, window, session) -> None:
    overview, canvas = window.navigation.overview, window.canvas
    assert not overview.isVisible(), "a small model needs none"
    session.open(large())
    assert not overview.isVisible(), "all is in view"
    canvas.zoom_to(1.0)
    qtbot.waitUntil(lambda: overview.isVisible() and not overview._picture.isNull())
    image = overview.grab().toImage()
    panel = window.theme.color("panel")
    assert any(image.pixelColor(x, image.height() // 2) != panel for x in range(20, 180)), "it is a picture"
    QTest.mouseClick(overview, LEFT, pos=QPoint(30, 20))
    left_top = canvas.visible_box()
    assert overview.frame().contains(20, 20)
    QTest.mousePress(overview, LEFT, pos=QPoint(30, 20))
    QTest.mouseMove(overview, QPoint(150, 120))
    assert canvas.visible_box().x > left_top.x
    assert canvas.visible_box().y > left_top.y
    QTest.mouseRelease(overview, LEFT, pos=QPoint(150, 120))
    assert canvas.places.may_go_back
    canvas.fit()
    assert not overview.isVisible()


def test_the_overview_follows_the_model_and_can_be_put_away(qtbot, window, session) -> None:
    overview, canvas = window.navigation.overview, window.canvas
    session.open(large())
    canvas.zoom_to(1.0)
    qtbot.waitUntil(lambda: overview.isVisible() and not overview._picture.isNull())
    before = overview._picture.toImage()
    session.edit("Move", lambda m: edits.place(m, "main", {"e0": (5000.0, 0.0, 136.0, 56.0)}))
    qtbot.waitUntil(lambda: overview._picture.toImage() != before)
    key(window, Qt.Key.Key_O, CTRL | SHIFT)
    assert not overview.isVisible()
    assert not window.preferences.now.overview
    key(window, Qt.Key.Key_O, CTRL | SHIFT)
    assert overview.isVisible()


def test_the_overview_shows_the_overlay_that_is_on(qtbot, window, session) -> None:
    overview = window.navigation.overview
    session.open(large())
    window.canvas.zoom_to(1.0)
    qtbot.waitUntil(lambda: overview.isVisible() and not overview._picture.isNull())
    before = overview._picture.toImage()
    window.overlays.choose("unknown")
    qtbot.waitUntil(lambda: overview._picture.toImage() != before)
    window.overlays.end()
    qtbot.waitUntil(lambda: overview._picture.toImage() == before)
