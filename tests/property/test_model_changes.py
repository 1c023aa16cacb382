"""Changes are exact: they compose, they can be taken back, and undo and redo lead through the same states."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from random import Random

from hypothesis import given
from hypothesis import strategies as st

import random_edits
from dfdmodeler.model import edits
from dfdmodeler.model.change import Change, diff
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Boundary, Element, Flow, Placement, Route, Suggestion
from dfdmodeler.session.session import Session
from systems import shipped_library

SEEDS = st.integers(0, 2**32 - 1)
STEPS = st.integers(1, 40)


def states(seed: int, steps: int) -> Iterator[Model]:
    """A model that grows and changes, after every edit."""
    random, model = Random(seed), random_edits.start()
    yield model
    for _ in range(steps):
        _, fn = random_edits.edit(random)
        model = fn(model)
        yield model


def worked(seed: int, steps: int) -> tuple[Session, list[Model]]:
    """A session in which a person did many things, and the model after each step of its history."""
    random = Random(seed)
    session = Session(shipped_library(), choose=random.choice, schedule=lambda task: None)
    session.open(random_edits.start())
    seen = [session.model]
    for _ in range(steps):
        label, fn = random_edits.edit(random)
        merge = label if random.random() < 0.3 else None
        session.edit(label, fn, merge)
        seen = [*seen[: len(session.history.done)], session.model]
    return session, seen


@given(SEEDS, STEPS)
def test_the_difference_leads_from_one_model_to_the_other(seed: int, steps: int) -> None:
    first, *_, last = states(seed, steps)
    assert first.with_(diff(first, last)) == last
    assert last.with_(diff(last, first)) == first
    assert diff(last, first) == diff(first, last).inverse()
    assert not diff(last, Model(reversed(list(last.values()))))


@given(SEEDS, STEPS)
def test_a_change_and_its_inverse_restore_the_model(seed: int, steps: int) -> None:
    before = random_edits.start()
    for after in states(seed, steps):
        change = diff(before, after)
        assert before.with_(change).with_(change.inverse()) == before
        assert change.inverse().inverse() == change
        assert not change.then(change.inverse())
        before = after


@given(SEEDS, STEPS)
def test_changes_compose(seed: int, steps: int) -> None:
    seen = list(states(seed, steps))
    whole = Change()
    for before, after in pairwise(seen):
        whole = whole.then(diff(before, after))
        assert seen[0].with_(whole) == after
    assert whole == diff(seen[0], seen[-1])
    assert whole.inverse() == diff(seen[-1], seen[0])


@given(SEEDS, STEPS)
def test_composing_is_associative(seed: int, steps: int) -> None:
    seen = list(states(seed, steps))
    cuts = [seen[len(seen) * part // 3] for part in range(3)] + [seen[-1]]
    a, b, c = (diff(one, other) for one, other in pairwise(cuts))
    assert a.then(b).then(c) == a.then(b.then(c))


@given(SEEDS, STEPS)
def test_undo_and_redo_lead_through_the_same_states(seed: int, steps: int) -> None:
    session, seen = worked(seed, steps)
    assert len(seen) == len(session.history.done) + 1
    for state in reversed(seen):
        assert session.model == state
        session.undo()
    assert session.model == seen[0]
    assert session.is_clean
    for state in seen[1:]:
        session.redo()
        assert session.model == state
    assert session.redo() is None


@given(SEEDS, STEPS)
def test_the_clean_mark_never_lies(seed: int, steps: int) -> None:
    random = Random(seed)
    session = Session(shipped_library(), choose=random.choice, schedule=lambda task: None)
    session.open(random_edits.start())
    saved = session.model
    for _ in range(steps):
        deed = random.random()
        if deed < 0.5:
            session.edit(*random_edits.edit(random), random.choice(("a", "b", None)))
        elif deed < 0.7:
            session.undo()
        elif deed < 0.9:
            session.redo()
        else:
            session.history.mark_clean()
            saved = session.model
        assert not session.is_clean or session.model == saved


@given(SEEDS, STEPS)
def test_no_verb_breaks_what_holds_a_model_together(seed: int, steps: int) -> None:
    *_, model = states(seed, steps)
    for record_id, record in model.items():
        assert record.id == record_id
        if isinstance(record, Boundary):
            assert record_id not in edits.descendants(model, record_id)
        if isinstance(record, Boundary | Element) and record.parent:
            assert model.find(Boundary, record.parent)
        if isinstance(record, Flow):
            assert all(end is None or model.element(end) for end in (record.source, record.target))
        if isinstance(record, Placement | Route | Suggestion):
            assert record.subject in model


@given(SEEDS, STEPS)
def test_decisions_and_answers_outlive_everything_but_their_own_undoing(seed: int, steps: int) -> None:
    *_, model = states(seed, steps)
    work = {i for i in model if "@" in i}
    emptied = edits.delete(model, [i for i in model if i not in work])
    assert {i: emptied[i] for i in work} == {i: model[i] for i in work}
