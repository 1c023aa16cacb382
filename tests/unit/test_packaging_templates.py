"""The templates are made from their sources, fit to be seen, and worth starting from."""

from __future__ import annotations

from functools import cache

import pytest

import make_templates
from dfdmodeler.analysis.check import check_model
from dfdmodeler.analysis.engine import analyze
from dfdmodeler.analysis.register import Register, register
from dfdmodeler.drawing.diagram import picture
from dfdmodeler.formats import native
from dfdmodeler.model.model import Model
from drawing_models import metrics
from drawing_quality import crossings, faults, shared_stretches, struck_labels
from systems import ROOT, shipped_library

NAMES = (
    "agent-with-tools.dfdm",
    "face-recognition-api.dfdm",
    "federated-learning.dfdm",
    "fraud-classifier.dfdm",
    "outsourced-fine-tuning.dfdm",
    "rag-chatbot.dfdm",
    "vision-in-a-car.dfdm",
)
TEMPLATES = ROOT / "resources" / "templates"


@cache
def template(name: str) -> Model:
    model, problems = native.read((TEMPLATES / name).read_bytes(), name)
    assert model is not None
    assert not problems
    return model


@cache
def threats(name: str) -> Register:
    library = shipped_library()
    return register(library, analyze(library, template(name)), template(name))


def test_the_templates_are_up_to_date() -> None:
    made = make_templates.templates()
    assert tuple(made) == NAMES
    assert {name: (TEMPLATES / name).read_bytes() for name in NAMES} == made, (
        "run packaging/make_templates.py"
    )


@pytest.mark.parametrize("name", NAMES)
def test_a_template_is_fit_to_be_seen(name: str) -> None:
    model = template(name)
    drawn = picture(model, shipped_library().catalog, model.diagrams[0].id, metrics())
    assert [*faults(drawn, model), *struck_labels(drawn), *shared_stretches(drawn)] == []
    assert crossings(drawn) == 0


@pytest.mark.parametrize("name", NAMES)
def test_a_template_is_in_order(name: str) -> None:
    library = shipped_library()
    assert check_model(template(name), library.catalog, library.mitigations) == ()
    assert [row for row in threats(name).threats if row.track == "validity"] == []
    about = template(name).about
    assert about.title
    assert about.description


@pytest.mark.parametrize("name", NAMES)
def test_a_template_shows_confirmed_and_assumed_threats_and_leaves_questions(name: str) -> None:
    rows = threats(name).threats
    assert {row.confidence for row in rows} == {"confirmed", "assumed"}
    assert 15 <= len(rows) <= 35
    assert analyze(shipped_library(), template(name)).questions()


@pytest.mark.parametrize(
    ("name", "rules"),
    [
        ("agent-with-tools.dfdm", {"AGT-01", "AGT-03", "AGT-06", "AGT-08", "AGT-10", "LLM-01", "LLM-02"}),
        ("federated-learning.dfdm", {"ML-2a", "ML-2b", "ML-4", "ML-5", "MS-07", "MS-08", "PR-09"}),
        ("outsourced-fine-tuning.dfdm", {"ML-2a", "ML-8", "ML-9", "ML-10", "MS-02", "MS-06", "MS-10"}),
        ("vision-in-a-car.dfdm", {"ML-1a", "ML-1d", "ML-2a", "ML-2b", "ML-7"}),
        ("face-recognition-api.dfdm", {"ML-1a", "ML-3", "ML-6", "ML-9", "MS-01", "ST-11"}),
        ("fraud-classifier.dfdm", {"ML-1a", "ML-2a", "ML-2b", "ML-5", "MS-02", "MS-06"}),
        ("rag-chatbot.dfdm", {"LLM-01", "LLM-02", "LLM-05", "LLM-06", "LLM-08", "LLM-11"}),
    ],
)
def test_a_template_shows_the_threats_that_its_kind_of_system_is_known_for(
    name: str, rules: set[str]
) -> None:
    confirmed = {row.rule for row in threats(name).threats if row.confidence == "confirmed"}
    assert rules <= confirmed
