"""Attribute values and the immutable mapping that holds them."""

from __future__ import annotations

import pytest

from dfdmodeler.model.values import EMPTY, FrozenMap, is_unknown, normal


def test_sets_are_sorted_without_repetition_and_texts_stay() -> None:
    assert normal(["b", "a", "b"]) == ("a", "b")
    assert normal("b a") == "b a"


@pytest.mark.parametrize("nothing", [None, "", "unknown", (), []])
def test_what_says_nothing_is_unknown_and_never_kept(nothing: str | None) -> None:
    assert is_unknown(nothing)
    assert FrozenMap({"a": nothing or ""}) == EMPTY
    assert FrozenMap({"a": "yes"}).with_("a", nothing) == EMPTY


def test_not_applicable_is_known() -> None:
    assert not is_unknown("n/a")
    assert FrozenMap({"a": "n/a"})["a"] == "n/a"


def test_order_of_names_does_not_matter_and_is_always_the_same() -> None:
    one, other = FrozenMap({"b": "2", "a": "1"}), FrozenMap({"a": "1", "b": "2"})
    assert one == other
    assert hash(one) == hash(other)
    assert list(one) == list(other) == ["a", "b"]
    assert list(one.with_("aa", "3")) == ["a", "aa", "b"]


def test_a_value_set_leaves_the_first_map_as_it_was() -> None:
    one = FrozenMap({"a": "1"})
    assert one.with_("b", ["x"]) == FrozenMap({"a": "1", "b": ("x",)})
    assert dict(one) == {"a": "1"}


def test_nothing_can_be_assigned() -> None:
    with pytest.raises(TypeError):
        FrozenMap()["a"] = "1"  # type: ignore[index]
    given = {"a": "1"}
    kept = FrozenMap(given)
    given["a"] = "2"
    assert kept["a"] == "1"


def test_a_map_equals_maps_only() -> None:
    assert FrozenMap({"a": "1"}) != "a"
    assert len(FrozenMap({"a": "1"})) == 1
    assert repr(FrozenMap({"a": "1"})) == "FrozenMap({'a': '1'})"
