"""The OWASP risk rating: sixteen factors from 0 to 9, averaged to a likelihood and an impact.

Source: the OWASP Risk Rating Methodology. Averages below 3 are low, below 6 medium, others high; the
impact on the business counts where it is known, else the technical one. The words are our own.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

LOW, HIGH = 3.0, 6.0
MOST = 9


class Factor(NamedTuple):
    """One factor, with values that the method names; those between them may be given too."""

    id: str
    label: str
    values: tuple[tuple[int, str], ...]


class Group(NamedTuple):
    """Four factors that belong together."""

    title: str
    factors: tuple[Factor, ...]


class Result(NamedTuple):
    """What the factors come to."""

    likelihood: float
    impact: float
    business: bool
    """Whether the impact is the one on the business."""
    severity: str
    """Of our levels; empty for a risk that is only to be noted."""
    words: str


GROUPS: tuple[Group, ...] = (
    Group("Who attacks", (
        Factor("SL", "Skill", (
            (1, "None"), (3, "Some"), (5, "Advanced user"), (6, "Programs and networks"),
            (9, "Breaks into systems"))),
        Factor("M", "Reward", ((1, "Little or none"), (4, "Possible"), (9, "High"))),
        Factor("O", "Means and access", (
            (0, "Full access or costly means"), (4, "Special access or means"),
            (7, "Some access or means"), (9, "None needed"))),
        Factor("S", "Size of the group", (
            (2, "Developers, administrators"), (4, "Users inside"), (5, "Partners"),
            (6, "Users with an account"), (9, "Anybody on the internet"))),
    )),
    Group("How it is found and used", (
        Factor("ED", "Finding it", (
            (1, "Practically impossible"), (3, "Difficult"), (7, "Easy"), (9, "With ready tools"))),
        Factor("EE", "Using it", (
            (1, "Only in theory"), (3, "Difficult"), (5, "Easy"), (9, "With ready tools"))),
        Factor("A", "How well known", (
            (1, "Unknown"), (4, "Hidden"), (6, "Obvious"), (9, "Public knowledge"))),
        Factor("ID", "Being noticed", (
            (1, "At once, by the program"), (3, "Logged and looked at"), (8, "Logged only"),
            (9, "Not logged"))),
    )),
    Group("Technical impact", (
        Factor("LC", "Data disclosed", (
            (2, "Little, harmless"), (6, "Little that matters, or much harmless"),
            (7, "Much that matters"), (9, "All"))),
        Factor("LI", "Data corrupted", (
            (1, "Little, slightly"), (3, "Little, badly"), (5, "Much, slightly"), (7, "Much, badly"),
            (9, "All"))),
        Factor("LAV", "Service lost", (
            (1, "Little of minor services"), (5, "Some of main, or much of minor services"),
            (7, "Much of main services"), (9, "All"))),
        Factor("LAC", "Traced to a person", ((1, "Fully"), (7, "Possibly"), (9, "Not at all"))),
    )),
    Group("Impact on the business", (
        Factor("FD", "Money lost", (
            (1, "Less than the fix costs"), (3, "Felt in the year's profit"),
            (7, "Much of the year's profit"), (9, "Bankruptcy"))),
        Factor("RD", "Reputation", (
            (1, "Hardly harmed"), (4, "Large customers lost"), (5, "Trust lost"), (9, "Brand damaged"))),
        Factor("NC", "Rules broken", ((2, "Minor"), (5, "Clear"), (7, "Widely noticed"))),
        Factor("PV", "Personal data of", (
            (3, "One person"), (5, "Hundreds"), (7, "Thousands"), (9, "Millions"))),
    )),
)  # fmt: skip
FACTORS: Mapping[str, Factor] = {factor.id: factor for group in GROUPS for factor in group.factors}
_LEVELS = ("Low", "Medium", "High")
_RISKS: Mapping[tuple[str, str], str] = {
    ("Low", "Low"): "Note",
    ("Low", "Medium"): "Low",
    ("Low", "High"): "Medium",
    ("Medium", "Low"): "Low",
    ("Medium", "Medium"): "Medium",
    ("Medium", "High"): "High",
    ("High", "Low"): "Medium",
    ("High", "Medium"): "High",
    ("High", "High"): "Critical",
}
"""The overall risk by likelihood and impact."""
_SEVERITIES: Mapping[str, str] = {
    "Low": "Low",
    "Medium": "Moderate",
    "High": "Important",
    "Critical": "Critical",
}


def values(vector: str) -> dict[str, int]:
    """The factors that a vector such as ``SL:5/M:4`` gives; what it does not know is left out."""
    found = {}
    for part in vector.strip().strip("()").split("/"):
        name, _, value = part.strip().partition(":")
        if name in FACTORS and len(value) == 1 and value in "0123456789":
            found[name] = int(value)
    return found


def vector_of(given: Mapping[str, int]) -> str:
    """Factors as a vector, in the order of the method."""
    return "/".join(f"{name}:{given[name]}" for name in FACTORS if name in given)


def level(average: float) -> str:
    """Low, medium or high."""
    return _LEVELS[(average >= LOW) + (average >= HIGH)]


def result(vector: str) -> Result | None:
    """What the factors come to; None unless all of the likelihood and all of one impact are given."""
    given = values(vector)
    agent, weakness, technical, business = (_average(group, given) for group in GROUPS)
    impact = business if business is not None else technical
    if agent is None or weakness is None or impact is None:
        return None
    likelihood = (agent + weakness) / 2
    levels = level(likelihood), level(impact)
    risk = _RISKS[levels]
    kind = "business impact" if business is not None else "technical impact"
    words = (
        f"{risk}: likelihood {_number(likelihood)} ({levels[0].lower()}), "
        f"{kind} {_number(impact)} ({levels[1].lower()})"
    )
    return Result(likelihood, impact, business is not None, _SEVERITIES.get(risk, ""), words)


def _average(group: Group, given: Mapping[str, int]) -> float | None:
    stated = [given[factor.id] for factor in group.factors if factor.id in given]
    return sum(stated) / len(stated) if len(stated) == len(group.factors) else None


def _number(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")
