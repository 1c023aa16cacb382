"""The formats in one table: what each reads and writes, and reading and writing files by their names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path
from typing import NamedTuple

from dfdmodeler.catalog.catalog import Catalog
from dfdmodeler.drawing.layout import layout
from dfdmodeler.drawing.metrics import Metrics
from dfdmodeler.formats import native, storage
from dfdmodeler.formats.text import losses as text_losses
from dfdmodeler.formats.text import read_text, write_text
from dfdmodeler.formats.tm7 import read_tm7
from dfdmodeler.model import edits
from dfdmodeler.model.model import Model
from dfdmodeler.model.problem import Problem
from dfdmodeler.model.records import Boundary, Diagram, Element, Placement

Problems = tuple[Problem, ...]
MAX_BYTES = 64 * 1024 * 1024
"""No format reads a larger file."""
MAX_RECORDS = 200_000
"""No model has more records: several times those of a drawing with 10,000 elements."""
MAX_NESTING = 100
"""No trust boundary lies deeper inside others."""


class Context(NamedTuple):
    """What reading needs to know: the kinds that exist, and how wide text is, for placing what has no
    place."""

    catalog: Catalog
    metrics: Metrics


class Reading(NamedTuple):
    """What came of reading a file; without a model, the problems say why."""

    model: Model | None
    problems: Problems
    format: Format | None


@dataclass(frozen=True)
class Format:
    """A file format. Who only imports has no `write`."""

    id: str
    label: str
    suffixes: tuple[str, ...]
    read: Callable[[bytes, str, Catalog], tuple[Model | None, Problems]]
    write: Callable[[Model, Catalog], bytes] | None = None
    losses: Callable[[Model], Problems] = lambda model: ()
    """What of this model the format cannot hold."""


NATIVE = Format(
    "dfdm",
    "dfdmodeler model",
    (native.SUFFIX,),
    lambda data, where, catalog: native.read(data, where),
    lambda model, catalog: native.write(model),
)
FORMATS: tuple[Format, ...] = (
    NATIVE,
    Format("text", "Text form", (".dfd.yaml", ".dfd.yml"), read_text, write_text, text_losses),
    Format(
        "tm7",
        "Microsoft Threat Modeling Tool model",
        (".tm7",),
        lambda data, where, catalog: read_tm7(data, where),
    ),
)


def format_of(path: Path) -> Format | None:
    """The format that a file's name promises."""
    name = path.name.lower()
    return next((f for f in FORMATS if name.endswith(f.suffixes)), None)


def read_file(path: Path, context: Context) -> Reading:
    """Reads a model; what has no place on its diagram gets one by automatic layout."""
    model, problems, known = read_meaning(path, context)
    return Reading(placed(model, context) if model else None, problems, known)


def read_meaning(path: Path, context: Context) -> Reading:
    """Reads a model for those who do not draw it: what the file gives no place has none."""
    reading = read_stated(path, context)
    if reading.model is None or reading.format is None:
        return reading
    return reading._replace(model=titled(reading.model, path, reading.format))


def read_stated(path: Path, context: Context) -> Reading:
    """Reads what a file itself says, for those who compare: a model without title stays without."""
    data = storage.load(path, MAX_BYTES)
    if isinstance(data, Problem):
        return Reading(None, (data,), format_of(path))
    return read_content(data, path, context)


def read_content(data: bytes, path: Path, context: Context) -> Reading:
    """The same from the content of a file, perhaps of an earlier version; its name tells the format."""
    known = format_of(path)
    if known is None:
        return Reading(None, (_unknown(path, FORMATS),), None)
    model, problems = known.read(data, str(path), context.catalog)
    if model is None:
        return Reading(None, problems, known)
    if problem := _excess(model, path):
        return Reading(None, (problem,), known)
    return Reading(model, problems, known)


def _excess(model: Model, path: Path) -> Problem | None:
    """What is larger or deeper than any real model and would take time and memory without end."""
    if len(model) > MAX_RECORDS:
        return Problem(str(path), f"The model has more than {MAX_RECORDS:,} records.")
    depths: dict[str, int] = {}
    for boundary in model.of(Boundary):
        way = []
        current: Boundary | None = boundary
        while current is not None and current.id not in depths:
            depths[current.id] = 0  # a boundary inside itself ends here, and is told by `check`
            way.append(current.id)
            current = model.find(Boundary, current.parent)
        depth = depths[current.id] if current else 0
        for inner in reversed(way):
            depth += 1
            depths[inner] = depth
    if max(depths.values(), default=0) > MAX_NESTING:
        return Problem(str(path), f"Trust boundaries nest deeper than {MAX_NESTING} levels.")
    return None


def write_file(path: Path, model: Model, context: Context) -> Problems:
    """Writes a model in the format of the name; problems that are no errors tell what the format cannot
    hold."""
    known = format_of(path)
    if known is None or known.write is None:
        return (_unknown(path, tuple(f for f in FORMATS if f.write)),)
    return write_as(known, path, model, context)


def write_as(known: Format, path: Path, model: Model, context: Context, *, backup: bool = True) -> Problems:
    """The same in a given format, whatever the name says; `backup` keeps the version before beside it."""
    if known.write is None:
        return (_unknown(path, tuple(f for f in FORMATS if f.write)),)
    data = known.write(model, context.catalog)
    own = known is NATIVE
    verify = (lambda written: native.read(written, str(path))[0] is not None) if own else None
    problem = storage.replace(path, data, backup=backup, verify=verify)
    return (problem,) if problem else known.losses(model)


def titled(model: Model, path: Path, known: Format) -> Model:
    """The model with a title: one that comes from another format without any is called like its file."""
    if known is NATIVE or model.about.title:
        return model
    suffix = next(suffix for suffix in known.suffixes if path.name.lower().endswith(suffix))
    return edits.set_about(model, title=path.name[: -len(suffix)])


def called_alike(model: Model, known: Format | None, other: Model) -> Model:
    """A model that is compared with another: without a title in a file of another program it is called as
    the other is, for its own would only be the name of the file.
    """
    if known is NATIVE or model.about.title:
        return model
    return edits.set_about(model, title=other.about.title)


def placed(model: Model, context: Context) -> Model:
    """The model with a diagram, and everything that no diagram shows placed on the first."""
    if not model.diagrams:
        model = edits.put(model, Diagram(id=_free_id(model), name="Main diagram"))
    drawn = {diagram.id for diagram in model.diagrams}
    placements = [p for p in model.of(Placement) if p.diagram in drawn]
    shown = {p.subject for p in placements}
    if all(r.id in shown for r in (*model.of(Element), *model.of(Boundary))):
        return model
    first = model.diagrams[0].id
    pinned = [p.subject for p in placements if p.diagram == first]
    records = layout(model, context.catalog, first, context.metrics, pinned=pinned)
    return edits.put(model, *records.values())


def _free_id(model: Model) -> str:
    return next(i for i in chain(["main"], (f"main-{n}" for n in count(2))) if i not in model)


def _unknown(path: Path, formats: tuple[Format, ...]) -> Problem:
    known = ", ".join(suffix for f in formats for suffix in f.suffixes)
    return Problem(
        str(path), "The file's name does not end as one of a known format does.", f"Known are {known}."
    )
