"""How long analysis takes, beside what any analysis must do: index the model, sweep it once per question
about paths, and test every rule's nearest conditions at every subject.
"""

from __future__ import annotations

import statistics
from collections import deque
from collections.abc import Callable, Iterator
from time import process_time
from typing import Any

from benchmarks.measure import Result, growth, medians
from benchmarks.systems import system
from dfdmodeler import paths
from dfdmodeler.analysis.engine import Analysis, analyze
from dfdmodeler.analysis.library import Library, load_library
from dfdmodeler.graph.topology import Topology
from dfdmodeler.model import edits
from dfdmodeler.model.model import Model

SIZES = (100, 1_000, 10_000)
RUNS = {100: 9, 1_000: 5, 10_000: 3}
STALLS = {1_000: 16.0, 10_000: 100.0}
"""Milliseconds between two pauses that a person may come to notice."""


def shipped() -> Library:
    """The rules and stencils that come with the program."""
    library, problems = load_library([paths.shipped_stencils()], [paths.shipped_rules()])
    assert not problems, problems
    return library


def measure() -> Iterator[Result]:
    library = shipped()
    full, least = {}, {}
    for size in SIZES:
        model = system(size, library.catalog)
        least[size], full[size] = medians(
            RUNS[size], lambda model=model: floor(library, model), lambda model=model: analyze(library, model)
        )
    for size in SIZES:
        detail = f"{full[size]:.0f} ms; index, sweeps and near conditions {least[size]:.0f} ms"
        yield Result(f"full analysis of {size:,} elements", full[size] / least[size], 3, "x", detail)
    slope = growth(SIZES[1:], [full[size] for size in SIZES[1:]])
    yield Result("growth from 1,000 to 10,000 elements", slope, 1.1, "", "exponent; 1 is linear")
    for size in (1_000, 10_000):
        yield from _updates(library, size, full[size])


def floor(library: Library, model: Model) -> None:
    """Index build, one plain sweep per distinct path question, and near conditions."""
    topology = Topology(model, library.catalog, library.kinds)
    for name, channel in library.program.reads:
        question = library.program.tables[name]
        types = library.catalog.stencils if question.types is None else question.types
        ends = [node.index for type_ in types for node in topology.by_type.get(type_, ())]
        _plain_sweep(topology, ends, channel or -1, onward=question.onward)
    _near_conditions(library, topology)


def _plain_sweep(topology: Topology, ends: list[int], channel: int, *, onward: bool) -> list[bool]:
    """Which nodes reach the ends, or are reached, by flows of a channel through nodes that let it through."""
    steps = topology.backward if onward else topology.forward
    conducting = topology.conducting
    reached = [False] * len(steps)
    queue = deque(ends)
    while queue:
        for kinds, there, _ in steps[queue.popleft()]:
            if kinds & channel and not reached[there]:
                reached[there] = True
                if conducting[there]:
                    queue.append(there)
    return reached


def _near_conditions(library: Library, topology: Topology) -> list[tuple[int, str]]:
    """As many conditions on two attributes of its own at each subject as there are rules for it, written out
    in one function per type.
    """
    found: list[tuple[int, str]] = []
    rows = library.compiled
    for type_, nodes in topology.by_type.items():
        count = sum(row.rule.scope == "node" and (not row.types or type_ in row.types) for row in rows)
        fused = _fused(count)
        for node in nodes:
            fused(node.props.get, node.id, found)
    fused = _fused(sum(row.rule.scope == "flow" for row in rows))
    for id_, halves in topology.halves.items():
        for half in halves:
            fused(half.props.get, id_, found)
    return found


def _fused(count: int) -> Callable[..., None]:
    names = ("encrypted", "authn", "signed", "validated", "logged", "rate_limited", "monitored")
    tests = [
        f"    if get({names[n % 7]!r}) == 'yes' and get({names[n % 5]!r}) != 'no': found.append(({n}, id_))"
        for n in range(count)
    ]
    space: dict[str, Any] = {}
    exec("\n".join(["def fused(get, id_, found):", *tests, "    return None"]), space)
    made: Callable[..., None] = space["fused"]
    return made


def _updates(library: Library, size: int, full: float) -> Iterator[Result]:
    """Analysis after edits: the attribute of one element, and what paths carry."""
    model = system(size, library.catalog)
    analysis = analyze(library, model)
    near, longest = _edited(analysis, model, "website-{}", "rate_limited")
    detail = f"{near:.1f} ms after an attribute that no path reads"
    yield Result(f"re-analysis near by, {size:,} elements", near / full, 1 / 200, "x", detail)
    tables, longer = _edited(analysis, model, "flow-{}-0", "carries")
    detail = f"{tables:.1f} ms after what a flow carries"
    yield Result(f"re-analysis of paths, {size:,} elements", tables / full, 1 / 5, "x", detail)
    detail = "longest time between two pauses"
    stall = max(longest, longer)
    yield Result(f"stall of analysis, {size:,} elements", stall, STALLS[size], "ms", detail)


def _edited(analysis: Analysis, model: Model, subject: str, name: str) -> tuple[float, float]:
    """Median and longest slice of updates, in milliseconds, as one record after the other is edited."""
    totals, slices = [], [0.0]
    for copy in range(5):
        model = edits.set_property(model, [subject.format(copy)], name, ("yes", "documents")[copy % 2])
        begin = last = process_time()
        for _ in analysis.update(model):
            now = process_time()
            slices.append(now - last)
            last = now
        totals.append(process_time() - begin)
        slices.append(process_time() - last)
    return 1000 * statistics.median(totals), 1000 * max(slices)
