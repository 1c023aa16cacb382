"""Views of the register: those that every model has, and those that are kept in this one."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from register_parts import pick, told

from dfdmodeler.analysis.register_view import as_query
from dfdmodeler.gui.register.page import RegisterPage
from dfdmodeler.gui.window import Window
from dfdmodeler.model import triage
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import View
from gui_parts import chat_model

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # offscreen, of popups


@pytest.fixture
def drawn() -> Model:
    return chat_model()


@pytest.fixture
def page(qtbot: QtBot, window: Window) -> RegisterPage:
    window.triage.show()
    qtbot.waitUntil(lambda: bool(window.session.selection.threat))
    return window.triage.page


def fill(page: RegisterPage, name: str) -> None:
    """Writes the name that is asked for. Offscreen nobody gives the focus back when a menu has closed."""
    field = page.form.fields["Name"]
    field.selectAll()
    QTest.keyClicks(field, name)
    QTest.keyClick(field, Qt.Key.Key_Return)
    QTest.qWait(20)


def save(page: RegisterPage, name: str) -> View:
    pick(page.views, "Save as a view…")
    fill(page, name)
    return next(view for view in page._session.model.of(View) if view.name == name)


def test_a_view_that_every_model_has_is_applied(window: Window, page: RegisterPage) -> None:
    id_ = page.lines[2].id
    window.session.edit("Own", lambda m: triage.track(m, [id_], owner="Ada", author="", date=""))
    QTest.qWait(50)
    pick(page.views, "Mine")
    assert told(page, "owner") == ["Ada"]
    assert page.views.text() == "Mine"
    pick(page.views, "Everything")
    assert len(told(page, "owner")) == len(page.lines)


@pytest.mark.parametrize(
    ("view", "words"),
    [
        ("Review again", "Nothing is to be reviewed again"),
        ("Overdue and expired", "Nothing is overdue"),
        ("New since the last review", "No review was finished yet"),
    ],
)
def test_an_empty_view_says_what_would_be_there(page: RegisterPage, view: str, words: str) -> None:
    pick(page.views, view)
    assert page.empty.isVisible()
    assert page.empty.text().startswith(words)


def test_what_is_shown_is_kept_under_a_name(window: Window, page: RegisterPage) -> None:
    pick(page.filters.buttons["severity"], "Moderate")
    pick(page.filters.group, "At")
    asked = page.query
    view = save(page, "Later")
    assert as_query(view) == asked
    assert page.views.text() == "Later"
    pick(page.views, "Everything")
    pick(page.views, "Later")
    assert page.query == asked
    window.menus.actions["undo"].trigger()
    assert not window.session.model.of(View)


def test_changes_are_told_and_kept_when_asked(window: Window, page: RegisterPage) -> None:
    view = save(page, "Later")
    pick(page.filters.buttons["severity"], "Moderate")
    assert page.views.text() == "Later, changed"
    pick(page.views, "Save the changes to “Later”")
    assert as_query(window.session.model[view.id]).facets == {"severity": frozenset({"Moderate"})}
    assert page.views.text() == "Later"


def test_a_view_is_renamed_and_deleted(window: Window, page: RegisterPage) -> None:
    view = save(page, "Later")
    pick(page.views, "Rename…")
    fill(page, "Soon")
    assert window.session.model[view.id].name == "Soon"
    assert page.views.text() == "Soon"
    pick(page.views, "Delete")
    assert not window.session.model.of(View)
    assert page.views.text() == "Everything"


def test_what_another_version_keeps_of_a_view_stays_when_it_is_renamed(
    window: Window, page: RegisterPage
) -> None:
    strange = View(id="v-1", name="Strange", filter={"mood": "good"}, columns=("title", "mood"))
    window.session.edit("Put", lambda m: Model([*m.values(), strange]))
    pick(page.views, "Strange")
    pick(page.views, "Rename…")
    fill(page, "Odd")
    kept = window.session.model["v-1"]
    assert (kept.name, kept.filter, kept.columns) == ("Odd", strange.filter, strange.columns)


def test_columns_are_dragged_into_another_order_and_keep_their_widths(page: RegisterPage) -> None:
    header = page.table.horizontalHeader()
    edge = header.sectionViewportPosition(0) + header.sectionSize(0) - 1
    drag(header.viewport(), QPoint(edge, 12), QPoint(edge + 40, 12))
    wide = header.sectionSize(0)
    assert page.query.columns[0] == "severity"
    start = QPoint(header.sectionViewportPosition(0) + 20, 12)
    over = QPoint(header.sectionViewportPosition(2) + header.sectionSize(2) - 10, 12)
    drag(header.viewport(), start, over)
    QTest.qWait(20)
    assert page.query.columns[:3] == ("title", "subject", "severity")
    assert header.sectionSize(2) == wide
    assert told(page, "severity")[0] == page.lines[0].threat.severity
    assert [header.visualIndex(place) for place in range(3)] == [0, 1, 2]


def drag(widget: QWidget, start: QPoint, end: QPoint) -> None:
    left = Qt.MouseButton.LeftButton
    QTest.mouseMove(widget, start)
    QTest.mousePress(widget, left, Qt.KeyboardModifier.NoModifier, start)
    for share in (0.3, 0.7, 1.0):
        QTest.mouseMove(widget, start + (end - start) * share)
        QTest.qWait(1)
    QTest.mouseRelease(widget, left, Qt.KeyboardModifier.NoModifier, end)


def test_nothing_is_decided_that_is_not_seen(window: Window, page: RegisterPage) -> None:
    page.show_mode("progress")
    window.menus.actions["decide-mitigated"].trigger()
    QTest.qWait(20)
    assert not window.session.history.done
