"""Paths of single nodes: what reaches or is reached, and the shortest witness. Plain, slow beside sweeps."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from dfdmodeler.graph.sweeps import Way
from dfdmodeler.graph.topology import Hop, Node, Topology


@dataclass(frozen=True, slots=True)
class Path:
    """Flows that follow one another, and the nodes that they join: one more than flows."""

    nodes: tuple[Node, ...]
    hops: tuple[Hop, ...]


@dataclass(frozen=True, slots=True)
class Spread:
    """Everything on the paths that leave, or arrive at, some nodes; they themselves are part of it."""

    nodes: frozenset[Node]
    hops: frozenset[Hop]


def spread(channel: int, starts: Iterable[Node], *, onward: bool) -> Spread:
    """What paths of flows that carry any of a channel's kinds lead over, from `starts` on or back from them.

    Paths go on behind what conducts; `starts` send on whatever they are.
    """
    waiting = list(starts)
    seen, begun, hops = set(waiting), frozenset(waiting), set[Hop]()
    while waiting:
        node = waiting.pop()
        if not (node.conducts or node in begun):
            continue
        for hop in node.outflows if onward else node.inflows:
            if hop.kinds & channel:
                hops.add(hop)
                there = hop.target if onward else hop.source
                if there not in seen:
                    seen.add(there)
                    waiting.append(there)
    return Spread(frozenset(seen), frozenset(hops))


def reached(topology: Topology, way: Way, start: Node, *, onward: bool) -> list[Node]:
    """The nodes that `start` reaches, or with `onward` false that reach it, in their order."""
    seen: set[tuple[int, bool]] = set()
    found: set[int] = set()
    queue = deque([(start.index, True)])
    while queue:
        place, at_start = queue.popleft()
        for there, first_still_open in _near(topology, way, place, at_start, onward):
            if onward or first_still_open:
                found.add(there)
            state = (there, False)
            if way.passable[there] and state not in seen:
                seen.add(state)
                queue.append(state)
    return sorted((topology.places[place] for place in found), key=_order)


def _near(
    topology: Topology, way: Way, place: int, at_start: bool, onward: bool
) -> Iterator[tuple[int, bool]]:
    """Neighbours one flow away, and whether that flow could be the first of a path."""
    steps = topology.forward if onward else topology.backward
    allowed = way.first if onward and at_start else way.later
    for kinds, there, hop in steps[place]:
        if kinds & allowed and (way.open is None or way.open(hop)):
            yield there, bool(kinds & way.first)


def shortest(topology: Topology, way: Way, starts: Iterable[Node], ends: Iterable[Node]) -> Path | None:
    """The shortest path from any of `starts` to any of `ends`; of several, the least sequence of flow ids."""
    distance = _distances(topology, way, ends)
    begin = [node.index for node in sorted(set(starts), key=_order)]
    length = min((distance[True].get(place, _FAR) for place in begin), default=_FAR)
    if length == _FAR:
        return None
    trails: list[Trail] = [((place,), ()) for place in begin if distance[True].get(place) == length]
    while length:
        trails = _smallest(topology, way, trails, distance[False], length)
        length -= 1
    paths = [Path(tuple(topology.places[place] for place in places), hops) for places, hops in trails]
    return min(paths, key=lambda path: [node.order for node in path.nodes])


_FAR = 1 << 60
_order = attrgetter("order")
Trail = tuple[tuple[int, ...], tuple[Hop, ...]]


def _distances(topology: Topology, way: Way, ends: Iterable[Node]) -> dict[bool, dict[int, int]]:
    """Flows still to go, by whether the node is the start of its path; as interior it must be passable."""
    import networkx

    found: dict[bool, dict[int, int]] = {True: {}, False: {}}
    graph = _states(topology, way)
    goals = [state for state in ((node.index, False) for node in ends) if state in graph]
    for length, layer in enumerate(networkx.bfs_layers(graph, goals)):
        for place, at_start in layer:
            found[at_start][place] = length
    return found


def _states(topology: Topology, way: Way) -> Any:
    """The graph of all paths of a way, against the direction of the flows, kept with the topology.

    A node is an index and whether a path starts there: what the first flow may carry differs from the rest.
    """
    import networkx

    if way not in topology.path_graphs:
        graph = networkx.DiGraph()
        graph.add_nodes_from((place, False) for place in range(len(topology.places)))
        for place, steps in enumerate(topology.forward):
            for kinds, there, hop in steps:
                if way.open is not None and not way.open(hop):
                    continue
                if kinds & way.first:
                    graph.add_edge((there, False), (place, True))
                if kinds & way.later and way.passable[place]:
                    graph.add_edge((there, False), (place, False))
        topology.path_graphs[way] = graph
    return topology.path_graphs[way]


def _smallest(
    topology: Topology, way: Way, trails: list[Trail], distance: dict[int, int], length: int
) -> list[Trail]:
    """All trails one flow further on, of those with the smallest id of that flow; one per node reached."""
    further: dict[int, Trail] = {}
    best: str | None = None
    for places, hops in trails:
        allowed = way.later if hops else way.first
        for kinds, there, hop in topology.forward[places[-1]]:
            if not kinds & allowed or distance.get(there) != length - 1:
                continue
            if way.open is not None and not way.open(hop):
                continue
            if best is None or hop.id < best:
                best, further = hop.id, {}
            if hop.id == best and there not in further:
                further[there] = ((*places, there), (*hops, hop))
    return list(further.values())
