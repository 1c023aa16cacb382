"""In which order findings are shown."""

from __future__ import annotations

from collections import deque

from dfdmodeler.analysis.threat import SEVERITIES, Finding
from dfdmodeler.graph.topology import Hop, Node, Topology
from dfdmodeler.model.values import Value

DATA_CLASSES = ("public", "internal", "confidential", "personal", "special")
"""Least valuable first."""
_FAR = 1 << 30

Key = tuple[int, bool, int, int, str, str]


class Ranking:
    """Sort keys: severity, confirmed first, nearest to outsiders, most valuable data, then ids."""

    def __init__(self, topology: Topology) -> None:
        self._topology = topology
        self._distance = _distances(topology)
        self._place: dict[str, tuple[int, int]] = {}

    def key(self, finding: Finding) -> Key:
        return self.key_of(finding.severity, finding.confirmed, finding.rule, finding.subject)

    def key_of(self, severity: str, confirmed: bool, rule: str, subject: str) -> Key:
        """The key of a threat; a severity that is not among ours stands last."""
        grade = SEVERITIES.index(severity) if severity in SEVERITIES else len(SEVERITIES)
        place = self._place.get(subject)
        if place is None:
            place = self._place[subject] = (self.exposure(subject), -self.value(subject))
        return grade, not confirmed, *place, rule, subject

    def exposure(self, subject: str) -> int:
        """The fewest flows from an external entity that is not trusted; very many if there is no way."""
        node = self._topology.node(subject)
        if node is not None:
            return self._distance[node.index]
        halves = self._topology.halves.get(subject, ())
        return min((self._distance[half.source.index] + 1 for half in halves), default=_FAR)

    def value(self, subject: str) -> int:
        """The highest data class at the subject or its flows, as a number; 0 if none is known."""
        node = self._topology.node(subject)
        things: list[Node | Hop] = [*self._topology.halves.get(subject, ())]
        if node is not None:
            things += [node, *node.inflows, *node.outflows]
        return max((_value(thing.props.get("data_class")) for thing in things), default=0)


def _value(data_class: Value | None) -> int:
    return DATA_CLASSES.index(data_class) + 1 if data_class in DATA_CLASSES else 0


def _distances(topology: Topology) -> list[int]:
    distance = [_FAR] * (len(topology.nodes) + 1)
    outsiders = [n.index for n in topology.nodes if n.isa("external_entity") and n.trust != "trusted"]
    for place in outsiders:
        distance[place] = 0
    queue = deque(outsiders)
    while queue:
        place = queue.popleft()
        for _, there, _ in topology.forward[place]:
            if distance[there] == _FAR:
                distance[there] = distance[place] + 1
                queue.append(there)
    return distance
