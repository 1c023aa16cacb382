"""Compiled conditions, with their sweeps and tables, say what the language says word for word."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dfdmodeler.graph.topology import Topology
from dfdmodeler.rules.facts import Facts
from dfdmodeler.rules.plain import Interpreter
from dfdmodeler.rules.rule import VARIABLES
from random_systems import random_system
from systems import model_of, shipped_library


def facts_of(random: Random, *, granted: bool, elements: int = 7) -> Facts:
    library = shipped_library()
    model = model_of(random_system(random, library.catalog, elements=elements))
    topology = Topology(model, library.catalog, library.kinds)
    report = model.about.report_unknowns
    stated = Facts(topology, library.program, report_unknowns=report)
    if not granted:
        return stated
    return Facts(topology, library.program, granted=True, report_unknowns=report, shared=stated)


def subjects(topology: Topology, scope: str) -> list[list[object]]:
    things = {
        "node": topology.nodes,
        "flow": topology.flows,
        "badflow": topology.bad_flows,
        "boundary": topology.areas,
    }
    return [[thing] for thing in things[scope]] if scope in things else [[]]


@pytest.mark.parametrize("granted", [False, True], ids=["stated", "granted"])
@settings(max_examples=25)
@given(random=st.randoms(use_true_random=False))
def test_rules(random: Random, granted: bool) -> None:
    facts = facts_of(random, granted=granted)
    library = shipped_library()
    plain = Interpreter(facts, library.definitions)
    for row in library.compiled:
        fires, grades = facts.function(row.fires), facts.function(row.grades)
        for things in subjects(facts.topology, row.rule.scope):
            names = dict(zip([VARIABLES[row.rule.scope]], things, strict=False))
            expected = bool(plain.value(row.when.tree, names))
            assert bool(fires(*things)) == expected, (row.rule.id, things)
            if expected:
                assert grades(*things) == plain.value(row.level.tree, names), row.rule.id
                if row.types is not None:
                    assert things[0].type in row.types, row.rule.id


@settings(max_examples=25)
@given(random=st.randoms(use_true_random=False))
def test_markers_and_places(random: Random) -> None:
    facts = facts_of(random, granted=False)
    library = shipped_library()
    topology = facts.topology
    plain = Interpreter(facts, library.definitions)
    stand_ins = [topology.stand_in(*halves) for halves in topology.halves.values()]
    for mitigation, condition in library.markers.items():
        for thing in (*topology.nodes, *stand_ins, topology.stand_in()):
            expected = bool(plain.value(condition.expression.tree, {"x": thing}))
            assert bool(facts.function(condition.holds)(thing)) == expected, (mitigation, thing.id)
    for question, condition in library.places.items():
        scope = library.questions[question].scope
        for things in subjects(topology, scope):
            names = {VARIABLES[scope]: things[0]}
            expected = bool(plain.value(condition.expression.tree, names))
            assert bool(facts.function(condition.holds)(*things)) == expected, question
