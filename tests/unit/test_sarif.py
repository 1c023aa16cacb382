"""SARIF: valid against its schema, pointing into the file, and the same results from one run to the next."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

import jsonschema
import pytest

from dfdmodeler import paths
from dfdmodeler.analysis.check import check_all
from dfdmodeler.analysis.engine import analyze
from dfdmodeler.analysis.gate.checks import judge
from dfdmodeler.analysis.gate.outcome import Given
from dfdmodeler.analysis.gate.policy import Approval, Expired, MostOpen, Policy, Rule, load_policy
from dfdmodeler.analysis.register import register
from dfdmodeler.formats import native
from dfdmodeler.formats.record_places import record_places
from dfdmodeler.model import edits, triage
from dfdmodeler.model.model import Model
from dfdmodeler.report.compose_gate import Gate
from dfdmodeler.report.sarif import FINGERPRINT, Source, uri_of
from dfdmodeler.report.sarif_gate import gate_as_sarif
from dfdmodeler.report.sarif_threats import threats_as_sarif
from report_models import HOSTILE, named, reviewed
from systems import ROOT, shipped_library

SCHEMA = ROOT / "tests" / "fixtures" / "sarif" / "sarif-2.1.0-rtm.5.json"
TEMPLATES = sorted((ROOT / "resources" / "templates").glob("*.dfdm"))
TODAY = "2026-11-26"
LEVELS = {"Critical": "error", "Important": "error", "Privacy": "error", "Moderate": "warning", "Low": "note"}


@cache
def validator() -> jsonschema.Draft4Validator:
    schema = json.loads(SCHEMA.read_text("utf-8"))
    jsonschema.Draft4Validator.check_schema(schema)
    return jsonschema.Draft4Validator(schema, format_checker=jsonschema.FormatChecker())


def valid(text: str) -> dict[str, Any]:
    """The one run of a log, which conforms to the schema."""
    log = json.loads(text)
    errors = [f"{'/'.join(map(str, e.path))}: {e.message}" for e in validator().iter_errors(log)]
    assert errors == []
    (run,) = log["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert len(rules) == len(set(rules))
    for result in run["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]
    return dict(run)


def of_threats(model: Model, today: str = TODAY) -> dict[str, Any]:
    library = shipped_library()
    analysis = analyze(library, model)
    rows = register(library, analysis, model, today=today)
    source = Source("models/m.dfdm", record_places(native.write(model), "dfdm", model))
    return valid(threats_as_sarif(library, analysis, rows, model, source))


def of_gate(model: Model, policy: Policy) -> dict[str, Any]:
    library = shipped_library()
    analysis = analyze(library, model)
    rows = register(library, analysis, model, today=TODAY)
    given = Given(model, analysis, rows, TODAY, check_all(model, library, rows))
    places = record_places(native.write(model), "dfdm", model)
    gate = Gate(given, judge(policy, given), places, "m.dfdm", "", "policy.toml")
    return valid(gate_as_sarif(gate, "models/m.dfdm"))


def strict() -> Policy:
    """A policy that makes all checks."""
    policy = load_policy(paths.policy(), shipped_library().catalog)
    assert isinstance(policy, Policy)
    more = {"approval": Approval(), "expired": Expired(dated=True), "most_open": MostOpen(total=0)}
    return policy.model_copy(update=more)


def test_the_schema_refuses_what_is_no_log() -> None:
    assert list(validator().iter_errors({"version": "2.1.0", "runs": [{"tool": {}}]}))
    assert list(validator().iter_errors({"version": "2.0.0", "runs": []}))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_threats_of_every_template_are_valid(path: Path) -> None:
    model, _ = native.read(path.read_bytes(), path.name)
    assert model is not None
    assert of_threats(model)["results"]
    assert of_gate(model, strict())["results"]


def test_whatever_users_write_is_valid() -> None:
    model = named(reviewed(), HOSTILE)
    assert HOSTILE.split()[0] in of_threats(model)["results"][0]["message"]["text"]
    of_gate(model, strict())
    assert of_threats(Model())["results"] == []


def test_every_threat_is_a_result_with_its_level_and_points_at_its_record() -> None:
    model = reviewed()
    lines = native.write(model).decode().splitlines()
    library = shipped_library()
    found = register(library, analyze(library, model), model, today=TODAY)
    rows = {row.id: row for row in found.threats}
    results = of_threats(model)["results"]
    assert [result["properties"]["threat"] for result in results] == list(rows)
    for result in results:
        row = rows[result["properties"]["threat"]]
        if row.track != "validity":
            assert result["level"] == LEVELS[row.severity]
        assert result["partialFingerprints"] == {FINGERPRINT: row.id}
        place = result["locations"][0]["physicalLocation"]
        assert place["artifactLocation"] == {"uri": "models/m.dfdm", "index": 0}
        wanted = row.subject if row.rule else row.id.removesuffix("@")
        if wanted in model:
            assert lines[place["region"]["startLine"]].strip().rstrip(",") == f'"id": "{wanted}"'
            assert lines[place["region"]["endLine"] - 1].strip().rstrip(",") == "}"


def test_decided_threats_are_suppressed_where_the_decision_stands() -> None:
    model = reviewed()
    lines = native.write(model).decode().splitlines()
    results = {result["properties"]["threat"]: result for result in of_threats(model)["results"]}
    (suppression,) = results["ML-1b@fraud"]["suppressions"]
    assert (suppression["kind"], suppression["status"]) == ("inSource", "accepted")
    assert suppression["justification"].endswith("Shipped with release 3.")
    line = suppression["location"]["physicalLocation"]["region"]["startLine"]
    assert lines[line].strip() == '"id": "ML-1b@fraud",'
    assert "suppressions" not in results["ML-1a@fraud"]  # its evidence has changed
    assert results["ML-1a@fraud"]["relatedLocations"][0]["message"] == {"text": "Decision"}


def test_an_acceptance_that_has_ended_suppresses_no_more() -> None:
    said = {"status": "accepted", "reason": "Small.", "author": "Bob", "date": "2026-11-01"}
    model = triage.decide(reviewed(), "ML-5@fraud", expires="2026-12-31", **said)
    for today, count in (("2026-12-31", 1), ("2027-01-01", 0)):
        results = of_threats(model, today)["results"]
        found = next(r for r in results if r["properties"]["threat"] == "ML-5@fraud")
        assert len(found.get("suppressions", ())) == count


def test_rules_tell_what_they_mean_and_what_helps() -> None:
    driver = of_threats(reviewed())["tool"]["driver"]
    rules = {rule["id"]: rule for rule in driver["rules"]}
    assert {"stated", "imported"} < rules.keys()
    known = rules["ML-1a"]
    library = shipped_library()
    assert known["shortDescription"]["text"] == library.rules["ML-1a"].title
    assert library.mitigations[library.rules["ML-1a"].mitigations[0]].title in known["help"]["text"]
    assert known["properties"]["tags"][0] == "security"
    assert 0 < float(known["properties"]["security-severity"]) <= 10
    assert not any("{subject}" in json.dumps(rule) for rule in driver["rules"])


def test_paths_of_data_are_flows_that_can_be_stepped_through() -> None:
    results = of_threats(reviewed())["results"]
    flows = [flow for result in results for flow in result.get("codeFlows", ())]
    assert flows
    assert all(len(flow["threadFlows"][0]["locations"]) >= 3 for flow in flows)


def test_results_stay_the_same_when_records_move_within_the_file() -> None:
    model = reviewed()
    more = edits.put(model, *(edits.evolve(model["app"], id=f"a{n}", name="") for n in range(1)))
    before = {r["partialFingerprints"][FINGERPRINT] for r in of_threats(model)["results"]}
    after = {r["partialFingerprints"][FINGERPRINT] for r in of_threats(more)["results"]}
    assert len(before & after) > len(before) * 0.8


def test_reasons_of_a_gate_are_results_of_its_checks() -> None:
    dated, signed = Expired(dated=True, level="warning"), Approval(level="note")
    policy = Policy(reasons=Rule(), expired=dated, approval=signed)
    model = triage.decide(reviewed(), "ML-1a@fraud", status="accepted", author="Bob", date="2026-11-01")
    run = of_gate(model, policy)
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert rules == ["gate/expired", "gate/reasons", "gate/approval"]
    levels = {result["ruleId"]: result["level"] for result in run["results"]}
    assert levels == {"gate/expired": "warning", "gate/reasons": "error", "gate/approval": "note"}
    prints = {result["ruleId"]: result["partialFingerprints"][FINGERPRINT] for result in run["results"]}
    assert prints["gate/reasons"] == "reasons:ML-1a@fraud"
    whole = next(result for result in run["results"] if result["ruleId"] == "gate/approval")
    assert whole["locations"][0]["physicalLocation"]["region"] == {"startLine": 1}
    assert run["automationDetails"] == {"id": "dfdmodeler/gate/"}


def test_addresses_of_files() -> None:
    assert uri_of(PurePosixPath("models/a b#1.dfdm")) == "models/a%20b%231.dfdm"
    assert uri_of(PurePosixPath("/tmp/ä.dfdm")) == "file:///tmp/%C3%A4.dfdm"
    assert uri_of(PureWindowsPath("models\\a.dfdm")) == "models/a.dfdm"
    assert uri_of(PurePosixPath("m\udcff.dfdm")) == "m%FF.dfdm"
