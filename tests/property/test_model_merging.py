"""What always holds of merging, for histories of real edits and for versions that differ everywhere."""

from __future__ import annotations

from random import Random

from hypothesis import assume, given
from hypothesis import strategies as st

from dfdmodeler.formats import native
from dfdmodeler.model.change import Change, diff
from dfdmodeler.model.conflict import Conflict
from dfdmodeler.model.merge import Merged, merge
from dfdmodeler.model.merge_rules import REFERENCES, TRACES
from dfdmodeler.model.model import EMPTY_MODEL, Model
from dfdmodeler.model.records import Decision
from dfdmodeler.model.settling import offered, settle, settle_all, unsettled
from merge_versions import Versions, dense, edited, meant, versions

SEEDS = st.integers(0, 2**32 - 1)
VERDICT = ("status", "reason", "expires")


def sides(conflict: Conflict) -> tuple[object, ...]:
    return conflict.id, conflict.base, conflict.ours, conflict.theirs


@given(versions())
def test_an_unchanged_side_gives_way_to_the_other(three: Versions) -> None:
    base, ours, _ = three
    assert merge(base, ours, base) == Merged(ours)
    assert merge(base, base, ours) == Merged(ours)
    assert merge(base, ours, ours) == Merged(ours)


@given(versions())
def test_conflicts_are_the_same_from_both_sides(three: Versions) -> None:
    one, other = merge(*three), merge(*three.mirrored)
    turned = [(c.id, c.base, c.theirs, c.ours) for c in other.conflicts]
    assert [sides(conflict) for conflict in one.conflicts] == turned
    assert set(one.model) - _traces(one.model) == set(other.model) - _traces(other.model)


@given(versions())
def test_without_conflicts_it_does_not_matter_who_merges(three: Versions) -> None:
    one, other = merge(*three), merge(*three.mirrored)
    assume(not one.conflicts)
    assert meant(one.model) == meant(other.model)


@given(dense())
def test_what_is_not_in_conflict_is_the_same_from_both_sides(three: Versions) -> None:
    one, other = merge(*three), merge(*three.mirrored)
    disputed = {(c.subject, name) for c in one.conflicts for name in c.fields or ("",)}
    whole = {c.subject for c in one.conflicts if not c.field}
    assert _undisputed(one.model, disputed, whole) == _undisputed(other.model, disputed, whole)


@given(SEEDS)
def test_edits_of_different_records_are_all_applied(seed: int) -> None:
    base, after, _ = edited(seed)
    random, change = Random(seed), diff(base, after)
    mine = {record_id for record_id in sorted(change) if random.random() < 0.5}
    ours = base.with_(Change({i: pair for i, pair in change.items() if i in mine}))
    theirs = base.with_(Change({i: pair for i, pair in change.items() if i not in mine}))
    outcome = merge(base, ours, theirs)
    assert outcome.conflicts == ()
    assert outcome.model == after


@given(versions())
def test_no_record_is_lost(three: Versions) -> None:
    base, *both = three
    model = merge(*three).model
    for side, other in (both, reversed(both)):
        for record_id, record in side.items():
            deleted_there = record_id in base and record_id not in other
            if record_id in model or (deleted_there and record == base[record_id]):
                continue
            if isinstance(record, Decision) and deleted_there:
                silent = _verdict(record) == ("open", "", "")
                assert silent or _verdict(record) == _verdict(base[record_id]), "nobody's words are lost"
                continue
            assert record.kind in (*TRACES, "suggestion"), record  # type: ignore[attr-defined]
            named = [getattr(record, field) for field in REFERENCES[record.kind]]  # type: ignore[attr-defined]
            assert deleted_there or any(name not in model for name in named)


@given(versions())
def test_every_verdict_is_in_the_result_or_in_a_conflict(three: Versions) -> None:
    outcome = merge(*three)
    told = {(c.subject, _verdict(side)) for c in outcome.conflicts for side in (c.ours, c.theirs) if side}
    for side in three[1:]:
        for decision in side.of(Decision):
            if _verdict(decision) in (_verdict(three.base.get(decision.id)), ("open", "", "")):
                continue
            there = _verdict(outcome.model.get(decision.id))
            same_words = (there[0], there[2]) == (decision.status, decision.expires) and not decision.reason
            assert there == _verdict(decision) or same_words or (decision.id, _verdict(decision)) in told


@given(versions())
def test_merging_the_same_again_changes_nothing(three: Versions) -> None:
    base, ours, theirs = three
    marked = merge(base, ours, theirs).marked
    assert merge(base, marked, theirs).marked == marked


@given(versions(), SEEDS)
def test_the_order_of_records_does_not_matter(three: Versions, seed: int) -> None:
    shuffled = Versions(*(Model(Random(seed).sample(list(m.values()), len(m))) for m in three))
    one, other = merge(*three), merge(*shuffled)
    assert one.conflicts == other.conflicts
    assert one.problems == other.problems
    assert native.write(one.marked) == native.write(other.marked)


@given(versions())
def test_a_merged_file_is_read_back_with_its_conflicts(three: Versions) -> None:
    marked = merge(*three).marked
    model, problems = native.read(native.write(marked), "m.dfdm")
    assert problems == ()
    assert model is not None
    assert native.write(model) == native.write(marked)
    assert model.of(Conflict) == marked.of(Conflict)


@given(versions())
def test_without_a_base_nothing_is_missing(three: Versions) -> None:
    _, ours, theirs = three
    outcome = merge(None, ours, theirs)
    assert outcome == merge(EMPTY_MODEL, ours, theirs)
    left = {i for i in {*ours, *theirs} if i not in outcome.model}
    assert all((ours.get(i) or theirs[i]).kind in TRACES for i in left)  # type: ignore[attr-defined]
    if not outcome.conflicts:
        assert meant(outcome.model) == meant(merge(None, theirs, ours).model)


@given(versions())
def test_keeping_what_stands_settles_everything_and_changes_nothing_else(three: Versions) -> None:
    outcome = merge(*three)
    assert settle_all(outcome.marked, "keep") == outcome.model


@given(versions(), st.data())
def test_any_choices_in_any_order_settle_everything(three: Versions, data: st.DataObject) -> None:
    model = merge(*three).marked
    while conflicts := unsettled(model):
        conflict = data.draw(st.sampled_from(conflicts))
        choice = data.draw(st.sampled_from(offered(model, conflict)))
        model = settle(model, conflict.id, choice, author="Ann", date="2026-01-01")
        assert len(unsettled(model)) == len(conflicts) - 1
    assert not model.of(Conflict)


@given(dense())
def test_a_side_that_is_taken_is_what_the_record_says(three: Versions) -> None:
    outcome = merge(*three)
    for conflict in outcome.conflicts:
        for choice, side in (("ours", three.ours), ("theirs", three.theirs)):
            model = settle(outcome.marked, conflict.id, choice)  # type: ignore[arg-type]
            chosen, there = side.get(conflict.subject), model.get(conflict.subject)
            if conflict.field and chosen is not None and there is not None:
                names = conflict.fields
                assert {n: meant(model)[there.id].get(n) for n in names} == {
                    n: meant(side)[there.id].get(n) for n in names
                }
            elif not conflict.field:
                assert there == chosen


def _verdict(decision: object) -> tuple[str, str, str]:
    if decision is None:
        return ("open", "", "")
    get = decision.get if hasattr(decision, "get") else lambda name: getattr(decision, name, "")
    return tuple(get(name) or "" for name in VERDICT)  # type: ignore[return-value]


def _traces(model: Model) -> set[str]:
    return {i for i, record in model.items() if record.kind in TRACES}  # type: ignore[attr-defined]


def _undisputed(
    model: Model, disputed: set[tuple[str, str]], whole: set[str]
) -> list[tuple[str, str, object]]:
    rows: list[tuple[str, str, object]] = [
        (record_id, name, value)
        for record_id, fields in meant(model).items()
        for name, value in fields.items()
        if record_id not in whole and (record_id, name) not in disputed
    ]
    return sorted(rows, key=str)
