"""What suggestions are for: threats of machine learning in a model that was drawn with classic shapes."""

from __future__ import annotations

from pathlib import Path

from dfdmodeler.analysis.engine import Analysis
from dfdmodeler.analysis.library import load_library
from dfdmodeler.analysis.suggest import apply_suggestions, load_words, suggest
from dfdmodeler.formats.tm7 import read_tm7
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Element

ROOT = Path(__file__).parents[2]
LIBRARY, _ = load_library([ROOT / "stencils"], [ROOT / "resources" / "rules"])
WORDS, _ = load_words(ROOT / "resources" / "suggestions" / "words.toml")
AZURE = ROOT / "tests" / "fixtures" / "tm7" / "azure-health-data-and-ai.tm7"


def element_findings(model: Model) -> set[tuple[str, str]]:
    """Rule ids with the names of the elements where they stand."""
    analysis = Analysis(LIBRARY)
    for _ in analysis.run(model):
        pass
    return {(f.rule, model.name_of(f.subject)) for f in analysis.findings if model.find(Element, f.subject)}


def test_poisoning_and_model_threats_appear_in_a_model_of_classic_shapes() -> None:
    model, _ = read_tm7(AZURE.read_bytes(), "azure.tm7")
    assert model is not None
    before = element_findings(model)
    assert not any(rule.startswith("ML-") for rule, _ in before)
    after = element_findings(apply_suggestions(model, suggest(model, LIBRARY.catalog, WORDS)))
    assert {
        ("ML-2a", "Patient Data (ePHI)"),
        ("ML-1b", "ML API"),
        ("ML-4", "ML API"),
        ("ML-5", "ML API"),
        ("ML-6", "ML API"),
    } <= after
