"""The board: cards under their decisions, taken to others by mouse and keys; the work since a review."""

from __future__ import annotations

import random

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from register_parts import CTRL, NONE, SHIFT, choose, press, told

from dfdmodeler.analysis.burndown import burndown_words
from dfdmodeler.analysis.library import Library
from dfdmodeler.gui.register.board import Board
from dfdmodeler.gui.register.page import RegisterPage
from dfdmodeler.gui.register.progress import ticks
from dfdmodeler.gui.window import Window
from dfdmodeler.model import edits, triage
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Decision, Review
from dfdmodeler.session.session import Session
from gui_parts import TODAY, chat_model

Key = Qt.Key
LEFT = Qt.MouseButton.LeftButton
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # offscreen, of popups


@pytest.fixture
def drawn() -> Model:
    return chat_model()


@pytest.fixture
def page(qtbot: QtBot, window: Window) -> RegisterPage:
    window.docks.stow(("threats", "questions", "inspector", "outline", "coverage"))
    window.triage.show()
    page = window.triage.page
    QTest.mouseClick(page.modes.buttons["board"], LEFT)
    qtbot.waitUntil(lambda: bool(window.session.selection.threat))
    return page


@pytest.fixture
def board(page: RegisterPage) -> Board:
    return page.board


def counts(board: Board) -> dict[str, int]:
    return {status: len(column.lines) for status, column in board.columns.items() if column.lines}


def middle(board: Board, status: str, row: int) -> QPoint:
    """The middle of a card, in its column's list."""
    cards = board.columns[status].list
    return cards.visualRect(cards.rows.index(row)).center()


def take(board: Board, status: str, row: int, to: str, *, drop: bool = True) -> None:
    """Drags a card over another column with the mouse."""
    source, target = board.columns[status].list.viewport(), board.columns[to]
    QTest.mousePress(source, LEFT, NONE, middle(board, status, row))
    over = source.mapFromGlobal(target.mapToGlobal(QPoint(target.width() // 2, 80)))
    for share in (0.2, 0.6, 1.0):
        start = middle(board, status, row)
        QTest.mouseMove(source, start + (over - start) * share)
        QTest.qWait(1)
    if drop:
        QTest.mouseRelease(source, LEFT, NONE, over)
        QTest.qWait(50)


def test_every_threat_has_a_card_and_heads_count(page: RegisterPage, board: Board) -> None:
    assert counts(board) == {"open": len(page.lines)}
    assert board.columns["open"].head.text() == f"Open  {len(page.lines)}"
    assert board.columns["open"].list.hasFocus()


def test_a_card_that_is_dragged_is_decided_about(window: Window, page: RegisterPage, board: Board) -> None:
    line = board.columns["open"].lines[1]
    take(board, "open", 1, "mitigated")
    assert {d.threat: d.status for d in window.session.model.of(Decision)} == {line.id: "mitigated"}
    assert counts(board) == {"open": len(page.lines) - 1, "mitigated": 1}
    assert board.columns["mitigated"].list.selected_keys == [line.id]
    press(page, Key.Key_Z, CTRL)
    assert counts(board) == {"open": len(page.lines)}


def test_what_is_dragged_is_shown_and_where_it_would_come(board: Board) -> None:
    take(board, "open", 0, "mitigated", drop=False)
    assert board.columns["mitigated"].property("target")
    assert board._hand.text() == board.columns["open"].lines[0].threat.title
    QTest.keyClick(board.columns["open"].list, Key.Key_Escape)
    assert not board.columns["mitigated"].property("target")
    assert not board._hand.isVisible()


def test_a_drag_that_is_given_up_decides_nothing(window: Window, board: Board) -> None:
    take(board, "open", 0, "mitigated", drop=False)
    QTest.keyClick(board.columns["open"].list, Key.Key_Escape)
    target = board.columns["mitigated"]
    QTest.mouseRelease(target, LEFT, NONE, QPoint(20, 80))
    QTest.qWait(50)
    assert not window.session.model.of(Decision)


def test_a_dismissal_asks_for_its_reason(window: Window, page: RegisterPage, board: Board) -> None:
    page.table.window().resize(1800, 900)
    QTest.qWait(20)
    line = board.columns["open"].lines[0]
    take(board, "open", 0, "accepted")
    assert page.form.isVisible()
    assert not window.session.model.of(Decision)
    QTest.keyClicks(page.form.fields["Reason"], "Small")
    press(page, Key.Key_Return)
    kept = triage.decision_on(window.session.model, line.id)
    assert (kept.status, kept.reason) == ("accepted", "Small")


def test_another_verdict_asks_anew_and_offers_the_reason_of_the_one_before(
    window: Window, page: RegisterPage, board: Board
) -> None:
    id_ = board.columns["open"].lines[0].id
    kept = {"reason": "Small", "date": TODAY, "expires": "2027-01-31"}
    window.session.edit("Decide", lambda m: triage.decide(m, id_, status="accepted", **kept))
    page.update_now()
    model = window.session.model
    board.columns["accepted"].list.setFocus()
    press(page, Key.Key_Home)
    press(page, Key.Key_6, CTRL)
    assert window.session.model == model
    assert page.form.fields["Reason"].textCursor().selectedText() == "Small", "typing replaces it"
    assert page.form.fields["Until"].text() == "2027-01-31"
    press(page, Key.Key_Return)
    now = triage.decision_on(window.session.model, id_)
    assert (now.status, now.reason, now.expires) == ("transferred", "Small", "2027-01-31")


def test_keys_go_between_columns_and_move_cards(window: Window, page: RegisterPage, board: Board) -> None:
    line = board.columns["open"].lines[0]
    press(page, Key.Key_Right, CTRL)
    assert triage.decision_on(window.session.model, line.id).status == "needs_investigation"
    assert board.columns["needs_investigation"].list.hasFocus()
    press(page, Key.Key_Left)
    assert board.columns["open"].list.hasFocus()
    press(page, Key.Key_Right)
    assert board.columns["needs_investigation"].list.hasFocus()
    press(page, Key.Key_Left, CTRL)
    assert counts(board) == {"open": len(page.lines)}


def test_several_cards_move_in_one_step(window: Window, page: RegisterPage, board: Board) -> None:
    press(page, Key.Key_Home)
    press(page, Key.Key_Down, SHIFT)
    press(page, Key.Key_Down, SHIFT)
    assert len(page.selected) == 3
    done = len(window.session.history.done)
    press(page, Key.Key_3, CTRL)
    assert counts(board)["mitigated"] == 3
    assert len(window.session.history.done) == done + 1


def test_several_selected_cards_are_dragged_together(
    window: Window, page: RegisterPage, board: Board
) -> None:
    cards = board.columns["open"].list
    QTest.mouseClick(cards.viewport(), LEFT, NONE, middle(board, "open", 0))
    QTest.mouseClick(cards.viewport(), LEFT, SHIFT, middle(board, "open", 2))
    take(board, "open", 1, "needs_investigation")
    assert counts(board)["needs_investigation"] == 3


def test_what_was_settled_and_needs_a_look_is_open(window: Window, page: RegisterPage, board: Board) -> None:
    id_ = page.lines[0].id
    old = {
        "status": "accepted",
        "reason": "Small",
        "author": "Bob",
        "date": "2026-01-01",
        "evidence": "other",
    }
    window.session.edit("Old", lambda m: triage.decide(m, id_, **old))
    QTest.qWait(50)
    assert counts(board) == {"open": len(page.lines)}
    assert "Review again" in next(
        row.detail for row in board.columns["open"].list.rows.rows if row.key == id_
    )


def test_the_selection_goes_along_between_table_and_board(page: RegisterPage, board: Board) -> None:
    QTest.mouseClick(page.modes.buttons["table"], LEFT)
    choose(page, 2, 4)
    ids = page.table.selected_ids()
    QTest.mouseClick(page.modes.buttons["board"], LEFT)
    assert [line.id for line in page.selected] == ids
    QTest.mouseClick(page.modes.buttons["table"], LEFT)
    assert page.table.selected_ids() == ids


def test_progress_tells_what_will_be_there(page: RegisterPage) -> None:
    QTest.mouseClick(page.modes.buttons["progress"], LEFT)
    assert page.progress.empty.isVisible()
    assert not page.progress.inside.isVisible()


def test_progress_since_the_last_review(window: Window, page: RegisterPage) -> None:
    ids = [line.id for line in page.lines]
    review = Review(id="review/1", reviewer="Ada", date="2026-11-01", open=tuple(ids[2:]))

    def reviewed(model: Model) -> Model:
        model = edits.put(model, review)
        return triage.decide(model, ids[3], status="mitigated", author="Bob", date="2026-11-10")

    window.session.edit("Review", reviewed)
    press(page, Key.Key_Escape)  # to the diagram and back
    window.triage.show()
    QTest.mouseClick(page.modes.buttons["progress"], LEFT)
    QTest.qWait(50)
    found = {name: figure.number.text() for name, figure in page.progress.figures.items()}
    assert found == {
        "left": str(len(ids) - 3), "closed": "1", "new": "2", "reopened": "0", "open_now": str(len(ids) - 1),
    }  # fmt: skip
    chart = page.progress.chart
    assert chart.accessibleDescription() == page.progress.words.text() == burndown_words(chart._found)
    image = chart.grab().toImage()
    line = window.theme.color("accent")
    assert any(
        image.pixelColor(x, y) == line for x in range(0, image.width(), 3) for y in range(image.height())
    )
    QTest.mouseClick(page.progress.show_new, LEFT)
    assert told(page, "state") == ["New", "New"]
    assert review.date < TODAY


def test_arrow_keys_change_the_way_it_is_shown(page: RegisterPage) -> None:
    page.modes.setFocus()
    press(page, Key.Key_Right)
    assert page.modes.mode == "progress"
    assert page.modes.buttons["progress"].hasFocus()
    press(page, Key.Key_Right)
    assert page.modes.mode == "table"
    assert QApplication.focusWidget() is page.table


def test_ticks_are_few_and_round() -> None:
    assert ticks(4) == [0, 1, 2, 3, 4]
    assert ticks(14) == [0, 5, 10, 15]
    assert ticks(100) == [0, 50, 100]
    assert ticks(0)[0] == 0
    assert all(len(ticks(n)) <= 6 and ticks(n)[-1] >= n for n in range(1, 3000))


def test_a_click_on_one_of_several_chooses_it_alone(page: RegisterPage, board: Board) -> None:
    cards = board.columns["open"].list
    QTest.mouseClick(cards.viewport(), LEFT, NONE, middle(board, "open", 0))
    QTest.mouseClick(cards.viewport(), LEFT, SHIFT, middle(board, "open", 2))
    assert len(page.selected) == 3
    QTest.mouseClick(cards.viewport(), LEFT, NONE, middle(board, "open", 1))
    assert [line.id for line in page.selected] == [board.columns["open"].lines[1].id]


class TestWithAClock:
    @pytest.fixture
    def session(self, library: Library, drawn: Model) -> Session:
        made = Session(library, choose=random.Random(7).choice, now=lambda: f"{TODAY}T09:00:00")
        made.open(drawn)
        return made

    def test_an_acceptance_that_has_ended_is_asked_for_another_end(
        self, window: Window, page: RegisterPage, board: Board
    ) -> None:
        id_ = board.columns["open"].lines[0].id
        kept = {"reason": "Small", "date": TODAY, "expires": "2020-01-31"}
        window.session.edit("Decide", lambda m: triage.decide(m, id_, status="accepted", **kept))
        page.update_now()
        press(page, Key.Key_4, CTRL)
        assert page.form.fields["Until"].text() == ""
        QTest.keyClicks(page.form.fields["Until"], "2030-01-31")
        QTest.keyClick(page.form.fields["Until"], Key.Key_Return)
        assert triage.decision_on(window.session.model, id_).expires == "2030-01-31"
