"""Sweeps over all nodes agree with searches from each, and witnesses are real, shortest and the smallest."""

from __future__ import annotations

from itertools import product
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from dfdmodeler.graph.paths import reached, shortest
from dfdmodeler.graph.sweeps import NONE, Way, arrivals, on_cycle, rows
from dfdmodeler.graph.topology import Hop, Node, Topology
from random_systems import random_system
from systems import model_of, shipped_library

CHANNELS = ("TRAIN", "QUERY", "IND", "IND", "OUTPUT", "ANY", "CONTENT")
systems = st.randoms(use_true_random=False)


def topology_of(random: Random) -> Topology:
    library = shipped_library()
    model = model_of(random_system(random, library.catalog))
    return Topology(model, library.catalog, library.kinds)


def way_of(random: Random, topology: Topology) -> Way:
    """A channel, sometimes with interior nodes closed and flows shut at random."""
    channel = topology.kinds.channels[random.choice(CHANNELS)]
    passable = topology.conducting
    if random.random() < 0.5:
        passable = [conducts and random.random() < 0.6 for conducts in passable]
    shut = {hop for hop in topology.flows if random.random() < 0.2}
    opened = (lambda hop: hop not in shut) if random.random() < 0.5 else None
    return Way(channel, topology.kinds.later(channel), passable, opened)


def trails(
    topology: Topology, way: Way, starts: list[Node], length: int
) -> list[tuple[list[Node], list[Hop]]]:
    """All paths of one length, straight from the definition."""
    found: list[tuple[list[Node], list[Hop]]] = [([start], []) for start in starts]
    for place in range(length):
        found = [
            ([*nodes, hop.target], [*hops, hop])
            for nodes, hops in found
            for hop in topology.flows
            if hop.source is nodes[-1]
            and hop.kinds & (way.first if place == 0 else way.later)
            and (place == 0 or way.passable[nodes[-1].index])
            and (way.open is None or way.open(hop))
        ]
        by_end = {}
        for nodes, hops in sorted(found, key=lambda trail: [hop.id for hop in trail[1]]):
            by_end.setdefault((nodes[0], nodes[-1]), (nodes, hops))
        found = list(by_end.values())
    return found


def truly_reached(topology: Topology, way: Way, start: Node) -> set[Node]:
    longest = 2 * len(topology.nodes) + 1
    return {nodes[-1] for length in range(1, longest) for nodes, _ in trails(topology, way, [start], length)}


@given(systems)
def test_search_follows_the_definition(random: Random) -> None:
    topology = topology_of(random)
    way = way_of(random, topology)
    pairs = {(start, end) for start in topology.nodes for end in truly_reached(topology, way, start)}
    for node in topology.nodes:
        assert set(reached(topology, way, node, onward=True)) == {end for s, end in pairs if s is node}
        assert set(reached(topology, way, node, onward=False)) == {s for s, end in pairs if end is node}


@given(systems)
def test_two_arrivals_tell_whether_there_is_another(random: Random) -> None:
    topology = topology_of(random)
    way = way_of(random, topology)
    ends = [node for node in topology.nodes if random.random() < 0.5]
    for onward in (False, True):
        one, two = arrivals(topology, way, [end.index for end in ends], onward=onward)
        for node in topology.nodes:
            truth = [end for end in reached(topology, way, node, onward=onward) if end in ends]
            kept = {one[node.index], two[node.index]} - {NONE}
            assert kept <= {end.index for end in truth}
            assert len(kept) == min(2, len(truth))


@given(systems)
def test_rows_hold_every_end(random: Random) -> None:
    topology = topology_of(random)
    way = way_of(random, topology)
    emitted = [random.choice([0, 1 << node.index]) for node in topology.nodes] + [0]
    for onward in (False, True):
        row = rows(topology, way, emitted, onward=onward)
        for node in topology.nodes:
            ends = reached(topology, way, node, onward=onward)
            assert row[node.index] == sum(emitted[end.index] for end in ends)


@given(systems)
def test_cycles(random: Random) -> None:
    topology = topology_of(random)
    way = way_of(random, topology)
    same = Way(way.first, way.first, way.passable, way.open)
    found = on_cycle(topology, same)
    for node in topology.nodes:
        if same.passable[node.index]:
            assert found[node.index] == (node in reached(topology, same, node, onward=True))


@given(systems)
def test_witness_is_the_smallest_of_the_shortest(random: Random) -> None:
    topology = topology_of(random)
    way = way_of(random, topology)
    starts = [node for node in topology.nodes if random.random() < 0.5]
    ends = [node for node in topology.nodes if random.random() < 0.5]
    joined = [end in reached(topology, way, start, onward=True) for start, end in product(starts, ends)]
    path = shortest(topology, way, starts, ends)
    assert (path is not None) == any(joined)
    if path is None:
        return
    assert path.nodes[0] in starts
    assert path.nodes[-1] in ends
    for place, hop in enumerate(path.hops):
        assert (hop.source, hop.target) == path.nodes[place : place + 2]
    for length in range(1, len(path.hops) + 1):
        found = [hops for nodes, hops in trails(topology, way, starts, length) if nodes[-1] in ends]
        assert bool(found) == (length == len(path.hops))
    assert [hop.id for hop in path.hops] == min([hop.id for hop in hops] for hops in found)
