"""Ids: readable, unique, and safe to join."""

from __future__ import annotations

import random
import re

import pytest

from dfdmodeler.model import ids


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Fraud model", "fraud-model"),
        ("  Übersicht: Größe 2! ", "ubersicht-groe-2"),
        ("模型", ""),
        ("x" * 40, "x" * ids.SLUG_LENGTH),
        ("a" * 23 + " b", "a" * 23),
        ("a/b@c", "a-b-c"),
    ],
)
def test_slugs_are_short_ascii_words(name: str, slug: str) -> None:
    assert ids.slug(name) == slug


def test_a_new_id_is_the_slug_and_a_tail() -> None:
    made = ids.new_id("Fraud model", set(), random.Random(1).choice)
    assert re.fullmatch(rf"fraud-model-[{ids.TAIL_ALPHABET}]{{{ids.TAIL_LENGTH}}}", made)
    assert ids.new_id("模型", set(), random.Random(1).choice).startswith("item-")
    assert ids.is_valid(made)


def test_a_taken_id_is_drawn_again() -> None:
    tails = iter("2222" + "2222" + "3333")
    assert ids.new_id("a", {"a-2222"}, lambda _: next(tails)) == "a-3333"


def test_chance_comes_from_the_caller_alone() -> None:
    first, second = (ids.new_id("a", set(), random.Random(7).choice) for _ in range(2))
    assert first == second


@pytest.mark.parametrize("bad", ["", "a b", "a@b", "a/b", "a\n", "\x00", "diagram", "about"])
def test_foreign_ids_that_would_be_misread_are_changed(bad: str) -> None:
    assert not ids.is_valid(bad)
    assert ids.is_valid(ids.legal(bad))


@pytest.mark.parametrize("good", ["a", "A-1", "{3f2a}", "é", "x:y.z"])
def test_other_foreign_ids_are_kept(good: str) -> None:
    assert ids.is_valid(good)
    assert ids.legal(good) == good
