"""What is drawn again: after a scroll the strips, after a change its place, in a drag only what moves."""

from __future__ import annotations

import pytest
from canvas_parts import Hand, small_model
from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QRegion, QTransform
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from dfdmodeler.gui.canvas import viewport
from dfdmodeler.gui.canvas.backing import TILE, Backing
from dfdmodeler.model import edits


@pytest.fixture
def hand(qtbot: QtBot) -> Hand:
    hand = Hand(small_model())
    qtbot.addWidget(hand.canvas)
    QApplication.processEvents()
    assert hand.canvas.is_drawn
    return hand


class Drawn:
    """Takes down which rectangles of a canvas are drawn."""

    def __init__(self, hand: Hand, monkeypatch: pytest.MonkeyPatch) -> None:
        self.rects: list[QRect] = []
        draw = hand.canvas.draw_area

        def record(painter: QPainter, rect: QRect) -> int:
            self.rects.append(QRect(rect))
            return draw(painter, rect)

        monkeypatch.setattr(hand.canvas, "draw_area", record)

    def take(self) -> QRegion:
        QApplication.processEvents()
        region = QRegion()
        for rect in self.rects:
            region += rect
        self.rects = []
        return region


def picture(hand: Hand) -> QImage:
    return hand.canvas.viewport().grab().toImage()


def test_a_scroll_draws_only_the_strips_that_appear(hand: Hand, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = Drawn(hand, monkeypatch)
    hand.canvas.pan_by(7, -3)
    size = hand.canvas.viewport().size()
    left = QRect(0, 0, 7, size.height())
    bottom = QRect(0, size.height() - 3, size.width(), 3)
    assert drawn.take() == QRegion(left) + QRegion(bottom)


def test_a_change_draws_only_where_it_shows(hand: Hand, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = Drawn(hand, monkeypatch)
    hand.session.edit("Rename", lambda model: edits.rename(model, "llm", "Model"))
    region = drawn.take()
    rect = hand.canvas.rect_of("llm")
    assert rect is not None
    assert region.intersects(rect)
    assert rect.adjusted(-40, -40, 40, 40).contains(region.boundingRect())


def test_a_step_of_a_drag_draws_nothing_that_stands_still(
    hand: Hand, monkeypatch: pytest.MonkeyPatch
) -> None:
    x, y = hand.middle("chat")
    hand.carry(x, y, x + 16, y + 16)
    drawn = Drawn(hand, monkeypatch)
    drawn.take()
    for step in (24, 32, 40):
        hand.hover(x + step, y + step)
        assert drawn.take().isEmpty()
    hand.key(Qt.Key.Key_Escape)
    assert not drawn.take().isEmpty()


def test_after_a_drag_the_picture_is_as_if_it_had_been_opened_so(qtbot: QtBot, hand: Hand) -> None:
    hand.drag_by("chat", 40, 64)
    hand.session.selection.clear()
    hand.hover(900, 650)
    QApplication.processEvents()
    other = Hand(hand.model)
    qtbot.addWidget(other.canvas)
    other.hover(900, 650)
    QApplication.processEvents()
    other.canvas.content.drawn.settle()
    hand.canvas.content.drawn.settle()
    for canvas in (hand.canvas, other.canvas):
        canvas.viewport().update()
    assert picture(hand) == picture(other)


def test_escape_brings_back_the_very_picture(hand: Hand) -> None:
    x, y = hand.middle("chat")
    hand.click(x, y)
    hand.hover(900, 650)
    before = picture(hand)
    hand.carry(x, y, x + 80, y + 120)
    assert picture(hand) != before
    hand.key(Qt.Key.Key_Escape)
    hand.release(x + 80, y + 120)
    hand.hover(900, 650)
    assert picture(hand) == before


def test_a_crowded_picture_is_drawn_in_slices_and_ends_whole(
    hand: Hand, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = picture(hand)
    monkeypatch.setattr(viewport, "_AT_ONCE", 1)
    hand.canvas.redraw()
    hand.canvas.viewport().repaint()
    assert not hand.canvas.is_drawn
    QTest.qWait(200)
    assert hand.canvas.is_drawn
    assert picture(hand) == whole


def test_a_new_theme_draws_all_anew(hand: Hand, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = Drawn(hand, monkeypatch)
    hand.canvas.redraw()
    assert drawn.take() == QRegion(hand.canvas.viewport().rect())


def flat(color: str) -> object:
    def draw(painter: QPainter, rect: QRect) -> int:
        painter.fillRect(rect, QColor(color))
        return 1

    return draw


def test_another_zoom_shows_the_old_picture_scaled_until_its_turn_comes(qapp: QApplication) -> None:
    backing, size, all_ = Backing(), QSize(600, 300), QRegion(0, 0, 600, 300)
    backing.match(size, 1.0, QTransform())
    backing.draw(all_, flat("red"), 1000)  # type: ignore[arg-type]
    assert backing.stale.isEmpty()
    backing.match(size, 1.0, QTransform.fromScale(2, 2))
    done = backing.draw(all_, flat("blue"), 1)  # type: ignore[arg-type]
    assert done == QRegion(0, 0, TILE, TILE)
    image = backing.pixmap.toImage()
    assert image.pixelColor(10, 10) == QColor("blue")
    assert image.pixelColor(590, 290) == QColor("red")


def test_a_scrolled_picture_keeps_what_is_stale_in_its_place(qapp: QApplication) -> None:
    backing, size = Backing(), QSize(600, 300)
    backing.match(size, 2.0, QTransform())
    backing.draw(backing.stale, flat("red"), 1000)  # type: ignore[arg-type]
    backing.touch(QRect(100, 100, 10, 10))
    backing.match(size, 2.0, QTransform.fromTranslate(0, 50))
    assert backing.stale == QRegion(100, 150, 10, 10) + QRegion(0, 0, 600, 50)
    assert backing.pixmap.size() == QSize(1200, 600)
    backing.draw(backing.stale, flat("blue"), 1000)  # type: ignore[arg-type]
    image = QImage(size, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    backing.paint(painter)
    painter.end()
    assert image.pixelColor(105, 155) == QColor("blue")
    assert image.pixelColor(105, 105) == QColor("red")
    assert image.pixelColor(QPointF(5, 5).toPoint()) == QColor("blue")
