"""Path questions answered for all nodes at once, in time linear in the flows.

A path is one or more flows. Flows after the first may carry more than the first (`Way.later`); only nodes
strictly inside a path must let it through (`Way.passable`). So a node may be end and interior of different
paths, and a cycle counts as a path from a node to itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from dfdmodeler.graph.topology import Hop, Step, Topology

NONE = -1
TOLD = 1 << 60


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
    return _through_first(topology, way, chosen, behind)


def found_by(topology: Topology, way: Way, ends: Sequence[int], *, onward: bool, other: bool) -> list[bool]:
    """Whether one of `ends` reaches each place, or with `onward` is reached; with `other`, one elsewhere."""
    if other:
        one, two = arrivals(topology, way, ends, onward=onward)
        row = [end != NONE for end in one]
        for end in ends:
            row[end] = one[end] not in (NONE, end) or two[end] != NONE
        return row
    if not onward:
        return _reached(topology.forward, way, way.first, ends)
    behind = _reached(topology.backward, way, way.later, ends)
    if way.first == way.later:
        return behind
    row = [False] * len(behind)
    inner = {place for place, found in enumerate(behind) if found and way.passable[place]}
    for place in inner.union(ends):
        for kinds, there, hop in topology.backward[place]:
            if kinds & way.first and not row[there] and (way.open is None or way.open(hop)):
                row[there] = True
    return row


def _reached(steps: Sequence[Sequence[Step]], way: Way, leaving: int, ends: Iterable[int]) -> list[bool]:
    row = [False] * len(steps)
    passable, later, opened = way.passable, way.later, way.open
    found: list[int] = []
    for end in ends:
        for kinds, there, hop in steps[end]:
            if kinds & leaving and not row[there] and (opened is None or opened(hop)):
                row[there] = True
                found.append(there)
    while found:
        place = found.pop()
        if passable[place]:
            for kinds, there, hop in steps[place]:
                if kinds & later and not row[there] and (opened is None or opened(hop)):
                    row[there] = True
                    found.append(there)
    return row


def _sweep(steps: Sequence[Sequence[Step]], way: Way, leaving: int, ends: Iterable[int]) -> Arrivals:
    one, two = [NONE] * len(steps), [NONE] * len(steps)
    passable, later, opened = way.passable, way.later, way.open
    found: list[tuple[int, int]] = []

    for end in ends:
        for kinds, there, hop in steps[end]:
            new = kinds & leaving and two[there] == NONE and one[there] != end
            if new and (opened is None or opened(hop)):
                (one if one[there] == NONE else two)[there] = end
                found.append((there, end))
    while found:
        place, end = found.pop()
        if passable[place]:
            for kinds, there, hop in steps[place]:
                new = kinds & later and two[there] == NONE and one[there] != end
                if new and (opened is None or opened(hop)):
                    (one if one[there] == NONE else two)[there] = end
                    found.append((there, end))
    return one, two


def _through_first(topology: Topology, way: Way, ends: Iterable[int], behind: Arrivals) -> Arrivals:
    """What is reached when the first flow is held to `way.first`; `behind` was found with `way.later`."""
    one, two = [NONE] * len(topology.forward), [NONE] * len(topology.forward)
    here = {end: {end} for end in ends}
    for column in behind:
        for place, end in enumerate(column):
            if end != NONE and way.passable[place]:
                here.setdefault(place, set()).add(end)
    for place, found in sorted(here.items()):
        for kinds, there, hop in topology.backward[place]:
            if kinds & way.first and two[there] == NONE and (way.open is None or way.open(hop)):
                for end in sorted(found):
                    if one[there] == NONE:
                        one[there] = end
                    elif one[there] != end and two[there] == NONE:
                        two[there] = end
    return one, two


def rows(topology: Topology, way: Way, emitted: Sequence[int], *, onward: bool) -> list[int]:
    """For each node the union of the bits that all which reach it emit, or with `onward` all it reaches."""
    steps, back = topology.forward, topology.backward
    if not onward:
        steps, back = back, steps
    leaving = way.later if onward else way.first
    arrived = [0] * len(steps)
    met = _reached(back, way, leaving, [place for place, bits in enumerate(emitted) if bits])
    for group in _components(steps, way, met):
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
    for group in _components(topology.forward, way, way.passable):
        for place in group:
            own = any(
                there == place and kinds & way.later and (way.open is None or way.open(hop))
                for kinds, there, hop in topology.forward[place]
            )
            found[place] = own or len(group) > 1
    return found


def _components(steps: Sequence[Sequence[Step]], way: Way, among: Sequence[bool]) -> Iterator[list[int]]:
    """Strongly connected groups of some of the places that a path may pass, each after all that it leads to.

    Tarjan's algorithm with a stack of its own. It is all that tables need of a library of graphs, whose
    import takes longer than the analysis of most models.
    """
    number, least = [0] * len(steps), [0] * len(steps)
    waiting: list[int] = []
    """Places whose group is not told yet, in the order in which they were met."""
    met = 0
    inner = [one and other for one, other in zip(among, way.passable, strict=True)]
    for start, wanted in enumerate(among):
        if number[start] or not wanted:
            continue
        if not (onward := _passes(steps[start], way, inner)):
            number[start], least[start] = TOLD, TOLD
            yield [start]
            continue
        trail = [(start, iter(onward))]
        met += 1
        number[start] = least[start] = met
        waiting.append(start)
        while trail:
            place, ways_on = trail[-1]
            for there in ways_on:
                if not number[there]:
                    met += 1
                    number[there] = least[there] = met
                    waiting.append(there)
                    trail.append((there, iter(_passes(steps[there], way, inner))))
                    break
                least[place] = min(least[place], least[there])
            else:
                trail.pop()
                if trail:
                    before = trail[-1][0]
                    least[before] = min(least[before], least[place])
                if least[place] == number[place]:
                    yield _group(waiting, least, place)


def _group(waiting: list[int], least: list[int], root: int) -> list[int]:
    """Takes the group of its first place off the stack; nothing leads back to it any more."""
    group: list[int] = []
    while not group or group[-1] != root:
        group.append(waiting.pop())
        least[group[-1]] = TOLD
    return group


def _passes(steps: Sequence[Step], way: Way, inner: Sequence[bool]) -> Iterable[int]:
    later, opened = way.later, way.open
    return [
        there
        for kinds, there, hop in steps
        if kinds & later and inner[there] and (opened is None or opened(hop))
    ]
