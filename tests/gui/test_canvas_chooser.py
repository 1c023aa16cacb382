"""The list that offers what can be drawn: by double-click, by Insert or /, with mouse or keyboard."""

from __future__ import annotations

import pytest
from canvas_parts import LEFT, Hand, small_model
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAccessible, QContextMenuEvent, QFont
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from dfdmodeler.gui.canvas.chooser import Chooser
from dfdmodeler.model.model import EMPTY_MODEL
from dfdmodeler.model.records import Boundary, Element, Note

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def hand(qtbot: QtBot) -> Hand:
    hand = Hand(small_model())
    qtbot.addWidget(hand.canvas)
    hand.canvas.setFocus()
    return hand


def double_click(hand: Hand, x: float, y: float) -> None:
    hand.click(x, y)
    QTest.mouseDClick(hand.canvas.viewport(), LEFT, pos=hand.pixel(x, y))


def opened(hand: Hand) -> Chooser:
    chooser = hand.canvas.offering.chooser
    assert chooser is not None
    assert chooser.isVisible()
    return chooser


def shown_texts(chooser: Chooser) -> list[str]:
    return [row.text for row in chooser.list.rows.rows if row.key]


def press(chooser: Chooser, key: Qt.Key) -> None:
    QTest.keyClick(chooser.search, key)


def test_a_double_click_on_empty_canvas_offers_what_can_be_drawn_there(hand: Hand) -> None:
    double_click(hand, 800, 400)
    hand.type("tr d s")
    assert shown_texts(opened(hand))[0] == "Training data store"
    press(opened(hand), Qt.Key.Key_Return)
    (added,) = hand.selected
    element = hand.record(added)
    assert isinstance(element, Element)
    assert element.type == "training_data_store"
    x, y = hand.middle(added)
    assert abs(x - 800) <= 4
    assert abs(y - 400) <= 4
    assert hand.canvas.offering.chooser is None
    assert hand.canvas.hasFocus()
    assert [step.label for step in hand.session.history.done] == ["Add Training data store"]


def test_what_is_placed_by_double_click_belongs_to_the_boundary_there(hand: Hand) -> None:
    double_click(hand, 480, 200)
    hand.type("guard")
    press(opened(hand), Qt.Key.Key_Return)
    assert hand.parent(*hand.selected) == "org"


@pytest.mark.parametrize("leave", ["escape", "click"])
def test_leaving_the_list_changes_nothing(hand: Hand, leave: str) -> None:
    before = hand.model
    double_click(hand, 800, 400)
    hand.type("llm")
    if leave == "escape":
        press(opened(hand), Qt.Key.Key_Escape)
    else:
        hand.click(60, 600)
    assert hand.canvas.offering.chooser is None
    assert hand.model is before
    assert not hand.canvas.overlay._band.isVisible()
    assert hand.canvas.hasFocus()


def test_arrows_move_in_the_list_and_an_outline_shows_where_it_would_lie(hand: Hand) -> None:
    double_click(hand, 800, 400)
    hand.type("log")
    chooser = opened(hand)
    first = chooser.list.current_key
    band = hand.canvas.overlay._band
    assert band.isVisible()
    assert abs(band.rect().center().x() - 800) <= 4
    hand.canvas.offering.close()
    double_click(hand, 800, 400)
    chooser = opened(hand)
    keys = [row.key for row in chooser.list.rows.rows if row.key]
    assert chooser.list.current_key == keys[0] != first
    for key, at in ((Qt.Key.Key_Down, 1), (Qt.Key.Key_Tab, 2), (Qt.Key.Key_Up, 1), (Qt.Key.Key_PageDown, 7)):
        press(chooser, key)
        assert chooser.list.current_key == keys[at]
    assert (
        chooser.search.accessibleDescription()
        == chooser.list.rows.rows[chooser.list.currentIndex().row()].text
    )


def test_a_click_on_a_row_takes_it(hand: Hand) -> None:
    double_click(hand, 800, 400)
    hand.type("agent")
    chooser = opened(hand)
    at = chooser.list.visualRect(chooser.list.rows.index(0)).center()
    QTest.mouseClick(chooser.list.viewport(), LEFT, pos=at)
    (added,) = hand.selected
    assert getattr(hand.record(added), "type", "") == "agent"


def test_what_nothing_is_called_is_told_and_enter_does_nothing(hand: Hand) -> None:
    before = hand.model
    double_click(hand, 800, 400)
    hand.type("zzz")
    chooser = opened(hand)
    assert chooser.empty.isVisible()
    press(chooser, Qt.Key.Key_Return)
    assert opened(hand) is chooser
    assert hand.model is before


def test_the_list_is_whole_in_view_near_the_edges(hand: Hand) -> None:
    double_click(hand, 990, 690)
    chooser = opened(hand)
    assert hand.canvas.viewport().rect().contains(chooser.geometry())


def test_a_slash_puts_the_first_element_in_the_middle_of_the_view(qtbot: QtBot) -> None:
    hand = Hand(EMPTY_MODEL)
    qtbot.addWidget(hand.canvas)
    hand.canvas.setFocus()
    QTest.keyClicks(hand.canvas, "/")
    hand.type("user")
    press(opened(hand), Qt.Key.Key_Return)
    (added,) = hand.selected
    x, y = hand.middle(added)
    middle = hand.canvas.visible_box().center
    assert abs(x - middle[0]) <= 4
    assert abs(y - middle[1]) <= 4


def test_what_is_inserted_finds_free_room_beside_the_selection_in_its_boundary(hand: Hand) -> None:
    hand.click_on("chat")
    QTest.keyClicks(hand.canvas, "/")
    hand.type("retriever")
    press(opened(hand), Qt.Key.Key_Return)
    (added,) = hand.selected
    assert hand.parent(added) == "org"
    left, top, width, height = hand.box(added)
    for other in ("chat", "docs", "user", "llm"):
        x, y, w, h = hand.box(other)
        assert left + width <= x or x + w <= left or top + height <= y or y + h <= top, other


def test_with_a_boundary_selected_one_inserts_inside_it(hand: Hand) -> None:
    hand.session.selection.set(["org"])
    QTest.keyClicks(hand.canvas, "/")
    hand.type("agent")
    press(opened(hand), Qt.Key.Key_Return)
    assert hand.parent(*hand.selected) == "org"


def test_a_boundary_is_put_around_what_is_selected(hand: Hand) -> None:
    hand.session.selection.set(["docs", "chat"])
    QTest.keyClicks(hand.canvas, "/")
    hand.type("pipeline stage")
    press(opened(hand), Qt.Key.Key_Return)
    (added,) = hand.selected
    boundary = hand.record(added)
    assert isinstance(boundary, Boundary)
    assert (boundary.type, boundary.parent) == ("pipeline_stage", "org")
    assert {hand.parent("chat"), hand.parent("docs")} == {added}
    assert hand.parent("llm") is None
    assert len(hand.session.history.done) == 1


def test_a_note_is_written_at_once(hand: Hand) -> None:
    double_click(hand, 800, 400)
    hand.type("note")
    press(opened(hand), Qt.Key.Key_Return)
    hand.type("Ask the vendor")
    editor = hand.canvas.focusWidget()
    assert editor is not None
    QTest.keyClick(editor, Qt.Key.Key_Return)
    (note,) = hand.model.of(Note)
    assert note.text == "Ask the vendor"


def test_another_document_takes_the_list_away(hand: Hand) -> None:
    double_click(hand, 800, 400)
    hand.session.open(EMPTY_MODEL)
    QApplication.processEvents()
    assert hand.canvas.offering.chooser is None


def test_letters_for_tools_are_letters_in_the_list(qtbot: QtBot, window) -> None:
    canvas = window.canvas
    canvas.setFocus()
    window.menus.actions["insert"].trigger()
    chooser = canvas.offering.chooser
    QTest.keyClicks(chooser.search, "fbnhrv")
    assert chooser.search.text() == "fbnhrv"
    assert canvas.tool_name == "select"
    QTest.keyClick(chooser.search, Qt.Key.Key_Escape)


def test_the_list_stands_above_the_tool_bar_and_is_as_high_as_its_rows(qtbot: QtBot, window) -> None:
    canvas = window.canvas
    middle = canvas.visible_box().center
    canvas.offering.place(*middle)
    chooser = canvas.offering.chooser
    below = canvas.childAt(chooser.geometry().center())
    assert below is chooser or chooser.isAncestorOf(below)
    assert not chooser.geometry().contains(canvas.mapFromScene(*middle))
    full = chooser.height()
    QTest.keyClicks(chooser.search, "tr d s")
    assert chooser.height() < full / 2
    assert chooser.list.verticalScrollBar().maximum() == 0
    canvas.offering.close()
    bottom = canvas.visible_box()
    canvas.offering.place(middle[0], bottom.bottom - 60 / canvas.zoom)
    chooser = canvas.offering.chooser
    assert canvas.rect().contains(chooser.geometry())
    edge = chooser.geometry().bottom()
    assert edge < canvas.height() - 60, "it stands above its place"
    QTest.keyClicks(chooser.search, "tr d s")
    assert chooser.geometry().bottom() == edge
    canvas.offering.close()


def test_the_colours_may_change_after_the_list_is_gone(hand: Hand) -> None:
    theme = hand.canvas.theme
    double_click(hand, 800, 400)
    chooser = opened(hand)
    gone: list[bool] = []
    chooser.list.destroyed.connect(lambda _: gone.append(True))
    press(chooser, Qt.Key.Key_Escape)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert gone
    theme.choose("dark")
    assert hand.canvas.offering.chooser is None


def test_the_welcome_page_makes_way_for_the_list_and_comes_back(qtbot: QtBot, window) -> None:
    assert window.welcome.isVisible()
    window.canvas.setFocus()
    QTest.keyClicks(window.canvas, "/")
    assert not window.welcome.isVisible()
    QTest.keyClick(window.canvas.offering.chooser.search, Qt.Key.Key_Escape)
    assert window.welcome.isVisible()


def test_insert_from_a_menu_on_an_empty_place_goes_there_and_nowhere_else_later(qtbot: QtBot, window) -> None:
    canvas, menus = window.canvas, QApplication.activePopupWidget
    spot = QPoint(120, 500)
    for choose in (True, False):
        event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, spot, canvas.viewport().mapToGlobal(spot))
        QApplication.sendEvent(canvas.viewport(), event)
        if choose:
            menus().setActiveAction(window.menus.actions["insert"])
        QTest.keyClick(menus(), Qt.Key.Key_Return if choose else Qt.Key.Key_Escape)
        qtbot.waitUntil(lambda: menus() is None and canvas.offering.spot is None)
        assert (canvas.offering.chooser is not None) is choose
        if choose:
            assert abs(canvas.mapFromScene(canvas.overlay._band.rect().center()).x() - spot.x()) <= 8
            canvas.offering.close()
    window.menus.actions["insert"].trigger()
    assert abs(canvas.mapFromScene(canvas.overlay._band.rect().center()).x() - canvas.width() / 2) <= 8
    canvas.offering.close()


def test_assistive_technology_is_told_what_is_asked_and_which_row_is_marked(hand: Hand) -> None:
    double_click(hand, 800, 400)
    chooser = opened(hand)
    hand.type("tr d s")
    field = QAccessible.queryAccessibleInterface(chooser.search)
    assert field.role() == QAccessible.Role.EditableText
    assert field.text(QAccessible.Text.Name) == "Add to the diagram"
    assert field.text(QAccessible.Text.Description) == "Training data store, Data"
    rows = QAccessible.queryAccessibleInterface(chooser.list)
    assert rows.role() == QAccessible.Role.List
    assert rows.child(0).text(QAccessible.Text.Name) == "Training data store, Data"


def test_larger_text_gets_a_larger_list(hand: Hand) -> None:
    double_click(hand, 300, 450)
    usual = opened(hand).width()
    hand.canvas.offering.close()
    before = QApplication.font()
    font = QFont(before)
    font.setPixelSize(26)
    QApplication.setFont(font)
    try:
        double_click(hand, 300, 450)
        assert opened(hand).width() == usual * 2
        assert hand.canvas.rect().contains(opened(hand).geometry())
    finally:
        QApplication.setFont(before)
