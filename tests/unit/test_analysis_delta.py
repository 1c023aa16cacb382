"""Which threats come, go and change, and what is told of the reasons where people, rules or time set them."""

from __future__ import annotations

import json

import pytest

from dfdmodeler.analysis import delta as deltas
from dfdmodeler.analysis import reasons
from dfdmodeler.analysis.delta import Delta, Turn, comparing
from dfdmodeler.analysis.delta_json import as_json
from dfdmodeler.analysis.engine import Analysis, analyze
from dfdmodeler.analysis.reasons import tracing
from dfdmodeler.analysis.register import register
from dfdmodeler.analysis.slices import completed
from dfdmodeler.model import edits, triage
from dfdmodeler.model.differences import Part, differences
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Element, Flow, Mitigation, Override, Threat
from systems import shipped_library, worked_models

BEFORE = next(model for model in worked_models() if model.about.title == "Card fraud classifier")
ON = "ML-3@classifier"


def compared(after: Model, before: Model = BEFORE, *, traced: bool = True) -> Delta:
    library = shipped_library()
    found, analysis = differences(before, after), Analysis(library)
    delta = completed(comparing(library, found, analysis))
    return completed(tracing(found, delta, analysis)) if traced else delta


def turn_of(delta: Delta, id_: str) -> Turn:
    return next(turn for turn in delta.turns if turn.id == id_)


def told(turn: Turn) -> list[tuple[str, tuple[tuple[str, str], ...]]]:
    return [(reason.of, tuple(tuple(part) for part in reason.parts)) for reason in turn.reasons]  # type: ignore[misc]


def test_a_rule_that_is_switched_off_is_the_reason_for_what_goes() -> None:
    delta = compared(edits.put(BEFORE, Override(id="@ML-3", rule="ML-3", off=True)))
    assert [turn.id for turn in delta.gone] == [ON]
    assert told(delta.gone[0]) == [("exists", (("@ML-3", ""),))]


def test_packs_that_are_not_used_are_a_reason_too() -> None:
    delta = compared(edits.set_about(BEFORE, packs_off=("core",)))
    assert delta.gone
    assert {tuple(told(turn)) for turn in delta.gone} == {(("exists", (("about", "packs_off"),)),)}


def test_a_stated_threat_comes_because_somebody_stated_it() -> None:
    stated = Threat(id="t", title="Bribed clerk", subject="analyst")
    delta = compared(edits.put(BEFORE, stated))
    assert [(turn.id, told(turn)) for turn in delta.appeared] == [("t@", [("exists", (("t", ""),))])]
    graver = compared(
        edits.put(BEFORE, stated.model_copy(update={"severity": "Low"})), edits.put(BEFORE, stated)
    )
    assert told(graver.changed[0]) == [("severity", (("t", "severity"),))]


def test_a_decision_is_the_reason_for_its_status_by_the_fields_that_settle_it() -> None:
    verdict = {"reason": "Seen", "author": "Ann", "date": "2026-01-01"}
    accepted = triage.decide(BEFORE, ON, status="accepted", **verdict)
    assert told(turn_of(compared(accepted), ON)) == [("status", ((ON, ""),))]
    moved = triage.decide(accepted, ON, status="mitigated", **(verdict | {"reason": "Rounded"}))
    assert told(turn_of(compared(moved, accepted), ON)) == [("status", ((ON, "status"),))]


def test_a_mitigation_that_somebody_has_in_hand_is_the_reason_for_what_is_proposed() -> None:
    library = shipped_library()
    rows = register(library, analyze(library, BEFORE), BEFORE).threats
    bare = next(row for row in rows if row.mitigations and row.proposed == "open")
    measure = bare.mitigations[0].id
    done = Mitigation(id=f"{measure}@{bare.id}", threat=bare.id, measure=measure, status="implemented")
    turn = turn_of(compared(edits.put(BEFORE, done)), bare.id)
    assert turn.fields["proposed"][0] == "open"
    assert told(turn) == [("proposed", ((done.id, ""),))]


def test_an_element_and_its_flow_do_together_what_neither_does_alone() -> None:
    asked = {"carries": ("query",)}
    after = edits.put(
        BEFORE,
        Element(id="desk", type="api_consumer", name="Desk"),
        Flow(id="ask", source="desk", target="classifier", properties=asked),
    )
    found = [reason.parts for turn in compared(after).appeared for reason in turn.reasons]
    assert (Part("desk"), Part("ask")) in found


def test_without_time_left_reasons_are_missing_and_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reasons, "WORK", 0)
    monkeypatch.setattr(reasons, "LEAST", 1)
    after = edits.set_property(BEFORE, ["registry"], "artifact_signing", "yes")
    after = edits.set_property(after, ["download"], "protocol", "https")
    delta = compared(after)
    assert not delta.traced
    assert any(not turn.reasons for turn in delta.turns)
    monkeypatch.setattr(reasons, "LEAST", 60)
    assert compared(after).traced


def test_in_a_large_model_evidence_is_compared_where_somebody_decided(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    decided = triage.decide(
        BEFORE, ON, status="accepted", reason="Seen", author="Ann", date="1", evidence="x"
    )
    asked = {"carries": ("query",)}
    more = edits.put(
        decided,
        Element(id="desk", type="api_consumer", name="Desk"),
        Flow(id="ask", source="desk", target="classifier", properties=asked),
    )
    whole = {turn.id for turn in compared(more, decided, traced=False).changed if "evidence" in turn.fields}
    assert ON in whole
    monkeypatch.setattr(deltas, "LARGE", 0)
    part = compared(more, decided, traced=False)
    assert not part.all_evidence
    assert {turn.id for turn in part.changed if "evidence" in turn.fields} == {ON} < whole


def test_the_json_has_what_the_contract_says_and_the_reasons_beside_it() -> None:
    after = edits.set_property(BEFORE, ["registry"], "artifact_signing", "yes")
    found, delta = differences(BEFORE, after), compared(after)
    shape = json.loads(json.dumps(as_json(found, delta)))
    assert shape["changes"] == [
        {
            "id": "registry",
            "kind": "element",
            "change": "changed",
            "fields": {"artifact_signing": ["no", "yes"]},
        }
    ]
    assert (shape["threats"]["gone"], shape["threats"]["appeared"], shape["layout"]) == (
        ["MS-02@registry"],
        [],
        0,
    )
    because = {"of": "exists", "changes": [{"id": "registry", "field": "artifact_signing"}]}
    assert shape["threats"]["because"]["MS-02@registry"] == [because]
    details = shape["threats"]["details"]["MS-02@registry"]
    assert (details["subject"], details["severity"], details["fields"]) == ("registry", "Critical", {})
