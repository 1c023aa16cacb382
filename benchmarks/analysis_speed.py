"""How long analysis takes, beside what any analysis must do: index the model, sweep it once per question
about paths, and test every rule's nearest conditions at every subject.
"""

from __future__ import annotations

import gc
import json
import statistics
import subprocess
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path
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
from dfdmodeler.model.records import Boundary, Element, Flow

SIZES = (500, 1_000, 5_000, 10_000)
RUNS = {500: 9, 1_000: 9, 5_000: 3, 10_000: 3}
ROOT = Path(__file__).resolve().parents[1]
PEER_PYTHON = ROOT / ".venv-peers" / "bin" / "python"
PEERS = {"pytm": 50, "flowstrider": 10}
"""Other tools, and how many times faster than each we mean to be."""
PEER_SIZE = 5_000
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
            RUNS[size], lambda model=model: _bare(library, model), lambda model=model: analyze(library, model)
        )
    for size in SIZES:
        detail = f"{full[size]:.0f} ms; index, sweeps and near conditions {least[size]:.0f} ms"
        yield Result(f"full analysis of {size:,} elements", full[size] / least[size], 3, "x", detail)
    slope = growth(SIZES, [full[size] for size in SIZES])
    yield Result("growth from 500 to 10,000 elements", slope, 1.1, "", "exponent; 1 is linear")
    yield from _beside_peers(library)
    for size in (1_000, 10_000):
        yield from _updates(library, size, full[size])


def _beside_peers(library: Library) -> Iterator[Result]:
    """Other tools on the same system, each in a process of its own; none where `make peers` did not run."""
    model = system(PEER_SIZE, library.catalog)
    (ours,) = medians(3, lambda: analyze(library, model))
    found = len(analyze(library, model).findings)
    for name, factor in PEERS.items() if PEER_PYTHON.exists() else ():
        told = subprocess.run(
            [PEER_PYTHON, ROOT / "benchmarks" / "peers.py", name],
            input=json.dumps(_described(model, library)),
            capture_output=True,
            text=True,
            check=True,
        )
        peer = json.loads(told.stdout)
        detail = f"{ours:.0f} ms, {found} findings; {name} {peer['ms']:.0f} ms, {peer['threats']} threats"
        yield Result(f"time of {name}, {PEER_SIZE:,} elements", ours / peer["ms"], 1 / factor, "x", detail)


def _described(model: Model, library: Library) -> dict[str, list[dict[str, str | None]]]:
    """A model in the words of `peers`."""
    stores, outside = (set(library.catalog.descendants(t)) for t in ("data_store", "external_entity"))

    def sort(type_: str) -> str:
        return "store" if type_ in stores else "external" if type_ in outside else "process"

    return {
        "boundaries": [{"id": row.id, "parent": row.parent} for row in model.of(Boundary)],
        "elements": [
            {"id": row.id, "sort": sort(row.type), "boundary": row.parent} for row in model.of(Element)
        ],
        "flows": [{"id": row.id, "source": row.source, "target": row.target} for row in model.of(Flow)],
    }


def _bare(library: Library, model: Model) -> None:
    """The floor under the same conditions as a run without pauses, which lets the collector rest."""
    gc.disable()
    floor(library, model)
    gc.enable()


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
    gc.collect()
    gc.freeze()  # as the window does once a document is open
    near, longest = _edited(analysis, model, "website-{}", "rate_limited")
    detail = f"{near:.1f} ms after an attribute that no path reads"
    yield Result(f"re-analysis near by, {size:,} elements", near / full, 1 / 200, "x", detail)
    tables, longer = _edited(analysis, model, "flow-{}-0", "carries")
    detail = f"{tables:.1f} ms after what a flow carries"
    yield Result(f"re-analysis of paths, {size:,} elements", tables / full, 1 / 5, "x", detail)
    detail = "longest time between two pauses"
    stall = max(longest, longer, _longest_slice(Analysis(library), model))
    yield Result(f"stall of analysis, {size:,} elements", stall, STALLS[size], "ms", detail)
    gc.unfreeze()


def _longest_slice(analysis: Analysis, model: Model) -> float:
    """The longest time between two pauses of a full run, in milliseconds."""
    last, longest = process_time(), 0.0
    for _ in analysis.run(model):
        now = process_time()
        longest, last = max(longest, now - last), now
    return 1000 * longest


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
