"""Minimum cuts: the fewest places that close all paths, weighed by what closing them costs."""

from __future__ import annotations

from itertools import combinations
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from dfdmodeler.graph.cuts import Place, minimum_cut
from dfdmodeler.graph.paths import shortest
from dfdmodeler.graph.sweeps import Way
from dfdmodeler.graph.topology import Topology
from systems import model_of, shipped_library

CHAIN = {"elements": [{"id": i, "type": "process"} for i in "abcd"]}


def topology_of(*pairs: str) -> Topology:
    flows = [{"id": f"f{i}", "from": p[0], "to": p[1], "carries": ["query"]} for i, p in enumerate(pairs)]
    library = shipped_library()
    return Topology(model_of({**CHAIN, "flows": flows}), library.catalog, library.kinds)


def cut(topology: Topology, start: str, end: str, costs: dict[str, int]) -> list[str] | None:
    query = topology.kinds.mask(("query",))
    way = Way(query, query, topology.conducting)
    ends = [node for node in topology.nodes if node.id == end]
    starts = [node for node in topology.nodes if node.id == start]
    places = minimum_cut(topology, way, starts, ends, lambda place: costs.get(place.id))
    return None if places is None else [place.id for place in places]


def test_one_place_that_all_paths_share_is_enough() -> None:
    topology = topology_of("ab", "ac", "bd", "cd")
    assert cut(topology, "a", "d", {"b": 1, "c": 1}) == ["b", "c"]
    shared = topology_of("ab", "bc", "bc", "cd")
    assert cut(shared, "a", "d", dict.fromkeys(("b", "f1", "f2", "f3"), 1)) == ["f3"]


def test_the_cheaper_places_are_taken() -> None:
    topology = topology_of("ab", "bd", "ac", "cd")
    assert cut(topology, "a", "d", {"b": 3, "f0": 1, "f2": 2, "c": 1}) == ["c", "f0"]


def test_what_nothing_closes_stays_open() -> None:
    topology = topology_of("ab", "bd", "ad")
    assert cut(topology, "a", "d", {"b": 1, "f0": 1, "f1": 1}) is None
    assert cut(topology, "d", "a", {}) == []


def test_ends_are_no_places() -> None:
    assert cut(topology_of("ab"), "a", "b", {"a": 1, "b": 1}) is None


@settings(max_examples=15)
@given(random=st.randoms(use_true_random=False))
def test_no_cheaper_set_closes_all_paths(random: Random) -> None:
    pairs = [random.choice("abcd") + random.choice("abcd") for _ in range(5)]
    topology = topology_of(*pairs)
    places: list[Place] = [*topology.nodes, *topology.flows]
    costs = {place.id: random.randint(1, 3) for place in places if random.random() < 0.7}
    start, end = topology.nodes[0], topology.nodes[3]
    query = topology.kinds.mask(("query",))

    def closed(chosen: frozenset[str]) -> bool:
        passable = [
            c and n.id not in chosen for n, c in zip(topology.nodes, topology.conducting, strict=False)
        ]
        way = Way(query, query, [*passable, True], lambda hop: hop.id not in chosen)
        return shortest(topology, way, [start], [end]) is None

    able = sorted(costs)
    sets = (frozenset(some) for size in range(len(able) + 1) for some in combinations(able, size))
    prices = [sum(costs[id_] for id_ in some) for some in sets if closed(some)]
    found = cut(topology, start.id, end.id, costs)
    if found is None:
        assert not prices
    else:
        assert closed(frozenset(found))
        assert sum(costs[id_] for id_ in found) == min(prices)
