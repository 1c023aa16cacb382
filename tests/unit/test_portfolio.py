"""What is kept of many models: counts, which is worst, what recurs; the same in whatever order they come."""

from __future__ import annotations

from random import Random

import pytest

from dfdmodeler.analysis.engine import analyze
from dfdmodeler.analysis.gate.outcome import Given
from dfdmodeler.analysis.portfolio import Portfolio, Summary, gathered, summarise
from dfdmodeler.analysis.portfolio_json import as_json
from dfdmodeler.analysis.register import register
from dfdmodeler.model import edits
from dfdmodeler.model.model import Model
from dfdmodeler.model.problem import Problem
from dfdmodeler.model.records import ActionItem, Decision, Element, Flow
from dfdmodeler.report.compose_portfolio import compose_portfolio, lead
from dfdmodeler.report.document import Table
from dfdmodeler.report.web import page
from systems import shipped_library

TODAY = "2026-11-26"
MODEL = Model(
    [
        Element(id="user", type="human_user", name="User"),
        Element(id="llm", type="llm", name="Model"),
        Flow(id="ask", source="user", target="llm", properties={"carries": ["prompt"]}),
    ]
)


def given(model: Model) -> Given:
    library = shipped_library()
    analysis = analyze(library, model)
    return Given(model, analysis, register(library, analysis, model, today=TODAY), TODAY)


def one(file: str, *counts: int, **fields: object) -> Summary:
    levels = ("critical", "important", "moderate", "low")
    return Summary(file, undecided=dict(zip(levels, counts, strict=False)), **fields)  # type: ignore[arg-type]


def files(portfolio: Portfolio) -> list[str]:
    return [model.file for model in portfolio.models]


def test_a_model_without_decisions_has_all_its_threats_undecided() -> None:
    found = summarise("m.dfdm", "M", given(MODEL))
    expected = [row for row in given(MODEL).register.threats if row.track != "validity"]
    assert sum(found.counts) == len(expected) > 0
    assert (found.decided, found.again, found.expired, found.overdue, found.elements) == (0, 0, 0, 0, 2)
    assert sum(count for rule in found.rules.values() for count in rule.values()) == len(expected)


def test_what_became_of_decisions_is_counted() -> None:
    first, second, third, *_ = (row.id for row in given(MODEL).register.threats if row.track != "validity")
    held = {"status": "accepted", "reason": "so", "date": "2026-01-01"}
    model = edits.put(
        MODEL,
        Decision(id=first, threat=first, **held),
        Decision(id=second, threat=second, **held, expires="2026-11-25"),
        Decision(id=third, threat=third, due="2026-11-25"),
        ActionItem(id="todo", text="Do it", due="2026-11-25"),
        ActionItem(id="later", text="Do it", due="2026-11-26"),
    )
    found = summarise("m.dfdm", "M", given(model))
    assert (found.decided, found.expired, found.overdue) == (1, 1, 2)
    assert sum(found.counts) == sum(summarise("m.dfdm", "M", given(MODEL)).counts) - 1


def test_the_worst_comes_first_and_what_failed_stands_apart() -> None:
    wrong = Problem("x", "It is broken.")
    rows = [
        one("low", 0, 0, 0, 9),
        one("critical", 1, 0, 0, 0),
        one("both", 1, 2, 0, 0),
        one("ended", 0, 0, 0, 9, expired=1),
        one("again", 0, 0, 0, 9, again=5),
        one("same", 1, 0, 0, 0),
        one("none"),
        Summary("z", problem=wrong),
        Summary("a", problem=wrong),
    ]
    portfolio = gathered(rows)
    assert files(portfolio) == ["both", "critical", "same", "ended", "again", "low", "none"]
    assert [row.file for row in portfolio.failed] == ["a", "z"]
    assert portfolio.undecided == {"critical": 3, "important": 2, "moderate": 0, "low": 27}


@pytest.mark.parametrize("seed", range(20))
def test_the_order_of_completion_does_not_matter(seed: int) -> None:
    random = Random(seed)
    rows = [
        one(
            f"m{number}",
            *(random.randrange(3) for _ in range(4)),
            rules={rule: {"low": 1, "critical": 2} for rule in random.sample(["R-1", "R-2", "R-3"], 2)},
        )
        for number in range(12)
    ]
    shuffled = random.sample(rows, len(rows))
    assert gathered(rows) == gathered(shuffled)


def test_what_several_models_share_recurs() -> None:
    portfolio = gathered(
        [
            one("a", rules={"R-1": {"low": 3}, "R-2": {"important": 1}, "R-9": {"critical": 1}}),
            one("b", rules={"R-1": {"critical": 1}, "R-3": {"important": 1}}),
            one("c", rules={"R-2": {"important": 1}, "R-3": {"important": 1}, "R-1": {"low": 1}}),
        ]
    )
    told = [(row.rule, row.severity, row.files, row.threats) for row in portfolio.recurring]
    assert told == [
        ("R-1", "critical", ("a", "b", "c"), 5),
        ("R-2", "important", ("a", "c"), 2),
        ("R-3", "important", ("b", "c"), 2),
    ]


def test_brief_blocks_leave_out_columns_that_say_nothing() -> None:
    brief, whole = (
        next(
            b
            for b in compose_portfolio(gathered([one("a", 1, again=2)]), {}, brief=brief)
            if isinstance(b, Table)
        )
        for brief in (True, False)
    )
    assert [column.title for column in brief.columns] == [
        "File",
        "Critical",
        "Important",
        "Moderate",
        "Low",
        "Again",
    ]
    assert len(whole.columns) == len(whole.rows[0]) == 9
    assert len(brief.rows[0]) == 6


def test_words_of_strangers_are_no_markup_of_the_page() -> None:
    evil = "<script>alert(1)</script>"
    found = gathered([one(evil, 1, title=evil), Summary(f"{evil}2", problem=Problem("", evil))])
    text = page("Portfolio", compose_portfolio(found, {}))
    assert "<script>" not in text
    assert text.count("&lt;script&gt;") == 4
    assert lead(found) == "1 model, 1 undecided threat: 1 critical; 1 file could not be analysed."


def test_the_json_form_tells_everything() -> None:
    rules = shipped_library().rules
    portfolio = gathered([one("a", 1, rules={"ML-1a": {"low": 1}}), one("b", rules={"ML-1a": {"low": 1}})])
    told = as_json(portfolio, rules, TODAY)
    assert told["today"] == TODAY
    assert [model["file"] for model in told["models"]] == ["a", "b"]
    assert told["models"][0]["undecided"] == {"critical": 1, "important": 0, "moderate": 0, "low": 0}
    row = {
        "rule": "ML-1a",
        "title": rules["ML-1a"].title,
        "severity": "low",
        "threats": 2,
        "models": ["a", "b"],
    }
    assert told["recurring"] == [row]
