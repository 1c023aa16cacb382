"""What the JSON of an analysis tells of triage, beside the keys that it has always had."""

from __future__ import annotations

from dfdmodeler.analysis.engine import analyze
from dfdmodeler.analysis.export import as_json
from dfdmodeler.analysis.register import register
from dfdmodeler.model import edits, triage
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import About, Assumption, Element, Flow, Mitigation
from systems import shipped_library

ANN = {"author": "Ann", "date": "2026-06-01"}
KEYS = [
    "id", "rule", "subject", "title", "track", "stride", "severity", "confidence", "status", "evidence",
    "mitigations", "questions", "refs",
]  # fmt: skip


def told(model: Model, today: str = "2026-06-15") -> list[dict]:
    library = shipped_library()
    analysis = analyze(library, model)
    return as_json(library, analysis, register(library, analysis, model, today=today), model)["threats"]


def drawn() -> Model:
    return Model(
        [
            About(rating="likelihood_impact"),
            Element(id="user", type="human_user", name="User"),
            Element(id="llm", type="llm", name="Model"),
            Flow(id="ask", source="user", target="llm", properties={"carries": ("prompt",)}),
        ]
    )


def test_the_keys_of_before_stay_in_their_order_and_new_ones_follow():
    for threat in told(drawn()):
        assert list(threat) == [*KEYS, "triage"]
        assert not threat["triage"]["decided"]
        assert threat["triage"]["rating"] is None
        assert threat["triage"]["severity_found"] == threat["severity"]


def test_what_people_keep_is_told():
    one = next(threat for threat in told(drawn()) if threat["subject"] == "llm" and threat["mitigations"])
    id_, measure = one["id"], one["mitigations"][0]["id"]
    model = triage.decide(drawn(), id_, status="accepted", reason="Small", expires="2026-06-14", **ANN)
    rated = {"severity": "Low", "severity_reason": "Test", "likelihood": "low", "impact": "high"}
    kept = {"owner": "Bob", "due": "2026-07-01", "ticket": "T-1", "tags": ("a",)}
    model = triage.track(model, [id_], **rated, **kept, **ANN)
    planned = Mitigation(id=f"{measure}@{id_}", threat=id_, measure=measure, status="planned", owner="Cy")
    model = triage.mitigate(model, planned, **ANN)
    model = edits.put(model, Assumption(id="as", text="Trusted", subjects=(id_,), status="wrong"))
    now = next(threat for threat in told(model) if threat["id"] == id_)
    assert (now["severity"], now["status"]) == ("Low", "accepted")
    assert now["triage"] == {
        "decided": False,
        "review_again": False,
        "standing": "expired",
        "expired": True,
        "reason": "Small",
        "author": "Ann",
        "date": "2026-06-01",
        "expires": "2026-06-14",
        "severity_found": one["severity"],
        "severity_reason": "Test",
        "rating": {
            "method": "likelihood_impact",
            "result": "Low likelihood × high impact = 8",
            "vector": "",
        },
        "owner": "Bob",
        "due": "2026-07-01",
        "ticket": "T-1",
        "tags": ["a"],
        "doubts": ["It hangs on an assumption that is wrong: “Trusted”"],
    }
    first = next(row for row in now["mitigations"] if row["id"] == measure)
    assert {**first, "title": ""} == {
        "id": measure, "title": "", "kind": first["kind"], "done": False, "status": "planned",
        "owner": "Cy", "due": "", "ticket": "",
    }  # fmt: skip
    before = next(threat for threat in told(model, "2026-06-14") if threat["id"] == id_)
    assert before["triage"]["decided"]
