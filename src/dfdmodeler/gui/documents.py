"""Documents as files: the one place of the window that knows formats and reports.

Formats and reports are imported where they are needed: an empty window needs neither.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from dfdmodeler import paths
from dfdmodeler.analysis.library import Library
from dfdmodeler.analysis.overrides import check_rules
from dfdmodeler.drawing.metrics import Metrics
from dfdmodeler.model.comparison import compared
from dfdmodeler.model.edits import set_about
from dfdmodeler.model.model import Model
from dfdmodeler.model.problem import Problem
from dfdmodeler.model.values import FrozenMap

if TYPE_CHECKING:
    from dfdmodeler.drawing.primitives import Picture
    from dfdmodeler.formats.registry import Context, Format, Reading

SUFFIX = ".dfdm"
MOST_COMPARED = 1_000_000
"""Bytes of a file that is compared with what is open."""


class Template(NamedTuple):
    """A model to begin from."""

    title: str
    help: str
    path: Path


class Documents:
    """Reads and writes with the kinds and fonts in force."""

    def __init__(self, library: Library, metrics: Metrics) -> None:
        self._library, self._metrics = library, metrics

    def read(self, path: Path) -> Reading:
        """Reads a file of any known format; what differs from the packs it was saved with is told."""
        from dfdmodeler.formats.registry import read_file

        reading = read_file(path, self._context())
        if reading.model is None:
            return reading
        told = tuple(check_rules(reading.model, self._library))
        return reading._replace(problems=(*reading.problems, *told))

    def read_earlier(self, path: Path, named: str) -> Reading | None:
        """What a file was in a git revision, or what another file is; None if it was not there."""
        from dfdmodeler.formats.earlier import read_earlier

        return read_earlier(path, named, self._context())

    def write_policy(self, path: Path) -> Problem | None:
        """Writes a policy to begin with; what kept it from that, if anything did."""
        from dfdmodeler.formats import storage

        return storage.replace(path, paths.policy().read_bytes(), backup=True)

    def read_stated(self, path: Path) -> Reading:
        """Reads what a file itself says, to be merged: nothing is laid out, no title is made up."""
        from dfdmodeler.formats.registry import read_stated

        return read_stated(path, self._context())

    def placed(self, model: Model) -> Model:
        """The model with places for what has none."""
        from dfdmodeler.formats.registry import placed

        return placed(model, self._context())

    def write(self, path: Path, model: Model) -> tuple[Problem, ...]:
        """Writes the model in the format of the name, and with it which rules were in force."""
        from dfdmodeler.formats.registry import write_file

        return write_file(path, self.stamped(model), self._context())

    def stamped(self, model: Model) -> Model:
        """The model with the versions of the rule packs in force."""
        packs = FrozenMap(self._library.in_force(model).versions)
        return model if model.about.packs == packs else set_about(model, packs=packs)

    def open_filters(self) -> str:
        """What a file dialog offers to open: everything that can be read, then each format."""
        readable = self._formats()
        every = " ".join(pattern for known in readable for pattern in _patterns(known))
        return ";;".join([f"All models ({every})", *map(_filter, readable)])

    def save_filter(self) -> str:
        """Our own format, for saving."""
        return _filter(self._formats()[0])

    def export_filters(self) -> str:
        """The other formats that can be written."""
        return ";;".join(_filter(known) for known in self._formats()[1:] if known.write)

    def is_own(self, format_: Format | None) -> bool:
        """Whether a format keeps everything, so that saving goes back to the same file."""
        return format_ is self._formats()[0]

    def write_bytes(self, path: Path, content: bytes) -> tuple[Problem, ...]:
        """Writes a file that is no model: a picture, a report."""
        from dfdmodeler.formats import storage

        problem = storage.replace(path, content)
        return (problem,) if problem else ()

    def compared(self, path: Path, mine: Model) -> str | None:
        """How a file of ours differs from a model, in words; None if it holds no model. Nothing is told of a
        large one: nobody should wait for it.
        """
        from dfdmodeler.formats import native, storage

        data = storage.load(path, MOST_COMPARED)
        if isinstance(data, Problem):
            return ""
        theirs, _ = native.read(data, str(path))
        return None if theirs is None else compared(mine, theirs)

    def template(self, path: Path) -> Template:
        """A model to begin from, and what it says of itself."""
        from dfdmodeler.formats import native, registry, storage

        data = storage.load(path, registry.MAX_BYTES)
        told = native.about(data if isinstance(data, bytes) else b"")
        return Template(told.title or path.stem, told.description.partition("\n\n")[0], path)

    def picture(self, path: Path) -> Picture | None:
        """The first diagram of a file, if it can be read."""
        from dfdmodeler.drawing.diagram import picture
        from dfdmodeler.formats.registry import read_file

        model = read_file(path, self._context()).model
        if model is None or not model.diagrams:
            return None
        return picture(model, self._library.catalog, model.diagrams[0].id, self._metrics)

    def set_aside(self, path: Path) -> Path | Problem:
        """Copies what a file holds, which somebody else wrote, to another name beside it."""
        from dfdmodeler.formats import registry, storage

        return storage.set_aside(path, registry.MAX_BYTES)

    def _formats(self) -> tuple[Format, ...]:
        from dfdmodeler.formats.registry import FORMATS

        return FORMATS

    def _context(self) -> Context:
        from dfdmodeler.formats.registry import Context

        return Context(self._library.catalog, self._metrics)


def _patterns(known: Format) -> list[str]:
    return [f"*{suffix}" for suffix in known.suffixes]


def _filter(known: Format) -> str:
    return f"{known.label} ({' '.join(_patterns(known))})"
