"""What is proposed against a threat removes it, holds nothing superfluous, and leaves nothing out."""

from __future__ import annotations

from itertools import combinations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from dfdmodeler.analysis.engine import analyze
from dfdmodeler.analysis.measures import Measure, applied, measures_at
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
FEW = 24
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


@settings(max_examples=30)
@given(random=st.randoms(use_true_random=False))
def test_all_smallest_sets_are_found(random: Random) -> None:
    library = shipped_library()
    model = model_of(random_system(random, library.catalog, elements=3, density=0.9))
    able = everything(model)
    if len(able) > FEW:
        able = []
    trials = Trials(library, model)
    for finding in weighed(model) if able else ():
        smallest: list[frozenset[Measure]] = []
        for size in range(1, MOST_CHANGES + 1):
            for chosen in map(frozenset, combinations(able, size)):
                if any(less <= chosen for less in smallest):
                    continue
                if not trials.fires(chosen, finding.rule, finding.subject):
                    smallest.append(chosen)
        found = completed(remedying(Trials(library, model), finding))
        exact = [frozenset(p.measures) for p in found.proposals if p.way == "exact"]
        assert found.complete
        assert set(exact) == set(smallest), finding.id


@pytest.mark.parametrize("system", WORKED, ids=lambda system: str(system["id"]))
def test_worked_examples(system: System) -> None:
    library = shipped_library()
    model = model_of(system)
    trials = Trials(library, model)
    assert trials.model == applied(model, NOTHING)
    for finding in weighed(model):
        for proposal in completed(remedying(trials, finding)).proposals[:2]:
            check(model, finding, proposal)
