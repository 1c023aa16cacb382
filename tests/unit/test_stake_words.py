"""What an answer would change, in words."""

from __future__ import annotations

from dfdmodeler.analysis.stake_words import full_words, short_words, touched
from dfdmodeler.analysis.stakes import Outcome
from dfdmodeler.analysis.threat import Finding


def finding(rule: str, severity: str = "Important") -> Finding:
    return Finding(rule, "llm", severity, True)


OUTCOME = Outcome(
    "yes",
    vanishes=(finding("A"), finding("B", "Critical"), finding("C")),
    appears=(finding("D", "Low"),),
)


def test_counts_stand_beside_a_choice_and_severities_where_there_is_room():
    assert short_words(OUTCOME) == "removes 3 threats, adds 1"
    assert full_words(OUTCOME) == "removes 3 threats (1 Critical, 2 Important), adds 1 (Low)"
    assert short_words(Outcome("no", confirms=(finding("A"),))) == "confirms 1 threat"


def test_closed_threats_do_not_count():
    assert short_words(OUTCOME, {"A@llm", "D@llm"}) == "removes 2 threats"
    assert short_words(Outcome("no", appears=(finding("A"),)), {"A@llm"}) == ""
    assert touched([OUTCOME, Outcome("no", regrades=(finding("A"),))], {"B@llm"}) == 3
