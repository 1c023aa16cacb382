"""The index of a model: directions, defaults, callers that are not drawn, boundaries."""

from __future__ import annotations

from typing import Any

from dfdmodeler.graph.topology import Hop, Topology
from systems import model_of, shipped_library


def topology(**system: Any) -> Topology:
    library = shipped_library()
    return Topology(model_of(system), library.catalog, library.kinds)


def kinds(graph: Topology, hop: Hop) -> set[str]:
    return set(graph.kinds.names(hop.kinds))


def test_bidirectional_flow_runs_both_ways() -> None:
    graph = topology(
        elements=[{"id": "a", "type": "human_user"}, {"id": "b", "type": "llm"}],
        flows=[
            {
                "id": "f", "from": "a", "to": "b", "bidirectional": "yes", "carries": ["prompt"],
                "authn": "source", "initiator": "destination",
            }
        ],
    )  # fmt: skip
    there, back = graph.halves["f"]
    assert (there.source.id, there.target.id, back.source.id, back.target.id) == ("a", "b", "b", "a")
    assert (kinds(graph, there), kinds(graph, back)) == ({"prompt"}, {"generated_content"})
    assert (there.declared, back.declared) == (True, False)
    assert (back.props["authn"], back.props["initiator"]) == ("destination", "source")


def test_flows_without_two_ends_or_a_direction_are_apart() -> None:
    graph = topology(
        elements=[{"id": "a", "type": "process"}],
        flows=[
            {"id": "dangling", "from": "a"},
            {"id": "gone", "from": "a", "to": "nobody"},
            {"id": "none", "from": "a", "to": "a", "direction": "none"},
        ],
    )
    assert [hop.id for hop in graph.bad_flows] == ["dangling", "gone", "none"]
    assert graph.flows == []
    assert graph.nodes[0].outflows == []


def test_crossing_counts_all_boundaries_around_one_end() -> None:
    graph = topology(
        boundaries=[
            {"id": "outer", "kind": "organisation"},
            {"id": "inner", "kind": "network", "parent": "outer"},
            {"id": "line", "kind": "internet", "shape": "line"},
        ],
        elements=[
            {"id": "deep", "type": "process", "boundary": "inner"},
            {"id": "mid", "type": "process", "boundary": "outer"},
            {"id": "on_line", "type": "process", "boundary": "line"},
        ],
        flows=[
            {"id": "f1", "from": "deep", "to": "mid", "line_crossings": ["line", "no such"]},
            {"id": "f2", "from": "deep", "to": "on_line"},
            {"id": "f3", "from": "mid", "to": "mid"},
        ],
    )
    assert {hop.id: set(hop.crossed) for hop in graph.flows} == {
        "f1": {"inner", "line"},
        "f2": {"inner", "outer"},
        "f3": set(),
    }
    members = {area.id: [node.id for node in area.members] for area in graph.areas}
    assert members == {"inner": ["deep"], "line": [], "outer": ["deep", "mid"]}


def test_circular_boundaries_end() -> None:
    graph = topology(
        boundaries=[
            {"id": "a", "kind": "network", "parent": "b"},
            {"id": "b", "kind": "network", "parent": "a"},
        ],
        elements=[{"id": "e", "type": "process", "boundary": "a"}],
    )
    assert [area.id for area in graph.nodes[0].areas] == ["a", "b"]


def test_callers_that_are_not_drawn() -> None:
    graph = topology(
        elements=[
            {"id": "api", "type": "inference_api", "exposure": "partner"},
            {"id": "bot", "type": "llm", "exposure": "public"},
            {"id": "clf", "type": "inference_service", "exposure": "public"},
            {"id": "enc", "type": "embedding_model", "exposure": "public"},
            {"id": "job", "type": "training_job", "exposure": "public"},
            {"id": "own", "type": "process", "exposure": "internal"},
            {"id": "store", "type": "data_store", "exposure": "public"},
        ],
        flows=[{"id": "f", "from": "clf", "to": "api", "carries": ["prediction", "logs"]}],
    )
    callers = {node.id: node.type for node in graph.nodes if not node.drawn}
    assert callers == {
        "callers@api": "api_consumer",
        "callers@bot": "human_user",
        "callers@clf": "human_user",
        "callers@enc": "human_user",
        "callers@job": "human_user",
    }
    answers = {hop.source.id: kinds(graph, hop) for hop in graph.flows if hop.id.startswith("answers@")}
    assert answers == {
        "api": {"prediction"},
        "bot": {"generated_content"},
        "clf": {"prediction"},
        "enc": {"embeddings"},
    }
    asked = [hop for hop in graph.flows if hop.id.startswith("calls@")]
    assert all(kinds(graph, hop) == {"query", "prompt"} and not hop.drawn for hop in asked)


def test_unknown_types_and_kinds() -> None:
    graph = topology(
        elements=[{"id": "a", "type": "of_tomorrow"}, {"id": "b", "type": "process"}],
        flows=[{"id": "f", "from": "a", "to": "b", "carries": ["of_tomorrow"]}],
    )
    assert graph.nodes[0].isa("of_tomorrow")
    assert not graph.nodes[0].isa("process", "data_store", "external_entity")
    assert graph.nodes[0].conducts
    assert kinds(graph, graph.flows[0]) == {"other"}
