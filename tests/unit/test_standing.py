"""What becomes of decisions when rules and the drawing change: former ids, and how each threat stands."""

from __future__ import annotations

import pytest

from dfdmodeler.analysis.engine import analyze
from dfdmodeler.analysis.library import Library, load_library
from dfdmodeler.analysis.register import Register, adopting, register
from dfdmodeler.model import triage
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Mitigation
from systems import ROOT, model_of

ANN = {"author": "Ann", "date": "2026-01-02"}
BOB = {"author": "Bob", "date": "2026-01-03"}
PACK = """
[[mitigation]]
id = "M-1"
title = "A filter"
kind = "proactive"
marker = "False"

[[rule]]
id = "NEW-1"
aliases = ["OLD-1"]
scope = "node"
track = "security"
when = "isa(e, 'agent')"
severity = "Low"
title = "A rule"
mitigations = ["M-1"]
"""
SYSTEM = model_of({"elements": [{"id": "a", "type": "agent"}]})


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    folder = tmp_path_factory.mktemp("pack")
    (folder / "pack.toml").write_text('id = "own"\nversion = "1"\n', encoding="utf-8")
    (folder / "rows.toml").write_text(PACK, encoding="utf-8")
    found, problems = load_library([ROOT / "stencils"], [folder])
    assert not problems
    return found


def registered(library: Library, model: Model) -> Register:
    return register(library, analyze(library, model), model)


def test_what_is_kept_under_a_former_name_of_a_rule_counts_and_is_adopted(library: Library) -> None:
    model = triage.decide(SYSTEM, "OLD-1@a", status="accepted", reason="Small", **ANN)
    planned = Mitigation(id="M-1@OLD-1@a", threat="OLD-1@a", measure="M-1", status="verified")
    model = triage.comment(triage.mitigate(model, planned, **ANN), "OLD-1@a", "Why?", **ANN)
    found = registered(library, model)
    (row,) = found.threats
    assert (row.id, row.status, row.former, found.gone) == ("NEW-1@a", "accepted", ("OLD-1@a",), ())
    assert row.mitigations[0].stated == planned
    adopted = adopting(model, [row], **BOB)
    owned = triage.track(adopted, [row.id], owner="Cy", **BOB)
    (after,) = registered(library, owned).threats
    assert (after.status, after.former, after.mitigations[0].done) == ("accepted", (), True)
    assert after.decision is not None
    assert (after.decision.threat, after.decision.owner) == ("NEW-1@a", "Cy")
    assert "Why?" in [entry.text for entry in triage.history_of(owned, row.id)]
    assert adopting(owned, [after], **BOB) == owned
