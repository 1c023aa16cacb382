"""Paths of single nodes: what reaches or is reached, and the shortest witness. Plain, slow beside sweeps."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dfdmodeler.graph.sweeps import Way
from dfdmodeler.graph.topology import Hop, Node, Topology


@dataclass(frozen=True, slots=True)
class Path:
    """Flows that follow one another, and the nodes that they join: one more than flows."""

    nodes: tuple[Node, ...]
    hops: tuple[Hop, ...]


def reached(topology: Topology, way: Way, start: Node, *, onward: bool) -> list[Node]:
    """The nodes that `start` reaches, or with `onward` false that reach it, in order of their index."""
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
    return [topology.nodes[place] for place in sorted(found)]


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
    begin = sorted({node.index for node in starts})
    length = min((distance[True].get(place, _FAR) for place in begin), default=_FAR)
    if length == _FAR:
        return None
    trails: list[Trail] = [((place,), ()) for place in begin if distance[True].get(place) == length]
    while length:
        trails = _smallest(topology, way, trails, distance[False], length)
        length -= 1
    places, hops = min(trails, key=lambda trail: trail[0])
    return Path(tuple(topology.nodes[place] for place in places), hops)


_FAR = 1 << 60
Trail = tuple[tuple[int, ...], tuple[Hop, ...]]


def _distances(topology: Topology, way: Way, ends: Iterable[Node]) -> dict[bool, dict[int, int]]:
    """Flows still to go, by whether the node is the start of its path; as interior it must be passable."""
    targets = sorted({node.index for node in ends})
    start: dict[int, int] = {}
    interior: dict[int, int] = {}
    queue = deque((place, 0) for place in targets)
    while queue:
        place, length = queue.popleft()
        for kinds, there, hop in topology.backward[place]:
            if way.open is not None and not way.open(hop):
                continue
            if kinds & way.first and there not in start:
                start[there] = length + 1
            if kinds & way.later and way.passable[there] and there not in interior:
                interior[there] = length + 1
                queue.append((there, length + 1))
    for place in targets:
        interior[place] = 0
    return {True: start, False: interior}


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
