"""What rules say of boundary lines: that one holds nothing is no fault, that nothing crosses it is."""

from __future__ import annotations

from typing import Any

import pytest

from dfdmodeler.analysis.engine import analyze
from systems import model_of, shipped_library


def told(shape: str, *crossings: str) -> set[str]:
    system: dict[str, Any] = {
        "boundaries": [{"id": "wire", "kind": "network", "shape": shape}],
        "elements": [{"id": "a", "type": "web_app"}, {"id": "b", "type": "llm"}],
        "flows": [{"id": "f", "from": "a", "to": "b", "line_crossings": list(crossings)}],
    }
    analysis = analyze(shipped_library(), model_of(system))
    return {finding.rule for finding in analysis.findings if finding.subject == "wire"}


@pytest.mark.parametrize(
    ("shape", "crossings", "rules"),
    [
        ("line", ["wire"], set()),
        ("line", [], {"DV-14"}),
        ("box", [], {"DV-09"}),
        ("box", ["wire"], {"DV-09"}),
    ],
)
def test_a_line_is_empty_by_nature(shape: str, crossings: list[str], rules: set[str]) -> None:
    assert told(shape, *crossings) == rules
