"""How long it takes to merge three versions of a model, beside reading their files."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.analysis_speed import shipped
from benchmarks.measure import Result, medians
from benchmarks.systems import system
from dfdmodeler.formats import native, storage
from dfdmodeler.model import edits
from dfdmodeler.model.merge import Merged, merge
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Element

SIZES = (1_000, 10_000)
RUNS = 5
BOUND = 3.0
"""Times of reading the three files that making one of them may take, the reading included."""


def versions(size: int) -> tuple[Model, Model, Model]:
    """A model and what two people made of it: each edited, deleted and moved every few elements, and every
    50th got two names."""
    base = system(size, shipped().catalog)
    ids = [element.id for element in base.of(Element)]
    made = []
    for step, name in ((7, "Ours"), (5, "Theirs")):
        model = edits.update(base, ids[::step], notes=name)
        model = edits.update(model, ids[1::50], name=name)
        model = edits.place(model, "main", {i: (8.0, 8.0, 136.0, 56.0) for i in ids[2::step]})
        made.append(edits.delete(model, ids[step::100]))
    return base, made[0], made[1]


def measure() -> Iterator[Result]:
    for size in SIZES:
        yield from _merged(size, [native.write(model) for model in versions(size)])


def _merged(size: int, contents: list[bytes]) -> Iterator[Result]:
    base, ours, theirs = (_read(content) for content in contents)
    outcome = merge(base, ours, theirs)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.dfdm"
        reading, merging, whole = medians(
            RUNS,
            lambda: [_read(content) for content in contents],
            lambda: merge(base, ours, theirs),
            lambda: _whole(contents, path),
        )
    of, read = f"{size:,} elements", f"reading three files {reading:.0f} ms"
    told = f"{merging:.0f} ms, {len(outcome.model):,} records, {len(outcome.conflicts)} conflicts; {read}"
    yield Result(f"merging of {of}", merging / reading, BOUND, "x", told)
    detail = f"{whole:.0f} ms, of that {merging:.0f} merging; {read}"
    yield Result(f"merge of files, {of}", whole / reading, BOUND, "x", detail)


def _whole(contents: list[bytes], path: Path) -> Merged:
    """All that the command does with the content of files: read, merge, write, and read what was written."""
    outcome = merge(*(_read(content) for content in contents))
    problem = storage.replace(path, native.write(outcome.marked), verify=lambda data: bool(_read(data)))
    assert problem is None, problem
    return outcome


def _read(content: bytes) -> Model:
    model, problems = native.read(content, "model")
    assert model is not None, problems
    return model
