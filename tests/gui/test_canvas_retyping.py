"""Changing the type of what is there: what fits stays, the rest is kept and told, and it is one step."""

from __future__ import annotations

import pytest
from canvas_parts import Hand, small_model
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from dfdmodeler.gui.canvas.chooser import Chooser
from dfdmodeler.gui.canvas.retyping import ask_type
from dfdmodeler.model import edits
from dfdmodeler.model.records import Boundary, Element

ENTER, ESCAPE = Qt.Key.Key_Return, Qt.Key.Key_Escape


@pytest.fixture
def hand(qtbot: QtBot) -> Hand:
    model = edits.set_property(small_model(), ["chat"], "csrf_protection", "yes")
    model = edits.set_property(model, ["chat"], "rate_limiting", "yes")
    hand = Hand(model)
    qtbot.addWidget(hand.canvas)
    hand.canvas.setFocus()
    return hand


def ask(hand: Hand, *ids: str) -> Chooser:
    hand.session.selection.set(ids)
    ask_type(hand.canvas)
    chooser = hand.canvas.offering.chooser
    assert chooser is not None
    return chooser


def take(chooser: Chooser, text: str) -> None:
    QTest.keyClicks(chooser.search, text)
    QTest.keyClick(chooser.search, ENTER)


def element(hand: Hand, record_id: str) -> Element:
    record = hand.record(record_id)
    assert isinstance(record, Element)
    return record


def test_another_type_keeps_name_place_flows_and_answers_and_tells_what_no_longer_counts(hand: Hand) -> None:
    before = hand.model
    take(ask(hand, "chat"), "inference api")
    after = element(hand, "chat")
    assert (after.type, after.name, after.parent) == ("inference_api", "Chat", "org")
    assert dict(after.properties) == {"csrf_protection": "yes", "rate_limiting": "yes"}
    assert hand.said == [
        "Now Inference API. 1 answer about the former type no longer counts; it stays in the file."
    ]
    assert [step.label for step in hand.session.history.done] == ["Change type"]
    hand.session.undo()
    assert hand.model == before


def test_several_change_at_once_and_the_kin_of_the_type_come_first(hand: Hand) -> None:
    chooser = ask(hand, "chat", "docs", "org")
    assert chooser.search.placeholderText() == "Change type of 2 things to"
    assert [row.text for row in chooser.list.rows.rows][:2] == ["Serving", "Inference service"]
    take(chooser, "human reviewer")
    assert {element(hand, i).type for i in ("chat", "docs")} == {"human_reviewer"}
    assert len(hand.session.history.done) == 1
    assert hand.said == [
        "Now Human reviewer. 2 answers about the former type no longer count; they stay in the file."
    ]


def test_each_type_is_shown_before_it_counts_and_escape_leaves_all_as_it_was(hand: Hand) -> None:
    before, shown = hand.model, hand.canvas.content.item("chat")
    chooser = ask(hand, "chat")
    QTest.keyClicks(chooser.search, "log store")
    assert hand.canvas.content.previewing
    assert hand.canvas.content.item("chat") != shown
    QTest.keyClick(chooser.search, ESCAPE)
    assert hand.model is before
    assert not hand.canvas.content.previewing
    assert hand.canvas.content.item("chat") == shown


def test_a_name_that_nobody_chose_follows_the_type(hand: Hand) -> None:
    hand.session.edit("Rename", lambda model: edits.rename(model, "chat", "Web app 2"))
    take(ask(hand, "chat"), "guardrail")
    assert element(hand, "chat").name == "Guardrail"


def test_a_boundary_becomes_another_kind(hand: Hand) -> None:
    chooser = ask(hand, "org")
    assert {row.key.partition(":")[0] for row in chooser.list.rows.rows if row.key} == {"boundary"}
    take(chooser, "vendor")
    record = hand.record("org")
    assert isinstance(record, Boundary)
    assert (record.type, record.name) == ("third_party", "Organisation")
    assert hand.said == ["Now Third party."]


def test_the_key_asks_and_needs_something_to_ask_about(window, session) -> None:
    session.open(small_model())
    window.canvas.setFocus()
    session.selection.set(["ask"])
    window.menus.refresh()
    assert not window.menus.actions["change-type"].isEnabled()
    session.selection.set(["chat"])
    window.menus.refresh()
    QTest.keyClick(window.canvas, Qt.Key.Key_T)
    chooser = window.canvas.offering.chooser
    assert chooser.search.placeholderText() == "Change type of Chat to"
    assert chooser.search.text() == ""
    QTest.keyClick(chooser.search, ESCAPE)
