"""Counts of open threats at each subject, as the diagram shows them."""

from __future__ import annotations

from collections.abc import Iterable

from dfdmodeler.analysis.threat import SEVERITIES, Threat
from dfdmodeler.drawing.primitives import Badge

_NOT_COUNTED = "validity"
"""Findings about the drawing itself are no threats; the panel lists them apart."""


def badges(threats: Iterable[Threat]) -> dict[str, Badge]:
    """By subject: how many threats nobody has closed, and the gravest severity among them.

    What a file of another tool brought along counts only while nothing of our own was found, as in the panel.
    """
    counted = [threat for threat in threats if threat.track != _NOT_COUNTED]
    own = [threat for threat in counted if not threat.imported]
    levels: dict[str, list[int]] = {}
    for threat in own or counted:
        if not threat.decided:
            levels.setdefault(threat.subject, []).append(_rank(threat.severity))
    return {subject: Badge(len(found), _name(min(found))) for subject, found in levels.items()}


def _rank(severity: str) -> int:
    return SEVERITIES.index(severity) if severity in SEVERITIES else len(SEVERITIES)


def _name(rank: int) -> str:
    return SEVERITIES[rank] if rank < len(SEVERITIES) else "Low"
