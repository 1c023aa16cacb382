"""The JSON shape of a portfolio, as plain values: the same models give the same bytes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dfdmodeler.analysis.gate.levels import SEVERITIES, Severity
from dfdmodeler.analysis.portfolio import Portfolio, Summary
from dfdmodeler.rules.rule import Rule

Json = dict[str, Any]


def as_json(portfolio: Portfolio, rules: Mapping[str, Rule], today: str) -> Json:
    """The whole portfolio; models are in its order, worst first."""
    return {
        "today": today,
        "undecided": _levels(portfolio.undecided),
        "models": [_model(one) for one in portfolio.models],
        "not_analysed": [
            {"file": one.file, "what": one.problem.what, "hint": one.problem.hint}
            for one in portfolio.failed
            if one.problem
        ],
        "recurring": [
            {
                "rule": row.rule,
                "title": rules[row.rule].title if row.rule in rules else "",
                "severity": row.severity,
                "threats": row.threats,
                "models": list(row.files),
            }
            for row in portfolio.recurring
        ],
    }


def _levels(counts: Mapping[Severity, int]) -> Json:
    return {severity: counts.get(severity, 0) for severity in SEVERITIES}


def _model(one: Summary) -> Json:
    return {
        "file": one.file,
        "title": one.title,
        "elements": one.elements,
        "undecided": _levels(one.undecided),
        "decided": one.decided,
        "review_again": one.again,
        "expired": one.expired,
        "overdue": one.overdue,
        "remarks": one.remarks,
    }
