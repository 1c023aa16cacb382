"""The welcome page: recent files and templates with pictures, out of the way once something is in hand."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from dfdmodeler import paths
from dfdmodeler.gui import thumbnails
from dfdmodeler.gui.documents import Documents
from dfdmodeler.gui.thumbnails import Thumbnails, Wanted
from dfdmodeler.model.records import Element
from gui_parts import chat_model

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
LEFT = Qt.MouseButton.LeftButton
Key = Qt.Key


@pytest.fixture
def recent(window, tmp_path) -> list[Path]:
    """Two files that were open lately, one of which is gone."""
    there, gone = tmp_path / "there.dfdm", tmp_path / "gone.dfdm"
    shutil.copy(paths.templates() / "rag-chatbot.dfdm", there)
    window.preferences.change(recent_files=(str(there), str(gone)))
    window.welcome.refresh()
    return [there, gone]


def colours(card) -> int:
    """How many colours a card shows: a picture has several."""
    image = card.grab().toImage()
    return len({image.pixel(x, y) for x in range(4, 172, 3) for y in range(30, 92, 3)})


def test_every_template_has_a_card_with_its_title_and_picture(qtbot, window):
    cards = window.welcome.templates.cards
    assert len(cards) == len(list(paths.templates().glob("*.dfdm"))) == 7
    titles = {card.text() for card in cards}
    assert {"RAG chatbot", "Vision in a car", "Outsourced fine-tuning"} <= titles
    assert all(card.accessibleDescription() for card in cards)
    qtbot.waitUntil(lambda: all(colours(card) > 3 for card in cards), timeout=60_000)
    assert len(list((paths.user_cache() / "thumbnails").glob("*.png"))) == 7


def test_a_template_begins_by_click_or_by_enter(qtbot, window, session):
    card = window.welcome.templates.cards[0]
    qtbot.mouseClick(card, LEFT)
    assert session.model.about.title == card.text()
    assert session.path is None
    assert not window.welcome.isVisible()
    window.menus.actions["new"].trigger()
    qtbot.waitUntil(window.welcome.isVisible)
    first, second = window.welcome.templates.cards[:2]
    first.setFocus()
    QTest.keyClick(first, Key.Key_Right)
    assert window.focusWidget() is second
    QTest.keyClick(second, Key.Key_Return)
    assert session.model.about.title == second.text()


def test_a_recent_file_is_opened_and_one_that_is_gone_can_be_removed(qtbot, window, session, recent):
    there, gone = window.welcome.recent.cards
    assert (there.text(), gone.text()) == ("there", "gone")
    assert gone.accessibleDescription() == "No longer there"
    qtbot.mouseClick(gone, LEFT)
    assert session.path is None
    assert not window.notices.any_shown
    gone.setFocus()
    QTest.keyClick(gone, Key.Key_Delete)
    assert window.preferences.now.recent_files == (str(recent[0]),)
    assert [card.text() for card in window.welcome.recent.cards] == ["there"]
    qtbot.mouseClick(window.welcome.recent.cards[0], LEFT)
    assert session.path == recent[0]


def test_a_recent_file_below_home_is_told_from_there(window, recent, monkeypatch):
    monkeypatch.setenv("HOME", str(recent[0].parent.parent))
    monkeypatch.setenv("USERPROFILE", str(recent[0].parent.parent))
    window.preferences.change(recent_files=(str(recent[0]),))
    window.welcome._shown = None
    window.welcome.refresh()
    assert window.welcome.recent.cards[0].accessibleDescription() == str(Path("~") / recent[0].parent.name)


def test_the_button_of_a_card_removes_it_without_opening(qtbot, window, session, recent):
    qtbot.mouseClick(window.welcome.recent.cards[0].remove_button, LEFT)
    assert window.preferences.now.recent_files == (str(recent[1]),)
    assert session.path is None


def test_a_recent_file_that_was_saved_since_has_a_new_picture(qtbot, window, recent):
    (card, _) = window.welcome.recent.cards
    qtbot.waitUntil(lambda: card.has_picture, timeout=60_000)
    before = card.grab().toImage()
    shutil.copy(paths.templates() / "vision-in-a-car.dfdm", recent[0])
    os.utime(recent[0], ns=(1, 1))
    window.welcome.refresh()
    (card, _) = window.welcome.recent.cards
    qtbot.waitUntil(lambda: card.has_picture, timeout=60_000)
    assert card.grab().toImage() != before


def test_taking_a_stencil_makes_room_at_once_and_letting_go_brings_the_page_back(qtbot, window, session):
    palette = window.palette_panel.list
    assert window.welcome.isVisible()
    row = palette.visualRect(palette.model().index(1, 0)).center()
    qtbot.mouseClick(palette.viewport(), LEFT, pos=row)
    assert not window.welcome.isVisible()
    window.canvas.setFocus()
    QTest.keyClick(window.canvas, Key.Key_Escape)
    assert window.welcome.isVisible()
    qtbot.mouseClick(palette.viewport(), LEFT, pos=row)
    qtbot.mouseClick(window.canvas.viewport(), LEFT, pos=QPoint(300, 300))
    assert len(session.model.of(Element)) == 1
    assert not window.welcome.isVisible()


def test_the_page_fits_beside_the_tool_bar_at_any_size(qtbot, window, recent):
    for size in ((1440, 900), (1100, 700), (1000, 600)):
        window.resize(*size)
        QApplication.processEvents()
        room, page = window.canvas.viewport().rect(), window.welcome.geometry()
        assert room.contains(page)
        assert page.bottom() < window.bar.y()
        cards = [*window.welcome.recent.cards, *window.welcome.templates.cards]
        assert max(card.mapTo(window.welcome, QPoint(card.width(), 0)).x() for card in cards) <= page.width()


def test_everything_on_the_page_has_a_name_and_can_be_reached_by_tab(qtbot, window, recent):
    page = window.welcome
    window.activateWindow()
    page.tour.setFocus()
    reached = []
    for _ in range(20):
        reached.append(window.focusWidget())
        QTest.keyClick(window.focusWidget(), Key.Key_Tab)
    for widget in (page.tour, page.open, *page.recent.cards, *page.templates.cards):
        assert widget in reached
        assert widget.accessibleName() or widget.text()


@pytest.fixture
def made(qtbot, qapp, library, tmp_path) -> Thumbnails:
    from canvas_parts import metrics

    return Thumbnails(Documents(library, metrics()).picture, tmp_path / "cache", qapp)


def test_a_picture_is_kept_until_the_file_changes(qtbot, made, tmp_path):
    path = tmp_path / "model.dfdm"
    shutil.copy(paths.templates() / "rag-chatbot.dfdm", path)
    got: list[bytes] = []
    wanted = Wanted(path, 2.0, "dark")
    made.ask(wanted, got.append)
    assert not got, "drawn beside the window"
    qtbot.waitUntil(lambda: len(got) == 1, timeout=30_000)
    assert QImage.fromData(got[0]).width() == 2 * thumbnails.WIDTH
    made.ask(wanted, got.append)
    assert got[1] == got[0], "at once"
    made.ask(wanted._replace(theme="light"), got.append)
    qtbot.waitUntil(lambda: len(got) == 3, timeout=30_000)
    assert got[2] != got[0]
    shutil.copy(paths.templates() / "vision-in-a-car.dfdm", path)
    made.ask(wanted, got.append)
    qtbot.waitUntil(lambda: len(got) == 4, timeout=30_000)
    assert got[3] != got[0]


def test_what_cannot_be_drawn_is_left_out_and_the_next_is_drawn(qtbot, made, tmp_path, monkeypatch):
    bad, huge = tmp_path / "bad.dfdm", tmp_path / "huge.dfdm"
    bad.write_text("{not json")
    huge.write_bytes(b" " * (thumbnails.MOST_BYTES + 1))
    got: list[bytes] = []
    for path in (bad, huge, tmp_path / "gone.dfdm", paths.templates() / "rag-chatbot.dfdm"):
        made.ask(Wanted(path, 1.0, "light"), got.append)
    qtbot.waitUntil(lambda: len(got) == 1, timeout=30_000)
    assert len(list((tmp_path / "cache").glob("*.png"))) == 1


def test_only_the_newest_pictures_are_kept(qtbot, made, tmp_path, monkeypatch):
    monkeypatch.setattr(thumbnails, "MOST_KEPT", 2)
    got: list[bytes] = []
    for path in sorted(paths.templates().glob("*.dfdm"))[:4]:
        made.ask(Wanted(path, 1.0, "light"), got.append)
    qtbot.waitUntil(lambda: len(got) == 4, timeout=60_000)
    assert len(list((tmp_path / "cache").glob("*.png"))) == 2


def test_a_closed_window_lets_no_pictures_be_drawn(qtbot, window, session):
    session.open(chat_model())
    window.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not window.thumbnails._queue


HASTY = """
from PySide6.QtTest import QTest
from dfdmodeler.gui import app as program
frame = program.open_frame()
running = program.fill(frame)
while running.window.thumbnails._work is None:
    QTest.qWait(5)
running.window.close()
print("ended")
"""


def test_the_program_ends_in_order_while_pictures_are_being_drawn():
    run = subprocess.run(
        [sys.executable, "-c", HASTY], capture_output=True, text=True, timeout=120, check=False
    )
    assert (run.returncode, run.stdout) == (0, "ended\n"), run.stderr


def test_pictures_are_drawn_only_while_the_page_is_seen(qtbot, window, session):
    assert window.thumbnails._queue
    session.open(chat_model())
    assert not window.welcome.isVisible()
    assert not window.thumbnails._queue
    window.menus.actions["new"].trigger()
    cards = window.welcome.templates.cards
    qtbot.waitUntil(lambda: all(card.has_picture for card in cards), timeout=60_000)
