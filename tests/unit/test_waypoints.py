"""Putting an element into a flow and taking one out: decisions about the flow stay, and count for both."""

from __future__ import annotations

from dfdmodeler.model import edits, triage
from dfdmodeler.model.change import diff
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Decision, Element, Flow, Route
from dfdmodeler.model.waypoints import bridge, insert, passing
from gui_parts import chat_model

ANN = {"author": "Ann", "date": "2026-01-02"}
BOB = {"author": "Bob", "date": "2026-01-03"}
GUARD = Element(id="guard", type="guardrail", name="Guard")


def flow(model: Model, flow_id: str) -> Flow:
    found = model.find(Flow, flow_id)
    assert found is not None
    return found


def test_a_flow_goes_on_behind_what_is_put_into_it() -> None:
    model = edits.bend(chat_model(), "main", "prompt", [(1, 2)])
    model = triage.decide(model, "ST-04@prompt", status="accepted", reason="x", **ANN)
    after = insert(model, "prompt", GUARD, "on")
    assert [(flow(after, i).source, flow(after, i).target) for i in ("prompt", "on")] == [
        ("chat", "guard"), ("guard", "llm"),
    ]  # fmt: skip
    assert flow(after, "on").properties == flow(model, "prompt").properties
    assert after["ST-04@prompt"] == model["ST-04@prompt"]
    assert not any(route.bends for route in after.of(Route))


def test_nothing_is_put_into_what_is_no_whole_flow() -> None:
    model = edits.put(chat_model(), Flow(id="loose", source="chat"))
    for flow_id, second in (("loose", "on"), ("chat", "on"), ("prompt", "ask")):
        assert insert(model, flow_id, GUARD, second) is model
    assert insert(model, "prompt", Element(id="llm", type="llm"), "on") is model


def test_taking_it_out_again_joins_the_flows_with_all_decisions() -> None:
    model = triage.decide(chat_model(), "ST-04@prompt", status="accepted", reason="x", **ANN)
    there = insert(model, "prompt", GUARD, "on")
    there = triage.decide(there, "ST-05@on", status="mitigated", **ANN)
    there = triage.decide(there, "R@guard", status="mitigated", **ANN)
    after = bridge(there, "guard", **BOB)
    assert flow(after, "prompt") == flow(model, "prompt")
    assert {d.id: d.status for d in after.of(Decision)} == {
        "ST-04@prompt": "accepted", "ST-05@prompt": "mitigated", "R@guard": "mitigated",
    }  # fmt: skip
    assert not {"on", "guard"} & set(after)
    assert after.with_(diff(there, after).inverse()) == there


def test_what_the_second_said_otherwise_is_noted() -> None:
    there = insert(chat_model(), "prompt", GUARD, "on")
    there = edits.set_property(there, ["on"], "carries", ("context",))
    there = edits.set_property(there, ["on"], "protocol", "https")
    joined = flow(bridge(there, "guard", **BOB), "prompt")
    assert joined.properties["carries"] == ("prompt",)
    assert joined.properties["protocol"] == "https"
    assert joined.notes == "Guard to Model: carries context"


def test_only_what_one_flow_leads_to_and_one_from_is_taken_out() -> None:
    model = chat_model()
    assert passing(model, "docs") == (flow(model, "upload"), flow(model, "context"))
    for element in ("chat", "user", "llm", "org", "nobody"):
        assert passing(model, element) is None
        assert bridge(model, element, **BOB) is model
    loop = edits.put(model, Flow(id="loop", source="docs", target="docs"))
    assert passing(loop, "docs") is None
