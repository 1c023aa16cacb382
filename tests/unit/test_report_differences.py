"""What differs in words: the gist first, names instead of ids, and nothing that a name could mark up."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from dfdmodeler.analysis.delta import comparing
from dfdmodeler.analysis.engine import Analysis
from dfdmodeler.analysis.reasons import tracing
from dfdmodeler.analysis.slices import completed
from dfdmodeler.model import edits, triage
from dfdmodeler.model.differences import differences
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Element, Flow, Override, Review, Threat
from dfdmodeler.report.compose_differences import Comparison, gist
from dfdmodeler.report.document import Folded, Paragraph, Point, Points, Span
from dfdmodeler.report.markdown import LIMIT, escaped, markdown
from dfdmodeler.report.render_differences import RENDERERS
from systems import shipped_library, worked_models

BEFORE = next(model for model in worked_models() if model.about.title == "Card fraud classifier")


def compared(after: Model, before: Model = BEFORE) -> Comparison:
    library = shipped_library()
    found, analysis = differences(before, after), Analysis(library)
    delta = completed(tracing(found, completed(comparing(library, found, analysis)), analysis))
    return Comparison(found, delta, library)


def text(after: Model, format: str = "text", before: Model = BEFORE) -> str:
    """In one line."""
    return " ".join(RENDERERS[format](compared(after, before), "Old → new").split())


def test_the_gist_counts_threats_and_names_the_gravest_new_one() -> None:
    after = edits.put(
        BEFORE, Element(id="x", type="inference_api", name="Desk", properties={"exposure": "public"})
    )
    threats, model = gist(compared(after))
    assert threats.startswith("Threats +")
    assert "gravest new one: " in threats
    assert threats.endswith("at “Desk”.")
    assert model == "1 element added."
    assert gist(compared(BEFORE)) == ("Nothing differs.", "")


def test_a_decision_is_told_with_its_reason_and_author_and_not_again_as_a_threat() -> None:
    after = triage.decide(
        BEFORE, "MS-06@training-data", status="accepted", reason="Our own", author="Ann", date="2026-01-02"
    )
    said = text(after)
    assert said.startswith("Threats 1 decided otherwise. 1 decision added")
    assert (
        "Decisions --------- + open → accepted Training data without provenance at “Training data”: "
        "“Our own” (Ann, 2026-01-02)" in said
    )
    assert said.count("Training data without provenance") == 2, "in the decision, and in its history"


def test_a_review_is_told_by_who_and_when_without_its_digests() -> None:
    said = {"reviewer": "Ann", "date": "2026-01-02", "approves": True, "model": "a" * 64}
    kept = {"prints": {"element": ["x" * 11]}, "open": ("MS-06@training-data",), "remark": "Fine."}
    review = Review.model_validate({"id": "review/001-x", **said, **kept})
    told = text(edits.put(BEFORE, review))
    assert "Review “Approved by Ann on 2026-01-02” added" in told
    assert "Fine." in told
    assert "aaaa" not in told
    assert "xxxx" not in told


def test_a_severity_that_somebody_gave_has_that_for_its_reason() -> None:
    decided = triage.decide(
        BEFORE, "ML-3@classifier", status="accepted", reason="Seen", author="Ann", date="1"
    )
    after = triage.track(decided, ["ML-3@classifier"], author="Ann", date="2", severity="Low")
    said = text(after, before=decided)
    assert "Threats 1 changed." in said
    assert "“Model inversion”: Severity nothing → “Low”" in said
    assert "~ Model inversion at “Fraud classifier” (Critical → Low)" in said


def test_reasons_that_would_do_alone_stand_with_or() -> None:
    before = edits.set_property(BEFORE, ["registry"], "artifact_signing", "yes")
    before = edits.set_property(before, ["classifier"], "artifact_verified", "yes")
    after = edits.set_property(BEFORE, ["registry"], "artifact_signing", "no")
    said = text(after, before=before)
    assert "Model replaced between training and deployment" in said
    turn = next(t for t in compared(after, before).delta.appeared if t.id == "MS-02@registry")
    fields = {part.field for reason in turn.reasons for part in reason.parts}
    assert fields <= {"artifact_signing", "artifact_verified"}
    assert (" or, as it does alone, " in said) == (len(turn.reasons) > 1)


def test_a_stated_threat_and_a_rule_that_is_off_have_their_reasons() -> None:
    stated = edits.put(BEFORE, Threat(id="t", title="Bribed clerk", subject="analyst"))
    said = text(stated)
    assert "Stated threat “Bribed clerk” added: + Moderate Bribed clerk at “Fraud analyst”" in said
    off = edits.put(BEFORE, Override(id="@ML-3", rule="ML-3", off=True, reason="Not asked"))
    said = text(off)
    assert "Override of rule ML-3 “Model inversion" in said
    assert "− Critical Model inversion" in said


@pytest.mark.parametrize("format", ["text", "md", "html"])
def test_ids_are_told_by_name_and_values_by_their_labels(format: str) -> None:
    after = edits.reparent(BEFORE, ["analyst"], "training")
    after = edits.set_type(after, ["audit-log"], "data_store")
    after = edits.set_property(after, ["pay"], "carries", ("prompt",))
    said = text(after, format).replace("&amp;", "&")
    assert "Boundary: “Online shop” → “Weekly retraining”" in said
    label = shipped_library().catalog.label
    assert f"Type: {label('log_store')} → {label('data_store')}" in said
    assert "Carries: Query → Prompt" in said


HOSTILE = "<img src=x onerror=alert(1)> @someone #12 [a](http://b) `code` **b** &lt; </details>"


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append(tag)
        self.links += [value or "" for name, value in attrs if name in ("src", "href")]


def test_what_a_name_says_is_no_mark_up() -> None:
    after = edits.rename(edits.put(BEFORE, Flow(id="f", name=HOSTILE)), "analyst", HOSTILE)
    page = Tags()
    page.feed(RENDERERS["html"](compared(after), HOSTILE))
    assert "img" not in page.found
    assert not page.links, "nothing from elsewhere"
    written = RENDERERS["md"](compared(after), "")
    assert "<img" not in written.replace("\\<img", "")
    assert "@someone" not in written
    assert "#12" not in written
    assert "[a](" not in written.replace("\\[a\\](", "")
    assert written.count("</details>") == written.count("<details>")


def test_lists_and_marks_stay_text() -> None:
    assert escaped("a_b * c | d") == "a_b \\* c \\| d", "an underscore inside a word is none"
    assert escaped("_a_ __b") == "\\_a\\_ \\_\\_b"
    assert markdown([Paragraph((Span("+ 1"),))]) == "\\+ 1\n"
    assert markdown([Points((Point((Span("- ", strong=True), Span("a"))),))]) == "- **-** a\n"


def test_long_lists_are_folded_and_what_no_comment_can_hold_is_left_out() -> None:
    many = edits.put(
        BEFORE, *(Element(id=f"e{i:02}", type="process", name=f"Step {i:02}") for i in range(30))
    )
    blocks = RENDERERS["md"](compared(many), "")
    assert "<details><summary>22 more differences</summary>" in blocks
    point = Points((Point((Span("x" * 1000),)),))
    endless = markdown([Folded("More", (point,))] * 100)
    assert len(endless) < LIMIT + 200
    assert endless.endswith("too long for a comment.*\n")


def test_an_attribute_that_is_called_like_a_field_is_told_as_what_it_is() -> None:
    named = [element.id for element in BEFORE.of(Element)][:1]
    after = edits.set_property(BEFORE, named, "type", ("prompt", "documents"))
    after = edits.set_property(after, named, "status", ("one", "other"))
    told = text(after)
    assert "“documents, prompt”" in told
    assert "“one, other”" in told
