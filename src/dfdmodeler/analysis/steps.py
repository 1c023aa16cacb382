"""The path behind a threat, step by step: what flows from where to where, and which boundaries it crosses."""

from __future__ import annotations

from dataclasses import dataclass

from dfdmodeler.analysis.threat import Witness
from dfdmodeler.graph.topology import Hop, Topology
from dfdmodeler.rules.wording import Wording


@dataclass(frozen=True, slots=True)
class Step:
    """One flow of a path, in the direction of the path."""

    flow: str
    source: str
    target: str
    label: str
    """The flow's name, or what it carries where nobody named it; empty if nobody says either."""
    carries: str
    """What it carries, in words; empty if nobody says."""
    crosses: tuple[str, ...]
    """Ids of the boundaries that it crosses."""


def steps(topology: Topology, path: Witness) -> tuple[Step, ...]:
    """The steps of a path that was found in this topology."""
    ends = zip(path.flows, path.elements, path.elements[1:], strict=False)
    return tuple(_step(topology, *row) for row in ends)


def _step(topology: Topology, flow: str, source: str, target: str) -> Step:
    hop = _hop(topology, flow, source, target)
    if hop is None:
        return Step(flow, source, target, "", "", ())
    carries = Wording(topology.catalog, topology.kinds).carried(hop.kinds)
    named = hop.drawn and hop.name != f"{hop.source.name} to {hop.target.name}"
    crosses = tuple(area.id for area in topology.areas if area.id in hop.crossed)
    return Step(flow, source, target, hop.name if named else carries, carries, crosses)


def _hop(topology: Topology, flow: str, source: str, target: str) -> Hop | None:
    """The direction of a flow that leads this way."""
    start = topology.node(source)
    outflows = start.outflows if start else []
    return next((hop for hop in outflows if hop.id == flow and hop.target.id == target), None)
