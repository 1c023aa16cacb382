"""Threats that people state: at every kind of place, changed later, taken out without losing a decision."""

from __future__ import annotations

import pytest

from dfdmodeler.analysis.badges import badges
from dfdmodeler.analysis.engine import analyze
from dfdmodeler.analysis.history_words import tell
from dfdmodeler.analysis.lines import lines_of
from dfdmodeler.analysis.register import Register, register
from dfdmodeler.model import stating, triage
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import (
    DIAGRAM_SUBJECT,
    Boundary,
    Decision,
    Diagram,
    Element,
    Flow,
    Threat,
)
from dfdmodeler.report.compose import compose
from dfdmodeler.report.document import Heading
from systems import shipped_library

ANN = {"author": "Ann", "date": "2026-01-02"}
PLACES = ["llm", "ask", "org", DIAGRAM_SUBJECT]


def drawn() -> Model:
    return Model(
        [
            Diagram(id="main", name="Main"),
            Boundary(id="org", name="Organisation", type="organisation"),
            Element(id="user", type="human_user", name="User"),
            Element(id="llm", type="llm", name="Model", parent="org"),
            Flow(id="ask", source="user", target="llm", properties={"carries": ("prompt",)}),
        ]
    )


def stated(subject: str) -> Threat:
    return Threat(id="own", subject=subject, title="Stolen laptop", severity="Critical", category="Tampering")


def registered(model: Model) -> Register:
    library = shipped_library()
    return register(library, analyze(library, model), model)


@pytest.mark.parametrize("subject", PLACES)
def test_a_stated_threat_is_seen_wherever_threats_are(subject: str) -> None:
    model = stating.state(drawn(), stated(subject), **ANN)
    library = shipped_library()
    analysis = analyze(library, model)
    found = register(library, analysis, model)
    row = found.find("own@")
    assert row is not None
    assert (row.title, row.subject, row.severity, row.stride) == (
        "Stolen laptop",
        subject,
        "Critical",
        ("T",),
    )
    plain = badges(registered(drawn()).threats)
    now = badges(found.threats)[subject]
    assert now.count == (plain[subject].count if subject in plain else 0) + 1
    assert now.severity == "Critical"
    assert "own@" in [line.id for line in lines_of(found, model)]
    document = compose(model, library, analysis, found, date="1 January 2026")
    assert "Stolen laptop" in [block.text for block in document.blocks if isinstance(block, Heading)]


@pytest.mark.parametrize("subject", PLACES)
def test_a_decision_about_it_outlives_it(subject: str) -> None:
    model = stating.state(drawn(), stated(subject), **ANN)
    model = triage.decide(model, "own@", status="accepted", reason="Small", title="Stolen laptop", **ANN)
    model = stating.withdraw(model, "own", **ANN)
    found = registered(model)
    assert found.find("own@") is None
    assert [(d.title, d.reason) for d in found.gone] == [("Stolen laptop", "Small")]
    back = stating.state(model, stated(subject), **ANN)
    assert registered(back).find("own@").decision.reason == "Small"


def test_each_change_is_told_in_the_history() -> None:
    model = stating.state(drawn(), stated("llm"), **ANN)
    moved = stated("org").model_copy(update={"title": "Lost laptop", "severity": "Low"})
    model = stating.state(model, moved, **ANN)
    model = stating.state(model, moved.model_copy(update={"category": "Spoofing"}), **ANN)
    assert stating.state(model, model["own"], **ANN) is model
    model = stating.withdraw(model, "own", **ANN)
    assert [tell(entry).change for entry in triage.history_of(model, "own@")] == [
        "Stated: Stolen laptop",
        "Called Lost laptop, before Stolen laptop; changed: subject, severity",
        "Changed: category",
        "Removed: Lost laptop",
    ]
    assert stating.withdraw(model, "own", **ANN) is model


def test_what_is_kept_about_it_is_called_as_it_is_now() -> None:
    model = stating.state(drawn(), stated("llm"), **ANN)
    model = triage.decide(model, "own@", status="mitigated", title="Stolen laptop", **ANN)
    model = stating.state(model, stated("llm").model_copy(update={"title": "Lost laptop"}), **ANN)
    assert model.find(Decision, "own@").title == "Lost laptop"
