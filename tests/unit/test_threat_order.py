"""The order of threats: severity, certainty, nearness to outsiders, value of the data, then ids."""

from __future__ import annotations

import pytest

from dfdmodeler.analysis.engine import Analysis, analyze
from dfdmodeler.analysis.threat import Finding
from systems import model_of, shipped_library


@pytest.fixture(scope="module")
def analysis() -> Analysis:
    """Outsiders reach `near` in one flow and both stores in two; the stores differ in what they hold."""
    elements = [
        {"id": "people", "type": "human_user"},
        {"id": "near", "type": "process"},
        {"id": "plain", "type": "data_store", "data_class": "internal"},
        {"id": "secret", "type": "data_store", "data_class": "special"},
        {"id": "apart", "type": "process"},
    ]
    flows = [
        {"id": "in", "from": "people", "to": "near"},
        {"id": "to_plain", "from": "near", "to": "plain"},
        {"id": "to_secret", "from": "near", "to": "secret"},
    ]
    return analyze(shipped_library(), model_of({"elements": elements, "flows": flows}))


def test_each_part_of_the_order_counts_after_those_before_it(analysis: Analysis) -> None:
    ordered = [
        Finding("Z", "apart", "Critical", False),
        Finding("Z", "apart", "Important", True),
        Finding("A", "near", "Important", False),
        Finding("Z", "apart", "Privacy", True),
        Finding("Z", "near", "Moderate", True),
        Finding("Z", "secret", "Moderate", True),
        Finding("A", "plain", "Moderate", True),
        Finding("B", "plain", "Moderate", True),
        Finding("A", "apart", "Moderate", True),
        Finding("A", "near", "Moderate", False),
        Finding("A", "near", "Low", True),
    ]
    assert sorted(reversed(ordered), key=analysis.ranking.key) == ordered


def test_a_flow_is_as_near_as_its_source_and_as_valuable_as_its_data(analysis: Analysis) -> None:
    ranking = analysis.ranking
    assert [ranking.exposure(one) for one in ("in", "to_plain", "to_secret")] == [1, 2, 2]
    assert ranking.value("secret") > ranking.value("plain") > ranking.value("near") == 0
