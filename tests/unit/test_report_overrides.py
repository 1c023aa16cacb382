"""Overrides in the report: both levels at the threat, all reasons in one table, a sentence at the counts."""

from __future__ import annotations

from test_report_compose import chapter, of, text_of, threat_fields

from dfdmodeler.analysis.engine import analyze
from dfdmodeler.analysis.register import register
from dfdmodeler.model import edits
from dfdmodeler.model.model import Model
from dfdmodeler.report.compose import compose
from dfdmodeler.report.document import Document, Heading
from report_models import DATE, reviewed
from systems import shipped_library

LESS = "A person checks each score."
NONE = "The data is synthetic."


def overridden(model: Model) -> Model:
    model = edits.override(model, "ML-1a", severity="Low", reason=LESS, author="Eve", date="2026-11-24")
    return edits.override(model, "ML-2a", off=True, reason=NONE)


def report(model: Model) -> Document:
    library = shipped_library()
    analysis = analyze(library, model)
    return compose(model, library, analysis, register(library, analysis, model), date=DATE)


def said(document: Document, anchor: str) -> str:
    return " ".join(text_of(block) for block in chapter(document, anchor))


def test_a_threat_shows_both_levels_and_why() -> None:
    document = report(overridden(reviewed()))
    title = "Targeted adversarial misclassification"
    heading = next(h for h in of(document, Heading) if h.text == title)
    assert heading.severity == "Low"
    assert heading.note.startswith("Low instead of Critical, confirmed")
    words = text_of(threat_fields(document, title)["Severity"])
    assert words == f"Low instead of Critical (this model, Eve, 2026-11-24): {LESS}"


def test_all_overrides_are_listed_with_their_reasons() -> None:
    words = said(report(overridden(reviewed())), "overrides")
    for part in ("ML-1a", "Critical", "Low", LESS, "Eve", "ML-2a", "Off", NONE):
        assert part in words


def test_the_summary_tells_that_there_are_some() -> None:
    words = said(report(overridden(reviewed())), "summary")
    assert "1 threat is graded otherwise than the rules say. 1 rule is switched off." in words
    assert "otherwise" not in said(report(reviewed()), "summary")


def test_a_report_without_overrides_has_no_list_of_them() -> None:
    assert all(heading.anchor != "overrides" for heading in of(report(reviewed()), Heading))


def test_a_decision_on_a_rule_that_is_off_says_so() -> None:
    words = said(report(edits.override(reviewed(), "ML-1b", off=True, reason=NONE)), "gone")
    assert f"Shipped with release 3. The rule ML-1b is switched off (this model): {NONE}" in words


def test_a_pack_that_is_not_used_is_told() -> None:
    words = said(report(edits.use_pack(reviewed(), "core", False)), "packs")
    assert ", not used" in words
