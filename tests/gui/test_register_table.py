"""The register in the window: filtered, sorted and worked through by mouse and keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from register_parts import ALT, CTRL, NONE, SHIFT, choose, pick, press, told

from dfdmodeler.gui.register.page import RegisterPage
from dfdmodeler.gui.register.rows import Head
from dfdmodeler.gui.window import Window
from dfdmodeler.model import triage
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Decision, Entry
from gui_parts import TODAY, chat_model

Key = Qt.Key
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # offscreen, of popups


@pytest.fixture
def drawn() -> Model:
    return chat_model()


@pytest.fixture
def page(qtbot: QtBot, window: Window) -> RegisterPage:
    QTest.keyClick(window.canvas, Key.Key_R, CTRL)
    qtbot.waitUntil(lambda: bool(window.session.selection.threat))  # the first line is chosen
    return window.triage.page


def settle(qtbot: QtBot) -> None:
    qtbot.wait(20)


def go_to_column(page: RegisterPage, column: str) -> None:
    for _ in range(len(page.query.columns)):
        press(page, Key.Key_Left)
    while page.table.current_column != column:
        press(page, Key.Key_Right)


def header_click(page: RegisterPage, column: str, held: Qt.KeyboardModifier) -> None:
    header = page.table.horizontalHeader()
    at = QPoint(header.sectionViewportPosition(page.query.columns.index(column)) + 20, header.height() // 2)
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, held, at)


def test_every_threat_is_a_line(window: Window, page: RegisterPage) -> None:
    threats = [threat for threat in window.session.threats.threats if threat.track != "validity"]
    assert told(page, "title") == [threat.title for threat in threats]
    assert len(threats) > 10


def test_many_are_decided_in_one_step_with_one_reason(window: Window, page: RegisterPage) -> None:
    done = len(window.session.history.done)
    press(page, Key.Key_Home)
    for _ in range(3):
        press(page, Key.Key_Down, SHIFT)
    ids = page.table.selected_ids()
    assert len(ids) == 4
    press(page, Key.Key_4, CTRL)
    assert page.form.is_open
    assert not page.form.done.isEnabled()
    QTest.keyClicks(QApplication.focusWidget(), "Small")
    press(page, Key.Key_Return)
    found = {decision.threat: decision for decision in window.session.model.of(Decision)}
    assert set(found) == set(ids)
    assert {(one.status, one.reason, one.author, one.date) for one in found.values()} == {
        ("accepted", "Small", "Ada", TODAY)
    }
    assert all(one.evidence for one in found.values())
    assert len(window.session.history.done) == done + 1
    assert page.table.hasFocus()
    assert page.table.selected_ids() == ids
    press(page, Key.Key_Z, CTRL)
    assert not window.session.model.of(Decision)
    assert page.table.selected_ids() == ids


def test_more_than_a_few_are_decided_between_events(qtbot: QtBot, window: Window, page: RegisterPage) -> None:
    press(page, Key.Key_A, CTRL)
    count = len(page.lines)
    assert len(page.selected) == count > 10
    press(page, Key.Key_3, CTRL)
    qtbot.waitUntil(lambda: len(window.session.model.of(Decision)) == count)
    assert {decision.status for decision in window.session.model.of(Decision)} == {"mitigated"}


def test_a_long_decision_can_be_given_up(window: Window, page: RegisterPage) -> None:
    press(page, Key.Key_A, CTRL)
    QTest.keyClick(page.table, Key.Key_3, CTRL)
    assert page.acting.busy
    QTest.keyClick(page.table, Key.Key_Escape)
    QTest.qWait(50)
    assert not window.session.model.of(Decision)
    assert page.said.text() == "Nothing was decided."
    assert page.isVisible()


def test_until_when_a_decision_holds_is_a_date(window: Window, page: RegisterPage) -> None:
    choose(page, 0, 1)
    press(page, Key.Key_4, CTRL)
    QTest.keyClicks(page.form.fields["Reason"], "Small")
    QTest.keyClicks(page.form.fields["Until"], "soon")
    assert not page.form.done.isEnabled()
    assert "2026-03-31" in page.form.wrong.text()
    page.form.fields["Until"].clear()
    QTest.keyClicks(page.form.fields["Until"], "2027-01-31")
    QTest.keyClick(page.form.fields["Until"], Key.Key_Return)
    assert {decision.expires for decision in window.session.model.of(Decision)} == {"2027-01-31"}


def test_escape_gives_the_question_up(window: Window, page: RegisterPage) -> None:
    choose(page, 0, 1)
    press(page, Key.Key_5, CTRL)
    QTest.keyClicks(page.form.fields["Reason"], "Small")
    press(page, Key.Key_Escape)
    assert not page.form.isVisible()
    assert page.table.hasFocus()
    assert not window.session.model.of(Decision)


@pytest.mark.parametrize("held", [NONE, CTRL])
def test_what_is_gone_to_at_an_end_is_what_is_decided_about(
    page: RegisterPage, held: Qt.KeyboardModifier
) -> None:
    choose(page, 2)
    press(page, Key.Key_Home, held)
    assert page.table.selected_ids() == [page.lines[0].id]
    assert page.table.current_id == page.lines[0].id


def test_typing_writes_into_a_cell(qtbot: QtBot, window: Window, page: RegisterPage) -> None:
    choose(page, 2)
    id_ = page.table.current_id
    go_to_column(page, "owner")
    QTest.keyClicks(page.table, "C")
    QTest.keyClicks(QApplication.focusWidget(), "y")
    press(page, Key.Key_Return)
    assert triage.decision_on(window.session.model, id_).owner == "Cy"
    qtbot.waitUntil(lambda: told(page, "owner")[2] == "Cy")
    assert [entry.field for entry in window.session.model.of(Entry)] == ["owner"]
    assert page.table.current_id == id_


def test_what_is_written_goes_to_all_that_are_selected(window: Window, page: RegisterPage) -> None:
    choose(page, 1, 2, 4)
    ids = page.table.selected_ids()
    go_to_column_quietly(page, "due")
    press(page, Key.Key_F2)
    assert "all 3" in page.said.text()
    QTest.keyClicks(QApplication.focusWidget(), "2026-12-01")
    press(page, Key.Key_Return)
    assert {d.threat: d.due for d in window.session.model.of(Decision)} == dict.fromkeys(ids, "2026-12-01")
    assert len(window.session.history.done) == 1


def go_to_column_quietly(page: RegisterPage, column: str) -> None:
    """Into a column of the current line, with the selection as it is."""
    page.table.write(column)
    QTest.keyClick(QApplication.focusWidget(), Key.Key_Escape)


def test_a_date_that_is_none_is_refused_where_it_is_written(window: Window, page: RegisterPage) -> None:
    choose(page, 0)
    page.field_buttons["due"].click()
    field = QApplication.focusWidget()
    QTest.keyClicks(field, "31.3.")
    QTest.keyClick(field, Key.Key_Return)
    assert field.isVisible()
    assert "cannot be read" in page.said.text()
    QTest.keyClick(field, Key.Key_Escape)
    QTest.qWait(20)
    assert not window.session.model.of(Decision)


def test_tags_that_not_all_share_stay(window: Window, page: RegisterPage) -> None:
    first, second = page.lines[0].id, page.lines[1].id

    def tagged(model: Model) -> Model:
        model = triage.track(model, [first], tags=("web", "old"), author="Bob", date="2026-01-01")
        return triage.track(model, [second], tags=("old",), author="Bob", date="2026-01-01")

    window.session.edit("Tag", tagged)
    choose(page, 0, 1)
    page.field_buttons["tags"].click()
    field = QApplication.focusWidget()
    assert field.text() == "old"
    field.selectAll()
    QTest.keyClicks(field, "new")
    QTest.keyClick(field, Key.Key_Return)
    QTest.qWait(20)
    tags = [triage.decision_on(window.session.model, id_).tags for id_ in (first, second)]
    assert tags == [("web", "new"), ("new",)]


def test_a_severity_of_its_own_needs_a_reason(window: Window, page: RegisterPage) -> None:
    choose(page, 0, 1)
    ids = page.table.selected_ids()
    page.field_buttons["severity"].click()
    level, why = page.form.fields["Severity"], page.form.fields["Why"]
    level.setCurrentText("Low")
    assert not page.form.done.isEnabled()
    QTest.keyClicks(why, "Test data")
    QTest.mouseClick(page.form.done, Qt.MouseButton.LeftButton)
    QTest.qWait(50)
    kept = {d.threat: (d.severity, d.severity_reason) for d in window.session.model.of(Decision)}
    assert kept == dict.fromkeys(ids, ("Low", "Test data"))
    assert page.table.selected_ids() == ids  # although they stand elsewhere now


def test_headers_sort_and_sort_as_well(page: RegisterPage) -> None:
    header_click(page, "title", Qt.KeyboardModifier.NoModifier)
    assert told(page, "title") == sorted(told(page, "title"), key=str.casefold)
    header_click(page, "title", Qt.KeyboardModifier.NoModifier)
    assert page.query.sort == ("-title",)
    header_click(page, "subject", SHIFT)
    assert page.query.sort == ("-title", "subject")


def test_a_column_is_sorted_and_grouped_by_keyboard(page: RegisterPage) -> None:
    go_to_column(page, "subject")
    press(page, Key.Key_Down, ALT)
    menu = QApplication.activePopupWidget()
    assert menu.actions()[0].text() == "Sort upwards"
    QTest.keyClick(menu, Key.Key_Down)
    QTest.keyClick(menu, Key.Key_Return)
    QTest.qWait(20)
    assert page.query.sort == ("subject",)
    assert told(page, "subject") == sorted(told(page, "subject"), key=str.casefold)


def test_groups_have_heads_that_fold(page: RegisterPage) -> None:
    chosen = page.table.current_id
    page.ask(page.query.__class__(group="severity"))
    heads = [row for row in page.table.rows.rows if isinstance(row, Head)]
    assert [head.title for head in heads][:1] == ["Important"]
    assert sum(head.count for head in heads) == len(page.lines)
    assert page.table.current_id == chosen
    at = page.table.visualRect(page.table.rows.index(0, 0)).center()
    QTest.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert isinstance(page.table.rows.rows[1], Head)
    press(page, Key.Key_Right)
    assert not isinstance(page.table.rows.rows[1], Head)


def test_words_filter_and_the_keys_lead_on(page: RegisterPage) -> None:
    press(page, Key.Key_F, CTRL)
    assert page.filters.search.hasFocus()
    QTest.keyClicks(page.filters.search, "injection")
    assert 0 < len(told(page, "title")) < len(page.lines)
    assert all("injection" in title.casefold() for title in told(page, "title"))
    press(page, Key.Key_Down)
    assert page.table.hasFocus()


def test_several_values_of_a_facet_are_ticked_in_one_menu(page: RegisterPage) -> None:
    button = page.filters.buttons["severity"]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    menu = button.menu_below
    offered = {action.text().partition("\t")[0]: action for action in menu.actions()}
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(offered["Moderate"]).center())
    assert menu.isVisible()
    assert set(told(page, "severity")) == {"Moderate"}
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(offered["Low"]).center())
    QTest.keyClick(menu, Key.Key_Escape)
    assert set(told(page, "severity")) == {"Moderate", "Low"}
    assert button.text() == "Severity: moderate +1"
    QTest.mouseClick(page.filters.clear, Qt.MouseButton.LeftButton)
    assert len(told(page, "severity")) == len(page.lines)


def test_selection_and_scroll_stay_after_an_analysis(
    qtbot: QtBot, window: Window, page: RegisterPage
) -> None:
    window.resize(1300, 420)
    settle(qtbot)
    header_click(page, "owner", Qt.KeyboardModifier.NoModifier)
    bar = page.table.verticalScrollBar()
    press(page, Key.Key_End)
    bar.setValue(bar.maximum() // 2)
    before, ids = bar.value(), page.table.selected_ids()
    assert before > 0
    order = told(page, "title")
    own = page.lines[4].id
    window.session.edit("Own", lambda m: triage.track(m, [own], owner="Cy", author="", date=""))
    settle(qtbot)
    assert told(page, "owner")[0] == "Cy"
    assert told(page, "title") != order
    assert (bar.value(), page.table.selected_ids()) == (before, ids)


def test_columns_are_chosen_and_hidden(page: RegisterPage) -> None:
    pick(page.columns, "Rule")
    assert page.query.columns[-1] == "rule"
    assert told(page, "rule")[0] == page.lines[0].threat.rule
    pick(page.columns, "Rule")
    assert "rule" not in page.query.columns


def test_a_decision_whose_threat_is_gone_is_a_line(qtbot: QtBot, window: Window, page: RegisterPage) -> None:
    old = {"status": "accepted", "reason": "Small", "author": "Bob", "date": "2026-01-01", "title": "Old one"}
    window.session.edit("Old", lambda m: triage.decide(m, "OLD-1@llm", **old))
    settle(qtbot)
    assert told(page, "title")[-1] == "Old one"
    press(page, Key.Key_End)
    assert window.session.selection.threat == "gone:OLD-1@llm"
    assert window.threats.card.isVisible()


def test_letters_lead_to_a_line(page: RegisterPage) -> None:
    press(page, Key.Key_Home)
    go_to_column(page, "title")
    wanted = next(line for line in page.lines if line.threat.title[0] != page.lines[0].threat.title[0])
    QTest.keyClicks(page.table, wanted.threat.title[:3])
    assert page.table.current_line.threat.title.startswith(wanted.threat.title[:3])


def test_chosen_lines_are_copied(page: RegisterPage) -> None:
    choose(page, 0, 2)
    press(page, Key.Key_C, CTRL)
    copied = QApplication.clipboard().text().splitlines()
    assert copied[0].startswith("Severity\tThreat\tAt")
    assert [row.split("\t")[1] for row in copied[1:]] == [line.threat.title for line in page.selected]
