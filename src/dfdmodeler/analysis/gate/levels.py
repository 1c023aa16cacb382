"""How gates rank severities."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

from dfdmodeler.analysis.threat import Threat

Severity = Literal["critical", "important", "moderate", "low"]
"""Severities a gate can look at, gravest first."""
SEVERITIES: tuple[Severity, ...] = get_args(Severity)
TRACKS = ("security", "reliability", "privacy")
"""The tracks that gates look at: findings about the drawing itself are no threats."""
_GRADES: Mapping[str, int] = {"Critical": 0, "Important": 1, "Privacy": 1, "Moderate": 2, "Low": 3}
"""Privacy counts as Important; what is not listed here counts as gravest."""


def grade(severity: str) -> Severity:
    """The severity as which a gate counts this one."""
    return SEVERITIES[_GRADES.get(severity, 0)]


def is_undecided(threat: Threat, least: Severity = "low") -> bool:
    """Whether a threat of this severity or a graver one waits for a decision."""
    counts = threat.track in TRACKS and not threat.decided
    return counts and SEVERITIES.index(grade(threat.severity)) <= SEVERITIES.index(least)
