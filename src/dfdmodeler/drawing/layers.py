"""Blocks in layers: orders them so that few links cross, and aligns them so that links run straight.

Works on one boundary's direct members at a time. Coordinates are (main, cross): the main axis leads from
layer to layer, the cross axis along a layer; whoever calls maps them to x and y.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

SWEEPS = 12
ALIGNMENTS = 6
_DUMMY = 20.0
"""Room across for a link that passes a layer."""


@dataclass(frozen=True, slots=True)
class Block:
    """Something placed as a whole: an element, or a boundary that is already arranged inside."""

    id: str
    main: float
    cross: float
    ports: Mapping[str, float] = field(default_factory=dict)
    """For elements inside: where their centres lie on the cross axis, from the block's start."""
    hint: float = 0.0
    """Where it would like to stand in its layer, before links are looked at."""

    def port(self, element: str) -> float:
        return self.ports.get(element, self.cross / 2)


@dataclass(frozen=True, slots=True)
class Link:
    """A flow between two blocks, by the elements inside them at which it ends."""

    source: str
    target: str
    source_element: str
    target_element: str
    weight: float = 1.0


@dataclass(slots=True)
class _Node:
    """A block or a dummy for a passing link, in its layer."""

    id: str
    layer: int
    cross: float
    at: float = 0.0
    before: list[tuple[_Node, float, float, float]] = field(default_factory=list)
    after: list[tuple[_Node, float, float, float]] = field(default_factory=list)
    """Neighbours in the layers around: node, own port, its port, weight."""


def arrange(
    blocks: Sequence[Block],
    links: Sequence[Link],
    ranks: Mapping[str, int],
    gap_main: Callable[[int], float],
    gap_cross: float,
) -> dict[str, tuple[float, float]]:
    """The start of each block on the main and the cross axis, from 0.

    `ranks` gives each block's layer; `gap_main(i)` is the room between the layers i and i + 1.
    """
    nodes, layers = _build(blocks, links, ranks)
    _order(layers)
    _align(layers, gap_cross)
    sizes = {block.id: block for block in blocks}
    thickness = [max((sizes[n.id].main for n in layer if n.id in sizes), default=0.0) for layer in layers]
    starts = [0.0]
    for i, size in enumerate(thickness[:-1]):
        starts.append(starts[-1] + size + gap_main(i))
    lowest = min((n.at for n in nodes.values()), default=0.0)
    return {
        n.id: (starts[n.layer] + (thickness[n.layer] - sizes[n.id].main) / 2, n.at - lowest)
        for n in nodes.values()
    }


def _build(
    blocks: Sequence[Block], links: Sequence[Link], ranks: Mapping[str, int]
) -> tuple[dict[str, _Node], list[list[_Node]]]:
    nodes = {block.id: _Node(block.id, ranks[block.id], block.cross) for block in blocks}
    layers: list[list[_Node]] = [[] for _ in range(1 + max(ranks.values(), default=0))]
    for block in sorted(blocks, key=lambda b: b.hint):
        layers[ranks[block.id]].append(nodes[block.id])
    by_id = {block.id: block for block in blocks}
    for number, link in enumerate(links):
        a, b = nodes[link.source], nodes[link.target]
        ports = by_id[link.source].port(link.source_element), by_id[link.target].port(link.target_element)
        if a.layer > b.layer:
            a, b, ports = b, a, (ports[1], ports[0])
        _chain(a, b, ports, layers, number, link.weight)
    return nodes, layers


def _chain(
    a: _Node, b: _Node, ports: tuple[float, float], layers: list[list[_Node]], number: int, weight: float
) -> None:
    """Join two nodes, by dummies in layers between. Links within a layer do not shape it."""
    if a.layer == b.layer:
        return
    last, port = a, ports[0]
    for layer in range(a.layer + 1, b.layer):
        dummy = _Node(f"{number}", layer, _DUMMY)
        layers[layer].append(dummy)
        _join(last, dummy, port, _DUMMY / 2, weight * (2 if last is not a else 1))
        last, port = dummy, _DUMMY / 2
    _join(last, b, port, ports[1], weight)


def _join(a: _Node, b: _Node, port_a: float, port_b: float, weight: float) -> None:
    a.after.append((b, port_a, port_b, weight))
    b.before.append((a, port_b, port_a, weight))


def _order(layers: list[list[_Node]]) -> None:
    """Sweep forth and back, sorting each layer by its neighbours; the order with fewest crossings stays."""
    best, fewest = [list(layer) for layer in layers], _crossings(layers)
    for sweep in range(SWEEPS):
        if not fewest:
            break
        forth = sweep % 2 == 0
        for layer in layers[1:] if forth else layers[-2::-1]:
            _sort_by_neighbours(layer, layers, forth)
        _swap_neighbours(layers)
        crossings = _crossings(layers)
        if crossings < fewest:
            best, fewest = [list(layer) for layer in layers], crossings
    for layer, ordered in zip(layers, best, strict=True):
        layer[:] = ordered


def _sort_by_neighbours(layer: list[_Node], layers: list[list[_Node]], forth: bool) -> None:
    place = {id(n): i + 0.0 for other in layers for i, n in enumerate(other)}

    def wish(item: tuple[int, _Node]) -> float:
        i, node = item
        neighbours = node.before if forth else node.after
        weights = sum(w for _, _, _, w in neighbours)
        if not weights:
            return float(i)
        shares = ((place[id(n)] + port / max(n.cross, 1.0) * 0.9) * w for n, _, port, w in neighbours)
        return sum(shares) / weights

    layer[:] = [node for _, node in sorted(enumerate(layer), key=wish)]


def _swap_neighbours(layers: list[list[_Node]]) -> None:
    """Exchange neighbours in a layer as long as that saves crossings."""
    for _ in range(4):
        swapped = False
        for layer in layers:
            for i in range(len(layer) - 1):
                a, b = layer[i], layer[i + 1]
                if _pair_crossings(b, a, layers) < _pair_crossings(a, b, layers):
                    layer[i], layer[i + 1] = b, a
                    swapped = True
        if not swapped:
            return


def _pair_crossings(first: _Node, second: _Node, layers: list[list[_Node]]) -> int:
    """Crossings between the links of two nodes if the first stands before the second."""
    total = 0
    for side in ("before", "after"):
        one, two = getattr(first, side), getattr(second, side)
        if one and two:
            layer = layers[one[0][0].layer]
            place = {id(n): i for i, n in enumerate(layer)}
            total += sum(
                (place[id(m)], pm) < (place[id(n)], pn) for n, _, pn, _ in one for m, _, pm, _ in two
            )
    return total


def _crossings(layers: list[list[_Node]]) -> int:
    total = 0
    for left, right in pairwise(layers):
        place = {id(n): i for i, n in enumerate(right)}
        ends = [
            ((i, port), (place[id(n)], other))
            for i, node in enumerate(left)
            for n, port, other, _ in node.after
            if id(n) in place
        ]
        total += sum(
            (a[0] < b[0] and a[1] > b[1]) or (a[0] > b[0] and a[1] < b[1])
            for k, a in enumerate(ends)
            for b in ends[:k]
        )
    return total


def _align(layers: list[list[_Node]], gap: float) -> None:
    for layer in layers:
        at = 0.0
        for node in layer:
            node.at = at
            at += node.cross + gap
    for turn in range(ALIGNMENTS):
        sides: tuple[str, ...] = ("before",) if turn % 2 == 0 else ("after",)
        if turn == ALIGNMENTS - 1:
            sides = ("before", "after")
        for layer in layers if turn % 2 == 0 else layers[::-1]:
            wishes = [_wish(node, sides) for node in layer]
            for node, at in zip(layer, spread(wishes, [n.cross for n in layer], gap), strict=True):
                node.at = at


def _wish(node: _Node, sides: Sequence[str]) -> float:
    """Where the node's links would run straight: the median of its neighbours' wishes."""
    wishes = [
        other.at + theirs - own
        for side in sides
        for other, own, theirs, weight in getattr(node, side)
        for _ in range(max(1, round(weight)))
    ]
    return median(wishes) if wishes else node.at


def spread(wishes: Sequence[float], sizes: Sequence[float], gap: float) -> list[float]:
    """Places as near to the wishes as possible, in the same order, with a gap between neighbours.

    Least squares by pooling: neighbours that would overlap move as one.
    """
    offsets = [0.0]
    for size in sizes[:-1]:
        offsets.append(offsets[-1] + size + gap)
    pools: list[tuple[float, int]] = []
    for wish, offset in zip(wishes, offsets, strict=False):
        pools.append((wish - offset, 1))
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (one, n), (two, m) = pools[-2], pools[-1]
            pools[-2:] = [((one * n + two * m) / (n + m), n + m)]
    bases = [base for base, count in pools for _ in range(count)]
    return [base + offset for base, offset in zip(bases, offsets, strict=False)]
