"""The diagrams of a model as figures of its report."""

from __future__ import annotations

from pathlib import Path

from dfdmodeler.drawing.metrics import Metrics
from dfdmodeler.model import diagrams, edits
from dfdmodeler.report.figures import figures
from gui_parts import chat_model, shipped_library

FONTS = Path("resources/fonts")


def test_a_report_shows_all_diagrams_in_the_order_of_their_tabs() -> None:
    model = edits.place(chat_model(), "two", {"llm": (0.0, 0.0, 136.0, 56.0)})
    model = diagrams.add(diagrams.add(model, "two", "Serving"), "three", "Empty")
    found = figures(diagrams.moved(model, "two", -1), shipped_library().catalog, Metrics(FONTS), ())
    assert [figure.title for figure in found] == ["Diagram: Serving", "Diagram: Main"]


def test_a_report_says_whose_inside_a_diagram_shows() -> None:
    model = diagrams.add_own(chat_model(), "in", "chat", "main")
    found = figures(model, shipped_library().catalog, Metrics(FONTS), ())
    assert [figure.title for figure in found] == ["Diagram: Main", "Diagram: inside of Chat"]
    found = figures(edits.rename(model, "in", "Details"), shipped_library().catalog, Metrics(FONTS), ())
    assert found[1].title == "Diagram: Details (inside of Chat)"
