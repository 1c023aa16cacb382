"""Ranks of a directed graph for layered drawing: each node gets a layer; most edges lead to a higher one."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

N = TypeVar("N", bound=Hashable)


def acyclic_order(nodes: Sequence[N], edges: Iterable[tuple[N, N]]) -> list[N]:
    """All nodes in an order that few edges run against; ties are broken by the order given.

    Nodes of a cycle are ordered greedily: whoever mostly receives last, whoever mostly sends first.
    """
    import networkx as nx

    place = {node: number for number, node in enumerate(nodes)}
    graph = nx.DiGraph()
    graph.add_nodes_from(nodes)
    graph.add_edges_from((a, b) for a, b in edges if a != b and a in place and b in place)
    condensed = nx.condensation(graph)
    first = {c: min(place[n] for n in data["members"]) for c, data in condensed.nodes(data=True)}
    order: list[N] = []
    for component in nx.lexicographical_topological_sort(condensed, key=first.__getitem__):
        members = sorted(condensed.nodes[component]["members"], key=place.__getitem__)
        order += _greedy(graph.subgraph(members), members)
    return order


def _greedy(graph: Any, members: Sequence[N]) -> list[N]:
    """Eades' heuristic for a small feedback set within one strongly connected component."""
    left: list[N] = []
    right: list[N] = []
    waiting = dict.fromkeys(members)
    incoming = {n: {m for m in graph.predecessors(n) if m != n} for n in members}
    outgoing = {n: {m for m in graph.successors(n) if m != n} for n in members}
    while waiting:
        sink = next((n for n in waiting if not outgoing[n]), None)
        source = next((n for n in waiting if not incoming[n]), None)
        chosen = sink if sink is not None else source
        if chosen is None:
            chosen = max(waiting, key=lambda n: len(outgoing[n]) - len(incoming[n]))
        (right if sink is not None else left).append(chosen)
        del waiting[chosen]
        for other in incoming[chosen]:
            outgoing[other].discard(chosen)
        for other in outgoing[chosen]:
            incoming[other].discard(chosen)
    return left + right[::-1]


def ranks(nodes: Sequence[N], edges: Iterable[tuple[N, N]], order: Mapping[N, int]) -> dict[N, int]:
    """A layer for each node, from 0: the longest way to it, with sources drawn up to their nearest follower.

    `order` says which way edges count: an edge against it is taken as its reverse.
    """
    import networkx as nx

    graph = nx.DiGraph()
    graph.add_nodes_from(sorted(nodes, key=order.__getitem__))
    for a, b in edges:
        if a != b:
            graph.add_edge(*((a, b) if order[a] < order[b] else (b, a)))
    rank: dict[N, int] = {}
    for layer, members in enumerate(nx.topological_generations(graph)):
        rank.update(dict.fromkeys(members, layer))
    for node in reversed(list(graph)):
        followers = [rank[m] for m in graph.successors(node)]
        if followers and not graph.in_degree(node):
            rank[node] = min(followers) - 1
    used = {value: number for number, value in enumerate(sorted(set(rank.values())))}
    return {node: used[rank[node]] for node in nodes}
