"""In which order findings are shown."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

from dfdmodeler.analysis.threat import SEVERITIES, Finding
from dfdmodeler.graph.patch import Patch
from dfdmodeler.graph.renewal import Renewed
from dfdmodeler.graph.topology import Hop, Node, Topology
from dfdmodeler.model.values import Value

DATA_CLASSES = ("public", "internal", "confidential", "personal", "special")
"""Least valuable first."""
_GRADES = {severity: grade for grade, severity in enumerate(SEVERITIES)}
_VALUES: dict[Value | None, int] = {data_class: place for place, data_class in enumerate(DATA_CLASSES, 1)}
_FAR = 1 << 30

Key = tuple[int, bool, int, int, str, str]


class Ranking:
    """Sort keys: severity, confirmed first, nearest to outsiders, most valuable data, then ids."""

    def __init__(self, topology: Topology) -> None:
        self._topology = topology
        self._outsiders = {node for node in topology.nodes if _is_outsider(node)}
        self._distance = _distances(topology, self._outsiders)
        self._place: dict[str, tuple[int, int]] = {}

    def renew(self, renewed: Renewed, patch: Patch) -> set[str]:
        """Brings the order up to date with the topology; the subjects nearer to outsiders now, or farther."""
        patch.set(self, "_place", {})
        nodes = renewed.nodes - renewed.gone
        flipped = [node for node in nodes if (node in self._outsiders) != _is_outsider(node)]
        new_places = len(self._topology.places) > len(self._distance)
        if not (renewed.rewired or new_places or flipped or renewed.gone & self._outsiders):
            return set()
        before = self._distance
        patch.set(self, "_outsiders", {node for node in self._topology.nodes if _is_outsider(node)})
        patch.set(self, "_distance", _distances(self._topology, self._outsiders))
        before = before + [_FAR] * (len(self._distance) - len(before))
        moved = [place for place, one in enumerate(self._distance) if one != before[place]]
        nodes_moved = [self._topology.places[place] for place in moved]
        return {node.id for node in nodes_moved} | {hop.id for n in nodes_moved for hop in n.outflows}

    def key(self, finding: Finding) -> Key:
        return self.key_of(finding.severity, finding.confirmed, finding.rule, finding.subject)

    def keyed(self, subject: str, findings: Iterable[Finding]) -> list[tuple[Key, Finding]]:
        """The findings at one subject with their keys."""
        exposure, value = self._placed(subject)
        return [
            ((_GRADES[row.severity], not row.confirmed, exposure, value, row.rule, subject), row)
            for row in findings
        ]

    def key_of(self, severity: str, confirmed: bool, rule: str, subject: str) -> Key:
        """The key of a threat; a severity that is not among ours stands last."""
        exposure, value = self._placed(subject)
        return _GRADES.get(severity, len(_GRADES)), not confirmed, exposure, value, rule, subject

    def _placed(self, subject: str) -> tuple[int, int]:
        """The part of a key that all threats at a subject share."""
        place = self._place.get(subject)
        if place is None:
            place = self._place[subject] = (self.exposure(subject), -self.value(subject))
        return place

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
        return max([_VALUES.get(thing.props.get("data_class"), 0) for thing in things], default=0)


def _is_outsider(node: Node) -> bool:
    return node.isa("external_entity") and node.trust != "trusted"


def _distances(topology: Topology, outsiders: Iterable[Node]) -> list[int]:
    distance = [_FAR] * len(topology.places)
    queue = deque(node.index for node in outsiders)
    for place in queue:
        distance[place] = 0
    while queue:
        place = queue.popleft()
        for _, there, _ in topology.forward[place]:
            if distance[there] == _FAR:
                distance[there] = distance[place] + 1
                queue.append(there)
    return distance
