"""What the README tells a newcomer to do draws what it says: a chatbot that answers from documents."""

from __future__ import annotations

import pytest
from drawing_hands import CTRL, LEFT, NONE, SHIFT, Artist, Key, Typist
from PySide6.QtTest import QTest

from dfdmodeler.gui.window import Window
from dfdmodeler.model.records import Boundary, Element, Flow

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
OURS = ("Chat", "Retriever", "Vector store", "Embedding model", "Document store")


def test_the_first_diagram_of_the_readme(qtbot, window: Window) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    person, canvas = Typist(window), window.canvas
    view = canvas.viewport()

    def click(name: str, held=NONE) -> None:
        canvas.reveal(person.named(name))
        QTest.qWait(1)
        rect = canvas.rect_of(person.named(name))
        assert rect is not None
        QTest.mouseClick(view, LEFT, held, rect.center())

    Artist(window).click(view, view.rect().center() / 3, double=True)
    person.enter("user")
    person.add_next("", "Chat")
    person.add_next("retriever")
    person.add_next("vector")
    click("Chat")
    person.add_next("llm")
    click("Retriever")
    person.press(Key.Key_Tab)
    person.type("llm")
    chooser = canvas.offering.chooser
    assert chooser is not None
    there = next(i for i, row in enumerate(chooser.list.rows.rows) if row.key == f"old:{person.named('LLM')}")
    spot = chooser.list.visualRect(chooser.list.rows.index(there)).center()
    QTest.mouseClick(chooser.list.viewport(), LEFT, NONE, spot)
    click("Vector store")
    for query in ("embedding", "document", "web content"):
        person.add_before(query)
    canvas.fit()
    for number, name in enumerate(OURS):
        rect = canvas.rect_of(person.named(name))
        assert rect is not None
        QTest.mouseClick(view, LEFT, SHIFT if number else NONE, rect.center())
    person.type("b")
    person.press(Key.Key_Return)
    person.press(Key.Key_L, CTRL)

    model = window.session.model
    (boundary,) = model.of(Boundary)
    assert {e.name for e in model.of(Element) if e.parent == boundary.id} == set(OURS)
    assert {e.name for e in model.of(Element) if e.parent is None} == {"Human user", "LLM", "Web content"}
    ends = sorted((model.name_of(f.source or ""), model.name_of(f.target or "")) for f in model.of(Flow))
    assert ends == [
        ("Chat", "LLM"),
        ("Chat", "Retriever"),
        ("Document store", "Embedding model"),
        ("Embedding model", "Vector store"),
        ("Human user", "Chat"),
        ("Retriever", "LLM"),
        ("Retriever", "Vector store"),
        ("Web content", "Document store"),
    ]
