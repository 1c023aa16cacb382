"""No edit loses a decision, and every edit that is taken back leaves the register the same bytes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

import random_edits
import threat_edits
from dfdmodeler.analysis.engine import analyze
from dfdmodeler.analysis.register import Register, register
from dfdmodeler.analysis.threat import Threat
from dfdmodeler.formats import native
from dfdmodeler.model import edits, triage
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Boundary, Decision, Element, Entry
from dfdmodeler.session.session import Session
from systems import shipped_library

SHARE = settings.get_profile(settings.get_current_profile_name()).max_examples
SEEDS = st.integers(0, 1 << 32)
STEPS = 8
IMPORTED = tuple(
    Decision(id=f"{rule}@diagram", threat=f"{rule}@diagram", status="accepted", reason="From a file")
    for rule in ("R-1", "R-2")
)
"""Decisions without a history."""
Fn = Callable[[Model], Model]


def plain(value: Any) -> Any:
    """A value of the register as JSON has it."""
    if isinstance(value, BaseModel):
        return {name: plain(part) for name, part in dict(value).items()}
    if hasattr(value, "__dataclass_fields__"):
        return {one.name: plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, tuple | list):
        return [plain(part) for part in value]
    if hasattr(value, "items"):
        return {key: plain(part) for key, part in value.items()}
    return value


def bytes_of(found: Register) -> bytes:
    """The whole register, with the order of its rows."""
    return json.dumps(plain(found), sort_keys=True).encode()


def system(random: Random) -> Model:
    """A drawn random system, with decisions about some of its threats, some on evidence that has changed."""
    library = shipped_library()
    model = threat_edits.start(random, library.catalog)
    subjects = [r.id for kind in (Element, Boundary) for r in model.of(kind)]  # type: ignore[type-abstract]
    boxes = {i: (*random_edits._place(random), 136.0, 56.0) for i in subjects}
    model = edits.place(model, random_edits.DIAGRAM, boxes)
    analysis = analyze(library, model)
    for finding in analysis.findings:
        if random.random() < 0.4:
            evidence = random.choice([analysis.explain(finding).digest, "other"])
            status = random.choice(["accepted", "mitigated", "needs_investigation", "false_positive"])
            given = {"reason": "x", "evidence": evidence, "author": "Ann", "date": "2026-01-01"}
            model = triage.decide(model, finding.id, status=status, **given)  # type: ignore[arg-type]
    return model


def doing(random: Random) -> tuple[str, Fn]:
    """An edit: of facts that rules read, of the drawing, or of what is kept about threats."""
    if random.random() < 0.4:
        seed = random.getrandbits(32)
        catalog = shipped_library().catalog
        return "facts", lambda model: threat_edits.edited(Random(seed), catalog, model)
    return random_edits.edit(random)


def begun(random: Random) -> Session:
    session = Session(shipped_library(), choose=random.choice, now=lambda: "2026-01-15T10:00")
    session.open(system(random))
    return session


@settings(max_examples=SHARE // 2)
@given(seed=SEEDS)
def test_an_edit_and_its_undo_leave_the_register_the_same_bytes(seed: int) -> None:
    random = Random(seed)
    session = begun(random)
    seen = [bytes_of(session.threats)]
    for _ in range(STEPS):
        if session.edit(*doing(random)):
            seen = [*seen[: len(session.history.done)], bytes_of(session.threats)]
            session.undo()
            assert bytes_of(session.threats) == seen[-2]
            session.redo()
            assert bytes_of(session.threats) == seen[-1]
    for expected in reversed(seen[:-1]):
        session.undo()
        assert bytes_of(session.threats) == expected
    session.go_to(len(seen) - 1)
    assert bytes_of(session.threats) == seen[-1]


@settings(max_examples=SHARE // 2)
@given(seed=SEEDS)
def test_the_register_after_any_edits_is_that_of_the_model_alone(seed: int) -> None:
    """But for what the session knows of its own steps."""
    random = Random(seed)
    session = begun(random)
    for _ in range(STEPS):
        session.edit(*doing(random))
        if random.random() < 0.2:
            session.undo()
        fresh = register(session.library, analyze(session.library, session.model), session.model)
        fresh_today = register(
            session.library, analyze(session.library, session.model), session.model, today="2026-01-15"
        )
        assert bytes_of(session._registered) == bytes_of(fresh_today)
        told = session.threats
        assert {row.id for row in told.threats} == {row.id for row in fresh.threats}
        assert told.gone == fresh.gone
        assert fresh_today.causes.items() <= told.causes.items()
        differing = [a for a, b in zip(told.threats, fresh_today.threats, strict=True) if a != b]
        assert all(row.standing == "reopened" and not row.decided for row in differing)
        assert [as_alone(row) for row in told.threats] == [as_alone(row) for row in fresh_today.threats]


def as_alone(row: Threat) -> Threat:
    return replace(row, standing="unchanged")


def leads_to(model: Model, threat: str) -> Iterator[str]:
    """A threat, and those to which what was kept about it was carried."""
    found, waiting = {threat}, [threat]
    while waiting:
        yield (now := waiting.pop())
        onward = {e.threat for e in model.of(Entry) if e.field == triage.CARRIED and e.before == now}
        waiting += sorted(onward - found)
        found |= onward


def is_kept(model: Model, made: Decision) -> bool:
    """Whether a decision is in force somewhere, or its history tells of it and of what came after."""
    for threat in leads_to(model, made.threat):
        now = triage.decision_on(model, threat)
        if (now.status, now.reason) == (made.status, made.reason):
            return True
        entries = triage.history_of(model, threat)
        told = [e for e in entries if e.after == made.status and made.reason in e.text]
        replaced = [e for e in entries if e.field in ("status", triage.CARRIED) and e not in told]
        if told and (len(told) > 1 or replaced):
            return True
    return False


@settings(max_examples=SHARE)
@given(seed=SEEDS, steps=st.integers(1, 40))
def test_no_sequence_of_edits_loses_a_decision(seed: int, steps: int) -> None:
    """In the model every decision ever made counts, or its history tells who took it back or decided anew."""
    random = Random(seed)
    model = edits.put(random_edits.start(), *IMPORTED)
    made = {(one.threat, one.status, one.reason): one for one in IMPORTED}
    for _ in range(steps):
        _, fn = random_edits.edit(random)
        model = fn(model)
        for decision in model.of(Decision):
            if decision.status != "open":
                made[decision.threat, decision.status, decision.reason] = decision
    lost = [decision for decision in made.values() if not is_kept(model, decision)]
    assert not lost


@settings(max_examples=SHARE)
@given(seed=SEEDS, steps=st.integers(1, 40))
def test_no_entry_of_a_history_is_changed_or_lost(seed: int, steps: int) -> None:
    random, model = Random(seed), random_edits.start()
    for _ in range(steps):
        _, fn = random_edits.edit(random)
        after = fn(model)
        assert {e.id: after.get(e.id) for e in model.of(Entry)} == {e.id: e for e in model.of(Entry)}
        model = after


@settings(max_examples=SHARE // 2)
@given(seed=SEEDS, steps=st.integers(1, 40))
def test_all_of_it_is_saved_and_read_back_the_same(seed: int, steps: int) -> None:
    random, model = Random(seed), random_edits.start()
    for _ in range(steps):
        model = random_edits.edit(random)[1](model)
    written = native.write(model)
    assert native.read(written, "a file") == (model, ())
    assert native.write(native.read(written, "a file")[0] or model) == written
