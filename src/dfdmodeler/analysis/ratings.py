"""Ratings of a threat beside its severity: which method gives which score, and which severity that suggests.

CVSS 4.0 is computed by the package `cvss`, which only this module imports, and only when it is asked.
Source: the specification of CVSS 4.0 by FIRST; for the other methods see `likelihood` and `owasp`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from dfdmodeler.analysis import likelihood, owasp
from dfdmodeler.model.records import Decision, RatingMethod

METHODS: Mapping[RatingMethod, str] = {
    "": "Not rated",
    "likelihood_impact": "Likelihood and impact",
    "cvss4": "CVSS 4.0",
    "owasp": "OWASP risk rating",
}
PREFIX = "CVSS:4.0"
BEGINNING = f"{PREFIX}/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:N/SC:N/SI:N/SA:N"
"""Where choosing metrics begins: reachable by all, harming nothing."""
LONGEST = 400
"""Characters of a vector; one with all metrics has fewer than 250."""
CVSS_LEVELS: Mapping[str, str] = {
    "Critical": "Critical",
    "High": "Important",
    "Medium": "Moderate",
    "Low": "Low",
}
"""Severities by the words of CVSS; its None suggests none."""
GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("How it is done", ("AV", "AC", "AT", "PR", "UI")),
    ("Harm to the system itself", ("VC", "VI", "VA")),
    ("Harm to others behind it", ("SC", "SI", "SA")),
    ("How far attacks are known", ("E",)),
)
"""The metrics that are asked for; others in a vector that was pasted are kept."""


@dataclass(frozen=True, slots=True)
class Rating:
    """What a method makes of what was said about a threat."""

    method: RatingMethod
    words: str
    """The result in the words of the method, with its score."""
    severity: str
    """The severity that it suggests; empty if none."""
    vector: str = ""
    """The vector in its usual form, where the method has one."""


@dataclass(frozen=True, slots=True)
class Metric:
    """A metric of CVSS with its values."""

    id: str
    label: str
    values: tuple[tuple[str, str], ...]
    """Pairs of a value and what it is called."""


def rating_of(decision: Decision, method: RatingMethod) -> Rating | None:
    """How a threat is rated by a method; None if too little was said, or something that the method does not
    know.
    """
    if method == "cvss4":
        return cvss4(decision.cvss)
    if method == "owasp":
        told = owasp.result(decision.owasp)
        return Rating(method, told.words, told.severity, decision.owasp) if told else None
    if method == "likelihood_impact":
        found = likelihood.result(decision.likelihood, decision.impact)
        return Rating(method, found.words, found.severity) if found else None
    return None


def cvss4(vector: str) -> Rating | None:
    """The score of a CVSS 4.0 vector; None if it is none."""
    from cvss import CVSS4, CVSSError

    text = vector.strip()
    if not text.startswith(PREFIX) or len(text) > LONGEST:
        return None
    try:
        read = CVSS4(text)
    except CVSSError:
        return None
    words = f"{float(read.base_score):.1f} {read.severity}"
    return Rating("cvss4", words, CVSS_LEVELS.get(read.severity, ""), read.clean_vector())


def cvss_values(vector: str) -> dict[str, str]:
    """The metrics that a vector states."""
    parts = (part.partition(":") for part in vector.strip().split("/")[1:])
    return {name: value for name, _, value in parts}


def with_metric(vector: str, metric: str, value: str) -> str:
    """A vector with another value of a metric; it begins as `BEGINNING` if there is none yet."""
    values = {**cvss_values(vector or BEGINNING), metric: value}
    stated = (f"{name}:{one}" for name, one in values.items() if one != "X")
    changed = cvss4("/".join((PREFIX, *stated)))
    return changed.vector if changed else vector


@cache
def cvss_metrics() -> Mapping[str, Metric]:
    """The metrics that are asked for, by id."""
    from cvss.constants4 import METRICS_ABBREVIATIONS, METRICS_VALUE_NAMES

    asked = [metric for _, metrics in GROUPS for metric in metrics]
    return {
        metric: Metric(
            metric,
            _LABELS.get(metric, METRICS_ABBREVIATIONS[metric].capitalize()),
            tuple((value, _VALUES.get(name, name)) for value, name in METRICS_VALUE_NAMES[metric].items()),
        )
        for metric in asked
    }


_LABELS: Mapping[str, str] = {
    "VC": "Confidentiality",
    "VI": "Integrity",
    "VA": "Availability",
    "SC": "Confidentiality",
    "SI": "Integrity",
    "SA": "Availability",
    "AT": "Attack requirements",
}
_VALUES: Mapping[str, str] = {"POC": "Proof of concept", "Not Defined": "Not said"}
