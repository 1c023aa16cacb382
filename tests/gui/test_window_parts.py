"""Splitting, merging and copying in the window, by mouse and keys: decisions come along in one step."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialogButtonBox

from dfdmodeler.gui.actions.palette import palette_entries
from dfdmodeler.gui.carrying import CARRY, KEY, NOT_NOW
from dfdmodeler.gui.dialogs.split import SplitDialog
from dfdmodeler.gui.panels.deciding import decide_about
from dfdmodeler.model import edits, triage
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Decision, Diagram, Element, Flow
from dfdmodeler.session.session import Session
from gui_parts import REVIEWER, chat_model

LEFT = Qt.MouseButton.LeftButton
NONE, CTRL, SHIFT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def drawn() -> Model:
    return edits.put(chat_model(), Diagram(id="two", name="Serving", order=1))


@pytest.fixture
def decided(session: Session) -> Model:
    """Every threat is accepted."""
    decide_about(session, REVIEWER, session.threats.threats, "accepted", "Small")
    return session.model


def kept(model: Model) -> dict[str, Decision]:
    return {decision.id: decision for decision in model.of(Decision)}


def click(window, subject: str, held: Qt.KeyboardModifier = NONE) -> None:
    window.canvas.setFocus()
    QTest.mouseClick(window.canvas.viewport(), LEFT, held, window.canvas.rect_of(subject).center())


def key(window, key: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
    QApplication.processEvents()
    QTest.keyClick(window.canvas, key, held)


def run(window, text: str) -> None:
    """An action by its name, as from the command palette."""
    window.menus.refresh()
    next(entry for entry in palette_entries(window.context) if entry.text.endswith(text)).run()


def bar(window):
    return window.notices.find(KEY)


def press(window, choice: str) -> None:
    QTest.mouseClick(bar(window).buttons[choice], LEFT)


def added(session: Session, before: Model, kind: type) -> set[str]:
    return {record.id for record in session.model.of(kind) if record.id not in before}


def test_an_element_is_split_by_a_form_and_its_decisions_count_for_both(window, session, decided) -> None:
    click(window, "chat")
    run(window, "Split element…")
    (dialog,) = window.findChildren(SplitDialog)
    assert dialog.names == ("Chat", "Chat 2")
    assert set(dialog.boxes) == {"ask", "upload", "prompt"}
    QTest.keyClicks(dialog.second, "Worker")
    QTest.mouseClick(dialog.boxes["ask"], LEFT, NONE, QPoint(8, dialog.boxes["ask"].height() // 2))
    QTest.keyClick(dialog.second, Qt.Key.Key_Return)
    (new,) = added(session, decided, Element)
    assert session.model.name_of(new) == "Worker"
    assert session.model[new].parent == "org"
    assert session.model["ask"].target == new
    assert f"main/{new}" in session.model
    assert window.canvas.content.item(new).shape != window.canvas.content.item("chat").shape
    assert window.canvas.content.drawn.index.inside(*window.canvas.content.item(new).shape.center) == "org"
    carried = {id_: d for id_, d in kept(session.model).items() if id_.endswith(f"@{new}")}
    assert carried
    assert {d.status for d in carried.values()} == {"accepted"}
    assert {row.standing for row in session.threats.threats if row.id in carried} == {"unchanged"}
    assert kept(decided).items() <= kept(session.model).items()
    assert session.history.done[-1].label == "Split element"
    window.menus.actions["undo"].trigger()
    assert session.model == decided


def test_a_split_without_names_is_not_offered_and_escape_gives_up(window, session, decided) -> None:
    click(window, "chat")
    run(window, "Split element…")
    (dialog,) = window.findChildren(SplitDialog)
    dialog.second.clear()
    assert not dialog.buttons.button(QDialogButtonBox.StandardButton.Ok).isEnabled()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert session.model == decided


def test_what_can_be_split_or_merged(window, session) -> None:
    def enabled() -> tuple[bool, bool]:
        window.menus.refresh()
        return tuple(window.menus.actions[i].isEnabled() for i in ("split-element", "merge-elements"))

    for chosen, expected in (
        ((), (False, False)),
        (("chat",), (True, False)),
        (("chat", "docs"), (False, True)),
    ):
        session.selection.set(chosen)
        assert enabled() == expected
    session.selection.set(("org", "ask"))
    assert enabled() == (False, False)


def test_elements_are_merged_into_the_first_with_all_decisions(window, session, decided) -> None:
    click(window, "chat")
    click(window, "docs", SHIFT)
    run(window, "Merge elements")
    assert "docs" not in session.model
    assert session.selection.ids == ("chat",)
    assert window.canvas.content.item("docs") is None
    assert session.model["context"].source == "chat"
    at_docs = [id_ for id_ in kept(decided) if id_.endswith("@docs")]
    assert at_docs
    for id_ in at_docs:
        assert id_ not in session.model
        assert kept(session.model)[id_.replace("@docs", "@chat")].status == "accepted"
        history = triage.history_of(session.model, id_.replace("@docs", "@chat"))
        assert id_ in {entry.before for entry in history}
    assert session.history.done[-1].label == "Merge elements"
    key(window, Qt.Key.Key_Z, CTRL)
    assert session.model == decided


def test_a_locked_element_is_not_merged(window, session) -> None:
    click(window, "docs")
    run(window, "Lock")
    session.selection.set(("chat", "docs"))
    before = session.model
    run(window, "Merge elements")
    assert session.model == before


@pytest.mark.parametrize("way", ["copy and paste", "duplicate", "drag with Ctrl"])
def test_copying_offers_to_carry_decisions_along(window, session, decided, way: str) -> None:
    click(window, "docs")
    click(window, "llm", SHIFT)
    if way == "copy and paste":
        key(window, Qt.Key.Key_C, CTRL)
        key(window, Qt.Key.Key_V, CTRL)
    elif way == "duplicate":
        key(window, Qt.Key.Key_D, CTRL)
    else:
        start, view = window.canvas.rect_of("llm").center(), window.canvas.viewport()
        QTest.mousePress(view, LEFT, CTRL, start)
        for step in (20, 40, 60):
            QTest.mouseMove(view, start + QPoint(step, step))
        QTest.mouseRelease(view, LEFT, CTRL, start + QPoint(60, 60))
    pasted = session.model
    copies = added(session, decided, Element) | added(session, decided, Flow)
    assert len(copies) == 3
    assert kept(pasted) == kept(decided)
    found = [row.id for row in session.threats.threats if row.subject in copies]
    at_originals = [row for row in kept(decided) if row.partition("@")[2] in ("docs", "llm", "context")]
    assert 0 < len(found) <= len(at_originals)
    count = bar(window).text.text().split()[0]
    assert 0 < int(count) <= len(found)
    press(window, CARRY)
    assert bar(window) is None
    carried = {id_: d for id_, d in kept(session.model).items() if id_ not in kept(decided)}
    assert len(carried) == int(count)
    assert {d.carried_from.partition("@")[2] for d in carried.values()} <= {"docs", "llm", "context"}
    standing = {row.id: row.standing for row in session.threats.threats}
    assert "unchanged" in {standing[id_] for id_ in carried}
    assert all(triage.history_of(session.model, id_)[-1].field == "carried" for id_ in carried)
    window.menus.actions["undo"].trigger()
    assert session.model == pasted


def test_not_now_and_undo_take_the_offer_away(window, session, decided) -> None:
    click(window, "llm")
    key(window, Qt.Key.Key_D, CTRL)
    press(window, NOT_NOW)
    assert bar(window) is None
    session.edit("Rename", lambda model: edits.rename(model, "llm", "Other"))
    assert bar(window) is None
    click(window, "llm")
    key(window, Qt.Key.Key_D, CTRL)
    assert bar(window) is not None
    assert QApplication.focusWidget() is window.canvas
    window.menus.actions["undo"].trigger()
    assert bar(window) is None
    window.menus.refresh()
    window.menus.actions["redo"].trigger()
    assert bar(window) is not None
    session.open(decided)
    assert bar(window) is None


def test_several_copies_are_offered_together_and_the_keyboard_reaches_the_offer(
    window, session, decided
) -> None:
    click(window, "llm")
    key(window, Qt.Key.Key_C, CTRL)
    key(window, Qt.Key.Key_V, CTRL)
    once = int(bar(window).text.text().split()[0])
    key(window, Qt.Key.Key_V, CTRL)
    assert int(bar(window).text.text().split()[0]) == 2 * once
    window.notices.take_focus()
    assert window.focusWidget() is bar(window).buttons[CARRY]
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Space)
    assert len(kept(session.model)) == len(kept(decided)) + 2 * once


def test_nothing_is_offered_where_nothing_was_decided(window, session) -> None:
    click(window, "llm")
    key(window, Qt.Key.Key_D, CTRL)
    assert bar(window) is None


def test_what_is_to_be_reviewed_again_is_told(window, session) -> None:
    """What was decided before the facts changed is carried along, to be looked at again."""
    (threat,) = [row for row in session.threats.threats if row.id == "RF-17@llm"]
    session.edit("Decide", lambda m: triage.decide(m, threat.id, status="mitigated", evidence="other facts"))
    click(window, "llm")
    key(window, Qt.Key.Key_D, CTRL)
    assert "The facts differ" in bar(window).detail.text()
    press(window, CARRY)
    (copy,) = session.selection.ids
    (row,) = [row for row in session.threats.threats if row.id == f"{threat.rule}@{copy}"]
    assert (row.status, row.standing) == ("mitigated", "again")


def test_an_element_is_put_into_a_flow_whose_decisions_count_for_both_halves(
    window, session, decided
) -> None:
    flow_decisions = [id_ for id_ in kept(decided) if id_.endswith("@ask")]
    assert flow_decisions
    click(window, "ask")
    key(window, Qt.Key.Key_I, SHIFT)
    chooser = window.canvas.offering.chooser
    QTest.keyClicks(chooser.search, "web app")
    QTest.keyClick(chooser.search, Qt.Key.Key_Return)
    (new,) = added(session, decided, Element)
    (second,) = added(session, decided, Flow)
    assert (session.model["ask"].target, session.model[second].source) == (new, new)
    assert session.model[second].target == "chat"
    assert window.canvas.content.item(new) is not None
    assert session.selection.ids == (new,)
    assert kept(decided).items() <= kept(session.model).items()
    found = {row.id for row in session.threats.threats}
    both = {id_.replace("@ask", f"@{second}") for id_ in flow_decisions} & found
    assert both <= kept(session.model).keys()
    assert len(session.history.done) == 2
    key(window, Qt.Key.Key_O, SHIFT)
    assert session.selection.ids == ("ask",)
    assert session.model["ask"] == decided["ask"]
    assert kept(decided).items() <= kept(session.model).items()
    window.menus.actions["undo"].trigger()
    window.menus.actions["undo"].trigger()
    assert session.model == decided


def test_what_can_be_put_into_and_taken_out(window, session) -> None:
    def enabled() -> tuple[bool, bool]:
        window.menus.refresh()
        return tuple(window.menus.actions[i].isEnabled() for i in ("put-into-flow", "take-out"))

    cases = {(): (False, False), ("ask",): (True, False), ("docs",): (False, True), ("chat",): (False, False)}
    for chosen, expected in cases.items():
        session.selection.set(chosen)
        assert enabled() == expected
