"""Stencils are found by the beginnings of words in any order, by other words for them, and best first."""

from __future__ import annotations

from pathlib import Path

import pytest

from dfdmodeler.catalog.catalog import Catalog
from dfdmodeler.catalog.consistency import Entry, consistent
from dfdmodeler.catalog.load import load_catalog
from dfdmodeler.catalog.offers import LINE, NOTE, boundary_kind, is_boundary, offers
from dfdmodeler.catalog.search import Wording, find, find_offers
from dfdmodeler.catalog.stencil import Stencil

STENCILS = Path(__file__).resolve().parents[2] / "stencils"


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog([STENCILS])[0]


@pytest.mark.parametrize(
    ("query", "key"),
    [
        ("tr d s", "training_data_store"),
        ("store training", "training_data_store"),
        ("llm", "llm"),
        ("rag", "retriever"),
        ("db", "data_store"),
        ("queue", "data_store"),
        ("classif", "inference_service"),
        ("customer", "human_user"),
        ("company", "boundary:organisation"),
        ("zone", "boundary"),
        ("comment", "note"),
    ],
)
def test_the_best_comes_first(catalog: Catalog, query: str, key: str) -> None:
    assert find_offers(offers(catalog), query)[0].key == key


def test_each_word_asked_for_needs_a_word_of_its_own() -> None:
    assert find(["data store", "data depot"], "data d", Wording) == ["data depot"]
    assert find(["data store", "data depot"], "d data", Wording) == ["data depot"]


def test_nothing_asked_leaves_all_in_their_order_and_nothing_called_so_finds_none(catalog: Catalog) -> None:
    every = offers(catalog)
    assert find_offers(every, "  ") == list(every)
    assert find_offers(every, "no such thing") == []


def test_descriptions_count_only_where_nothing_is_called_so() -> None:
    things = [Wording("Alpha", "", "Keeps beta values"), Wording("Beta"), Wording("Gamma", "", "delta")]
    assert find(things, "beta", lambda w: w) == [things[1]]
    assert find(things, "delta", lambda w: w) == [things[2]]


def test_parts_of_words_count_where_nothing_begins_so() -> None:
    things = [Wording("Database"), Wording("Base model")]
    assert find(things, "base", lambda w: w) == [things[1]]
    assert find(things, "tabas", lambda w: w) == [things[0]]


def test_keys_tell_what_is_drawn(catalog: Catalog) -> None:
    keys = [offer.key for offer in offers(catalog)]
    assert len(keys) == len(set(keys))
    assert keys[-1] == NOTE
    assert {boundary_kind(key) for key in keys if is_boundary(key)} == {"", *catalog.boundary_kinds}
    assert {key for key in keys if not is_boundary(key)} - {NOTE, LINE} <= set(catalog.stencils)


def test_an_unknown_type_that_comes_next_is_told_and_left_out() -> None:
    row = Stencil(type="process", label="Process", next=("proces", "process"))
    found, problems = consistent([Entry("one.toml", row)])
    assert found.stencils["process"].next == ("process",)
    assert "Did you mean 'process'?" in [problem.hint for problem in problems]
