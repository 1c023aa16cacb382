"""Conditions of any allowed shape have the right value, whether a table answers them or not."""

from __future__ import annotations

from functools import cache
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dfdmodeler.graph.kinds import Kinds
from dfdmodeler.graph.topology import Topology
from dfdmodeler.rules.compile import Compiler
from dfdmodeler.rules.facts import Facts
from dfdmodeler.rules.glossary import definitions
from dfdmodeler.rules.plain import Interpreter
from dfdmodeler.rules.syntax import Checker, Expression
from random_systems import random_system
from systems import model_of, shipped_library

SWIFT = (
    "taint(e, IND) and not origins(e, QUERY)",
    "any(low(o) for o in origins(e, TRAIN | {'logs'}))",
    "any(isa(n, 'process') and reach(n, e, IND) for n in nodes)",
    "any(isa(n, 'process') and reach(e, n, IND) for n in nodes)",
    "any(reach(m, e, ANY) and reach(e, m, QUERY) for m in nodes)",
    "any(m != e and reach(m, e, IND) and reach(e, m, OUTPUT) for m in nodes if low(m))",
    "all(isa(n, 'process') for n in down(e, ANY))",
    "done_all(low(n) for n in up(e, IND))",
    "any(learner(n) and reach(e, n, train_in(n)) for n in nodes)",
    "any(reach(x, e, ANY) and any(x in recips(m, OUTPUT) and (m == e or reach(e, m, ANY)) for m in nodes)"
    " for x in nodes)",
    "any(any(crosses(f) for f in inflows(n)) and (n == e or n in up(e, ANY)) for n in nodes)",
    "any(carries(f, QUERY) and (f.target == e or f.target in up(e, QUERY)) for f in flows)",
    "any(carries(f, QUERY) and f.source in down(e, ANY) for f in flows)",
    "any(e.id in [n.id for n in adj(m, 'process')] for m in nodes)",
    "past(e, ANY, 'process', 'data_store') and not loops(e)",
    "e in [f.target for f in outflows(e)] or e in up(e, ANY)",
    "any(hands(m) for m in down(e, IND) if llmish(m)) or sens_ctx(e)",
    "any(taint(n, IND) for n in (up(e, QUERY) if low(e) else down(e, QUERY)))",
    "bool(origins(e, TRAIN if isa(e, 'training_job') else QUERY | INPUT))",
    "unthrottled(e) or guarded_in(e) and not guarded_out(e)",
    "any(isa(n, 'external_entity') for n in nodes) and yes(e.sandboxed)",
)
"""Conditions that tables answer."""
SLOW = (
    "len(up(e, ANY)) >= 2",
    "any(n.id == e.id or low(n) and cls(n) == cls(e) for n in nodes)",
    "any(reach(a, f.source, ACT) for a in nodes for f in inflows(e))",
    "any(n in down(e, QUERY) for n in up(e, ANY) if cls(n) == cls(e))",
    "any(f.source != e and f.target in down(e, ANY) and reach(f.source, e, ANY) for f in flows)",
    "any(reach(f.source, f.target, OUTPUT) for f in inflows(e))",
)
"""Conditions that search the graph for each subject."""


@cache
def compiled(text: str) -> tuple[Compiler, str, Expression]:
    library = shipped_library()
    signatures, derived = definitions(library.catalog, Kinds(library.catalog))
    checker = Checker(library.catalog, library.kinds, signatures)
    compiler = Compiler(library.catalog, signatures, derived)
    expression = checker.condition(text, {"e": "node"})
    return compiler, compiler.condition(expression), expression


@pytest.mark.parametrize("text", [*SWIFT, *SLOW])
@settings(max_examples=40)
@given(random=st.randoms(use_true_random=False))
def test_value(text: str, random: Random) -> None:
    library = shipped_library()
    compiler, function, expression = compiled(text)
    topology = Topology(model_of(random_system(random, library.catalog)), library.catalog, library.kinds)
    facts = Facts(topology, compiler.program)
    plain = Interpreter(facts, library.definitions)
    for node in topology.nodes:
        assert bool(facts.function(function)(node)) == bool(plain.value(expression.tree, {"e": node})), (
            node.id
        )


@pytest.mark.parametrize("text", SWIFT)
def test_tables_answer(text: str) -> None:
    compiler, _, _ = compiled(text)
    assert compiler.program.slow == 0


@pytest.mark.parametrize("text", SLOW)
def test_searches_are_told(text: str) -> None:
    compiler, _, _ = compiled(text)
    assert compiler.program.slow
