"""The register for those who hear it, need large text, or never use a mouse."""

from __future__ import annotations

import pytest
from accessible_parts import nameless, told, unseen_focus
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from dfdmodeler.gui.register.page import RegisterPage
from dfdmodeler.gui.register.rows import Head
from dfdmodeler.gui.window import Window
from dfdmodeler.model import edits, triage
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Review
from gui_parts import chat_model, dressed_theme, new_session, new_window

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
SAID = Qt.ItemDataRole.AccessibleTextRole
NAME = QAccessible.Text.Name
MODES = ("table", "board", "progress")


@pytest.fixture(autouse=True)
def listening() -> object:
    QAccessible.setActive(True)
    yield
    QAccessible.setActive(False)


@pytest.fixture
def drawn() -> Model:
    return edits.put(
        chat_model(), Review(id="review/1", reviewer="Ada", date="2026-11-01", open=("LLM-01@llm",))
    )


@pytest.fixture
def page(qtbot: QtBot, window: Window) -> RegisterPage:
    return shown(window)


def shown(window: Window) -> RegisterPage:
    window.triage.show()
    QTest.qWait(20)
    return window.triage.page


def test_everything_that_takes_the_focus_has_a_name(window: Window, page: RegisterPage) -> None:
    for mode in MODES:
        page.show_mode(mode)
        QTest.qWait(20)
        assert nameless(window) == [], mode
    page.show_mode("table")
    page.decide("accepted")
    page.acting.ask_severity(page.selected)
    assert nameless(window) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_focus_is_seen_wherever_it_is(
    qtbot: QtBot, qapp, home, library, drawn: Model, scheme: str
) -> None:
    window = new_window(new_session(library, drawn), home, dressed_theme(qapp, scheme))
    qtbot.addWidget(window, before_close_func=lambda w: w.session.history.mark_clean())
    window.resize(1100, 700)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    page = shown(window)
    for mode in MODES:
        page.show_mode(mode)
        QTest.qWait(20)
        assert unseen_focus(window) == [], mode


def test_cells_say_their_column_and_what_is_in_it(window: Window, page: RegisterPage) -> None:
    table = told(page.table)
    assert (table.role(), table.text(NAME)) == (QAccessible.Role.Table, "Threats of the register")
    line = page.lines[0]
    index = page.table.rows.index(0, page.query.columns.index("title"))
    assert index.data(SAID) == f"Threat: {line.threat.title}"
    owner = page.table.rows.index(0, page.query.columns.index("owner"))
    assert owner.data(SAID) == "Owner: empty"


def test_what_is_only_seen_is_said_too(window: Window, page: RegisterPage) -> None:
    id_ = page.lines[0].id
    late = {"owner": "Cy", "due": "2026-01-01"}
    window.session.edit("Late", lambda m: triage.track(m, [id_], author="", date="", **late))
    QTest.qWait(50)
    due = page.table.rows.index(0, page.query.columns.index("due"))
    assert due.data(SAID) == "Due: 2026-01-01, overdue"
    page.ask(page.query.sorted_by("due"))
    header = page.table.rows.headerData(
        page.query.columns.index("due"), page.table.horizontalHeader().orientation(), 0xB
    )
    assert header == "Due, sorted upwards"
    page.ask(type(page.query)(group="severity"))
    head = next(place for place, row in enumerate(page.table.rows.rows) if isinstance(row, Head))
    assert page.table.rows.index(head, 0).data(SAID).endswith("unfolded")


def test_what_was_done_is_told(page: RegisterPage) -> None:
    page.decide("mitigated")
    QTest.qWait(50)
    assert page.accessibleDescription() == "Mitigated: 1 threat."


def test_the_chart_is_told_in_words(page: RegisterPage) -> None:
    page.show_mode("progress")
    chart = told(page.progress.chart)
    assert chart.text(NAME) == "Open threats since the last review"
    assert chart.text(QAccessible.Text.Description).startswith(
        "At the review by Ada on 2026-11-01, 1 threat was"
    )


@pytest.mark.parametrize("scale", ["125", "200"])
def test_large_text_has_room(window: Window, page: RegisterPage, scale: str) -> None:
    before = page.table.rowHeight(0)
    window.preferences.change(text_scale=scale)
    for mode in MODES:
        page.show_mode(mode)
        QApplication.processEvents()
        cut = [
            (button.text(), button.width(), button.minimumSizeHint().width())
            for button in page.findChildren(QPushButton)
            if button.isVisible() and button.text() and button.width() < button.minimumSizeHint().width()
        ]
        assert not cut, mode
        assert all(
            page.rect().contains(one.geometry()) for one in (page.filters, page.head) if one.isVisible()
        )
    assert page.table.rowHeight(0) > before


def test_all_of_it_can_be_reached_by_tab(window: Window, page: RegisterPage) -> None:
    window.docks.stow(("threats", "questions", "inspector", "outline", "coverage"))
    page.table.setFocus()
    seen = []
    for _ in range(60):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        seen.append(QApplication.focusWidget())
    wanted = {
        page.views, page.filters.search, page.filters.group, page.columns, page.back, page.decide_button,
        *page.filters.buttons.values(), *page.field_buttons.values(), page.modes.buttons["table"],
    }  # fmt: skip
    assert wanted <= set(seen)
    assert seen[0] is page.decide_button  # what is done with the lines comes after them
    assert seen.index(page.views) < seen.index(page.filters.search) < seen.index(page.table)
