"""Minimum cuts: the fewest places at which a control closes every path.

A place is a flow, or an element inside a path. What can be closed has a price; all else stays open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from dfdmodeler.graph.sweeps import Way
from dfdmodeler.graph.topology import Hop, Node, Topology

Place = Node | Hop
Price = Callable[[Place], int | None]
"""How many changes close a place; None if nothing does."""
SOURCE, SINK = "source", "sink"


def minimum_cut(
    topology: Topology, way: Way, starts: Iterable[Node], ends: Iterable[Node], price: Price
) -> list[Place] | None:
    """The places of least total price without which no path is left, in the order of the topology.

    Of several such sets it is the one nearest the ends. None if paths remain whatever is closed; an empty
    list if there is no path.
    """
    import networkx

    graph = networkx.DiGraph()
    graph.add_nodes_from((SOURCE, SINK))
    for node in starts:
        graph.add_edge(SOURCE, (node.index, "start"))
    for node in ends:
        graph.add_edge((node.index, "in"), SINK)
    _add_hops(graph, topology, way, price)
    for node in topology.nodes:
        if way.passable[node.index]:
            _add(graph, (node.index, "in"), (node.index, "out"), price(node))
    try:
        _, (_, behind) = networkx.minimum_cut(graph, SOURCE, SINK)
    except networkx.NetworkXUnbounded:
        return None
    gates: list[tuple[Place, tuple[object, object]]] = [
        *((node, ((node.index, "in"), (node.index, "out"))) for node in topology.nodes),
        *((hop, _hop_gate(number)) for number, hop in enumerate(topology.flows)),
    ]
    return [
        place
        for place, (before, after) in gates
        if graph.has_edge(before, after) and before not in behind and after in behind
    ]


def _add_hops(graph: Any, topology: Topology, way: Way, price: Price) -> None:
    for number, hop in enumerate(topology.flows):
        if way.open is not None and not way.open(hop):
            continue
        before, after = _hop_gate(number)
        if hop.kinds & way.first:
            graph.add_edge((hop.source.index, "start"), before)
        if hop.kinds & way.later:
            graph.add_edge((hop.source.index, "out"), before)
        if hop.kinds & (way.first | way.later):
            _add(graph, before, after, price(hop))
            graph.add_edge(after, (hop.target.index, "in"))


def _add(graph: Any, before: object, after: object, price: int | None) -> None:
    """An edge that holds as much as it costs to close; without a capacity it counts as endless."""
    graph.add_edge(before, after, **({} if price is None else {"capacity": price}))


def _hop_gate(number: int) -> tuple[object, object]:
    return (number, "hop"), (number, "hop end")
