"""Suggestions against what a careful reader says of models from other tools."""

from __future__ import annotations

import pytest

from dfdmodeler.analysis.suggest import THRESHOLD, WEAKEST
from dfdmodeler.model.records import Element, Flow
from labelled.evaluate import (
    HELD,
    LATE,
    OWN,
    TUNED,
    Verdict,
    cases,
    catalog_and_words,
    count,
    everything,
    group_of,
    labels,
    table,
)

LEAST_PRECISION = 0.9
LEAST_RECALL = {"type": 0.8, "data": 0.4, "direction": 0.7}


@pytest.fixture(scope="module")
def found() -> list[Verdict]:
    return everything(THRESHOLD)


@pytest.mark.parametrize("aspect", ["type", "data", "direction"])
@pytest.mark.parametrize("groups", [(TUNED,), (HELD, LATE), (TUNED, HELD, LATE)], ids=["tuned", "not", "all"])
def test_nine_of_ten_suggestions_are_right(
    found: list[Verdict], aspect: str, groups: tuple[str, ...]
) -> None:
    counted = count(found, aspect, *groups)
    assert counted.suggested
    assert counted.precision >= LEAST_PRECISION


@pytest.mark.parametrize("aspect", sorted(LEAST_RECALL))
def test_precision_is_not_bought_by_silence(found: list[Verdict], aspect: str) -> None:
    assert count(found, aspect, TUNED, HELD, LATE).recall >= LEAST_RECALL[aspect]


def test_weaker_suggestions_find_more(found: list[Verdict]) -> None:
    more = everything(WEAKEST)
    for aspect in ("type", "data"):
        assert count(more, aspect, TUNED, HELD, OWN).found >= count(found, aspect, TUNED, HELD, OWN).found
    assert len([v for v in more if v.suggested]) > len([v for v in found if v.suggested])


def test_everything_is_labelled_with_types_and_kinds_that_exist() -> None:
    catalog, _ = catalog_and_words()
    several = 0
    for case in cases(catalog):
        if case.group == OWN:
            continue
        several += 1
        assert set(case.label["elements"]) == {e.id for e in case.model.of(Element)}, case.name
        assert set(case.label.get("flows", {})) == {f.id for f in case.model.of(Flow)}, case.name
        for element in case.model.of(Element):
            for type_ in _texts(case.label["elements"][element.id]):
                assert type_ == "unclear" or catalog.isa(type_, element.type), (case.name, element.id)
        for flow in case.label.get("flows", {}).values():
            assert set(flow) <= {"data", "may", "both", "back", "may_back"}
            kinds = {
                kind for key in ("data", "may", "back", "may_back") for kind in _texts(flow.get(key, []))
            }
            assert kinds <= {*catalog.data_kinds, "unclear"}, (case.name, flow)
    assert several == len(labels())


def test_variants_of_one_system_are_on_one_side() -> None:
    sides: dict[str, set[str]] = {}
    for label in labels().values():
        sides.setdefault(label["system"], set()).add(group_of(label))
    assert all(len(groups) == 1 for groups in sides.values())
    assert {TUNED, HELD, LATE} == {group for groups in sides.values() for group in groups}


def test_a_wrong_suggestion_counts(found: list[Verdict]) -> None:
    held = count(found, "type", HELD)
    case = next(v.case for v in found if v.case.group == HELD)
    worse = [*found, Verdict(case, "type", "x", "llm", suggested=True, right=False)]
    assert count(worse, "type", HELD).precision == pytest.approx(held.right / (held.suggested + 1))


def test_the_table_has_a_line_for_each_group_and_aspect(found: list[Verdict]) -> None:
    assert len(list(table(found))) == 1 + 5 * 4


def _texts(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value
