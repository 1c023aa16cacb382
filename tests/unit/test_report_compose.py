"""What the report says, as data: everything once, rightly counted, in plain words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import TypeVar

import pytest

from dfdmodeler.model.model import EMPTY_MODEL, Model
from dfdmodeler.model.records import Decision
from dfdmodeler.report.compose import ReportOptions
from dfdmodeler.report.document import (
    Block,
    Cover,
    Document,
    Fields,
    Heading,
    PageOf,
    Paragraph,
    Point,
    Points,
    Span,
    Strip,
    Table,
)
from dfdmodeler.report.words import counted, listed, sentence, shortened
from report_models import DATE, HOSTILE, analysed, composed, example, named, reviewed
from systems import shipped_library

B = TypeVar("B")


@pytest.fixture(scope="module")
def document() -> Document:
    return composed(reviewed())


def of(document: Document, kind: type[B]) -> list[B]:
    return [block for block in document.blocks if isinstance(block, kind)]


def text_of(block: object) -> str:
    """All that a block says, in one text."""
    if isinstance(block, str):
        return block
    if isinstance(block, Span):
        return block.text
    if isinstance(block, Heading):
        return f"{block.text} {block.note}"
    if isinstance(block, Paragraph | Point):
        return text_of(block.text)
    parts: Iterable[object] = ()
    if isinstance(block, Points):
        parts = block.points
    elif isinstance(block, Fields | Table):
        parts = block.rows
    elif isinstance(block, Cover):
        parts = (block.title, block.fields, block.counts)
    elif isinstance(block, tuple):
        parts = block
    return "".join(text_of(part) for part in parts)


def chapter(document: Document, anchor: str) -> list[Block]:
    """The blocks below a heading, down to the next of its level."""
    blocks = list(document.blocks)
    start = next(i for i, block in enumerate(blocks) if isinstance(block, Heading) and block.anchor == anchor)
    level = blocks[start].level  # type: ignore[union-attr]
    rest = blocks[start + 1 :]
    ends = (i for i, block in enumerate(rest) if isinstance(block, Heading) and block.level <= level)
    return rest[: next(ends, len(rest))]


def threat_fields(document: Document, title: str) -> dict[str, object]:
    """The labelled rows of the first threat with a title."""
    heading = next(h for h in of(document, Heading) if h.level == 3 and h.text == title)
    block = chapter(document, heading.anchor)[-1]
    assert isinstance(block, Fields)
    return dict(block.rows)


def spans(document: Document) -> Iterator[Span]:
    def within(part: object) -> Iterator[Span]:
        if isinstance(part, Span):
            yield part
        elif isinstance(part, Point | Paragraph):
            yield from within(part.text)
        elif isinstance(part, Fields | Table):
            yield from within(part.rows)
        elif isinstance(part, Points):
            yield from within(part.points)
        elif isinstance(part, tuple):
            for each in part:
                yield from within(each)

    return within(tuple(document.blocks))


def test_every_threat_has_one_heading_and_one_row(document: Document) -> None:
    _, register = analysed(reviewed())
    threats = [t for t in register.threats if t.track != "validity" and not t.origin]
    headings = [heading for heading in of(document, Heading) if heading.level == 3]
    assert Counter(h.text for h in headings) == Counter(threat.title for threat in threats)
    rows = next(b for b in chapter(document, "all-threats") if isinstance(b, Table)).rows
    assert [row[0][0].text for row in rows if isinstance(row[0], tuple)] == [t.title for t in threats]
    assert sorted(row[3].anchor for row in rows if isinstance(row[3], PageOf)) == sorted(
        heading.anchor for heading in headings
    )


def test_the_element_with_the_gravest_threat_comes_first(document: Document) -> None:
    levels = [heading for heading in chapter(document, "threats") if isinstance(heading, Heading)]
    firsts = [after.severity for before, after in pairwise(levels) if before.level == 2]
    order = ["Critical", "Important", "Privacy", "Moderate", "Low"]
    assert [order.index(severity) for severity in firsts] == sorted(order.index(s) for s in firsts)


def test_counts(document: Document) -> None:
    _, register = analysed(reviewed())
    cover = of(document, Cover)[0]
    ours = [threat for threat in register.threats if not threat.origin]
    open_ = [threat for threat in ours if not threat.decided]
    assert cover.counts[:2] == ((str(len(ours)), "threats"), (str(len(open_)), "open"))
    table = next(b for b in chapter(document, "summary") if isinstance(b, Table))
    numbers = {text_of(row[0]): [text_of(cell) for cell in row[1:]] for row in table.rows}
    for level in ("Critical", "Important", "Moderate"):
        graded = [threat for threat in ours if threat.severity == level]
        assert numbers[level][-2:] == [str(len(graded)), str(sum(not t.decided for t in graded))]
    assert numbers["All"][-2:] == [str(len(ours)), str(len(open_))]


def test_cover_tells_who_and_when(document: Document) -> None:
    cover = of(document, Cover)[0]
    fields = {label: text_of(text) for label, text in cover.fields}
    assert cover.title == document.title == "Fraud scoring"
    assert (document.author, fields["Owner"], fields["Reviewer"]) == (
        "Payments team",
        "Payments team",
        "Security office",
    )
    assert fields["Date"] == DATE
    assert fields["Scope"] == "11 elements, 15 data flows and 2 trust boundaries"


def test_a_threat_tells_why_and_what_was_decided(document: Document) -> None:
    fields = threat_fields(document, "Targeted adversarial misclassification")
    assert text_of(fields["Severity"]) == "Critical, wherever it applies (bug bar: Important to Critical)."
    assert "Task of fraud: classification" in [text_of(point) for point in fields["Because"]]  # type: ignore[attr-defined]
    first, drawn, *others = fields["Path"]
    assert text_of(first) == "From an untrusted source to fraud carrying model input"
    assert isinstance(drawn, Strip)
    assert [stop.name for stop in drawn.stops] == ["cust", "app", "fraud"]
    assert [(flow.label, flow.crosses) for flow in drawn.flows] == [
        ("queries", ("org",)),
        ("queries", ("ml",)),
    ]
    assert set(drawn.links) == {"cust", "app", "fraud"}
    assert all(isinstance(other, Point) for other in others)
    assert text_of(fields["Decision"]) == (
        "Accepted by Ada, 2026-11-01: Losses are insured. The evidence has changed since: review again."
    )
    assert text_of(fields["Answers"]).endswith("A schema, checked by the gateway. (Grace)")
    assert text_of(fields["Still to ask"]) == "Q-B8"
    assert text_of(fields["References"]).startswith("MITRE ATLAS: AML.T0043, AML.T0015, ")
    cases = [text_of(point) for point in fields["Known cases"]]  # type: ignore[attr-defined]
    assert cases[0].startswith("Botnet Domain Generation Algorithm (DGA)")
    assert (len(cases), cases[3]) == (4, "15 more cases by these techniques.")


def test_a_case_is_told_once_and_named_later(document: Document) -> None:
    rows = [
        points for block in of(document, Fields) for label, points in block.rows if label == "Known cases"
    ]
    cases = [text_of(point) for points in rows for point in points]  # type: ignore[attr-defined]
    found = [match for case in cases for match in re.finditer(r"(AML\.CS\d{4})\)(: )?", case)]
    told = [match[1] for match in found if match[2]]
    assert len(set(told)) == len(told) < len(found)
    assert {match[1] for match in found} == set(told)
    again = [case for case in cases if case.startswith("Told above: ")]
    assert len(again) == sum("Told above" in text_of(points) for points in rows), "in one line each"
    places = {span.link for points in rows for point in points for span in point.text if span.link}  # type: ignore[attr-defined]
    assert places <= {heading.anchor for heading in of(document, Heading) if heading.level == 3}


def test_each_reference_is_named_once_in_order(document: Document) -> None:
    taxonomies = shipped_library().taxonomies
    points = next(b for b in chapter(document, "references") if isinstance(b, Points)).points
    listed_ids = [span.text for point in points for span in point.text[1::2]]
    rows = [text for block in of(document, Fields) for label, text in block.rows if label == "References"]
    named = {id_ for row in rows for span in row if span.link for id_ in span.text.split(", ")}  # type: ignore[union-attr]
    assert named == set(listed_ids)
    assert len(listed_ids) == len(set(listed_ids))
    assert "AML.T0043 Craft Adversarial Data" in text_of(points[0])
    weaknesses = [id_ for id_ in listed_ids if id_.startswith("CWE-")]
    assert weaknesses == sorted(weaknesses, key=lambda id_: int(id_.removeprefix("CWE-")))
    assert all(taxonomies.tables[key].edition in text_of(points) for key in ("atlas", "cwe"))


def test_a_decision_on_the_present_evidence_stands(document: Document) -> None:
    fields = threat_fields(document, "Evasion and mimicry")
    assert text_of(fields["Decision"]) == "Mitigated by Ada, 2026-11-01: Shipped with release 3."


def test_a_severity_tells_the_facts_that_settle_it(document: Document) -> None:
    fields = threat_fields(document, "Model replaced between training and deployment")
    assert text_of(fields["Severity"]) == "Critical, given “Wrong answers of fraud can do serious harm”."
    graded = [
        text_of(text)
        for id_ in ("EX4", "EX5")
        for block in of(composed(example(id_)), Fields)
        for label, text in block.rows
        if label == "Severity"
    ]
    assert any("given" in words for words in graded)
    assert not any("There is no" in words for words in graded), "what is absent is no reason"
    assert "Important, as nothing here raises it." in graded


def test_mitigations_are_sorted_by_what_they_do(document: Document) -> None:
    points = threat_fields(document, "Model stealing through queries")["Mitigations"]
    assert isinstance(points, tuple)
    assert [(point.mark, text_of(point).partition(":")[0]) for point in points] == [
        ("done", "In place"),
        ("open", "To prevent"),
        ("open", "To detect"),
    ]


def test_each_mitigation_is_explained_once(document: Document) -> None:
    told = [
        text_of(p).partition(".")[0]
        for b in chapter(document, "mitigations")
        if isinstance(b, Points)
        for p in b.points
    ]
    _, register = analysed(reviewed())
    titles = {state.title for threat in register.threats for state in threat.mitigations}
    assert sorted(told) == sorted(titles)


def test_imported_threats_have_a_table_of_their_own(document: Document) -> None:
    table = next(b for b in chapter(document, "imported") if isinstance(b, Table))
    assert [[text_of(cell) for cell in row] for row in table.rows] == [
        ["Weak authentication", "app to fraud", "Not Started. Use mutual TLS.", "Open"]
    ], "and a threat stated here is not among them"
    assert "Weak authentication" not in [h.text for h in of(document, Heading)]


def test_an_imported_threat_has_its_decision_by_either_id() -> None:
    for threat in ("theirs@", "theirs"):
        decision = Decision(id="theirs@", threat=threat, status="mitigated", reason="Done before the import.")
        document = composed(Model([*reviewed().values(), decision]))
        table = next(b for b in chapter(document, "imported") if isinstance(b, Table))
        assert text_of(table.rows[0][-1]) == "Mitigated: Done before the import."
        assert "Weak authentication" not in text_of(chapter(document, "gone")[-1])


def test_decisions_without_a_threat(document: Document) -> None:
    table = next(b for b in chapter(document, "gone") if isinstance(b, Table))
    assert [text_of(cell) for cell in table.rows[0]] == [
        "Targeted data poisoning",
        "Accepted, Ada, 2026-11-01",
        "It went with the old store.",
    ]


def test_every_question_once_with_its_answer(document: Document) -> None:
    analysis, _ = analysed(reviewed())
    rows = [
        row for block in chapter(document, "questions") if isinstance(block, Fields) for row in block.rows
    ]
    assert sorted(label for label, _ in rows) == sorted({row.question for row in analysis.questions()})
    answered = text_of(dict(rows)["Q-A10"])
    assert "fraud: A schema, checked by the gateway. (Grace)" in answered
    assert "Open at" not in answered


def test_assumptions_suggestions_and_packs(document: Document) -> None:
    said = "".join(text_of(block) for block in chapter(document, "assumptions"))
    assert "Operators are trusted.\nThe network of the provider is not." in said
    assert "A card scheme." in said
    assert "app to fraudCarries: QueryModel input." in said
    packs = next(b for b in chapter(document, "packs") if isinstance(b, Table))
    assert [text_of(cell) for cell in packs.rows[0]][1:] == ["core", "1.0.0", "0.9.0"]
    assert [text_of(cell) for cell in packs.rows[1]] == ["Not available here", "house", "–", "2.1"]


def test_checks_of_the_drawing_are_told_apart() -> None:
    document = composed(example("EX6"))
    _, register = analysed(example("EX6"))
    checks = [threat for threat in register.threats if threat.track == "validity"]
    table = next(b for b in chapter(document, "checks") if isinstance(b, Table))
    titles = dict.fromkeys(threat.title for threat in checks)
    assert [text_of(row[0]) for row in table.rows] == list(titles), "each kind of finding once"
    places = [text_of(row[1]).splitlines() for row in table.rows]
    assert sum(map(len, places)) == len(checks)
    likewise = ["The same goes for the other" in text_of(row[2]) for row in table.rows]
    assert likewise == [len(where) > 1 for where in places]
    assert not {h.text for h in of(document, Heading) if h.level == 3} & {threat.title for threat in checks}


def test_every_link_leads_somewhere(document: Document) -> None:
    anchors = [heading.anchor for heading in of(document, Heading)]
    anchors += [anchor for fields in of(document, Fields) for anchor in fields.anchors.values()]
    assert len(anchors) == len(set(anchors))
    assert {span.link for span in spans(document) if span.link} <= set(anchors) == document.anchors


def test_a_question_leads_to_its_text(document: Document) -> None:
    anchors = {label: a for fields in of(document, Fields) for label, a in fields.anchors.items()}
    asked = [span for span in spans(document) if re.fullmatch(r"Q-[A-Z]\w+", span.text)]
    assert asked
    assert all(span.link == anchors[span.text] for span in asked)


@pytest.mark.parametrize("id_", ["EX1", "EX2", "EX4", "EX6"])
def test_no_rule_language_is_shown(id_: str) -> None:
    said = " ".join(text_of(block) for block in composed(example(id_)).blocks)
    for word in ("lambda", "(e)", "(f)", "f.source", "None", "lacks(", "{subject}"):
        assert word not in said


def test_chapters_can_be_left_out() -> None:
    document = composed(reviewed(), ReportOptions(questions=False, mitigations=False))
    anchors = {heading.anchor for heading in of(document, Heading)}
    assert not anchors & {"questions", "mitigations"}
    assert {span.link for span in spans(document) if span.link} <= anchors


def test_an_empty_model_has_a_report() -> None:
    document = composed(EMPTY_MODEL)
    assert document.title == "Untitled model"
    assert text_of(chapter(document, "summary")[0]) == "No threats were found in this model."


def test_names_are_said_as_they_are() -> None:
    document = composed(named(example("EX2"), HOSTILE))
    assert any(heading.text == HOSTILE for heading in of(document, Heading))


def test_order_of_records_does_not_matter() -> None:
    records = list(reviewed().values())
    assert composed(Model(records[::-1])) == composed(reviewed())


def test_words() -> None:
    assert [counted(1, "threat"), counted(2, "boundary", "boundaries"), counted(1200, "x")] == [
        "1 threat",
        "2 boundaries",
        "1,200 xs",
    ]
    assert [listed([]), listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"])] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]
    assert listed(["a", "b", "c", "d"], most=3) == "a, b and 2 more"
    assert shortened("a \n b", 5) == "a b"
    assert shortened("abcdef", 4) == "abc…"
    assert [sentence("So "), sentence("So?"), sentence("")] == ["So.", "So?", ""]
