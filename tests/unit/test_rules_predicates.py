"""Each predicate in both readings, on the smallest systems that tell its cases apart."""

from __future__ import annotations

from typing import Any

import pytest

from dfdmodeler.graph.topology import Topology
from dfdmodeler.rules.facts import Facts
from dfdmodeler.rules.predicates import Predicates
from dfdmodeler.rules.rule import VARIABLES
from systems import model_of, shipped_library

ORG = {"id": "org", "kind": "organisation"}
THIRD = {"id": "third", "kind": "third_party", "parent": "org"}


def topology(elements: list[dict[str, Any]], *flows: dict[str, Any], **rest: Any) -> Topology:
    library = shipped_library()
    system = {"boundaries": [ORG, THIRD], "elements": elements, "flows": list(flows), **rest}
    return Topology(model_of(system), library.catalog, library.kinds)


def flow_between(source: str, target: str, **properties: Any) -> Topology:
    elements = [{"id": "a", "type": source}, {"id": "b", "type": target, "boundary": "org"}]
    return topology(elements, {"id": "f", "from": "a", "to": "b", **properties})


def ask(graph: Topology, predicate: str, subject: Any, *args: Any, granted: bool = False) -> Any:
    predicates = Predicates(graph, granted=granted, report_unknowns=True).functions()
    return predicates[predicate](subject, *args)


@pytest.mark.parametrize(
    ("value", "lacking", "lacking_if_granted", "short", "short_if_granted"),
    [
        ("yes", False, False, True, True),
        ("n/a", False, False, False, False),
        ("no", True, True, True, True),
        ("partial", True, True, True, True),
        ("unknown", True, False, True, False),
        ("safe", True, True, False, False),
        (("safe", "other"), True, True, False, False),
    ],
)
def test_controls(
    value: Any, lacking: bool, lacking_if_granted: bool, short: bool, short_if_granted: bool
) -> None:
    graph = topology([])
    assert ask(graph, "lacks", value) is lacking
    assert ask(graph, "lacks", value, granted=True) is lacking_if_granted
    assert ask(graph, "short_of", value, "safe") is short
    assert ask(graph, "short_of", value, "safe", granted=True) is short_if_granted


AUTHN = [
    # properties, src_auth, dst_auth, src_auth granted, dst_auth granted
    ({}, False, False, True, True),
    ({"protocol": "mtls"}, True, True, True, True),
    ({"protocol": "https"}, False, True, True, True),
    ({"protocol": "http"}, False, False, True, True),
    ({"authn": "none", "protocol": "mtls"}, False, False, False, False),
    ({"authn": "source", "protocol": "http"}, True, False, True, False),
    ({"authn": "source", "protocol": "https"}, True, True, True, True),
    ({"authn": "destination", "protocol": "http"}, False, True, False, True),
    ({"authn": "mutual"}, True, True, True, True),
    ({"authn": "n/a"}, True, True, True, True),
    ({"initiator": "destination", "protocol": "https", "authn": "none"}, True, True, True, True),
    ({"initiator": "destination", "protocol": "http", "authn": "destination"}, True, True, True, True),
    ({"initiator": "destination", "protocol": "http", "authn": "none"}, False, True, False, True),
]


@pytest.mark.parametrize(
    ("properties", "source", "destination", "source_granted", "destination_granted"), AUTHN
)
def test_authentication(
    properties: dict[str, str],
    source: bool,
    destination: bool,
    source_granted: bool,
    destination_granted: bool,
) -> None:
    graph = flow_between("human_user", "process", **properties)
    hop = graph.flows[0]
    assert ask(graph, "src_auth", hop) is source
    assert ask(graph, "dst_auth", hop) is destination
    assert ask(graph, "src_auth", hop, granted=True) is source_granted
    assert ask(graph, "dst_auth", hop, granted=True) is destination_granted


@pytest.mark.parametrize(
    ("properties", "stated", "granted"),
    [
        ({}, False, True),
        ({"protocol": "https"}, True, True),
        ({"protocol": "http"}, False, False),
        ({"encrypted": "yes", "protocol": "http"}, True, True),
        ({"encrypted": "n/a"}, True, True),
        ({"encrypted": "no", "protocol": "https"}, False, False),
        ({"encrypted": "partial", "protocol": "https"}, False, False),
    ],
)
def test_encryption(properties: dict[str, str], stated: bool, granted: bool) -> None:
    graph = flow_between("process", "process", **properties)
    assert ask(graph, "enc", graph.flows[0]) is stated
    assert ask(graph, "enc", graph.flows[0], granted=True) is granted


@pytest.mark.parametrize(
    ("source", "properties", "back", "pulled"),
    [
        ("public_dataset", {}, None, True),
        ("process", {}, None, False),
        ("process", {"initiator": "destination"}, None, True),
        ("process", {"carries": ["prediction"]}, ["query"], True),
        ("process", {"carries": ["prediction"]}, ["logs"], False),
        ("process", {"carries": ["prediction"]}, None, False),
        ("process", {"carries": ["prediction", "command"]}, ["query"], False),
        ("process", {"carries": ["tool_result", "context"]}, ["tool_call"], True),
        ("process", {"carries": ["prediction"], "initiator": "source"}, ["query"], False),
    ],
)
def test_pulled(source: str, properties: dict[str, Any], back: list[str] | None, pulled: bool) -> None:
    elements = [{"id": "a", "type": source}, {"id": "b", "type": "process"}]
    flows = [{"id": "f", "from": "a", "to": "b", **properties}]
    if back:
        flows.append({"id": "g", "from": "b", "to": "a", "carries": back})
    graph = topology(elements, *flows)
    assert ask(graph, "pulled", graph.flows[0]) is pulled


@pytest.mark.parametrize(
    ("element", "trust"),
    [
        ({"type": "human_user"}, "untrusted"),
        ({"type": "human_user", "trust": "trusted"}, "trusted"),
        ({"type": "human_user", "trust": "n/a"}, "untrusted"),
        ({"type": "tool"}, "trusted"),
        ({"type": "tool", "operator": "third_party"}, "semi_trusted"),
        ({"type": "tool", "boundary": "third"}, "semi_trusted"),
        ({"type": "tool", "boundary": "third", "operator": "first_party"}, "trusted"),
        ({"type": "llm", "boundary": "third"}, "trusted"),
        ({"type": "physical_sensor"}, "semi_trusted"),
        ({"type": "physical_sensor", "physical_access": "controlled"}, "trusted"),
        ({"type": "human_reviewer", "boundary": "third"}, "semi_trusted"),
        ({"type": "of_tomorrow"}, "untrusted"),
    ],
)
def test_trust(element: dict[str, str], trust: str) -> None:
    graph = topology([{"id": "a", **element}])
    assert ask(graph, "trust_of", graph.nodes[0]) == trust


def test_class_of_a_flow_comes_from_its_store() -> None:
    elements = [
        {"id": "s", "type": "document_store", "data_class": "personal"},
        {"id": "p", "type": "process", "data_class": "special"},
    ]
    out = {"id": "out", "from": "s", "to": "p"}
    stated = {"id": "stated", "from": "s", "to": "p", "data_class": "public"}
    back = {"id": "back", "from": "p", "to": "s"}
    graph = topology(elements, out, stated, back)
    assert {hop.id: ask(graph, "cls", hop) for hop in graph.flows} == {
        "back": "unknown",
        "out": "personal",
        "stated": "public",
    }
    assert ask(graph, "cls", graph.stand_in(*graph.halves["out"])) == "personal"


def test_mind_and_neighbours() -> None:
    elements = [{"id": "ag", "type": "agent"}, {"id": "m", "type": "llm"}, {"id": "t", "type": "tool"}]
    graph = topology(elements, {"id": "f", "from": "m", "to": "ag"}, {"id": "g", "from": "ag", "to": "t"})
    minds = {node.id: [other.id for other in ask(graph, "mind", node)] for node in graph.nodes}
    assert minds == {"ag": ["ag", "m"], "m": ["m", "ag"], "t": ["t"]}


def test_unanswered_only_where_it_is_asked_for() -> None:
    graph = topology([{"id": "u", "type": "human_user"}])
    node = graph.nodes[0]
    assert ask(graph, "unanswered", node)
    assert not Predicates(graph, granted=False, report_unknowns=False).unanswered(node)


def test_granted_reading_shares_what_reads_no_control() -> None:
    library = shipped_library()
    graph = topology([{"id": "p", "type": "process"}], {"id": "f", "from": "p", "to": "p"})
    stated = Facts(graph, library.program)
    granted = Facts(graph, library.program, granted=True, shared=stated)
    by_id = {row.rule.id: row for row in library.compiled}
    assert granted.function(by_id["DV-05"].fires) is stated.function(by_id["DV-05"].fires)
    assert granted.function(by_id["ST-20"].fires) is not stated.function(by_id["ST-20"].fires)
    assert VARIABLES["diagram"] == ""
