"""Larger text and high contrast: everything follows at once, and nothing is cut off."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDockWidget, QPushButton, QToolButton

from dfdmodeler.drawing.tokens import HIGH_CONTRAST
from dfdmodeler.gui.theme import BODY_PIXELS
from dfdmodeler.model.model import Model
from gui_parts import chat_model


@pytest.fixture
def drawn() -> Model:
    return chat_model()


def test_text_of_twice_the_size_is_in_force_at_once_and_remembered(window, qapp):
    threats = window.threats.list
    usual = threats.sizeHintForRow(1)
    window.preferences.change(text_scale="200")
    assert qapp.font().pixelSize() == 2 * BODY_PIXELS
    assert window.menuBar().fontMetrics().height() > 2 * BODY_PIXELS
    assert threats.sizeHintForRow(1) == 2 * usual
    assert window.theme.text_scale == "200"


@pytest.mark.parametrize("scale", ["125", "200"])
def test_buttons_have_room_for_their_words(qtbot, window, scale):
    window.preferences.change(text_scale=scale)
    window.resize(1600, 1000)
    for name in ("threats", "questions", "inspector", "outline"):
        window.docks.show(name)
        QApplication.processEvents()
        cut = [
            (button.text(), button.width(), button.minimumSizeHint().width())
            for button in window.findChildren(QPushButton) + window.findChildren(QToolButton)
            if button.isVisible() and button.text() and button.width() < button.minimumSizeHint().width()
        ]
        assert not cut, name


def test_panels_are_as_much_wider(window):
    palette = window.findChild(QDockWidget, "palette")
    least = palette.minimumWidth()
    window.preferences.change(text_scale="150")
    assert palette.minimumWidth() == pytest.approx(1.5 * least, abs=8), "the font's size is whole pixels"


def test_high_contrast_recolours_window_and_canvas(window, qapp):
    window.preferences.change(theme="light", contrast="high")
    assert window.theme.color("ink").name().upper() == HIGH_CONTRAST["ink"][0]
    assert qapp.palette().windowText().color().name().upper() == HIGH_CONTRAST["ink"][0]
    canvas = window.canvas
    picture = canvas.viewport().grab().toImage()
    assert picture.pixelColor(2, 2).name().upper() == HIGH_CONTRAST["canvas"][0]
    window.preferences.change(theme="dark")
    assert window.theme.color("ink").name().upper() == HIGH_CONTRAST["ink"][1]


def test_the_systems_contrast_is_followed_unless_a_person_chose(window):
    assert window.theme.contrast == "system"
    hints = window.theme._hints
    if not hasattr(hints, "accessibility"):
        pytest.skip("this Qt cannot tell")
    wanted = hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast
    assert window.theme.high_contrast == wanted
