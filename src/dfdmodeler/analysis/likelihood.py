"""Likelihood and impact in words, and the severity that both together suggest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

LEVELS: Mapping[str, str] = {
    "very_low": "Very low",
    "low": "Low",
    "medium": "Medium",
    "high": "High",
    "very_high": "Very high",
}
"""Levels of both, the least first; their places from 1 to 5 multiply to the score."""
BOUNDS: tuple[tuple[int, str], ...] = ((20, "Critical"), (10, "Important"), (5, "Moderate"), (1, "Low"))
"""The least score of each severity."""


class Result(NamedTuple):
    """A place in the matrix."""

    score: int
    severity: str
    words: str


def result(likelihood: str, impact: str) -> Result | None:
    """The place of two levels in the matrix; None if one of them is none."""
    if likelihood not in LEVELS or impact not in LEVELS:
        return None
    order = list(LEVELS)
    score = (order.index(likelihood) + 1) * (order.index(impact) + 1)
    severity = next(level for least, level in BOUNDS if score >= least)
    return Result(
        score, severity, f"{LEVELS[likelihood]} likelihood × {LEVELS[impact].lower()} impact = {score}"
    )
