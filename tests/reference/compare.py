"""What the engine finds, beside what the reference finds; and how much of the language a system uses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cache
from typing import Any

from dfdmodeler.analysis.engine import Analysis, analyze
from reference.graph import Graph
from reference.judge import Judged, Packs
from reference.predicates import Reading
from reference.words import ANY, lineage_of_type
from systems import ROOT, model_of, shipped_library


@cache
def shipped_packs() -> Packs:
    return Packs(ROOT / "resources" / "rules")


def found_by_engine(system: Mapping[str, Any]) -> Judged:
    return judged(analyze(shipped_library(), model_of(system)))


def judged(analysis: Analysis) -> Judged:
    """All that an analysis says of its model, in the words of the reference."""
    findings = analysis.findings
    assert len({finding.id for finding in findings}) == len(findings)
    return Judged(
        {(f.subject, f.rule): (f.severity, f.confirmed) for f in findings},
        {(f.subject, f.rule): {m.id: m.done for m in analysis.mitigations(f)} for f in findings},
        {(asked.question, asked.subject) for asked in analysis.questions()},
    )


def differences(system: Mapping[str, Any]) -> list[str]:
    """What the two say differently, one line each."""
    expected, found = shipped_packs().judge(system), found_by_engine(system)
    lines = [
        f"{what} {key}: expected {one.get(key)}, found {other.get(key)}"
        for what, one, other in (
            ("finding", expected.findings, found.findings),
            ("mitigations", expected.done, found.done),
        )
        for key in sorted(one.keys() | other.keys())
        if one.get(key) != other.get(key)
    ]
    lines += [f"question {place}" for place in sorted(expected.places ^ found.places)]
    return lines


def features(system: Mapping[str, Any]) -> Counter[str]:
    """Which parts of the language a system uses."""
    graph = Graph(system)
    read = Reading(graph, granted=False)
    rows = [*system.get("elements", ()), *system.get("flows", ())]
    values = [value for row in rows for value in row.values()]
    nested = [b for b in graph.boundaries if len(graph.around(b.id)) > 1]
    uses = {
        "both directions": any(row.get("bidirectional") == "yes" for row in rows),
        "line boundary crossed": any(row.get("line_crossings") for row in rows),
        "data not declared": any(read.undeclared(f) for f in graph.flows),
        "cycle": any(read.reach(n, n, ANY) for n in graph.nodes),
        "self-loop": any(f.source is f.target for f in graph.flows),
        "n/a": "n/a" in values,
        "partial": "partial" in values,
        "nested boundaries": any(b in graph.enclosing(n) for n in graph.nodes for b in nested),
        "out of scope": any(row.get("out_of_scope") == "yes" for row in rows),
        "callers not drawn": any(not n.drawn for n in graph.nodes),
        "relay inside a path": any(
            read.isa(n, "mlaas_provider", "labelling_service") and read.inflows(n) and read.outflows(n)
            for n in graph.nodes
        ),
        "third party": any(read.third_party(n) for n in graph.nodes),
        "unsound flow": bool(graph.bad_flows),
        "named control": any(row.get("controls") for row in rows),
        "external entity with flows both ways": any(
            "external_entity" in lineage_of_type(n.type) and read.inflows(n) and read.outflows(n)
            for n in graph.nodes
        ),
    }
    return Counter({name: int(used) for name, used in uses.items()})
