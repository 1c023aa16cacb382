"""The worked examples: every finding, its severity, whether it is confirmed; none missing, none extra."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from ruamel.yaml import YAML

from dfdmodeler.analysis.engine import analyze
from dfdmodeler.analysis.export import as_json
from dfdmodeler.analysis.register import register
from dfdmodeler.model.model import Model
from systems import EXAMPLES, model_of, shipped_library

SYSTEMS: list[dict[str, Any]] = YAML(typ="safe").load(EXAMPLES.read_text("utf-8"))
each_system = pytest.mark.parametrize("system", SYSTEMS, ids=[system["id"] for system in SYSTEMS])


def expected(system: dict[str, Any]) -> dict[tuple[str, str], tuple[str, bool]]:
    return {
        (subject, rule): (severity, rule in system["confirmed"].get(subject, ()))
        for subject, rules in system["expected"].items()
        for rule, severity in rules.items()
    }


@each_system
def test_findings(system: dict[str, Any]) -> None:
    findings = analyze(shipped_library(), model_of(system)).findings
    found = {(finding.subject, finding.rule): (finding.severity, finding.confirmed) for finding in findings}
    assert found == expected(system)
    assert len(findings) == len(found)


def test_every_rule_fires_somewhere() -> None:
    fired = {rule for system in SYSTEMS for rules in system["expected"].values() for rule in rules}
    assert set(shipped_library().rules) == fired


@each_system
def test_order_of_records_does_not_matter(system: dict[str, Any]) -> None:
    library = shipped_library()
    model = model_of(system)
    records = list(model.values())
    Random(system["id"]).shuffle(records)
    outputs = []
    for same in (model, Model(records)):
        analysis = analyze(library, same)
        outputs.append(as_json(library, analysis, register(library, analysis, same), same))
    assert outputs[0] == outputs[1]


@each_system
def test_evidence_is_real(system: dict[str, Any]) -> None:
    analysis = analyze(shipped_library(), model_of(system))
    topology = analysis.topology
    for finding in analysis.findings:
        evidence = analysis.explain(finding)
        assert evidence.digest
        for path in evidence.paths:
            assert len(path.elements) == len(path.flows) + 1
            ends = zip(path.elements, path.elements[1:], strict=False)
            for flow, (source, target) in zip(path.flows, ends, strict=True):
                joined = [(hop.source.id, hop.target.id) for hop in topology.flows if hop.id == flow]
                assert (source, target) in joined
        for leaf in evidence.leaves:
            assert leaf.text
            assert leaf.value
            assert "lambda" not in leaf.text
