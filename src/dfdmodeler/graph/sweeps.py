"""Path questions answered for all nodes at once, in time linear in the flows.

A path is one or more flows. Flows after the first may carry more than the first (`Way.later`); only nodes
strictly inside a path must let it through (`Way.passable`). So a node may be end and interior of different
paths, and a cycle counts as a path from a node to itself.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from dfdmodeler.graph.topology import Hop, Step, Topology

NONE = -1


@dataclass(frozen=True, slots=True, eq=False)
class Way:
    """Which flows and which interior nodes a path may use. Masks as in `Kinds`. Equal only to itself."""

    first: int
    later: int
    passable: Sequence[bool]
    open: Callable[[Hop], bool] | None = None
    """Flows that it may use besides; None for all."""


Arrivals = tuple[list[int], list[int]]
"""Per node up to two distinct ends of paths, as indices; NONE where there is none."""


def arrivals(topology: Topology, way: Way, ends: Iterable[int], *, onward: bool) -> Arrivals:
    """For each node up to two of `ends` that reach it, or with `onward` that it reaches.

    Two suffice to know whether there is one other than the node itself, on cycles too.
    """
    if not onward:
        return _sweep(topology.forward, way, way.first, ends)
    chosen = list(ends)
    behind = _sweep(topology.backward, way, way.later, chosen)
    if way.first == way.later:
        return behind
    return _through_first(topology, way, set(chosen), behind)


def found_by(
    topology: Topology, way: Way, ends: Sequence[int], *, onward: bool, other: bool
) -> Iterable[int]:
    """The places that some of `ends` reach, or with `onward` that reach one; with `other`, one elsewhere."""
    one, two = arrivals(topology, way, ends, onward=onward)
    return [
        place
        for place, end in enumerate(one)
        if end != NONE and not (other and end == place and two[place] == NONE)
    ]


def _sweep(steps: Sequence[Sequence[Step]], way: Way, leaving: int, ends: Iterable[int]) -> Arrivals:
    one, two = [NONE] * len(steps), [NONE] * len(steps)
    queue: deque[tuple[int, int]] = deque()

    def spread(place: int, end: int, channel: int) -> None:
        for kinds, there, hop in steps[place]:
            if (
                kinds & channel
                and two[there] == NONE
                and one[there] != end
                and (way.open is None or way.open(hop))
            ):
                (one if one[there] == NONE else two)[there] = end
                queue.append((there, end))

    for end in ends:
        spread(end, end, leaving)
    while queue:
        place, end = queue.popleft()
        if way.passable[place]:
            spread(place, end, way.later)
    return one, two


def _through_first(topology: Topology, way: Way, ends: set[int], behind: Arrivals) -> Arrivals:
    """What is reached when the first flow is held to `way.first`; `behind` was found with `way.later`."""
    one, two = [NONE] * len(topology.forward), [NONE] * len(topology.forward)
    for place, steps in enumerate(topology.forward):
        found: set[int] = set()
        for kinds, there, hop in steps:
            if kinds & way.first and (way.open is None or way.open(hop)):
                if there in ends:
                    found.add(there)
                if way.passable[there]:
                    found.update((behind[0][there], behind[1][there]))
        found.discard(NONE)
        for column, end in zip((one, two), sorted(found)[:2], strict=False):
            column[place] = end
    return one, two


def rows(topology: Topology, way: Way, emitted: Sequence[int], *, onward: bool) -> list[int]:
    """For each node the union of the bits that all which reach it emit, or with `onward` all it reaches."""
    steps = topology.forward if onward else topology.backward
    leaving = way.later if onward else way.first
    arrived = [0] * len(steps)
    for group in _components(steps, way):
        union = 0
        for place in group:
            union |= _collected(steps[place], way, leaving, way.later, emitted, arrived)
        for place in group:
            arrived[place] = union
    if not onward or way.first == way.later:
        return arrived
    return [_collected(step, way, way.first, way.first, emitted, arrived) for step in steps]


def _collected(
    steps: Sequence[Step], way: Way, leaving: int, later: int, emitted: Sequence[int], arrived: Sequence[int]
) -> int:
    union = 0
    for kinds, there, hop in steps:
        if kinds & (leaving | later) and (way.open is None or way.open(hop)):
            if kinds & leaving:
                union |= emitted[there]
            if kinds & later and way.passable[there]:
                union |= arrived[there]
    return union


def on_cycle(topology: Topology, way: Way) -> list[bool]:
    """Whether each node that lets paths through reaches itself; all flows may carry the same."""
    found = [False] * len(topology.forward)
    for group in _components(topology.forward, way):
        for place in group:
            own = any(
                there == place and kinds & way.later and (way.open is None or way.open(hop))
                for kinds, there, hop in topology.forward[place]
            )
            found[place] = own or len(group) > 1
    return found


def _components(steps: Sequence[Sequence[Step]], way: Way) -> Iterable[list[int]]:
    """Strongly connected groups of what a path may pass, each after all that it leads to."""
    import networkx

    graph = networkx.DiGraph()
    graph.add_edges_from((place, there) for place, row in enumerate(steps) for there in _passes(row, way))
    yield from ([place] for place in range(len(steps)) if place not in graph)
    # A component is told when all that can be reached from it has been: no need to sort them.
    yield from map(sorted, networkx.strongly_connected_components(graph))


def _passes(steps: Sequence[Step], way: Way) -> Iterable[int]:
    return [
        there
        for kinds, there, hop in steps
        if kinds & way.later and way.passable[there] and (way.open is None or way.open(hop))
    ]
