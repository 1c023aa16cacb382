"""Root causes: what one answer or decision would settle together, what to see first, what was dismissed."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dfdmodeler.analysis.causes import Causes, dismissals, dismissed_words, top
from dfdmodeler.analysis.engine import analyze
from dfdmodeler.analysis.register import register
from dfdmodeler.analysis.threat import Threat
from dfdmodeler.formats import native
from dfdmodeler.formats.tm7 import read_tm7
from dfdmodeler.model import edits, triage
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Element, Flow
from random_systems import random_system
from systems import ROOT, model_of, shipped_library, worked_systems

CAUSES = Causes(shipped_library())
SYSTEMS = worked_systems()


def threats_of(model: Model) -> list[Threat]:
    library = shipped_library()
    found = register(library, analyze(library, model), model).threats
    return [one for one in found if one.track != "validity" and not one.imported]


def fan(flows: int) -> Model:
    """A service that callers outside reach by so many flows of which nobody said how they are protected."""
    service = Element(id="api", type="inference_api", name="API", parent="org")
    outside = [Element(id=f"u{n}", type="human_user", name=f"User {n}") for n in range(flows)]
    lines = [
        Flow(id=f"f{n}", source=f"u{n}", target="api", properties={"carries": ("query",)})
        for n in range(flows)
    ]
    boundary = model_of({"boundaries": [{"id": "org", "kind": "organisation"}]})
    return edits.put(boundary, service, *outside, *lines)


def test_flows_that_nobody_said_to_be_protected_are_one_cause() -> None:
    model = fan(7)
    found = CAUSES.of(model, threats_of(model))
    unprotected = next(cause for cause in found if cause.attribute == "protocol")
    assert unprotected.title == "Protocol not answered: 7 flows"
    assert {one.rule for one in unprotected.threats} == {"ST-04", "ST-05"}
    assert len(unprotected.threats) == 14
    model = edits.set_property(model, ["f0"], "protocol", "http")
    stated = [cause for cause in CAUSES.of(model, threats_of(model)) if cause.threats[0].subject == "f0"]
    assert {cause.attribute for cause in stated} == {"integrity", "encrypted"}
    model = edits.set_property(model, ["f1"], "protocol", "https")
    unprotected = next(c for c in CAUSES.of(model, threats_of(model)) if c.attribute == "protocol")
    assert unprotected.title == "Protocol not answered: 5 flows"


def test_what_was_stated_to_be_missing_is_another_cause_than_what_nobody_said() -> None:
    model = fan(2)
    model = edits.put(model, Element(id="more", type="inference_api", parent="org"))
    flow = Flow(id="g", source="u0", target="more", properties={"carries": ("query",)})
    model = edits.put(model, flow)
    by_title = {cause.title: cause for cause in CAUSES.of(model, threats_of(model))}
    assert "Unvalidated input from outside: 2 elements" in by_title
    model = edits.set_property(model, ["api"], "input_validation", "no")
    titles = {cause.title for cause in CAUSES.of(model, threats_of(model))}
    assert "Unvalidated input from outside: 2 elements" not in titles


@settings(max_examples=25)
@given(random=st.randoms(use_true_random=False))
def test_every_threat_has_one_cause_and_the_order_stays(random: Random) -> None:
    model = model_of(random_system(random, shipped_library().catalog))
    threats = threats_of(model)
    found = CAUSES.of(model, threats)
    assert sorted(one.id for cause in found for one in cause.threats) == sorted(one.id for one in threats)
    assert len({cause.id for cause in found}) == len(found)
    places = {one.id: place for place, one in enumerate(threats)}
    assert [cause.threats[0] for cause in found] == sorted(
        (cause.threats[0] for cause in found), key=lambda one: places[one.id]
    )


def shipped_models() -> dict[str, Model]:
    models = {system["id"]: model_of(system) for system in SYSTEMS}
    for path in sorted((ROOT / "tests" / "fixtures" / "tm7").glob("*.tm7")):
        model, _ = read_tm7(path.read_bytes(), path.name)
        assert model is not None
        models[path.stem] = model
    for path in sorted((ROOT / "resources" / "templates").glob("*.dfdm")):
        model, _ = native.read(path.read_bytes(), path.name)
        assert model is not None
        models[path.stem] = model
    return models


@pytest.mark.parametrize(("name", "model"), shipped_models().items())
def test_the_top_has_at_most_one_row_for_each_flow(name: str, model: Model) -> None:
    threats = threats_of(model)
    flows = len(list(model.of(Flow)))
    first = top(CAUSES.of(model, threats), flows)
    assert len(first) <= max(1, flows)
    assert bool(first) == bool(threats)
    if first:
        assert first[0].threats[0] == threats[0]


def test_what_is_decided_makes_room_in_the_top() -> None:
    model = model_of(SYSTEMS[0])
    causes = CAUSES.of(model, threats_of(model))
    first = top(causes, 3)
    assert first == causes[:3]
    for one in first[0].threats:
        model = triage.decide(model, one.id, status="accepted", reason="Small")
    assert [cause.id for cause in top(CAUSES.of(model, threats_of(model)), 3)] == [
        cause.id for cause in causes[1:4]
    ]


def test_dismissals_are_counted_by_rule() -> None:
    model = fan(3)
    for place, status in enumerate(("not_applicable", "not_applicable", "accepted")):
        model = triage.decide(model, f"ST-05@f{place}", status=status, reason="Inside")
    model = triage.decide(model, "ST-04@f0", status="mitigated")
    counts = dismissals(threats_of(model))
    assert {rule: dict(by) for rule, by in counts.items()} == {"ST-05": {"not_applicable": 2, "accepted": 1}}
    assert dismissed_words(counts["ST-05"]) == "not applicable 2 times, accepted once"
    assert dismissed_words({}) == ""
