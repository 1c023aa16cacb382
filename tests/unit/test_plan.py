"""The plan of best next controls: what it takes first, what it says of the rest, and that it is borne out."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dfdmodeler.analysis.engine import analyze
from dfdmodeler.analysis.measures import Measure, applied
from dfdmodeler.analysis.outcomes import Outcome, Outlook, Standing, outcome_between
from dfdmodeler.analysis.plan import MOST_STEPS, WEIGHTS, Plan, open_threats, planning
from dfdmodeler.analysis.register import Register, register
from dfdmodeler.analysis.slices import completed
from dfdmodeler.analysis.trials import Trials
from dfdmodeler.model import triage
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Element
from random_systems import random_system
from systems import model_of, shipped_library

WEB = {
    "boundaries": [{"id": "org", "kind": "organisation"}],
    "elements": [
        {"id": "u", "type": "human_user"},
        {"id": "web", "type": "web_app", "boundary": "org", "audit_logging": "yes"},
        {"id": "db", "type": "data_store", "boundary": "org", "data_class": "personal"},
    ],
    "flows": [
        {"id": "in", "from": "u", "to": "web", "carries": ["query"], "protocol": "https", "authn": "mutual"},
        {"id": "put", "from": "web", "to": "db", "carries": ["other"]},
        {"id": "get", "from": "db", "to": "web", "carries": ["other"]},
    ],
}


def found_in(model: Model) -> Register:
    library = shipped_library()
    return register(library, analyze(library, model), model)


def plan_for(model: Model, subjects: frozenset[str] | None = None, most: int = MOST_STEPS) -> Plan:
    trials = Trials(shipped_library(), model)
    return completed(planning(trials, found_in(model).threats, subjects, most))


def weight(model: Model) -> int:
    return sum(WEIGHTS[row.severity] for row in open_threats(found_in(model).threats))


def test_what_removes_most_for_each_change_comes_first() -> None:
    model = model_of(WEB)
    first = plan_for(model).steps[0]
    alone = {
        measure: weight(model) - weight(applied(model, [measure]))
        for step in plan_for(model, most=20).steps
        for measure in step.measures
    }
    assert len(first.measures) == 1
    assert alone[first.measures[0]] == max(alone.values())
    assert (first.measures[0].subject, first.measures[0].attribute) == ("db", "access_control")


def test_counts_and_the_rest_are_those_of_the_changed_model() -> None:
    model = model_of(WEB)
    plan = plan_for(model, most=2)
    for step in plan.steps:
        model = applied(model, step.measures)
        open_ = open_threats(found_in(model).threats)
        counted = {level: sum(row.severity == level for row in open_) for level in WEIGHTS}
        assert dict(step.after) == {level: count for level, count in counted.items() if count}
    assert set(plan.remaining) == {row.id for row in open_threats(found_in(model).threats)}
    assert plan.remaining


def test_a_plan_for_some_elements_leaves_the_others() -> None:
    plan = plan_for(model_of(WEB), frozenset({"db"}))
    assert {step.measures[0].subject for step in plan.steps} == {"db"}
    assert sum(plan.before.values()) == len([r for r in found_in(model_of(WEB)).threats if r.subject == "db"])


def test_what_is_decided_needs_no_control() -> None:
    model = model_of(WEB)
    for row in open_threats(found_in(model).threats):
        model = triage.decide(model, row.id, status="accepted", reason="known")
    assert plan_for(model) == Plan({})


def test_nobody_is_kept_away_by_a_plan() -> None:
    web = {"id": "web", "type": "web_app", "exposure": "public", "boundary": "org"}
    plan = plan_for(model_of({"boundaries": WEB["boundaries"], "elements": [web]}), most=20)
    assert "authorization" in {one.attribute for one in plan.measures}
    assert not any(one.is_design for one in plan.measures)


def test_outcomes_tell_what_goes_comes_and_is_mitigated() -> None:
    before = {"a": Standing("Low", False), "b": Standing("Low", False), "c": Standing("Low", True)}
    after = {"b": Standing("Low", True), "c": Standing("Low", True), "d": Standing("Low", False)}
    outcome = outcome_between(before, after)
    assert outcome == Outcome(("a",), ("d",), ("b",))
    assert outcome.words == "removes 1 threat, mitigates 1 threat, adds 1"
    assert Outcome().words == "removes no threats, adds none"


@settings(max_examples=15)
@given(random=st.randoms(use_true_random=False))
def test_every_step_is_borne_out_and_the_plan_is_always_the_same(random: Random) -> None:
    library = shipped_library()
    model = model_of(random_system(random, library.catalog))
    plan = plan_for(model)
    assert plan == plan_for(model)
    outlook = Outlook(library, model)
    standings = completed(outlook.standings())
    chosen: list[Measure] = []
    for step in plan.steps:
        chosen += step.measures
        fresh = completed(Outlook(library, applied(model, chosen)).standings())
        assert completed(outlook.standings(chosen)) == fresh
        assert outcome_between(standings, fresh) == step.outcome
        assert step.outcome.removed or step.outcome.mitigated
        standings = fresh
    assert len(set(plan.measures)) == len(plan.measures)


def test_a_plan_can_be_dropped_half_way() -> None:
    slices = planning(Trials(shipped_library(), model_of(WEB)), found_in(model_of(WEB)).threats)
    next(slices)
    slices.close()
    with pytest.raises(StopIteration):
        next(slices)


@settings(max_examples=10)
@given(random=st.randoms(use_true_random=False))
def test_rows_that_are_known_need_no_second_analysis(random: Random) -> None:
    library = shipped_library()
    model = model_of(random_system(random, library.catalog))
    changed = [Measure(element.id, "rate_limiting", "yes") for element in model.of(Element)]
    given_rows = Outlook(library, model, found_in(model).threats)
    assert completed(given_rows.outcome(changed)) == completed(Outlook(library, model).outcome(changed))
