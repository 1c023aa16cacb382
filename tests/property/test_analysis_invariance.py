"""What analysis says does not depend on names, on the order of records, or on other runs."""

from __future__ import annotations

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from dfdmodeler.analysis.engine import analyze
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Element, evolve
from random_systems import random_system
from systems import model_of, shipped_library


@settings(max_examples=30)
@given(random=st.randoms(use_true_random=False))
def test_order_of_records(random: Random) -> None:
    library = shipped_library()
    model = model_of(random_system(random, library.catalog))
    records = list(model.values())
    random.shuffle(records)
    first, second = analyze(library, model), analyze(library, Model(records))
    assert first.findings == second.findings
    assert [first.explain(f) for f in first.findings] == [second.explain(f) for f in second.findings]


@settings(max_examples=30)
@given(random=st.randoms(use_true_random=False))
def test_names_change_no_digest(random: Random) -> None:
    library = shipped_library()
    model = model_of(random_system(random, library.catalog))
    renamed = Model(evolve(r, name=f"New {r.id}") if isinstance(r, Element) else r for r in model.values())
    first, second = analyze(library, model), analyze(library, renamed)
    assert first.findings == second.findings
    assert [first.explain(f).digest for f in first.findings] == [
        second.explain(f).digest for f in second.findings
    ]


@settings(max_examples=30)
@given(random=st.randoms(use_true_random=False))
def test_evidence_paths_follow_flows(random: Random) -> None:
    library = shipped_library()
    analysis = analyze(library, model_of(random_system(random, library.catalog)))
    joined = {(hop.id, hop.source.id, hop.target.id) for hop in analysis.topology.flows}
    for finding in analysis.findings:
        for path in analysis.explain(finding).paths:
            steps = zip(path.flows, path.elements, path.elements[1:], strict=False)
            assert len(path.flows) + 1 == len(path.elements) > 1
            assert set(steps) <= joined
