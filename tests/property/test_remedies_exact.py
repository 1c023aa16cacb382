"""What is proposed against a threat removes it, holds nothing superfluous, and leaves nothing out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from dfdmodeler.analysis.engine import analyze
from dfdmodeler.analysis.measures import Measure, Measures, applied, measures_at
from dfdmodeler.analysis.register import progress_of
from dfdmodeler.analysis.remedies import MOST_CHANGES, Proposal, remedying
from dfdmodeler.analysis.slices import completed
from dfdmodeler.analysis.threat import Finding
from dfdmodeler.analysis.trials import NOTHING, Trials
from dfdmodeler.model.change import diff
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Element, Flow
from random_systems import random_system
from systems import EXAMPLES, System, model_of, shipped_library

WORKED: list[System] = YAML(typ="safe").load(EXAMPLES.read_text(encoding="utf-8"))
FEW = 14
"""Changes of a model that every set of up to three can be tried for."""


def weighed(model: Model) -> list[Finding]:
    """The findings that changes of the system, not of the drawing, could remove."""
    library = shipped_library()
    return [f for f in analyze(library, model).findings if library.rules[f.rule].track != "validity"]


def everything(model: Model) -> list[Measure]:
    """All that people can change in a model."""
    catalog = shipped_library().catalog
    names = [row.name for row in catalog.all_attributes]
    records = [*model.of(Element), *model.of(Flow)]
    found = (one for r in records for name in names for one in measures_at(model, catalog, r.id, name))
    return sorted(set(found), key=lambda one: one.key)


def check(model: Model, finding: Finding, proposal: Proposal) -> None:
    library = shipped_library()
    changed = applied(model, proposal.measures)
    assert model.with_(diff(model, changed)).with_(diff(changed, model)) == model
    after = analyze(library, changed)
    still = next((f for f in after.findings if f.id == finding.id), None)
    if proposal.removes:
        assert still is None, (finding.id, proposal)
        for one in proposal.measures if proposal.way != "exact" else ():
            less = applied(model, [other for other in proposal.measures if other != one])
            assert finding.id in {f.id for f in analyze(library, less).findings}
    elif still is not None:
        assert progress_of(after.mitigations(still)) == "sufficient", (finding.id, proposal)


@settings(max_examples=25)
@given(random=st.randoms(use_true_random=False))
def test_proposals_do_what_they_say(random: Random) -> None:
    library = shipped_library()
    model = model_of(random_system(random, library.catalog))
    trials = Trials(library, model)
    findings = weighed(model)
    for finding in random.sample(findings, k=min(len(findings), 5)):
        for proposal in completed(remedying(trials, finding)).proposals:
            check(model, finding, proposal)


def guarded_system(random: Random) -> System:
    """Questions and answers through guardrails that do not block; what does not matter does not apply."""
    catalog = shipped_library().catalog
    left_open = "mode carries carries_back bidirectional controls trust operator out_of_scope rate_limited"

    def answered(names: Iterable[str]) -> dict[str, str]:
        return {name: "n/a" for name in names if name not in left_open.split()}

    def element(id_: str, type_: str, **stated: str) -> dict[str, Any]:
        about = answered(row.name for row in catalog.attributes(type_))
        return {"id": id_, "type": type_, **about, **stated}

    asked, answers = random.randint(0, 2), random.randint(0, 2)
    guards = [f"g{place}" for place in range(asked + answers)]
    elements = [
        element("user", "human_user"),
        element("llm", "llm", task="generation", training_data_class="personal", rate_limiting="no"),
        element("kb", "document_store", data_class="personal"),
    ]
    ways = [("kb", "llm", ["context"], "n/a")]
    ways += [("user", "llm", ["prompt"], "no")] if not asked else []
    ways += [("llm", "user", ["generated_content"], "n/a")] if not answers else []
    for place, guard in enumerate(guards):
        asks = place < asked
        ends = ("user", "llm") if asks else ("llm", "user")
        limit = "no" if asks else "n/a"
        carried = ["prompt"] if asks else random.choice([["generated_content"], ["prediction", "logits"]])
        further = random.choice([ends[1], ends[1], guards[-1] if not asks else ends[1]])
        elements.append(element(guard, "guardrail", mode="flag", rate_limiting=limit))
        ways += [(ends[0], guard, carried, limit), (guard, further, carried, limit)]
    about = answered(row.name for row in catalog.flow_attributes)
    flows = [
        {**about, "id": f"f{place}", "from": a, "to": b, "carries": carried, "rate_limited": limit}
        for place, (a, b, carried, limit) in enumerate(ways)
    ]
    return {"elements": elements, "flows": flows}


def by_trying_everything(trials: Trials, able: Sequence[Measure], finding: Finding) -> set[Measures]:
    """All sets of up to three changes that silence a rule while no part of them does."""
    smallest: set[Measures] = set()
    for size in range(1, MOST_CHANGES + 1):
        for chosen in map(frozenset, combinations(able, size)):
            part = any(less <= chosen for less in smallest)
            if not part and not trials.fires(chosen, finding.rule, finding.subject):
                smallest.add(chosen)
    return smallest


@pytest.mark.parametrize("guarded", [False, True], ids=["anything", "guardrails"])
@settings(max_examples=15)
@given(random=st.randoms(use_true_random=False))
def test_all_smallest_sets_are_found(guarded: bool, random: Random) -> None:
    library = shipped_library()
    if guarded:
        model = model_of(guarded_system(random))
    else:
        model = model_of(random_system(random, library.catalog, elements=3, density=0.9))
    able = everything(model)
    trials = Trials(library, model)
    for finding in weighed(model) if len(able) <= FEW else ():
        found = completed(remedying(Trials(library, model), finding))
        exact = {frozenset(p.measures) for p in found.proposals if p.way == "exact"}
        assert found.complete
        assert exact == by_trying_everything(trials, able, finding), finding.id


@pytest.mark.parametrize("system", WORKED, ids=lambda system: str(system["id"]))
def test_worked_examples(system: System) -> None:
    library = shipped_library()
    model = model_of(system)
    trials = Trials(library, model)
    assert trials.model == applied(model, NOTHING)
    for finding in weighed(model):
        for proposal in completed(remedying(trials, finding)).proposals[:2]:
            check(model, finding, proposal)
