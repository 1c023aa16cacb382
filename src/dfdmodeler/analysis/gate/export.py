"""The JSON shape of what came of a gate, as plain values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from dfdmodeler.analysis.gate.levels import SEVERITIES, grade, is_undecided
from dfdmodeler.analysis.gate.outcome import Outcome, Reason, Result
from dfdmodeler.analysis.threat import Threat
from dfdmodeler.model.region import Region

Json = dict[str, Any]
Regions = Mapping[str, Region]


def as_json(outcome: Outcome, regions: Regions, threats: Iterable[Threat]) -> Json:
    """All checks in the order of their table, and how many threats are undecided."""
    return {
        "passed": outcome.passed,
        "errors": outcome.count("error"),
        "warnings": outcome.count("warning"),
        "notes": outcome.count("note"),
        "undecided": dict(undecided(threats)),
        "checks": [_check(result, regions) for result in outcome.results],
    }


def undecided(threats: Iterable[Threat]) -> Mapping[str, int]:
    """How many threats are undecided, by the severity as which a gate counts them."""
    counts = Counter(grade(row.severity) for row in threats if is_undecided(row))
    return {severity: counts[severity] for severity in SEVERITIES}


def region_of(reason: Reason, regions: Regions) -> Region | None:
    """Where in the file a reason points."""
    return next((regions[id_] for id_ in reason.records if id_ in regions), None)


def _check(result: Result, regions: Regions) -> Json:
    return {
        "id": result.check.id,
        "title": result.check.title,
        "level": result.level,
        "passed": not result.reasons,
        "reasons": [_reason(reason, regions) for reason in result.reasons],
    }


def _reason(reason: Reason, regions: Regions) -> Json:
    region = region_of(reason, regions)
    return {
        "text": reason.text,
        "hint": reason.hint,
        "threat": reason.threat,
        "records": list(reason.records),
        "line": region.line if region else None,
        "column": region.column if region else None,
    }
