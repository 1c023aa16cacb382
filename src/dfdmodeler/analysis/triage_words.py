"""Decisions in words: the same in the window, in reports and in tables."""

from __future__ import annotations

from collections.abc import Mapping

from dfdmodeler.analysis.threat import Threat
from dfdmodeler.model.triage_records import MitigationStatus

STATUS_WORDS: Mapping[str, str] = {
    "open": "Open",
    "needs_investigation": "Needs investigation",
    "mitigated": "Mitigated",
    "accepted": "Accepted",
    "transferred": "Transferred",
    "avoided": "Avoided",
    "not_applicable": "Not applicable",
    "false_positive": "False positive",
}
"""Every decision, in the order in which people are offered them."""
MITIGATION_WORDS: Mapping[MitigationStatus, str] = {
    "proposed": "Proposed",
    "planned": "Planned",
    "implemented": "Implemented",
    "verified": "Verified",
}
REASONS_ASKED: Mapping[str, str] = {
    "accepted": "Why is the risk accepted?",
    "transferred": "To whom, and on what terms?",
    "avoided": "What was given up or changed, so that it cannot happen?",
    "not_applicable": "Why does it not apply here?",
    "false_positive": "What did the rule get wrong?",
}
"""What is asked of those who close a threat without doing anything against it."""

STANDING_TOLD: Mapping[str, str] = {
    "new": "New since the last review.",
    "reopened": "It was gone or settled, and is open again.",
}
"""What is said of how a threat stands, beside its decision."""
ENDED: Mapping[str, str] = {"accepted": "acceptance", "transferred": "transfer"}
"""What a decision is called that holds until a day."""


def decision_words(threat: Threat) -> str:
    """What was decided about a threat, and whether that has to be looked at again."""
    words = STATUS_WORDS[threat.status]
    if threat.expired:
        return f"{words}, expired"
    return f"{words}, review again" if threat.evidence_changed else words


def end_words(threat: Threat) -> str:
    """Until when the decision about a threat holds, or that it does no longer; empty if it does not end."""
    decision = threat.decision
    if decision is None or not decision.expires:
        return ""
    if not threat.expired:
        return f"It holds until {decision.expires}."
    what = ENDED.get(decision.status, "decision")
    return f"The {what} ended on {decision.expires}: it is open again."
