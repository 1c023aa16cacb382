"""The report's order and brevity: what comes first, what shares a row, and counts in sentences."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from test_report_compose import chapter, of, text_of

from dfdmodeler.analysis.plan import planning
from dfdmodeler.analysis.slices import completed
from dfdmodeler.analysis.trials import Trials
from dfdmodeler.drawing.primitives import Box, Picture
from dfdmodeler.model.model import EMPTY_MODEL, Model
from dfdmodeler.model.records import Element, Suggestion, evolve
from dfdmodeler.report.compose import compose
from dfdmodeler.report.compose_review import missing_words
from dfdmodeler.report.compose_summary import state_words
from dfdmodeler.report.document import Cover, Figure, Span, Table
from dfdmodeler.report.source import Source
from report_models import DATE, analysed, composed, example, reviewed
from systems import shipped_library


def test_flows_of_one_name_are_told_apart() -> None:
    model = example("EX1")
    names = {"f01": "HTTPS", "f02": "HTTPS  ", "f03": "Query"}
    model = Model(evolve(r, name=names[r.id]) if r.id in names else r for r in model.values())
    analysis, register = analysed(model)
    source = Source(model, shipped_library(), analysis, register, DATE)
    assert [source.name(flow) for flow in ("f01", "f02", "f03")] == [
        "HTTPS (cust to app)",
        "HTTPS (app to fraud)",
        "Query",
    ]
    assert source.full_name("f01") == "HTTPS (cust to app)"


def test_the_system_is_shown_before_its_threats_are_counted() -> None:
    model = example("EX2")
    analysis, register = analysed(model)
    trials = Trials(shipped_library(), model)
    plan = completed(planning(trials, register.threats))
    figure = Figure("Diagram", Picture((), Box(0, 0, 1, 1), {}))
    document = compose(model, shipped_library(), analysis, register, date=DATE, figures=[figure], plan=plan)
    order = [getattr(block, "anchor", "") for block in document.blocks]
    wanted = ["diagram-1", "summary", "how-to-read", "next-controls", "all-threats", "threats", "questions"]
    assert [anchor for anchor in order if anchor in wanted] == wanted


@pytest.mark.parametrize(
    ("kept", "words"),
    [
        (slice(0, 1), "1 threat, open."),
        (slice(0, 2), "2 threats, all open."),
        (slice(0, None), "22 threats: 21 open and 1 mitigated."),
    ],
)
def test_the_state_of_the_threats_in_a_sentence(kept: slice, words: str) -> None:
    _, register = analysed(reviewed())
    threats = [threat for threat in register.threats if not threat.origin and threat.track != "validity"]
    ordered = sorted(threats, key=lambda threat: (threat.status != "open", threat.confidence != "confirmed"))
    assert state_words(ordered[kept]).startswith(words)


def test_an_acceptance_that_has_ended_is_counted_as_open() -> None:
    _, register = analysed(reviewed())
    found = next(threat for threat in register.threats if threat.status == "accepted")
    accepted = replace(found, evidence_changed=False)
    ended = replace(accepted, expired=True)
    assert state_words([accepted]).startswith("1 threat, accepted.")
    told = state_words([ended])
    assert told.startswith("1 threat, open.")
    assert "1 acceptance has ended: its threat is open again." in told


def test_what_rests_on_something_unsaid_is_counted() -> None:
    _, register = analysed(reviewed())
    assumed = [threat for threat in register.threats if threat.confidence == "assumed"]
    confirmed = [threat for threat in register.threats if threat.confidence == "confirmed"]
    ends = [state_words(some).rpartition(". ")[2] for some in (assumed[:1], assumed[:2])]
    assert ends[0] == "It rests on something that nobody has stated."
    assert ends[1] == "All rest on something that nobody has stated."
    assert "1 of them rests on something that nobody has stated." in state_words(assumed[:1] + confirmed)


def test_a_small_model_is_told_without_zeros() -> None:
    cover = of(composed(Model([Element(id="m", type="llm", name="M")])), Cover)[0]
    assert dict(cover.fields)["Scope"] == (Span("1 element"),)
    assert cover.counts == (("1", "threat"), ("1", "open"), ("0", "open critical"), ("0", "open important"))
    assert dict(of(composed(EMPTY_MODEL), Cover)[0].fields)["Scope"] == (Span("Nothing is drawn yet"),)


def test_privacy_counts_apart_on_the_cover() -> None:
    _, register = analysed(reviewed())
    open_ = Counter(t.severity for t in register.threats if not t.decided and not t.origin)
    assert open_["Privacy"]
    shown = {label: count for count, label in of(composed(reviewed()), Cover)[0].counts}
    for level in ("Critical", "Important", "Privacy"):
        assert shown[f"open {level.lower()}"] == str(open_[level])


def test_missing_answers_in_a_sentence() -> None:
    assert [missing_words(*n) for n in ((0, 3), (3, 3), (1, 1), (1, 3), (2, 3))] == [
        "All answers are given.",
        "3 answers are missing.",
        "1 answer is missing.",
        "1 of 3 answers is missing.",
        "2 of 3 answers are missing.",
    ]


def test_imported_threats_of_one_place_share_a_row() -> None:
    theirs = reviewed().get("theirs")
    assert theirs is not None
    more = [evolve(theirs, id=f"t{n}", title=f"Title {n}", origin_id=str(n)) for n in range(3)]
    other = evolve(theirs, id="t9", title="Elsewhere", subject="app")
    document = composed(Model([*reviewed().values(), *more, other]))
    table = next(b for b in chapter(document, "imported") if isinstance(b, Table))
    titles = [sorted(text_of(row[0]).split("; ")) for row in table.rows]
    assert sorted(titles) == [["Elsewhere"], ["Title 0", "Title 1", "Title 2", "Weak authentication"]]


def test_suggestions_for_one_subject_share_a_row_and_their_reason() -> None:
    fields = {"bidirectional": "It reads", "carries": "It reads: the request", "protocol": "By its name"}
    rows = [
        Suggestion(id=f"f05/{name}", subject="f05", field=name, value=("other",), reason=reason)
        for name, reason in fields.items()
    ]
    document = composed(Model([*reviewed().values(), *rows]))
    table = next(b for b in chapter(document, "suggestions") if isinstance(b, Table))
    assert len(table.rows) == 2
    values, reasons = (text_of(cell).splitlines() for cell in table.rows[1][1:])
    assert (len(values), reasons) == (3, ["It reads", "By its name"])
