"""Delete, cut, copy, paste and duplicate on the canvas."""

from __future__ import annotations

import pytest
from canvas_parts import Hand, small_model
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from dfdmodeler.model import edits, triage
from dfdmodeler.model.records import Decision, Element, Flow


@pytest.fixture
def hand(qtbot: QtBot) -> Hand:
    hand = Hand(small_model())
    qtbot.addWidget(hand.canvas)
    return hand


def test_delete_removes_the_selection_and_its_flows_in_one_step(hand: Hand) -> None:
    hand.click_on("chat")
    hand.key(Qt.Key.Key_Delete)
    assert not {"chat", "ask", "store", "main/chat"} & set(hand.model)
    assert hand.selected == set()
    hand.session.undo()
    assert hand.model == small_model()


def test_deleting_nothing_is_no_step(hand: Hand) -> None:
    hand.key(Qt.Key.Key_Delete)
    assert not hand.session.history.done


def test_cut_and_paste_keep_ids_place_flows_and_decisions(hand: Hand) -> None:
    hand.session.edit(
        "Decide",
        lambda m: triage.decide(m, "ST-02@chat", status="accepted", reason="known", title="Spoofing"),
    )
    before = hand.model
    hand.session.selection.set(["chat"])
    hand.canvas.cut()
    assert "chat" not in hand.model
    hand.canvas.paste()
    assert hand.model == before
    assert hand.selected == {"chat", "ask", "store"}


def test_a_cut_boundary_takes_its_members_along_and_brings_them_back(hand: Hand) -> None:
    before = hand.model
    hand.session.selection.set(["org"])
    hand.canvas.cut()
    assert not {"org", "chat", "docs"} & set(hand.model)
    hand.canvas.paste()
    assert hand.model == before


def test_copies_get_new_ids_and_start_undecided(hand: Hand) -> None:
    hand.session.edit("Decide", lambda m: triage.decide(m, "ST-02@chat", status="accepted", reason="known"))
    hand.session.selection.set(["chat", "docs"])
    hand.canvas.copy()
    hand.canvas.paste()
    elements = [e for e in hand.model.of(Element) if e.id in hand.selected]
    assert sorted(e.name for e in elements) == ["Chat", "Documents"]
    assert not {"chat", "docs"} & hand.selected
    (flow,) = [f for f in hand.model.of(Flow) if f.id in hand.selected]
    assert {flow.source, flow.target} == {e.id for e in elements}
    assert len(hand.model.of(Decision)) == 1


def test_each_paste_of_a_copy_lies_farther_off(hand: Hand) -> None:
    hand.session.selection.set(["llm"])
    hand.canvas.copy()
    places = []
    for _ in range(2):
        hand.canvas.paste()
        places.append(hand.box(*hand.selected)[:2])
    assert places == [(664, 120), (688, 144)]


def test_a_copy_lies_above_what_it_was_copied_from(hand: Hand) -> None:
    hand.session.edit("Rename", lambda model: edits.rename(model, "chat", "Agent"))  # its copy sorts before
    hand.session.selection.set(["chat", "docs"])
    hand.canvas.copy()
    hand.canvas.paste()
    copy = next(i for i in hand.selected if hand.model.name_of(i) == "Agent")
    assert copy < "chat"
    x, y = hand.middle("chat")
    assert hand.canvas.id_at(hand.pixel(x + 20, y + 10)) == copy
    hand.session.undo()
    assert hand.canvas.id_at(hand.pixel(x + 20, y + 10)) == "chat"


def test_a_paste_comes_into_view(hand: Hand) -> None:
    hand.session.selection.set(["llm"])
    hand.canvas.copy()
    hand.canvas.pan_by(-5000, -3000)
    hand.canvas.paste()
    rect = hand.canvas.rect_of(*hand.selected)
    assert rect is not None
    assert hand.canvas.viewport().rect().contains(rect)


def test_pasting_words_does_nothing_but_say_so(hand: Hand) -> None:
    QGuiApplication.clipboard().setText("just words")
    before = hand.model
    hand.canvas.paste()
    assert hand.model is before
    assert hand.said == ["The clipboard holds nothing from a diagram."]


def test_duplicate_brings_a_boundary_with_its_members(hand: Hand) -> None:
    hand.session.selection.set(["org"])
    hand.canvas.duplicate()
    copies = [e for e in hand.model.of(Element) if e.id in hand.selected]
    assert sorted(e.name for e in copies) == ["Chat", "Documents"]
    (boundary,) = {e.parent for e in copies}
    assert boundary in hand.selected
    assert len(hand.session.history.done) == 1


def test_select_all_and_arrange_are_one_step(hand: Hand) -> None:
    hand.canvas.select_all()
    assert hand.selected == {"org", "user", "chat", "docs", "llm", "ask", "store"}
    hand.canvas.layout()
    assert len(hand.session.history.done) == 1
