"""What is measured is the same each time, and sound; the sums about it are right."""

from __future__ import annotations

from pathlib import Path

import pytest

from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Boundary, Element, Flow, Placement
from systems import shipped_library

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def _importable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT))


def made(elements: int, seed: int = 20) -> Model:
    from benchmarks.systems import system

    return system(elements, shipped_library().catalog, seed)


@pytest.mark.parametrize("elements", [1, 20, 47, 100])
def test_a_system_has_so_many_elements_and_holds_together(elements: int) -> None:
    model = made(elements)
    catalog = shipped_library().catalog
    assert len(model.of(Element)) == elements
    for element in model.of(Element):
        assert element.type in catalog.stencils
        assert element.parent is None or model.find(Boundary, element.parent)
        assert f"main/{element.id}" in model
    for boundary in model.of(Boundary):
        assert boundary.type in catalog.boundary_kinds
    for flow in model.of(Flow):
        assert model.element(flow.source)
        assert model.element(flow.target)
        assert set(flow.properties["carries"]) <= set(catalog.data_kinds)
    assert all(placement.subject in model for placement in model.of(Placement))


def test_the_same_size_and_seed_give_the_same_system() -> None:
    assert made(60) == made(60)
    assert made(60) != made(60, seed=21)


def test_growth_is_the_exponent_and_p95_leaves_out_one_in_twenty() -> None:
    from benchmarks.measure import growth, p95

    assert growth((1, 10, 100), (5, 500, 50_000)) == pytest.approx(2)
    assert growth((300, 1000), (3, 10)) == pytest.approx(1)
    assert p95([float(n) for n in range(1, 21)]) == 19
    assert p95([7.0]) == 7


def test_a_goal_is_met_up_to_its_bound() -> None:
    from benchmarks.measure import Result, table

    met, missed = Result("a", 1.0, 1.0, "x", ""), Result("b", 1.01, 1.0, "x", "")
    assert (met.met, missed.met) == (True, False)
    assert [line.split("|")[4].strip() for line in table([met, missed]).splitlines()[2:]] == ["yes", "NO"]
