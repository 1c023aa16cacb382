"""Overlays in the window: by menu and keys, kept live, explained by a card, exported with their meaning."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from dfdmodeler.analysis.overlays import OVERLAYS
from dfdmodeler.drawing.primitives import Text
from dfdmodeler.gui.actions.palette import palette_entries
from dfdmodeler.gui.canvas.legend import Swatch
from dfdmodeler.gui.window import Window
from dfdmodeler.model import edits
from dfdmodeler.model.model import EMPTY_MODEL, Model
from dfdmodeler.model.records import Diagram, Element
from gui_parts import chat_model

LEFT, ALT = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.AltModifier
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def drawn() -> Model:
    return chat_model()


@pytest.fixture
def window(window: Window) -> Window:
    window.canvas.setFocus()
    return window


def press(window: Window, key: Qt.Key) -> None:
    """Presses Alt and a digit on the canvas, and lets what was asked be worked out."""
    QTest.keyClick(window.canvas, key, ALT)
    settle(window)


def settle(window: Window) -> None:
    for _ in range(200):
        QApplication.processEvents()
        if not window.overlays._sliced.busy:
            return
    raise AssertionError("the overlay is never worked out")


def said(window: Window, subject: str) -> set[str]:
    """What is written at a shape or at a flow's label."""
    items = [item for item in window.canvas.content.drawn.items.values() if item.subject == subject]
    return {part.text for item in items for part in item.primitives if isinstance(part, Text)}


def told(window: Window) -> dict[str, str]:
    """The rows of the card: words and number."""
    names = [words.accessibleName() for words in window.overlays.card.words]
    return dict(name.rsplit(": ", 1) for name in names)


def test_a_key_turns_an_overlay_on_and_off_again(window):
    press(window, Qt.Key.Key_4)
    assert "Untrusted" in said(window, "user")
    card = window.overlays.card
    assert card.isVisible()
    assert card.title.text() == "Trust"
    assert told(window)["Outsiders determine what it emits"] == "1"
    assert len(card.findChildren(Swatch)) == len(card.words)
    press(window, Qt.Key.Key_4)
    assert not card.isVisible()
    assert "Untrusted" not in said(window, "user")


@pytest.mark.parametrize("kind", OVERLAYS, ids=lambda kind: kind.id)
def test_each_overlay_is_in_the_menu_with_a_tick_and_in_the_palette(window, kind):
    menu, _ = window.menus.submenus["Overlay"]
    (action,) = [action for action in menu.actions() if action.text() == kind.title]
    action.trigger()
    settle(window)
    window.menus.refresh()
    assert action.isChecked()
    assert not window.menus.actions["overlay-none"].isChecked()
    assert window.overlays.card.title.text() == kind.title
    assert f"Overlay: {kind.title}" in [entry.text for entry in palette_entries(window.context)]


def test_one_overlay_takes_the_place_of_another(window):
    press(window, Qt.Key.Key_4)
    press(window, Qt.Key.Key_3)
    assert window.overlays.card.title.text() == "Data classes"
    assert "Untrusted" not in said(window, "user")
    press(window, Qt.Key.Key_0)
    assert window.overlays.kind is None


def test_escape_gives_up_the_selection_first_and_then_the_overlay(window, session):
    press(window, Qt.Key.Key_4)
    session.selection.set(["chat"])
    QTest.keyClick(window.canvas, Qt.Key.Key_Escape)
    assert not session.selection.ids
    assert window.overlays.kind
    QTest.keyClick(window.canvas, Qt.Key.Key_Escape)
    assert window.overlays.kind is None


def test_the_card_is_closed_by_mouse_and_by_keyboard(qtbot, window):
    card = window.overlays.card
    press(window, Qt.Key.Key_4)
    qtbot.mouseClick(card.close_button, LEFT)
    assert window.overlays.kind is None
    press(window, Qt.Key.Key_4)
    card.close_button.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(card.close_button, Qt.Key.Key_Escape)
    assert window.overlays.kind is None
    assert QApplication.focusWidget() is window.canvas


def test_badges_come_back_when_an_overlay_ends(window):
    before = window.canvas.content.drawn.picture
    press(window, Qt.Key.Key_1)
    assert window.canvas.content.drawn.picture != before
    press(window, Qt.Key.Key_1)
    assert window.canvas.content.drawn.picture == before


def test_an_edit_and_its_undo_are_followed(window, session):
    press(window, Qt.Key.Key_3)
    assert "Special" not in said(window, "docs")
    session.edit("Say", lambda model: edits.set_property(model, ["docs"], "data_class", "special"))
    settle(window)
    assert "Special" in said(window, "docs")
    assert "Special categories of personal data" in told(window)
    session.undo()
    settle(window)
    assert "Special" not in said(window, "docs")


def test_reach_begins_at_what_is_selected(window, session):
    session.edit("Carry", lambda m: edits.set_property(m, ["ask"], "carries", ["prompt", "documents"]))
    press(window, Qt.Key.Key_5)
    assert "From all who are not trusted." in window.overlays.card.note.text()
    assert "Source" in said(window, "user")
    session.selection.set(["docs"])
    settle(window)
    assert "Source" in said(window, "docs")
    assert "Source" not in said(window, "user")
    assert not window.overlays.card.note.isVisible()


def test_an_analysis_that_begins_meanwhile_is_waited_for(window, session):
    press(window, Qt.Key.Key_5)
    before = window.canvas.content.drawn.picture
    session.selection.set(["docs"])
    session.analysing = True
    settle(window)
    assert window.canvas.content.drawn.picture == before
    session.analysing = False
    session.threats_changed.emit(None)
    settle(window)
    assert "Source" in said(window, "docs")


def test_deleting_what_is_selected_ends_what_begins_there(window, session):
    press(window, Qt.Key.Key_5)
    session.selection.set(["docs"])
    settle(window)
    QTest.keyClick(window.canvas, Qt.Key.Key_Delete)
    settle(window)
    assert "docs" not in session.model
    assert not window.overlays._found.shades
    session.undo()
    settle(window)
    assert "docs" in session.model


def test_why_there_is_nothing_to_show_is_told(window, session):
    session.open(
        Model(
            [
                Diagram(id="main"),
                Element(id="a", type="web_app"),
                edits.new_placement("main", "a", (0, 0, 99, 50)),
            ]
        )
    )
    press(window, Qt.Key.Key_5)
    assert not window.overlays.card.words
    assert "No flow is said to carry" in window.overlays.card.note.text()


def test_a_row_selects_what_it_is_about(qtbot, window, session):
    press(window, Qt.Key.Key_4)
    row = next(words for words in window.overlays.card.words if "Outsiders" in words.text())
    qtbot.mouseClick(row, LEFT)
    assert session.selection.ids == ("user",)


def test_assistive_technology_is_told(window, session):
    press(window, Qt.Key.Key_4)
    card = window.overlays.card
    assert card.accessibleName() == "Overlay: Trust"
    assert "Outsiders determine what it emits: 1" in card.accessibleDescription()
    assert window.canvas.accessibleDescription().startswith("Overlay Trust.")
    session.selection.set(["user"])
    assert window.canvas.accessibleDescription().endswith("Outsiders determine what it emits")


def test_rows_and_the_close_button_are_reached_by_tab(window):
    press(window, Qt.Key.Key_4)
    card = window.overlays.card
    reached, widget = set(), window.canvas
    while (widget := widget.nextInFocusChain()) is not window.canvas:
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and card.isAncestorOf(widget):
            reached.add(widget)
    assert {card.close_button, *card.words} <= reached


def test_f6_goes_from_the_diagram_to_the_card_and_on(window):
    press(window, Qt.Key.Key_4)
    card = window.overlays.card
    QTest.keyClick(window.canvas, Qt.Key.Key_F6)
    assert card.isAncestorOf(QApplication.focusWidget())
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_F6)
    assert not card.isAncestorOf(QApplication.focusWidget())
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert card.isAncestorOf(QApplication.focusWidget())


def test_another_diagram_counts_its_own(window, session):
    session.edit("Add", lambda m: edits.put(edits.put(m, Diagram(id="two", name="Two", order=1)),
                 edits.new_placement("two", "chat", (0, 0, 120, 48))))  # fmt: skip
    press(window, Qt.Key.Key_4)
    window.canvas.set_diagram("two")
    assert told(window) == {"Only we determine what it emits": "1"}
    assert "Trusted" in said(window, "chat")


def test_another_document_is_asked_the_same(window, session):
    press(window, Qt.Key.Key_4)
    session.open(EMPTY_MODEL)
    settle(window)
    assert window.overlays.card.note.text() == "Nothing is drawn yet."
    session.open(chat_model())
    settle(window)
    assert "Untrusted" in said(window, "user")


@pytest.mark.parametrize("legend", [True, False])
def test_a_picture_takes_the_overlay_and_its_meaning_along(qtbot, window, tmp_path: Path, legend: bool):
    window.preferences.change(legend_in_pictures=legend)
    press(window, Qt.Key.Key_4)
    target = tmp_path / "a.svg"
    window.files.write_picture(target)
    qtbot.waitUntil(target.exists)
    assert ">Untrusted<" in target.read_text("utf-8")
    assert ("Outsiders determine what it emits: 1" in target.read_text("utf-8")) is legend


@pytest.mark.parametrize("corner", [(20.0, 700.0), (20.0, 20.0)])
def test_the_card_takes_a_corner_where_it_covers_nothing(window, session, corner):
    """Elements in one corner at the left, then in the other, seen at their actual size."""
    elements = [Element(id=f"e{i}", type="web_app", name=f"E{i}") for i in range(3)]
    places = [
        edits.new_placement("main", e.id, (corner[0] + 40 * i, corner[1], 120.0, 48.0))
        for i, e in enumerate(elements)
    ]
    window.resize(1440, 1000)
    session.open(Model([Diagram(id="main"), *elements, *places]))
    QApplication.processEvents()
    canvas = window.canvas
    canvas.zoom_to(1.0)
    canvas._show_at(
        QPointF(corner[0], corner[1]), QPointF(30, 30 if corner[1] < 100 else canvas.height() - 120)
    )
    press(window, Qt.Key.Key_4)
    card = window.overlays.card.geometry()
    assert not [e.id for e in elements if canvas.rect_of(e.id).intersects(card)]


def test_the_card_is_dragged_and_stays_inside_where_it_was_put(window, session):
    press(window, Qt.Key.Key_4)
    card, grip = window.overlays.card, QPoint(40, 16)
    before = card.pos()
    QTest.mousePress(card, LEFT, pos=grip)
    QTest.mouseMove(card, grip + QPoint(60, -80))
    QTest.mouseRelease(card, LEFT, pos=grip)
    assert card.pos() == before + QPoint(60, -80)
    put = card.pos()
    press(window, Qt.Key.Key_3)
    assert card.pos() == put
    QTest.mousePress(card, LEFT, pos=grip)
    QTest.mouseMove(card, QPoint(5000, 5000))
    QTest.mouseRelease(card, LEFT, pos=grip)
    assert window.canvas.rect().contains(card.geometry())
    assert not session.selection.ids


@pytest.mark.parametrize("kind", OVERLAYS, ids=lambda kind: kind.id)
def test_nothing_on_the_card_is_cut_off(window, kind):
    window.overlays.choose(kind.id)
    settle(window)
    card = window.overlays.card
    texts = [text for text in card.findChildren(QLabel) if text.isVisible()]
    assert len(texts) > 2
    for text in texts:
        assert text.height() >= text.heightForWidth(text.width()), text.text()
        inside = text.mapTo(card, text.rect().bottomRight())
        assert card.rect().contains(inside), text.text()


def test_the_card_keeps_off_the_tool_bar_and_inside_the_canvas(window):
    for size in ((1440, 900), (1100, 700), (900, 600)):
        window.resize(*size)
        for key in (Qt.Key.Key_4, Qt.Key.Key_5, Qt.Key.Key_0):
            press(window, key)
            card = window.overlays.card
            if card.isVisible():
                assert not card.geometry().intersects(window.bar.geometry()), size
                assert window.canvas.rect().contains(card.geometry()), size
