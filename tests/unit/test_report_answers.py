"""The report tells who answered what, and which rules were dismissed how often."""

from __future__ import annotations

from dfdmodeler.analysis.engine import analyze
from dfdmodeler.analysis.interview import Page, answer_page, pass_page
from dfdmodeler.model import triage
from dfdmodeler.report.compose import ReportOptions
from dfdmodeler.report.document import Document, Heading, Table
from report_models import composed, example
from systems import shipped_library


def table_of(document: Document, anchor: str) -> list[tuple[str, ...]]:
    """The texts of the first table below a heading."""
    blocks = list(document.blocks)
    heading = next(b for b in blocks if isinstance(b, Heading) and b.anchor == anchor)
    table = next(block for block in blocks[blocks.index(heading) :] if isinstance(block, Table))
    return [tuple("".join(span.text for span in cell) for cell in row) for row in table.rows]


def anchors(document: Document) -> set[str]:
    return {getattr(block, "anchor", "") for block in document.blocks}


def test_answers_about_the_system_stand_with_name_and_date() -> None:
    model = example("EX4")
    analysis = analyze(shipped_library(), model)
    assert "answers" not in anchors(composed(model))
    page = Page("llm", "rate_limiting")
    model = answer_page(analysis, model, page, value="yes", text="per key", author="Ada", date="2026-11-24")
    model = pass_page(analysis, model, Page("chat", "parses"), author="Ada", date="2026-11-24")
    rows = table_of(composed(model), "answers")
    assert rows == [
        ("chat", "Which of these formats does chat take apart?", "Not known", "Ada, 2026-11-24"),
        (
            "llm",
            "Is there a limit on how much one caller can send to llm?",
            "Yes. per key",
            "Ada, 2026-11-24",
        ),
    ]
    assert "answers" not in anchors(composed(model, options=ReportOptions(questions=False)))


def test_dismissed_rules_are_counted() -> None:
    model = example("EX4")
    assert "dismissed" not in anchors(composed(model))
    for subject, status in (("docs", "not_applicable"), ("vec", "accepted")):
        model = triage.decide(model, f"LLM-06@{subject}", status=status, reason="Vetted")
    model = triage.decide(model, "LLM-01@llm", status="mitigated")
    assert table_of(composed(model), "dismissed") == [
        ("Poisoned retrieval content LLM-06", "1", "–", "1", "2")
    ]
