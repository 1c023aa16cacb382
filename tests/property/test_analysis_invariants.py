"""What updates rely on: code reads what is near, tables read lower ones, no rule decides what is dirty."""

from __future__ import annotations

from random import Random
from types import FunctionType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dfdmodeler.analysis.engine import analyze
from dfdmodeler.analysis.findings import Found
from dfdmodeler.analysis.slices import completed
from dfdmodeler.analysis.update import Update, concerns
from dfdmodeler.graph.topology import Area, Hop, Node
from dfdmodeler.model.change import diff
from dfdmodeler.rules.facts import Facts, Kept
from dfdmodeler.rules.strata import Strata
from random_systems import random_system
from systems import model_of, shipped_library
from threat_edits import edited, start

ENDS = ("source", "target")
FLOWS = ("inflows", "outflows")


class FarReadError(AssertionError):
    """Something was read that is not near the subject."""


class View:
    """A thing as code about a subject may see it: flows and members of the subject alone, ends of flows."""

    def __init__(self, thing: Node | Hop | Area, subject: bool) -> None:
        self.thing, self.subject = thing, subject

    @property
    def __class__(self) -> type:  # type: ignore[override]
        return type(self.thing)

    def __getattr__(self, name: str) -> Any:
        if name in (*FLOWS, "members") and not self.subject:
            raise FarReadError(f"{name} of {self.thing.id}, which is not the subject")
        return (
            seen(getattr(self.thing, name))
            if name in (*FLOWS, *ENDS, "members")
            else getattr(self.thing, name)
        )

    def __eq__(self, other: object) -> bool:
        return self.thing is bare(other)

    def __hash__(self) -> int:
        return hash(self.thing)


def seen(value: Any) -> Any:
    if isinstance(value, list):
        return [seen(member) for member in value]
    return View(value, subject=False) if isinstance(value, Node | Hop) else value


def bare(value: Any) -> Any:
    return value.thing if type(value) is View else value


class Rows:
    """Kept values, asked about views."""

    def __init__(self, kept: Kept) -> None:
        self.kept = kept

    def __getitem__(self, thing: Any) -> Any:
        return seen(self.kept[bare(thing)])


class Forbidden:
    """Stands for all elements, all flows, searches."""

    def __iter__(self) -> Any:
        raise FarReadError("everything in the graph")

    __call__ = __iter__


def with_views(facts: Facts) -> dict[str, Any]:
    """What compiled code finds by name, where it is given views."""
    names = dict(facts.names)
    pulled = facts.predicates.pulled  # reads the flows between two ends: renewal knows them
    facts.predicates.pulled = lambda flow: pulled(bare(flow))  # type: ignore[method-assign]
    names |= {name: function for name, function in facts.predicates.functions().items() if name != "pulled"}
    names["pulled"] = facts.predicates.pulled
    names |= {name: Rows(value) for name, value in names.items() if isinstance(value, Kept)}
    names["_cycles"] = lambda node, channel: facts.names["_cycles"](bare(node), channel)
    names |= dict.fromkeys(("nodes", "flows", "boundaries", "_members", "reach"), Forbidden())
    return names


def asked_of(facts: Facts) -> dict[str, list[Any]]:
    """All functions of one parameter that rules, markers, places and tables ask, with what they ask about."""
    library, topology = shipped_library(), facts.topology
    things: dict[str, list[Any]] = {
        "node": topology.nodes,
        "flow": topology.flows,
        "boundary": topology.areas,
        "badflow": topology.bad_flows,
    }
    asked: dict[str, list[Any]] = {}
    for row in library.compiled:
        if row.rule.scope != "diagram":
            asked[row.fires] = asked[row.grades] = things[row.rule.scope]
    for marker in library.markers.values():
        asked[marker.holds] = topology.nodes
    for name, place in library.places.items():
        asked[place.holds] = things[library.questions[name].scope]
    for table in library.program.tables.values():
        asked |= dict.fromkeys((table.counts, table.through, table.channel, table.emits), topology.nodes)
        asked[table.over] = topology.flows
    for total in library.program.totals.values():
        asked[total.each] = things["node" if total.over == "nodes" else "flow"]
    return {name: about for name, about in asked.items() if library.program.functions.get(name)}


@pytest.mark.parametrize("granted", [False, True], ids=["stated", "granted"])
@settings(max_examples=15)
@given(random=st.randoms(use_true_random=False))
def test_compiled_code_reads_what_is_near(random: Random, granted: bool) -> None:
    library = shipped_library()
    analysis = analyze(library, model_of(random_system(random, library.catalog)))
    facts = Facts(analysis.topology, library.program, granted=granted, report_unknowns=True)
    completed(facts.prepare())
    names = with_views(facts)
    assert asked_of(facts)
    for name, things in asked_of(facts).items():
        function = FunctionType(library.program.functions[name].code, names)
        for thing in things:
            function(View(thing, subject=True))
    for name, kept in list(facts.kept.items()):
        function = FunctionType(library.program.functions[name].code, names)
        for thing in list(kept):
            assert bare(function(View(thing, subject=True))) == kept[thing]


def test_shipped_rules_read_nothing_far() -> None:
    program = shipped_library().program
    assert Strata(program).wide == frozenset()
    assert program.slow == 0


def test_each_stratum_reads_lower_ones_only() -> None:
    program = shipped_library().program
    strata = Strata(program)
    assert len(strata.order) == len(set(strata.order)) > len(program.tables)
    for height, name in enumerate(strata.order):
        below = set(strata.order[:height])
        assert {other for other in read_by(strata, name) if other in strata.order} <= below, name


def read_by(strata: Strata, name: str) -> set[str]:
    """What is kept and read by something that is kept, through functions that keep nothing."""
    found: set[str] = set()
    waiting = list(strata.reads[name])
    while waiting:
        other = waiting.pop()
        if other in strata.reads and other not in found:
            found.add(other)
            if other not in strata.order:
                waiting += strata.reads[other]
    return found


def dirty_after(random: Random, *, with_rules: bool) -> tuple[set[str], set[str]]:
    """What is dirty after one edit, with all rules in force or with none when the edit is looked at."""
    library = shipped_library()
    before = start(random, library.catalog)
    analysis = analyze(library, before)
    after = edited(random, library.catalog, before)
    found: Found = analysis._found
    if not with_rules:
        found.rules = ()
        found.armed.clear()
    change = concerns(diff(before, after))
    update = Update(library, Strata(library.program), found, change, after)
    completed(update.steps())  # type: ignore[arg-type]
    assert update.refresh is not None
    return {node.id for node in update.refresh.nodes}, {hop.id for hop in update.refresh.hops}


@settings(max_examples=30)
@given(seed=st.integers(0, 10_000))
def test_dirtiness_never_looks_at_rules(seed: int) -> None:
    assert dirty_after(Random(seed), with_rules=True) == dirty_after(Random(seed), with_rules=False)


def answers(found: Found) -> dict[Any, Any]:
    """All that is kept or filed of each thing, in both readings."""
    known: dict[Any, Any] = {}
    for granted, facts in enumerate((found.stated, found.granted)):
        known |= {(granted, name, thing): v for name, kept in facts.kept.items() for thing, v in kept.items()}
        for name, rows in facts.rows.items():
            for channel, row in rows.items():
                for node in facts.topology.nodes:
                    known[granted, (name, channel), node] = row[node.index]
    return known


@settings(max_examples=60)
@given(seed=st.integers(0, 1 << 32))
def test_what_is_beside_another_answer_is_dirty(seed: int) -> None:
    library, random = shipped_library(), Random(seed)
    before = start(random, library.catalog, random.choice([7, 20]))
    found: Found = analyze(library, before)._found
    known = answers(found)
    after = edited(random, library.catalog, before)
    change = concerns(diff(before, after))
    update = Update(library, Strata(library.program), found, change, after)
    completed(update.steps())  # type: ignore[arg-type]
    assert update.refresh is not None
    for key, answer in answers(found).items():
        thing = key[-1]
        if isinstance(thing, Node) and key in known and known[key] != answer:
            hops = {*thing.inflows, *thing.outflows}
            assert hops <= update.refresh.hops, key
            assert {end for hop in hops for end in (hop.source, hop.target)} <= update.refresh.nodes, key


@settings(max_examples=40)
@given(seed=st.integers(0, 1 << 32))
def test_what_a_dropped_update_found_out_is_forgotten(seed: int) -> None:
    """What is kept of a model is true of it, and of things that are in it, wherever an update was dropped."""
    library, random = shipped_library(), Random(seed)
    before = start(random, library.catalog, random.choice([7, 20]))
    after = before
    for _ in range(3):
        after = edited(random, library.catalog, after)
    analysis = analyze(library, before)
    pauses = random.randint(1, 12)
    for pause, _ in enumerate(analysis.update(after), 1):
        if pause == pauses:
            break
    else:
        return
    found: Found = analysis._found
    known = {*found.topology.nodes, *found.topology.flows, *found.topology.areas, *found.topology.bad_flows}
    for facts in (found.stated, found.granted):
        for name, kept in facts.kept.items():
            for thing, value in list(kept.items()):
                assert thing in known, (name, thing.id)
                assert kept._answer(thing) == value, (name, thing.id)
