"""Coordinates for blocks whose layers and order are settled: so placed that links run straight."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from statistics import median

from dfdmodeler.drawing.layers import Block, Link

_TURNS = 6

Neighbours = Mapping[str, Sequence[tuple[str, float, float]]]
"""For each block: another one, the own port of a link to it, and its port there."""


def aligned(
    layers: Sequence[Sequence[str]],
    blocks: Mapping[str, Block],
    links: Sequence[Link],
    gap_main: Callable[[int], float],
    gap_cross: Callable[[str, str], float],
) -> dict[str, tuple[float, float]]:
    """The start of each block on the main and the cross axis, from 0.

    `gap_main(i)` is the room between layers i and i + 1, `gap_cross(a, b)` that between blocks of a layer.
    """
    thickness = [max(blocks[node].main for node in layer) for layer in layers]
    starts = [0.0]
    for i, size in enumerate(thickness[:-1]):
        starts.append(starts[-1] + size + gap_main(i))
    at = _across(layers, blocks, links, gap_cross)
    lowest = min(at.values(), default=0.0)
    return {
        node: (starts[i] + (thickness[i] - blocks[node].main) / 2, at[node] - lowest)
        for i, layer in enumerate(layers)
        for node in layer
    }


def _across(
    layers: Sequence[Sequence[str]],
    blocks: Mapping[str, Block],
    links: Sequence[Link],
    gap_cross: Callable[[str, str], float],
) -> dict[str, float]:
    before, after = _neighbours(layers, blocks, links)
    sizes = [[blocks[node].cross for node in layer] for layer in layers]
    gaps = [[gap_cross(a, b) for a, b in pairwise(layer)] for layer in layers]
    at: dict[str, float] = {}
    for layer, size, gap in zip(layers, sizes, gaps, strict=True):
        total = sum(size) + sum(gap)
        at.update(zip(layer, spread([-total / 2] * len(layer), size, gap), strict=True))
    rows = list(zip(layers, sizes, gaps, strict=True))
    for turn in range(_TURNS):
        forth = turn % 2 == 0
        sides = (before, after) if turn == _TURNS - 1 else (before,) if forth else (after,)
        for layer, size, gap in rows if forth else rows[::-1]:
            wishes = [_wish(node, sides, at) for node in layer]
            at.update(zip(layer, spread(wishes, size, gap), strict=True))
    return at


def _neighbours(
    layers: Sequence[Sequence[str]], blocks: Mapping[str, Block], links: Sequence[Link]
) -> tuple[Neighbours, Neighbours]:
    """Neighbours in earlier and in later layers; those in the next layer alone, if there are any."""
    layer_of = {node: i for i, layer in enumerate(layers) for node in layer}
    before: dict[str, list[tuple[int, str, float, float]]] = {node: [] for node in layer_of}
    after: dict[str, list[tuple[int, str, float, float]]] = {node: [] for node in layer_of}
    for link in links:
        a, b = link.source, link.target
        ports = blocks[a].port(link.source_element), blocks[b].port(link.target_element)
        if layer_of[a] > layer_of[b]:
            a, b, ports = b, a, (ports[1], ports[0])
        if layer_of[a] != layer_of[b]:
            distance = layer_of[b] - layer_of[a]
            after[a].append((distance, b, *ports))
            before[b].append((distance, a, ports[1], ports[0]))
    return _nearest(before), _nearest(after)


def _nearest(neighbours: Mapping[str, Sequence[tuple[int, str, float, float]]]) -> Neighbours:
    result = {}
    for node, found in neighbours.items():
        nearest = min((item[0] for item in found), default=0)
        result[node] = [item[1:] for item in found if item[0] == nearest]
    return result


def _wish(node: str, sides: Sequence[Neighbours], at: Mapping[str, float]) -> float:
    """Where the block's links would run straight: the median of its neighbours' wishes."""
    wishes = [at[other] + theirs - own for side in sides for other, own, theirs in side[node]]
    return median(wishes) if wishes else at[node]


def spread(wishes: Sequence[float], sizes: Sequence[float], gaps: Sequence[float]) -> list[float]:
    """Places as near to the wishes as possible, in the same order, with the gaps between neighbours.

    Least squares by pooling: neighbours that would overlap move as one.
    """
    offsets = [0.0]
    for size, gap in zip(sizes, gaps, strict=False):
        offsets.append(offsets[-1] + size + gap)
    pools: list[tuple[float, int]] = []
    for wish, offset in zip(wishes, offsets, strict=False):
        pools.append((wish - offset, 1))
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (one, n), (two, m) = pools[-2], pools[-1]
            pools[-2:] = [((one * n + two * m) / (n + m), n + m)]
    bases = [base for base, count in pools for _ in range(count)]
    return [base + offset for base, offset in zip(bases, offsets, strict=False)]
