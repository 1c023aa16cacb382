"""Decisions in words: the same in the window, in reports and in tables."""

from __future__ import annotations

from collections.abc import Mapping

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
