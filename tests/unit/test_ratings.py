"""Ratings: known results of the methods, what they suggest, and vectors that are none."""

from __future__ import annotations

import subprocess
import sys

import pytest

from dfdmodeler.analysis import likelihood, owasp, ratings
from dfdmodeler.analysis.threat import SEVERITIES
from dfdmodeler.model.records import Decision

WORST = "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H"


@pytest.mark.parametrize(
    ("vector", "words", "severity"),
    [
        (WORST, "10.0 Critical", "Critical"),
        ("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", "9.3 Critical", "Critical"),
        # The next two are among the examples that FIRST publishes.
        ("CVSS:4.0/AV:L/AC:L/AT:P/PR:L/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", "7.3 High", "Important"),
        ("CVSS:4.0/AV:N/AC:L/AT:P/PR:N/UI:P/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", "7.7 High", "Important"),
        ("CVSS:4.0/AV:N/AC:L/AT:N/PR:L/UI:N/VC:N/VI:N/VA:N/SC:L/SI:N/SA:N", "5.3 Medium", "Moderate"),
        (ratings.BEGINNING, "0.0 None", ""),
    ],
)
def test_cvss_scores_are_those_of_the_specification(vector, words, severity):
    found = ratings.cvss4(vector)
    assert (found.words, found.severity) == (words, severity)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "high",
        "CVSS:4.0",
        "CVSS:4.0/AV:N",
        "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
        WORST.replace("AV:N", "AV:Q"),
        WORST + "/AV:N",
        WORST + "/" * 500,
        WORST + "/:::",
    ],
)
def test_what_is_no_vector_has_no_score(text):
    assert ratings.cvss4(text) is None


def test_a_vector_is_changed_metric_by_metric_and_keeps_what_it_has():
    vector = ratings.with_metric("", "VC", "H")
    assert ratings.cvss_values(vector)["VC"] == "H"
    pasted = f" {WORST}/CR:H\n"
    changed = ratings.with_metric(pasted, "E", "U")
    assert ratings.cvss_values(changed) == {**ratings.cvss_values(WORST), "E": "U", "CR": "H"}
    assert ratings.cvss_values(ratings.with_metric(changed, "E", "X")) == {
        **ratings.cvss_values(WORST),
        "CR": "H",
    }


def test_every_metric_that_is_asked_for_has_values_in_words():
    metrics = ratings.cvss_metrics()
    assert [id_ for _, ids in ratings.GROUPS for id_ in ids] == list(metrics)
    assert all(len(metric.values) >= 2 and metric.label for metric in metrics.values())
    assert set(ratings.cvss_values(ratings.BEGINNING)) <= set(metrics)


def test_the_package_is_loaded_only_when_asked():
    code = "import sys, dfdmodeler.analysis.ratings; print('cvss' in sys.modules)"
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
        == "False\n"
    )


# The worked example of the method.
LIKELY = "SL:5/M:2/O:7/S:1/ED:3/EE:6/A:9/ID:2"
TECHNICAL = "LC:9/LI:7/LAV:5/LAC:8"
BUSINESS = "FD:1/RD:2/NC:1/PV:5"


def test_the_worked_example_of_the_owasp_method():
    technical = owasp.result(f"{LIKELY}/{TECHNICAL}")
    assert (technical.likelihood, technical.impact, technical.business) == (4.375, 7.25, False)
    assert technical.words == "High: likelihood 4.375 (medium), technical impact 7.25 (high)"
    assert technical.severity == "Important"
    both = owasp.result(f"{LIKELY}/{TECHNICAL}/{BUSINESS}")
    assert (both.impact, both.business, both.severity) == (2.25, True, "Low")


@pytest.mark.parametrize(
    ("average", "level"), [(0, "Low"), (2.999, "Low"), (3, "Medium"), (5.9, "Medium"), (6, "High")]
)
def test_levels_of_the_owasp_method(average, level):
    assert owasp.level(average) == level


def test_the_corners_of_the_owasp_matrix():
    def severity(likely: int, impact: int) -> str:
        given = {n: (impact if n in ("LC", "LI", "LAV", "LAC") else likely) for n in list(owasp.FACTORS)[:12]}
        return owasp.result(owasp.vector_of(given)).severity

    assert [severity(1, 1), severity(1, 5), severity(1, 9)] == ["", "Low", "Moderate"]
    assert [severity(5, 1), severity(5, 5), severity(5, 9)] == ["Low", "Moderate", "Important"]
    assert [severity(9, 1), severity(9, 5), severity(9, 9)] == ["Moderate", "Important", "Critical"]


@pytest.mark.parametrize(
    "text", ["", LIKELY, TECHNICAL, f"{LIKELY}/LC:9", "SL:10/M:-1/X:3/O:½/S", f"{BUSINESS}/{TECHNICAL}"]
)
def test_too_few_factors_come_to_nothing(text):
    assert owasp.result(text) is None


def test_factors_are_read_and_written_in_the_order_of_the_method():
    assert owasp.values("(M:4/SL:5/nonsense/SL:12)") == {"SL": 5, "M": 4}
    assert owasp.vector_of({"M": 4, "SL": 5}) == "SL:5/M:4"
    for factor in owasp.FACTORS.values():
        assert all(0 <= value <= owasp.MOST for value, _ in factor.values)
        assert [v for v, _ in factor.values] == sorted({v for v, _ in factor.values})


def test_likelihood_and_impact_multiply():
    assert likelihood.result("very_high", "very_high") == (
        25,
        "Critical",
        "Very high likelihood × very high impact = 25",
    )
    assert likelihood.result("very_low", "very_high").severity == "Moderate"
    assert likelihood.result("low", "low").severity == "Low"
    assert likelihood.result("high", "medium").severity == "Important"
    assert likelihood.result("high", "") is None
    assert likelihood.result("often", "high") is None


def test_a_graver_level_never_suggests_less():
    order = list(likelihood.LEVELS)
    for row in order:
        ranks = [SEVERITIES.index(likelihood.result(row, column).severity) for column in order]
        assert ranks == sorted(ranks, reverse=True)


def test_a_decision_is_rated_as_the_model_chooses():
    decision = Decision(
        id="R@b", threat="R@b", cvss=WORST, likelihood="low", impact="high", owasp=f"{LIKELY}/{TECHNICAL}"
    )
    assert ratings.rating_of(decision, "cvss4").severity == "Critical"
    assert ratings.rating_of(decision, "likelihood_impact").severity == "Moderate"
    assert ratings.rating_of(decision, "owasp").severity == "Important"
    assert ratings.rating_of(decision, "") is None
