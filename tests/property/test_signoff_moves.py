"""What is said to have moved on since a review is what differs in meaning, whatever was edited in between."""

from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st

import random_edits
from dfdmodeler.analysis.register import Register
from dfdmodeler.analysis.signoff import PACK, SignOff, last_review
from dfdmodeler.analysis.slices import completed
from dfdmodeler.model.change import diff
from dfdmodeler.model.meaning import Meanings, meaning
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Diagram, Note, Placement, Route
from systems import shipped_library

SIGNED = {"reviewer": "Ann", "date": "2026-11-26", "approves": True}
LAYOUT = (Placement, Route, Note, Diagram)
seeds = st.integers(0, 2**32)


def edited(model: Model, random: Random, count: int) -> Model:
    for _ in range(count):
        _, edit = random_edits.edit(random)
        model = edit(model)
    return model


def said(model: Model) -> dict[tuple[str, str], str]:
    """What each record means, by kind and id, worked out one by one."""
    digests = completed(Meanings().of(model))
    return {(kind, id_): digest for kind, found in digests.items() for id_, digest in found.items()}


@given(seeds, st.integers(0, 30), st.integers(0, 15))
def test_what_moved_on_is_what_differs_in_meaning(seed: int, before: int, after: int) -> None:
    random = Random(seed)
    judge = SignOff(shipped_library())
    then = judge.finish(edited(random_edits.start(), random, before), Register(), **SIGNED)
    now = edited(then, random, after)
    review = last_review(now)
    assert review is not None
    moved = judge.moved(now, Register(), review)
    first, last = said(then), said(now)
    assert moved.at_all == (first != last)
    assert {(k, i) for k, ids in moved.added.items() for i in ids} == last.keys() - first.keys()
    assert {(k, i) for k, ids in moved.changed.items() for i in ids} == {
        key for key in first.keys() & last.keys() if first[key] != last[key]
    }
    gone = first.keys() - last.keys()
    assert dict(moved.removed) == {k: n for k in {k for k, _ in gone} if (n := sum(k == o for o, _ in gone))}
    assert not moved.packs
    assert PACK not in moved.changed


@given(seeds, st.integers(1, 30), st.integers(1, 15))
def test_taking_everything_back_makes_an_approval_current_and_layout_never_ends_one(
    seed: int, before: int, after: int
) -> None:
    random = Random(seed)
    judge = SignOff(shipped_library())
    then = judge.finish(edited(random_edits.start(), random, before), Register(), **SIGNED)
    now = edited(then, random, after)
    review = last_review(then)
    assert review is not None
    change = diff(then, now)
    assert not judge.moved(now.with_(change.inverse()), Register(), review).at_all
    drawn = {i: pair for i, pair in change.items() if isinstance(pair[0] or pair[1], LAYOUT)}
    assert not judge.moved(then.with_(type(change)(drawn)), Register(), review).at_all


@given(seeds, st.integers(0, 30))
def test_meanings_that_are_remembered_are_those_worked_out_anew(seed: int, count: int) -> None:
    random = Random(seed)
    remembered, model = Meanings(), random_edits.start()
    for _ in range(count):
        model = edited(model, random, 1)
        assert completed(remembered.of(model)) == completed(Meanings().of(model))
    for found in completed(remembered.of(model)).values():
        for id_, digest in found.items():
            assert digest == meaning(model[id_])
