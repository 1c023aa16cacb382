"""What is offered next to an element: what usually follows, in the kind of system that is drawn."""

from __future__ import annotations

from pathlib import Path

import pytest

from dfdmodeler.catalog.catalog import Catalog
from dfdmodeler.catalog.following import following
from dfdmodeler.catalog.load import load_catalog
from dfdmodeler.catalog.stencil import Stencil

STENCILS = Path(__file__).resolve().parents[2] / "stencils"


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog([STENCILS])[0]


@pytest.mark.parametrize(
    ("type_", "next_"),
    [
        ("human_user", "web_app"),
        ("web_app", "inference_service"),
        ("data_pipeline", "training_data_store"),
        ("training_data_store", "training_job"),
        ("training_job", "model_registry"),
        ("model_registry", "inference_service"),
        ("vector_store", "retriever"),
        ("agent", "tool"),
        ("inference_service", "web_app"),
    ],
)
def test_the_usual_next_type_comes_first(catalog: Catalog, type_: str, next_: str) -> None:
    assert following(catalog, type_)[0] == next_


@pytest.mark.parametrize(
    ("type_", "before"),
    [
        ("training_job", "training_data_store"),
        ("data_pipeline", "public_dataset"),
        ("web_app", "human_user"),
        ("retriever", "vector_store"),
    ],
)
def test_what_comes_before_is_what_has_it_next(catalog: Catalog, type_: str, before: str) -> None:
    assert before in following(catalog, type_, forward=False)[:3]


def test_the_kind_of_system_that_is_drawn_counts(catalog: Catalog) -> None:
    assert following(catalog, "web_app", present=["human_user", "llm"])[0] == "llm"
    assert following(catalog, "web_app", present=["human_user", "training_job"])[0] == "inference_service"
    data = ["data_pipeline", "training_data_store"]
    assert following(catalog, "training_data_store", present=data)[0] == "training_job"


def test_what_it_is_joined_to_already_comes_last(catalog: Catalog) -> None:
    once = following(catalog, "training_job")
    again = following(catalog, "training_job", joined=["model_registry"])
    assert set(once) == set(again)
    assert again[-1] == "model_registry"


def test_every_type_has_something_next_and_before_and_nothing_abstract(catalog: Catalog) -> None:
    for type_ in catalog.stencils:
        for forward in (True, False):
            found = following(catalog, type_, forward=forward)
            assert found, type_
            assert len(found) == len(set(found))
            assert not any(catalog.stencils[other].abstract for other in found)


def test_a_type_inherits_what_comes_next_and_an_unknown_one_has_nothing() -> None:
    rows = [
        Stencil(type="process", label="Process", palette="One", next=("data_store",)),
        Stencil(type="data_store", label="Store", palette="Two"),
        Stencil(type="job", parent="process", label="Job", palette="Three"),
    ]
    small = Catalog(stencils=rows)
    assert following(small, "job") == ("data_store",)
    assert following(small, "data_store", forward=False) == ("process", "job")
    assert following(small, "unheard_of") == ()
