"""How long a comparison of two versions of a model takes, beside reading both files."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from benchmarks.analysis_speed import shipped
from benchmarks.measure import Result, medians, timed
from benchmarks.systems import SEED, system
from dfdmodeler.analysis.delta import Delta, comparing
from dfdmodeler.analysis.engine import Analysis
from dfdmodeler.analysis.library import Library
from dfdmodeler.analysis.reasons import tracing
from dfdmodeler.analysis.slices import completed
from dfdmodeler.formats import native
from dfdmodeler.model import edits
from dfdmodeler.model.differences import Differences, differences
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Element, Flow

SIZES = (1_000, 10_000)
RUNS = {1_000: 5, 10_000: 3}
SHARE = 100
"""Of so many elements, one is edited, or something joined to it."""
BOUND = 3.0
"""Times of reading both files that a comparison may take."""


def edited(model: Model, library: Library, seed: int = SEED) -> Model:
    """Another version of a model: answers given, flows gone, elements moved, new ones joined to others."""
    random = Random(seed)
    elements, flows = model.of(Element), model.of(Flow)
    for number in range(len(elements) // SHARE):
        element = random.choice(elements)
        if number % 4 == 0:
            new = Element(id=f"new-{number}", type="llm", name=f"New {number}", parent=element.parent)
            carried = {"carries": ("prompt",)}
            flow = Flow(id=f"new-flow-{number}", source=element.id, target=new.id, properties=carried)
            model = edits.put(model, new, flow)
        elif number % 4 == 1:
            model = edits.delete(model, [random.choice(flows).id])
        elif number % 4 == 2:
            model = edits.place(model, "main", {element.id: (random.uniform(0, 900), 8.0, 136.0, 56.0)})
        else:
            attributes = [row for row in library.catalog.attributes(element.type) if row.values]
            attribute = random.choice(attributes)
            model = edits.set_property(model, [element.id], attribute.name, random.choice(attribute.values))
    return model


def measure() -> Iterator[Result]:
    library = shipped()
    for size in SIZES:
        before = system(size, library.catalog)
        yield from _compared(library, before, edited(before, library), size)


def _compared(library: Library, before: Model, after: Model, size: int) -> Iterator[Result]:
    contents = [native.write(model) for model in (before, after)]
    one, other = (_read(content) for content in contents)
    found = differences(one, other)
    reading, meaning, threats = medians(
        RUNS[size],
        lambda: [_read(content) for content in contents],
        lambda: differences(one, other),
        lambda: completed(comparing(library, found, Analysis(library))),
    )
    delta, seconds = _reasons(library, found)
    of = f"{size:,} elements"
    read = f"reading both {reading:.0f} ms"
    detail = f"{meaning:.0f} ms, {len(found.changes)} changes; {read}"
    yield Result(f"differences of {of}", meaning / reading, BOUND, "x", detail)
    detail = f"{threats:.0f} ms, {len(delta.turns)} threats come, go or change; {read}"
    yield Result(f"threat delta of {of}", threats / reading, BOUND, "x", detail)
    whole = meaning + threats
    yield Result(f"both, {of}", whole / reading, BOUND, "x", f"{whole:.0f} ms; {read}")
    without = sum(not turn.reasons for turn in delta.turns)
    detail = f"{1000 * seconds:.0f} ms; {without} threats without a reason; {read}"
    yield Result(f"reasons too, {of}", (whole + 1000 * seconds) / reading, BOUND, "x", detail)


def _reasons(library: Library, found: Differences) -> tuple[Delta, float]:
    """The delta with its reasons, and the seconds that looking for them took."""
    analysis = Analysis(library)
    delta = completed(comparing(library, found, analysis))
    traced: list[Delta] = []
    milliseconds = timed(lambda: traced.append(completed(tracing(found, delta, analysis))))
    return traced[0], milliseconds / 1000


def _read(content: bytes) -> Model:
    model, problems = native.read(content, "model")
    assert model is not None, problems
    return model
