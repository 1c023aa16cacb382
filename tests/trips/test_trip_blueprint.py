"""From a real model of another tool to a report: import, suggest, analyse, print, on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dfdmodeler.__main__ import main
from dfdmodeler.formats import native
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Boundary, Element, Flow, Suggestion, Threat

BLUEPRINT = Path(__file__).parents[1] / "fixtures" / "tm7" / "azure-health-data-and-ai.tm7"


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("blueprint") / "blueprint.dfdm"
    assert main(["convert", str(BLUEPRINT), str(target), "--suggest"]) == 0
    return target


def _model(path: Path) -> Model:
    model, problems = native.read(path.read_bytes(), str(path))
    assert model is not None, problems
    return model


def _analysis(path: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    assert main(["analyze", str(path), "--format", "json"]) == 0
    result: dict[str, object] = json.loads(capsys.readouterr().out)
    return result


def test_everything_of_the_blueprint_arrives(converted: Path) -> None:
    model = _model(converted)
    counts = {kind.__name__: len(model.of(kind)) for kind in (Element, Flow, Boundary, Threat)}
    assert counts == {"Element": 12, "Flow": 12, "Boundary": 6, "Threat": 84}
    assert model.of(Suggestion), "what was suggested stays marked"


def test_poisoning_stands_at_the_training_data_and_model_threats_at_the_api(
    converted: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    threats = _analysis(converted, capsys)["threats"]
    names = {r.id: r.name for r in _model(converted).of(Element)}
    found = {(t["rule"], names.get(t["subject"])) for t in threats}  # type: ignore[attr-defined]
    assert ("ML-2a", "Patient Data (ePHI)") in found
    assert {("ML-1a", "ML API"), ("ML-4", "ML API"), ("ML-5", "ML API")} <= found


def test_the_gate_stops_at_undecided_critical_threats(converted: Path) -> None:
    assert main(["analyze", str(converted), "--fail-on", "critical"]) == 1


def test_the_report_is_a_pdf_and_the_same_twice(converted: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "a.pdf", tmp_path / "b.pdf"
    for target in (first, second):
        assert main(["report", str(converted), "-o", str(target), "--date", "2026-11-24"]) == 0
    assert first.read_bytes().startswith(b"%PDF")
    assert first.read_bytes() == second.read_bytes()


def test_the_diagram_can_be_drawn(converted: Path, tmp_path: Path) -> None:
    target = tmp_path / "blueprint.svg"
    assert main(["render", str(converted), "-o", str(target)]) == 0
    assert "Train ML" in target.read_text(encoding="utf-8")
