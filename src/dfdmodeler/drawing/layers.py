"""Blocks in layers, ordered so that few links cross (layered drawing after Sugiyama).

Works on one boundary's direct members at a time. Coordinates are (main, cross): the main axis leads from
layer to layer, the cross axis along a layer; whoever calls maps them to x and y.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

SWEEPS = 12
_LARGE, _FEW_SWEEPS = 150, 4
"""With more nodes than this, a few sweeps have to do."""
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
    label: tuple[float, float] = (0.0, 0.0)
    """Width and height of its label."""


@dataclass(slots=True)
class _Node:
    """A block or a dummy for a passing link, in its layer."""

    id: str
    layer: int
    cross: float
    before: list[tuple[_Node, float, float]] = field(default_factory=list)
    after: list[tuple[_Node, float, float]] = field(default_factory=list)
    """Neighbours in the layers around: node, own port, its port."""


def ordered(blocks: Sequence[Block], links: Sequence[Link], ranks: Mapping[str, int]) -> list[list[str]]:
    """The blocks of each layer in an order that few links cross; `ranks` gives each block's layer."""
    nodes, layers = _build(blocks, links, ranks)
    _order(layers)
    return [[node.id for node in layer if nodes.get(node.id) is node] for layer in layers]


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
        _chain(a, b, ports, layers, number)
    return nodes, layers


def _chain(a: _Node, b: _Node, ports: tuple[float, float], layers: list[list[_Node]], number: int) -> None:
    """Join two nodes, by dummies in layers between. Links within a layer do not shape it."""
    if a.layer == b.layer:
        return
    last, port = a, ports[0]
    for layer in range(a.layer + 1, b.layer):
        dummy = _Node(f"{number}", layer, _DUMMY)
        layers[layer].append(dummy)
        _join(last, dummy, port, _DUMMY / 2)
        last, port = dummy, _DUMMY / 2
    _join(last, b, port, ports[1])


def _join(a: _Node, b: _Node, port_a: float, port_b: float) -> None:
    a.after.append((b, port_a, port_b))
    b.before.append((a, port_b, port_a))


def _order(layers: list[list[_Node]]) -> None:
    """Sweep forth and back, sorting each layer by its neighbours; the order with fewest crossings stays."""
    best, fewest = [list(layer) for layer in layers], _crossings(layers)
    size = sum(len(layer) for layer in layers)
    for sweep in range(SWEEPS if size <= _LARGE else _FEW_SWEEPS):
        if not fewest:
            break
        forth = sweep % 2 == 0
        for layer in layers[1:] if forth else layers[-2::-1]:
            _sort_by_neighbours(layer, layers, forth)
        if size <= _LARGE:
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
        if not neighbours:
            return float(i)
        shares = [place[id(n)] + port / max(n.cross, 1.0) * 0.9 for n, _, port in neighbours]
        return sum(shares) / len(shares)

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
            total += sum((place[id(m)], pm) < (place[id(n)], pn) for n, _, pn in one for m, _, pm in two)
    return total


def _crossings(layers: list[list[_Node]]) -> int:
    """Pairs of links between neighbouring layers that cross: inversions, counted by sorted insertion."""
    total = 0
    for left, right in pairwise(layers):
        place = {id(n): i for i, n in enumerate(right)}
        ends = [
            ((i, port), (place[id(n)], other))
            for i, node in enumerate(left)
            for n, port, other in node.after
            if id(n) in place
        ]
        passed: list[tuple[int, float]] = []
        for _, end in sorted(ends):
            total += len(passed) - bisect_right(passed, end)
            insort(passed, end)
    return total
