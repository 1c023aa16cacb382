"""What differs between two models leads from one to the other, wholly and in parts."""

from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from dfdmodeler.model import edits
from dfdmodeler.model.differences import differences
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import About, Placement, Route
from random_edits import edit, start

SEEDS = st.integers(0, 1 << 32)


def edited(random: Random, model: Model, most: int = 25) -> Model:
    for _ in range(random.randint(0, most)):
        model = edit(random)[1](model)
    return model


def meant(model: Model) -> Model:
    """A model without what differences only count, and without the stamp of a save."""
    plain = [record for record in model.values() if not isinstance(record, Placement | Route | About)]
    return edits.put(Model(plain), model.about.model_copy(update={"packs": About().packs}))


@given(SEEDS)
def test_a_model_does_not_differ_from_itself(seed: int) -> None:
    model = edited(Random(seed), start())
    again = Model(record.model_copy() for record in model.values())
    assert not differences(model, again)


@given(SEEDS)
def test_all_that_is_listed_makes_the_model_before_into_the_one_after(seed: int) -> None:
    random = Random(seed)
    before = edited(random, start())
    after = edited(random, before)
    found = differences(before, after)
    made = found.applied(found.parts)
    assert not differences(made, after).changes
    if not found.layout:
        assert meant(made) == meant(after)
    assert not differences(after, found.after)


@given(SEEDS)
def test_parts_made_in_turn_are_all_made_and_nothing_else_is(seed: int) -> None:
    random = Random(seed)
    before = edited(random, start())
    found = differences(before, edited(random, before))
    chosen = [part for part in found.parts if random.random() < 0.5]
    rest = differences(found.applied(chosen), found.after)
    assert {*rest.parts} == {*found.parts} - {*chosen}


@given(SEEDS)
def test_the_way_back_lists_the_same_turned_round(seed: int) -> None:
    random = Random(seed)
    before = edited(random, start())
    after = edited(random, before)
    there, back = differences(before, after), differences(after, before)
    turned = {"added": "removed", "removed": "added", "changed": "changed"}
    assert there.layout == back.layout
    assert sorted((row.id, row.kind, row.change, *_sides(row.fields, 0)) for row in there.changes) == sorted(
        (row.id, row.kind, turned[row.change], *_sides(row.fields, 1)) for row in back.changes
    )


def _sides(fields: object, first: int) -> list[str]:
    return sorted(repr((name, pair[first], pair[1 - first])) for name, pair in dict(fields).items())  # type: ignore[call-overload]
