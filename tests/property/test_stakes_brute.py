"""What is said to hang on an answer is what analysing the model with it shows, and nothing else."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dfdmodeler.analysis.engine import analyze
from dfdmodeler.analysis.slices import completed
from dfdmodeler.analysis.stakes import (
    CALLED,
    DEFAULTED,
    DRAWN,
    NOT_ASKED,
    Outcome,
    Stakes,
    as_value,
    outcome_of,
)
from dfdmodeler.analysis.threat import Finding
from dfdmodeler.catalog.stencil import Attribute
from dfdmodeler.model import edits
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Boundary, Element, Flow
from dfdmodeler.model.values import NOT_APPLICABLE, UNKNOWN
from random_systems import random_system
from systems import model_of, shipped_library, worked_systems

STAKES = Stakes(shipped_library())


def findings(model: Model) -> dict[str, Finding]:
    library = shipped_library()
    found = analyze(library, model).findings
    return {one.id: one for one in found if library.rules[one.rule].track != "validity"}


def open_attributes(model: Model) -> list[tuple[str, Attribute]]:
    """Every attribute that is unknown, by the catalog alone."""
    catalog = shipped_library().catalog
    rows: list[tuple[str, Attribute]] = []
    for record in (*model.of(Element), *model.of(Flow)):
        offered = catalog.flow_attributes if isinstance(record, Flow) else catalog.attributes(record.type)
        rows += [
            (record.id, row)
            for row in offered
            if record.properties.get(row.name, UNKNOWN) == UNKNOWN
            and row.values
            and row.name not in NOT_ASKED | DEFAULTED | {CALLED}
        ]
    return rows


def alike(outcome: Outcome) -> tuple[frozenset[Finding], ...]:
    parts = outcome.appears, outcome.vanishes, outcome.confirms, outcome.regrades
    return tuple(frozenset(part) for part in parts)


def check(model: Model, random: Random, count: int) -> int:
    """Tries some answers by brute force; how many of them changed anything."""
    weighed = {(one.subject, one.attribute): one for one in completed(STAKES.weighed(model))}
    before = findings(model)
    rows = open_attributes(model)
    # Half of what is tried is said to matter, half is anything.
    mattering = [row for row in rows if (row[0], row[1].name) in weighed]
    chosen = [
        *random.sample(mattering, min(count, len(mattering))),
        *random.sample(rows, min(count, len(rows))),
    ]
    changed = 0
    for subject, attribute in chosen:
        stake = weighed.get((subject, attribute.name))
        told = [alike(outcome) for outcome in stake.outcomes] if stake else []
        seen = []
        for value in (*attribute.values, NOT_APPLICABLE):
            after = findings(edits.set_property(model, [subject], attribute.name, as_value(attribute, value)))
            outcome = outcome_of(value, before, after)
            if outcome.changes:
                seen.append(alike(outcome))
        assert {*seen} == {*told}, (subject, attribute.name)
        changed += bool(seen)
    return changed


def check_at(model: Model, subject: str, random: Random) -> int:
    """Tries answers at one place by brute force, known attributes too; how many changed anything."""
    told = completed(STAKES.answers_at(model, subject))
    before, record, catalog = findings(model), model[subject], shipped_library().catalog
    offered = catalog.flow_attributes if isinstance(record, Flow) else catalog.attributes(record.type)
    changed = 0
    asked = [row for row in offered if row.values and row.name not in NOT_ASKED - DRAWN]
    for attribute in random.sample(asked, min(12, len(asked))):
        held = record.properties.get(attribute.name, UNKNOWN)
        if attribute.multiple and held != UNKNOWN:
            continue
        outcomes = {outcome.value: alike(outcome) for outcome in told.get(attribute.name, ())}
        seen = {}
        for value in {UNKNOWN, *attribute.values, NOT_APPLICABLE} - {held}:
            after = findings(edits.set_property(model, [subject], attribute.name, as_value(attribute, value)))
            outcome = outcome_of(value, before, after)
            if outcome.changes and not (attribute.multiple and value == UNKNOWN):
                seen[value] = alike(outcome)
        assert seen == outcomes, (subject, attribute.name, held)
        changed += len(seen)
    return changed


@pytest.mark.parametrize("number", range(4))
def test_answers_at_one_place(number: int) -> None:
    model, random = model_of(worked_systems()[number]), Random(number)
    places = [record.id for record in (*model.of(Element), *model.of(Flow))]
    assert sum(check_at(model, subject, random) for subject in random.sample(places, 3))


@pytest.mark.parametrize("number", range(4))
def test_kinds_of_a_boundary(number: int) -> None:
    model = model_of(worked_systems()[number])
    before, changed = findings(model), 0
    for boundary in model.of(Boundary)[:3]:
        told = completed(STAKES.answers_at(model, boundary.id)).get("type", ())
        outcomes = {outcome.value: alike(outcome) for outcome in told}
        for kind in {"", *shipped_library().catalog.boundary_kinds} - {boundary.type}:
            after = findings(edits.set_type(model, [boundary.id], kind))
            seen = outcome_of(kind, before, after)
            assert outcomes.get(kind or UNKNOWN, alike(Outcome(kind))) == alike(seen), (boundary.id, kind)
            changed += bool(seen.changes)
    assert changed


def test_known_answers_are_weighed_against_their_alternatives() -> None:
    """Where a control is claimed, what would come back without it is told."""
    model = model_of(worked_systems()[0])
    place = next(
        (record.id, name)
        for record in (*model.of(Element), *model.of(Flow))
        for name, value in record.properties.items()
        if value == "yes" and name in completed(STAKES.answers_at(model, record.id))
    )
    outcomes = completed(STAKES.answers_at(model, place[0]))[place[1]]
    assert "yes" not in {outcome.value for outcome in outcomes}
    assert any(outcome.appears for outcome in outcomes)


@settings(max_examples=8)
@given(random=st.randoms(use_true_random=False))
def test_random_systems(random: Random) -> None:
    model = model_of(random_system(random, shipped_library().catalog, density=0.15))
    check(model, random, 4)


@pytest.mark.parametrize("number", range(6))
def test_worked_examples(number: int) -> None:
    system = worked_systems()[number]
    assert check(model_of(system), Random(number), 8) >= 8
