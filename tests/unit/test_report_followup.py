"""What people keep beside decisions, in the report: at each threat, and in chapters of its own."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import pytest

from dfdmodeler.analysis.engine import analyze
from dfdmodeler.analysis.register import register
from dfdmodeler.model import edits, triage
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import About, ActionItem, Assumption, Element, Flow, Mitigation
from dfdmodeler.report import compose_followup
from dfdmodeler.report.build import build_pdf
from dfdmodeler.report.compose import EVERYTHING, ReportOptions, compose
from dfdmodeler.report.document import Document, Fields, Heading, Point, Span, Table
from pdf_text import Pdf
from report_models import FONTS
from systems import shipped_library

TODAY = "2026-06-15"
ANN = {"author": "Ann", "date": "2026-06-01"}
VECTOR = "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N"


def drawn() -> Model:
    return Model(
        [
            About(title="Chat", rating="cvss4"),
            Element(id="user", type="human_user", name="User"),
            Element(id="llm", type="llm", name="Model", properties={"task": "generation"}),
            Flow(id="ask", source="user", target="llm", properties={"carries": ("prompt",)}),
        ]
    )


@pytest.fixture(scope="module")
def threat() -> str:
    model, library = drawn(), shipped_library()
    rows = register(library, analyze(library, model), model).threats
    return next(row.id for row in rows if row.subject == "llm" and len(row.mitigations) > 1)


@pytest.fixture(scope="module")
def kept(threat: str) -> Model:
    library = shipped_library()
    model = drawn()
    row = register(library, analyze(library, model), model).find(threat)
    first, second = row.mitigations[:2]
    model = triage.decide(model, threat, status="accepted", reason="Small", expires="2026-06-14", **ANN)
    model = triage.track(
        model, [threat], owner="Grace", due="2026-06-30", ticket="T-12", tags=("web", "q3"),
        notes="Call them", severity="Low", severity_reason="Test data only", cvss=VECTOR, **ANN,
    )  # fmt: skip
    model = triage.comment(model, threat, "Is that so?", author="Bob", date="2026-06-02")
    for one in (
        Mitigation(id=f"{first.id}@{threat}", threat=threat, measure=first.id, title=first.title,
                   status="verified", owner="Cy"),
        Mitigation(id="own", threat=threat, title="Two people look", status="planned", due="2026-07-01"),
    ):  # fmt: skip
        model = triage.mitigate(model, one, **ANN)
    assert second.title
    return edits.put(
        model,
        Assumption(
            id="a", text="The network is trusted", subjects=("llm",), owner="Ada", valid_until="2026-06-01"
        ),
        Assumption(id="a2", text="Nobody knows it", subjects=(threat, "user"), status="unsure"),
        ActionItem(id="i", text="Ask them", subjects=(threat,), due="2026-06-10", owner="Bob", ticket="T-7"),
        ActionItem(id="i2", text="Draw it", status="done", notes="On the board"),
    )


def composed(model: Model, options: ReportOptions = EVERYTHING) -> Document:
    library = shipped_library()
    analysis = analyze(library, model)
    rows = register(library, analysis, model, today=TODAY)
    return compose(model, library, analysis, rows, date=TODAY, today=TODAY, options=options)


def words(part: object) -> str:
    if isinstance(part, Span):
        return part.text
    if isinstance(part, Point):
        return words(part.text)
    return "".join(words(one) for one in part) if isinstance(part, tuple) else ""


def fields(document: Document, model: Model, threat: str) -> dict[str, str]:
    library = shipped_library()
    title = register(library, analyze(library, model), model).find(threat).title
    blocks = list(document.blocks)
    at = next(i for i, b in enumerate(blocks) if isinstance(b, Heading) and b.level == 3 and b.text == title)
    found = next(block for block in blocks[at:] if isinstance(block, Fields))
    return {label: "|".join(map(words, content)) for label, content in found.rows}


def table(document: Document, heading: str) -> list[list[str]]:
    blocks = list(document.blocks)
    at = next(i for i, b in enumerate(blocks) if isinstance(b, Heading) and b.text == heading)
    found = next(block for block in blocks[at:] if isinstance(block, Table))
    return [[words(cell) for cell in row] for row in found.rows]


def test_a_threat_tells_all_that_is_kept_about_it(kept, threat):
    told = fields(composed(kept), kept, threat)
    assert told["Severity"].startswith("Low instead of ")
    assert told["Severity"].endswith(", set for this threat: Test data only.")
    assert "The acceptance ended on 2026-06-14: it is open again." in told["Decision"]
    assert told["Rating"] == f"CVSS 4.0: 9.3 Critical ({VECTOR})"
    assert told["Owner"] == "Grace, due 2026-06-30"
    assert (told["Ticket"], told["Tags"], told["Notes"]) == ("T-12", "web, q3", "Call them")
    assert told["In doubt"] == (
        "It hangs on an assumption that was valid until 2026-06-01: “The network is trusted”"
    )
    assert told["Follow-up"] == "Nobody knows it (Unsure)|Ask them (Overdue, Bob, 2026-06-10)".replace(
        "unsure", "Unsure"
    )
    assert "(verified, Cy)" in told["Mitigations"].partition("|")[0]
    assert "Of our own: Two people look (planned, due 2026-07-01)" in told["Mitigations"]
    assert "Said" not in told


def test_comments_are_told_on_wish_alone(kept, threat):
    told = fields(composed(kept, ReportOptions(comments=True)), kept, threat)
    assert told["Said"] == "Bob, 2026-06-02: Is that so?"


def test_comments_from_before_a_rule_was_renamed_are_told_too(threat):
    """They stand in order with later ones until somebody changes what is kept about the threat."""
    model = triage.comment(drawn(), "OLD@llm", "Before", author="Bob", date="2026-06-01")
    model = triage.comment(model, threat, "After", author="Bob", date="2026-06-02")
    row = register(shipped_library(), analyze(shipped_library(), model), model).find(threat)
    told = compose_followup._comments(SimpleNamespace(model=model), replace(row, former=("OLD@llm",)))
    assert [words(point).rpartition(": ")[2] for point in told] == ["Before", "After"]


def test_a_threat_about_which_nothing_is_kept_has_no_empty_rows(threat):
    told = fields(composed(drawn(), ReportOptions(comments=True)), drawn(), threat)
    assert {"Owner", "Ticket", "Tags", "Notes", "Rating", "In doubt", "Follow-up", "Said"}.isdisjoint(told)
    assert all(told.values())


def test_assumptions_and_action_items_have_tables(kept):
    document = composed(kept)
    rows = table(document, "Assumptions")
    assert rows[0] == ["The network is trusted", "Past its date", "2026-06-01", "Ada", "Model"]
    assert rows[1][:4] == ["Nobody knows it", "Unsure", "–", "–"]
    items = table(document, "Action items")
    assert [row[:4] for row in items] == [
        ["Ask them T-7", "Overdue", "2026-06-10", "Bob"],
        ["Draw it On the board", "Done", "–", "–"],
    ]
    assert items[1][4] == "–"


def test_a_model_without_them_has_no_chapter_of_action_items():
    headings = [block.text for block in composed(drawn()).blocks if isinstance(block, Heading)]
    assert "Action items" not in headings
    assert "Assumptions" in headings


def test_own_mitigations_stand_in_the_chapter_of_mitigations(kept):
    headings = [block.text for block in composed(kept).blocks if isinstance(block, Heading)]
    assert "Of our own" in headings


def test_the_pdf_tells_what_is_late_on_its_date(kept):
    options = ReportOptions(controls=False)
    made = Pdf(build_pdf(kept, shipped_library(), date=TODAY, fonts=FONTS, options=options))
    told = " ".join(made.text.split())
    for said in ("acceptance ended on 2026-06-14", "Overdue", "Two people look", "set for this threat"):
        assert said in told
