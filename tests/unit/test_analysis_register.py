"""Findings joined with decisions and stated threats; mitigations, questions, evidence and export."""

from __future__ import annotations

import json
from typing import Any

import pytest

from dfdmodeler.analysis.engine import Analysis, analyze
from dfdmodeler.analysis.export import as_json
from dfdmodeler.analysis.register import Register, progress_of, register
from dfdmodeler.analysis.threat import MitigationState
from dfdmodeler.model.change import Change
from dfdmodeler.model.model import Model
from dfdmodeler.model.problem import Problem
from dfdmodeler.model.records import Answer, Decision, Record, Threat, evolve
from systems import model_of, shipped_library

CHATBOT: dict[str, Any] = {
    "title": "Chatbot",
    "boundaries": [{"id": "org", "kind": "organisation"}],
    "elements": [
        {"id": "user", "type": "human_user"},
        {"id": "app", "type": "web_app", "boundary": "org"},
        {"id": "bot", "type": "llm", "name": "Helper", "boundary": "org"},
    ],
    "flows": [
        {"id": "ask", "from": "user", "to": "app", "carries": ["prompt"], "protocol": "https"},
        {"id": "pass", "from": "app", "to": "bot", "carries": ["prompt"], "protocol": "mtls"},
        {"id": "reply", "from": "bot", "to": "app", "carries": ["generated_content"]},
        {"id": "show", "from": "app", "to": "user", "carries": ["generated_content"], "protocol": "https"},
    ],
}


def with_records(model: Model, *records: Record) -> Model:
    return model.with_(Change({record.id: (model.get(record.id), record) for record in records}))


def with_values(model: Model, id_: str, **values: str | tuple[str, ...]) -> Model:
    record = model[id_]
    properties = {**record.properties, **values}  # type: ignore[attr-defined]
    return with_records(model, evolve(record, properties=properties))


def registered(model: Model) -> tuple[Analysis, Register]:
    library = shipped_library()
    analysis = analyze(library, model)
    return analysis, register(library, analysis, model)


def decision(threat: str, **fields: str) -> Decision:
    return Decision(id=f"decision-{threat.replace('@', '-')}", threat=threat, **fields)


def test_findings_are_open_threats_in_order() -> None:
    analysis, found = registered(model_of(CHATBOT))
    assert [row.id for row in found.threats] == [finding.id for finding in analysis.findings]
    injection = found.find("LLM-01@bot")
    assert injection is not None
    assert (injection.status, injection.proposed, injection.progress) == ("open", "open", "none")
    assert (injection.subject_name, injection.confidence, injection.track) == (
        "Helper",
        "confirmed",
        "security",
    )
    assert "Helper" in injection.why
    assert "{subject}" not in injection.why
    assert injection.refs["owasp_llm"] == ("LLM01",)


def test_order_is_severity_then_confirmed_then_exposure() -> None:
    analysis, _ = registered(model_of(CHATBOT))
    keys = [analysis.ranking.key(finding) for finding in analysis.findings]
    assert keys == sorted(keys)
    assert analysis.ranking.exposure("app") == 1
    assert analysis.ranking.exposure("pass") == 2
    assert analysis.ranking.exposure("org") > 1000


def test_a_decision_is_joined_and_kept_when_its_threat_is_gone() -> None:
    model = model_of(CHATBOT)
    digest = analyze(shipped_library(), model).explain("LLM-01@bot").digest
    decided = with_records(
        model,
        decision("LLM-01@bot", status="accepted", evidence=digest),
        decision("ML-9@bot", status="mitigated", title="Gone"),
    )
    _, found = registered(decided)
    threat = found.find("LLM-01@bot")
    assert threat is not None
    assert (threat.status, threat.evidence_changed, threat.decided) == ("accepted", False, True)
    assert [gone.title for gone in found.gone] == ["Gone"]


def test_other_evidence_asks_for_another_review() -> None:
    model = model_of(CHATBOT)
    digest = analyze(shipped_library(), model).explain("MS-05@bot").digest
    decided = with_records(model, decision("MS-05@bot", status="accepted", evidence=digest))
    renamed = with_records(decided, evolve(decided["bot"], name="Another name"))
    moved = with_values(decided, "app", notes_of_no_rule="yes")
    changed = with_values(decided, "bot", rate_limiting="no")
    states = [registered(other)[1].find("MS-05@bot") for other in (decided, renamed, moved, changed)]
    assert [state and state.evidence_changed for state in states] == [False, False, False, True]


def test_more_ends_of_a_path_are_other_evidence_and_other_interiors_are_not() -> None:
    library = shipped_library()
    base = model_of(CHATBOT)
    more = dict(CHATBOT)
    more["elements"] = [*CHATBOT["elements"], {"id": "guest", "type": "human_user"}]
    more["flows"] = [*CHATBOT["flows"], {"id": "g", "from": "guest", "to": "app", "carries": ["prompt"]}]
    detour = dict(CHATBOT)
    detour["elements"] = [*CHATBOT["elements"], {"id": "relay", "type": "process", "boundary": "org"}]
    detour["flows"] = [
        CHATBOT["flows"][0],
        {"id": "in", "from": "app", "to": "relay", "carries": ["prompt"]},
        {"id": "on", "from": "relay", "to": "bot", "carries": ["prompt"]},
        *CHATBOT["flows"][2:],
    ]
    digests = [analyze(library, model_of(s)).explain("LLM-01@bot").digest for s in (CHATBOT, more, detour)]
    assert analyze(library, base).explain("LLM-01@bot").digest == digests[0]
    assert digests[0] != digests[1]
    assert digests[0] == digests[2]


def test_mitigations_are_read_from_attributes_and_claims() -> None:
    model = with_values(model_of(CHATBOT), "bot", controls=("M-red_team", "M-least_tools"))
    _, found = registered(model)
    threat = found.find("LLM-01@bot")
    assert threat is not None
    assert {row.id: row.done for row in threat.mitigations if row.done} == {
        "M-least_tools": True,
        "M-red_team": True,
    }
    assert (threat.progress, threat.proposed, threat.status) == ("sufficient", "mitigated", "open")


def test_marker_at_a_flow_reads_the_flow() -> None:
    model = with_values(
        model_of(CHATBOT), "show", data_agreement="no", minimised="yes", data_class="personal"
    )
    analysis, found = registered(model)
    done = {row.id: row.done for finding in analysis.findings if finding.subject == "show"
            for row in analysis.mitigations(finding)}  # fmt: skip
    assert found.threats
    assert all(not state for id_, state in done.items() if id_ == "M-contract")


@pytest.mark.parametrize(
    ("done", "progress"),
    [
        ([], "none"),
        ([("proactive", False)], "partial"),
        ([("proactive", False), ("proactive", False)], "partial"),
        ([("response", False), ("detective", False)], "partial"),
        ([("proactive", False), ("detective", False)], "sufficient"),
        ([("response", True)], "sufficient"),
    ],
)
def test_progress(done: list[tuple[Any, bool]], progress: str) -> None:
    states = [MitigationState("M-x", "", kind, True, sufficient) for kind, sufficient in done]
    undone = [MitigationState("M-y", "", kind, False, True) for kind in ("proactive", "detective")]
    assert progress_of([*states, *undone]) == progress


def test_stated_threats_stand_among_findings() -> None:
    stated = Threat(
        id="t1",
        subject="app",
        title="Own idea",
        category="Information disclosure",
        severity="Critical",
        origin="x",
    )
    model = with_records(model_of(CHATBOT), stated, decision("t1@", status="not_applicable"))
    _, found = registered(model)
    row = found.find("t1@")
    assert row is not None
    assert (row.rule, row.title, row.stride, row.status, row.origin) == (
        "",
        "Own idea",
        ("I",),
        "not_applicable",
        "x",
    )
    severities = [threat.severity for threat in found.threats]
    assert severities.index("Critical") <= found.threats.index(row) < severities.index("Important")
    assert found.gone == ()


def test_questions_and_their_answers() -> None:
    answer = Answer(id="Q-A05@bot", question="Q-A05", subject="bot", text="No", status="answered")
    analysis, _ = registered(with_records(model_of(CHATBOT), answer))
    asked = {(row.question, row.subject): row for row in analysis.questions()}
    assert asked["Q-A05", "bot"].answer == answer
    assert asked["Q-A06", "bot"].answer is None
    assert ("Q-A05", "app") not in asked


def test_evidence_names_facts_and_shortest_paths() -> None:
    analysis, _ = registered(model_of(CHATBOT))
    evidence = analysis.explain("MS-05@bot")
    assert [(leaf.text, leaf.value, leaf.ids) for leaf in evidence.leaves] == [
        ("Helper is a model", "yes", ("bot",)),
        ("Outsiders can query Helper without a rate limit", "yes", ("bot",)),
        ("Rate limiting of Helper", "not set", ("bot",)),
    ]
    (path,) = evidence.paths
    assert path.term == "path from a caller without a limit to Helper carrying queries"
    assert (path.elements, path.flows) == (("user", "app", "bot"), ("ask", "pass"))
    assert evidence.ids >= {"user", "ask", "bot"}
    assert analysis.explain("no@such").digest == ""


def test_a_dropped_run_leaves_what_was_found() -> None:
    analysis, _ = registered(model_of(CHATBOT))
    before = analysis.findings
    slices = analysis.run(Model())
    next(slices)
    assert analysis.findings == before
    for _ in slices:
        pass
    assert analysis.findings == ()


def test_out_of_scope_has_no_findings_but_conducts() -> None:
    analysis, _ = registered(with_values(model_of(CHATBOT), "app", out_of_scope="yes"))
    subjects = {finding.subject for finding in analysis.findings}
    assert "app" not in subjects
    assert any(finding.id == "LLM-01@bot" for finding in analysis.findings)


def test_json_has_the_agreed_shape() -> None:
    library = shipped_library()
    model = model_of(CHATBOT)
    analysis = analyze(library, model)
    found = register(library, analysis, model, with_evidence=True)
    document = as_json(library, analysis, found, model, [Problem("b", "2"), Problem("a", "1")])
    assert list(document) == ["model", "packs", "threats", "questions", "problems"]
    assert document["model"] == {"title": "Chatbot", "elements": 3, "flows": 4, "boundaries": 1}
    assert document["packs"] == [{"id": "core", "version": library.versions["core"]}]
    assert [problem["where"] for problem in document["problems"]] == ["a", "b"]
    threat = next(row for row in document["threats"] if row["id"] == "LLM-01@bot")
    assert list(threat) == [
        "id", "rule", "subject", "title", "track", "stride", "severity", "confidence", "status", "evidence",
        "mitigations", "questions", "refs", "triage",
    ]  # fmt: skip
    assert threat["stride"] == ["T", "E"]
    assert (threat["triage"]["standing"], threat["triage"]["decided"]) == ("unchanged", False)
    assert list(threat["refs"]) == [
        "atlas", "owasp_llm", "owasp_ml", "owasp_agentic", "nist", "cwe", "capec", "cosai",
        "owasp_asi", "linddun",
    ]  # fmt: skip
    assert threat["evidence"]["paths"][0]["flows"] == ["ask", "pass"]
    again = as_json(
        library, analysis, register(library, analysis, model), model, [Problem("a", "1"), Problem("b", "2")]
    )
    assert json.dumps(document) == json.dumps(again)
