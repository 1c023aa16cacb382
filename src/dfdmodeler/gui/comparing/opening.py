"""Which versions are compared: the document with a file, with what was saved last, or with a git revision."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from dfdmodeler.analysis.delta import comparing
from dfdmodeler.analysis.engine import Analysis
from dfdmodeler.analysis.slices import completed
from dfdmodeler.formats.history import Revision, revisions
from dfdmodeler.formats.registry import Reading, called_alike
from dfdmodeler.gui.comparing.dialog import CompareDialog
from dfdmodeler.gui.comparing.revision import RevisionDialog
from dfdmodeler.gui.context import Context
from dfdmodeler.gui.dialogs.beside import show_beside
from dfdmodeler.gui.work import waited_for
from dfdmodeler.model.differences import differences
from dfdmodeler.model.model import Model
from dfdmodeler.model.problem import Problem
from dfdmodeler.report.compose_differences import Comparison

OPEN = "the open document"
MOST_REVISIONS = 15
"""Revisions that are offered; others can be named."""


class Version(NamedTuple):
    """A model and what it is called."""

    model: Model
    name: str


def compare_with_file(context: Context) -> CompareDialog | None:
    """Asks for another file, which is taken for the version before."""
    path = context.files.ask_open_path()
    read = context.files.documents.read_stated
    return compare_with(context, path.name, partial(read, path)) if path else None


def compare_with_saved(context: Context) -> CompareDialog | None:
    """What was done since the document was saved."""
    path = context.session.path
    read = context.files.documents.read_stated
    return compare_with(context, "the saved file", partial(read, path)) if path else None


def compare_with_revision(context: Context, revision: str) -> CompareDialog | None:
    """What was done since a revision in git."""
    path = context.session.path
    if path is None or not revision:
        return None
    read = partial(context.files.documents.read_earlier, path, revision)
    return compare_with(context, f"{path.name} at {revision}", read)


def ask_revision(context: Context) -> str:
    """Asks for a revision: one of the last that changed the file, or any other by its name."""
    found = waited_for("Reading the revisions", lambda _: known_revisions(context), context.window)
    if found is None:
        return ""
    if isinstance(found, Problem):
        context.files.tell_problems("There are no revisions to compare with", (found,))
        return ""
    dialog = RevisionDialog(context.theme, found, context.window)
    accepted = dialog.exec()
    dialog.deleteLater()
    return dialog.chosen if accepted else ""


def known_revisions(context: Context) -> tuple[Revision, ...] | Problem:
    """The last revisions of the document's file."""
    path = context.session.path
    return revisions(path, MOST_REVISIONS) if path else ()


def compare_with(context: Context, name: str, read: Callable[[], Reading | None]) -> CompareDialog | None:
    """Compares the document with another version, which is taken for the one before."""
    now = context.session.model
    model = waited_for(f"Reading {name}", lambda _: _read(context, name, read, now), context.window)
    if isinstance(model, Model):
        return show_versions(context, Version(model, name), Version(now, OPEN))
    if model is not None:
        context.files.tell_problems(f"{name[:1].upper()}{name[1:]} could not be read", model)
    return None


def _as_now(context: Context, version: Version) -> Version:
    """The same version, or the document as it is meanwhile."""
    return Version(context.session.model, OPEN) if version.name == OPEN else version


def _read(
    context: Context, name: str, read: Callable[[], Reading | None], now: Model
) -> Model | tuple[Problem, ...]:
    """Another version with a place for everything, to be drawn, or why there is none."""
    reading = read()
    if reading is None:
        return (Problem(name, "The file was not there."),)
    if reading.model is None:
        return reading.problems
    return context.files.documents.placed(called_alike(reading.model, reading.format, now))


def show_versions(context: Context, before: Version, after: Version) -> CompareDialog | None:
    """Compares two versions beside the window, and shows what differs; if nothing does, that is said."""
    library = context.session.library

    def compare() -> tuple[Comparison, Analysis]:
        found, analysis = differences(before.model, after.model), Analysis(library)
        return Comparison(found, completed(comparing(library, found, analysis)), library), analysis

    made = waited_for("Comparing the versions", lambda _: compare(), context.window)
    if made is None:
        return None
    comparison, analysis = made
    if not comparison.found:
        context.window.status.say(f"Nothing differs between {before.name} and {after.name}.")
        return None
    metrics = context.canvas.content.metrics
    dialog = show_beside(
        context.window,
        CompareDialog,
        lambda: CompareDialog(metrics, context.theme, comparison, context.window),
        again=False,
        of_document=True,
    )
    dialog.swapped.connect(lambda: show_versions(context, _as_now(context, after), _as_now(context, before)))
    dialog.again.clicked.connect(
        lambda: show_versions(context, _as_now(context, before), _as_now(context, after))
    )
    stop = context.session.changed.connect(lambda _: dialog.again.show())
    dialog.finished.connect(lambda _: stop())
    dialog.show_comparison(comparison, analysis, (before.name, after.name), context.canvas.diagram)
    return dialog
