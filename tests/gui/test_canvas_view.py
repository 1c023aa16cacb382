"""What the canvas shows: zoom, scrolling, badges, highlights, themes, other diagrams."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from canvas_parts import CTRL, NONE, Hand, small_model
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from dfdmodeler.analysis.badges import badges
from dfdmodeler.drawing.primitives import Badge, Rectangle
from dfdmodeler.drawing.tokens import color
from dfdmodeler.gui.canvas.detail import Detail, detail_at
from dfdmodeler.model import edits
from dfdmodeler.model.records import Diagram
from dfdmodeler.session.session import Session


@pytest.fixture
def hand(qtbot: QtBot) -> Hand:
    hand = Hand(small_model())
    qtbot.addWidget(hand.canvas)
    return hand


def wheel(hand: Hand, at: QPoint, turn: int, held: Qt.KeyboardModifier = NONE) -> None:
    view = hand.canvas.viewport()
    event = QWheelEvent(
        QPointF(at), QPointF(view.mapToGlobal(at)), QPoint(), QPoint(0, turn), Qt.MouseButton.NoButton, held,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view, event)


def test_ctrl_and_wheel_zoom_at_the_pointer(hand: Hand) -> None:
    zooms: list[float] = []
    hand.canvas.zoom_changed.connect(zooms.append)
    at = QPoint(310, 130)
    before = hand.canvas.to_scene(QPointF(at))
    for turn in (120, 120, 120, -240):
        wheel(hand, at, turn, CTRL)
    after = hand.canvas.to_scene(QPointF(at))
    assert hand.canvas.zoom == pytest.approx(1.2)
    assert abs(after.x() - before.x()) < 3
    assert abs(after.y() - before.y()) < 3
    assert zooms[-1] == pytest.approx(1.2)


def test_a_zoom_gesture_over_much_scales_the_last_picture_and_then_draws_it_afresh(
    hand: Hand, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dfdmodeler.gui.canvas.board._CROWD", 3)
    wheel(hand, QPoint(310, 130), 120, CTRL)
    assert hand.canvas.is_gliding
    assert hand.canvas.zoom == pytest.approx(1.2)
    rect = hand.canvas.rect_of("docs")
    assert rect is not None
    scaled = hand.canvas.viewport().grab(rect).toImage()
    assert _has_color(scaled, "panel")
    qtbot.waitUntil(lambda: not hand.canvas.is_gliding)
    assert hand.canvas.viewport().grab(rect).toImage() != scaled


def test_the_wheel_scrolls(hand: Hand) -> None:
    before = hand.canvas.rect_of("chat")
    wheel(hand, QPoint(300, 300), -120)
    after = hand.canvas.rect_of("chat")
    assert before is not None
    assert after is not None
    assert after.top() == before.top() - 60
    assert hand.canvas.zoom == 1.0


def test_zoom_stays_within_limits(hand: Hand) -> None:
    hand.canvas.zoom_by(1e6)
    assert hand.canvas.zoom == 4.0
    hand.canvas.zoom_by(1e-6)
    assert hand.canvas.zoom == 0.05


def test_fit_shows_everything(hand: Hand) -> None:
    hand.canvas.zoom_to(3.0)
    hand.canvas.fit()
    shown = hand.canvas.viewport().rect()
    for subject in ("user", "org", "llm"):
        rect = hand.canvas.rect_of(subject)
        assert rect is not None
        assert shown.contains(rect)


def test_the_middle_button_and_space_pan(hand: Hand) -> None:
    view, middle = hand.canvas.viewport(), Qt.MouseButton.MiddleButton
    before = hand.canvas.rect_of("chat")
    assert before is not None
    QTest.mousePress(view, middle, pos=QPoint(300, 300))
    QTest.mouseMove(view, QPoint(340, 320))
    QTest.mouseRelease(view, middle, pos=QPoint(340, 320))
    after = hand.canvas.rect_of("chat")
    assert after == before.translated(40, 20)
    QTest.keyPress(hand.canvas, Qt.Key.Key_Space)
    start = after.center()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(view, start + QPoint(-40, -20))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=start + QPoint(-40, -20))
    QTest.keyRelease(hand.canvas, Qt.Key.Key_Space)
    assert hand.canvas.rect_of("chat") == before
    assert not hand.session.history.done


def test_places_are_found_both_ways(hand: Hand) -> None:
    rect = hand.canvas.rect_of("docs")
    assert rect is not None
    assert hand.canvas.id_at(rect.center()) == "docs"
    assert hand.canvas.id_at(QPoint(900, 650)) is None
    assert hand.canvas.rect_of("nothing") is None


def test_analysis_puts_badges_on_what_has_open_threats(hand: Hand) -> None:
    shown = hand.canvas._marks.badges
    assert shown == badges(hand.session.threats.threats)


def test_badges_count_open_threats_and_show_the_gravest() -> None:
    @dataclass
    class Row:
        subject: str
        severity: str
        decided: bool = False
        track: str = "security"
        imported: bool = False

    rows = [
        Row("a", "Low"),
        Row("a", "Critical", decided=True),
        Row("a", "Important"),
        Row("b", "Moderate", decided=True),
        Row("c", "Warning", track="validity"),
        Row("d", "Critical", imported=True),
    ]
    assert badges(rows) == {"a": Badge(2, "Important")}  # type: ignore[arg-type]
    assert badges(rows[-1:]) == {"d": Badge(1, "Critical")}  # type: ignore[arg-type]


def test_evidence_is_highlighted_until_taken_away(hand: Hand) -> None:
    plain = hand.canvas.content.item("chat")
    hand.canvas.show_evidence(frozenset({"chat", "ask"}))
    flow = hand.canvas.content.item("ask")
    assert flow is not None
    assert any(part.style.stroke == "explained" for part in flow.primitives if hasattr(part, "style"))
    assert hand.canvas.content.item("chat") != plain
    hand.canvas.show_evidence(frozenset())
    assert hand.canvas.content.item("chat") == plain


def test_what_is_drawn_follows_the_theme(hand: Hand) -> None:
    def corner() -> QColor:
        return hand.canvas.viewport().grab().toImage().pixelColor(3, 3)

    assert corner() == QColor(color("canvas", "light"))
    hand.canvas._theme.choose("dark")  # type: ignore[attr-defined]
    assert corner() == QColor(color("canvas", "dark"))


def test_every_level_of_detail_draws_the_shapes(hand: Hand) -> None:
    for zoom, detail in ((1.0, Detail.ALL), (0.5, Detail.SHAPES), (0.25, Detail.OUTLINES)):
        hand.canvas.zoom_to(zoom)
        assert detail_at(hand.canvas.zoom, items=1_000) is detail
        rect = hand.canvas.rect_of("docs")
        assert rect is not None
        assert _has_color(hand.canvas.viewport().grab(rect.adjusted(-2, -2, 3, 3)).toImage(), "panel")


def test_a_small_diagram_keeps_its_labels_when_zoomed_out() -> None:
    assert detail_at(0.5, items=30) is Detail.ALL
    assert detail_at(0.25, items=30) is Detail.OUTLINES


def test_another_diagram_shows_what_is_placed_there(hand: Hand) -> None:
    hand.session.edit(
        "Second",
        lambda m: edits.place(
            edits.put(m, Diagram(id="two", name="Two", order=1)), "two", {"llm": (0, 0, 136, 56)}
        ),
    )
    hand.canvas.set_diagram("two")
    assert hand.canvas.content.subjects() == ["llm"]
    hand.session.undo()
    assert hand.canvas.diagram == "main"
    assert hand.canvas.rect_of("chat") is not None


def test_a_change_repaints_only_where_it_shows(hand: Hand) -> None:
    asked: list[Rectangle] = []
    hand.canvas.content.visible = lambda box, old=hand.canvas.content.visible: asked.append(box) or old(box)  # type: ignore[method-assign,assignment,func-returns-value]
    QApplication.processEvents()
    asked.clear()
    hand.session.edit("Rename", lambda m: edits.rename(m, "llm", "Model"))
    QApplication.processEvents()
    assert asked
    assert all(box.x > 560 for box in asked)  # type: ignore[attr-defined]


def test_a_canvas_that_is_gone_no_longer_listens(qtbot: QtBot) -> None:
    hand = Hand(small_model())
    session: Session = hand.session
    canvas = hand.canvas
    canvas.deleteLater()
    QCoreApplication.sendPostedEvents(canvas, QEvent.Type.DeferredDelete)
    assert not isValid(canvas)
    session.edit("Rename", lambda m: edits.rename(m, "llm", "Model"))
    assert session.model.name_of("llm") == "Model"


def _has_color(image: QImage, token: str) -> bool:
    wanted = QColor(color(token, "light"))
    return any(image.pixelColor(x, y) == wanted for x in range(image.width()) for y in range(image.height()))
